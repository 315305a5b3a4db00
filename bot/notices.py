"""What can be said first: plain values, rendered at delivery in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.answers import TaskView
from bot.answers.away import CalendarShown
from bot.answers.people import DirectoryRead, Holdings
from bot.answers.reviews import AskEnded, ReviewAsk
from bot.answers.troubles import Trouble
from bot.answers.whys import Rehearsal
from bot.rules.availability import Away
from bot.rules.day_order import FirstBecause
from models import Channel, Person, Task
from models.queries.exports import Exported


@dataclass(frozen=True)
class Dropped:
    """Not to be said after all; the reason is kept."""

    reason: str


@dataclass(frozen=True)
class Ready:
    """A message that was put into words when it was written."""

    message: dict[str, Any]


@dataclass(frozen=True)
class TaskCard:
    """A task's card: to its owner when `given_by` gave it to them, to a reviewer when they are `asked`; `ended` when a
    newer message asks them again."""

    view: TaskView
    given_by: Person | None = None
    asked: ReviewAsk | None = None
    ended: AskEnded | None = None


@dataclass(frozen=True)
class Leaving:
    """Somebody's account was deactivated: what is to be handed over, told to one lead."""

    holdings: Holdings


class CalendarNews:
    """Something about a calendar that we go by."""


@dataclass(frozen=True)
class YearUnknown(CalendarNews):
    """The public holidays of a region are not published yet for the year to come; told to admins."""

    region: str
    year: int


@dataclass(frozen=True)
class CalendarRead(CalendarNews):
    """Somebody's calendar was read for the first time, or cannot be read; told to them."""

    shown: CalendarShown


@dataclass(frozen=True)
class StandingIn(CalendarNews):
    """Somebody goes away, told to who stands in: what falls due meanwhile, and which of it they may take or move."""

    person: Person
    away: Away
    tasks: tuple[Task, ...]
    may_take: frozenset[int] = frozenset()
    may_move: frozenset[int] = frozenset()


@dataclass(frozen=True)
class TaskGone:
    """What a card says to somebody who may no longer see its task. `version` is the task's, when that was found."""

    number: int
    version: int


@dataclass(frozen=True)
class TasksGiven:
    """Several tasks that somebody gave to one person at once."""

    tasks: tuple[Task, ...]
    given_by: Person
    word: str = ""


@dataclass(frozen=True)
class TasksMoved:
    """Dates of one's tasks that moved along with the `cause`, if one may see it; `taken_back`: and moved back again."""

    cause: Task | None
    actor: Person
    moves: tuple[tuple[Task, date, date], ...]
    taken_back: bool = False


@dataclass(frozen=True)
class TaskTold:
    """What became of a task, told to the person who gave it away. `suggested` would be better for it than `actor`."""

    view: TaskView
    actor: Person
    verb: str
    detail: str = ""
    suggested: Person | None = None


@dataclass(frozen=True)
class Brief:
    """A person's morning: what is late, due today, blocked on them, to be accepted by them, and new.

    `placed` are those they put in an order for today by hand, `suggested` the proposals of the week that wait for them,
    `followed` the tasks they are kept informed of, on the first day of their week. `items` are reminders that come
    late along with it; `left_out` are those of them that were true no more, as in Nudges.
    """

    person: Person
    on: date
    late: tuple[Task, ...]
    due: tuple[Task, ...]
    blocked_on: tuple[Task, ...]
    new: tuple[Task, ...]
    people: dict[str, Person]
    catch_up: bool = False
    to_accept: tuple[Task, ...] = ()
    placed: tuple[Task, ...] = ()
    first_because: FirstBecause | None = None
    suggested: int = 0
    followed: tuple[Task, ...] = ()
    items: tuple["Nudge | TaskGone", ...] = ()
    left_out: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Nudge:
    """One task wants attention: `kind` is one of nudging.OWN or chasing.STATES, or "escalation." and a policy.

    `was_due_at` is set when it comes late: the moment it should have been said. `state` is set when it was said
    and there is nothing more to do about it: done, cancelled, archived, given, moved or snoozed. Where one waits for
    another, `by_id` is who waits or gave it, and `since` when that began; of silence, when it was last heard of.
    """

    kind: str
    task: Task
    person: Person
    was_due_at: datetime | None = None
    state: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    by_id: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Nudges:
    """Several tasks in one message, the most urgent first; `more` are not named, only counted.

    `left_out` are those that were true no more when it was sent: (kind, subject, when, why) of each occurrence.
    """

    person: Person
    items: tuple[Nudge | TaskGone, ...]
    people: dict[str, Person]
    left_out: tuple[tuple[str, str, str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class StandupPrompt:
    """The day's questions for one member. `said_next` is what they meant to do, in their own words of last time.

    `state` is set when it was said and is no longer asked: answered, skipped or missed.
    """

    channel: Channel
    on: date
    questions: tuple[str, ...]
    filled: tuple[str, ...]
    closes_at: datetime
    said_next: str = ""
    state: str = ""


@dataclass(frozen=True)
class StandupReminder:
    """The one reminder, naming the time left. `state` is that of the prompt it reminds of."""

    channel: Channel
    on: date
    closes_at: datetime
    state: str = ""


@dataclass(frozen=True)
class StandupThread:
    """The parent message of a day's report."""

    channel: Channel
    on: date
    asked: int
    answered: int


@dataclass(frozen=True)
class StandupCard:
    """One person's answers."""

    person: Person
    on: date
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    late: bool
    edited: bool


@dataclass(frozen=True)
class StandupWrap:
    """The end of a day's standup: figures for the channel; `missing` only where leads read alone."""

    channel: Channel
    on: date
    asked: int
    answered: int
    late: int
    away: tuple[Person, ...]
    blockers: tuple[tuple[Person, str], ...]
    missing: tuple[Person, ...] = ()
    for_leads: bool = False


@dataclass(frozen=True)
class StandupPaused:
    """Told to a lead once: the channel is archived or Muster was removed from it, so the standup waits."""

    channel: Channel


@dataclass(frozen=True)
class DigestPost:
    """A channel's day: the first tasks of each part, and how many there are of those that have more."""

    channel: Channel
    on: date
    since: datetime | None
    done: tuple[Task, ...]
    late: tuple[Task, ...]
    soon: tuple[Task, ...]
    blocked: tuple[Task, ...]
    new: tuple[Task, ...]
    people: dict[str, Person]
    change: dict[str, int]
    full: bool
    preview: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DigestPaused:
    """Told to a lead once: the channel is archived or Muster was removed from it, so its summary waits."""

    channel: Channel


@dataclass(frozen=True)
class FieldChange:
    """One field of a task, from what to what, as history keeps them; `due` is a day or an instant."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TaskEdit:
    """What an edited message would change in one task; `unread` are words of it that were not clear."""

    task: Task
    changes: tuple[FieldChange, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceEdited:
    """Somebody edited the message their tasks came from: change the tasks, too? `added` are new lines of it.

    `outside` are people not in the private conversation. `state` is set when it is no longer asked: replaced by a
    newer edit, gone with the message, or nothing is left to change.
    """

    offer_id: int
    edits: tuple[TaskEdit, ...]
    added: tuple[str, ...]
    people: dict[str, Person]
    outside: tuple[Person, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class SourceGone:
    """Somebody deleted the message that these tasks came from a moment ago: are they still wanted?"""

    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Export:
    """Tasks as a file for who asked, with the filters of that `line`. `rows` are read while they are gone through."""

    form: str
    rows: Iterable[Exported]
    person: Person
    line: str
    at: datetime


@dataclass(frozen=True)
class ExportFailed:
    """The file could not be given. `lacks_scope` says that Muster may not give files in this workspace."""

    form: str
    line: str
    lacks_scope: bool = False


@dataclass(frozen=True)
class Hello:
    """The bot was invited to a channel."""

    channel: Channel


@dataclass(frozen=True)
class Welcome:
    """Somebody installed Muster in their workspace."""


@dataclass(frozen=True)
class Lapsing:
    """Muster's token could not be renewed: when it runs out Slack lets us in no more, unless it is installed again."""

    until: datetime | None


@dataclass(frozen=True)
class OnHold:
    """Muster was restored: from a copy of when, since when it is back, how many messages wait. Told to admins."""

    copied_at: datetime | None
    resumed_at: datetime | None
    waiting: int


Notice = (
    Ready
    | TaskCard
    | TaskGone
    | TasksGiven
    | TasksMoved
    | TaskTold
    | Leaving
    | DirectoryRead
    | YearUnknown
    | StandingIn
    | CalendarRead
    | Brief
    | Nudge
    | Nudges
    | StandupPrompt
    | StandupReminder
    | StandupThread
    | StandupCard
    | StandupWrap
    | StandupPaused
    | DigestPost
    | DigestPaused
    | Hello
    | Welcome
    | Lapsing
    | OnHold
    | Trouble
    | Export
    | ExportFailed
    | SourceEdited
    | SourceGone
    | Rehearsal
)
