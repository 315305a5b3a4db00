"""Operators see how late reminders are, how they end, how far the clock lags, and whether one is forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from models import Occurrence, Session
from models.db import Database, connect
from models.queries import occurrences
from scheduler import tick
from tests.factories import NOW, TEAM, make_person
from tests.services.ticking import MORNING, at_three, berlin, deliver, step
from tests.services.ticking import tick as step_one


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    yield database
    await database.close()


def test_each_end_is_counted_by_kind_and_state(session: Session) -> None:
    ann = make_person(session)
    at_three(session, ann)
    before = {state: value("muster_occurrences_total", kind="nudge.soon", state=state) for state in ("sent", "skipped")}
    step(session, berlin("14:00"))
    ann.nudging = {"all": "off"}
    at_three(session, ann, due_at=berlin("17:00"))
    step(session, berlin("16:00"))
    after = {state: value("muster_occurrences_total", kind="nudge.soon", state=state) for state in before}
    assert {state: after[state] - before[state] for state in before} == {"sent": 1.0, "skipped": 1.0}


def test_how_late_a_reminder_was_sent_is_measured(session: Session) -> None:
    ann = make_person(session)
    at_three(session, ann)
    before = value("muster_nudge_lateness_seconds_sum", kind="nudge.soon")
    step_one(session, berlin("14:00"))
    deliver(session, berlin("14:05"))
    assert value("muster_nudge_lateness_seconds_sum", kind="nudge.soon") - before == 300.0


def test_what_waits_for_its_reader_is_held_and_not_late(session: Session) -> None:
    ann = make_person(session)
    ann.quiet_until = berlin("14:30")
    at_three(session, ann)
    names = ("muster_nudge_lateness_seconds_sum", "muster_nudge_held_seconds_sum")
    before = [value(name, kind="nudge.soon") for name in names]
    step(session, berlin("14:00"))
    step_one(session, berlin("14:30"))
    deliver(session, berlin("14:32"))
    assert [value(name, kind="nudge.soon") - was for name, was in zip(names, before, strict=True)] == [120.0, 1800.0]


def test_what_is_due_and_neither_sent_nor_explained_is_counted(session: Session) -> None:
    make_person(session)
    session.add(Occurrence(workspace_id=TEAM, kind="nudge.soon", subject="1", person_id="U0ANN", when="x",
                           due_at=NOW, tell_at=NOW))  # fmt: skip
    session.flush()
    assert occurrences.count_overdue(session, NOW - timedelta(seconds=1)) == 0
    assert occurrences.count_overdue(session, NOW) == 1


async def test_the_lag_of_the_clock_is_that_of_the_oldest_item(database: Database) -> None:
    await database.submit(lambda session: at_three(session, make_person(session), now=berlin("8:00")) and None)
    await tick(database, MORNING + timedelta(seconds=90))
    assert value("muster_tick_lag_seconds") >= 90.0
    await tick(database, MORNING + timedelta(seconds=91))
    assert value("muster_tick_lag_seconds") <= 90.0
