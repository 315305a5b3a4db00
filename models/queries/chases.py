"""Which tasks the clock is to look at anew, where somebody's wishes or a policy are otherwise now."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, func, select

from models.delivery import Occurrence, OccurrenceState
from models.person import Person
from models.queries import parts
from models.task import LIVE, Role, Task


def look_again_for(session: Session, person: Person, now: datetime) -> None:
    """Every live task that may tell that person something: their own, those they are on, and those they answer for."""
    workspace_id = person.workspace_id
    named = select(Role.number).where(Role.workspace_id == workspace_id, Role.person_id == person.id)
    own = select(Task.number).where(Task.workspace_id == workspace_id, Task.owner_id == person.id,
                                    col(Task.state).in_(LIVE))  # fmt: skip
    behind = or_(col(Person.manager_id) == person.id, col(Person.stand_in_id) == person.id)
    theirs = select(Person.id).where(Person.workspace_id == workspace_id, behind)
    led = parts.list_led_by(session, person)
    _look_again(session, workspace_id, now, or_(
        col(Task.owner_id).in_([person.id]), col(Task.creator_id) == person.id, col(Task.blocked_by_id) == person.id,
        col(Task.number).in_(named), col(Task.blocked_by_number).in_(own), col(Task.owner_id).in_(theirs),
        col(Task.source_channel).in_(led),
    ))  # fmt: skip


def look_again_in(session: Session, workspace_id: str, channel_id: str, now: datetime) -> None:
    """Every live task of a channel."""
    _look_again(session, workspace_id, now, col(Task.source_channel) == channel_id)


def look_again_at(session: Session, workspace_id: str, numbers: Sequence[int], now: datetime) -> None:
    """These tasks."""
    _look_again(session, workspace_id, now, col(Task.number).in_(numbers))


def _look_again(session: Session, workspace_id: str, now: datetime, which: ColumnElement[bool]) -> None:
    """One statement; the tick takes them up a few hundred at a time."""
    session.flush()
    session.exec(
        update(Task).where(
            col(Task.workspace_id) == workspace_id, col(Task.state).in_(LIVE), which,
            or_(col(Task.chase_at).is_(None), col(Task.chase_at) > now),
        ).values(chase_at=now).execution_options(synchronize_session="fetch")
    )  # fmt: skip


def pull_untold(session: Session, person: Person, moments: Iterable[datetime], now: datetime) -> None:
    """What waited for one of these moments alone is to be judged again now."""
    session.flush()
    session.exec(
        update(Occurrence).where(
            col(Occurrence.workspace_id) == person.workspace_id, col(Occurrence.person_id) == person.id,
            col(Occurrence.tell_at).in_(list(moments)), col(Occurrence.tell_at) > now,
        ).values(tell_at=now).execution_options(synchronize_session="fetch")
    )  # fmt: skip


def forget_brief(session: Session, person: Person, on: str, reason: str) -> None:
    """A morning that was left out for this reason may be said after all."""
    found = session.exec(
        select(Occurrence).where(
            Occurrence.workspace_id == person.workspace_id, Occurrence.kind == "brief", Occurrence.subject == "",
            Occurrence.person_id == person.id, Occurrence.when == on, Occurrence.state == OccurrenceState.SKIPPED,
            Occurrence.reason == reason,
        )
    ).first()  # fmt: skip
    if found is not None:
        session.delete(found)
        session.flush()


def count_live(session: Session, workspace_id: str, channel_id: str | None) -> int:
    """How many live tasks a policy could be about."""
    return session.exec(select(func.count()).select_from(Task).where(*_live_in(workspace_id, channel_id))).one()


def list_live_in(session: Session, workspace_id: str, channel_id: str | None, limit: int) -> list[Task]:
    """Live tasks of a channel or of the workspace, what ends first before the rest."""
    return list(session.exec(
        select(Task).where(*_live_in(workspace_id, channel_id))
        .order_by(col(Task.ends_at).is_(None), col(Task.ends_at), col(Task.number))
        .limit(limit)
    ))  # fmt: skip


def _live_in(workspace_id: str, channel_id: str | None) -> list[ColumnElement[bool]]:
    where = [col(Task.workspace_id) == workspace_id, col(Task.state).in_(LIVE)]
    return [*where, col(Task.source_channel) == channel_id] if channel_id else where
