"""What can be read out of a line: plain values, each with the place it was read from."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal


@dataclass(frozen=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class When:
    """A day, perhaps a clock; `other` and `other_at` are the second likely day and the second likely hour of it."""

    on: date
    at: time | None
    words: str
    span: Span
    other: date | None = None
    past: bool = False
    other_at: time | None = None


@dataclass(frozen=True)
class PersonRef:
    kind: Literal["id", "name"]
    value: str
    span: Span


@dataclass(frozen=True)
class Draft:
    """A task as one line describes it; `taken` tells which words became which field."""

    title: str
    people: tuple[PersonRef, ...] = ()
    due: When | None = None
    start: When | None = None
    rrule: str | None = None
    rrule_words: str = ""
    priority: int | None = None
    important: bool = False
    labels: tuple[str, ...] = ()
    project: str | None = None
    estimate_days: float | None = None
    parent: int | None = None
    after: tuple[int, ...] = ()
    reviewers: tuple[PersonRef, ...] = ()
    note: str | None = None
    taken: tuple[tuple[str, Span], ...] = ()
