"""What was heard, kept by its key: a gesture has one effect however often it arrives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.heard import Gesture
from bot.rules.troubles import Cause
from bot.services.messages import alarms
from models import Inbox, InboxState, Session
from models.queries import deliveries

SUSPECT = 2  # tries among others that died; from here on a row is tried alone, and a death is held against it
POISON_AFTER = SUSPECT + 3
PAUSES = (5.0, 60.0)  # seconds between tries that failed
FAILURES = len(PAUSES) + 1
KEEP_PAYLOADS = timedelta(days=7)
KEEP_KEYS = timedelta(days=30)


def receive(
    session: Session, workspace_id: str, gesture: Gesture, door: str, payload: dict[str, Any], now: datetime
) -> bool:
    """Keep an event to be worked on; False when it, or its twin, was heard before."""
    if deliveries.find_heard(session, workspace_id, gesture.key, gesture.twin):
        return False
    session.add(Inbox(workspace_id=workspace_id, key=gesture.key, twin=gesture.twin, door=door, payload=payload,
                      received_at=now))  # fmt: skip
    session.flush()
    return True


def overtake(session: Session, workspace_id: str, key: str, news: dict[str, Any]) -> None:
    """What was heard and still waits is worked on as it reads now; an older edit does not undo a newer one.

    What was taken back stays so, whatever was edited before it went.
    """
    row = deliveries.find_heard(session, workspace_id, key, None, lock=True) if key and news else None
    if row is None or row.state != InboxState.RECEIVED:
        return
    if not news.get("gone") and float(news.get("edited") or 0) < float(row.payload.get("edited") or 0):
        return
    row.payload = {**row.payload, **news}
    session.add(row)
    session.flush()


@dataclass(frozen=True)
class Heard:
    """A gesture that is heard and done in one transaction: its row is there from the beginning, and done."""

    workspace_id: str
    key: str


def begin(session: Session, workspace_id: str, gesture: Gesture, door: str, now: datetime) -> Inbox | Heard | None:
    """What this turn will finish; None when the gesture is done already, perhaps by another process just now."""
    if deliveries.keep_gesture(session, workspace_id, gesture.key, gesture.twin, door=door, now=now):
        return Heard(workspace_id, gesture.key)
    row = deliveries.find_heard(session, workspace_id, gesture.key, gesture.twin, lock=True)
    return row if row is not None and row.state == InboxState.RECEIVED else None


def finish(session: Session, begun: Inbox | Heard, outcome: str, now: datetime) -> None:
    """Close it in the transaction of its effect; what a row carried is no longer needed."""
    if isinstance(begun, Heard):
        deliveries.end_gesture(session, begun.workspace_id, begun.key, outcome, now)
        return
    begun.state, begun.outcome, begun.done_at, begun.payload = InboxState.DONE, outcome, now, {}
    session.add(begun)


def tries(row: Inbox) -> int:
    """How often it was begun, whatever came of it."""
    return row.attempts + row.failures


SetAside = Callable[[Session, Inbox], None]


def _in_silence(session: Session, row: Inbox) -> None:
    """Nobody is told."""


def attempt(
    session: Session, workspace_id: str, key: str, now: datetime, tell: SetAside = _in_silence, *,
    seen: int | None = None,
) -> Inbox | None:  # fmt: skip
    """Count one try before the work begins, so that a row that kills the process is set aside.

    `seen` is how many tries there were when it was listed: were there more since, somebody else is at work on it. Many
    processes that look at once, as when the database is back, are not taken for as many that died.
    """
    row = deliveries.find_heard(session, workspace_id, key, None, lock=True)
    if row is None or row.state != InboxState.RECEIVED or seen not in (None, tries(row)):
        return None
    row.attempts += 1
    session.add(row)
    if row.attempts > POISON_AFTER:
        _set_aside(session, row, "crashed five times", now, tell)
        return None
    return row


def failed(session: Session, workspace_id: str, key: str, now: datetime, tell: SetAside = _in_silence) -> float | None:
    """After a try that failed: seconds until the next one; None when that was the last, or the row is done."""
    row = deliveries.find_heard(session, workspace_id, key, None, lock=True)
    if row is None or row.state != InboxState.RECEIVED:
        return None
    row.attempts, row.failures = max(0, row.attempts - 1), row.failures + 1
    session.add(row)
    if row.failures >= FAILURES:
        _set_aside(session, row, "failed three times", now, tell)
        return None
    return PAUSES[row.failures - 1]


def _set_aside(session: Session, row: Inbox, outcome: str, now: datetime, tell: SetAside) -> None:
    row.state, row.outcome, row.done_at = InboxState.DEAD, outcome, now
    session.add(row)
    session.flush()
    alarms.sound(session, row.workspace_id, Cause.SET_ASIDE, now)
    tell(session, row)


def not_tried(session: Session, workspace_id: str, key: str) -> None:
    """The try came to nothing for want of a database, which is no fault of the row."""
    row = deliveries.find_heard(session, workspace_id, key, None, lock=True)
    if row is not None and row.state == InboxState.RECEIVED:
        row.attempts = max(0, row.attempts - 1)
        session.add(row)


def again(session: Session, row: Inbox, now: datetime) -> None:
    """Work on what was set aside as if it were new. Its author was told that it went wrong; the answer is another."""
    told = deliveries.outbox_by_key(session, row.workspace_id, f"reply:{row.key}")
    if told is not None:
        told.key = f"{told.key}:{now.isoformat()}"
        session.add(told)
    row.state, row.attempts, row.failures, row.outcome, row.done_at = InboxState.RECEIVED, 0, 0, "", None
    session.add(row)


def drop(session: Session, row: Inbox, now: datetime) -> None:
    finish(session, row, "dropped by an admin", now)
