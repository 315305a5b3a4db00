"""What fell due, kept so that it falls due once and ends in exactly one state with a reason."""

from datetime import datetime
from typing import Any

from models import Occurrence, OccurrenceState, Session
from models.queries import deliveries


def put(
    session: Session,
    workspace_id: str,
    *,
    kind: str,
    subject: str,
    person_id: str,
    when: str,
    due_at: datetime,
    now: datetime,
    outbox_key: str | None = None,
    tell_at: datetime | None = None,
    facts: dict[str, Any] | None = None,
    state: OccurrenceState = OccurrenceState.PENDING,
    reason: str = "",
) -> bool:
    """Write down that it fell due; False when that very occurrence is known already."""
    if deliveries.occurrence(session, workspace_id, kind, subject, person_id, when) is not None:
        return False
    session.add(Occurrence(
        workspace_id=workspace_id, kind=kind, subject=subject, person_id=person_id, when=when, due_at=due_at,
        outbox_key=outbox_key, tell_at=tell_at, facts=facts or None, state=state, reason=reason,
        ended_at=None if state == OccurrenceState.PENDING else now,
    ))  # fmt: skip
    session.flush()
    return True
