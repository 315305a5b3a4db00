"""How a task changes: one way through for rights, versions, fields, moments, history, level and cards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.errors import UserError, conflict
from bot.rules import availability, chasing, nudging, recurrence, redrawing
from bot.services.finding import homes, searching
from bot.services.messages import outbox
from bot.services.people.actors import Actor
from bot.services.plan import order
from bot.services.priority import levels
from bot.services.review import review_steps
from bot.services.work import kept, rights, roles
from models import History, Session, Task, Workspace
from models.queries import history as history_queries
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import tasks as queries
from models.queries import together

NUDGES_FOR = timedelta(days=2)
# what a task shows of its parts
ROLLED_UP = frozenset({
    "state", "title", "owner_id", "due_on", "due_at", "start_on", "estimate_days", "percent", "parent_number",
})  # fmt: skip


def change(session: Session, actor: Actor, task: Task, verb: str, patch: dict[str, Any], *, note: str = "") -> History:
    """Give fields of the task new values, all or none. `verb` is a row of permissions.RIGHTS and the history's kind.

    A field is a column of Task or a row of roles.FIELDS. Raises UserError where the actor may not, or looked at an
    older version.
    """
    if verb != "undo" and not actor.by_clock:  # who made the last change takes it back, though it left their hands
        rights.check(session, actor.workspace, actor.person, task, verb)
    check_version(session, actor, task)
    if verb != "undo" and "due_at" in patch and nudging.is_reminder(task):
        patch = {"snoozed_until": patch["due_at"]} | patch  # a reminder moves with its moment
    order.check(session, actor, task, patch)
    asked = review_steps.asked(session, task) if verb != "undo" and patch.keys() & review_steps.PEOPLE_OF_IT else None
    if verb != "undo" and patch.get("owner_id", task.owner_id) != task.owner_id:
        taken = actor.now if patch["owner_id"] == actor.person.id else None  # who takes it for themselves has seen it
        patch = {"acked_at": taken} | patch
    before = _put(session, task, patch)
    if asked is not None:
        settled = review_steps.settled(session, task, asked, before)
        before, patch = _put(session, task, settled) | before, patch | settled
    if patch.keys() & review_steps.STANDS_BY:
        review_steps.keep(session, task)
    task.version += 1
    task.updated_at = actor.now
    set_moments(session, actor, task)
    entry = record(session, actor, task, verb, kept.plain(before), kept.plain(patch), note, settle=True)
    redraw(session, task, actor.now)
    if patch.keys() & ROLLED_UP:
        redraw_above(session, task, actor.now, also=before.get("parent_number"))
    if asked is not None:
        review_steps.follow(session, actor, task, asked)
    return entry


def _put(session: Session, task: Task, patch: dict[str, Any]) -> dict[str, Any]:
    """Give the fields those values; returns the ones they had."""
    before = {name: roles.held(session, task, name) for name in patch}
    for name, value in patch.items():
        roles.put(session, task, name, value)
    return before


def check_version(session: Session, actor: Actor, task: Task) -> None:
    """Raises a conflict that says who changed what, where the actor looked at an older version."""
    if actor.expects is not None and actor.expects != task.version:
        raise changed_under(session, task, actor.expects)


def changed_under(session: Session, task: Task, version: int) -> UserError:
    """What has become of the task since that version of it, by whom, and where it stands."""
    newest = history_queries.newest_since(session, task, version, queries.PASSING)
    known = {"number": task.number, "state": task.state, "owner": task.owner_id}
    if newest is None:
        return conflict("changed_under_you", **known)
    quicker = people_queries.get(session, task.workspace_id, newest.actor_id)
    change_ = told_of(newest) | {"name": quicker.called if quicker is not None else ""}
    return conflict("changed_under_you", **known, by=newest.actor_id, change=change_)


def told_of(entry: History) -> dict[str, Any]:
    """A change in plain values, which outlive the transaction that is rolled back for a refusal."""
    return entry.model_dump(include={"kind", "before", "after", "note"})


def set_moments(session: Session, actor: Actor, task: Task) -> None:
    """When it is late and when it next wants attention follow from its dates and its owner's hours."""
    owner = people_queries.get(session, actor.workspace.id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    hours = availability.hours(owner, actor.workspace)
    task.ends_at = task.due_at or (hours.end_of(task.due_on) if task.due_on else None)
    task.nudge_at = nudging.next_moment(task, hours, actor.now)
    task.chase_at = chasing.look_at(task, hours, actor.now)
    task.recur_at = recurrence.moment_of_next(task, hours, actor.now)


def record(
    session: Session, actor: Actor, task: Task, kind: str, before: dict[str, Any], after: dict[str, Any],
    note: str = "", *, settle: bool = False,
) -> History:  # fmt: skip
    """Write down what happened to a task, and the task with it; its level is reckoned anew if it is to `settle`."""
    entry = entry_of(actor, task, kind, before, after, note)
    if task not in session:
        session.add(task)
    if settle:
        levels.settle(session, actor.workspace, task, actor.now)
    history_queries.keep(session, entry)
    homes.changed(session, task, before, after, actor.now)
    others = [name for name, value in after.items() if name not in before or before[name] != value]
    searching.follow(session, task, kind, others)
    return entry


def entry_of(
    actor: Actor, task: Task, kind: str, before: dict[str, Any], after: dict[str, Any], note: str = ""
) -> History:
    return history_queries.drawn_up({
        "workspace_id": task.workspace_id, "number": task.number, "at": actor.now, "actor_id": actor.person.id,
        "kind": kind, "version": task.version, "before": before, "after": after, "note": note,
    })  # fmt: skip


def replan(session: Session, workspace: Workspace, tasks: Sequence[Task], now: datetime) -> None:
    """Their owners' hours changed: a civil date ends at another instant now; a named hour stays the instant it is.

    The tasks are held, and somebody else may have been waited for: whose hours are reckoned with is read once more.
    """
    owners = people_queries.list_anew(session, workspace, {task.owner_id for task in tasks})
    around = levels.around_all(session, tasks)
    for task in tasks:
        set_moments(session, Actor(workspace, owners[task.owner_id], now), task)
        levels.settle(session, workspace, task, now, known=around[task.number])
        session.add(task)


def redraw(session: Session, task: Task, now: datetime) -> None:
    """Every card of the task is to be drawn again, and so are the nudges of the last days."""
    redraw_all(session, task.workspace_id, [task.number], now)


def redraw_all(session: Session, workspace_id: str, numbers: Sequence[int], now: datetime) -> None:
    """The same for several tasks."""
    if not numbers:
        return
    keys = together.keys_said(session, workspace_id, numbers, now - NUDGES_FOR)
    outbox.redraw_all(session, workspace_id, keys, now)
    for card in together.hold_cards(session, workspace_id, numbers):
        card.draw_at, card.attempts = redrawing.wished(card.draw_at, now), 0
        session.add(card)


def redraw_above(session: Session, task: Task, now: datetime, *, also: int | None = None) -> None:
    """What the task is a part of shows it, and so does what it was a part of until now."""
    below = [task.number] if task.parent_number is not None else []
    found = {one.number for one in plan_queries.list_above(session, task.workspace_id, below)}
    if also is not None and also not in found:
        found |= {also, *(one.number for one in plan_queries.list_above(session, task.workspace_id, [also]))}
    redraw_all(session, task.workspace_id, sorted(found), now)
