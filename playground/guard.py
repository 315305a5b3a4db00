"""Reading JSON from outside: whatever is not plain, finite, shallow JSON is refused before anything looks at it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEEPEST = 60


class UnreadableError(Exception):
    """The bytes are no JSON this program will look at; the message says why."""


def read_json(raw: str | bytes) -> Any:
    try:
        value = json.loads(raw, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise UnreadableError("It is nested too deeply.") from error
    except ValueError as error:
        raise UnreadableError("It is no valid JSON.") from error
    _check(value)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableError(f"{name} is no JSON number.")


def _check(value: Any) -> None:
    """Breadth first, so that depth costs no stack."""
    level = [value]
    for _ in range(DEEPEST):
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, str):
                check_text(item)
            elif isinstance(item, dict):
                for key in item:
                    check_text(key)
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
        if not deeper:
            return
        level = deeper
    raise UnreadableError("It is nested too deeply.")


def check_text(text: str) -> None:
    """A lone surrogate is no character and cannot be sent on."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("It holds half a character (a lone surrogate).") from error
