"""Interactive elements on screen: finding them, what they hold at first, and what a person puts into them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.world import Json

# element type -> the key of its value, and the key of its first value
SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
}
MULTIPLE = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
STATEFUL = SINGLE | MULTIPLE
TEXT_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
OPTION_KEYS = {"selected_option", "selected_options"}
PRESSED = {"button", "overflow", "icon_button", "feedback_buttons", "workflow_button"}
INTERACTIVE = PRESSED | set(STATEFUL)


@dataclass(frozen=True)
class Shown:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def value_key(self) -> str:
        return STATEFUL[self.type][0]

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"

    @property
    def acts(self) -> bool:
        """Whether using it sends block_actions at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))


def shown_elements(blocks: Any, owner: Json | None = None) -> Iterator[Shown]:
    """Every interactive element, also inside cards, carousels and containers."""
    if isinstance(blocks, list):
        for block in blocks:
            yield from shown_elements(block, owner)
    elif isinstance(blocks, dict):
        if owner is not None and blocks.get("type") in INTERACTIVE:
            yield Shown(owner, blocks)
            return
        inner_owner = blocks if owner is None or "block_id" in blocks else owner
        for value in blocks.values():
            if isinstance(value, list | dict):
                yield from shown_elements(value, inner_owner)


def message_elements(body: Json) -> Iterator[Shown]:
    yield from shown_elements(body.get("blocks") or [])
    for attachment in body.get("attachments") or []:
        yield from shown_elements(attachment.get("blocks") or [])


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options") or []]
    return [*(element.get("options") or []), *grouped]


def first_state(element: Json, current: str | None = None) -> Json:
    """What an untouched element reports; `current` is the conversation its view was opened in."""
    key, initial = STATEFUL[element["type"]]
    empty: Any = [] if element["type"] in MULTIPLE else None
    value = element.get(initial, _default_conversation(element, current) or empty)
    if element["type"] in TEXT_INPUTS and value is not None:
        value = str(value)
    return {"type": element["type"], key: copy.deepcopy(value)}


def _default_conversation(element: Json, current: str | None) -> Any:
    if not element.get("default_to_current_conversation") or current is None:
        return None
    return [current] if element["type"] in MULTIPLE else current


def state_values(blocks: Any, entered: Json, current: str | None = None) -> Json:
    """`state.values`: what was entered, or else the first values, of every element that holds something."""
    values: Json = {}
    for shown in shown_elements(blocks):
        if shown.type in STATEFUL:
            held = entered.get(shown.block_id, {}).get(shown.action_id)
            state = held if held is not None and held["type"] == shown.type else first_state(shown.element, current)
            values.setdefault(shown.block_id, {})[shown.action_id] = copy.deepcopy(state)
    return values


def with_first_values(blocks: list[Json], current: str | None) -> list[Json]:
    """Blocks as they first appear on screen: a default conversation is filled in."""
    blocks = copy.deepcopy(blocks)
    for shown in shown_elements(blocks):
        initial = STATEFUL.get(shown.type, ("", ""))[1]
        value = _default_conversation(shown.element, current)
        if value is not None:
            shown.element.setdefault(initial, value)
    return blocks


def is_empty(state: Json) -> bool:
    """Nothing in it: no text, no pick, no file."""
    return all(value in (None, "", []) for key, value in state.items() if key != "type")
