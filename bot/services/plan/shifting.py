"""Dates of many tasks changed in one turn: the steps of changing.change, each taken for all of them."""

from collections.abc import Sequence
from typing import Any

from bot.rules import nudging
from bot.services.finding import homes
from bot.services.people.actors import Actor
from bot.services.priority import levels
from bot.services.work import changing, kept
from models import History, Session, Task
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import together

DATES = frozenset({"due_on", "due_at", "start_on", "other_on", "other_at", "snoozed_until"})
FOLLOWS = frozenset(
    {"version", "updated_at", "ends_at", "nudge_at", "chase_at", "recur_at", "level", "level_reasons", "level_at"}
)

Shift = tuple[Task, dict[str, Any], str]
"""A task, its new dates, and a note for its history."""


def change_all(session: Session, actor: Actor, kind: str, shifts: Sequence[Shift]) -> list[History]:
    """Who may change them was asked before; the tasks are held. Returns an entry for each, in the same order."""
    tasks = [task for task, _, _ in shifts]
    entries = []
    with session.no_autoflush:
        owners = people_queries.list_by_ids(session, actor.workspace.id, {task.owner_id for task in tasks})
        around = levels.around_all(session, tasks)
        for task, patch, note in shifts:
            assert patch.keys() <= DATES, "other fields have consequences of their own"
            assert task.owner_id in owners, "they are kept at hand: each is asked for by its task"
            moves_along = "due_at" in patch and kind != "undo" and nudging.is_reminder(task)
            rings = {"snoozed_until": patch["due_at"]} if moves_along else {}
            entries.append(_change(session, actor, kind, task, rings | patch, note))
            levels.settle(session, actor.workspace, task, actor.now, known=around[task.number])
    together.write_alike(tasks, DATES | FOLLOWS)
    entries = together.keep(session, entries)
    _redraw(session, actor, tasks)
    return entries


def _change(session: Session, actor: Actor, kind: str, task: Task, patch: dict[str, Any], note: str) -> History:
    before = {name: getattr(task, name) for name in patch}
    for name, value in patch.items():
        setattr(task, name, value)
    task.version += 1
    task.updated_at = actor.now
    changing.set_moments(session, actor, task)
    session.add(task)
    return History(
        workspace_id=task.workspace_id, number=task.number, at=actor.now, actor_id=actor.person.id, kind=kind,
        version=task.version, before=kept.plain(before), after=kept.plain(patch), note=note,
    )  # fmt: skip


def _redraw(session: Session, actor: Actor, tasks: list[Task]) -> None:
    """Their cards and nudges, the cards of what they are parts of, and the Homes of everybody on them."""
    numbers = {task.number for task in tasks}
    parts = [task.number for task in tasks if task.parent_number is not None]
    numbers |= {one.number for one in plan_queries.list_above(session, actor.workspace.id, parts)}
    changing.redraw_all(session, actor.workspace.id, sorted(numbers), actor.now)
    homes.changed_together(session, tasks, actor.now)
