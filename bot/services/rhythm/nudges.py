"""What a task's own dates bring to its owner: a word before a named hour and after it, and the end of a snooze."""

from collections.abc import Sequence
from datetime import datetime

from bot.rules import availability, nudging
from bot.services.rhythm import occurrences
from models import OccurrenceState, Session, Task
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries

due = task_queries.due_nudges


def take(session: Session, keys: Sequence[tuple[str, int]], now: datetime) -> list[tuple[str, int]]:
    """Those of them that are due and no other process is at work on."""
    tasks = queries.take_tasks(session, keys)
    return [(task.workspace_id, task.number) for task in tasks if task.nudge_at is not None and task.nudge_at <= now]


def fall_due(session: Session, key: tuple[str, int], now: datetime) -> None:
    """Write down that it fell due, for its owner to be told, and set the task's next moment."""
    task, workspace = queries.claim_task(session, *key), people_queries.workspace(session, key[0])
    if task is None or workspace is None or task.nudge_at is None or task.nudge_at > now:
        return
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    hours = availability.hours(owner, workspace)
    planned, kind = task.nudge_at, nudging.kind_of(task, task.nudge_at)
    task.nudge_at = nudging.moment_after(task, hours, kind, now)
    session.add(task)
    end = nudging.objection(task, hours, kind, planned, now)
    state, reason = end if end is not None else (OccurrenceState.PENDING, "")
    occurrences.put(
        session, task.workspace_id, kind=f"nudge.{kind}", subject=str(task.number), person_id=task.owner_id,
        when=about(task, kind), due_at=planned, tell_at=planned if end is None else None, state=state, reason=reason,
        now=now,
    )  # fmt: skip


def put_off(session: Session, key: tuple[str, int], until: datetime) -> None:
    """Try one that failed later; a reminder stays one, so its snooze lasts as much longer."""
    task = queries.hold_task(session, *key)
    if task is None or task.nudge_at is None:
        return
    if task.snoozed_until == task.nudge_at:
        task.snoozed_until = until
    task.nudge_at = until
    session.add(task)


def about(task: Task, kind: str) -> str:
    """The instant it is about: one word before and one after each named hour, one at each end of a snooze."""
    instant = task.snoozed_until if kind == nudging.SNOOZED else task.due_at
    return instant.isoformat() if instant is not None else ""
