"""When the next thing falls due: what a tick asks first, and what the test clock steps to."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.delivery import Occurrence, Outbox, OutboxState
from models.errand import Errand
from models.person import Person
from models.queries.deliveries import IS_OPEN
from models.task import Task
from models.team import Digest, Standup, StandupAnswer, StandupRun

MOMENTS = (
    col(Person.brief_at),
    col(Task.nudge_at),
    col(Task.chase_at),
    col(Occurrence.tell_at),
    col(Task.level_at),
    col(Task.recur_at),
    col(Standup.next_at),
    col(StandupAnswer.next_at),
    col(StandupRun.wrap_at),
    col(Digest.next_at),
    col(Errand.due_at),
)


# one statement, built once: a tick with nothing due costs this and no more
EARLIEST = select(*(select(func.min(column)).where(column.is_not(None)).scalar_subquery() for column in MOMENTS))


def earliest(session: Session) -> datetime | None:
    """The earliest moment at which a tick has something to do, even when it lies behind."""
    session.flush()  # a statement of nothing but subqueries does not by itself
    found = session.exec(EARLIEST).one()
    return min((moment for moment in found if moment is not None), default=None)


def next_moment(session: Session, after: datetime) -> datetime | None:
    """The earliest moment at which something is due, even when it lies behind; None when nothing ever is."""
    waiting = session.exec(
        select(func.min(Outbox.due_at)).where(IS_OPEN, Outbox.state == OutboxState.PENDING, Outbox.due_at > after)
    ).one()
    return min((moment for moment in (earliest(session), waiting) if moment is not None), default=None)
