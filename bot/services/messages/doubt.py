"""After a restore: what may have been said since the copy was made is looked for in Slack before it is said."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.rules import marks
from bot.rules.sending import Outcome, Verdict
from bot.services.rhythm import occurrences
from models import Lane, Occurrence, OccurrenceState, Outbox, OutboxState, Session, Workspace
from models.queries import deliveries
from models.queries import people as people_queries

ECHO = timedelta(days=1)  # how long after the restart things may be written that were written before
SOON_OLD = timedelta(hours=1)
# who asked for one of these has gone on long ago; the others are true as long as they can be composed
OF_THE_MOMENT = frozenset({"reply", "export", "export.failed", "rehearsal", "hello"})
SAID_BEFORE = "said before the restore"
NOT_LOOKED_FOR = "may have been said before the restore"
LATE = "late"


def nonce_of(session: Session, workspace_id: str, names: tuple[str, ...]) -> str:
    """The marks of what a message tells, by their names."""
    workspace = people_queries.workspace(session, workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    return marks.joined(marks.mark(workspace.id, workspace.created_at, name) for name in names)


def name_of(row: Occurrence) -> str:
    return f"{row.kind}:{row.subject}:{row.person_id}:{row.when}"


def look_first(session: Session, row: Outbox, real: datetime) -> bool:
    """Whether it may have been said in the time that we know nothing of; then it is looked for before it is sent."""
    workspace = people_queries.workspace(session, row.workspace_id)
    if workspace is None or workspace.copied_at is None or row.started_at is not None:
        return False
    if not _may_repeat(session, workspace, row):
        return False
    row.state, row.in_doubt, row.try_real, row.started_at = OutboxState.UNKNOWN, True, real, workspace.copied_at
    session.add(row)
    return True


def _may_repeat(session: Session, workspace: Workspace, row: Outbox) -> bool:
    """What Muster says first, written soon after it went on, or about something that fell due before that."""
    if workspace.resumed_at is None or row.lane == Lane.PEOPLE:
        return False
    if row.created_at <= workspace.resumed_at + ECHO:
        return True
    of_row = deliveries.open_occurrences_of(session, row.workspace_id, row.key)
    return any(one.due_at <= workspace.resumed_at for one in of_row)


def looked_for(session: Session, row: Outbox, found: Mapping[str, Outcome], now: datetime) -> Outcome:
    """What became of a message, by what became of each thing that it tells. What was said is told no more."""
    trouble = next((one for one in found.values() if one.verdict not in (Verdict.SENT, Verdict.NOT_SENT)), None)
    if trouble is not None or len(found) == 1:
        return trouble or next(iter(found.values()))
    said = {mark for mark, outcome in found.items() if outcome.verdict == Verdict.SENT}
    workspace = people_queries.workspace(session, row.workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    for occurrence in deliveries.open_occurrences_of(session, row.workspace_id, row.key):
        if marks.mark(workspace.id, workspace.created_at, name_of(occurrence)) in said:
            occurrences.end(occurrence, OccurrenceState.SENT, SAID_BEFORE, now)
            session.add(occurrence)
    if len(said) == len(found):
        return next(outcome for outcome in found.values() if outcome.verdict == Verdict.SENT)
    return Outcome(Verdict.NOT_SENT)


def too_old(row: Outbox, now: datetime) -> bool:
    """Whether it is left unsaid: it was for the moment, and that has passed."""
    return row.kind in OF_THE_MOMENT and now - row.due_at > SOON_OLD
