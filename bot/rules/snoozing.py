"""How long a task may be put off without a word: the more pressing, the shorter; one that is late, for a day."""

from datetime import datetime, timedelta

from bot.rules import priority
from bot.rules.availability import Hours
from models import Priority, Task

LATE = "late"
AT_MOST = {
    Priority.URGENT: timedelta(days=1),
    Priority.HIGH: timedelta(days=3),
    Priority.NORMAL: timedelta(days=14),
    Priority.LOW: timedelta(days=30),
    Priority.SOMEDAY: timedelta(days=90),
}
WHEN_LATE = timedelta(days=1)


def capped(task: Task, hours: Hours, until: datetime, now: datetime) -> tuple[datetime, str]:
    """The moment it may be put off to, and why not longer: "late", or its level; empty where it is as wished.

    What ends while nobody works ends when they do: a day from Friday afternoon is Monday morning.
    """
    late = priority.is_late(task, now)
    most = min(WHEN_LATE, AT_MOST[Priority(task.level)]) if late else AT_MOST[Priority(task.level)]
    last = hours.next_moment(now + most)
    if until <= last:
        return until, ""
    return last, LATE if late else str(int(task.level))
