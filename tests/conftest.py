"""What every test may ask for: a migrated database, on SQLite always and on PostgreSQL where one runs."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from sqlalchemy import Engine

from models import Session
from models.db import plain_engine, upgrade

pytest_plugins = ["tests.compiled", "tests.left_out", "tests.postgres", "tests.typed"]

# a traceback painted with colours and panels takes a tenth of a second, and tests log hundreds
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])

# how long something takes is asked in benchmarks and in test_growth, not of every example on a busy machine
hypothesis.settings.register_profile("muster", deadline=None)
hypothesis.settings.load_profile("muster")

EVERYTHING = "MUSTER_EXAMPLES" in os.environ
# Of what is played on SQLite over HTTP, one in so many is played again on PostgreSQL or over Socket Mode, by folder.
AGAIN = {"commands": 8, "scenarios": 5, "scheduler": 4, "services": 4}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The suite has ten minutes: repetitions are a sample, always the same; with MUSTER_EXAMPLES all of them."""
    left = [] if EVERYTHING else [item for item in items if _is_left(item)]
    if left:
        gone = set(left)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left)


def _is_left(item: pytest.Item) -> bool:
    one_in = AGAIN.get(item.path.parent.name, 1)
    is_again = "[postgres" in item.name or "-postgres" in item.name or "socket]" in item.name or "socket-" in item.name
    if item.get_closest_marker("always") is not None:
        return False
    return is_again and zlib.crc32(item.nodeid.encode()) % one_in != 0


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "muster.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A fresh SQLite database of this test's own."""
    path = tmp_path / "muster.db"
    path.write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of this test's own, once on each of the two we run on."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session on an empty database; what the test writes, committed or not, is taken back when it ends."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    with engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        whole.rollback()


@pytest.fixture(scope="session")
def sqlite_engine(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("shared") / "muster.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = plain_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
