"""Words kept beside a button because they are too long to ride on it."""

from datetime import datetime

from sqlmodel import Session, select

from models.columns import NUMBER_MAX
from models.line import LongLine


def get(session: Session, workspace_id: str, person_id: str, line_id: int) -> LongLine | None:
    """What this person said under that name; somebody else's words are as unknown as none."""
    row = session.get(LongLine, line_id) if line_id <= NUMBER_MAX else None
    return row if row is not None and (row.workspace_id, row.person_id) == (workspace_id, person_id) else None


def kept_then(
    session: Session, workspace_id: str, person_id: str, text: str, *, said_at: datetime, kept_at: datetime
) -> LongLine | None:
    """The same words, kept already, for another button of the same answer."""
    return session.exec(
        select(LongLine).where(
            LongLine.kept_at == kept_at, LongLine.said_at == said_at, LongLine.workspace_id == workspace_id,
            LongLine.person_id == person_id, LongLine.text == text,
        )
    ).first()  # fmt: skip
