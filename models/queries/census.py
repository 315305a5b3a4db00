"""Reading and writing people by the hundred, as a page of Slack's directory brings them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from models import holding, known
from models.person import Person
from models.prepared import Insert, insert_into, table_of

STANDING = (
    col(Person.id), col(Person.name), col(Person.real_name), col(Person.display_name), col(Person.locale),
    col(Person.zone), col(Person.is_admin), col(Person.is_guest), col(Person.is_stranger), col(Person.is_deleted),
    col(Person.is_bot), col(Person.slack_updated), col(Person.refreshed_at), col(Person.brief_at),
)  # fmt: skip
NEW = Insert(Person)


def standing(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """What Slack may have news of, by person: plain rows, as most of them stay as they are."""
    query = plain_select(*STANDING).where(col(Person.workspace_id) == workspace_id, col(Person.id).in_(list(ids)))
    return {row.id: row for row in session.execute(query)}


def hold(session: Session, workspace_id: str, ids: Iterable[str]) -> list[Person]:
    """Those of them who are there, as they stand now and held until the turn ends."""
    if not (wanted := list(ids)):
        return []
    return holding.rows(session, select(Person).where(Person.workspace_id == workspace_id, col(Person.id).in_(wanted)))


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """New people, in one statement; who was learned meanwhile stays as they are. What is not said is as the model has
    it."""
    if rows:
        said = insert_into(table_of(Person), session.get_bind().dialect.name)
        session.execute(said.on_conflict_do_nothing(), [NEW.whole(row) for row in rows])
        known.written(session, Person)


def refreshed(session: Session, workspace_id: str, ids: Iterable[str], now: datetime) -> None:
    """All is as it was, and was looked at."""
    if wanted := list(ids):
        table = table_of(Person)
        session.execute(update(table).where(table.c.workspace_id == workspace_id, table.c.id.in_(wanted))
                        .values(refreshed_at=now))  # fmt: skip
