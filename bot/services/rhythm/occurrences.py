"""What fell due, kept so that it falls due once and ends in exactly one state with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot import measures
from bot.rules.chasing import ESCALATION
from models import Occurrence, OccurrenceState, Session, Task
from models.queries import nudges, people, together
from models.queries import occurrences as queries

NOT_NOW = "not at this time"
WRITTEN = "written"  # among the facts of what was put back: what was told of it once is not told again


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
    row = Occurrence(
        workspace_id=workspace_id, kind=kind, subject=subject, person_id=person_id, when=when, due_at=due_at,
        outbox_key=outbox_key, tell_at=tell_at, facts=facts or None,
    )  # fmt: skip
    if queries.is_known(session, row):
        return False
    if state != OccurrenceState.PENDING:
        end(row, state, reason, now)
    session.add(row)
    return True


def read_all_of(session: Session, tasks: Iterable[Task]) -> None:
    """Read in a few statements what writing down more about these tasks asks for, their owners too."""
    by_workspace: dict[str, list[Task]] = {}
    for task in tasks:
        by_workspace.setdefault(task.workspace_id, []).append(task)
    for workspace_id, found in by_workspace.items():
        people.list_by_ids(session, workspace_id, {task.owner_id for task in found})
        queries.read_all_of(session, found)


def read_along(session: Session, keys: Iterable[tuple[str, int]]) -> None:
    """The same by the keys of tasks that were taken."""
    claimed = (nudges.claim_task(session, *key) for key in keys)
    read_all_of(session, [task for task in claimed if task is not None])


def put_told(session: Session, workspace_id: str, told: Iterable[tuple[str, int, str, str]], now: datetime) -> None:
    """Write down the news that letters bring: (what, of which task, to whom, the letter), each once with its letter."""
    together.put_due(session, [
        {"workspace_id": workspace_id, "kind": kind, "subject": str(number), "person_id": person_id, "when": key,
         "due_at": now, "outbox_key": key} for kind, number, person_id, key in told
    ])  # fmt: skip


def put_back(row: Occurrence, now: datetime) -> None:
    """It was written and not said, since it is no time for it: it is to be told again, and judged anew before."""
    row.tell_at, row.outbox_key, row.state = now, None, OccurrenceState.PENDING
    row.facts = (row.facts or {}) | {WRITTEN: True}


def reopen(row: Occurrence) -> None:
    """Its message was given up, and is tried again."""
    row.state, row.reason, row.ended_at = OccurrenceState.PENDING, "", None


def end(row: Occurrence, state: OccurrenceState, reason: str, now: datetime, since: datetime | None = None) -> None:
    """Write down how it ended and why, and count it. One that is sent later after all is counted as that, too.

    `since` is when it might have been said: till then it was held for its reader's sake.
    """
    row.tell_at = None
    row.state, row.reason, row.ended_at = state, reason, now
    kind = row.kind.partition(f".{ESCALATION}.")[0] + (f".{ESCALATION}" if f".{ESCALATION}." in row.kind else "")
    measures.OCCURRENCES.labels(kind, state).inc()
    if state == OccurrenceState.SENT:
        free = max(row.due_at, since or row.due_at)
        measures.HELD_FOR_READER.labels(kind).observe((free - row.due_at).total_seconds())
        measures.LATENESS.labels(kind).observe(max(0.0, (now - free).total_seconds()))
