"""What is asked of the database, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from models import Session
from models.prepared import Prepared


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; the transaction itself has begun before."""
    session.connection()
    said: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)


@contextmanager
def said_past_the_orm() -> Iterator[list[tuple[str, Any]]]:
    """The statements that were compiled once and are said meanwhile, with their values."""
    said: list[tuple[str, Any]] = []
    rows = Prepared.rows

    def listening(self: Prepared, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        compiled = self.compiled_for(session.connection().dialect)
        said.append((compiled.words, compiled.bound(values)))
        return rows(self, session, **values)

    Prepared.rows = listening  # type: ignore[method-assign]
    try:
        yield said
    finally:
        Prepared.rows = rows  # type: ignore[method-assign]
