"""What a message of nudges says: what is still true when it is sent, and once it was, what became of each task."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.notices import Brief, Dropped, Notice, Nudge, Nudges, TaskGone
from bot.rules import availability, chasing, nudging, priority
from bot.services.rhythm import briefs, late_briefs, nudges, occurrences
from bot.services.rhythm.merged import Reader, chase_objection, is_bad_time, kind_of, objection
from models import Occurrence, OccurrenceState, Outbox, OutboxState, Session, State, Task
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries


def compose(session: Session, row: Outbox, now: datetime) -> Nudge | Nudges | TaskGone | Dropped:
    """What is still true of it when it is sent. One that was sent says what became of each."""
    reader = _reader(session, row, now)
    if reader is None:
        return Dropped("deactivated")
    told = queries.list_told(session, row.workspace_id, row.key)
    if row.state == OutboxState.SENT:
        again = [_again(reader, one) for one in told if one.state == OccurrenceState.SENT]
        return _together(reader, again, (), int(row.subject.get("more", 0)))
    said, left_out = _still_to_say(reader, told)
    more = int(row.subject.get("more", 0))
    return _together(reader, said, left_out, more) if said else Dropped(_why_nothing(left_out))


def compose_brief(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """The brief, with the reminders that come late along with it; they are said where it is not any more."""
    reader = _reader(session, row, now)
    told = [one for one in queries.list_told(session, row.workspace_id, row.key)
            if one.kind not in (late_briefs.KIND, f"nudge.{nudging.PASSED}")]  # fmt: skip
    if reader is None:
        return Dropped("deactivated")
    if row.state == OutboxState.SENT:
        again = [_again(reader, one) for one in told if one.state == OccurrenceState.SENT]
        brief = briefs.compose(session, row, now)
        return brief if isinstance(brief, Dropped) else replace(brief, items=_in_order(again, now))
    brief = briefs.compose(session, row, now) if not (why := _no_brief_now(reader, row)) else Dropped(why)
    said, left_out = _still_to_say(reader, told)
    if isinstance(brief, Brief):
        return replace(brief, items=_in_order(said, now), left_out=left_out)
    if not said:
        return brief
    day = str(row.subject["on"])
    return _together(reader, said, (*left_out, (late_briefs.KIND, "", day, brief.reason)))


def _no_brief_now(reader: Reader, row: Outbox) -> str:
    """Why the brief is not to be said now, though it was when it was written."""
    if reader.now > nudging.brief_until(reader.hours, date.fromisoformat(row.subject["on"])):
        return "late"
    return occurrences.NOT_NOW if nudging.listens_from(reader.person, reader.now) > reader.now else ""


def _still_to_say(
    reader: Reader, told: Iterable[Occurrence]
) -> tuple[list[Nudge | TaskGone], tuple[tuple[str, str, str, str], ...]]:  # fmt: skip
    """What is true still and may be said now, and why the rest is not or may not."""
    said: list[Nudge | TaskGone] = []
    left_out = []
    for one in (one for one in told if one.state in (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)):
        task = task_queries.get_unseen(reader.session, one.workspace_id, int(one.subject))
        end = objection(reader, one, task)
        why = end[1] if end is not None else is_bad_time(reader, one, task) if task is not None else "no access"
        if why or task is None:
            left_out.append((one.kind, one.subject, one.when, why))
        else:
            said.append(_item(reader, one, task))
    return said, tuple(left_out)


def _why_nothing(left_out: Iterable[tuple[str, str, str, str]]) -> str:
    """Where some of it only waits for its time, all of it is looked at again then."""
    reasons = [why for *_, why in left_out]
    return occurrences.NOT_NOW if occurrences.NOT_NOW in reasons else reasons[-1] if reasons else "closed"


def _reader(session: Session, row: Outbox, now: datetime) -> Reader | None:
    workspace, person = (people_queries.workspace(session, row.workspace_id),
                         people_queries.get(session, row.workspace_id, row.to))  # fmt: skip
    assert workspace is not None, "rows belong to a known workspace"
    if person is None or not person.can_be_told:
        return None
    return Reader(session, workspace, person, availability.hours(person, workspace), now)


def _item(reader: Reader, row: Occurrence, task: Task) -> Nudge:
    late = reader.now - row.due_at > nudging.SHOWN_AS_LATE and kind_of(row) in nudging.OWN
    return _nudge(reader, row, task, was_due_at=row.due_at if late else None)


def _nudge(reader: Reader, row: Occurrence, task: Task, **known: Any) -> Nudge:
    """With who waits and since when, as long as anybody does."""
    kind, by_id, since = kind_of(row), "", None
    if kind == chasing.UNACKED:
        given = queries.given_by(reader.session, task)
        by_id, since = (given.actor_id, given.at) if given else (task.creator_id, task.created_at)
    elif kind in (chasing.BLOCKER, chasing.REVIEWER):
        by_id, since = task.owner_id, task.blocked_at if kind == chasing.BLOCKER else task.submitted_at
    elif kind == chasing.STALE:
        since = task.updated_at
    return Nudge(kind, task, reader.person, facts=row.facts or {}, by_id=by_id, since=since, **known)


def _again(reader: Reader, row: Occurrence) -> Nudge | TaskGone:
    task = task_queries.get_unseen(reader.session, row.workspace_id, int(row.subject))
    assert task is not None, "tasks are never deleted"
    if task_queries.get(reader.session, reader.person, task.number, reader.now) is None:
        return TaskGone(task.number, task.version)
    return _nudge(reader, row, task, state=_what_became_of(reader, row, task))


def _together(
    reader: Reader, items: Iterable[Nudge | TaskGone], left_out: tuple[tuple[str, str, str, str], ...], more: int = 0
) -> Nudge | Nudges | TaskGone | Dropped:
    found = list(items)
    if not found:
        return Dropped("gone")
    if len(found) == 1 and not left_out and not more:
        return found[0]
    people = people_queries.list_by_ids(
        reader.session,
        reader.workspace.id,
        {one.task.owner_id for one in found if isinstance(one, Nudge)} | {reader.person.id},
    )
    return Nudges(reader.person, _in_order(found, reader.now), people, left_out, more)


def _in_order(items: Iterable[Nudge | TaskGone], now: datetime) -> tuple[Nudge | TaskGone, ...]:
    return tuple(sorted(items, key=lambda one: _place(one, now)))


def _place(item: Nudge | TaskGone, now: datetime) -> tuple[Any, ...]:
    """By what it is about, then the most urgent; what they see no more comes last."""
    if isinstance(item, TaskGone):
        return (len(nudging.ORDER),)
    return (nudging.ORDER.index(item.kind.partition(".")[0]), priority.order(item.task, now))


def _what_became_of(reader: Reader, row: Occurrence, task: Task) -> str:
    """In a word; empty while there is something to do about it."""
    kind = kind_of(row)
    if not task.is_live:
        return task.state
    if nudging.is_snoozed(task, reader.now):
        return "snoozed"
    if kind in nudging.OWN:
        if task.owner_id != reader.person.id:
            return "given"
        return "" if kind == nudging.SNOOZED or nudges.about(task, kind) == row.when else "moved"
    return "" if chase_objection(reader, row, task) is None else _moved_on(reader, kind, task)


def _moved_on(reader: Reader, kind: str, task: Task) -> str:
    """What ended the silence."""
    if kind != chasing.REVIEWER and task.state == State.REVIEW:
        return "submitted"
    if kind == chasing.UNACKED:
        return "taken" if task.owner_id == reader.person.id else "given"
    if kind == chasing.BLOCKER:
        return "acted" if task.is_blocked else "unblocked"
    if kind == chasing.REVIEWER:
        return "acted" if task.state == State.REVIEW else "returned"
    return "heard" if kind == chasing.STALE and task.owner_id == reader.person.id else "acted"
