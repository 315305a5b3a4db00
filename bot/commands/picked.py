"""What a form's own fields give: a day, a clock time, a number, one of several. What no field of ours gives is odd."""

from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Any, TypeVar

from bot.errors import UserError

T = TypeVar("T")
Kind = TypeVar("Kind", bound=Enum)


def day(value: Any) -> date:
    return _read(date.fromisoformat, value)


def clock(value: Any) -> time:
    return _read(time.fromisoformat, value)


def whole(value: Any) -> int:
    return _read(int, value)


def one_of(kind: type[Kind], value: Any) -> Kind:
    return _read(kind, value)


def _read(read: Callable[[str], T], value: Any) -> T:
    """Raises UserError: the form is to be opened again."""
    try:
        return read(str(value))
    except ValueError:
        raise UserError("form_is_odd") from None
