"""Every block of Block Kit, one row each, and the surfaces it may stand on."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.blockkit.checks import (
    Check,
    anything,
    at_least_one,
    by_type,
    choice,
    flag,
    listing,
    number,
    shape,
    string,
    whole,
)
from playground.blockkit.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, ELEMENTS, INPUTS
from playground.blockkit.objects import (
    IMAGE_FIELDS,
    any_text,
    identifier,
    one_image_source,
    plain,
    web_address,
)
from playground.blockkit.rich_text import rich_text, rich_text_document

NAMED: Mapping[str, Check] = {"block_id": identifier}
image_element = by_type(ELEMENTS, ("image",))


def element(allowed: tuple[str, ...]) -> Check:
    return by_type(ELEMENTS, allowed)


CONTEXT_PARTS: Mapping[str, Check] = {
    "image": ELEMENTS["image"],
    "plain_text": shape({"text": string(3000)}, {"emoji": flag}),
    "mrkdwn": shape({"text": string(3000)}, {"verbatim": flag}),
}
CELLS: Mapping[str, Check] = {
    "raw_text": shape({"text": string()}),
    "raw_number": shape({"value": number}, {"text": string()}),
    "rich_text": rich_text,
}
row = listing(by_type(CELLS), 1, 20)
column = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})


def rows_of_one_width(value: Mapping[str, Any]) -> Iterator[str]:
    if len({len(cells) for cells in value["rows"]}) > 1:
        yield "every row must have as many cells as the first"


def header_is_plain(value: Mapping[str, Any]) -> Iterator[str]:
    if any(cell["type"] == "rich_text" for cell in value["rows"][0]):
        yield "the first row is the header and may not hold rich_text"


def collapsed_needs_collapsible(value: Mapping[str, Any]) -> Iterator[str]:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield "default_collapsed needs is_collapsible"


point = listing(shape({"label": string(), "value": number}), 1)
series = shape({"series": listing(shape({"name": string(), "data": point}), 1, 6)}, {"axis_config": anything})
task_card = shape(
    {
        "task_id": identifier,
        "title": string(3000),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
    {
        **NAMED,
        "details": rich_text_document,
        "output": rich_text_document,
        "sources": listing(by_type(ELEMENTS, ("url",)), 1),
    },
)
card = shape(
    {},
    {
        **NAMED,
        "hero_image": image_element,
        "icon": image_element,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": listing(element(("button",)), 1, 25),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)

BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **NAMED,
            "text": any_text(3000),
            "fields": listing(any_text(2000), 1, 10),
            "accessory": element(ACCESSORIES),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "actions": shape({"elements": listing(element(ACTIONS), 1, 25)}, NAMED),
    "context": shape({"elements": listing(by_type(CONTEXT_PARTS), 1, 10)}, NAMED),
    "context_actions": shape({"elements": listing(element(CONTEXT_ACTIONS), 1, 5)}, NAMED),
    "divider": shape({}, NAMED),
    "header": shape({"text": plain(150)}, NAMED),
    "image": shape({"alt_text": string(2000)}, {**NAMED, **IMAGE_FIELDS, "title": plain(2000)}, one_image_source),
    "input": shape(
        {"label": plain(2000), "element": element(INPUTS)},
        {**NAMED, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": rich_text,
    "markdown": shape({"text": string(12_000)}, NAMED),
    "table": shape(
        {"rows": listing(row, 1, 100)}, {**NAMED, "column_settings": listing(column, 1, 20)}, rows_of_one_width
    ),
    "video": shape(
        {
            "alt_text": string(2000),
            "title": plain(200),
            "video_url": web_address,
            "thumbnail_url": web_address,
        },
        {
            **NAMED,
            "title_url": web_address,
            "description": plain(200),
            "author_name": string(50),
            "provider_name": string(50),
            "provider_icon_url": web_address,
        },
    ),
    "file": shape({"external_id": identifier, "source": choice("remote")}, NAMED),
    "call": shape({"call_id": identifier}, {**NAMED, "api_decoration_available": flag}),
    "alert": shape(
        {"text": any_text(3000)}, {**NAMED, "level": choice("default", "info", "warning", "error", "success")}
    ),
    "task_card": task_card,
    "plan": shape({"title": string(3000)}, {**NAMED, "tasks": listing(by_type({"task_card": task_card}), 1)}),
    "card": card,
    "carousel": shape({"elements": listing(by_type({"card": card}), 1, 10)}, NAMED),
    "data_table": shape(
        {"rows": listing(row, 2, 101), "caption": string()},
        {**NAMED, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        rows_of_one_width,
        header_is_plain,
    ),
    "data_visualization": shape(
        {
            "title": string(50),
            "chart": by_type(
                {
                    "pie": shape({"segments": listing(shape({"label": string(), "value": number}), 1, 6)}),
                    "bar": series,
                    "area": series,
                    "line": series,
                }
            ),
        },
        NAMED,
    ),
}
BLOCKS["auth_provider"] = shape(
    {"value": string(150), "name": plain(75), "is_connected": flag},
    {
        **NAMED,
        "description": plain(150),
        "icon_url": web_address,
        "auth_url": web_address,
        "disconnect_url": web_address,
        "connected_identity": plain(75),
        "connected_context": plain(75),
        "accessory": element(("overflow",)),
        "fallback": listing(by_type(BLOCKS), 1),
    },
)
INSIDE_A_CONTAINER = tuple(name for name in BLOCKS if name not in ("alert", "input"))
BLOCKS["container"] = shape(
    {"child_blocks": listing(by_type(BLOCKS, INSIDE_A_CONTAINER), 1, 10)},
    {
        **NAMED,
        "title": plain(150),
        "rich_text_title": rich_text_document,
        "subtitle": any_text(150),
        "width": choice("narrow", "standard", "wide", "full"),
        "icon": image_element,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    at_least_one("title", "rich_text_title"),
    collapsed_needs_collapsible,
)

EVERYWHERE = (
    "actions",
    "auth_provider",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
)
SURFACES: Mapping[str, tuple[str, ...]] = {
    "message": tuple(name for name in BLOCKS if name != "alert"),
    "modal": (*EVERYWHERE, "alert"),
    "home": EVERYWHERE,
}
MOST_BLOCKS: Mapping[str, int] = {"message": 50, "modal": 100, "home": 100}
