"""Reading who works here, and whom they name."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlalchemy import select as plain_select
from sqlmodel import Session, and_, case, col, func, or_, select

from models.person import Person
from models.queries.people import list_in_order


def _staff(workspace_id: str) -> ColumnElement[bool]:
    """Everybody of the workspace itself who is there: no bots, no guests, nobody from outside."""
    return and_(
        col(Person.workspace_id) == workspace_id, col(Person.is_deleted).is_(False), col(Person.is_bot).is_(False),
        col(Person.is_guest).is_(False), col(Person.is_stranger).is_(False), col(Person.name) != "",
    )  # fmt: skip


def list_staff_ids(session: Session, workspace_id: str, after: str, limit: int) -> list[str]:
    """So many of them, from there on."""
    query = select(Person.id).where(_staff(workspace_id), col(Person.id) > after).order_by(col(Person.id))
    return list(session.exec(query.limit(limit)))


def count_staff(session: Session, workspace_id: str, fields: Sequence[str]) -> tuple[int, dict[str, int]]:
    """(how many they are, how many of them lack each of these fields)"""
    lacking = [func.coalesce(func.sum(case((_lacks(name), 1), else_=0)), 0) for name in fields]
    total, *counts = session.execute(plain_select(func.count(), *lacking).where(_staff(workspace_id))).one()
    return total, dict(zip(fields, counts, strict=True))


def list_staff(session: Session, workspace_id: str, fields: Sequence[str], skip: int, limit: int) -> list[Person]:
    """A page of them, those who lack one of these fields first, then by what they are called."""
    is_whole = case((or_(*(_lacks(name) for name in fields)), 0), else_=1)
    called = func.coalesce(*(func.nullif(name, "") for name in (Person.display_name, Person.real_name, Person.name)))
    query = select(Person.id).where(_staff(workspace_id)).order_by(is_whole, func.lower(called), col(Person.id))
    ids = list(session.exec(query.offset(skip).limit(limit)))  # whole rows would be sorted, too
    return list_in_order(session, workspace_id, ids)


def _lacks(name: str) -> ColumnElement[bool]:
    column = getattr(Person, name)
    return or_(column.is_(None), column == "")


def list_naming(session: Session, person: Person) -> list[Person]:
    """Whoever is there and has that person for a stand-in or a manager."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == person.workspace_id, col(Person.is_deleted).is_(False), Person.id != person.id,
            or_(Person.stand_in_id == person.id, Person.manager_id == person.id),
        ).order_by(col(Person.id))
    ))  # fmt: skip
