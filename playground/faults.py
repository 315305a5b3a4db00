"""Faults on demand: what goes wrong with the next calls of a method, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    TOO_MANY = "429"
    SERVER_ERROR = "500"
    SERVER_ERROR_AFTER = "500_after"
    HANG = "hang"
    ERROR = "error"


EVERY_METHOD = "*"


@dataclass
class Fault:
    """`left` is None when it lasts until cleared; `seconds` is Retry-After or the length of a hang."""

    method: str
    kind: Kind
    left: int | None = 1
    error: str = ""
    seconds: float = 0.0
    channel: str | None = None


def next_fault(script: list[Fault], method: str, channels: set[str]) -> Fault | None:
    """The first scripted fault that meets this call; a counted one is used up by it."""
    for fault in script:
        here = fault.method in (method, EVERY_METHOD) and (fault.channel is None or fault.channel in channels)
        if here and fault.left != 0:
            if fault.left is not None:
                fault.left -= 1
            return fault
    return None
