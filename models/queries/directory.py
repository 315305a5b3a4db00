"""Reading who works here, and whom they name."""

from sqlmodel import Session, col, or_, select

from models.person import Person


def list_staff(session: Session, workspace_id: str) -> list[Person]:
    """Everybody of the workspace itself who is there: no bots, no guests, nobody from outside."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == workspace_id, col(Person.is_deleted).is_(False), col(Person.is_bot).is_(False),
            col(Person.is_guest).is_(False), col(Person.is_stranger).is_(False), Person.name != "",
        ).order_by(col(Person.id))
    ))  # fmt: skip


def list_naming(session: Session, person: Person) -> list[Person]:
    """Whoever is there and has that person for a stand-in or a manager."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == person.workspace_id, col(Person.is_deleted).is_(False), Person.id != person.id,
            or_(Person.stand_in_id == person.id, Person.manager_id == person.id),
        ).order_by(col(Person.id))
    ))  # fmt: skip
