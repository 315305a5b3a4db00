"""How far directories are read."""

from sqlmodel import Session, col, select

from models import holding
from models.errand import DirectoryReading


def get(session: Session, workspace_id: str) -> DirectoryReading | None:
    return session.get(DirectoryReading, workspace_id)


def hold(session: Session, workspace_id: str) -> DirectoryReading | None:
    """Held until the turn ends."""
    return holding.row(session, DirectoryReading, workspace_id)


def list_under_way(session: Session) -> list[DirectoryReading]:
    """Those that were begun and not brought to their end."""
    query = select(DirectoryReading).where(col(DirectoryReading.ended_at).is_(None))
    return list(session.exec(query.order_by(col(DirectoryReading.workspace_id))))
