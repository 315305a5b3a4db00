"""A question about a message that is no task yet: over when its author edits the message, deletes it or declines."""

from datetime import datetime

from bot.notices import Dropped, Notice, Ready, SourceEdited
from bot.services.messages import outbox
from models import Outbox, OutboxState, Session
from models.queries import deliveries

CHANGED, DELETED, DECLINED = "changed", "deleted", "declined"


def find(session: Session, workspace_id: str, channel_id: str, ts: str, *, hold: bool = False) -> Outbox | None:
    """The newest question about that message, if it still stands. `hold` waits for whoever is closing it."""
    row = deliveries.outbox_by_key(session, workspace_id, f"reply:message:{channel_id}:{ts}")
    while row is not None and (at := row.subject.get("next")):
        row = deliveries.outbox_by_key(session, workspace_id, f"reply:edit:{channel_id}:{ts}:{at}")
    held = deliveries.outbox_row(session, row.id, lock=True) if row is not None and hold else row
    return held if held is not None and "asks" in held.subject and not held.subject.get("state") else None


def is_about_other_words(row: Outbox | None, words: str) -> bool:
    """An edit may overtake its message: what was asked about is then what it reads now."""
    return row is not None and row.subject["asks"] != words


def close(session: Session, row: Outbox, state: str, now: datetime, *, edited: str = "") -> None:
    """`edited` names the edit that is asked about instead; what is on the screen loses its buttons."""
    row.subject = {**row.subject, "state": state, "next": edited}
    session.add(row)
    session.flush()
    if state != DECLINED:
        outbox.redraw(session, row.workspace_id, row.key, now)


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """An answer was put into words when it was written; a question that is over only says so."""
    state = row.subject.get("state")
    if state in (CHANGED, DELETED) and row.id is not None:
        if row.state != OutboxState.SENT:
            return Dropped(f"overtaken: {state}")
        return SourceEdited(row.id, (), (), {}, state=state)
    return Ready(row.subject["message"])
