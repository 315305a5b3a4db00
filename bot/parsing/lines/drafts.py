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
    """A name as it was written. A reviewer stands in a `step`, of which "all" or "any" have to accept."""

    kind: Literal["id", "name"]
    value: str
    span: Span
    step: int = 1
    mode: Literal["all", "any"] = "all"


PARTS = ("accountable", "helpers", "reviewers", "consulted", "informed")


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
    needs_evidence: bool = False
    labels: tuple[str, ...] = ()
    project: str | None = None
    estimate_days: float | None = None
    parent: int | None = None
    after: tuple[int | str, ...] = ()
    accountable: tuple[PersonRef, ...] = ()
    helpers: tuple[PersonRef, ...] = ()
    reviewers: tuple[PersonRef, ...] = ()
    consulted: tuple[PersonRef, ...] = ()
    informed: tuple[PersonRef, ...] = ()
    note: str | None = None
    taken: tuple[tuple[str, Span], ...] = ()

    @property
    def parts(self) -> dict[str, tuple[PersonRef, ...]]:
        """Who has a part that is said beside the owner and the first helpers."""
        return {name: getattr(self, name) for name in PARTS}

    @property
    def others(self) -> tuple[PersonRef, ...]:
        """Everybody in those parts."""
        return tuple(ref for refs in self.parts.values() for ref in refs)
