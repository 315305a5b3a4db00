"""What follows a task that moves: found before it is saved, and then moved along in the same turn."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.answers.plans import SlipRow
from bot.rules import availability, civil
from bot.rules import plan as rules
from bot.rules.plan import Bar, Move, Tie
from bot.services.people.actors import Actor
from bot.services.plan import moved, shifting
from bot.services.work import kept, rights, tasks, undoing
from models import Dependency, History, Link, Person, Session, State, Task
from models.queries import people as people_queries
from models.queries import plans as queries

BEFORE_ALL = date(1970, 1, 1)  # where a task stood that had no date


@dataclass(frozen=True)
class Slip:
    """What moves, in the order of the plan, and what would if the actor might move it."""

    rows: tuple[SlipRow, ...] = ()
    moves: tuple[Move, ...] = ()
    stays: tuple[Task, ...] = ()


@dataclass(frozen=True)
class _Chain:
    """Everything after a task, as far as the actor sees it, and what that hangs on."""

    tasks: dict[int, Task]
    owners: dict[str, Person]
    hours: dict[str, availability.Hours]
    ties: list[Tie]
    may_move: frozenset[int]


def ahead(
    session: Session, actor: Actor, task: Task, on: date | None, *, pull_in: bool = False, hold: bool = False
) -> Slip:
    """What that new date would move. Nothing is changed; `hold` keeps it so until the turn ends."""
    chain = _chain(session, actor, task, hold=hold) if on is not None else None
    if on is None or chain is None:
        return Slip()
    bars = _bars(chain)
    old = bars.get(task.number) or Bar(None, BEFORE_ALL, 1, chain.hours[task.owner_id].works_on)
    days = rules.length(task.start_on, on, task.estimate_days, old.works_on) if task.start_on else old.days
    new = {task.number: replace(old, due=on, days=days, start=task.start_on)}
    bars[task.number] = old
    today = chain.hours[task.owner_id].today(actor.now)
    everything = rules.slip(bars, chain.ties, new, pull_in=pull_in, today=today)
    fixed = {move.number for move in everything} - chain.may_move
    moves = everything
    if fixed:
        held = {number: replace(bar, fixed=number not in chain.may_move) for number, bar in bars.items()}
        moves = rules.slip(held, chain.ties, new, pull_in=pull_in, today=today)
    rows = tuple(_row(chain, move) for move in moves)
    return Slip(rows, tuple(moves), tuple(chain.tasks[number] for number in sorted(fixed)))


def _row(chain: _Chain, move: Move) -> SlipRow:
    task = chain.tasks[move.number]
    before, after = (task.due_on, move.due) if task.due_on else (task.start_on, move.start)
    assert before is not None
    assert after is not None
    return SlipRow(task, chain.owners[task.owner_id], before, after, move.days)


def _chain(session: Session, actor: Actor, task: Task, *, hold: bool) -> _Chain | None:
    """A handful of queries, however long it is; None where nothing follows."""
    found = {one.number: one for one in queries.list_chain(session, actor.person, [task.number], actor.now)}
    found[task.number] = task
    if len(found) == 1:
        return None
    if hold:
        queries.list_seen(session, actor.person, found.keys() - {task.number}, actor.now, hold=True)
    links = queries.list_ties(session, task.workspace_id, found)
    outside = {link.after_number for link in links} - found.keys()
    others = queries.list_seen(session, actor.person, outside, actor.now) if outside else []
    may_move = rights.can_all(session, actor.workspace, actor.person, found.values(), "slip")
    found |= {one.number: one for one in others}
    owners = people_queries.list_by_ids(session, task.workspace_id, {one.owner_id for one in found.values()})
    hours = {ident: availability.hours(person, actor.workspace) for ident, person in owners.items()}
    ties = [_tie(link) for link in links if link.after_number in found and _holds(link, found[link.number])]
    return _Chain(found, owners, hours, ties, may_move)


def _tie(link: Dependency) -> Tie:
    return Tie(link.after_number, link.number, Link(link.link), link.lag_days)


def _holds(link: Dependency, later: Task) -> bool:
    """What has begun can no longer begin too early."""
    return later.state == State.OPEN or link.link == Link.FINISH_TO_FINISH


def _bars(chain: _Chain) -> dict[int, Bar]:
    """Live tasks with a date. What is closed or has no date neither moves nor moves others."""
    calendars = {ident: rules.remembered(hours.works_on) for ident, hours in chain.hours.items()}
    found = {}
    for number, task in chain.tasks.items():
        if task.is_live and (task.start_on or task.due_on):
            works_on = calendars[task.owner_id]
            days = rules.length(task.start_on, task.due_on, task.estimate_days, works_on)
            found[number] = Bar(task.start_on, task.due_on, days, works_on)
    return found


def save(
    session: Session, actor: Actor, task: Task, *, on: date, at: datetime | None, pull_in: bool = False
) -> tuple[History, Slip]:
    """Change the date and move along what follows: an entry for each, and one undo for all."""
    slip = ahead(session, actor, task, on, pull_in=pull_in, hold=True)
    entry = tasks.due(session, actor, task, on=on, at=at)
    moves = zip(slip.rows, slip.moves, strict=True)
    shifting.change_all(session, actor, "slip", [(row.task, _patch(actor, row, move), f"#{task.number}")
                                                 for row, move in moves])  # fmt: skip
    moved.tell(session, actor, task, slip.rows)
    return entry, slip


def _patch(actor: Actor, row: SlipRow, move: Move) -> dict[str, Any]:
    """The days move; a named hour stays that hour on its owner's wall."""
    task = row.task
    patch: dict[str, Any] = {"start_on": move.start} if move.start != task.start_on else {}
    if move.due != task.due_on:
        patch |= {"due_on": move.due, "due_at": None, "other_on": None, "other_at": None}
        if task.due_at is not None and task.due_on is not None and move.due is not None:
            where = availability.hours(row.owner, actor.workspace).zone
            wall = civil.local(task.due_at, where)
            patch["due_at"] = civil.instant(wall.date() + (move.due - task.due_on), wall.time(), where)
    return patch


def take_back(session: Session, actor: Actor, entries: list[History]) -> list[Task]:
    """Undo what moved along, all at once where nothing came after it, else as any other change is undone."""
    numbers = [entry.number for entry in entries]
    held = {task.number: task for task in queries.list_seen(session, actor.person, numbers, actor.now, hold=True)}
    plain: list[History] = []
    others: list[History] = []
    for entry in entries:
        task = held.get(entry.number)
        fresh = entry.actor_id == actor.person.id and actor.now - entry.at <= tasks.UNDO_FOR and entry.undone_by is None
        (plain if task is not None and fresh and task.version == entry.version else others).append(entry)
    shifts = [(held[entry.number], kept.unplain(entry.before), "") for entry in plain]
    for entry, undoing_entry in zip(plain, shifting.change_all(session, actor, "undo", shifts), strict=True):
        entry.undone_by = undoing_entry.id
        session.add(entry)
    moved.taken_back(session, actor, entries, {task.owner_id for task in held.values()})
    return [held[entry.number] for entry in plain] + [undoing.undo(session, actor, entry) for entry in others]


def taken_together(session: Session, entry: History) -> list[History]:
    """The entry, and those of what moved along with it or of what it moved along with, the newest first."""
    found = queries.list_done_together(session, entry, ("due", "slip"))
    if not any(one.kind == "slip" for one in found) or entry.kind not in ("due", "slip"):
        return [entry]
    cause = {one.note for one in found if one.kind == "slip"}
    return [one for one in found if one.kind == "slip" or f"#{one.number}" in cause]
