"""When the next thing falls due: what the test clock steps to."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.delivery import Occurrence, Outbox, OutboxState
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
)


def next_moment(session: Session, after: datetime) -> datetime | None:
    """The earliest moment at which something is due, even when it lies behind; None when nothing ever is."""
    found = [session.exec(select(func.min(column)).where(column.is_not(None))).one() for column in MOMENTS]
    found.append(session.exec(
        select(func.min(Outbox.due_at)).where(IS_OPEN, Outbox.state == OutboxState.PENDING, Outbox.due_at > after)
    ).one())  # fmt: skip
    return min((moment for moment in found if moment is not None), default=None)
