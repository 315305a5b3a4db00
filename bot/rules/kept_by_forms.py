"""What a form keeps about itself while it is open: each name has its kind, and some forms mean nothing without it."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

ODD = "odd"
ID = re.compile(r"[A-Za-z0-9]{1,64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}", re.ASCII)
DIGITS = re.compile(r"[0-9]{1,10}", re.ASCII)
MOST = 2**31  # what a number in the database may be
MOST_ORDERED = 1000


def _a_number(value: Any) -> bool:
    if isinstance(value, str):
        return DIGITS.fullmatch(value) is not None and 0 < int(value) < MOST
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_ORDERED and all(_a_number(one) for one in value)


def _an_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _a_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()


def _a_moment(value: Any) -> bool:
    return isinstance(value, str) and TIMESTAMP.fullmatch(value) is not None


def _a_link(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://")) and value.isprintable()


def _a_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


KINDS: dict[str, Callable[[Any], bool]] = {
    "number": _a_number, "v": _a_number, "order": _numbers, "channel": _an_id, "person": _an_id, "policy": _a_name,
    "ts": _a_moment, "thread": _a_moment, "link": _a_link, "due_on": _a_day, "on": _a_day,
}  # fmt: skip
TASK, PERSON, CHANNEL, NOTHING = frozenset({"number"}), frozenset({"person"}), frozenset({"channel"}), frozenset[str]()
NEEDED: dict[str, frozenset[str]] = {
    **dict.fromkeys((
        "form:block", "form:snooze", "form:due", "form:assign", "form:priority", "form:note", "form:repeat",
        "form:decline", "form:roles", "form:done", "form:submit", "form:accept", "form:return", "form:evidence",
        "form:spent", "form:describe", "form:closing", "form:split",
    ), TASK),
    **dict.fromkeys(("form:person", "form:handover", "form:away", "form:hours"), PERSON),
    **dict.fromkeys(("form:standup", "form:digest", "form:shape"), CHANNEL),
    **dict.fromkeys((
        "form:task", "form:setup", "form:rules", "form:directory_import", "form:directory_fields", "form:day",
        "form:nudges", "form:policy",
    ), NOTHING),
    "form:answer": CHANNEL | {"on"},
    "form:order": frozenset({"order"}),
}  # fmt: skip


def read(written: str) -> dict[str, Any]:
    """What it kept; or only that it is odd, where anything of it is not as we write it.

    A name we do not know may be of another release: it is let go.
    """
    try:
        kept = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {ODD: True}
    if not isinstance(kept, dict):
        return {ODD: True}
    ours = {name: value for name, value in kept.items() if name in KINDS and value is not None}
    return ours if all(KINDS[name](value) for name, value in ours.items()) else {ODD: True}


def is_whole(form: str, kept: dict[str, Any]) -> bool:
    return ODD not in kept and NEEDED[form] <= kept.keys()
