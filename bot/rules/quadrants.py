"""Important or not, urgent or not: the four quadrants, and what each of them proposes."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules import priority
from models import Priority, Task

SOON = timedelta(days=3)


class Quadrant(StrEnum):
    """Named by what it proposes."""

    DO_FIRST = "do_first"
    PLAN = "plan"
    DELEGATE = "delegate"
    DEFER = "defer"


OF = {
    (True, True): Quadrant.DO_FIRST,
    (True, False): Quadrant.PLAN,
    (False, True): Quadrant.DELEGATE,
    (False, False): Quadrant.DEFER,
}


def is_important(task: Task) -> bool:
    """Somebody said so: in a word, or by a high number."""
    return task.important or (task.priority is not None and task.priority <= Priority.HIGH)


def is_urgent(task: Task, now: datetime) -> bool:
    """Somebody said so, or its date is near or gone."""
    if task.priority == Priority.URGENT:
        return True
    near = any(reason.get("rule") == priority.DUE_SOON for reason in task.level_reasons or ())
    return near or (task.ends_at is not None and task.ends_at - now <= SOON)


def quadrant(task: Task, now: datetime) -> Quadrant:
    return OF[is_important(task), is_urgent(task, now)]
