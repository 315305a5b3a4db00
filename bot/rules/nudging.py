"""When a task next wants its owner's attention."""

from datetime import datetime, timedelta

from bot.rules.availability import Hours
from models import Task

AHEAD = timedelta(hours=1)


def next_moment(task: Task, hours: Hours, now: datetime) -> datetime | None:
    """The next instant after `now` to speak about this task by itself; None when the morning brief says enough.

    A snooze ends when it ends. A named hour is announced an hour before, and once more when it has passed,
    in the owner's working time.
    """
    if not task.is_live:
        return None
    if task.snoozed_until is not None and task.snoozed_until > now:
        return task.snoozed_until
    if task.due_at is None:
        return None
    if task.due_at - AHEAD > now:
        return task.due_at - AHEAD
    if task.due_at > now:
        return hours.next_moment(task.due_at)
    return None
