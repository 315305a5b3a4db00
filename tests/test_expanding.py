"""Migrations only add: the release before runs on the tables of this one, beside it or after a way back."""

import importlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, inspect, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from models import Allowance, DirectoryReading, Errand, ErrandKind, Inbox, Session, Workspace
from models.db import driver_url, is_sqlite, plain_engine, revision_of, upgrade
from models.failures import Unreachable
from models.migrating import migrations
from models.queries import allowances
from models.words import FTS
from tests.before import REVISIONS, ROOT, checked_out, commit_before
from tests.factories import NOW, TEAM
from tests.left_out import left_out

FIRST = "0007"  # those before have shipped, and were made when there was one process at a time
EXPANDING = [one for one in REVISIONS if one >= FIRST]
# what a test may write into a column, by the Python type of its values
SAMPLES: dict[type, Any] = {str: "x", int: 1, bool: False, float: 1.5, date: date(2026, 3, 9), time: time(9),
                            datetime: datetime(2026, 3, 9, tzinfo=UTC), object: {}}  # fmt: skip


def a_fresh_database(url: str, name: str) -> str:
    """Beside the one of this test, without tables."""
    if is_sqlite(url):
        return f"{url}.{name}"
    engine = create_engine(driver_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{engine.url.database}_{name}"'))
    engine.dispose()
    return f"{url}_{name}"


def contracts(revision: str) -> bool:
    """Whether a migration says itself that it takes something away, which the release before must no longer use."""
    name = next(ROOT.glob(f"models/migrations/versions/{revision}_*.py")).stem
    return bool(getattr(importlib.import_module(f"models.migrations.versions.{name}"), "contract", False))


def columns(engine: Engine) -> dict[tuple[str, str], tuple[str, bool]]:
    """(table, column): (its type, whether a row may leave it out)."""
    found = inspect(engine)
    return {
        (table, one["name"]): (str(one["type"]), bool(one["nullable"] or one["default"] is not None
                                                      or one.get("autoincrement") is True))
        for table in found.get_table_names() if FTS not in table for one in found.get_columns(table)
    }  # fmt: skip


def rules(engine: Engine) -> set[tuple[str, ...]]:
    """What a row of a table has to obey: unique keys and references, by their columns."""
    found = inspect(engine)
    tables = [table for table in found.get_table_names() if FTS not in table]
    unique = {("unique", table, *(str(name) for name in one["column_names"]))
              for table in tables for one in found.get_indexes(table) if one["unique"]}  # fmt: skip
    unique |= {
        ("unique", table, *one["column_names"]) for table in tables for one in found.get_unique_constraints(table)
    }
    return unique | {("refers", table, *one["constrained_columns"]) for table in tables
                     for one in found.get_foreign_keys(table)}  # fmt: skip


def ties(engine: Engine) -> set[tuple[str, str]]:
    """(table, table that it refers to) where a row that is referred to cannot be deleted."""
    found = inspect(engine)
    return {
        (table, one["referred_table"]) for table in found.get_table_names() for one in found.get_foreign_keys(table)
        if one.get("options", {}).get("ondelete") != "CASCADE"
    }  # fmt: skip


@pytest.mark.always
@pytest.mark.parametrize("revision", EXPANDING)
def test_a_migration_only_adds_what_the_release_before_need_not_know(database_url: str, revision: str):
    url = a_fresh_database(database_url, "grows")
    engine = plain_engine(url)
    try:
        command.upgrade(migrations(url), REVISIONS[REVISIONS.index(revision) - 1])
        before, obeyed = columns(engine), rules(engine)
        command.upgrade(migrations(url), revision)
        after, obeys, tied = columns(engine), rules(engine), ties(engine)
    finally:
        engine.dispose()
    if contracts(revision):
        return
    tables = {table for table, _ in before}
    assert {place: after.get(place) for place in before} == before, "nothing is dropped, renamed, retyped or tightened"
    demanded = [place for place in after.keys() - before.keys() if place[0] in tables and not after[place][1]]
    assert demanded == [], "a new column of an old table may be left out: nullable, or with a default of the server"
    assert {rule for rule in obeys - obeyed if rule[1] in tables} == set(), "rows of old tables obey no new rule"
    kept = {(table, of) for table, of in tied if table not in tables and of in tables}
    assert kept == set(), "the release before deletes rows of its tables, and knows of no others that refer to them"


@pytest.mark.always
def test_what_the_release_before_writes_these_tables_take(database_url: str):
    """Each of its tables, row by row and column by column, as its own code names them."""
    old, new = a_fresh_database(database_url, "old"), a_fresh_database(database_url, "new")
    command.upgrade(migrations(old), REVISIONS[-2])
    upgrade(new)
    theirs, engine = MetaData(), plain_engine(new)
    their_engine = plain_engine(old)
    try:
        theirs.reflect(their_engine)
        if is_sqlite(new):
            event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))
        with engine.connect() as connection, connection.begin():
            if not is_sqlite(new):
                connection.execute(text("SET session_replication_role = replica"))  # references are not looked up
            tables = [one for one in theirs.sorted_tables if FTS not in one.name and one.name != "alembic_version"]
            assert len(tables) > 20
            for table in tables:
                write_and_read(connection, table)
    finally:
        engine.dispose()
        their_engine.dispose()


def write_and_read(connection: Connection, table: Table) -> None:
    row = {one.name: sample(one) for one in table.columns if not (one.name == "id" and not is_text(one))}
    connection.execute(table.insert().values(row))
    connection.execute(table.update().values({name: row[name] for name in row}))
    assert len(connection.execute(table.select()).all()) == 1, table.name
    connection.execute(table.delete())


def is_text(column: Any) -> bool:
    return not isinstance(column.type, TSVECTOR) and column.type.python_type is str


def sample(column: Any) -> Any:
    if isinstance(column.type, TSVECTOR):
        return "'x':1"
    value = SAMPLES[column.type.python_type]
    return value.replace(tzinfo=None) if isinstance(value, datetime) and not column.type.timezone else value


def test_a_migration_waits_for_nobody_long_and_begins_again(postgres_url: str):
    url = a_fresh_database(postgres_url, "served")
    command.upgrade(migrations(url), REVISIONS[-2])
    engine = plain_engine(url)
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as serving:
            serving.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
            migrating = pool.submit(upgrade, url)
            sleep(2.5)  # longer than one try waits
            assert not migrating.done()
        assert migrating.result(timeout=30) is True
    assert revision_of(url)[0] == REVISIONS[-1]
    engine.dispose()


# --- a way back ---------------------------------------------------------------------------------------------------


def stamp(url: str, revision: str) -> None:
    engine = plain_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    engine.dispose()


def test_tables_of_the_next_release_are_let_be(database_url: str):
    following = f"{int(REVISIONS[-1]) + 1:04d}"
    stamp(database_url, following)
    assert upgrade(database_url) is False
    assert revision_of(database_url)[0] == following


def test_tables_of_a_release_after_the_next_are_refused(database_url: str):
    stamp(database_url, f"{int(REVISIONS[-1]) + 2:04d}")
    with pytest.raises(Unreachable, match="upgrade this one"):
        upgrade(database_url)


# --- the release before, as it was --------------------------------------------------------------------------------

OLD_CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import timedelta
from models import Session
from models.db import plain_engine
from tests.factories import NOW, acting, make_channel, make_person, make_task
from bot.rules.pace import Pace
from bot.services.messages import inbox, outbox
from bot.services.work import life, tasks
from bot.services.rhythm import briefs, occurrences
from models.queries import housekeeping
import models
assert models.__file__.startswith(sys.argv[1]), models.__file__
engine = plain_engine(sys.argv[2])
with Session(engine) as session:
    ann, tom = make_person(session, "U0ANN"), make_person(session, "U0TOM")
    channel = make_channel(session, members=("U0ANN", "U0TOM"))
    made = [make_task(session, ann, creator=tom, channel=channel, title=f"made before {n}") for n in range(5)]
    life.done(session, acting(session, ann), made[0])
    occurrences.put(session, made[0].workspace_id, kind="brief", subject="", person_id="U0ANN", when="x", due_at=NOW,
                    now=NOW)
    rows = outbox.claim(session, now=NOW, real=NOW, busy=(), limit=10, pace=Pace())
    assert rows, "what it says goes out"
    assert inbox.attempt(session, "T0ENDED", "message:C1:1.1", NOW), "what was heard is worked on"
    assert inbox.failed(session, "T0ENDED", "message:C1:1.1", NOW)
    session.commit()
    while housekeeping.delete_workspace(session, "T0ENDED"):
        session.commit()
engine.dispose()
print("done")
"""


def turn_of(url: str) -> int:
    engine = plain_engine(url)
    with Session(engine) as session:
        there = allowances.find(session, TEAM)
    engine.dispose()
    return there.turn if there is not None else 0


def left_by_this_one(url: str) -> None:
    """A workspace with rows in the newest tables, and in the newest columns of others."""
    engine = plain_engine(url)
    with Session(engine) as session:
        session.add(Workspace(id="T0ENDED", created_at=NOW))
        session.flush()
        session.add(Errand(workspace_id="T0ENDED", kind=ErrandKind.DATES, subject="U0ANN", due_at=NOW))
        session.add(DirectoryReading(workspace_id="T0ENDED", begun_at=NOW))
        session.add(Inbox(workspace_id="T0ENDED", key="message:C1:1.1", door="dm", received_at=NOW, failures=1))
        for workspace in ("T0ENDED", TEAM):
            session.add(Allowance(workspace_id=workspace, method=allowances.POST, at=NOW, level=30.0, ceiling=60.0,
                                  steady=0.0, empty_until=NOW))  # fmt: skip
        session.commit()
    engine.dispose()


def test_the_code_of_the_release_before_runs_on_these_tables(database_url: str, tmp_path: Path):
    before = commit_before()
    if not before:
        left_out("the history of this repository", "git fetch --unshallow")
    with checked_out(before, tmp_path / "before") as old:
        left_by_this_one(database_url)
        command = [sys.executable, "-c", OLD_CODE, str(old), database_url]
        done = subprocess.run(command, cwd=old, capture_output=True, text=True, check=False, timeout=120)
        assert done.stdout == "done\n", done.stderr
        assert turn_of(database_url) == 1, "it counted what it says where this one does"
