"""What could not be delivered or worked on: shown without its words, tried again and said only once, or dropped."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bot.answers.troubles import Lost, Paused, Undelivered
from bot.errors import UserError, not_found
from bot.rules import permissions
from bot.services.messages import alarms, inbox, outbox
from bot.services.people.actors import Actor
from models import Inbox, Outbox, OutboxState, Person, Session
from models.queries import deliveries, holds
from models.queries import people as people_queries
from models.queries import tasks as task_queries
from models.queries import troubles as queries

PAGE = 8
AT_ONCE = 500  # in one turn
HEARD = "in-"
WORDED = frozenset({"reply", "source.edited"})  # their words are let go after a while, and cannot be said then
PEOPLE = ("U", "W")


def check(actor: Actor) -> None:
    permissions.check_set_up(actor.workspace, actor.person, "muster outbox")


def page(session: Session, actor: Actor, number: int = 1, *, done: str = "", count: int = 0) -> Undelivered:
    """What an admin may know of it: to whom and of which task, as far as they see those."""
    check(actor)
    workspace, viewer, now = actor.workspace, actor.person, actor.now
    counts = queries.counts(session, workspace.id)
    pages = max(1, -(-sum(counts) // PAGE))
    number = min(max(1, number), pages)
    lost = [_seen(session, viewer, one, now)
            for one in _slice(session, workspace.id, counts, (number - 1) * PAGE, PAGE)]  # fmt: skip
    held = holds.count_waiting(session, workspace.id, now) if workspace.on_hold else None
    paused = Paused(workspace.broken_at, queries.count_waiting(session, workspace.id, now)) \
        if workspace.broken_at is not None else None  # fmt: skip
    dead, unknown, set_aside = counts
    return Undelivered(tuple(lost), dead, unknown, set_aside, number, pages, held, paused, done, count)


def list_all(session: Session, workspace_id: str, limit: int) -> list[Lost]:
    """The same for whoever looks after the server."""
    counts = queries.counts(session, workspace_id)
    return [_known(row) for row in _slice(session, workspace_id, counts, 0, limit)]


def _slice(
    session: Session, workspace_id: str, counts: tuple[int, int, int], start: int, limit: int
) -> Iterator[Outbox | Inbox]:
    """What was given up, then what is looked for, then what was set aside, as one list."""
    lists: tuple[Callable[[Session, str, int, int], Sequence[Outbox | Inbox]], ...] = (
        queries.list_dead, queries.list_unknown, queries.list_set_aside,
    )  # fmt: skip
    for count, list_some in zip(counts, lists, strict=True):
        if limit > 0 and start < count:
            rows = list_some(session, workspace_id, limit, start)
            yield from rows
            limit -= len(rows)
        start = max(0, start - count)


def _known(row: Outbox | Inbox) -> Lost:
    if isinstance(row, Inbox):
        return Lost(_ref(row.key), "set_aside", row.door, row.done_at or row.received_at, row.outcome,
                    str(row.payload.get("user") or ""), can_retry=bool(row.payload))  # fmt: skip
    since = row.dead_at or row.started_at or row.due_at
    return Lost(str(row.id), row.state, row.kind, since, row.reason, row.to, _numbers(row), can_retry=_has_words(row))


def _seen(session: Session, viewer: Person, row: Outbox | Inbox, now: datetime) -> Lost:
    lost = _known(row)
    may_know = lost.to.startswith(PEOPLE) or people_queries.channel_name(session, viewer, lost.to)
    numbers = tuple(one for one in lost.numbers if task_queries.get(session, viewer, one, now) is not None)
    return Lost(lost.ref, lost.state, lost.kind, lost.since, lost.reason, lost.to if may_know else "", numbers,
                lost.can_retry)  # fmt: skip


def _numbers(row: Outbox) -> tuple[int, ...]:
    said = row.subject.get("numbers") or [row.subject.get("number")]
    return tuple(int(one) for one in said if isinstance(one, int))


def _has_words(row: Outbox) -> bool:
    return bool(row.subject) or row.kind not in WORDED


def _ref(key: str) -> str:
    """A short name for what was heard: its key names a conversation."""
    return HEARD + hashlib.sha256(key.encode()).hexdigest()[:10]


def retry(session: Session, workspace_id: str, refs: Sequence[str], now: datetime, real: datetime) -> int:
    """Try these again, or all there are; returns how many. One that may have arrived is looked for first."""
    rows = _rows(session, workspace_id, refs)
    can = [row for row in rows if _known(row).can_retry]
    if refs and not can:
        raise UserError("letter_has_no_words")
    for row in can:
        if isinstance(row, Inbox):
            inbox.again(session, row, now)
        else:
            outbox.again(session, row, now, real)
    return _done(session, workspace_id, len(can), now)


def drop(session: Session, workspace_id: str, refs: Sequence[str], now: datetime) -> int:
    """Give these up for good, or all that were given up; returns how many. What is looked for only by its name."""
    rows = _rows(session, workspace_id, refs)
    for row in rows:
        if isinstance(row, Inbox):
            inbox.drop(session, row, now)
        else:
            outbox.drop(session, row, now)
    return _done(session, workspace_id, len(rows), now)


def _done(session: Session, workspace_id: str, count: int, now: datetime) -> int:
    session.flush()
    alarms.look_again(session, workspace_id, now)
    return count


def _rows(session: Session, workspace_id: str, refs: Sequence[str]) -> list[Outbox | Inbox]:
    """Held until the turn ends; without names, all that is settled, as many as go into one turn."""
    if not refs:
        dead = queries.list_dead(session, workspace_id, AT_ONCE)
        refs = [str(row.id) for row in reversed(dead)]
        refs += [_ref(row.key) for row in queries.list_set_aside(session, workspace_id, AT_ONCE - len(dead))]
    keys = {_ref(key): key for key in queries.list_set_aside_keys(session, workspace_id)} \
        if any(ref.startswith(HEARD) for ref in refs) else {}  # fmt: skip
    return [_row(session, workspace_id, ref, keys) for ref in refs]


def _row(session: Session, workspace_id: str, ref: str, keys: dict[str, str]) -> Outbox | Inbox:
    """Raises UserError where there is none, or it was settled meanwhile."""
    found: Outbox | Inbox | None = None
    if ref in keys:
        found = deliveries.find_heard(session, workspace_id, keys[ref], None, lock=True)
    elif ref.isdecimal() and len(ref) < 19:
        row = deliveries.outbox_row(session, int(ref), lock=True)
        found = row if row is not None and row.workspace_id == workspace_id and _is_lost(row) else None
    if found is None:
        raise not_found("no_such_letter")
    return found


def _is_lost(row: Outbox) -> bool:
    return row.state == OutboxState.DEAD or (row.state == OutboxState.UNKNOWN and not row.in_doubt)
