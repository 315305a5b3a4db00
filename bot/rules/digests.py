"""When a channel's summary is posted and what belongs in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules import civil, priority
from bot.rules.availability import LOOK_AHEAD_DAYS, Hours
from bot.rules.nudging import due_day
from models import State, Task
from models.person import WORKDAYS

UNTIL = time(18, 0)
LONGEST_DELAY = timedelta(hours=3)
SOON_WORKDAYS = 2
NOTED_DAYS = 30
WHOLE_ON_ANY_DAY = ("done", "late", "soon")


def posts_on(hours: Hours, day: date) -> bool:
    """Whether it is posted that day: a chosen weekday that is worked; a make-up day where all weekdays are chosen."""
    chosen = day.isoweekday() in hours.days or set(WORKDAYS) <= set(hours.days)
    return chosen and hours.works_on(day)


def next_post(hours: Hours, after: datetime) -> datetime:
    """The next moment to post, at the same clock time over any change of the clocks."""
    day = hours.today(after)
    for _ in range(LOOK_AHEAD_DAYS):
        if posts_on(hours, day) and hours.start_of(day) > after:
            break
        day += timedelta(days=1)
    return hours.start_of(day)


def previous_post(hours: Hours, day: date) -> datetime:
    """When the post before that day's would have been: what happened since is news where nothing was posted yet."""
    before = day - timedelta(days=1)
    for _ in range(LOOK_AHEAD_DAYS):
        if posts_on(hours, before):
            break
        before -= timedelta(days=1)
    return hours.start_of(before)


def until(hours: Hours, day: date) -> datetime:
    """Until when that day's summary is worth posting."""
    return max(civil.instant(day, UNTIL, hours.zone), hours.start_of(day) + LONGEST_DELAY)


def day_to_post(hours: Hours, now: datetime) -> date | None:
    """The day whose summary may be posted now: only the newest."""
    day = hours.today(now)
    return day if posts_on(hours, day) and hours.start_of(day) <= now < until(hours, day) else None


def missed(hours: Hours, planned: date, now: datetime) -> list[date]:
    """The days since the one that was planned whose summary is not worth posting any more."""
    today = hours.today(now)
    first = max(planned, today - timedelta(days=NOTED_DAYS))
    days = [first + timedelta(days=passed) for passed in range((today - first).days + 1)]
    return [day for day in days if posts_on(hours, day) and until(hours, day) <= now]


def is_full(hours: Hours, day: date) -> bool:
    """The first post of a week shows everything."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return not any(posts_on(hours, monday + timedelta(days=passed)) for passed in range((day - monday).days))


@dataclass(frozen=True)
class Sections:
    """What a post says; a blocked task may be late or due soon as well."""

    done: tuple[Task, ...]
    late: tuple[Task, ...]
    soon: tuple[Task, ...]
    blocked: tuple[Task, ...]
    new: tuple[Task, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("done", "late", "soon", "blocked", "new")}


def sections(tasks: Iterable[Task], hours: Hours, since: datetime, now: datetime) -> Sections:
    """Where the channel's tasks belong, each list in the order to do them in."""
    ordered = sorted(tasks, key=lambda task: priority.order(task, now))
    live = [task for task in ordered if task.is_live]
    horizon = hours.today(now)
    for _ in range(SOON_WORKDAYS):
        horizon = hours.next_workday(horizon)
    late = tuple(task for task in live if priority.is_late(task, now))
    soon = tuple(task for task in live if not priority.is_late(task, now) and _is_due_by(task, hours, horizon))
    blocked = tuple(task for task in live if task.is_blocked)
    shown = {task.number for task in (*late, *soon, *blocked)}
    return Sections(
        done=tuple(t for t in ordered if t.state == State.DONE and t.closed_at is not None and t.closed_at >= since),
        late=late, soon=soon, blocked=blocked,
        new=tuple(task for task in live if task.created_at >= since and task.number not in shown),
    )  # fmt: skip


def change(counts: dict[str, int], last: dict[str, int], *, full: bool) -> dict[str, int]:
    """What moved since the post before, for the lists that this post shows whole."""
    compared = counts if full else WHOLE_ON_ANY_DAY
    return {name: counts[name] - last[name] for name in compared if name in last}


def what_matters(all_of_it: Sections, since: datetime) -> Sections:
    """What a post in the middle of a week says: new tasks and old blocks are known or wait for Monday."""
    newly = tuple(task for task in all_of_it.blocked if task.blocked_at is not None and task.blocked_at >= since)
    return Sections(done=all_of_it.done, late=all_of_it.late, soon=all_of_it.soon, blocked=newly, new=())


def _is_due_by(task: Task, hours: Hours, horizon: date) -> bool:
    day = due_day(task, hours.zone)
    return day is not None and day <= horizon
