"""What the clock goes on with, and the next piece of each."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from sqlmodel import Session, col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from models import holding
from models.errand import Errand
from models.person import Person
from models.task import LIVE, Task
from models.team import Standup

T = TypeVar("T")
Key = tuple[str, str, str]  # workspace, kind, subject
ABOUT = timedelta(days=3)  # from noon of a day: within it the day ends in every zone, night shifts included


def hold(session: Session, key: Key) -> Errand | None:
    """It is held until the turn ends."""
    return holding.row(session, Errand, key)


def hold_those(session: Session, workspace_id: str, kind: str, subjects: Iterable[str]) -> dict[str, Errand]:
    """Those of them that are under way, by what they are about."""
    query = select(Errand).where(Errand.workspace_id == workspace_id, Errand.kind == kind,
                                 col(Errand.subject).in_(list(subjects)))  # fmt: skip
    return {one.subject: one for one in holding.rows(session, query)}


def due(session: Session, now: datetime, limit: int) -> list[Key]:
    return [(workspace_id, kind, subject) for workspace_id, kind, subject in session.exec(
        select(Errand.workspace_id, Errand.kind, Errand.subject).where(col(Errand.due_at) <= now)
        .order_by(col(Errand.due_at), col(Errand.kind), col(Errand.subject)).limit(limit)
    )]  # fmt: skip


def take(session: Session, keys: Sequence[Key], now: datetime) -> list[Key]:
    """Those of them that are due and that nobody else is at work on."""
    columns = tuple_(col(Errand.workspace_id), col(Errand.kind), col(Errand.subject))
    found = holding.take_free(session, select(Errand).where(columns.in_(list(keys)), col(Errand.due_at) <= now))
    free = {(one.workspace_id, one.kind, one.subject) for one in found}
    return [key for key in keys if key in free]


def taken(session: Session, key: Key) -> Errand | None:
    """The one that was taken, else the same held now."""
    return holding.taken(session, Errand, key) or hold(session, key)


# --- the next piece ---------------------------------------------------------------------------------------------------


def list_live_of(session: Session, person: Person, after: int, limit: int) -> list[Task]:
    """What a person owns that is live, by its numbers, held until the turn ends."""
    live = _live(select(Task), person.workspace_id, after, limit)
    return holding.rows(session, live.where(Task.owner_id == person.id))


def list_live_due_on(session: Session, workspace_id: str, day: date, after: int, limit: int) -> list[Task]:
    """The same for what is due on that date, whoever owns it."""
    noon = datetime.combine(day, time(12), UTC)
    about = col(Task.ends_at).between(noon - ABOUT, noon + ABOUT)  # there is an index on it
    return holding.rows(session, _live(select(Task), workspace_id, after, limit).where(Task.due_on == day, about))


def list_live(session: Session, workspace_id: str, after: int, limit: int) -> list[int]:
    """The numbers of all that is live."""
    return list(session.exec(_live(select(Task.number), workspace_id, after, limit)))


def _live(query: SelectOfScalar[T], workspace_id: str, after: int, limit: int) -> SelectOfScalar[T]:
    here = Task.workspace_id == workspace_id, col(Task.state).in_(LIVE), col(Task.number) > after
    return query.where(*here).order_by(col(Task.number)).limit(limit)


def list_standups(session: Session, workspace_id: str, after: str, limit: int) -> list[Standup]:
    """Standups that run, in every channel."""
    return list(session.exec(
        select(Standup).where(Standup.workspace_id == workspace_id, col(Standup.paused).is_(False),
                              col(Standup.channel_id) > after)
        .order_by(col(Standup.channel_id)).limit(limit)
    ))  # fmt: skip
