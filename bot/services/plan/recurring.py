"""Work that comes again: its next one, made once, when this one closes or when its day comes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.rules import availability, civil, recurrence
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.plan import series
from bot.services.work import changing, kept, roles, tasks, telling
from bot.services.work.tasks import Draft, People, Source
from models import History, NextOne, Person, Session, State, Task, TaskFields
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import recurring as queries
from models.queries import tasks as task_queries

RECUR, FOLLOWED, TAKEN_BACK, SUPERSEDED = "recur", "followed", "taken_back", "superseded"
OWNER_GONE = "owner_gone"


def after_close(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """A task that comes again when it closes has its next one now; one that was given up is followed at once, too."""
    waits_for_the_day = task.next_one == NextOne.ON_THE_DAY and task.state != State.CANCELLED
    if waits_for_the_day or not recurrence.repeats(task) or task.is_live:
        return
    if made := _make(session, actor, task, may_be_today=False):
        _amend(session, task, entry, _series_of(task, made))


def due(session: Session, now: datetime) -> list[tuple[str, int]]:
    return queries.due(session, now)


def make_due(session: Session, key: tuple[str, int], now: datetime) -> None:
    """The day has come: make the next one, unless that was done, undone or put off by now."""
    task = task_queries.get_unseen(session, *key, hold=True)
    workspace = people_queries.workspace(session, key[0])
    if task is None or workspace is None or task.recur_at is None or task.recur_at > now:
        return
    creator = people_queries.get(session, task.workspace_id, task.creator_id)
    assert creator is not None, "a task's creator is always known"
    actor = Actor(workspace, creator, now, by_clock=True)
    changing.set_moments(session, actor, task)  # of days that were missed meanwhile none is made
    session.add(task)
    if task.recur_at is None or task.recur_at > now:
        return
    if made := _make(session, actor, task, may_be_today=True):
        entry = changing.record(session, actor, task, FOLLOWED, {}, {})
        _amend(session, task, entry, _series_of(task, made))
        changing.redraw(session, task, now)
        if series.rings(task):
            _supersede(session, actor, made)
    task.recur_at = None
    session.add(task)


def _supersede(session: Session, actor: Actor, made: Task) -> None:
    """Of somebody's own reminder only the newest stays: who did not do the one before is not owed it twice."""
    for older in queries.list_undone_before(session, made):
        patch = {"state": State.CANCELLED, "closed_at": actor.now, "snoozed_until": None}
        changing.change(session, actor, older, SUPERSEDED, patch, note=f"#{made.number}")
        older.recur_at = None
        session.add(older)


def put_off(session: Session, key: tuple[str, int], until: datetime) -> None:
    """Try one that failed later."""
    task = task_queries.get_unseen(session, *key, hold=True)
    if task is not None and task.recur_at is not None:
        task.recur_at = until
        session.add(task)


# --- making the next one ------------------------------------------------------------------------------------------


def _make(session: Session, actor: Actor, task: Task, *, may_be_today: bool) -> Task | None:
    """The next one of the series, with what the newest has, but for what was done to it. None when it has ended."""
    owner, gone = _owner_of_next(session, actor, task)
    if owner is None:
        return None
    hours = availability.hours(owner, actor.workspace)
    last = recurrence.newest(task, series.hours_of(session, actor, task))
    found = recurrence.coming(last, hours, actor.now, may_be_today=may_be_today)
    if found is None:
        return None
    creator = people_queries.get(session, task.workspace_id, task.creator_id)
    assert creator is not None, "a task's creator is always known"
    assert task.rrule is not None, "what has a next one has a rhythm"
    maker = Actor(actor.workspace, creator, actor.now, by_clock=True)
    values = {"rrule": recurrence.pinned(task.rrule, last.on), "due_on": found.on, "due_at": found.at,
              "owner_id": owner.id}  # fmt: skip
    made = _copy(session, maker, task, values, found.missed)
    made.series, made.nth, made.occurs_on = _first(task), task.nth + 1, found.on
    made.series_next = series.of_the_gap(found, last.clock, hours)
    if series.rings(task):
        made.snoozed_until, made.series_next = made.due_at, {"rings": True} | (made.series_next or {})
    changing.set_moments(session, maker, made)
    session.add(made)
    session.flush()
    _copy_parts(session, maker, task, made)
    _post_card(session, task, made, actor.now)
    if gone is not None:
        telling.person(session, Actor(actor.workspace, gone, actor.now), made, owner.id, OWNER_GONE, "")
    return made


def _owner_of_next(session: Session, actor: Actor, task: Task) -> tuple[Person | None, Person | None]:
    """(who has the next one; who would have had it, and is no longer there). The creator takes what has no owner."""
    named = (task.series_next or {}).get("owner_id", task.owner_id)
    first, *others = (people_queries.get(session, task.workspace_id, one)
                      for one in (named, task.creator_id, *actor.workspace.leads, *actor.workspace.admins))  # fmt: skip
    found = next((one for one in (first, *others) if one is not None and one.is_active), None)
    return found, (first if found is not first else None)


def _copy(session: Session, maker: Actor, task: Task, values: dict[str, Any], missed: int = 0) -> Task:
    """A new open task with the fields and people of that one, in the same conversation, but for `values`."""
    held = {name: roles.held(session, task, name) for name in roles.FIELDS}
    fields, people = _as_it_was(session, task, values, held)
    return tasks.add(session, maker, fields, people, _source(task, missed))


def _as_it_was(
    session: Session, task: Task, values: dict[str, Any], held: dict[str, list[Any]]
) -> tuple[TaskFields, People]:
    """What the next one has of it; `held` are its people, of whom those come along who are there."""
    otherwise = kept.unplain(task.series_next or {})
    fields = {name: getattr(task, name) for name in TaskFields.model_fields}
    fields |= {name: value for name, value in otherwise.items() if name in fields} | values
    if task.start_on and task.due_on and fields["due_on"]:
        fields["start_on"] = task.start_on + (fields["due_on"] - task.due_on)
    wanted = {name: otherwise.get(name, held[name]) for name in roles.FIELDS}
    there = people_queries.list_by_ids(session, task.workspace_id, {
        roles.read_role(one)[0] for people in wanted.values() for one in people
    })  # fmt: skip
    people = {name: tuple(one for one in ones if there[roles.read_role(one)[0]].is_active)
              for name, ones in wanted.items()}  # fmt: skip
    return TaskFields(**fields), People(**people)


def _source(task: Task, missed: int = 0) -> Source:
    return Source(
        task.door, channel_id=task.source_channel, is_private=task.source_is_private, thread_ts=task.source_thread,
        link=task.source_link, comes_after=task.number, missed=missed,
    )  # fmt: skip


def _copy_parts(session: Session, maker: Actor, task: Task, made: Task) -> None:
    """The whole tree below, open again, the dates as far from the new day as they were from the old one."""
    if not (parts := _to_copy(session, maker, task)):
        return
    new = task_queries.take_numbers(session, maker.workspace, len(parts))
    numbers = {task.number: made.number} | dict(zip((part.number for part in parts), new, strict=True))
    held = roles.held_by_each(session, parts)
    ids = {roles.read_role(one)[0] for of in held.values() for name in roles.FIELDS for one in of[name]}
    people_queries.list_by_ids(session, task.workspace_id, ids | {part.owner_id for part in parts})  # all at once
    shift = made.due_on - task.due_on if made.due_on and task.due_on else None
    drafts = []
    for part in parts:
        values = {"parent_number": numbers[part.parent_number or 0], **_dates(session, maker, part, shift)}
        owner = people_queries.get(session, part.workspace_id, part.owner_id)
        values |= {} if owner is not None and owner.is_active else {"owner_id": made.owner_id}
        fields, people = _as_it_was(session, part, values, held[part.number])
        people = replace(people, after=_order_among(numbers, held[part.number][roles.AFTER]))
        drafts.append(Draft(numbers[part.number], fields, people, _source(part)))
    tasks.add_all(session, maker, drafts)


def _to_copy(session: Session, maker: Actor, task: Task) -> list[Task]:
    """What hangs below it, but for what was given up or comes again by itself, and what hangs below that."""
    found: list[Task] = []
    numbers = {task.number}
    for part in plan_queries.list_parts(session, task, None, maker.now, hidden=True):
        if part.parent_number in numbers and part.state != State.CANCELLED and part.rrule is None:
            numbers.add(part.number)
            found.append(part)
    return found


def _dates(session: Session, maker: Actor, part: Task, shift: timedelta | None) -> dict[str, Any]:
    if shift is None or part.due_on is None:
        return {"due_on": None, "due_at": None}
    on = part.due_on + shift
    return {"due_on": on, "due_at": _moved(session, maker, part, on) if part.due_at else None}


def _order_among(numbers: dict[int, int], links: Iterable[int | str]) -> tuple[str, ...]:
    """What came after what among the parts does so again."""
    ties = (roles.read_link(one) for one in links)
    return tuple(f"{numbers[number]} {link} {lag:+d}" for number, link, lag in ties if number in numbers)


def _moved(session: Session, maker: Actor, part: Task, on: Any) -> datetime | None:
    """The same hour on the wall of its owner, on another day."""
    assert part.due_at is not None
    zone = series.hours_of(session, maker, part).zone
    return civil.instant(on, civil.local(part.due_at, zone).time(), zone)


def _post_card(session: Session, task: Task, made: Task, now: datetime) -> None:
    """Where the card of this one was posted, quietly: nobody is told of it before its day."""
    row = deliveries.outbox_by_key(session, task.workspace_id, f"card:{task.number}")
    card = queries.first_card(session, task) if row is None else None
    to, reader = (row.to, row.reader_id) if row else (card.reader_id or card.channel_id, card.reader_id) if card else (
        None, None)  # fmt: skip
    if to is not None:
        outbox.put(session, task.workspace_id, Letter(
            key=f"card:{made.number}", kind="task.card", to=to, reader_id=reader, subject={"number": made.number,
            "by": made.creator_id}, thread_ts=row.thread_ts if row else made.source_thread,
        ), now=now)  # fmt: skip


def _series_of(task: Task, made: Task) -> dict[str, Any]:
    return {"followed_by": made.number, "series": _first(task)}


def _first(task: Task) -> int:
    return task.series or task.number


def _amend(session: Session, task: Task, entry: History, patch: dict[str, Any]) -> None:
    """What follows of a change in its own turn is part of its entry: one undo takes all of it back."""
    before = {name: getattr(task, name) for name in patch}
    for name, value in patch.items():
        setattr(task, name, value)
    task.recur_at = None
    entry.before, entry.after = entry.before | kept.plain(before), entry.after | kept.plain(patch)
    session.add_all((task, entry))
    session.flush()


# --- taking back --------------------------------------------------------------------------------------------------


def without_follower(session: Session, actor: Actor, entry: History, patch: dict[str, Any]) -> dict[str, Any]:
    """What an undo puts back. The next one goes with it as long as nobody touched it; else it stays, and follows."""
    number = entry.after.get("followed_by")
    if number is None:
        return patch
    made = task_queries.get_unseen(session, entry.workspace_id, number, hold=True)
    if made is None or not _is_untouched(session, made):
        return {name: value for name, value in patch.items() if name not in ("followed_by", "series")}
    family = [made, *plan_queries.list_parts(session, made, None, actor.now, hidden=True)]
    for one in family:
        _take_back(session, actor, one)
    return patch


def _is_untouched(session: Session, made: Task) -> bool:
    """Whether nothing happened to it, nor to any of its parts, since the rhythm made it."""
    family: Iterable[Task] = (made, *plan_queries.list_parts(session, made, None, made.created_at, hidden=True))
    return all(
        one.is_live and [entry.kind for entry in task_queries.list_history(session, one, limit=2)] == [RECUR]
        for one in family
    )


def _take_back(session: Session, actor: Actor, made: Task) -> None:
    """Give up what the rhythm made too early, in our own name: whoever undoes need not have a right to it."""
    before = {"state": made.state, "series": made.series}
    made.state, made.closed_at, made.series, made.updated_at = State.CANCELLED, actor.now, None, actor.now
    made.version += 1
    changing.set_moments(session, actor, made)
    session.add(made)
    changing.record(session, actor, made, TAKEN_BACK, before, {"state": State.CANCELLED, "series": None})
    changing.redraw(session, made, actor.now)
