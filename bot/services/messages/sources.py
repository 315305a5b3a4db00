"""The message a task came from: what its author changed in it is offered, and that it is gone is written down."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.errors import conflict
from bot.heard import Door, Heard
from bot.notices import Dropped, FieldChange, Notice, SourceEdited, SourceGone, TaskEdit
from bot.rules import nudging
from bot.rules.permissions import CLOSED
from bot.services.messages import outbox, questions
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.work import changing, rights, roles, tasks
from models import ChannelKind, History, Outbox, OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import sources as queries
from models.queries import tasks as task_queries

OFFER, GONE = "source.edited", "source.gone"
YOUNG = timedelta(minutes=10)
EDITS_MOST = 100  # of one message
PLAIN = ("title", "start_on", "rrule", "priority", "important", "estimate_days", "project", "parent_number")
MAKING = frozenset({"make", "again", "share", "many", "one", "reread", "forget"})
IN_DOUBT = {
    "due": ("due_on", "due_at", "words"), "people": ("owner_id", "helpers"), "reviewers": ("reviewers",),
    "accountable": ("accountable",), "consulted": ("consulted",), "informed": ("informed",),
    "parent": ("parent_number",), "after": ("after",),
}  # fmt: skip
LISTS = ("labels", *roles.FIELDS, "after")


@dataclass(frozen=True)
class Reading:
    """What one line says of a task, as JSON holds it; `words` are those of its date, `unread` what was not clear.

    `doubtful` are the keys of IN_DOUBT for it.
    """

    title: str = ""
    note: str = ""
    owner_id: str | None = None
    due_on: str | None = None
    due_at: str | None = None
    words: str = ""
    start_on: str | None = None
    rrule: str | None = None
    priority: int | None = None
    important: bool = False
    estimate_days: float | None = None
    project: str | None = None
    parent_number: int | None = None
    labels: list[str] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    accountable: list[str] = field(default_factory=list)
    consulted: list[str] = field(default_factory=list)
    informed: list[str] = field(default_factory=list)
    after: list[int | str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    @property
    def named(self) -> set[str]:
        """Everybody it names."""
        rows = [one for name in roles.FIELDS for one in getattr(self, name)]
        return {roles.read_role(one)[0] for one in rows} | ({self.owner_id} if self.owner_id else set())


@dataclass(frozen=True)
class Part:
    """One task of an edited message: what its old and new words give, and the new line where it has one of its own."""

    number: int
    version: int
    old: Reading
    new: Reading
    said: str | None = None


@dataclass(frozen=True)
class Offer:
    """What an edit would change. `was` is the message as it read when its tasks were last in step with it."""

    source: dict[str, Any]
    parts: tuple[Part, ...]
    added: tuple[str, ...]
    was: str
    edited: str
    outside: tuple[str, ...] = ()


# --- where a question was asked from ------------------------------------------------------------------------------


def origin_of(heard: Heard) -> dict[str, Any]:
    """The place of the words that are asked about, to be kept with the question."""
    found = {
        "channel": heard.channel_id, "kind": heard.channel_kind, "ts": heard.ts, "thread": heard.thread_ts,
        "link": heard.link, "at": heard.spoken_at.isoformat() if heard.spoken_at else None,
        "words": heard.meta.get("words"), "once": heard.meta.get("once"),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def at_origin(session: Session, heard: Heard) -> Heard:
    """A tap on a question about a message speaks where that message stands, and as of when it was written.

    That is so where a task is made of its words; any other verb speaks of now. Raises UserError when the author has
    changed the message since it was asked about.
    """
    verb = next(iter(heard.text.split(None, 1)), "")
    if heard.door != Door.BUTTON or heard.channel_id is None or heard.ts is None or verb not in MAKING:
        return heard
    asked = deliveries.sent_as(session, heard.workspace_id, heard.channel_id, heard.ts)
    origin = (asked.subject.get("source") or {}) if asked is not None and asked.reader_id == heard.person_id else {}
    if not origin.get("channel"):
        return heard
    if (
        asked is not None
        and asked.kind == "reply"
        and asked.subject.get("state") in (questions.CHANGED, questions.DELETED)
    ):
        raise conflict("offer_gone")
    kind, at = _kind_of(session, heard, origin), origin.get("at")
    if kind in CLOSED and not people_queries.is_member(session, heard.workspace_id, origin["channel"], heard.person_id):
        return heard  # they left it since
    return replace(
        heard, channel_id=origin["channel"], channel_kind=kind, ts=origin.get("ts"),
        thread_ts=origin.get("thread"), link=origin.get("link"), of_message=True,
        spoken_at=datetime.fromisoformat(at) if at else heard.spoken_at,
        meta=heard.meta | {name: origin[name] for name in ("words", "once", "beside") if origin.get(name)},
    )  # fmt: skip


def _kind_of(session: Session, heard: Heard, origin: dict[str, Any]) -> str | None:
    """A channel may have been made private since; what is not known is private."""
    known = people_queries.channel(session, heard.workspace_id, origin["channel"])
    return known.kind if known is not None else origin.get("kind") or ChannelKind.PRIVATE


# --- what an edit changes -----------------------------------------------------------------------------------------


def changes(session: Session, task: Task, old: Reading, new: Reading) -> tuple[FieldChange, ...]:
    """What the new words change in the task as it stands.

    A field is changed when its words changed; where they only went, what was set by hand since then stays.
    """
    found = [_plain_change(task, name, old, new) for name in PLAIN]
    found.insert(1, _note_change(task, old, new))
    found.insert(2, _owner_change(task, old, new))
    found.insert(3, _due_change(task, old, new))
    found += [_list_change(session, task, name, old, new) for name in LISTS]
    return tuple(change for change in found if change is not None)


def _plain_change(task: Task, name: str, old: Reading, new: Reading) -> FieldChange | None:
    before, was, now = _stored(getattr(task, name)), getattr(old, name), getattr(new, name)
    if now in (was, before) or (not now and (before != was or name == "title")):
        return None
    return FieldChange(name, before, now)


def _note_change(task: Task, old: Reading, new: Reading) -> FieldChange | None:
    if new.note in (old.note, task.note):
        return None
    if task.note == old.note or (old.note and old.note in task.note):
        after = task.note.replace(old.note, new.note, 1) if old.note else new.note
        return FieldChange("note", task.note, after.strip()[: tasks.NOTE_MAX])
    after = f"{task.note}\n{new.note}"
    return FieldChange("note", task.note, after) if new.note and len(after) <= tasks.NOTE_MAX else None


def _owner_change(task: Task, old: Reading, new: Reading) -> FieldChange | None:
    """Nobody named any more means who said it, as in any line."""
    was, now = old.owner_id or task.creator_id, new.owner_id or task.creator_id
    if now in (was, task.owner_id) or (new.owner_id is None and task.owner_id != was):
        return None
    return FieldChange("owner_id", task.owner_id, now)


def _due_change(task: Task, old: Reading, new: Reading) -> FieldChange | None:
    """The same words mean the same day, however much later they are read again."""
    if " ".join(old.words.casefold().split()) == " ".join(new.words.casefold().split()):
        return None
    before = _stored(task.due_at) or _stored(task.due_on)
    was, now = old.due_at or old.due_on, new.due_at or new.due_on
    if before == now or (now is None and before != was):
        return None
    return FieldChange("due", before, now)


def _list_change(session: Session, task: Task, name: str, old: Reading, new: Reading) -> FieldChange | None:
    """What the words gained is added and what they lost is taken out; the rest stays."""
    before = _listed(session, task, name)
    was, now = getattr(old, name), getattr(new, name)
    lost, gained = [one for one in was if one not in now], [one for one in now if one not in was]
    after = [one for one in before if one not in lost]
    after += [one for one in gained if one not in after and one != task.owner_id]
    return FieldChange(name, before, after) if after != before else None


def _listed(session: Session, task: Task, name: str) -> list[Any]:
    return list(roles.held(session, task, name))


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def apply(session: Session, actor: Actor, task: Task, part: Part) -> History | None:
    """Change the task as the new words say. Raises UserError for want of rights; None when nothing is different."""
    patch: dict[str, Any] = {}
    for change in changes(session, task, part.old, part.new):
        if change.field == "due":
            at = datetime.fromisoformat(part.new.due_at) if part.new.due_at else None
            patch |= {
                "due_on": date.fromisoformat(part.new.due_on) if part.new.due_on else None, "due_at": at,
                "other_on": None, "other_at": None,
            } | ({} if nudging.is_reminder(task) else {"snoozed_until": None})  # fmt: skip
        elif change.field == "start_on":
            patch["start_on"] = date.fromisoformat(change.after) if change.after else None
        else:
            patch[change.field] = change.after
    if patch and part.said is not None:
        patch |= {"said": part.said[: tasks.NOTE_MAX], "taken": None}
    return tasks.edit(session, actor, task, patch) if patch else None


# --- offers -------------------------------------------------------------------------------------------------------


def newest_offer(
    session: Session, workspace_id: str, channel_id: str, ts: str, *, hold: bool = False
) -> tuple[Outbox | None, int]:
    """The last offer about that message, and the number the next one gets.

    `hold` waits for whoever is just answering it, and reads what they left.
    """
    found = None
    for number in range(1, EDITS_MOST + 1):
        row = deliveries.outbox_by_key(session, workspace_id, _key(channel_id, ts, number))
        if row is None:
            break
        found = row
    else:
        number = EDITS_MOST + 1
    held = deliveries.outbox_row(session, found.id, lock=True) if found is not None and hold else found
    return held, number


def _key(channel_id: str, ts: str, number: int) -> str:
    return f"edited:{channel_id}:{ts}:{number}"


def is_open(row: Outbox) -> bool:
    return bool(row.subject) and not row.subject.get("state")


def close(session: Session, row: Outbox, state: str, now: datetime, *, edited: str = "") -> None:
    """An offer that is answered, or overtaken by another edit; what is on the screen is drawn again without buttons.

    `edited` is when the message got the words that count from now on.
    """
    row.subject = {**row.subject, "state": state} | ({"edited": edited} if edited else {})
    session.add(row)
    session.flush()
    if state not in ("taken", "left"):
        outbox.redraw(session, row.workspace_id, row.key, now)


def offer(session: Session, person: Person, offered: Offer, number: int, now: datetime) -> None:
    source = offered.source
    subject = asdict(offered) | {"state": ""}
    letter = Letter(key=_key(source["channel"], source["ts"], number), kind=OFFER, to=person.id, reader_id=person.id,
                    subject=subject)  # fmt: skip
    outbox.put(session, person.workspace_id, letter, now=now)


def offered_in(row: Outbox) -> Offer:
    """An offer as it was written down."""
    held = row.subject
    parts = tuple(
        Part(one["number"], one["version"], Reading(**one["old"]), Reading(**one["new"]), one["said"])
        for one in held["parts"]
    )
    return Offer(held["source"], parts, tuple(held["added"]), held["was"], held["edited"], tuple(held["outside"]))


def refresh(session: Session, row: Outbox, now: datetime) -> None:
    """The tasks moved on since it was drawn: show it again as it would be now."""
    parts = [dict(part) for part in row.subject["parts"]]
    for part in parts:
        task = task_queries.get_unseen(session, row.workspace_id, part["number"])
        part["version"] = task.version if task is not None else part["version"]
    row.subject = {**row.subject, "parts": parts}
    session.add(row)
    session.flush()
    outbox.redraw(session, row.workspace_id, row.key, now)


def compose_edited(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """The offer as things stand; one that was overtaken before it was said is not said."""
    person = people_queries.get(session, row.workspace_id, row.to)
    workspace = people_queries.workspace(session, row.workspace_id)
    if not row.subject or person is None or workspace is None or row.id is None:
        return Dropped("too old")
    state = row.subject["state"]
    if state and row.state != OutboxState.SENT:
        return Dropped(f"overtaken: {state}")
    offered = offered_in(row)
    edits = () if state else _edits(session, workspace, person, offered, now)
    if not state and not edits and not offered.added:
        if row.state != OutboxState.SENT:
            return Dropped("nothing to change any more")
        state = "nothing"
    named = {change_id for edit in edits for change in edit.changes for change_id in _people_in(change)}
    people = people_queries.list_by_ids(session, row.workspace_id, {*named, *offered.outside})
    outside = tuple(people[one] for one in offered.outside if one in people)
    return SourceEdited(row.id, edits, offered.added, people, outside, state)


def _edits(
    session: Session, workspace: Workspace, person: Person, offered: Offer, now: datetime
) -> tuple[TaskEdit, ...]:
    found = []
    for part in offered.parts:
        task = task_queries.get(session, person, part.number, now)
        if task is None or not may_offer(session, workspace, person, task):
            continue
        if (changed := changes(session, task, part.old, part.new)) or part.new.unread:
            found.append(TaskEdit(task, changed, tuple(part.new.unread)))
    return tuple(found)


def may_offer(session: Session, workspace: Workspace, person: Person, task: Task) -> bool:
    """Who edits the message is asked only about tasks that they may change."""
    return task.is_live and rights.can(session, workspace, person, task, "edit")


def _people_in(change: FieldChange) -> list[str]:
    if change.field == "owner_id":
        return [str(one) for one in (change.before, change.after) if one]
    both = [*change.before, *change.after] if change.field in roles.FIELDS else []
    return [roles.read_role(one)[0] for one in both]


# --- deletions ----------------------------------------------------------------------------------------------------


def gone(
    session: Session, workspace: Workspace, channel_id: str, ts: str, *, author_id: str, now: datetime
) -> list[Task]:
    """The message was deleted: its tasks stay, say so, and lead nowhere any more. Returns those that heard of it."""
    found = [task for task in queries.list_of_message(session, workspace.id, channel_id, ts)
             if task.source_gone_at is None]  # fmt: skip
    for task in found:
        task.source_gone_at = now
        session.add(task)
        session.add(History(workspace_id=workspace.id, number=task.number, at=now, actor_id=workspace.bot_user_id,
                            kind="source_gone", version=task.version))  # fmt: skip
        session.flush()
        changing.redraw(session, task, now)
    newest, _ = newest_offer(session, workspace.id, channel_id, ts, hold=True)
    if newest is not None and is_open(newest):
        close(session, newest, "gone", now)
    if not found and (question := questions.find(session, workspace.id, channel_id, ts, hold=True)):
        questions.close(session, question, questions.DELETED, now)
    _offer_to_cancel(session, workspace, channel_id, ts, author_id, found, now)
    return found


def _offer_to_cancel(
    session: Session, workspace: Workspace, channel_id: str, ts: str, author_id: str, found: list[Task], now: datetime
) -> None:
    """Only to its author, for tasks they made just now: perhaps it was all a slip."""
    author = people_queries.get(session, workspace.id, author_id) if author_id else None
    young = [task.number for task in found
             if task.creator_id == author_id and task.is_live and now - task.created_at <= YOUNG]  # fmt: skip
    if author is None or author.is_stranger or author.is_deleted or not young:
        return
    letter = Letter(key=f"gone:{channel_id}:{ts}", kind=GONE, to=author.id, reader_id=author.id,
                    subject={"numbers": young})  # fmt: skip
    outbox.put(session, workspace.id, letter, now=now)


def compose_gone(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    person = people_queries.get(session, row.workspace_id, row.to)
    numbers = row.subject.get("numbers") or ()
    seen = [task_queries.get(session, person, number, now) for number in numbers] if person is not None else []
    live = tuple(task for task in seen if task is not None and task.is_live)
    return SourceGone(live) if live else Dropped("closed meanwhile")


COMPOSERS = {OFFER: compose_edited, GONE: compose_gone}
