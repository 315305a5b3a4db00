"""Thousands of messages that wait in a few conversations: what may go is found at the front of them, and as fast."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Engine, text, update
from sqlmodel import col

from bot.rules.pace import Pace
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Lane, Outbox, OutboxState, Session
from models.db import connect, plain_engine
from models.queries import deliveries
from tests.factories import NOW, TEAM, make_workspace
from tests.services.test_clocks_apart import Machine

LATER = NOW + timedelta(seconds=5)
STEPS = 100  # of SQLite's machine, after which it tells


def put(session: Session, many: int, conversations: int, *, of: str = "C", lane: Lane = Lane.PEOPLE) -> None:
    letters = [
        Letter(key=f"{of}{n}", kind="reply", to=f"{of}{n % conversations}", lane=lane, subject={"message": {}})
        for n in range(many)
    ]
    outbox.put_all(session, TEAM, letters, now=NOW)


def found(session: Session, *, at_front: bool) -> list[str]:
    waiting = deliveries.list_waiting(session, now=LATER, real=LATER, limit=64, at_front=at_front)
    return [one.to for one in waiting]


@pytest.fixture
def line(session: Session) -> Session:
    """Three hundred messages in three conversations, then one in another."""
    make_workspace(session)
    put(session, 300, 3), put(session, 1, 1, of="D")
    return session


def test_at_the_front_is_the_first_of_each_conversation_that_is_there(line: Session):
    assert found(line, at_front=True) == ["C0", "C1", "C2"]
    assert found(line, at_front=False) == ["C0", "C1", "C2", "D0"]


def test_a_claim_looks_at_the_front_only_where_it_is_told_to(line: Session):
    assert [row.to for row in claim(line, at_front=True)] == ["C0", "C1", "C2"]
    line.execute(update(Outbox).where(col(Outbox.state) == OutboxState.SENDING).values(state=OutboxState.SENT))
    assert [row.to for row in claim(line)] == ["C0", "C1", "C2", "D0"]


def test_a_conversation_with_something_under_way_is_not_there(line: Session):
    row = deliveries.outbox_by_key(line, TEAM, "C0")
    assert row is not None
    for state in (OutboxState.SENDING, OutboxState.UNKNOWN):
        row.state = state
        line.add(row)
        line.flush()
        assert found(line, at_front=True) == ["C1", "C2"]
    put(line, 1, 1, of="P")
    line.execute(update(Outbox).where(col(Outbox.key) == "C1").values(state=OutboxState.SENDING))
    assert found(line, at_front=True) == ["C2", "D0", "P0"], "nor does anything behind it take a place"
    line.execute(update(Outbox).where(col(Outbox.key) == "C1").values(state=OutboxState.PENDING))
    row.state = OutboxState.SENT
    line.add(row)
    line.flush()
    assert found(line, at_front=True) == ["C1", "C2", "C0"], "with its second message now"


def test_what_may_not_go_takes_no_place_at_the_front(line: Session):
    put(line, 1, 1, of="P", lane=Lane.PROMPTS)
    line.execute(update(Outbox).where(col(Outbox.to).like("C%")).values(try_real=LATER + timedelta(seconds=1)))
    assert found(line, at_front=True) == ["D0", "P0"]


def test_sqlite_takes_as_many_steps_for_thousands_as_for_hundreds(sqlite_engine: Engine) -> None:
    taken = []
    with Session(sqlite_engine) as session:
        make_workspace(session)
        for part in range(2):
            put(session, 500 + 2500 * part, 10, of=f"{part}-")
            taken.append(steps(session, lambda: found(session, at_front=True)))
        session.rollback()
    assert taken[1] <= taken[0] * 1.5 + 5


def steps(session: Session, asked: Callable[[], Any]) -> int:
    raw = session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    told: list[None] = []
    raw.set_progress_handler(lambda: told.append(None), STEPS)
    try:
        asked()
    finally:
        raw.set_progress_handler(None, 0)
    return len(told)


@pytest.mark.postgres
def test_postgresql_reads_the_front_only(postgres_engine: Engine) -> None:
    with Session(postgres_engine) as session:
        make_workspace(session)
        put(session, 5000, 20)
        session.execute(text("ANALYZE"))
        before = rows_read(session)
        found(session, at_front=True)
        read = rows_read(session) - before
        session.rollback()
    assert 200 <= read < 1000


def rows_read(session: Session) -> int:
    """How many of the outbox this transaction looked at one by one."""
    asked = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'outbox'")
    return int(session.execute(asked).scalar_one())


@pytest.mark.postgres
def test_what_was_written_and_not_committed_holds_nobody_up(postgres_url: str) -> None:
    """Order is kept among what can be seen: a process that stands still keeps no other from speaking."""
    engine = plain_engine(postgres_url)
    with Session(engine) as still, Session(engine) as awake:
        make_workspace(still)
        still.commit()
        put(still, 1, 1)
        put(awake, 1, 1, of="D"), awake.execute(update(Outbox).values(to="C0"))
        awake.commit()
        assert [row.key for row in claim(awake)] == ["D0"]
        awake.commit()
        still.commit()
        assert claim(awake) == [], "one at a time"
        awake.execute(update(Outbox).where(col(Outbox.key) == "D0").values(state=OutboxState.SENT))
        assert [row.key for row in claim(awake)] == ["C0"]
        awake.rollback()
    engine.dispose()


def claim(session: Session, **more: Any) -> list[Outbox]:
    return outbox.claim(session, now=LATER, real=LATER, busy=(), limit=16, pace=Pace(), **more)


async def test_where_more_may_go_than_can_be_taken_the_whole_line_is_looked_at_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three hundred messages of two conversations stand before forty conversations with one each."""
    looked: list[bool] = []
    look = deliveries.list_waiting

    def noted(*given: Any, at_front: bool = False, **more: Any) -> Any:
        looked.append(at_front)
        return look(*given, at_front=at_front, **more)

    monkeypatch.setattr(deliveries, "list_waiting", noted)
    database = connect(sqlite_url)
    machine = Machine(database, 0)
    try:
        await database.submit(lambda session: make_workspace(session) and None)
        await database.submit(lambda session: put(session, 300, 2))
        await database.submit(lambda session: put(session, 40, 40, of="D"))
        async with machine.at_work():
            began = monotonic()
            while machine.said < 42:
                assert monotonic() - began < 10
                await asyncio.sleep(0.05)
    finally:
        await database.close()
    assert looked[:3] == [False] * 3


async def test_who_waits_behind_very_many_of_others_is_spoken_to_before_them(database_url: str) -> None:
    database = connect(database_url)
    machine = Machine(database, 0)
    spoken: list[str] = []

    async def said(to: str, *rest: Any, **more: Any) -> Any:
        spoken.append(to)
        return await Machine.post(machine, to, *rest, **more)

    machine.post = said  # type: ignore[method-assign]
    try:
        await database.submit(lambda session: make_workspace(session) and None)
        await database.submit(lambda session: put(session, 600, 2))
        async with machine.at_work():
            began = monotonic()
            while len(spoken) < 2 * Pace.BURST:
                assert monotonic() - began < 10
                await asyncio.sleep(0.05)
            await database.submit(lambda session: put(session, 1, 1, of="D"))
            machine.delivery.wake()
            began = monotonic()
            while "D0" not in spoken:
                assert monotonic() - began < 10
                await asyncio.sleep(0.05)
    finally:
        await database.close()
    assert spoken.index("D0") < 30
