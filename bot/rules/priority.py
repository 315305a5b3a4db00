"""The order of a list: what comes first and why."""

from datetime import datetime, timedelta

from models import Priority, Task

SOON = timedelta(days=3)


def level(task: Task, now: datetime) -> int:
    """1 (most urgent) to 5. A number set by hand wins; else importance and a date within three days raise it."""
    if task.priority is not None:
        return task.priority
    number = int(Priority.HIGH if task.important else Priority.NORMAL)
    if task.ends_at is not None and task.ends_at - now <= SOON:
        number -= 1
    return max(1, number)


def is_late(task: Task, now: datetime) -> bool:
    return task.is_live and task.ends_at is not None and task.ends_at < now


def order(task: Task, now: datetime) -> tuple[bool, int, datetime, int]:
    """Sort key: late first, then by level, then by date, then by number."""
    end = task.ends_at or now + timedelta(days=36500)
    return (not is_late(task, now), level(task, now), end, task.number)
