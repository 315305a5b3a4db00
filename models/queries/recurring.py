"""Reading series: whose next one is due to be made, and which one of it is the newest."""

from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from models import holding
from models.task import Card, State, Task


def due(session: Session, now: datetime, limit: int = 200) -> list[tuple[str, int]]:
    """(workspace, number) of the tasks whose next one's day has come."""
    rows = session.exec(
        select(Task.workspace_id, Task.number)
        .where(col(Task.recur_at).is_not(None), col(Task.recur_at) <= now)
        .order_by(col(Task.recur_at)).limit(limit)
    )  # fmt: skip
    return [(workspace_id, number) for workspace_id, number in rows]


def last_nth(session: Session, workspace_id: str, series: int) -> int:
    """How many of the series were made; for our own work only, never for an answer."""
    query = select(func.max(Task.nth)).where(Task.workspace_id == workspace_id, Task.series == series)
    return session.exec(query).one() or 1


def list_undone_before(session: Session, newest: Task) -> list[Task]:
    """Those of its series that came before it and are still to be done, held until the turn ends."""
    return holding.rows(session, select(Task).where(
        Task.workspace_id == newest.workspace_id, Task.owner_id == newest.owner_id, Task.nth < newest.nth,
        or_(Task.series == newest.series, Task.number == newest.series),
        col(Task.state).in_((State.OPEN, State.DOING)),
    ))  # fmt: skip


def first_card(session: Session, task: Task) -> Card | None:
    """Where the task is shown to all rather than to one, else where it is shown at all."""
    return session.exec(
        select(Card).where(Card.workspace_id == task.workspace_id, Card.number == task.number)
        .order_by(col(Card.reader_id).is_not(None), col(Card.ts)).limit(1)
    ).first()  # fmt: skip
