"""What can be answered: plain values. A renderer matches on every one of them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from bot.answers.away import AwayAnswer, AwayAnyForm
from bot.answers.days import MyDay as MyDay
from bot.answers.ends import Broken as Broken
from bot.answers.ends import Nothing as Nothing
from bot.answers.ends import NotSaved as NotSaved
from bot.answers.ends import Refused as Refused
from bot.answers.ends import Repeated as Repeated
from bot.answers.ends import TooFast as TooFast
from bot.answers.ends import Working as Working
from bot.answers.finding import FindingAnswer
from bot.answers.people import (
    DirectoryPage,
    FieldsForm,
    HandoverForm,
    ImportForm,
    ImportPreview,
    PersonForm,
    Post,
    Reading,
)
from bot.answers.plans import Plan, PlanAnswer
from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown, Suggestions
from bot.answers.reviews import Beside, CaseList, Record, RecordForm, ShapeForm
from bot.answers.slips import Unread
from bot.answers.teams import AnswerForm as AnswerForm
from bot.answers.teams import DigestForm as DigestForm
from bot.answers.teams import SetupForm as SetupForm
from bot.answers.teams import StandupForm as StandupForm
from bot.answers.troubles import Undelivered
from bot.answers.whys import Expected, WhyAnswer
from bot.answers.wishes import Wished, WishForm
from bot.errors import UserError
from bot.rules.day_order import FirstBecause
from models import History, Person, Role, Task
from models.queries.listing import Filter, Page


@dataclass(frozen=True)
class Reader:
    """Whom words are for: language `en` or `zh`, zone by IANA name, and the moment of reading."""

    id: str | None
    language: str
    zone: str
    now: datetime


@dataclass(frozen=True)
class TaskView:
    """A task with what a card shows of it; `handed` is the word its present owner was given it with.

    `is_fresh` while it was made a moment ago and nobody began it; `taken` then says which of its words became which
    field, as far as the fields are still as they were read. `notes` counts the comments on it. Of a series,
    `scope` says whether what `undo` would take back counts for this `one` or the `following`, too, while that is asked.
    """

    task: Task
    owner: Person
    creator: Person
    roles: tuple[Role, ...] = ()
    after: tuple[int | str, ...] = ()
    undo: History | None = None
    taken: dict[str, str] = field(default_factory=dict)
    is_fresh: bool = False
    notes: int = 0
    beside: Beside = field(default_factory=Beside)
    scope: str = ""
    plan: Plan = field(default_factory=Plan)
    handed: History | None = None


@dataclass(frozen=True)
class Created:
    """A task was made. `posted` is where its card goes: "here", "dm", or "thread"."""

    view: TaskView
    posted: str
    invite: bool = False
    told: bool = True


@dataclass(frozen=True)
class Changed:
    """One verb was done to some tasks; `undo` are the ids that one tap takes back, `not_done` why others were left."""

    verb: str
    views: tuple[TaskView, ...]
    undo: tuple[int, ...] = ()
    detail: str = ""
    not_done: tuple[UserError, ...] = ()


@dataclass(frozen=True)
class HandedOver(Changed):
    """All in somebody's hands went to others, told wherever the form was; `back` gives `teams` their lead again."""

    teams: tuple[str, ...] = ()
    back: str = ""
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True)
class TaskList:
    """One page of tasks. `line` is the command that shows it, without its page."""

    heading: str
    wanted: Filter
    page: Page
    line: str
    owners: dict[str, Person]
    person: Person | None = None
    first_because: FirstBecause | None = None


@dataclass(frozen=True)
class Shown:
    """A task in full, with the newest of its history and how many came `earlier`.

    `asked` is what of it was asked: done?, due?, who? and so on. `answers_for` is the team's lead where nobody else was
    named to answer for it, `coming` what happens next if nothing moves.
    """

    view: TaskView
    history: tuple[History, ...]
    people: dict[str, Person]
    asked: str = ""
    record: Record = field(default_factory=Record)
    earlier: int = 0
    answers_for: str | None = None
    coming: tuple[Expected, ...] = ()


@dataclass(frozen=True)
class TaskHistory:
    """A page of what happened to a task, newest first."""

    view: TaskView
    entries: tuple[History, ...]
    people: dict[str, Person]
    page: int
    pages: int


@dataclass(frozen=True)
class LineRead:
    """One of several lines as it was understood. `trouble` is "who" or "past" where it has to be asked about, `words`
    are those that are not clear. No owner: the one who said it."""

    title: str
    depth: int = 0
    heading: str = ""
    owner: Person | None = None
    due_on: date | None = None
    due_clock: time | None = None
    repeats: bool = False
    trouble: str = ""
    words: str = ""


@dataclass(frozen=True)
class SeveralLines:
    """Several lines were said: make them all? Nothing is made until tapped; `kept` names the words until then.

    `further` lines are too many for one time, `outsiders` would hear of it from elsewhere, `is_one`: likelier one task.
    """

    rows: tuple[LineRead, ...]
    kept: str
    left_out: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    outsiders: tuple[Person, ...] = ()
    further: int = 0
    is_one: bool = False


@dataclass(frozen=True)
class LineAsked:
    """The next of several lines that was not clear. `kept` names all that is still to be made, with a hole for what is
    picked; `without` the same without the date, `others` without this line."""

    row: LineRead
    kept: str
    others: str
    without: str = ""
    candidates: tuple[Person, ...] = ()
    on: date | None = None
    more: int = 0


@dataclass(frozen=True)
class SeveralMade:
    """What was made of several lines: (levels below, task). `updated` is what an edit of their message changed.

    `asked` is a line to be asked about, or `rest` names those that were too many, `further` of them; `not_made`
    are those that cannot be, with why."""

    rows: tuple[tuple[int, TaskView], ...]
    undo: tuple[int, ...] = ()
    asked: LineAsked | None = None
    not_made: tuple[tuple[str, UserError], ...] = ()
    rest: str = ""
    further: int = 0
    updated: Changed | None = None


@dataclass(frozen=True)
class AskIfTask:
    """A line with nothing of a task in it: make it one? To a question, what else it may have meant is offered.

    `shown` is the line with people's names in place of their ids; `offers` are (kind, line, name).
    """

    line: str
    shown: str = ""
    is_question: bool = False
    offers: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class DidYouMean:
    """A line that is one slip away from a verb; `meant` is the line without the slip, `says` how a button says it.

    `tasks` are (line, number and title) of those that its words may be about.
    """

    line: str
    meant: str
    says: str = ""
    tasks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SaidBefore:
    """The same words within a minute; `verb` goes before the line."""

    view: TaskView
    line: str
    verb: str = "again"


@dataclass(frozen=True)
class WhoIs:
    """A name that fits nobody or several people; `line` is what was said, to be completed with the one picked.

    `verb` goes before the line, and `kept` is the name under which the line is kept for a picker.
    """

    name: str
    candidates: tuple[Person, ...]
    line: str
    verb: str = "make"
    kept: str = ""


@dataclass(frozen=True)
class PastDate:
    """The due date said lies behind us, or its words name no day at all; `line` is what was said, without its date.

    `verb` goes before the line; `kept` is the name under which the line is kept for a picker, with a hole for the date.
    """

    on: date | None
    line: str
    words: str
    verb: str = "make"
    kept: str = ""


@dataclass(frozen=True)
class WhichTask:
    """Words that fit several tasks; `lines` is what they mean for each, `every` what does it to all of them."""

    said: str
    tasks: tuple[Task, ...]
    lines: tuple[str, ...]
    every: str = ""


@dataclass(frozen=True)
class Outsiders:
    """People named who are not in the private conversation: tell them all the same? `line` is how to say yes."""

    people: tuple[Person, ...]
    line: str


@dataclass(frozen=True)
class SmallTalk:
    """A greeting, thanks, or a courtesy such as "ok"."""

    kind: str


@dataclass(frozen=True)
class Help:
    """What can be said. `topic` is a command such as "task" or "standup"; `entries` are (usage, what it does), and
    `unknown` is the word that was said where a verb was looked for. `chapters` are what else there is help on."""

    topic: str
    is_admin: bool = False
    entries: tuple[tuple[str, str], ...] = ()
    unknown: str = ""
    chapters: tuple[str, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True)
class Said:
    """A short note that something was done: `key` is a row of render.notes.WORDS; `anywhere`, as no card tells it."""

    key: str
    params: dict[str, Any]
    anywhere: bool = False


@dataclass(frozen=True)
class TaskForm:
    """The form to make or change a task. `view` None means a new one, filled from the other fields.

    `quotes` says that what others wrote in a closed conversation is in the note.
    """

    view: TaskView | None = None
    title: str = ""
    note: str = ""
    owner_id: str | None = None
    channel_id: str | None = None
    source_ts: str | None = None
    source_thread: str | None = None
    link: str | None = None
    quotes: bool = False
    due_on: date | None = None
    due_at: time | None = None
    priority: int | None = None
    estimate_days: float | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallForm:
    """One or two fields of a task: `verb` is block, snooze, due, assign, decline, priority, note. `reader` reads it."""

    verb: str
    task: Task
    reader: Person | None = None


@dataclass(frozen=True)
class RolesForm:
    """Who has which part in a task."""

    view: TaskView


@dataclass(frozen=True)
class Preview:
    """What would be posted, shown to one person only; `notice` is a value of bot.notices."""

    notice: Any


@dataclass(frozen=True)
class Together:
    """What is answered to several orders that were said at once, each by itself."""

    answers: tuple["Message", ...]


Form = (
    TaskForm | SmallForm | SetupForm | StandupForm | AnswerForm | DigestForm | RecordForm | ShapeForm | RolesForm
    | PersonForm | ImportForm | FieldsForm | HandoverForm
    | OrderForm | RulesForm | AwayAnyForm | WishForm
)  # fmt: skip

Message = (
    Created | Changed | TaskList | Shown | TaskHistory | SeveralLines | SeveralMade | AskIfTask | DidYouMean
    | SaidBefore | WhoIs | PastDate | WhichTask | Outsiders | SmallTalk | Help | Said | Preview | Nothing | Repeated
    | Working | Refused | RulesShown | DryRun | Suggestions | Broken | NotSaved | TooFast | Together | CaseList
    | PlanAnswer | DirectoryPage | ImportPreview | FindingAnswer | Unread | WhyAnswer | AwayAnswer | Wished
    | Undelivered
)  # fmt: skip

Answer = Message | Form
