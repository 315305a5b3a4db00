"""When a task next wants its owner's attention, and when that would come too late or at a bad time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules import civil, day_order, priority
from bot.rules.availability import Hours
from models import OccurrenceState, Person, Task

AHEAD = timedelta(hours=1)
LAST_CALL = timedelta(minutes=10)
JUST_NOW = timedelta(minutes=10)
SHOWN_AS_LATE = timedelta(minutes=15)
NEAR_A_BRIEF = timedelta(hours=2)
AWAY_AFTER = timedelta(minutes=1)  # what is later than that was due while Muster was away
LATE_AFTER = timedelta(hours=1)
CATCH_UP_AFTER = timedelta(hours=3)
BUDGET = 4
NAMED = 12  # tasks in one message: what it only counts is not told by it
SOON_DAYS = 7

SOON, PASSED, SNOOZED = "soon", "passed", "snoozed"
OWN = (SOON, PASSED, SNOOZED)
# how one message is ordered: what they asked for, what has its hour, who waits for them, what stands still
ORDER = (SNOOZED, SOON, PASSED, "blocker", "reviewer", "escalation", "unacked", "stale")


def next_moment(task: Task, hours: Hours, now: datetime) -> datetime | None:
    """The next instant after `now` to speak about this task by itself; None when the morning brief says enough.

    A snooze ends when it ends. A named hour is announced before it comes, and once more when it has passed,
    in the owner's working time.
    """
    if not task.is_live:
        return None
    if task.snoozed_until is not None and task.snoozed_until > now:
        return task.snoozed_until
    if task.due_at is None:
        return None
    passed = hours.next_moment(task.due_at)
    return announcement(task, task.due_at, hours, now) or (passed if passed > now else None)


def announcement(task: Task, due_at: datetime, hours: Hours, now: datetime) -> datetime | None:
    """When to say that a named hour comes; the first of these that fits.

    | an hour before it, the owner ...               | it is said                                          |
    |------------------------------------------------|-----------------------------------------------------|
    | is at work                                     | an hour before                                      |
    | begins to work before it comes                 | when they begin                                     |
    | is free, and named a free hour for themselves  | an hour before: they asked for it                   |
    | is free, and does not work before it           | an hour before they last go home, however long ago  |

    Set with less than an hour to go, it is said ten minutes before, if the same table allows that moment; set with
    less than twenty, not at all: whoever set it has just spoken of it.
    """
    ahead = _ahead(task, due_at, hours)
    if ahead > now:
        return ahead
    last = due_at - LAST_CALL
    allowed = hours.at_work(last) or _asked_for(task, due_at, hours)
    return last if allowed and last - now >= LAST_CALL else None


def _ahead(task: Task, due_at: datetime, hours: Hours) -> datetime:
    ahead = due_at - AHEAD
    if hours.at_work(ahead):
        return ahead
    begins = hours.next_start(ahead)
    if begins < due_at:
        return begins
    return ahead if _asked_for(task, due_at, hours) else hours.last_end(ahead) - AHEAD


def _asked_for(task: Task, due_at: datetime, hours: Hours) -> bool:
    """Whether the owner named an hour for themselves that they do not work at."""
    return task.creator_id == task.owner_id and not hours.at_work(due_at)


def kind_of(task: Task, moment: datetime) -> str:
    """What a moment was set for."""
    if task.snoozed_until == moment:
        return SNOOZED
    return SOON if task.due_at is not None and moment < task.due_at else PASSED


def moment_after(task: Task, hours: Hours, kind: str, now: datetime) -> datetime | None:
    """The moment that follows one that was dealt with; what was announced is next spoken of when it has passed."""
    if kind == SOON and task.is_live and task.due_at is not None:
        return hours.next_moment(task.due_at)
    return next_moment(task, hours, now)


def until(task: Task, hours: Hours, kind: str, planned: datetime) -> datetime | None:
    """How long it is worth saying: news of an hour till that hour, a missed one that day, an own reminder always."""
    if kind == SOON:
        return task.due_at
    return day_end(planned, hours.zone) if kind == PASSED else None


def objection(
    task: Task, hours: Hours, kind: str, planned: datetime, now: datetime
) -> tuple[OccurrenceState, str] | None:
    """How it ends when it is not to be said now, and why."""
    if not task.is_live:
        return OccurrenceState.CANCELLED, "closed"
    if kind == SNOOZED:
        return None
    end = until(task, hours, kind, planned)
    if end is None or now >= end:
        return OccurrenceState.SUPERSEDED if kind == SOON else OccurrenceState.EXPIRED, "too late"
    if kind == SOON and now - planned > LATE_AFTER and not hours.at_work(now):
        return OccurrenceState.EXPIRED, "after hours: left to the morning brief"
    if kind == PASSED and not hours.at_work(now):
        return OccurrenceState.EXPIRED, "after hours: left to the morning brief"
    return None


def listens_from(person: Person, now: datetime) -> datetime:
    """When what is not asked for may reach them: now, or the end of their own quiet and of Slack's do-not-disturb."""
    at = max(now, person.quiet_until or now)
    if person.dnd_from is not None and person.dnd_until is not None and person.dnd_from <= at < person.dnd_until:
        at = person.dnd_until
    return at


def day_end(moment: datetime, zone: ZoneInfo) -> datetime:
    """The midnight that ends the day of that moment."""
    return civil.instant(civil.local_date(moment, zone) + timedelta(days=1), time(), zone)


def brief_until(hours: Hours, day: date) -> datetime:
    """Until when that day's morning brief is worth reading: till they go home, and no free afternoon is disturbed."""
    return max(hours.end_of(day), hours.start_of(day) + LATE_AFTER)


def brief_day(hours: Hours, now: datetime) -> date | None:
    """The day whose brief may be said now: never an older one."""
    day = hours.today(now)
    return day if hours.works_on(day) and hours.start_of(day) <= now < brief_until(hours, day) else None


def due_day(task: Task, zone: ZoneInfo) -> date | None:
    """The day it is due: a named hour falls on a day of the reader's zone, a civil date stays itself."""
    return civil.local_date(task.due_at, zone) if task.due_at is not None else task.due_on


def is_reminder(task: Task) -> bool:
    """Whether it speaks up at the very moment it is due, as its owner wished: not an hour before."""
    return task.due_at is not None and task.snoozed_until == task.due_at


def is_snoozed(task: Task, now: datetime) -> bool:
    """Whether it is put off: a reminder waits for its moment as well, but in plain sight."""
    return task.snoozed_until is not None and task.snoozed_until > now and not is_reminder(task)


@dataclass(frozen=True)
class Agenda:
    """A person's live tasks by when they are due, each list in the order to do them in.

    `placed` are those they put in an order by hand for today; these come first, whenever they are due.
    """

    late: tuple[Task, ...]
    today: tuple[Task, ...]
    soon: tuple[Task, ...]
    later: tuple[Task, ...]
    placed: tuple[Task, ...] = ()

    @property
    def first(self) -> Task | None:
        """The one to begin with, if anything is for today."""
        return next(iter((*self.placed, *self.late, *self.today)), None)


def agenda(tasks: Iterable[Task], hours: Hours, now: datetime) -> Agenda:
    """Every live task in one list; a snoozed one is for later, however late it is."""
    today = hours.today(now)
    mine = list(tasks)
    placed = tuple(task for task in day_order.by_hand(mine, today) if not is_snoozed(task, now))
    lists: tuple[list[Task], ...] = ([], [], [], [])
    numbers = {task.number for task in placed}
    for task in sorted(mine, key=lambda task: priority.order(task, now)):
        if task.number not in numbers:
            lists[_place(task, due_day(task, hours.zone), today, now)].append(task)
    late, for_today, soon, later = (tuple(found) for found in lists)
    return Agenda(late, for_today, soon, later, placed)


def _place(task: Task, due: date | None, today: date, now: datetime) -> int:
    if is_snoozed(task, now) or due is None:
        return 3
    if priority.is_late(task, now):
        return 0
    if due <= today:
        return 1
    return 2 if due <= today + timedelta(days=SOON_DAYS) else 3
