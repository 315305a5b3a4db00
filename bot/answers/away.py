"""What is answered about when people work: absences, working hours, days off."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.rules.availability import Away, Part
from models import Person, Task, Workspace


class WorkTime:
    """Something said of when people work."""


class WorkTimeForm:
    """Something asked about when people work."""


@dataclass(frozen=True)
class AwayKept(WorkTime):
    """An absence as it is kept now, and what follows: the day they are back, what falls due meanwhile, who stands in.

    `undo` and `other` are lines: the way back, and the other reading of "until" with the last day that it means.
    """

    person: Person
    away: Away
    back_on: date
    falls_due: tuple[Task, ...]
    stand_in: Person | None
    undo: str
    other: tuple[str, date] | None = None
    stand_in_away: date | None = None


@dataclass(frozen=True)
class AwayEnded(WorkTime):
    """An absence that is over, or is not to be: `back` says that they are here again."""

    person: Person
    away: Away
    undo: str
    back: bool = False


@dataclass(frozen=True)
class AwayList(WorkTime):
    """What is known of somebody's absences from today on; `may` says that the reader may change them."""

    person: Person
    kept: tuple[Away, ...]
    may: bool


@dataclass(frozen=True)
class AwayForm(WorkTimeForm):
    """The days of a new absence, by picking them."""

    person: Person
    first: date


@dataclass(frozen=True)
class HoursForm(WorkTimeForm):
    """When somebody works. `calendar` is where their absences are read from, empty for nowhere, None for not theirs to
    say: only they themselves give an address."""

    person: Person
    workspace: Workspace
    calendar: str | None = None


@dataclass(frozen=True)
class DayOff:
    """A day that is not like its weekday: `worked` is what of it is; `by` an admin, or nobody where the calendar says
    so."""

    day: date
    worked: Part | None
    name: str = ""
    by: str = ""
    group: str | None = None


@dataclass(frozen=True)
class HolidaysShown(WorkTime):
    """The next days of a region that are not like their weekday; `unknown` is a year that is not published yet."""

    region: str | None
    days: tuple[DayOff, ...]
    unknown: int | None
    is_admin: bool


@dataclass(frozen=True)
class DayForm(WorkTimeForm):
    """A day that an admin says something of."""

    region: str | None
    on: date | None = None


class Calendar(StrEnum):
    """How it stands with the calendar that somebody's absences are read from."""

    NONE = "none"
    WAITING = "waiting"
    READ = "read"
    FAILING = "failing"


@dataclass(frozen=True)
class CalendarShown(WorkTime):
    """Somebody's own calendar: where it is, and what it says of the time to come. Its address is never among it.

    `why` it could not be read is a row of render.slack.calendars.WHY; `hosts` are the only ones that admins allow.
    """

    stands: Calendar
    host: str = ""
    ahead: tuple[Away, ...] = ()
    why: str = ""
    read_at: datetime | None = None
    hosts: tuple[str, ...] | None = None
    ended: bool = False


AwayAnswer = AwayKept | AwayEnded | AwayList | HolidaysShown | CalendarShown
AwayAnyForm = AwayForm | HoursForm | DayForm
