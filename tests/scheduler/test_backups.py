"""A copy every night: as many as were asked for, of ours alone, and one that fails takes no other with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import measures
from models.backups import faults_of
from models.db import Database, connect
from scheduler import JOBS, backup
from tests.factories import NOW


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = connect(sqlite_url)
    yield opened
    await opened.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def made() -> float:
    return measures.BACKUPS.labels("made")._value.get()


async def test_a_copy_is_made_every_night_and_the_oldest_goes(database: Database, sqlite_url: str, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("muster-20260101-043000.db", "muster-20260102-043000.db", "muster-of-mine.db", "notes.txt"):
        (folder / name).write_text("old")
    before = made()
    job = backup(sqlite_url, str(folder), 2)
    assert job.id not in {one.id for one in JOBS}, "only where a folder was named"
    assert await job.run(database, NOW) == 0
    left = names(folder)
    assert left[:1] == ["muster-20260102-043000.db"]
    assert left[-2:] == ["muster-of-mine.db", "notes.txt"]
    (new,) = (folder / name for name in left[1:-2])
    assert faults_of(new, thorough=True) == []
    assert (made() - before, measures.BACKED_UP._value.get() > 0) == (1, True)


async def test_copies_that_a_wrong_clock_named_take_nobody_s_place(database: Database, sqlite_url: str, tmp_path: Path):
    ahead = [f"muster-2199010{day}-043000.db" for day in range(1, 4)]
    for name in ("muster-20260101-043000.db", "muster-20260102-043000.db", *ahead):
        (tmp_path / name).write_text("old")
    await backup(sqlite_url, str(tmp_path), 2).run(database, NOW)
    left = [name for name in names(tmp_path) if name.startswith("muster-")]
    assert left[0] == "muster-20260102-043000.db"
    assert left[2:] == ahead
    assert faults_of(tmp_path / left[1], thorough=True) == []


async def test_a_copy_that_fails_leaves_the_others(database: Database, sqlite_url: str, tmp_path: Path):
    before = made()
    await backup(f"{sqlite_url}.not_there", str(tmp_path), 1).run(database, NOW)
    await backup(sqlite_url, str(tmp_path / "no folder"), 1).run(database, NOW)
    assert made() == before
    assert [name for name in names(tmp_path) if name.startswith(("muster-", ".muster-"))] == []
