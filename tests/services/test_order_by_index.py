"""Plans are followed from task to task: no question about one reads all there is of a workspace or a channel."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from models import Dependency, Person, Session, Task
from models.queries import plans, ranking
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

ASKED: dict[str, Callable[[Session, Person, Task], Any]] = {
    "chain": lambda session, ann, task: plans.list_chain(session, ann, [task.number], NOW),
    "waits": lambda session, ann, task: plans.waits(session, TEAM, [task.number]),
    "followers": lambda session, ann, task: plans.list_followers(session, task),
    "parts": lambda session, ann, task: plans.list_parts(session, task, ann, NOW),
    "parts in a channel": lambda session, ann, task: plans.list_parts(session, task, None, NOW),
    "above": lambda session, ann, task: plans.list_above(session, TEAM, [task.number]),
    "waiting": lambda session, ann, task: ranking.list_waiting_for(session, ann, [task.number], NOW),
}
WHOLE = ("dependency_before (workspace_id=?)", "dependency_1 (workspace_id=?)", "task_1 (workspace_id=?)",
         "task_of_message", "SCAN task", "SCAN dependency")  # fmt: skip
ONE_PASS = 2000


def ways(session: Session, asked: Callable[[], Any]) -> list[str]:
    """How SQLite goes about it."""
    session.flush()
    raw = session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    sent: list[str] = []
    raw.set_trace_callback(sent.append)
    try:
        asked()
    finally:
        raw.set_trace_callback(None)
    asks = [statement for statement in sent if statement.startswith(("SELECT", "WITH"))]
    return [row[3] for statement in asks for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}")]


def test_sqlite_finds_its_way_by_an_index(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session:
        ann = make_person(session)
        task = make_task(session, ann, channel=make_channel(session))
        part = make_task(session, ann, parent_number=task.number)  # what has nothing beside it is not asked about
        session.add(Dependency(workspace_id=TEAM, number=part.number, after_number=task.number))
        found = {name: ways(session, lambda: asked(session, ann, task)) for name, asked in ASKED.items()}  # noqa: B023
        session.rollback()
    del found["waits"]  # reads the orders once, whatever the number of steps
    assert all(found.values())
    assert [(name, way) for name, some in found.items() for way in some if any(part in way for part in WHOLE)] == []


@pytest.mark.postgres
def test_postgresql_reads_only_the_orders_that_it_follows(postgres_engine: Engine) -> None:
    with Session(postgres_engine) as session:
        ann = make_person(session)
        task = make_task(session, ann, channel=make_channel(session))
        session.execute(insert(Task), [task.model_dump() | {"number": number} for number in range(2, 3000)])
        session.execute(insert(Dependency), [{"workspace_id": TEAM, "number": one, "after_number": one + 1}
                                             for one in range(1, 2999) if one < 50 or one % 2])  # fmt: skip
        session.execute(text("ANALYZE"))
        found = {name: rows_read(session, lambda: asked(session, ann, task)) for name, asked in ASKED.items()}  # noqa: B023
        session.rollback()
    assert {name: rows for name, rows in found.items() if rows > ONE_PASS} == {}


def rows_read(session: Session, asked: Callable[[], Any]) -> int:
    """How many rows of the orders it looked at one by one."""
    seen = text("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'dependency'")
    before = session.execute(seen).scalar_one()
    asked()
    return int(session.execute(seen).scalar_one() - before)
