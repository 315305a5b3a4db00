"""Each block and element: the good ones pass, the bad ones and the misplaced ones are refused."""

import json
from typing import Any

import pytest

from playground.blockkit import Problem, problems_in_message
from tests.playground_blockkit.examples import (
    BUTTONS,
    CONFIRM,
    FILES,
    GOOD_BLOCKS,
    IMAGE,
    MANY,
    MENUS,
    MOMENT,
    PICKERS,
    PICTURE,
    RAW,
    SELECT,
    TASK,
    TEXT,
    TICKS,
    TYPED,
    Json,
    accessory,
    actions,
    asked,
    bullets,
    button,
    chart,
    errors_of,
    groups,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    said,
    section,
    table,
    view_errors,
)


@pytest.mark.parametrize("block", GOOD_BLOCKS, ids=lambda block: block["type"])
def test_a_good_block_passes(block: Json) -> None:
    assert problems_in_message({"text": "x", "blocks": [block]}) == []


@pytest.mark.parametrize("element", [*BUTTONS, *MENUS, *PICKERS, *TICKS, *MANY, IMAGE], ids=lambda one: one["type"])
def test_a_section_takes_this_accessory(element: Json) -> None:
    assert errors_of(accessory(element)) == set()


@pytest.mark.parametrize("element", [*BUTTONS, *MENUS, *PICKERS, *TICKS, MOMENT], ids=lambda one: one["type"])
def test_an_actions_block_takes_this_element(element: Json) -> None:
    assert errors_of(actions(element)) == set()


@pytest.mark.parametrize(
    "element", [*MENUS, *PICKERS, *TICKS, *MANY, *TYPED, MOMENT, FILES], ids=lambda one: one["type"]
)
def test_an_input_in_a_modal_takes_this_element(element: Json) -> None:
    assert view_errors(modal(asked(element))) == set()


@pytest.mark.parametrize(
    "block",
    [
        *(accessory(one) for one in (MOMENT, TYPED[0], FILES, {"type": "icon_button"})),
        *(actions(one) for one in (*MANY, *TYPED, IMAGE, FILES)),
        *(asked(one) for one in (*BUTTONS, IMAGE, FILES)),
        {"type": "context", "elements": [button()]},
        {"type": "context_actions", "elements": [button()]},
        {"type": "auth_provider", "value": "x", "name": plain("G"), "is_connected": True, "accessory": button()},
    ],
    ids=lambda block: json.dumps(block)[:90],
)
def test_an_element_in_the_wrong_place_is_refused(block: Json) -> None:
    assert errors_of(block) == {"invalid_blocks"}


BAD_BLOCKS: list[tuple[str, Any]] = [
    ("a block of no known type", {"type": "fancy"}),
    ("a block without a type", {"text": plain("x")}),
    ("a block that is no object", "section"),
    ("a section without text or fields", {"type": "section"}),
    ("a section with no fields", {"type": "section", "fields": []}),
    ("an unknown field", section(colour="red")),
    ("a text that is a bare string", section(text="hello")),
    ("a number for a text", section(text=mrkdwn(3))),  # type: ignore[arg-type]
    ("a null", section(accessory=None)),
    ("an empty text", section(text=mrkdwn(""))),
    ("an unknown kind of text", section(text={"type": "markdown", "text": "x"})),
    ("emoji on mrkdwn", section(text={**mrkdwn("x"), "emoji": True})),
    ("verbatim on plain text", section(text={**plain("x"), "verbatim": True})),
    ("a string for a boolean", section(expand="true")),
    ("a number as block_id", section(block_id=7)),
    ("mrkdwn in a header", {"type": "header", "text": mrkdwn("x")}),
    ("mrkdwn on a button", actions(button(text=mrkdwn("x")))),
    ("mrkdwn in a menu", accessory({**SELECT, "options": [{"text": mrkdwn("x"), "value": "v"}]})),
    ("an empty actions block", actions()),
    ("an empty context", {"type": "context", "elements": []}),
    ("an unknown element", actions({"type": "slider"})),
    ("a button without text", actions({"type": "button", "action_id": "x"})),
    ("a button with a loud style", actions(button(style="loud"))),
    ("a numeric button value", actions(button(value=5))),
    ("an empty button value", actions(button(value=""))),
    ("a button address that is none", actions(button(url="not an address"))),
    ("a confirm without deny", actions(button(confirm={k: v for k, v in CONFIRM.items() if k != "deny"}))),
    ("a confirm with a loud style", actions(button(confirm={**CONFIRM, "style": "loud"}))),
    ("one action_id twice", actions(button(), button())),
    ("a select without options", accessory({"type": "static_select"})),
    ("a select with no options", accessory({"type": "static_select", "options": []})),
    ("options and groups at once", accessory({**SELECT, "option_groups": groups(1)})),
    ("an initial option not offered", accessory({**SELECT, "initial_option": option("c")})),
    ("an initial option that differs in text", accessory({**SELECT, "initial_option": option("a", "other")})),
    ("an option with an address in a select", accessory({**SELECT, "options": [option(url="https://a.example")]})),
    ("an option with an empty value", accessory({**SELECT, "options": [option("")]})),
    ("an option with a numeric value", accessory({**SELECT, "options": [{"text": plain("x"), "value": 3}]})),
    ("no ticks", accessory({"type": "checkboxes", "options": []})),
    ("an empty list of initial ticks", accessory({**TICKS[0], "initial_options": []})),
    ("an initial tick not offered", accessory({**TICKS[0], "initial_options": [option("99")]})),
    ("a radio choice not offered", accessory({"type": "radio_buttons", "options": options(2), "initial_option": {}})),
    ("no overflow options", accessory({"type": "overflow", "options": []})),
    ("a zero maximum", accessory({**MANY[0], "max_selected_items": 0})),
    ("more chosen than the maximum", accessory({**MANY[0], "max_selected_items": 1})),
    ("an unknown filter", accessory({"type": "conversations_select", "filter": {"include": ["dm"]}})),
    ("an empty filter", accessory({"type": "conversations_select", "filter": {}})),
    ("a date written short", accessory({"type": "datepicker", "initial_date": "2026-2-3"})),
    ("a date that does not exist", accessory({"type": "datepicker", "initial_date": "2026-02-30"})),
    ("a date with a time", accessory({"type": "datepicker", "initial_date": "20260228"})),
    ("a time past midnight", accessory({"type": "timepicker", "initial_time": "24:00"})),
    ("a time written short", accessory({"type": "timepicker", "initial_time": "9:00"})),
    ("a moment of nine digits", actions({"type": "datetimepicker", "initial_date_time": 999_999_999})),
    ("a moment of eleven digits", actions({"type": "datetimepicker", "initial_date_time": 10_000_000_000})),
    ("a moment as text", actions({"type": "datetimepicker", "initial_date_time": "1700000000"})),
    ("a moment as a boolean", actions({"type": "datetimepicker", "initial_date_time": True})),
    ("an image without alt_text", {"type": "image", "image_url": PICTURE}),
    ("an image without a source", {"type": "image", "alt_text": "x"}),
    ("an image with two sources", {**IMAGE, "slack_file": {"id": "F1"}}),
    ("a file by id and address", {"type": "image", "alt_text": "x", "slack_file": {"id": "F", "url": PICTURE}}),
    ("an image address that is none", {**IMAGE, "image_url": "a.png"}),
    ("an input without a label", {"type": "input", "element": TYPED[0]}),
    ("an input without an element", {"type": "input", "label": plain("x")}),
    ("a minimum above the maximum", asked({"type": "plain_text_input", "min_length": 9, "max_length": 8})),
    ("a zero max_length", asked({"type": "plain_text_input", "max_length": 0})),
    (
        "an unknown trigger",
        asked({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["x"]}}),
    ),
    ("a number field without is_decimal_allowed", asked({"type": "number_input"})),
    ("a number where text is asked", asked({"type": "number_input", "is_decimal_allowed": True, "min_value": 1})),
    ("numbers out of order", asked({**TYPED[3], "min_value": "3"})),
    ("an empty rich text", rich()),
    ("an empty rich section", said()),
    ("a rich text with bare words", rich(TEXT)),
    ("an empty rich word", said({"type": "text", "text": ""})),
    ("an unknown rich element", said({"type": "blink", "text": "x"})),
    ("an unknown rich style", said({**TEXT, "style": {"blink": True}})),
    ("a rich style that is no flag", said({**TEXT, "style": {"bold": "yes"}})),
    ("a list without a style", rich({"type": "rich_text_list", "elements": [said(TEXT)["elements"][0]]})),
    ("a list of bare words", rich({"type": "rich_text_list", "style": "bullet", "elements": [TEXT]})),
    (
        "a user in preformatted",
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U"}]}),
    ),
    ("a rich date without a token", said({"type": "date", "timestamp": 1, "format": "soon"})),
    ("a rich date with an unknown token", said({"type": "date", "timestamp": 1, "format": "{moon}"})),
    ("a rich date with a text time", said({"type": "date", "timestamp": "1", "format": "{date}"})),
    ("a broadcast to the world", said({"type": "broadcast", "range": "world"})),
    ("an empty table", {"type": "table", "rows": []}),
    ("an empty row", {"type": "table", "rows": [[]]}),
    ("an empty cell", {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}),
    ("a bare cell", {"type": "table", "rows": [["x"]]}),
    ("rows of two widths", {"type": "table", "rows": [[RAW], [RAW, RAW]]}),
    ("a crooked column", table(column_settings=[{"align": "middle"}])),
    ("a data table without a caption", {"type": "data_table", "rows": [[RAW], [RAW]]}),
    ("a data table without its rows", {"type": "data_table", "caption": "x"}),
    ("a data table with only a header", {"type": "data_table", "caption": "x", "rows": [[RAW]]}),
    ("a rich header", {"type": "data_table", "caption": "x", "rows": [[said(TEXT)], [RAW]]}),
    ("an unknown chart", chart({"type": "radar"})),
    ("a chart without values", chart({"type": "pie", "segments": []})),
    ("a task card in an unknown state", {**TASK, "status": "lost"}),
    ("a card with nothing on it", {"type": "card"}),
    ("a carousel without cards", {"type": "carousel", "elements": []}),
    ("a carousel of sections", {"type": "carousel", "elements": [section()]}),
    ("a container in a container", {"type": "container", "title": plain("x"), "child_blocks": [GOOD_BLOCKS[25]]}),
    ("a container without a title", {"type": "container", "child_blocks": [section()]}),
    ("collapsed but not collapsible", {**GOOD_BLOCKS[25], "is_collapsible": False, "default_collapsed": True}),
    ("an alert in a message", {"type": "alert", "text": plain("x")}),
    (
        "a paint of an icon",
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "x", "text": plain("x")}]},
    ),
]


@pytest.mark.parametrize("block", [row[1] for row in BAD_BLOCKS], ids=[row[0] for row in BAD_BLOCKS])
def test_a_bad_block_is_refused(block: Any) -> None:
    assert errors_of(block) == {"invalid_blocks"}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "link", "url": "https://a.example", "text": "a", "style": {"bold": True}},
        {"type": "link", "url": "mailto:a@b.example"},
        {"type": "emoji", "name": "tada", "unicode": "1f389"},
        {"type": "user", "user_id": "U1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"},
        {"type": "color", "value": "#aabbcc"},
        {"type": "date", "timestamp": 1_700_000_000, "format": "{date_short} at {time}", "fallback": "soon"},
        {"type": "date", "timestamp": 1, "format": "{ago}", "timezone": "Asia/Shanghai", "url": PICTURE},
    ],
    ids=lambda element: element["type"],
)
def test_a_line_of_rich_text_takes_this_element(element: Json) -> None:
    assert errors_of(said(element)) == set()


@pytest.mark.parametrize(
    "part",
    [
        bullets(indent=1, offset=2, border=1),
        {"type": "rich_text_quote", "elements": [TEXT], "border": 0},
        {"type": "rich_text_preformatted", "elements": [TEXT]},
    ],
    ids=lambda part: part["type"],
)
def test_rich_text_takes_this_part(part: Json) -> None:
    assert errors_of(rich(part)) == set()


def test_a_problem_names_the_place() -> None:
    problems = problems_in_message({"text": "x", "blocks": [section(), actions(button(text=plain("")))]})
    assert problems == [
        Problem("invalid_blocks", "must be more than 0 characters [json-pointer:/blocks/1/elements/0/text/text]")
    ]
