"""Plans are followed from task to task: no question about one reads all there is of a workspace or a channel."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

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
    sent: list[tuple[str, Any]] = []

    def listen(connection: object, cursor: object, statement: str, values: Any, *rest: object) -> None:
        sent.append((statement, values))

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        asked()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    connection = session.connection()
    return [row[3] for statement, values in sent
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]  # fmt: skip


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
