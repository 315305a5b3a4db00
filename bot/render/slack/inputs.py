"""Form fields, one function a kind; `block_id` is the field's name and `action_id` is `value`."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from bot.render.slack.blocks import Block, plain
from bot.render.slack.times import clock

MOST_TYPED = 3000
MOST_METADATA = 3000


def modal(title: str, submit: str, close: str, *, name: str, meta: dict[str, Any], blocks: list[Block]) -> Block:
    return {
        "type": "modal", "callback_id": name, "title": plain(title, 24), "submit": plain(submit, 24),
        "close": plain(close, 24), "private_metadata": metadata(meta), "blocks": blocks[:100],
    }  # fmt: skip


def metadata(meta: dict[str, Any]) -> str:
    """What the form remembers, as JSON; a link that would not fit is left out."""
    kept = {name: value for name, value in meta.items() if value is not None}
    written = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    if len(written) <= MOST_METADATA:
        return written
    return json.dumps({name: value for name, value in kept.items() if name != "link"}, sort_keys=True)


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    block: Block = {
        "type": "input", "block_id": name, "label": plain(label, 2000), "optional": optional,
        "element": {"action_id": "value"} | element,
    }  # fmt: skip
    return block | {"hint": plain(hint, 2000)} if hint else block


def words(value: str = "", *, lines: bool = False, most: int = MOST_TYPED, placeholder: str = "") -> Block:
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if value:
        element["initial_value"] = value[:most]
    return element | {"placeholder": plain(placeholder, 150)} if placeholder else element


def one_person(person_id: str | None = None) -> Block:
    return {"type": "users_select"} | ({"initial_user": person_id} if person_id else {})


def people(ids: Sequence[str]) -> Block:
    chosen = list(dict.fromkeys(ids))
    return {"type": "multi_users_select"} | ({"initial_users": chosen} if chosen else {})


def day(on: date | None = None) -> Block:
    return {"type": "datepicker"} | ({"initial_date": on.isoformat()} if on else {})


def hour(at: time | None = None) -> Block:
    return {"type": "timepicker"} | ({"initial_time": clock(at)} if at else {})


def option(value: str, label: str) -> Block:
    return {"text": plain(label, 75), "value": value[:150]}


def options(rows: Iterable[tuple[str, str]]) -> list[Block]:
    return [option(value, label) for value, label in rows]


def one_of(rows: Iterable[tuple[str, str]], chosen: str | None = None, *, kind: str = "static_select") -> Block:
    """One of a few options, by value; `radio_buttons` shows them all."""
    offered = options(rows)
    initial = next((one for one in offered if one["value"] == chosen), None)
    return {"type": kind, "options": offered} | ({"initial_option": initial} if initial else {})


def some_of(rows: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Block:
    offered, wanted = options(rows), set(chosen)
    initial = [one for one in offered if one["value"] in wanted]
    return {"type": "checkboxes", "options": offered} | ({"initial_options": initial} if initial else {})


def looked_up(source: str, value: str | None, label: str, placeholder: str) -> Block:
    """One of many, found by typing; `source` names the list that answers."""
    element: Block = {
        "type": "external_select", "action_id": source, "min_query_length": 2, "placeholder": plain(placeholder, 150),
    }  # fmt: skip
    return element | {"initial_option": option(value, label)} if value else element
