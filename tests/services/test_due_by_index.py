"""The clock asks by index: what is due and what is untold, who was told of what, and whether anything is overdue."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

from models import Occurrence, OccurrenceState, Session, Task
from models.queries import due, nudges, occurrences, people, tasks
from tests.factories import NOW, TEAM, make_person, make_task
from tests.services.test_order_by_index import ways
from tests.statements import said_past_the_orm

SOME_TIME = datetime(2030, 1, 1, tzinfo=UTC)
MANY = 4000
SCANS = re.compile(r"SCAN (?:task|person|occurrence)\b")
ASKED: dict[str, tuple[Callable[[Session], Any], tuple[str, ...]]] = {
    "mornings": (lambda session: people.due_briefs(session, NOW), ("person_brief_due",)),
    "moments of tasks": (lambda session: tasks.due_nudges(session, NOW), ("task_nudge_due",)),
    "silence": (lambda session: tasks.due_chases(session, NOW), ("task_chase_due",)),
    "who is to be told": (lambda session: nudges.due_people(session, NOW), ("occurrence_untold",)),
    "what one is to be told": (lambda session: nudges.hold_untold(session, TEAM, "U0ANN", NOW), ("occurrence_untold",)),
    "overdue": (lambda session: occurrences.count_overdue(session, NOW), ("occurrence_untold",)),
    "what one was told": (lambda session: occurrences.list_of_person(session, TEAM, "U0ANN", NOW),
                          ("occurrence_person",)),
    "the next moment": (lambda session: due.next_moment(session, NOW),
                        ("person_brief_due", "task_nudge_due", "task_chase_due", "occurrence_untold")),
}  # fmt: skip


def fill(session: Session) -> None:
    """Thousands of timers, most of them far away."""
    ann = make_person(session)
    task = make_task(session, ann)
    session.execute(insert(Task), [task.model_dump() | {"number": number, "chase_at": SOME_TIME, "nudge_at": SOME_TIME}
                                   for number in range(2, MANY)])  # fmt: skip
    session.execute(insert(Occurrence), [
        {"workspace_id": TEAM, "kind": "nudge.stale", "subject": str(number), "person_id": f"U{number % 200}",
         "when": "x", "due_at": SOME_TIME, "tell_at": SOME_TIME if number % 40 == 0 else None,
         "state": OccurrenceState.SENT, "reason": ""} for number in range(MANY)
    ])  # fmt: skip
    session.flush()


def test_sqlite_asks_by_the_partial_indexes(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session:
        fill(session)
        found = {name: " | ".join(ways(session, lambda: ask(session))) for name, (ask, _) in ASKED.items()}  # noqa: B023
        session.rollback()
    assert {name: way for name, way in found.items() if not _uses(way, name)} == {}
    assert {name: way for name, way in found.items() if SCANS.search(way)} == {}


@pytest.mark.postgres
def test_postgresql_asks_by_the_partial_indexes(postgres_engine: Engine) -> None:
    with Session(postgres_engine) as session:
        fill(session)
        session.execute(text("ANALYZE"))
        session.execute(text("SET LOCAL enable_seqscan = off"))  # a table of one person is read faster as it is
        found = {name: explained(session, ask) for name, (ask, _) in ASKED.items()}
        session.rollback()
    assert {name: way for name, way in found.items() if not _uses(way, name)} == {}


def _uses(way: str, name: str) -> bool:
    return all(index in way for index in ASKED[name][1])


def explained(session: Session, ask: Callable[[Session], Any]) -> str:
    """PostgreSQL's plans for what is asked."""
    sent: list[tuple[str, Any]] = []

    def listen(connection: object, cursor: object, statement: str, values: Any, *rest: object) -> None:
        sent.append((statement, values))

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        with said_past_the_orm() as said:
            ask(session)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    connection = session.connection()
    return " | ".join(str(row[0]) for statement, values in (*sent, *said)
                      for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))  # fmt: skip
