"""A streaming standby: bulk reads come from it when it knows of what they are about, else from the primary."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from socket import socket
from time import monotonic

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot import doctor
from bot.rules.sending import PATIENCE
from bot.services.finding import exporting
from models import Outbox, OutboxState, Person, Session, Workspace
from models import replica as replicas
from models.condition import standing_of
from models.db import Database, connect
from tests.factories import NOW, TEAM
from tests.ports import free_port
from tests.postgres import Server, a_standby
from tests.scenarios.test_export import content, file_number
from tests.scenarios.world import ANN, World, a_world, eventually


@pytest.fixture(scope="module")
def standby(postgres_server: Server) -> Iterator[Server]:
    with a_standby(postgres_server) as following:
        yield following


@pytest.fixture
def postgres_url(postgres_url: str) -> str:
    """With commits that are sent on at once, as they are where somebody does not choose otherwise."""
    return f"{postgres_url}?options=-csynchronous_commit%3Don"


@pytest.fixture
def standby_url(postgres_url: str, standby: Server) -> str:
    """The database of this test, as soon as the standby has it."""
    url = standby.url(postgres_url.rpartition("/")[2].partition("?")[0])
    assert any(standing_of(postgres_url, url).behind == 0 for _ in range(200))
    return url


@pytest.fixture(autouse=True)
def asked_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "ASK_AGAIN_AFTER", 0.3)


@asynccontextmanager
async def opened(url: str, replica: str, told: list[str] | None = None) -> AsyncIterator[Database]:
    database = connect(url, replica=replica, told=(told if told is not None else []).append)
    try:
        yield database
    finally:
        await database.close()


def found(session: Session) -> tuple[bool, int]:
    """(whether it is the standby that is asked, how many people it knows)."""
    stands_by = bool(session.execute(text("SELECT pg_is_in_recovery()")).scalar())
    return stands_by, int(session.execute(text("SELECT count(*) FROM person")).scalar() or 0)


async def meet(database: Database, person_id: str) -> None:
    def work(session: Session) -> None:
        if session.get(Workspace, TEAM) is None:
            session.add(Workspace(id=TEAM, created_at=NOW))
            session.flush()
        session.add(Person(workspace_id=TEAM, id=person_id, refreshed_at=NOW))

    await database.submit(work)


async def people_known(database: Database, person_id: str) -> tuple[bool, int]:
    """Read in bulk, right after that person was met."""
    return await database.read_in_bulk(found, lambda session: session.get(Person, (TEAM, person_id)) is not None)


async def test_what_was_written_a_moment_ago_is_read_on_the_standby(postgres_url: str, standby_url: str) -> None:
    async with opened(postgres_url, standby_url) as database:
        for number in range(1, 11):
            await meet(database, f"U0{number}")
            assert await people_known(database, f"U0{number}") == (True, number)
        assert database.replica_reads == {"read": 10}
        assert (await database.read(found))[0] is False, "all other questions go to the primary"


async def test_a_standby_that_is_behind_is_let_be_until_it_has_caught_up(
    postgres_url: str, standby_url: str, standby: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "LOOK_EVERY", 0.02)
    told: list[str] = []
    async with opened(postgres_url, standby_url, told) as database:
        await meet(database, "U01")
        assert await people_known(database, "U01") == (True, 1)
        standby.run("SELECT pg_wal_replay_pause()")
        try:
            await meet(database, "U02")
            assert await people_known(database, "U02") == (False, 2)
            assert await people_known(database, "U01") == (False, 2), "and is not asked at all for a while"
        finally:
            standby.run("SELECT pg_wal_replay_resume()")
        assert len(told) == 1
        assert "behind" in told[0]
        await eventually_reads_there(database, "U02")
        assert told[1:] == [""]


async def eventually_reads_there(database: Database, person_id: str) -> None:
    for _ in range(200):
        if (await people_known(database, person_id))[0]:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the standby was never read again: {database.replica_reads}")


async def test_a_standby_that_is_away_costs_one_line_and_nobody_notices(postgres_url: str, standby: Server) -> None:
    told: list[str] = []
    async with opened(postgres_url, f"postgresql://muster@127.0.0.1:{free_port()}/none", told) as database:
        await meet(database, "U01")
        for _ in range(3):
            assert await people_known(database, "U01") == (False, 1)
        assert database.replica_reads == {"away": 3}
        assert len(told) == 1


@contextmanager
def a_black_hole() -> Iterator[str]:
    """The address of what accepts connections and says nothing."""
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"postgresql://muster@127.0.0.1:{listening.getsockname()[1]}/none"


async def test_a_standby_that_never_answers_holds_nobody_for_long_and_one_at_a_time_tries_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "ASK_AGAIN_AFTER", 0.0)
    with a_black_hole() as silent:
        async with opened(postgres_url, silent) as database:
            await meet(database, "U01")
            began = monotonic()
            assert await asyncio.gather(*(people_known(database, "U01") for _ in range(12))) == [(False, 1)] * 12
            assert monotonic() - began < replicas.WITHIN + 2, "all at once"
            assert PATIENCE.begin.total_seconds() > replicas.WITHIN * 2, "and their messages may still be sent"
            probing = asyncio.create_task(people_known(database, "U01"))
            await asyncio.sleep(0)
            began = monotonic()
            assert await asyncio.gather(*(people_known(database, "U01") for _ in range(11))) == [(False, 1)] * 11
            assert monotonic() - began < 1, "while one tries"
            assert not probing.done()
            assert await probing == (False, 1)


async def test_a_message_is_sent_under_its_first_claim_though_the_standby_never_answers(postgres_url: str) -> None:
    with a_black_hole() as silent:
        async with a_world(postgres_url, database_read_url=silent) as world:
            await world.command(ANN, "/task send the deck #launch")
            await world.command(ANN, "/task export csv label:launch")
            await eventually(lambda: exports_sent(world), within=20)
            assert [row.generation for row in await exports_sent(world)] == [1]
            assert world.parts.database.replica_reads == {"away": 1}


async def exports_sent(world: World) -> list[Outbox]:
    query = select(Outbox).where(Outbox.kind == exporting.KIND, Outbox.state == OutboxState.SENT)
    return await world.parts.database.read(lambda session: list(session.exec(query)))


async def test_what_takes_too_long_on_the_standby_is_given_up_there(postgres_url: str, standby_url: str) -> None:
    told: list[str] = []
    async with opened(postgres_url, standby_url, told) as database:
        await meet(database, "U01")

        def slow(session: Session) -> bool:
            stands_by = found(session)[0]
            if stands_by:
                session.execute(text("SELECT pg_sleep(60)"))
            return stands_by

        assert await database.read_in_bulk(slow, lambda _: True) is False
        assert await people_known(database, "U01") == (True, 1), "what is shorter is read there all the same"
        assert (database.replica_reads, told) == ({"slow": 1, "read": 1}, [])
        began = monotonic()
    assert monotonic() - began < 2, "and its thread is free"


async def test_work_that_is_broken_is_no_trouble_of_the_standby(postgres_url: str, standby_url: str) -> None:
    async with opened(postgres_url, standby_url) as database:
        with pytest.raises(ZeroDivisionError):
            await database.read_in_bulk(lambda _: 1 // 0, lambda _: True)
        assert database.replica_reads == {}


async def test_an_export_is_read_there_with_what_was_just_made_and_still_comes_when_it_goes_away(
    postgres_url: str, standby_url: str, standby: Server
) -> None:
    async with a_world(postgres_url, database_read_url=standby_url) as world:
        await world.command(ANN, "/task send the deck #launch")
        await world.command(ANN, "/task export csv label:launch")
        (_, row) = await content(await file_number(world, ANN, 1))
        assert row[1] == "send the deck"
        reads = world.parts.database.replica_reads
        assert (reads["read"] >= 1, set(reads)) == (True, {"read"})

        standby.stop()
        try:
            await world.command(ANN, "/task order the printer #launch")
            await world.command(ANN, "/task export csv is:live")
            assert len(await content(await file_number(world, ANN, 2))) == 3
            assert world.parts.database.replica_reads["away"] >= 1
        finally:
            standby.start()


def test_doctor_looks_at_the_standby(postgres_url: str, standby_url: str, standby: Server) -> None:
    def said(read_url: str) -> list[tuple[bool | None, str]]:
        return [(check.ok, check.said) for check in doctor.replica(postgres_url, read_url)]

    assert said("") == []
    assert said(standby_url) == [(True, "a standby that keeps up")]
    assert said(postgres_url) == [(False, "is no standby of this database")]
    ((ok, trouble),) = said(f"postgresql://muster@127.0.0.1:{free_port()}/none")
    assert (ok, "cannot be asked" in trouble) == (None, True)
