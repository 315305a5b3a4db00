"""What follows a task that moves: found before it is saved, and then moved along in the same turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.answers.plans import SlipRow
from bot.rules import availability, civil
from bot.rules import plan as rules
from bot.rules.plan import Bar, Move, Tie
from bot.services.people.actors import Actor
from bot.services.plan import moved, plans, shifting
from bot.services.work import kept, rights, roles, tasks, undoing
from models import Dependency, History, Link, Person, Session, State, Task
from models.queries import people as people_queries
from models.queries import plans as queries

MOVERS = ("due", "after", "slip")
MERGES = ("merge", "merged", "after")
BEFORE_ALL = date(1970, 1, 1)  # where a task stood that had no date


@dataclass(frozen=True)
class Slip:
    """What moves, in the order of the plan, and what would if the actor might move it.

    `parts` are those of the task itself that go along with it by as many working days, back if negative.
    """

    rows: tuple[SlipRow, ...] = ()
    moves: tuple[Move, ...] = ()
    stays: tuple[Task, ...] = ()
    parts: frozenset[int] = frozenset()
    by: int = 0

    def split(self) -> tuple[tuple[SlipRow, ...], tuple[SlipRow, ...]]:
        """What comes after, and the parts."""
        after = tuple(row for row in self.rows if row.task.number not in self.parts)
        return after, tuple(row for row in self.rows if row.task.number in self.parts)


@dataclass(frozen=True)
class _Chain:
    """Everything after a task and its parts, as far as the actor sees it, and what that hangs on."""

    tasks: dict[int, Task]
    parts: frozenset[int]
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
    new = replace(old, due=on, days=days, start=task.start_on)
    by = rules.between(task.due_on, on, old.works_on) if task.due_on else 0
    return _slip(chain, actor, task, bars | {task.number: old}, new, by if by > 0 or pull_in else 0, pull_in=pull_in)


def behind(session: Session, actor: Actor, task: Task, links: Iterable[int | str], *, hold: bool = False) -> Slip:
    """What would move, the task before all, for it to come after those as well; nothing where its dates allow it."""
    new_ties = [Tie(number, task.number, link, lag) for number, link, lag in map(roles.read_link, links)]
    chain = _chain(session, actor, task, also=new_ties, hold=hold) if task.start_on or task.due_on else None
    if chain is None or task.number not in chain.may_move or not task.is_live:
        return Slip()
    bars = _bars(chain)
    old = bars[task.number]
    befores = [(tie, bars[tie.before]) for tie in new_ties if tie.before in bars and _holds(tie.link, task)]
    new = rules.begun_after(old, befores)
    if new == old:
        return Slip()
    by = rules.between(old.last, new.last, old.works_on)
    slip = _slip(chain, actor, task, bars, new, by, pull_in=False)
    itself = Move(task.number, new.start, new.due, by)
    return replace(slip, rows=(_row(chain, itself), *slip.rows), moves=(itself, *slip.moves))


def _slip(chain: _Chain, actor: Actor, task: Task, bars: dict[int, Bar], new: Bar, by: int, *, pull_in: bool) -> Slip:
    """With its new bar: its parts by as many days, and what comes after it or after them."""
    moved, today = {task.number: new}, chain.hours[task.owner_id].today(actor.now)
    along = {
        number: rules.carried(bars[number], by, has_begun=chain.tasks[number].state != State.OPEN,
                              today=chain.hours[chain.tasks[number].owner_id].today(actor.now))
        for number in chain.parts & bars.keys() if by
    }  # fmt: skip
    how = {"pull_in": pull_in, "today": today, "carried": along}
    everything = rules.slip(bars, chain.ties, moved, **how)  # type: ignore[arg-type]
    fixed = {move.number for move in everything} - chain.may_move
    moves = everything
    if fixed:
        held = {number: replace(bar, fixed=number not in chain.may_move) for number, bar in bars.items()}
        moves = rules.slip(held, chain.ties, moved, **how)  # type: ignore[arg-type]
    rows = tuple(_row(chain, move) for move in moves)
    stays = tuple(chain.tasks[number] for number in sorted(fixed))
    return Slip(rows, tuple(moves), stays, chain.parts & along.keys(), by)


def _row(chain: _Chain, move: Move) -> SlipRow:
    task = chain.tasks[move.number]
    before, after = (task.due_on, move.due) if task.due_on else (task.start_on, move.start)
    assert before is not None
    assert after is not None
    return SlipRow(task, chain.owners[task.owner_id], before, after, move.days)


def _chain(session: Session, actor: Actor, task: Task, *, also: Iterable[Tie] = (), hold: bool) -> _Chain | None:
    """A handful of queries, however long it is; None where nothing follows, and nothing is `also` to come before."""
    new_ties = list(also)
    found = {one.number: one for one in queries.list_chain(session, actor.person, [task.number], actor.now)}
    found[task.number] = task
    if len(found) == 1 and not new_ties:
        return None
    parts = _parts(found, task.number)
    if hold and len(found) > 1:
        queries.list_seen(session, actor.person, found.keys() - {task.number}, actor.now, hold=True)
    links = queries.list_ties(session, task.workspace_id, found)
    outside = ({link.after_number for link in links} | {tie.before for tie in new_ties}) - found.keys()
    others = queries.list_seen(session, actor.person, outside, actor.now) if outside else []
    may_move = rights.can_all(session, actor.workspace, actor.person, found.values(), "slip")
    found |= {one.number: one for one in others}
    owners = people_queries.list_by_ids(session, task.workspace_id, {one.owner_id for one in found.values()})
    hours = {ident: availability.hours(person, actor.workspace) for ident, person in owners.items()}
    ties = [_tie(link) for link in links if link.after_number in found and _holds(link.link, found[link.number])]
    return _Chain(found, parts, owners, hours, ties, may_move)


def _parts(found: Mapping[int, Task], whole: int) -> frozenset[int]:
    """Those of them that hang below that one, at any depth."""
    below: set[int] = set()
    level = {whole}
    while level:
        level = {one.number for one in found.values() if one.parent_number in level} - below
        below |= level
    return frozenset(below)


def _tie(link: Dependency) -> Tie:
    return Tie(link.after_number, link.number, Link(link.link), link.lag_days)


def _holds(link: str, later: Task) -> bool:
    """What has begun can no longer begin too early."""
    return later.state == State.OPEN or link == Link.FINISH_TO_FINISH


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
    session: Session, actor: Actor, task: Task, *, on: date, at: datetime | None, pull_in: bool = False, note: str = ""
) -> tuple[History, Slip]:
    """Change the date and move along what follows: an entry for each, and one undo for all."""
    slip = ahead(session, actor, task, on, pull_in=pull_in, hold=True)
    entry = tasks.due(session, actor, task, on=on, at=at, note=note)
    _save(session, actor, slip, task)
    return entry, slip


def save_behind(session: Session, actor: Actor, task: Task, links: Sequence[int | str]) -> tuple[History, Slip]:
    """The task comes after those, too, and all that this moves: an entry for each, and one undo for all."""
    entry = plans.after(session, actor, task, links)
    slip = behind(session, actor, task, links, hold=True)
    _save(session, actor, slip, task)
    return entry, slip


def _save(session: Session, actor: Actor, slip: Slip, cause: Task) -> None:
    """Move what moves along, a line in the history of each, and tell whose it is."""
    moves = zip(slip.rows, slip.moves, strict=True)
    shifting.change_all(session, actor, "slip", [(row.task, _patch(actor, row, move), f"#{cause.number}")
                                                 for row, move in moves])  # fmt: skip
    moved.tell(session, actor, cause, slip.rows)


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
    if entry.kind in ("merge", "merged"):
        return _merged_together(session, entry)
    found = queries.list_done_together(session, entry, MOVERS)
    if not any(one.kind == "slip" for one in found) or entry.kind not in MOVERS:
        return [entry]
    cause = {one.note for one in found if one.kind == "slip"}
    return [one for one in found if one.kind == "slip" or f"#{one.number}" in cause]


def _merged_together(session: Session, entry: History) -> list[History]:
    """Both sides of a merge, and what came after the second side and then came after the first."""
    found = queries.list_done_together(session, entry, MERGES)
    whole = next((one for one in found if one.kind == "merge"), entry)
    return [one for one in found if one.kind != "after" or _came_after(one, whole)]


def _came_after(entry: History, merge: History) -> bool:
    links = entry.after.get(roles.AFTER) or ()
    return (entry.id or 0) > (merge.id or 0) and merge.number in {roles.read_link(one)[0] for one in links}
