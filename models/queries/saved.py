"""Reading the filters that people keep: each their own."""

from sqlmodel import Session, col, func, select

from models.closing import SavedFilter
from models.person import Person


def get(session: Session, viewer: Person, name: str) -> SavedFilter | None:
    return session.get(SavedFilter, (viewer.workspace_id, viewer.id, name))


def list_of(session: Session, viewer: Person) -> list[SavedFilter]:
    return list(session.exec(
        select(SavedFilter).where(SavedFilter.workspace_id == viewer.workspace_id, SavedFilter.person_id == viewer.id)
        .order_by(col(SavedFilter.name))
    ))  # fmt: skip


def count(session: Session, viewer: Person) -> int:
    return session.exec(
        select(func.count()).select_from(SavedFilter)
        .where(SavedFilter.workspace_id == viewer.workspace_id, SavedFilter.person_id == viewer.id)
    ).one()  # fmt: skip
