"""Where too much is refused in a row nothing is said for a while: what waits is kept, a message is tried at times."""

from datetime import datetime

from bot.rules.sending import TOKEN_IS_DEAD, Outcome, Verdict
from bot.rules.troubles import FIRST_PROBE, TRIP, Cause, failed_more, keeps
from bot.services.messages import alarms
from models import Outbox, OutboxState, Session, Workspace
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import troubles as queries


def softened(session: Session, row_id: int, outcome: Outcome) -> Outcome:
    """A try in a workspace that is let be costs a message nothing; nor is what tells of it given up for it."""
    row = deliveries.outbox_row(session, row_id)
    if row is None or outcome.verdict not in (Verdict.REFUSED, Verdict.NOT_SENT) or outcome.reason in TOKEN_IS_DEAD:
        return outcome
    is_open = _workspace(session, row).broken_at is not None
    tells = row.kind == alarms.KIND and outcome.verdict == Verdict.REFUSED
    if not (is_open or tells) or not keeps(outcome.reason):
        return outcome
    return Outcome(Verdict.WAIT, reason=outcome.reason, wait_seconds=0.0 if is_open else FIRST_PROBE.total_seconds())


def ended(session: Session, row: Outbox, now: datetime, real: datetime) -> None:
    """A message was said or given up: count it."""
    if row.state == OutboxState.SENT:
        _works(session, row, now)
    elif row.state == OutboxState.DEAD:
        _failed(session, row, now, real)


def _works(session: Session, row: Outbox, now: datetime) -> None:
    """One success and everything goes out again."""
    workspace = _workspace(session, row)
    if workspace.failing is None and workspace.broken_at is None:
        return
    held = queries.hold_workspace(session, workspace.id) or workspace
    was_open = held.broken_at is not None
    held.failing, held.broken_at, held.probe_real, held.probes = None, None, None, 0
    session.add(held)
    session.flush()
    if was_open:
        alarms.look_again(session, held.id, now)


def _failed(session: Session, row: Outbox, now: datetime, real: datetime) -> None:
    if row.kind == alarms.KIND:
        alarms.unheard(row.workspace_id, str(row.subject.get("cause")))
    else:
        alarms.sound(session, row.workspace_id, Cause.DEAD, now)
    held = queries.hold_workspace(session, row.workspace_id)
    if held is None or held.broken_at is not None:
        return
    failing = failed_more(held.failing or [], row.to, row.reason)
    if len(failing) < TRIP:
        held.failing = failing or None
    else:
        held.failing, held.broken_at, held.probe_real, held.probes = None, now, real + FIRST_PROBE, 0
    session.add(held)
    session.flush()
    if held.broken_at is not None:
        alarms.sound(session, held.id, Cause.BREAKER, now)


def try_now(session: Session, workspace: Workspace, real: datetime) -> bool:
    """Try a message at once; False where nothing is let be."""
    held = queries.hold_workspace(session, workspace.id)
    if held is None or held.broken_at is None:
        return False
    held.probe_real = real
    session.add(held)
    return True


def _workspace(session: Session, row: Outbox) -> Workspace:
    workspace = people_queries.workspace(session, row.workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    return workspace
