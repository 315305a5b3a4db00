"""What is asked of the database, counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from models import Session


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
