"""What every test may ask for: a migrated database, on SQLite always and on PostgreSQL where one runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Session
from models.db import plain_engine, upgrade

pytest_plugins = ["tests.left_out", "tests.postgres"]


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


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on the fresh database; what the test writes is thrown away with the file."""
    engine = plain_engine(database_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
