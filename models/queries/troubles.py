"""Reading what could not be delivered or worked on, and which workspaces are let be for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, text
from sqlmodel import Session, col, select

from models import holding
from models.delivery import DEAD_ROWS, Alarm, Inbox, Occurrence, OccurrenceState, Outbox, OutboxState
from models.queries.deliveries import IS_OPEN
from models.workspace import Workspace

IS_DEAD = text(f"outbox.{DEAD_ROWS}")
IS_SET_ASIDE = text(f"inbox.{DEAD_ROWS}")


def hold_workspace(session: Session, workspace_id: str) -> Workspace | None:
    """The workspace as it stands now, kept from every other turn until this one ends."""
    return holding.row(session, Workspace, workspace_id)


def list_dead(session: Session, workspace_id: str, limit: int, offset: int = 0) -> list[Outbox]:
    """What was given up, the newest first."""
    query = select(Outbox).where(IS_DEAD, Outbox.workspace_id == workspace_id).order_by(col(Outbox.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def list_unknown(session: Session, workspace_id: str, limit: int, offset: int = 0) -> list[Outbox]:
    """Sends that broke off and are being looked for, the newest first; what a restore left in doubt is no trouble."""
    query = select(Outbox).where(_unknown(workspace_id)).where(IS_OPEN).order_by(col(Outbox.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def _unknown(workspace_id: str) -> ColumnElement[bool]:
    return and_(col(Outbox.workspace_id) == workspace_id, col(Outbox.state) == OutboxState.UNKNOWN,
                col(Outbox.in_doubt).is_(False))  # fmt: skip


def list_set_aside(session: Session, workspace_id: str, limit: int, offset: int = 0) -> list[Inbox]:
    """What was heard and could not be worked on, the newest first."""
    query = select(Inbox).where(IS_SET_ASIDE, Inbox.workspace_id == workspace_id)
    query = query.order_by(col(Inbox.received_at).desc(), col(Inbox.key)).limit(limit).offset(offset)
    return list(session.exec(query))


def list_set_aside_keys(session: Session, workspace_id: str) -> list[str]:
    return list(session.exec(select(Inbox.key).where(IS_SET_ASIDE, Inbox.workspace_id == workspace_id)))


def counts(session: Session, workspace_id: str) -> tuple[int, int, int]:
    """How many were given up, how many are being looked for, how many were set aside."""
    return (
        session.exec(
            select(func.count()).select_from(Outbox).where(IS_DEAD, Outbox.workspace_id == workspace_id)
        ).one(),
        session.exec(select(func.count()).select_from(Outbox).where(IS_OPEN, _unknown(workspace_id))).one(),
        session.exec(
            select(func.count()).select_from(Inbox).where(IS_SET_ASIDE, Inbox.workspace_id == workspace_id)
        ).one(),
    )


def count_dead(session: Session) -> int:
    """In all workspaces, for metrics."""
    return session.exec(select(func.count()).select_from(Outbox).where(IS_DEAD)).one()


def list_ended_occurrences(session: Session, workspace_id: str, outbox_key: str) -> list[Occurrence]:
    """What fell due and was given up with that message."""
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.outbox_key == outbox_key,
                                 Occurrence.state == OccurrenceState.DEAD)
    ))  # fmt: skip


def alarm(session: Session, workspace_id: str, cause: str) -> Alarm | None:
    return session.get(Alarm, (workspace_id, cause))


def list_alarms(session: Session) -> Sequence[Alarm]:
    """Of workspaces that let us in."""
    suspended = select(Workspace.id).where(col(Workspace.suspended).is_(True))
    query = select(Alarm).where(col(Alarm.workspace_id).not_in(suspended))
    return session.exec(query.order_by(col(Alarm.workspace_id), col(Alarm.cause))).all()


def list_broken(session: Session) -> list[Workspace]:
    """Workspaces in which nothing is said for a while."""
    query = select(Workspace).where(col(Workspace.broken_at).is_not(None), col(Workspace.suspended).is_(False))
    return list(session.exec(query.order_by(col(Workspace.id))))


def take_to_probe(session: Session, real: datetime) -> list[Workspace]:
    """Those of them in which a message is to be tried now, and that no other process is about to try."""
    query = select(Workspace).where(
        col(Workspace.broken_at).is_not(None), col(Workspace.suspended).is_(False), col(Workspace.probe_real) <= real
    )
    return holding.rows(session, query.order_by(col(Workspace.id)), or_pass=True)


def count_waiting(session: Session, workspace_id: str, now: datetime) -> int:
    """Messages that would be said by now."""
    due = and_(col(Outbox.workspace_id) == workspace_id, col(Outbox.state) == OutboxState.PENDING,
               col(Outbox.due_at) <= now)  # fmt: skip
    return session.exec(select(func.count()).select_from(Outbox).where(IS_OPEN, due)).one()
