"""Cutting back what only grows, in pieces that hold nobody up."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, CursorResult, String, cast, delete, update
from sqlmodel import Session, col, func, select

from models import holding
from models.closing import Suggestion
from models.delivery import Occurrence, OccurrenceState, Outbox, OutboxState
from models.home import HomeWish
from models.line import LongLine
from models.queries.deliveries import suspended

SETTLED = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.DEAD)
OPEN = (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)
WORDED = ("reply", "source.edited")  # rows that hold a person's own words
PIECE = 1000
Numbered = TypeVar("Numbered", Outbox, LongLine, Suggestion, HomeWish)


def _settled_before(before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Outbox.state).in_(SETTLED), func.coalesce(Outbox.sent_at, Outbox.created_at) < before


def _delete(session: Session, table: type[Numbered], ids: Sequence[int | None]) -> int:
    """Processes that do this at the same time take the rows in one order."""
    if not ids:
        return 0
    holding.unread(session, select(table).where(col(table.id).in_(ids)))
    gone = session.exec(delete(table).where(col(table.id).in_(ids)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def blank_replies(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Answers to one person were put into words when they were written; those words are not kept. Returns how many."""
    ids = session.exec(
        select(Outbox.id)
        .where(col(Outbox.kind).in_(WORDED), *_settled_before(before), cast(Outbox.subject, String) != "{}")
        .order_by(col(Outbox.id)).limit(limit)
    ).all()  # fmt: skip
    if ids:
        holding.unread(session, select(Outbox).where(col(Outbox.id).in_(ids)))
        session.exec(update(Outbox).where(col(Outbox.id).in_(ids)).values(subject={}))
    return len(ids)


def delete_letters(session: Session, before: datetime, limit: int = PIECE) -> int:
    """What was said, or given up, so long ago that nothing asks for it any more. Returns how many."""
    ids = session.exec(
        select(Outbox.id).where(*_settled_before(before)).order_by(col(Outbox.id)).limit(limit)
    ).all()  # fmt: skip
    return _delete(session, Outbox, ids)


def delete_occurrences(session: Session, before: datetime, limit: int = PIECE) -> int:
    """What fell due and ended so long ago. Returns how many."""
    rows = session.exec(
        select(Occurrence)
        .where(col(Occurrence.ended_at) < before, col(Occurrence.state).not_in(OPEN))
        .limit(limit)
    ).all()  # fmt: skip
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def delete_long_lines(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Words kept for a button that nobody tapped, or tapped long ago. Returns how many."""
    ids = session.exec(select(LongLine.id).where(col(LongLine.kept_at) < before).limit(limit)).all()
    return _delete(session, LongLine, ids)


def delete_suggestions(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Proposals that were settled so long ago. Returns how many."""
    ids = session.exec(select(Suggestion.id).where(col(Suggestion.settled_at) < before).limit(limit)).all()
    return _delete(session, Suggestion, ids)


def delete_wishes(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Homes to be drawn again since so long ago, where nothing is drawn any more. Returns how many."""
    late = select(HomeWish.id).where(HomeWish.at < before, col(HomeWish.workspace_id).in_(suspended()))
    ids = session.exec(late.limit(limit)).all()
    return _delete(session, HomeWish, ids)
