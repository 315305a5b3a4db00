"""Tasks: every change goes through one function, which keeps history, cards, dates and messages in step."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.answers import TaskView
from bot.errors import Kind, UserError, conflict, forbidden, not_found
from bot.rules import as_read, availability, civil, lifecycle, nudging, permissions
from bot.services import kept, once, outbox, roles, telling
from bot.services.actors import Actor
from models import (
    Dependency,
    History,
    Person,
    Role,
    RoleKind,
    Session,
    State,
    Task,
    TaskFields,
    Workspace,
)
from models.queries import nudges as nudge_queries
from models.queries import people as people_queries
from models.queries import tasks as queries

UNDO_FOR = timedelta(minutes=10)
NUDGES_FOR = timedelta(days=2)
INSTANT = timedelta(microseconds=1)
TITLE_MAX, NOTE_MAX = 300, 3000
NUMBER_MAX = 2**31 - 1
SHAPELESS = re.compile(r"[\u115f\u1160\u2800\u3164\uffa0]")  # letters and symbols that are drawn as nothing


@dataclass(frozen=True)
class Source:
    """Where a task was named, by which door and in which words; how those were read, and how else they might be.

    `once` says that what was made of the same message before is enough.
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


@dataclass(frozen=True)
class People:
    """Who has a part beside the owner."""

    helpers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    after: tuple[int, ...] = field(default=())


def add(session: Session, actor: Actor, fields: TaskFields, people: People, source: Source) -> Task:
    """Make a task. Its number is the workspace's next; two at once never get the same."""
    if is_empty(fields.title):
        raise UserError("empty_task", field="title")
    number = _take_number(session, actor.workspace)  # before any look: two taps at once come one after the other
    once.check_tap(session, actor, source.door, source.channel_id, source.ts, source.said[:NOTE_MAX])
    if source.once:
        once.check_message(session, actor, source.door, source.channel_id, source.ts)
    task = Task.model_validate(
        fields.model_dump()
        | {
            "workspace_id": actor.workspace.id, "number": number,
            "creator_id": actor.person.id, "title": fields.title.strip()[:TITLE_MAX], "note": fields.note[:NOTE_MAX],
            "source_channel": source.channel_id, "source_ts": source.ts, "source_thread": source.thread_ts,
            "source_link": source.link, "source_is_private": source.is_private, "door": source.door,
            "said": source.said[:NOTE_MAX], "taken": source.taken, "other_on": source.other_on,
            "other_at": source.other_at, "created_at": actor.now, "updated_at": actor.now,
        }
    )  # fmt: skip
    _set_moments(session, actor, task)
    session.add(task)
    session.flush()
    _add_people(session, actor, task, people)
    _record(session, actor, task, "add", {}, kept.plain(fields.model_dump(exclude_defaults=True)))
    if task.owner_id != actor.person.id:
        telling.owner(session, actor, task)
    return task


def _take_number(session: Session, workspace: Workspace) -> int:
    session.refresh(workspace, with_for_update={"key_share": True})  # rows that refer to it may go on being added
    number = workspace.next_number
    workspace.next_number = number + 1
    session.add(workspace)
    session.flush()
    return number


def _add_people(session: Session, actor: Actor, task: Task, people: People) -> None:
    for kind, ids in ((RoleKind.HELPER, people.helpers), (RoleKind.REVIEWER, people.reviewers)):
        for person_id in dict.fromkeys(ids):
            if person_id != task.owner_id:
                session.add(Role(workspace_id=task.workspace_id, number=task.number, person_id=person_id, kind=kind))
    for number in dict.fromkeys(people.after):
        if find(session, actor, number).number != task.number:
            session.add(Dependency(workspace_id=task.workspace_id, number=task.number, after_number=number))
    session.flush()


def is_empty(words: str) -> bool:
    """Whether a reader would see nothing that means anything: blanks, marks, characters without a shape."""
    return not any(unicodedata.category(one)[0] in "LN" or unicodedata.category(one) == "So" for one in
                   SHAPELESS.sub("", words))  # fmt: skip


def check_active(person: Person, refusal: str = "cannot_own", *, on_field: str | None = None) -> None:
    """Whoever a task counts on must be there to answer for it. Raises UserError."""
    if person.is_deleted and not person.name:
        raise UserError("no_such_person", Kind.NOT_FOUND, field=on_field, name=person.id)
    if person.is_deleted or person.is_bot:
        raise UserError(refusal, Kind.FORBIDDEN, field=on_field, name=person.called)


def find(session: Session, actor: Actor, number: int) -> Task:
    """The task if the actor may see it; unseen and unknown are the same answer.

    It is held until the turn ends, so what was checked still holds when it is changed.
    """
    task = queries.get(session, actor.person, number, actor.now, hold=True) if 0 < number <= NUMBER_MAX else None
    if task is None:
        raise not_found("no_such_task", number=number)
    return task


def view(session: Session, task: Task, *, now: datetime) -> TaskView:
    """The task with what a card shows of it."""
    people = people_queries.list_by_ids(session, task.workspace_id, (task.owner_id, task.creator_id))
    newest = queries.last_change_of(session, task)
    undoable = newest if newest and newest.undone_by is None and newest.kind != "undo" else None
    if undoable is not None and now - undoable.at > UNDO_FOR:
        undoable = None
    is_fresh = as_read.is_fresh(task, now, UNDO_FOR)
    history = queries.list_history(session, task) if is_fresh and task.taken else []
    return TaskView(
        task=task, owner=people[task.owner_id], creator=people[task.creator_id],
        roles=tuple(queries.list_roles(session, task)), after=tuple(queries.list_after(session, task)), undo=undoable,
        notes=queries.count_notes(session, task), is_fresh=is_fresh,
        taken=as_read.still_as_read(task, history) if is_fresh else {},
    )  # fmt: skip


def start(session: Session, actor: Actor, task: Task) -> History:
    return _change(
        session, actor, task, "start", {"state": lifecycle.check_move(task, "start"), "started_at": actor.now}
    )


def done(session: Session, actor: Actor, task: Task, *, note: str = "") -> History:
    """Close it. What it was blocked on no longer matters."""
    patch = {"state": lifecycle.check_move(task, "done"), "closed_at": actor.now, **_UNBLOCKED, "snoozed_until": None}
    entry = _change(session, actor, task, "done", patch, note=note)
    telling.giver(session, actor, task, "done", note)
    return entry


def cancel(session: Session, actor: Actor, task: Task, *, note: str = "") -> History:
    patch = {"state": lifecycle.check_move(task, "cancel"), "closed_at": actor.now, **_UNBLOCKED}
    entry = _change(session, actor, task, "cancel", patch, note=note)
    telling.giver(session, actor, task, "cancel", note)
    return entry


def reopen(session: Session, actor: Actor, task: Task) -> History:
    return _change(session, actor, task, "reopen", {"state": lifecycle.check_move(task, "reopen"), "closed_at": None})


def block(
    session: Session, actor: Actor, task: Task, *, reason: str, by: str | None = None, on: int | None = None
) -> History:
    """Say that it cannot go on, why, and whom or what it waits for."""
    lifecycle.check_live(task, "block")
    if by is not None and (helper := people_queries.get(session, task.workspace_id, by)) is not None:
        check_active(helper, "cannot_help", on_field="by")
    patch = {"blocked_at": actor.now, "blocked_reason": reason[:NOTE_MAX], "blocked_by_id": by, "blocked_by_number": on}
    entry = _change(session, actor, task, "block", patch)
    telling.giver(session, actor, task, "block", reason)
    if by is not None and by != actor.person.id:
        telling.person(session, actor, task, by, "blocked_on_you", reason)
    return entry


def unblock(session: Session, actor: Actor, task: Task) -> History:
    lifecycle.check_live(task, "unblock")
    if task.blocked_at is None:
        raise conflict("not_blocked", number=task.number)
    return _change(session, actor, task, "unblock", dict(_UNBLOCKED))


def assign(session: Session, actor: Actor, task: Task, owner: Person) -> History:
    lifecycle.check_live(task, "assign")
    check_active(owner)
    if owner.id == task.owner_id:
        raise conflict("owns_already", number=task.number, owner=owner.id)
    entry = _change(session, actor, task, "assign", {"owner_id": owner.id, "snoozed_until": None})
    if owner.id != actor.person.id:
        telling.owner(session, actor, task)
    return entry


def due(
    session: Session, actor: Actor, task: Task, *, on: date | None, at: datetime | None, other_on: date | None = None,
    other_at: datetime | None = None,
) -> History:  # fmt: skip
    """Set or clear the date; a clock time comes as an instant beside the owner's civil date.

    The second likely reading of what was said takes the place of the one before.
    """
    lifecycle.check_live(task, "due")
    patch = {"due_on": on, "due_at": at, "other_on": other_on, "other_at": other_at}
    if not nudging.is_reminder(task):
        patch["snoozed_until"] = None
    return _change(session, actor, task, "due", patch)


def remind(session: Session, actor: Actor, task: Task, at: datetime) -> None:
    """A task that was made just now speaks up at that moment, which is when it is due."""
    task.due_on, task.due_at = civil.local_date(at, civil.zone(actor.person.zone)), at
    task.snoozed_until = at
    _set_moments(session, actor, task)
    session.add(task)
    session.flush()


def priority(session: Session, actor: Actor, task: Task, number: int | None) -> History:
    lifecycle.check_live(task, "priority")
    return _change(session, actor, task, "priority", {"priority": number})


def snooze(session: Session, actor: Actor, task: Task, until: datetime) -> History:
    lifecycle.check_live(task, "snooze")
    if until <= actor.now:
        raise conflict("snooze_in_the_past", number=task.number)
    return _change(session, actor, task, "snooze", {"snoozed_until": until})


def edit(session: Session, actor: Actor, task: Task, patch: dict[str, Any]) -> History | None:
    """Change several fields at once; None when nothing is different."""
    patch = {name: value for name, value in patch.items() if roles.held(session, task, name) != value}
    if is_empty(patch.get("title", task.title)):
        raise UserError("empty_task", field="title")
    if not patch:
        return None
    if as_read.DATES & patch.keys():
        patch = {"other_on": None, "other_at": None} | patch
    had = task.owner_id
    entry = _change(session, actor, task, "edit", patch)
    if task.owner_id not in (had, actor.person.id):
        telling.owner(session, actor, task)
    return entry


def note(session: Session, actor: Actor, task: Task, words: str) -> History:
    """Progress or a comment; it changes nothing else."""
    _check_version(actor, task)
    entry = _record(session, actor, task, "note", {}, {}, words[:NOTE_MAX])
    task.updated_at = actor.now
    session.add(task)
    redraw(session, task, actor.now)
    return entry


def undo(session: Session, actor: Actor, entry: History) -> Task:
    """Take one change back, if it is young, the actor's own, and nothing came after it."""
    task = find(session, actor, entry.number)
    if entry.actor_id != actor.person.id:
        raise forbidden("undo_not_yours", number=task.number, actor=entry.actor_id)
    if entry.undone_by is not None:
        raise conflict("undone_already", number=task.number)
    if actor.now - entry.at > UNDO_FOR:
        raise conflict("undo_too_late", number=task.number, verb=entry.kind)
    if entry.kind == "note":
        return _take_back_note(session, actor, task, entry)
    if task.version != entry.version and not _is_newest_standing(session, task, entry):
        raise conflict("changed_since", number=task.number)
    patch = kept.unplain(entry.before) if entry.kind != "add" else {"state": State.CANCELLED, "closed_at": actor.now}
    had = task.owner_id
    undoing = _change(session, actor, task, "undo", patch)
    if task.owner_id not in (had, actor.person.id) and not _has_card(session, task, task.owner_id):
        telling.owner(session, actor, task)
    entry.undone_by = undoing.id
    session.add(entry)
    return task


def _is_newest_standing(session: Session, task: Task, entry: History) -> bool:
    """Whether all that came after it was taken back, so that it can be, too."""
    standing = (one.id for one in queries.list_history(session, task)
                if one.undone_by is None and one.kind not in ("undo", "note", "source_gone"))  # fmt: skip
    return next(standing, None) == entry.id


def _take_back_note(session: Session, actor: Actor, task: Task, entry: History) -> Task:
    """It changed nothing else, whatever came after it: the entry only says of itself that it no longer counts."""
    entry.undone_by = entry.id
    task.updated_at = actor.now
    session.add_all((entry, task))
    session.flush()
    redraw(session, task, actor.now)
    return task


_UNBLOCKED = {"blocked_at": None, "blocked_reason": None, "blocked_by_id": None, "blocked_by_number": None}


def _check_version(actor: Actor, task: Task) -> None:
    if actor.expects is not None and actor.expects != task.version:
        raise conflict("changed_under_you", number=task.number, state=task.state, owner=task.owner_id)


def _change(session: Session, actor: Actor, task: Task, verb: str, patch: dict[str, Any], *, note: str = "") -> History:
    """The one place where a task changes: rights, version, fields, moments, history, cards."""
    if verb != "undo":  # who made the last change may take it back, though the task has left their hands by it
        permissions.check_change(actor.workspace, actor.person, task, queries.list_roles(session, task), verb)
    _check_version(actor, task)
    if verb != "undo" and "due_at" in patch and nudging.is_reminder(task):
        patch = {"snoozed_until": patch["due_at"]} | patch  # a reminder moves with its moment
    before = {name: roles.held(session, task, name) for name in patch}
    for name, value in patch.items():
        roles.put(session, task, name, value)
    task.version += 1
    task.updated_at = actor.now
    _set_moments(session, actor, task)
    session.add(task)
    session.flush()
    redraw(session, task, actor.now)
    return _record(session, actor, task, verb, kept.plain(before), kept.plain(patch), note)


def _set_moments(session: Session, actor: Actor, task: Task) -> None:
    """When it is late and when it next wants attention follow from its dates and its owner's hours."""
    owner = people_queries.get(session, actor.workspace.id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    hours = availability.hours(owner, actor.workspace)
    task.ends_at = task.due_at or (hours.end_of(task.due_on) if task.due_on else None)
    task.nudge_at = nudging.next_moment(task, hours, actor.now)


def _record(
    session: Session, actor: Actor, task: Task, kind: str, before: dict[str, Any], after: dict[str, Any], note: str = ""
) -> History:
    entry = History(
        workspace_id=task.workspace_id, number=task.number, at=actor.now, actor_id=actor.person.id, kind=kind,
        version=task.version, before=before, after=after, note=note,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry


def replan(session: Session, workspace: Workspace, owner: Person, now: datetime) -> None:
    """Their zone or hours changed: a civil date ends at another instant now; a named hour stays the instant it is."""
    actor = Actor(workspace, owner, now)
    for task in queries.list_live_of(session, owner):
        _set_moments(session, actor, task)
        session.add(task)


def redraw(session: Session, task: Task, now: datetime) -> None:
    """Every card of the task is to be drawn again, and so are the nudges of the last days."""
    for key in nudge_queries.keys_said(session, task, nudging.KINDS, now - NUDGES_FOR):
        outbox.redraw(session, task.workspace_id, key, now)
    for card in queries.list_cards(session, task, hold=True):
        under_way = card.draw_at is not None and card.draw_at <= now
        card.draw_at = card.draw_at - INSTANT if card.draw_at and under_way else now  # another wish than that one
        card.attempts = 0
        session.add(card)


def _has_card(session: Session, task: Task, person_id: str) -> bool:
    """Whether a card of theirs still stands; one that was drawn away for good is forgotten."""
    return any(card.reader_id == person_id for card in queries.list_cards(session, task))
