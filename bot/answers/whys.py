"""What is answered about reminders: why one came or did not, what comes next, and what would be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import Person, Task


@dataclass(frozen=True)
class Expected:
    """What silence brings: of which kind, when, and to whom."""

    kind: str
    at: datetime
    people: tuple[str, ...]
    nth: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fell:
    """Something that fell due for a person and what became of it. `person_id` is empty where it is the reader's own.

    Of somebody else's only as much is known as their lead may know: neither their settings nor their hours. `clock` is
    the moment it went by: when the silence began, or the hour at which it is due.
    """

    kind: str
    due_at: datetime
    state: str
    reason: str = ""
    ended_at: datetime | None = None
    waits_until: datetime | None = None
    person_id: str = ""
    task: Task | None = None
    channel_id: str = ""
    nth: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)
    clock: datetime | None = None


@dataclass(frozen=True)
class Why:
    """A page of what fell due in the last days, newest first: for `person`, or about `task`.

    With `is_of_message` all that one message tells, each with the `clock` it went by; `more` were only counted in it.
    """

    person: Person
    rows: tuple[Fell, ...]
    page: int
    pages: int
    days: int
    task: Task | None = None
    coming: tuple[Expected, ...] = ()
    is_of_message: bool = False
    more: int = 0


@dataclass(frozen=True)
class Next:
    """All that comes of a task on which nothing moves."""

    task: Task
    coming: tuple[Expected, ...]


@dataclass(frozen=True)
class Rehearsing:
    """A rehearsal of so many days is on its way to who asked for it."""

    days: int


@dataclass(frozen=True)
class Would:
    """A message that would be sent to a person or a channel: (what it says, of which task), and `more` tasks that its
    reader may not see or that are not there yet."""

    at: datetime
    kind: str
    to: str
    items: tuple[tuple[str, Task], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Rehearsal:
    """What would be sent until then if nothing changed; `cut_at` is how far it came where time was short."""

    person: Person
    days: int
    rows: tuple[Would, ...]
    cut_at: datetime | None = None


WhyAnswer = Why | Next | Rehearsing
