"""Reading what hangs on calendars: regions, addresses, who administers."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select, tuple_

from models.person import Person
from models.workspace import Workspace


def list_admins(session: Session, workspace_id: str, named: Iterable[str]) -> list[Person]:
    """Admins of Slack, and those who are named."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == workspace_id, col(Person.is_deleted).is_(False), col(Person.is_bot).is_(False),
            or_(col(Person.is_admin).is_(True), col(Person.id).in_(list(named))),
        ).order_by(col(Person.id))
    ))  # fmt: skip


def list_regions(session: Session, workspace_id: str) -> list[str]:
    """The regions that people chose for themselves."""
    found = session.exec(
        select(Person.region).distinct().where(
            Person.workspace_id == workspace_id, col(Person.region).is_not(None), col(Person.is_deleted).is_(False)
        ).order_by(col(Person.region))
    )  # fmt: skip
    return [region for region in found if region is not None]


def list_to_read(session: Session, now: datetime, limit: int) -> list[tuple[str, str]]:
    """People whose calendar is to be read by now, who waits longest first; a copy that is on hold asks nobody."""
    return list(session.exec(
        select(Person.workspace_id, Person.id)
        .join(Workspace, col(Workspace.id) == Person.workspace_id)
        .where(col(Person.calendar_at).is_not(None), col(Person.calendar_at) <= now,
               col(Person.is_deleted).is_(False), col(Workspace.suspended).is_(False),
               col(Workspace.on_hold).is_(False))
        .order_by(col(Person.calendar_at)).limit(limit)
    ))  # fmt: skip


def list_given(session: Session, after: tuple[str, str], limit: int) -> list[Person]:
    """Those who gave an address, from there on."""
    key = (col(Person.workspace_id), col(Person.id))
    query = select(Person).where(col(Person.calendar_url).is_not(None), tuple_(*key) > tuple_(*after)).order_by(*key)
    return list(session.exec(query.limit(limit)))
