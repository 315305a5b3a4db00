"""Whole payloads: messages, views and offered options."""

import json
from typing import Any

import pytest

from playground.blockkit import problems_in_message, problems_in_options
from tests.playground_blockkit.examples import (
    FILES,
    GOOD_BLOCKS,
    TYPED,
    Json,
    accessory,
    actions,
    asked,
    button,
    errors_of,
    groups,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    table,
    text_of,
    view_errors,
)

MESSAGES: list[tuple[str, Json, set[str]]] = [
    ("text alone", {"text": "hi"}, set()),
    ("blocks alone", {"blocks": [section()]}, set()),
    ("blocks as JSON", {"blocks": json.dumps([section()])}, set()),
    ("attachments alone", {"attachments": [{"text": "x"}]}, set()),
    ("nothing", {}, {"no_text"}),
    ("blank text", {"text": "  "}, {"no_text"}),
    ("empty lists", {"text": "", "blocks": [], "attachments": "[]"}, {"no_text"}),
    ("text at its limit", {"text": text_of(40_000)}, set()),
    ("text above its limit", {"text": text_of(40_001)}, {"msg_too_long"}),
    ("a number as text", {"text": 5, "blocks": [section()]}, {"invalid_arguments"}),
    ("markdown text at its limit", {"markdown_text": text_of(12_000)}, set()),
    ("markdown text above", {"markdown_text": text_of(12_001)}, {"msg_too_long"}),
    ("markdown text and blocks", {"markdown_text": "x", "blocks": [section()]}, {"markdown_text_conflict"}),
    ("fifty blocks", {"blocks": [section()] * 50}, set()),
    ("fifty-one blocks", {"blocks": [section()] * 51}, {"invalid_blocks"}),
    ("blocks that are not JSON", {"text": "x", "blocks": "[{"}, {"invalid_blocks_format"}),
    ("one block without its list", {"text": "x", "blocks": section()}, {"invalid_blocks_format"}),
    ("the whole at its limit", {"blocks": [section(text=plain(text_of(2600)))] * 5}, set()),
    (
        "the whole above its limit",
        {"blocks": [*[section(text=plain(text_of(2600)))] * 5, section(text=plain("x"))]},
        {"msg_blocks_too_long"},
    ),
    ("markdown together", {"blocks": [{"type": "markdown", "text": text_of(6000)}] * 2}, set()),
    (
        "markdown together above",
        {"blocks": [{"type": "markdown", "text": text_of(n)} for n in (6000, 6001)]},
        {"invalid_blocks"},
    ),
    ("one table", {"blocks": [table()]}, set()),
    ("two tables", {"blocks": [table(), table()]}, {"only_one_table_allowed"}),
    (
        "a second table attached",
        {"blocks": [table()], "attachments": [{"blocks": [table()]}]},
        {"only_one_table_allowed"},
    ),
    ("one block_id twice", {"blocks": [section(block_id="a"), section(block_id="a")]}, {"invalid_blocks"}),
    ("one action_id in two blocks", {"blocks": [actions(button()), actions(button())]}, set()),
    ("a hundred attachments", {"attachments": [{"text": "x"}] * 100}, set()),
    ("a hundred and one", {"attachments": [{"text": "x"}] * 101}, {"too_many_attachments"}),
    ("an attachment that is none", {"attachments": ["x"]}, {"invalid_attachments"}),
    ("a bad block attached", {"attachments": [{"blocks": [{"type": "x"}]}]}, {"invalid_attachments"}),
    ("an input in a message", {"blocks": [asked(TYPED[0])]}, set()),
    ("metadata", {"text": "x", "metadata": {"event_type": "t", "event_payload": {}}}, set()),
    ("metadata as JSON", {"text": "x", "metadata": '{"event_type":"t","event_payload":{}}'}, set()),
    ("metadata no object", {"text": "x", "metadata": "t"}, {"invalid_metadata_format"}),
    ("metadata without a type", {"text": "x", "metadata": {"event_payload": {}}}, {"invalid_metadata_format"}),
    ("an empty type", {"text": "x", "metadata": {"event_type": "", "event_payload": {}}}, {"invalid_metadata_format"}),
    ("no payload", {"text": "x", "metadata": {"event_type": "t"}}, {"invalid_metadata_format"}),
    ("a list", {"text": "x", "metadata": {"event_type": "t", "event_payload": []}}, {"invalid_metadata_format"}),
    ("8 KB", {"text": "x", "metadata": {"event_type": "t", "event_payload": {"k": text_of(8184)}}}, set()),
    (
        "8 KB and a byte",
        {"text": "x", "metadata": {"event_type": "t", "event_payload": {"k": text_of(8185)}}},
        {"metadata_too_large"},
    ),
]


@pytest.mark.parametrize(("payload", "errors"), [row[1:] for row in MESSAGES], ids=[row[0] for row in MESSAGES])
def test_a_message_as_a_whole(payload: Json, errors: set[str]) -> None:
    assert {problem.error for problem in problems_in_message(payload)} == errors


FOCUSED = {"type": "plain_text_input", "focus_on_load": True}
ASKING = asked(TYPED[0])
INVALID = {"invalid_arguments"}
VIEWS: list[tuple[str, Any, set[str]]] = [
    ("a modal", modal(ASKING), set()),
    ("a modal as JSON", json.dumps(modal(ASKING)), set()),
    ("a home", home(section()), set()),
    ("an empty home", home(), set()),
    ("no object", [], INVALID),
    ("not JSON", "{", INVALID),
    ("an unknown type", {**home(), "type": "popup"}, INVALID),
    ("no type", {"blocks": []}, INVALID),
    ("no blocks", {"type": "home"}, INVALID),
    ("blocks no list", {**home(), "blocks": "x"}, INVALID),
    ("a title at its limit", modal(title=plain(text_of(24))), set()),
    ("a title above", modal(title=plain(text_of(25))), INVALID),
    ("a title in mrkdwn", modal(title=mrkdwn("x")), INVALID),
    ("an empty title", modal(title=plain("")), INVALID),
    ("no title", {"type": "modal", "blocks": []}, INVALID),
    ("a home with a title", home(title=plain("x")), INVALID),
    ("submit at its limit", modal(submit=plain(text_of(24))), set()),
    ("submit above", modal(submit=plain(text_of(25))), INVALID),
    ("close at its limit", modal(close=plain(text_of(24))), set()),
    ("close above", modal(close=plain(text_of(25))), INVALID),
    ("inputs without submit", {"type": "modal", "title": plain("x"), "blocks": [ASKING]}, INVALID),
    ("no inputs and no submit", {"type": "modal", "title": plain("x"), "blocks": [section()]}, set()),
    ("inputs in a home", home(ASKING), set()),
    ("a hundred blocks", modal(*[section()] * 100), set()),
    ("a hundred and one", modal(*[section()] * 101), INVALID),
    ("a hundred in a home", home(*[section()] * 100), set()),
    ("a hundred and one in a home", home(*[section()] * 101), INVALID),
    ("private_metadata", modal(private_metadata=text_of(3000)), set()),
    ("private_metadata above", modal(private_metadata=text_of(3001)), INVALID),
    ("private_metadata no text", modal(private_metadata={}), INVALID),
    ("callback_id", modal(callback_id=text_of(255)), set()),
    ("callback_id above", modal(callback_id=text_of(256)), INVALID),
    ("external_id", home(external_id=text_of(255)), set()),
    ("external_id above", home(external_id=text_of(256)), INVALID),
    ("its flags", modal(clear_on_close=True, notify_on_close=True, submit_disabled=False), set()),
    ("a flag as text", modal(notify_on_close="yes"), INVALID),
    ("an unknown field", modal(state={}), INVALID),
    ("an alert", modal({"type": "alert", "text": plain("x"), "level": "warning"}), set()),
    ("an alert at home", home({"type": "alert", "text": plain("x")}), INVALID),
    ("one focus", modal(asked(FOCUSED), ASKING), set()),
    ("two focuses", modal(asked(FOCUSED), asked(FOCUSED)), INVALID),
    ("one block_id twice", modal(section(block_id="a"), section(block_id="a")), INVALID),
    ("a file at home", home(asked(FILES)), INVALID),
    ("too much of it", home(*[section(text=plain("字" * 3000))] * 30), {"view_too_large"}),
]


@pytest.mark.parametrize(("view", "errors"), [row[1:] for row in VIEWS], ids=[row[0] for row in VIEWS])
def test_a_view_as_a_whole(view: Any, errors: set[str]) -> None:
    assert view_errors(view) == errors


@pytest.mark.parametrize("kind", ["table", "markdown", "context_actions", "task_card", "card", "file"])
def test_a_block_for_messages_is_refused_in_views(kind: str) -> None:
    block = next(block for block in GOOD_BLOCKS if block["type"] == kind)
    assert view_errors(modal(block)) == INVALID
    assert view_errors(home(block)) == INVALID


def test_a_block_id_inside_a_container_counts_too() -> None:
    held = {"type": "container", "title": plain("x"), "child_blocks": [section(block_id="a")]}
    assert errors_of(section(block_id="a"), held) == {"invalid_blocks"}
    assert errors_of(section(block_id="b"), held) == set()


def test_an_action_id_may_return_in_another_child_of_a_container() -> None:
    held = {"type": "container", "title": plain("x"), "child_blocks": [actions(button()), accessory(button())]}
    assert errors_of(held) == set()


OFFERS: list[tuple[str, Any, set[str]]] = [
    ("options", {"options": options(100)}, set()),
    ("no match", {"options": []}, set()),
    ("too many", {"options": options(101)}, INVALID),
    ("groups", {"option_groups": groups(100)}, set()),
    ("too many groups", {"option_groups": groups(101)}, INVALID),
    ("both", {"options": [], "option_groups": []}, INVALID),
    ("neither", {}, INVALID),
    ("no object", [option()], INVALID),
    ("a long text", {"options": [option(text=text_of(76))]}, INVALID),
    ("mrkdwn", {"options": [{"text": mrkdwn("x"), "value": "v"}]}, INVALID),
]


@pytest.mark.parametrize(("body", "errors"), [row[1:] for row in OFFERS], ids=[row[0] for row in OFFERS])
def test_an_answer_with_options(body: Any, errors: set[str]) -> None:
    assert {problem.error for problem in problems_in_options(body)} == errors
