"""What is to be said: rows with a unique key, claimed with a lease, settled by what really happened."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import uniform
from typing import Any

from bot.rules.sending import Outcome, Verdict
from models import Lane, OccurrenceState, Outbox, OutboxState, Session
from models.queries import deliveries

LEASE = timedelta(seconds=60)
TIME_OUT = timedelta(seconds=10)
SETTLE = timedelta(seconds=20)
TRIES = 12
FIRST_WAIT, LONGEST_WAIT = 5.0, 1800.0
RECONCILE_TRIES = 3

SEND_AGAIN = frozenset({"brief", "nudge", "task.card", "task.given", "task.told", "reply", "reminder"})


@dataclass(frozen=True)
class Letter:
    """One message to be said. `key` makes it unique; `to` is a channel, or a person for a direct message."""

    key: str
    kind: str
    to: str
    subject: dict[str, Any] = field(default_factory=dict)
    reader_id: str | None = None
    thread_ts: str | None = None
    thread_key: str | None = None
    lane: Lane = Lane.PEOPLE
    due_at: datetime | None = None
    expires_at: datetime | None = None


def put(session: Session, workspace_id: str, letter: Letter, *, now: datetime) -> bool:
    """Add a message to the outbox; False when the same key is there already."""
    if deliveries.outbox_by_key(session, workspace_id, letter.key):
        return False
    session.add(Outbox(
        workspace_id=workspace_id, key=letter.key, kind=letter.kind, subject=letter.subject, to=letter.to,
        reader_id=letter.reader_id, thread_ts=letter.thread_ts, thread_key=letter.thread_key, lane=letter.lane,
        due_at=letter.due_at or now, expires_at=letter.expires_at, created_at=now,
        try_real=now - timedelta(days=3650),
        nonce=secrets.token_urlsafe(12),
    ))  # fmt: skip
    session.flush()
    return True


Pacing = Callable[[str, str, datetime], bool]


def claim(
    session: Session, *, now: datetime, real: datetime, busy: Iterable[str], limit: int, may: Pacing
) -> list[Outbox]:
    """Take rows to send, at most one a conversation, people's answers first; each with a lease and a new generation.

    `may(workspace, conversation, now)` says whether the pace allows one more there.
    """
    waiting = deliveries.claimable(session, now=now, real=real, busy=set(busy), limit=limit * 4)
    rows = list(islice((row for row in waiting if may(row.workspace_id, row.to, now)), limit))
    for row in rows:
        row.state = OutboxState.SENDING
        row.generation += 1
        row.attempts += 1
        row.lease_real, row.started_real, row.started_at = real + LEASE, real, now
        session.add(row)
    return rows


def still_ours(row: Outbox, real: datetime) -> bool:
    """Whether a send begun now would end inside the lease."""
    return row.lease_real is not None and real < row.lease_real - TIME_OUT


def settle(
    session: Session, row_id: int, generation: int, outcome: Outcome, *, now: datetime, real: datetime
) -> Outbox | None:
    """Write down what became of a send. None when somebody else holds the row by now."""
    row = session.get(Outbox, row_id)
    if row is None or row.generation != generation or row.state != OutboxState.SENDING:
        return None
    row.lease_real = None
    row.reason = outcome.reason[:500]
    match outcome.verdict:
        case Verdict.SENT:
            _sent(row, outcome, now)
        case Verdict.DROPPED:
            row.state = OutboxState.DROPPED
        case Verdict.WAIT:
            row.state, row.attempts = OutboxState.PENDING, row.attempts - 1
            row.try_real = real + timedelta(seconds=outcome.wait_seconds)
        case Verdict.NOT_SENT:
            _retry(row, real)
        case Verdict.UNKNOWN:
            row.state, row.try_real = OutboxState.UNKNOWN, real + TIME_OUT + SETTLE
        case Verdict.REFUSED:
            row.state = OutboxState.DEAD
    session.add(row)
    _end_occurrences(session, row, now)
    return row


def found(session: Session, row: Outbox, outcome: Outcome, *, now: datetime, real: datetime) -> None:
    """Write down what a look into the conversation told about an unknown send."""
    row = session.merge(row)
    row.reconciled += 1
    match outcome.verdict:
        case Verdict.SENT:
            _sent(row, outcome, now)
        case Verdict.NOT_SENT:
            row.state, row.try_real, row.reason = OutboxState.PENDING, real, "not found after an unknown send"
        case _ if row.reconciled < RECONCILE_TRIES:
            row.try_real = real + timedelta(seconds=_wait(row.reconciled))
        case _ if row.kind in SEND_AGAIN:
            row.state, row.try_real, row.reason = OutboxState.PENDING, real, "history unreadable: sent again"
        case _:
            row.state, row.reason = OutboxState.DEAD, "history unreadable: not sent again"
    session.add(row)
    _end_occurrences(session, row, now)


def free_expired(session: Session, real: datetime) -> int:
    """Leases that ran out belong to a process that died or froze: what they did is unknown."""
    rows = deliveries.expired_leases(session, real)
    for row in rows:
        row.state, row.lease_real = OutboxState.UNKNOWN, None
        row.try_real = (row.started_real or real) + TIME_OUT + SETTLE
        session.add(row)
    return len(rows)


def redraw(session: Session, workspace_id: str, key: str, now: datetime) -> bool:
    """Ask for a sent message to be drawn again; False when it is not sent yet and so will be composed fresh anyway."""
    row = deliveries.outbox_by_key(session, workspace_id, key)
    if row is None or row.state != OutboxState.SENT:
        return False
    row.redraw_at = now
    session.add(row)
    return True


def _sent(row: Outbox, outcome: Outcome, now: datetime) -> None:
    row.state, row.ts, row.channel_id, row.sent_at = OutboxState.SENT, outcome.ts, outcome.channel_id, now


def _retry(row: Outbox, real: datetime) -> None:
    if row.attempts >= TRIES:
        row.state = OutboxState.DEAD
        return
    row.state, row.try_real = OutboxState.PENDING, real + timedelta(seconds=_wait(row.attempts))


def _wait(attempts: int) -> float:
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))) * uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret


ENDS = {
    OutboxState.SENT: OccurrenceState.SENT,
    OutboxState.DROPPED: OccurrenceState.SKIPPED,
    OutboxState.DEAD: OccurrenceState.DEAD,
    OutboxState.UNKNOWN: OccurrenceState.UNKNOWN,
}


def _end_occurrences(session: Session, row: Outbox, now: datetime) -> None:
    """What fell due ends as its message ended, with the reason; an unknown one may still turn out sent."""
    end = ENDS.get(OutboxState(row.state))
    if end is None:
        return
    for occurrence in deliveries.occurrences_of(session, row.workspace_id, row.key):
        occurrence.state, occurrence.reason, occurrence.ended_at = end, row.reason, now
        session.add(occurrence)
