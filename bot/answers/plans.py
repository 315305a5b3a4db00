"""What is answered about plans: parts, what comes first, and what moves along."""

from dataclasses import dataclass
from datetime import date

from bot.rules.plan import RollUp
from models import Person, Task


@dataclass(frozen=True)
class Plan:
    """What a card shows of a task's place in a plan, as far as its reader may know.

    `parts` hang below it, the upper levels first, and `rolled` is what they come to. `waiting` has to come first and
    does not let it start yet. It may be split where `may_split`, and merged with the small part `merge_with`.
    """

    parts: tuple[Task, ...] = ()
    rolled: RollUp | None = None
    waiting: tuple[Task, ...] = ()
    may_split: bool = False
    merge_with: int | None = None


@dataclass(frozen=True)
class SlipRow:
    """One task that moves along: from when to when, and by how many working days of its owner, back if negative."""

    task: Task
    owner: Person
    before: date
    after: date
    days: int


@dataclass(frozen=True)
class SlipAsked:
    """A date that would move others: nothing is changed until tapped.

    `when` is the new date as a button says it. `parts` are open parts of the task that go along with it, `by` so many
    working days, and `rows` what comes after it or after them. `stays` would move, too, but are not the actor's to
    move. `is_earlier`: what follows may come earlier by as much.
    """

    task: Task
    on: date
    when: str
    rows: tuple[SlipRow, ...]
    stays: tuple[Task, ...] = ()
    is_earlier: bool = False
    parts: tuple[SlipRow, ...] = ()
    by: int = 0


@dataclass(frozen=True)
class OrderAsked:
    """A task whose dates do not let it come after those `befores`: nothing is changed until tapped.

    `links` are they as a button says them; the first of the `rows` is the task itself, the rest is as in SlipAsked.
    """

    task: Task
    befores: tuple[int, ...]
    links: str
    rows: tuple[SlipRow, ...]
    stays: tuple[Task, ...] = ()
    parts: tuple[SlipRow, ...] = ()
    by: int = 0


@dataclass(frozen=True)
class SlipSaved:
    """A date was changed and others moved along; `undo` is the one change that takes all of them back.

    `befores`: it was moved by what it comes after now.
    """

    task: Task
    on: date | None
    rows: tuple[SlipRow, ...]
    undo: int | None
    befores: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpenParts:
    """A task is to be closed by `verb` while parts of it are open: those, too? `lines` close them all, or it alone."""

    task: Task
    verb: str
    parts: tuple[Task, ...]
    lines: tuple[str, str]


@dataclass(frozen=True)
class PartOf:
    """A task was made a part of another; `offers` what it may take over: the project, the labels or both."""

    task: Task
    whole: Task
    undo: int | None
    offers: bool = False


@dataclass(frozen=True)
class Split:
    """Parts were made of a task; `days` is what their estimates come to."""

    task: Task
    parts: tuple[Task, ...]
    undo: tuple[int, ...]
    days: float | None = None


PlanAnswer = SlipAsked | OrderAsked | SlipSaved | OpenParts | PartOf | Split
