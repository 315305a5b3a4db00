"""What to propose for a task, and why: from the task itself, its like, what waits for it and its owner's week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.rules import likeness, priority, quadrants
from bot.rules.quadrants import Quadrant
from models import Priority, State, Task

LOOKS_BACK = timedelta(days=90)
NOT_AGAIN_FOR = timedelta(days=30)
UNTOUCHED_FOR = timedelta(days=30)
FAR_AWAY = timedelta(days=14)
SAMPLES = 5
OFTEN_LATE, SELDOM_LATE = 0.5, 0.1
SHARED_WORDS = 2
USUAL_DAYS = 0.5  # what a task counts in somebody's week where nobody estimated it
MOST = 5

RAISE_WAITED, RAISE_LATE, LOWER_ON_TIME = "waited_for", "often_late", "seldom_late"
PLAN, OVERLOAD, DELEGATE, SOMEDAY, CANCEL = "important_undated", "overload", "overload_delegate", "untouched", "dead"


@dataclass(frozen=True)
class Proposal:
    """A change proposed: `field` to `proposed`, as text; `reason` names it, `facts` fill its words."""

    number: int
    field: str
    proposed: str
    reason: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Week:
    """What the rest of an owner's week holds: person-days of work due in it, working days left, the next free day."""

    load: float
    days_left: int
    free_on: date | None = None

    @property
    def is_overfull(self) -> bool:
        return self.load > self.days_left


@dataclass(frozen=True)
class Known:
    """All that is known about one task.

    `helper_id` is somebody with more room, whom the task may be shown to; None where that is not sure.
    """

    task: Task
    waited_by: tuple[int, ...] = ()
    late: int = 0
    samples: int = 0
    helper_id: str | None = None


def like(task: Task, other: Task) -> bool:
    """Whether what became of the other says something about this one: by its labels, or by its owner and words."""
    if set(task.labels) & set(other.labels):
        return True
    words = likeness.terms(task.title)
    return task.owner_id == other.owner_id and likeness.shared(words, other.title) >= SHARED_WORDS


def lateness(task: Task, closed: Iterable[Task]) -> tuple[int, int]:
    """(how many of its like were late, how many there were) among closed tasks that had a date."""
    found = [other for other in closed if other.ends_at and other.closed_at and like(task, other)]
    return sum(1 for other in found if other.closed_at and other.ends_at and other.closed_at > other.ends_at), len(
        found
    )


def load(tasks: Iterable[Task]) -> float:
    return sum(task.estimate_days or USUAL_DAYS for task in tasks)


def propose(known: Known, week: Week, now: datetime) -> Proposal | None:
    """The one proposal that weighs most for a task, or none."""
    for rule in (_waited_for, _often_late, _undated, _overload, _untouched, _seldom_late):
        if proposal := rule(known, week, now):
            return proposal
    return None


def _waited_for(known: Known, week: Week, now: datetime) -> Proposal | None:
    """Others cannot go on: what holds them up is high at least."""
    task = known.task
    if not known.waited_by or task.level <= Priority.HIGH or task.state == State.REVIEW:
        return None
    return _level(task, Priority.HIGH, RAISE_WAITED, {"tasks": list(known.waited_by[:5])})


def _often_late(known: Known, week: Week, now: datetime) -> Proposal | None:
    task, dated = known.task, known.task.ends_at is not None
    if known.samples < SAMPLES or known.late / known.samples < OFTEN_LATE or not dated or task.level <= Priority.HIGH:
        return None
    return _level(task, task.level - 1, RAISE_LATE, {"late": known.late, "of": known.samples})


def _undated(known: Known, week: Week, now: datetime) -> Proposal | None:
    """Important without a date is what never gets done."""
    task = known.task
    if not quadrants.is_important(task) or task.ends_at is not None or week.free_on is None:
        return None
    return Proposal(task.number, "due_on", week.free_on.isoformat(), PLAN, {})


def _overload(known: Known, week: Week, now: datetime) -> Proposal | None:
    """A week that holds more than it can: what is not important goes to somebody with room, else to a later day."""
    task = known.task
    if not week.is_overfull or quadrants.is_important(task) or task.state != State.OPEN or priority.is_late(task, now):
        return None
    facts = {"load": round(week.load, 1), "days": week.days_left}
    if quadrants.quadrant(task, now) == Quadrant.DELEGATE and known.helper_id:
        return Proposal(task.number, "owner_id", known.helper_id, DELEGATE, facts)
    is_hard = known.waited_by or task.due_at is not None or task.due_on is None or week.free_on is None
    if is_hard or week.free_on is None or task.due_on is None or week.free_on <= task.due_on:
        return None
    return Proposal(task.number, "due_on", week.free_on.isoformat(), OVERLOAD, facts)


def _untouched(known: Known, week: Week, now: datetime) -> Proposal | None:
    task = known.task
    is_forgotten = now - task.updated_at >= UNTOUCHED_FOR and quadrants.quadrant(task, now) == Quadrant.DEFER
    if not is_forgotten or known.waited_by or task.is_blocked:
        return None
    facts = {"days": (now - task.updated_at).days}
    if task.ends_at is None and task.creator_id == task.owner_id and task.state == State.OPEN:
        return Proposal(task.number, "state", State.CANCELLED.value, CANCEL, facts)
    return _level(task, Priority.SOMEDAY, SOMEDAY, facts) if task.level < Priority.SOMEDAY else None


def _seldom_late(known: Known, week: Week, now: datetime) -> Proposal | None:
    """A high number by hand on what is far away, waits for nothing, and whose like is nearly always on time."""
    task = known.task
    is_high = task.priority is not None and task.priority <= Priority.HIGH and not task.important
    is_near = task.ends_at is None or task.ends_at - now < FAR_AWAY
    if not is_high or is_near or known.waited_by or known.samples < SAMPLES:
        return None
    if known.late / known.samples > SELDOM_LATE:
        return None
    return _level(task, task.level + 1, LOWER_ON_TIME, {"on_time": known.samples - known.late, "of": known.samples})


def _level(task: Task, level: int, reason: str, facts: dict[str, Any]) -> Proposal:
    return Proposal(task.number, "priority", str(int(level)), reason, facts | {"from": task.level})


def is_proposed_again(proposal: Proposal, left: Iterable[tuple[int, str]]) -> bool:
    """Whether somebody left the same thing for the same reason a short while ago."""
    return (proposal.number, proposal.reason) in set(left)
