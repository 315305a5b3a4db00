"""Tasks: every change goes through one function, which keeps history, cards, dates and messages in step."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.answers import TaskView
from bot.errors import UserError, conflict, not_found
from bot.rules import as_read, availability, civil, lifecycle, nudging, recurrence, snoozing
from bot.services.finding import homes, searching
from bot.services.people.actors import Actor
from bot.services.people.people import check_active
from bot.services.plan import order, rollups, series
from bot.services.priority import levels
from bot.services.work import beside, changing, involving, kept, once, roles, telling
from models import (
    History,
    NextOne,
    Person,
    Session,
    Task,
    TaskFields,
)
from models.queries import around as around_queries
from models.queries import history as history_queries
from models.queries import people as people_queries
from models.queries import tasks as queries
from models.queries import together

UNDO_FOR = timedelta(minutes=10)
TITLE_MAX, NOTE_MAX = 300, 3000
SHAPELESS = re.compile(r"[\u115f\u1160\u2800\u3164\uffa0]")  # letters and symbols that are drawn as nothing


@dataclass(frozen=True)
class Source:
    """Where a task was named, by which door and in which words; how those were read, and how else they might be.

    `once` says that what was made of the same message before is enough. The next one of a series `comes_after` another:
    nobody is told of it, and so many were `missed` before it.
    """

    door: str
    channel_id: str | None = None
    is_private: bool = True
    ts: str | None = None
    thread_ts: str | None = None
    link: str | None = None
    said: str = ""
    taken: dict[str, str] | None = None
    other_on: date | None = None
    other_at: datetime | None = None
    once: bool = False
    comes_after: int | None = None
    missed: int = 0


@dataclass(frozen=True)
class People:
    """Who has a part beside the owner, and which tasks come before; written as services.roles reads them."""

    helpers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    accountable: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    after: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A task to be made with that number."""

    number: int
    fields: TaskFields
    people: People
    source: Source


def add(session: Session, actor: Actor, fields: TaskFields, people: People, source: Source) -> Task:
    """Make a task. Its number is the workspace's next; two at once never get the same."""
    if is_empty(fields.title):
        raise UserError("empty_task", field="title")
    # before any look: two taps at once, one after the other
    (number,) = queries.take_numbers(session, actor.workspace, 1)
    once.check_tap(session, actor, source.door, source.channel_id, source.ts, source.said[:NOTE_MAX])
    if source.once:
        once.check_message(session, actor, source.door, source.channel_id, source.ts)
    task = _drawn_up(session, actor, number, fields, people, source)
    queries.keep(session, task)
    around_queries.keep_none(session, task)
    _add_people(session, actor, task, people)
    began = changing.record(session, actor, task, *_began(fields, source))
    history_queries.keep_first(session, task, began)
    changing.redraw_above(session, task, actor.now)
    if task.owner_id != actor.person.id and source.comes_after is None:
        telling.owner(session, actor, task)
    if source.comes_after is None:
        involving.named(session, actor, task, {})
    return task


def add_all(session: Session, actor: Actor, drafts: Sequence[Draft]) -> None:
    """Make tasks with numbers that were taken before, in as many statements for hundreds as for one.

    For copies: nobody is told of them, nothing above them is drawn again, and no order is looked at anew.
    """
    made = [_drawn_up(session, actor, one.number, one.fields, one.people, one.source) for one in drafts]
    session.add_all(made)
    session.flush()
    for task, draft in zip(made, drafts, strict=True):
        for name in (*roles.FIELDS, roles.AFTER):
            session.add_all(roles.rows_of(task, name, _without_owner(task, name, getattr(draft.people, name))))
    entries = zip(made, drafts, strict=True)
    together.tell(session, [changing.entry_of(actor, task, *_began(one.fields, one.source)) for task, one in entries])
    homes.changed_together(session, made, actor.now)
    searching.begin(session, made)


def _drawn_up(
    session: Session, actor: Actor, number: int, fields: TaskFields, people: People, source: Source
) -> Task:  # fmt: skip
    task = queries.drawn_up(
        fields.model_dump()
        | {
            "workspace_id": actor.workspace.id, "number": number,
            "creator_id": actor.person.id, "title": fields.title.strip()[:TITLE_MAX], "note": fields.note[:NOTE_MAX],
            "source_channel": source.channel_id, "source_ts": source.ts, "source_thread": source.thread_ts,
            "source_link": source.link, "source_is_private": source.is_private, "door": source.door,
            "said": source.said[:NOTE_MAX], "taken": source.taken, "other_on": source.other_on,
            "other_at": source.other_at, "created_at": actor.now, "updated_at": actor.now,
            "occurs_on": fields.due_on if fields.rrule else None,
        }
    )  # fmt: skip
    changing.set_moments(session, actor, task)
    named = {roles.read_role(one)[0] for one in (*people.accountable, *people.helpers, *people.reviewers)}
    around = levels.around_new(session, task, named, actor.person.id)
    levels.settle(session, actor.workspace, task, actor.now, known=around)
    return task


def _began(fields: TaskFields, source: Source) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """How history begins: the kind of the entry, what was before, and what was said."""
    said = kept.plain(fields.model_dump(exclude_defaults=True))
    if source.comes_after is None:
        return "add", {}, said
    missed = {"missed": source.missed} if source.missed else {}
    return "recur", {}, said | {"comes_after": source.comes_after} | missed


def _add_people(session: Session, actor: Actor, task: Task, people: People) -> None:
    for name in roles.FIELDS:
        if wanted := _without_owner(task, name, getattr(people, name)):
            roles.put(session, task, name, wanted)
    before = [one for one in people.after if find(session, actor, roles.read_link(one)[0]).number != task.number]
    if before:
        order.check(session, actor, task, {roles.AFTER: before})
        roles.put(session, task, roles.AFTER, list(dict.fromkeys(before)))


def _without_owner(task: Task, name: str, value: Iterable[Any]) -> list[Any]:
    """Whoever owns it needs no other part in it."""
    wanted = dict.fromkeys(value)
    return [one for one in wanted if name == roles.AFTER or roles.read_role(one)[0] != task.owner_id]


def is_empty(words: str) -> bool:
    """Whether a reader would see nothing that means anything: blanks, marks, characters without a shape."""
    return not any(unicodedata.category(one)[0] in "LN" or unicodedata.category(one) == "So" for one in
                   SHAPELESS.sub("", words))  # fmt: skip


def find(session: Session, actor: Actor, number: int) -> Task:
    """The task if the actor may see it; unseen and unknown are the same answer.

    It is held until the turn ends, so what was checked still holds when it is changed.
    """
    task = queries.get(session, actor.person, number, actor.now, hold=True)
    if task is None:
        raise not_found("no_such_task", number=number)
    return task


def view(session: Session, task: Task, *, now: datetime, viewer: Person | None = None) -> TaskView:
    """The task with what a card shows of it: to the viewer, or to everybody in its conversation."""
    people = people_queries.list_by_ids(session, task.workspace_id, (task.owner_id, task.creator_id))
    past = history_queries.past_of(session, task, queries.PASSING)
    newest = past.newest
    undoable = newest if newest and newest.undone_by is None and newest.kind != "undo" else None
    if undoable is not None and now - undoable.at > UNDO_FOR:
        undoable = None
    is_fresh = as_read.is_fresh(task, now, UNDO_FOR)
    history = past.entries if is_fresh and task.taken else ()
    plan, after = rollups.of(session, task, viewer, now)
    return TaskView(
        task=task, handed=past.handed_over, owner=people[task.owner_id],
        creator=people[task.creator_id],
        roles=tuple(queries.list_roles(session, task)), after=after, undo=undoable, plan=plan,
        notes=past.notes, is_fresh=is_fresh,
        beside=beside.of(session, task, viewer, now, is_fresh=is_fresh), scope=series.scope_of(task, undoable),
        taken=as_read.still_as_read(task, history) if is_fresh else {},
    )  # fmt: skip


def assign(
    session: Session, actor: Actor, task: Task, owner: Person, *, note: str = "", stays: bool = False
) -> History:
    """Hand it over, with a word for the next owner; `stays` keeps the one before as a helper."""
    lifecycle.check_live(task, "assign")
    check_active(owner)
    if owner.id == task.owner_id:
        raise conflict("owns_already", number=task.number, owner=owner.id)
    patch: dict[str, Any] = {"owner_id": owner.id, "snoozed_until": None}
    helpers = roles.held(session, task, "helpers")
    wanted = {*helpers, *([task.owner_id] if stays else [])} - {owner.id}
    if wanted != set(helpers):
        patch["helpers"] = sorted(wanted)
    entry = changing.change(session, actor, task, "assign", patch, note=note[:NOTE_MAX])
    if owner.id != actor.person.id:
        telling.owner(session, actor, task)
    return entry


def due(
    session: Session, actor: Actor, task: Task, *, on: date | None, at: datetime | None, other_on: date | None = None,
    other_at: datetime | None = None, note: str = "",
) -> History:  # fmt: skip
    """Set or clear the date; a clock time comes as an instant beside the owner's civil date.

    The second likely reading of what was said takes the place of the one before.
    """
    lifecycle.check_live(task, "due")
    patch: dict[str, Any] = {"due_on": on, "due_at": at, "other_on": other_on, "other_at": other_at}
    patch = series.kept_rhythm(session, actor, task, patch)
    if not nudging.is_reminder(task):
        patch["snoozed_until"] = None
    return changing.change(session, actor, task, "due", patch, note=note[:NOTE_MAX])


def remind(session: Session, actor: Actor, task: Task, at: datetime) -> None:
    """A task that was made just now speaks up at that moment, which is when it is due."""
    task.due_on, task.due_at = civil.local_date(at, civil.zone(actor.person.zone)), at
    task.snoozed_until = at
    if task.rrule:  # the next one rings when its moment comes, whatever became of this one
        task.occurs_on, task.series_next = task.due_on, {"rings": True}
        task.next_one = NextOne.ON_CLOSE if recurrence.is_frequent(task.rrule) else NextOne.ON_THE_DAY
    changing.set_moments(session, actor, task)
    levels.settle(session, actor.workspace, task, actor.now)
    session.add(task)
    session.flush()


def priority(session: Session, actor: Actor, task: Task, number: int | None) -> History:
    lifecycle.check_live(task, "priority")
    return changing.change(session, actor, task, "priority", {"priority": number})


def longest_snooze(session: Session, actor: Actor, task: Task, until: datetime) -> tuple[datetime, str]:
    """Until when it may be put off, and why not longer; what its owner asked to be told of at its moment, as wished."""
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    if owner is None or nudging.is_reminder(task):
        return until, ""
    return snoozing.capped(task, availability.hours(owner, actor.workspace), until, actor.now)


def snooze(session: Session, actor: Actor, task: Task, until: datetime) -> History:
    lifecycle.check_live(task, "snooze")
    if until <= actor.now:
        raise conflict("snooze_in_the_past", number=task.number)
    return changing.change(session, actor, task, "snooze", {"snoozed_until": until})


def edit(session: Session, actor: Actor, task: Task, patch: dict[str, Any]) -> History | None:
    """Change several fields at once; None when nothing is different."""
    patch = {name: value for name, value in patch.items() if roles.held(session, task, name) != value}
    if is_empty(patch.get("title", task.title)):
        raise UserError("empty_task", field="title")
    if not patch:
        return None
    if as_read.DATES & patch.keys():
        patch = {"other_on": None, "other_at": None} | patch
    patch = series.kept_rhythm(session, actor, task, patch)
    had = task.owner_id
    entry = changing.change(session, actor, task, "edit", patch)
    if task.owner_id not in (had, actor.person.id):
        telling.owner(session, actor, task)
    return entry


def note(session: Session, actor: Actor, task: Task, words: str) -> History:
    """Progress or a comment; it changes nothing else."""
    changing.check_version(session, actor, task)
    entry = changing.record(session, actor, task, "note", {}, {}, words[:NOTE_MAX])
    task.updated_at = actor.now
    session.add(task)
    changing.redraw(session, task, actor.now)
    return entry
