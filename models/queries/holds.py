"""An outbox on hold: what waits in it, and how a restored copy is put on hold before anybody serves it."""

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models import holding
from models.delivery import Inbox, Occurrence, Outbox, OutboxState
from models.person import Channel
from models.queries.deliveries import IS_OPEN, held_back
from models.task import LIVE, Card, History, Task
from models.workspace import Workspace

NUMBERS = 1000


def put_on_hold(session: Session) -> int:
    """Every workspace, before Muster goes on with a copy that knows nothing of what came after it; how many rows wait.

    Numbers of tasks go on from the next thousand: a card in Slack of a task that is lost never means another one.
    """
    for workspace in session.exec(select(Workspace)):
        workspace.on_hold, workspace.resumed_at = True, None
        workspace.copied_at = last_known(session, workspace) or workspace.created_at
        workspace.next_number = (workspace.next_number // NUMBERS + 1) * NUMBERS + 1
        session.add(workspace)
    session.flush()
    return session.exec(select(func.count()).select_from(Outbox).where(IS_OPEN)).one()


def let_all_go(session: Session) -> int:
    """In every workspace. How many rows waited."""
    waiting = count_held(session)
    for workspace in session.exec(select(Workspace).where(col(Workspace.on_hold).is_(True))):
        workspace.on_hold = False
        session.add(workspace)
    return waiting


def last_known(session: Session, workspace: Workspace) -> datetime | None:
    """The newest moment that the rows of a workspace tell of."""
    moments = [
        session.exec(select(func.max(column)).where(of == workspace.id)).one()
        for column, of in (
            (History.at, History.workspace_id), (Outbox.created_at, Outbox.workspace_id),
            (Outbox.sent_at, Outbox.workspace_id), (Inbox.received_at, Inbox.workspace_id),
            (Occurrence.ended_at, Occurrence.workspace_id),
        )
    ]  # fmt: skip
    return max((moment for moment in moments if moment is not None), default=None)


def newest_copied_at(session: Session) -> datetime | None:
    return session.exec(select(func.max(Workspace.copied_at))).one()


def list_to_resume(session: Session) -> list[Workspace]:
    """On hold, and nobody has served them since."""
    return holding.rows(
        session, select(Workspace).where(col(Workspace.on_hold).is_(True), col(Workspace.resumed_at).is_(None))
    )


def doubt_all(session: Session, workspace: Workspace, now: datetime, real: datetime) -> int:
    """Whatever was to be said by now may have been said since the copy was made. Returns how many rows."""
    rows = session.execute(
        update(Outbox)
        .where(col(Outbox.workspace_id) == workspace.id, IS_OPEN, col(Outbox.due_at) <= now)
        .values(state=OutboxState.UNKNOWN, in_doubt=True, try_real=real, lease_real=None, reconciled=0,
                started_at=func.coalesce(Outbox.started_at, Outbox.created_at), generation=Outbox.generation + 1)
    )  # fmt: skip
    return int(rows.rowcount)  # type: ignore[attr-defined]


def forget_rosters(session: Session, workspace: Workspace) -> None:
    """Who is in a conversation may have changed since the copy: unknown until it is read again."""
    session.execute(update(Channel).where(col(Channel.workspace_id) == workspace.id).values(roster_at=None))


def draw_all(session: Session, workspace: Workspace, now: datetime) -> None:
    """Cards of what is to be done may show what is no longer known: they are drawn as the copy has it."""
    live = select(Task.number).where(Task.workspace_id == workspace.id, col(Task.state).in_(LIVE))
    session.execute(
        update(Card).where(col(Card.workspace_id) == workspace.id, col(Card.number).in_(live)).values(draw_at=now)
    )


def count_waiting(session: Session, workspace_id: str, now: datetime) -> int:
    """Messages that would be looked for or said by now, if it were not for the hold."""
    return session.exec(
        select(func.count()).select_from(Outbox)
        .where(IS_OPEN, Outbox.workspace_id == workspace_id, Outbox.due_at <= now, held_back())
    ).one()  # fmt: skip


def count_held(session: Session) -> int:
    """The same of all workspaces, whenever they are due, for metrics and health."""
    return session.exec(select(func.count()).select_from(Outbox).where(IS_OPEN, held_back())).one()
