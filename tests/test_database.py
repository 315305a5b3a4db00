"""The database threads, on SQLite and on PostgreSQL: what is kept, what is undone, who may write."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from models import Person, Session, Task, Workspace
from models.columns import UtcDateTime
from models.db import Database, connect, is_sqlite, plain_engine, revision_of, revisions, upgrade
from models.failures import DatabaseInUse, NotSaved
from models.migrating import migrations
from models.words import is_modelled
from tests.factories import NOW, TEAM, make_person, make_task
from tests.postgres import Server

BATCH = 64
WITHIN = 10.0  # seconds


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = connect(database_url)
    yield opened
    await opened.close()


def with_workspace(session: Session) -> None:
    session.add(Workspace(id=TEAM, created_at=NOW))


def with_person(person_id: str) -> Any:
    def work(session: Session) -> str:
        session.add(Person(workspace_id=TEAM, id=person_id, refreshed_at=NOW))
        session.flush()
        return person_id

    return work


def knows(person_id: str) -> Any:
    return lambda session: session.get(Person, (TEAM, person_id)) is not None


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "compare_type": True, "compare_server_default": True, "include_object": is_modelled,
        })  # fmt: skip
        return list(compare_metadata(context, SQLModel.metadata))


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url: str):
    engine = plain_engine(database_url)
    try:
        assert differences(engine) == []
    finally:
        engine.dispose()


def test_the_comparison_notices_a_missing_column(database_url: str):
    engine = plain_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE task DROP COLUMN said")
        assert [change[0] for change in differences(engine)] == ["add_column"]
    finally:
        engine.dispose()


def test_the_names_of_the_migrations_begin_with_their_revisions():
    walked = [script.revision for script in ScriptDirectory.from_config(migrations("")).walk_revisions()]
    assert revisions() == walked[::-1]


def test_an_upgrade_can_be_taken_back_and_made_again(database_url: str):
    command.downgrade(migrations(database_url), "0002")
    upgrade(database_url)
    engine = plain_engine(database_url)
    try:
        assert differences(engine) == []
    finally:
        engine.dispose()


def test_an_upgrade_of_an_upgraded_database_changes_nothing(database_url: str):
    before = revision_of(database_url)
    upgrade(database_url)
    assert revision_of(database_url) == before
    assert before[0] == before[1] is not None


@pytest.mark.postgres
def test_an_empty_postgres_database_has_no_revision_until_it_is_upgraded(postgres_server: Server):
    postgres_server.run("CREATE DATABASE empty")
    empty = postgres_server.url("empty")
    revision, head = revision_of(empty)
    assert (revision, head is not None) == (None, True)
    upgrade(empty)
    assert revision_of(empty) == (head, head)
    postgres_server.run("DROP DATABASE empty WITH (FORCE)")


async def test_what_a_turn_wrote_is_there_for_the_next_reader(database: Database):
    await database.submit(with_workspace)
    assert await database.submit(with_person("U1")) == "U1"
    assert await database.read(knows("U1"))


async def test_a_turn_that_fails_is_undone_and_the_turns_beside_it_are_kept(database: Database):
    await database.submit(with_workspace)

    def fails(session: Session) -> None:
        with_person("U_LOST")(session)
        raise LookupError("changed my mind")

    results = await asyncio.gather(
        database.submit(with_person("U1")), database.submit(fails), database.submit(with_person("U2")),
        return_exceptions=True,
    )  # fmt: skip
    assert (results[0], results[2]) == ("U1", "U2")
    assert isinstance(results[1], LookupError)
    assert [await database.read(knows(name)) for name in ("U1", "U_LOST", "U2")] == [True, False, True]


async def test_a_row_the_database_refuses_fails_only_its_own_turn(database: Database):
    await database.submit(with_workspace)
    await database.submit(with_person("U1"))
    results = await asyncio.gather(
        database.submit(with_person("U1")), database.submit(with_person("U2")), return_exceptions=True
    )
    assert isinstance(results[0], IntegrityError)
    assert results[1] == "U2"
    assert await database.read(knows("U2"))


async def test_a_transaction_that_sqlite_gave_up_saves_nothing_of_the_batch(sqlite_url: str):
    """As on a full disk: the savepoint is gone with it, and what comes after would be kept by itself."""
    began, hold, database = threading.Event(), threading.Event(), connect(sqlite_url)

    def gives_up(session: Session) -> None:
        with_person("U_LOST")(session)
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        raw.rollback()

    try:
        await database.submit(with_workspace)
        first = asyncio.ensure_future(database.submit(lambda _: began.set() or hold.wait(WITHIN)))
        assert await asyncio.to_thread(began.wait, WITHIN)
        batch = asyncio.gather(*map(database.submit, (with_person("U1"), gives_up, with_person("U2"))),
                               return_exceptions=True)  # fmt: skip
        await asyncio.sleep(0.1)
        hold.set()
        results = await batch
        assert await first
        assert [type(one) for one in results] == [NotSaved] * 3
        assert [await database.read(knows(name)) for name in ("U1", "U_LOST", "U2")] == [False] * 3
        assert await database.submit(with_person("U3")) == "U3"
    finally:
        await database.close()


async def test_sixty_four_tasks_made_at_once_are_all_kept_with_a_number_each(database: Database):
    def first(session: Session) -> None:
        make_person(session, "U0ANN")

    def add(session: Session) -> int:
        owner = session.get(Person, (TEAM, "U0ANN"))
        assert owner is not None
        return make_task(session, owner).number

    await database.submit(first)
    numbers = await asyncio.gather(*(database.submit(add) for _ in range(BATCH)))
    assert sorted(numbers) == list(range(1, BATCH + 1))
    kept = await database.read(lambda session: [session.get(Task, (TEAM, number)) for number in numbers])
    assert all(kept)


async def test_a_caller_who_gives_up_does_not_stop_the_turns_of_others(database: Database):
    await database.submit(with_workspace)
    waiting = asyncio.ensure_future(database.submit(with_person("U1")))
    await asyncio.sleep(0)
    waiting.cancel()
    async with asyncio.timeout(10):
        assert await database.submit(with_person("U2")) == "U2"


async def test_a_closed_database_says_that_nothing_was_saved(database_url: str):
    database = connect(database_url)
    await database.close()
    with pytest.raises(NotSaved):
        await database.submit(with_workspace)


async def test_a_reader_cannot_write(database: Database):
    def writes(session: Session) -> None:
        with_workspace(session)
        session.flush()

    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await database.read(writes)
    await database.submit(with_workspace)


async def test_a_second_serving_process_on_the_same_file_is_refused(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'one.db'}"
    upgrade(address)
    second = f"from models.db import connect; connect({address!r}); print('serving')"
    database = connect(address)
    refused = await asyncio.to_thread(run_python, second)
    await database.close()
    assert DatabaseInUse.__name__ in refused.stderr
    assert refused.stdout == ""
    assert (await asyncio.to_thread(run_python, second)).stdout == "serving\n"


async def test_a_process_that_only_reads_may_look_while_another_serves(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'one.db'}"
    upgrade(address)
    database, looking = connect(address), connect(address, serving=False)
    await database.submit(with_workspace)
    assert await looking.read(lambda session: session.get(Workspace, TEAM)) is not None
    await looking.close()
    await database.close()


@pytest.mark.postgres
async def test_two_processes_may_serve_one_postgres_database(postgres_url: str):
    one, two = connect(postgres_url), connect(postgres_url)
    await one.submit(with_workspace)
    assert await two.submit(with_person("U1")) == "U1"
    assert await one.read(knows("U1"))
    await one.close()
    await two.close()


def test_an_address_in_memory_is_refused_because_several_threads_share_the_file():
    assert is_sqlite("sqlite:///:memory:")
    with pytest.raises(ValueError, match="needs a file"):
        connect("sqlite:///:memory:")


def run_python(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False, timeout=60)


async def test_a_turn_on_a_file_holds_the_lock_from_its_first_read_on(sqlite_url: str):
    """One that takes it only when it writes finds the database locked if somebody else wrote meanwhile."""
    found: list[str] = []

    def read_while_another_would_write(session: Session) -> None:
        session.get(Workspace, TEAM)
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            found.append(str(error))
        finally:
            other.close()

    database = connect(sqlite_url)
    try:
        await database.submit(read_while_another_would_write)
    finally:
        await database.close()
    assert found == ["database is locked"]


async def test_nobody_is_answered_while_their_turn_is_still_to_be_committed(sqlite_url: str):
    """For as long as the writer stands just before the commit, here until it is let go, the caller waits."""
    comes, goes_on = threading.Event(), threading.Event()

    def stand_before_the_commit(place: str) -> None:
        if place == "before_batch":
            comes.set()
            goes_on.wait(WITHIN)

    database = connect(sqlite_url, watch=stand_before_the_commit)
    asked = asyncio.ensure_future(database.submit(with_workspace))
    try:
        assert await asyncio.to_thread(comes.wait, WITHIN)
        answered, _ = await asyncio.wait([asked], timeout=0.2)
        goes_on.set()
        assert not answered
        await asked
    finally:
        goes_on.set()
        await database.close()


async def test_what_is_kept_in_a_file_is_on_the_disk(sqlite_url: str):
    def asked(session: Session) -> tuple[Any, Any, Any]:
        ask = session.connection().exec_driver_sql
        return (
            ask("PRAGMA journal_mode").scalar(),
            ask("PRAGMA synchronous").scalar(),
            ask("PRAGMA foreign_keys").scalar(),
        )

    full, database = 2, connect(sqlite_url)
    try:
        assert await database.submit(asked) == ("wal", full, 1)
    finally:
        await database.close()


@pytest.mark.parametrize("at", [
    datetime(2026, 3, 9, 12, 0, 0, 5, tzinfo=UTC), datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(987, 6, 5, 4, 3, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=14))),
])  # fmt: skip
def test_an_instant_is_written_as_sqlalchemy_writes_it(at: datetime):
    """Rows from before are compared with it as text."""
    dialect = sqlite.dialect()
    write = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    theirs = sqlite.DATETIME().bind_processor(dialect)
    assert write is not None
    assert theirs is not None
    assert write(at) == theirs(at.astimezone(UTC).replace(tzinfo=None))
    assert write(None) is None
