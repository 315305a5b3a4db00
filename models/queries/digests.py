"""Reading the summaries that channels get."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import holding
from models.team import Digest


def get(session: Session, workspace_id: str, channel_id: str) -> Digest | None:
    return session.get(Digest, (workspace_id, channel_id))


def hold(session: Session, workspace_id: str, channel_id: str) -> Digest | None:
    """The settings, kept from every other process until the transaction ends."""
    return holding.row(session, Digest, (workspace_id, channel_id))


def due(session: Session, now: datetime, limit: int = 100) -> list[Digest]:
    """Summaries whose time has come."""
    return list(session.exec(
        select(Digest).where(col(Digest.next_at).is_not(None), col(Digest.next_at) <= now)
        .order_by(col(Digest.next_at)).limit(limit)
    ))  # fmt: skip
