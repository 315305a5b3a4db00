"""What a person puts into an element, as Slack's client reports it; only what is on screen can be picked."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from playground.elements import MULTIPLE, OPTION_KEYS, TEXT_INPUTS, Shown, is_empty, options_of
from playground.people.ask import Refusal
from playground.slack import Slack
from playground.world import Json, User

CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def state_from(slack: Slack, user: User, shown: Shown, given: Any) -> Json:
    """`given` is the bare value, or a state object that holds it under Slack's key."""
    key = shown.value_key
    if isinstance(given, dict) and (key in given or set(given) <= {"type"}):
        given = given.get(key)
    if shown.type in MULTIPLE:
        items = [] if given is None else given if isinstance(given, list) else [given]
        value: Any = [_one(slack, user, shown, item) for item in items]
    else:
        value = None if given in (None, "") else _one(slack, user, shown, given)
    return {"type": shown.type, key: value}


def _one(slack: Slack, user: User, shown: Shown, given: Any) -> Any:
    if shown.value_key in OPTION_KEYS:
        return option_from(slack, user, shown, given)
    if shown.type == "rich_text_input":
        if isinstance(given, dict) and given.get("type") == "rich_text":
            return given
        raise _unfit(shown, "a rich_text object")
    if shown.type == "datetimepicker":
        if isinstance(given, bool) or not isinstance(given, int):
            raise _unfit(shown, "a whole number of seconds")
        return given
    if shown.type == "number_input" and isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise _unfit(shown, "a string")
    _check_pick(slack, shown, given)
    return given


def _check_pick(slack: Slack, shown: Shown, given: str) -> None:
    world = slack.world
    kind = shown.type.removeprefix("multi_")
    if kind == "datepicker" and not _is_date(given):
        raise _unfit(shown, "a date such as 2026-03-09")
    if kind == "timepicker" and not CLOCK_TIME.fullmatch(given):
        raise _unfit(shown, "a time such as 09:30")
    if kind == "users_select" and given not in world.users:
        raise _unfit(shown, "the id of somebody here")
    if kind in ("conversations_select", "channels_select") and given not in {**world.channels, **world.users}:
        raise _unfit(shown, "the id of a conversation")
    if kind == "file_input" and given not in world.files:
        raise _unfit(shown, "the id of a file")


def _is_date(given: str) -> bool:
    try:
        return date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def option_from(slack: Slack, user: User, shown: Shown, given: Any) -> Json:
    """One of the options on screen, or of those last suggested for an external select, by its value."""
    wanted = given.get("value") if isinstance(given, dict) else given
    element = shown.element
    offered = [*options_of(element), *(element.get("initial_options") or []), element.get("initial_option") or {}]
    offered += slack.world.suggestions.get((user.id, shown.block_id, shown.action_id), [])
    for option in offered:
        if option and option.get("value") == wanted:
            return dict(option)
    raise Refusal(404, "no_such_option", f"{shown.action_id} offers no option with the value {wanted!r}.")


def _unfit(shown: Shown, wanted: str) -> Refusal:
    return Refusal(400, "invalid_value", f"{shown.action_id} ({shown.type}) takes {wanted}.")


def client_errors(shown: Shown, state: Json) -> str | None:
    """What Slack's client says under an input before it sends anything; None when it is content."""
    if is_empty(state):
        return None if shown.block.get("optional") else "Please complete this required field."
    if shown.type in TEXT_INPUTS:
        return _text_error(shown, state["value"])
    return None


def _text_error(shown: Shown, value: str) -> str | None:
    element = shown.element
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if shown.type == "email_text_input" and not EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if shown.type == "url_text_input" and not value.startswith(("http://", "https://")):
        return "Please enter a valid URL."
    if shown.type == "number_input":
        return _number_error(element, value)
    return None


def _number_error(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return None
