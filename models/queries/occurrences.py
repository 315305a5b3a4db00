"""Reading what fell due and what became of it: to explain it to people, and to count it for operators."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.delivery import Occurrence
from models.task import Task

MOST = 500


def list_of_person(session: Session, workspace_id: str, person_id: str, since: datetime) -> list[Occurrence]:
    """What fell due for that person since then, the newest first."""
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.person_id == person_id,
                                 Occurrence.due_at >= since)
        .order_by(col(Occurrence.due_at).desc(), col(Occurrence.kind), col(Occurrence.subject)).limit(MOST)
    ))  # fmt: skip


def list_of_task(
    session: Session, task: Task, since: datetime | None = None, person_id: str | None = None
) -> list[Occurrence]:
    """What fell due about a task, for everybody or one person, the newest first."""
    query = select(Occurrence).where(
        Occurrence.workspace_id == task.workspace_id, Occurrence.subject == str(task.number)
    )
    if since is not None:
        query = query.where(Occurrence.due_at >= since)
    if person_id is not None:
        query = query.where(Occurrence.person_id == person_id)
    return list(session.exec(
        query.order_by(col(Occurrence.due_at).desc(), col(Occurrence.kind), col(Occurrence.person_id)).limit(MOST)
    ))  # fmt: skip


def count_overdue(session: Session, before: datetime) -> int:
    """Those that should have ended by then and have not: told to nobody, and no reason kept."""
    return session.exec(
        select(func.count()).select_from(Occurrence)
        .where(col(Occurrence.tell_at).is_not(None), col(Occurrence.tell_at) <= before)
    ).one()  # fmt: skip
