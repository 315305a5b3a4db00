"""Cutting back what only grows, in pieces that hold nobody up."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, cast, delete, inspect, tuple_, update
from sqlmodel import Session, SQLModel, and_, col, func, select

from models import holding
from models.closing import Suggestion
from models.delivery import Inbox, InboxState, Occurrence, OccurrenceState, Outbox, OutboxState
from models.home import HomeWish
from models.installation import Installation
from models.line import LongLine
from models.queries.deliveries import suspended
from models.task import History, State, Task
from models.team import StandupAnswer, StandupRun
from models.workspace import Workspace

SETTLED = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.DEAD)
OPEN = (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)
PUT_AWAY = (State.ARCHIVED, State.CANCELLED)
WORDED = ("reply", "source.edited")  # rows that hold a person's own words
PIECE = 1000


def delete_some(session: Session, model: type[SQLModel], wanted: ColumnElement[bool], limit: int = PIECE) -> int:
    """Delete the first of them, in the order in which everybody holds rows: processes that do this at the same time
    do not wait for each other in a ring. Returns how many."""
    keys = inspect(model).primary_key
    found = session.execute(select(*keys).where(wanted).order_by(*keys).limit(limit)).all()
    if not found:
        return 0
    these = tuple_(*keys).in_([tuple(key) for key in found])
    if model in holding.RANKS:
        holding.unread(session, select(model).where(these))
    session.execute(delete(model).where(these))
    return len(found)


def _settled_before(before: datetime) -> ColumnElement[bool]:
    return and_(col(Outbox.state).in_(SETTLED), func.coalesce(Outbox.sent_at, Outbox.created_at) < before)


def blank_payloads(session: Session, before: datetime, limit: int = PIECE) -> int:
    """What Slack sent us and could not be worked on is not kept as it came. Returns how many."""
    keys = session.exec(
        select(Inbox.workspace_id, Inbox.key)
        .where(col(Inbox.done_at) < before, Inbox.state == InboxState.DEAD, cast(Inbox.payload, String) != "{}")
        .order_by(col(Inbox.workspace_id), col(Inbox.key)).limit(limit)
    ).all()  # fmt: skip
    if keys:
        these = tuple_(Inbox.workspace_id, Inbox.key).in_(keys)
        holding.unread(session, select(Inbox).where(these))
        session.exec(update(Inbox).where(these).values(payload={}))
    return len(keys)


def delete_heard(session: Session, before: datetime, limit: int = PIECE) -> int:
    """The names of gestures that cannot come again any more. Returns how many."""
    return delete_some(session, Inbox, col(Inbox.done_at) < before, limit)


def blank_replies(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Answers to one person were put into words when they were written; those words are not kept. Returns how many."""
    ids = session.exec(
        select(Outbox.id)
        .where(col(Outbox.kind).in_(WORDED), _settled_before(before), cast(Outbox.subject, String) != "{}")
        .order_by(col(Outbox.id)).limit(limit)
    ).all()  # fmt: skip
    if ids:
        holding.unread(session, select(Outbox).where(col(Outbox.id).in_(ids)))
        session.exec(update(Outbox).where(col(Outbox.id).in_(ids)).values(subject={}))
    return len(ids)


def delete_letters(session: Session, workspace_id: str, before: datetime, limit: int = PIECE) -> int:
    """What was said, or given up, so long ago that nothing asks for it any more. Returns how many."""
    return delete_some(session, Outbox, and_(col(Outbox.workspace_id) == workspace_id, _settled_before(before)), limit)


def delete_occurrences(session: Session, workspace_id: str, before: datetime, limit: int = PIECE) -> int:
    """What fell due and ended so long ago. Returns how many."""
    ended = and_(col(Occurrence.ended_at) < before, col(Occurrence.state).not_in(OPEN))
    return delete_some(session, Occurrence, and_(col(Occurrence.workspace_id) == workspace_id, ended), limit)


def delete_suggestions(session: Session, workspace_id: str, before: datetime, limit: int = PIECE) -> int:
    """Proposals that were settled so long ago. Returns how many."""
    settled = and_(col(Suggestion.workspace_id) == workspace_id, col(Suggestion.settled_at) < before)
    return delete_some(session, Suggestion, settled, limit)


def delete_answers(session: Session, workspace_id: str, before: date, limit: int = PIECE) -> int:
    """What was said in standups of long ago. Returns how many."""
    old = and_(col(StandupAnswer.workspace_id) == workspace_id, col(StandupAnswer.on) < before)
    return delete_some(session, StandupAnswer, old, limit)


def delete_runs(session: Session, workspace_id: str, before: date, limit: int = PIECE) -> int:
    """The days of these standups. Returns how many."""
    old = and_(col(StandupRun.workspace_id) == workspace_id, col(StandupRun.on) < before)
    return delete_some(session, StandupRun, old, limit)


def delete_history(
    session: Session, workspace_id: str, before: datetime, limit: int = PIECE
) -> tuple[int, Sequence[Task]]:
    """What was done so long ago to tasks that are put away: how many entries, and the tasks that they were of."""
    found = session.exec(
        select(History.id, History.number)
        .join(Task, and_(col(Task.workspace_id) == History.workspace_id, col(Task.number) == History.number))
        .where(History.workspace_id == workspace_id, History.at < before, col(Task.state).in_(PUT_AWAY))
        .order_by(col(History.id)).limit(limit)
    ).all()  # fmt: skip
    if not found:
        return 0, ()
    of_tasks = select(Task).where(Task.workspace_id == workspace_id,
                                  col(Task.number).in_(sorted({number for _, number in found})))  # fmt: skip
    tasks = holding.rows(session, of_tasks)
    session.exec(delete(History).where(col(History.id).in_([one for one, _ in found])))
    return len(found), tasks


def delete_long_lines(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Words kept for a button that nobody tapped, or tapped long ago. Returns how many."""
    return delete_some(session, LongLine, col(LongLine.kept_at) < before, limit)


def delete_wishes(session: Session, before: datetime, limit: int = PIECE) -> int:
    """Homes to be drawn again since so long ago, where nothing is drawn any more. Returns how many."""
    late = and_(col(HomeWish.at) < before, col(HomeWish.workspace_id).in_(suspended()))
    return delete_some(session, HomeWish, late, limit)


def delete_workspace(session: Session, workspace_id: str, limit: int = PIECE) -> int:
    """A piece of all that a workspace left: what refers to other rows goes before these, the workspace last."""
    models = {str(mapper.class_.__tablename__): mapper.class_ for mapper in inspect(Workspace).registry.mappers}
    for table in reversed(SQLModel.metadata.sorted_tables):
        if "workspace_id" in table.c:
            done = delete_some(session, models[table.name], table.c.workspace_id == workspace_id, limit)
            if done:
                return done
    gone = delete_some(session, Installation, col(Installation.id) == workspace_id)
    return gone + delete_some(session, Workspace, col(Workspace.id) == workspace_id)
