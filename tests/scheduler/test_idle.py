"""What a tick costs with nothing due: one statement, however many kinds of things may fall due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from models import Session
from models.db import connect
from models.queries import due
from scheduler import EVERYTHING_DUE, tick
from scheduler.due import Due
from tests.factories import NOW, make_person, make_task
from tests.statements import said_past_the_orm


@contextmanager
def listening() -> Iterator[list[str]]:
    """What is asked of any database."""
    said: list[str] = []

    def listen(*about: object) -> None:
        said.append(str(about[2]))

    event.listen(Engine, "before_cursor_execute", listen)
    yield said
    event.remove(Engine, "before_cursor_execute", listen)


async def test_a_tick_with_nothing_due_is_one_statement(database_url: str):
    database = connect(database_url, serving=False)
    await database.submit(lambda session: make_task(session, make_person(session), due_at=NOW + timedelta(hours=9)))
    with listening() as said:
        assert await tick(database, NOW) == 0
    assert len([one for one in said if one.startswith("SELECT") and "pg_catalog" not in one]) == 1
    await database.close()


async def test_a_tick_with_something_due_does_it(database_url: str):
    database = connect(database_url, serving=False)
    await database.submit(lambda session: make_task(session, make_person(session), due_at=NOW + timedelta(hours=9)))
    assert await tick(database, NOW + timedelta(hours=9)) > 0
    await database.close()


@pytest.mark.parametrize("kind", EVERYTHING_DUE, ids=lambda kind: kind.name)
def test_what_a_tick_asks_first_looks_at_all_that_it_lists(kind: Due, session: Session):
    make_person(session)
    with listening() as said, said_past_the_orm() as past:
        kind.list_due(session, NOW)
    said += [words for words, _ in past]
    columns = {f"{column.class_.__table__.name}.{column.key}" for column in due.MOMENTS}
    asked = " ".join(said).replace('"', "")
    assert [name for name in columns if name in asked.partition("WHERE")[2]]
