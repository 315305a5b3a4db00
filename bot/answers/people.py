"""What is answered about people: the directory, a table for it, and what somebody who leaves has in hand."""

from dataclasses import dataclass

from models import Person, Task

NOT_REACHED = "not reached"  # why a reading stopped, where Slack said nothing of its own


@dataclass(frozen=True)
class Reading:
    """The directory is being read for the first time: `people` by now; `stopped` is why it does not go on."""

    people: int
    stopped: str = ""


@dataclass(frozen=True)
class DirectoryRead:
    """It was read to its end for the first time; told to admins."""

    people: int


@dataclass(frozen=True)
class DirectoryPage:
    """One page of who has which department, manager and stand-in; `lacking` counts those without, by field."""

    people: tuple[Person, ...]
    lacking: dict[str, int]
    total: int
    page: int
    pages: int
    is_admin: bool = False
    reading: Reading | None = None


@dataclass(frozen=True)
class PersonForm:
    """One person's department, manager and stand-in; who is no admin may change the stand-in only."""

    person: Person
    all_of_it: bool


@dataclass(frozen=True)
class ImportForm:
    """A place to paste a table of people."""


@dataclass(frozen=True)
class FieldsForm:
    """Which fields of Slack's profiles hold what, by their labels."""

    chosen: dict[str, str]


@dataclass(frozen=True)
class ImportPreview:
    """What a pasted table would do; `kept` is the name of the table until it is applied, `unread` (line, words)."""

    people: int
    changed: int
    by_hand: int
    unread: tuple[tuple[int, str], ...]
    kept: str


@dataclass(frozen=True)
class Holdings:
    """What is in somebody's hands, as far as the reader may see it; `hidden` counts the rest."""

    person: Person
    owned: tuple[Task, ...] = ()
    reviews: tuple[Task, ...] = ()
    parts: tuple[Task, ...] = ()
    teams: tuple[str, ...] = ()
    hidden: int = 0
    stands_for: tuple[Person, ...] = ()
    manages: tuple[Person, ...] = ()

    @property
    def can_be_given(self) -> bool:
        return bool(self.owned or self.reviews or self.parts or self.teams or self.stands_for or self.manages)

    @property
    def is_empty(self) -> bool:
        return not (self.can_be_given or self.hidden)


@dataclass(frozen=True)
class Post:
    """Somebody has another stand-in ("stands_for") or manager ("manages") now, or none."""

    group: str
    of: str
    now: str | None


@dataclass(frozen=True)
class HandoverForm:
    """Who takes over what somebody has in hand: one for all, or by group, or by task."""

    holdings: Holdings
