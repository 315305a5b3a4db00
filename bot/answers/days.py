"""What is answered about a day: whose it is, what is in it, and how its reader likes to see it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.answers.people import Reading
from bot.rules.day_order import FirstBecause
from models import Channel, History, Person, Task

T = TypeVar("T")


@dataclass(frozen=True)
class Choices:
    """What somebody chose to see in App Home, kept until they choose otherwise.

    `show` is one of SHOWS, `only` one of ONLY and `sort` one of SORTS; `about` is "+project" or "#label", or nothing.
    """

    show: str = "all"
    only: str = "all"
    about: str = ""
    sort: str = "pressing"

    @property
    def narrows(self) -> bool:
        return bool(self.about) or self.only != "all"


SHOWS = ("all", "mine", "waiting", "given", "teams")
ONLY = ("all", "late", "blocked", "review")
SORTS = ("pressing", "due", "new")


@dataclass(frozen=True)
class Part(Generic[T]):
    """One page of a section, of `total` in all."""

    rows: tuple[T, ...] = ()
    total: int = 0
    page: int = 1
    size: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Which of all of them the first row is; counted from 1."""
        return (self.page - 1) * self.size + 1


@dataclass(frozen=True)
class Waiting:
    """What waits for the reader: `kind` is "accept", "blocked" or "ack"."""

    kind: str
    task: Task


@dataclass(frozen=True)
class TeamLook:
    """How a team that the reader leads is doing: counts by name, and the few most pressing tasks."""

    channel: Channel
    counts: dict[str, int]
    first: tuple[Task, ...] = ()
    has_standup: bool = False
    has_digest: bool = False


@dataclass(frozen=True)
class MyDay:
    """What App Home shows. `day` is what is for today, in the order to do it in; `late` and `today` count in it.

    `to_answer` are standups that wait for this person: (channel, day, closes at). `just_now` is the last change they
    can still take back. `abouts` are the projects and labels to choose from. `first_because` says why `day` begins so.
    """

    person: Person
    on: date
    choices: Choices = Choices()
    day: Part[Task] = Part()
    late: int = 0
    today: int = 0
    waiting: Part[Waiting] = Part()
    given: Part[Task] = Part()
    given_counts: dict[str, int] = field(default_factory=dict)
    teams: Part[TeamLook] = Part()
    soon: Part[Task] = Part()
    later: Part[Task] = Part()
    done: Part[Task] = Part()
    people: dict[str, Person] = field(default_factory=dict)
    to_answer: tuple[tuple[Channel, date, datetime], ...] = ()
    just_now: tuple[History, Task] | None = None
    abouts: tuple[str, ...] = ()
    is_admin: bool = False
    is_set_up: bool = True
    reading: Reading | None = None
    first_because: FirstBecause | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is theirs, waits for them or is led by them."""
        parts = (self.day, self.waiting, self.given, self.teams, self.soon, self.later, self.done)
        return not (any(part.total for part in parts) or self.to_answer)
