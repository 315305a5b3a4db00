"""A person's own day: the order they gave it by hand, and why its first task is the first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules import priority
from models import Priority, Task

BY_HAND, LATE, TODAY, DUE, LEVEL, WAITED_FOR, NEXT = "by_hand", "late", "today", "due", "level", "waited_for", "next"


@dataclass(frozen=True)
class FirstBecause:
    """Why a task is the one to begin with: `reasons` in the order to say them in.

    `since` is the day it is, or was, due; `waited_by` are the tasks that wait for it.
    """

    number: int
    reasons: tuple[str, ...]
    since: date | None = None
    waited_by: tuple[int, ...] = ()
    level: int = Priority.NORMAL


def put_by_hand(task: Task, today: date) -> bool:
    """Whether its owner gave it a place on that day; the order of another day counts no more."""
    return task.day_on == today and task.day_rank is not None


def by_hand(tasks: Iterable[Task], today: date) -> tuple[Task, ...]:
    """Those with a place of their own on that day, in that order."""
    placed = [task for task in tasks if task.is_live and put_by_hand(task, today)]
    return tuple(sorted(placed, key=lambda task: (task.day_rank, task.number)))


def ranks(numbers: Iterable[int], held: Iterable[Task], today: date) -> dict[int, int]:
    """What rank each task gets so that these come first, in this order, before what was placed before.

    What stands right already keeps its rank, so that as few tasks change as can be.
    """
    wanted = list(dict.fromkeys(numbers))
    standing = {task.number: task.day_rank or 0 for task in by_hand(held, today)}
    others = [rank for number, rank in standing.items() if number not in wanted]
    kept = [standing[number] for number in wanted if number in standing]
    below = min(others, default=None)
    is_right = len(kept) == len(wanted) and kept == sorted(set(kept)) and (below is None or kept[-1] < below)
    if is_right:
        return {}
    last = below if below is not None else len(wanted) + 1
    return {number: last - len(wanted) + place for place, number in enumerate(wanted)}


def first_because(task: Task, due: date | None, today: date, now: datetime, waited_by: tuple[int, ...]) -> FirstBecause:
    """`due` is the day it is due for its owner."""
    if put_by_hand(task, today):
        return FirstBecause(task.number, (BY_HAND,))
    is_late = priority.is_late(task, now)
    said = (
        (LATE, is_late),
        (TODAY, not is_late and due == today),
        (LEVEL, task.level <= Priority.HIGH and _is_more_than_near(task)),
        (WAITED_FOR, bool(waited_by)),
    )
    reasons = tuple(reason for reason, holds in said if holds) or ((DUE,) if due else (NEXT,))
    return FirstBecause(task.number, reasons, due, waited_by, task.level)


def _is_more_than_near(task: Task) -> bool:
    """Whether its level says anything that its date does not."""
    return any(reason.get("rule") != priority.DUE_SOON for reason in task.level_reasons or ())
