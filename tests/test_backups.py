"""`muster backup`: one whole file, checked, nobody else's to read, and nothing where it failed."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models import Session
from models.backups import faults_of, make
from models.db import connect, plain_engine
from models.failures import Damaged
from tests.factories import make_person, make_task
from tests.test_cli import ROOT, muster


def fill(url: str, tasks: int = 50) -> None:
    engine = plain_engine(url)
    with Session(engine) as session:
        ann = make_person(session)
        for number in range(tasks):
            make_task(session, ann, title=f"Task {number} " + "of very many words " * 12)
        session.commit()
    engine.dispose()


def silent(size: int) -> None:
    """Nobody is told how far it is."""


def titles(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM task").fetchone()[0])


def damage(path: Path) -> None:
    """Write two hundred other bytes into each page but the first ones."""
    with path.open("r+b") as file:
        for place in range(24 * 4096, path.stat().st_size, 4096):
            file.seek(place + 1000)
            file.write(os.urandom(200))


def test_a_backup_is_one_checked_file_for_its_owner_alone(sqlite_url: str, tmp_path: Path):
    fill(sqlite_url)
    done = muster(tmp_path, "backup", "copy.db", DATABASE_URL=sqlite_url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("copy.db: ")
    assert "rows, checked, in" in done.stdout
    copy = tmp_path / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (titles(copy), faults_of(copy, thorough=True)) == (50, [])
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("copy", ".copy"))) == ["copy.db"]


def test_without_a_name_it_is_named_by_the_date(sqlite_url: str, tmp_path: Path):
    done = muster(tmp_path, "backup", DATABASE_URL=sqlite_url)
    (made,) = tmp_path.glob("muster-2*.db")
    assert done.stdout.startswith(made.name)


def test_no_file_is_written_over(sqlite_url: str, tmp_path: Path):
    there = tmp_path / "copy.db"
    there.write_text("mine")
    done = muster(tmp_path, "backup", "copy.db", DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "copy.db is there already" in done.stderr
    assert there.read_text() == "mine"


@pytest.mark.parametrize(("to", "address", "said"), [
    ("nowhere/copy.db", "", "there is no folder nowhere"),
    ("copy.db", "sqlite:///not_there.db", "there is no database at not_there.db"),
])  # fmt: skip
def test_what_cannot_be_copied_is_said_and_leaves_nothing(
    sqlite_url: str, tmp_path: Path, to: str, address: str, said: str
):
    done = muster(tmp_path, "backup", to, DATABASE_URL=address or sqlite_url)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1), done.stderr
    assert said in done.stderr
    assert not list(tmp_path.glob("**/*copy*"))
    assert not (tmp_path / "not_there.db").exists()


def test_a_damaged_database_is_told_by_its_own_exit_code_and_leaves_no_copy(sqlite_url: str, tmp_path: Path):
    fill(sqlite_url, 100)
    damage(tmp_path / "muster.db")
    done = muster(tmp_path, "backup", "copy.db", DATABASE_URL=sqlite_url)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "muster restore" in done.stderr
    assert not list(tmp_path.glob("*copy*"))
    assert not list(tmp_path.glob(".copy*"))


async def test_a_copy_is_taken_while_others_write_and_holds_one_moment(sqlite_url: str, tmp_path: Path):
    fill(sqlite_url, 50)
    database, stop = connect(sqlite_url), threading.Event()

    def write() -> None:
        while not stop.is_set():
            database._threads.submit(lambda session: make_task(session, make_person(session))).result(10)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        made = [make(sqlite_url, tmp_path / f"{number}.db", silent) for number in range(3)]
    finally:
        stop.set()
        writing.join()
        await database.close()
    counts = [titles(copy.file) for copy in made]
    assert counts == sorted(counts)
    assert counts[0] >= 50
    assert [faults_of(copy.file, thorough=True) for copy in made] == [[], [], []]


def test_where_there_is_no_room_nothing_is_left_of_a_copy(sqlite_url: str, tmp_path: Path):
    fill(sqlite_url)
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 64; exec {sys.executable} -m bot backup copy.db"], cwd=tmp_path, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": sqlite_url}, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert "no backup was made" in done.stderr
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name]


def test_damage_is_no_other_trouble(tmp_path: Path):
    (tmp_path / "no.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Damaged):
        make(f"sqlite:///{tmp_path / 'no.db'}", tmp_path / "copy.db", silent)


@pytest.mark.postgres
def test_a_server_is_copied_by_its_own_tool(postgres_url: str, tmp_path: Path):
    fill(postgres_url)
    done = muster(tmp_path, "backup", "copy.dump", DATABASE_URL=postgres_url)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((tmp_path / "copy.dump").stat().st_mode) == 0o600
    assert (tmp_path / "copy.dump").read_bytes().startswith(b"PGDMP")


@pytest.mark.postgres
def test_without_the_tool_it_is_said_how_to_get_it(postgres_url: str, tmp_path: Path):
    done = muster(tmp_path, "backup", DATABASE_URL=postgres_url, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "pg_dump is not here: install" in done.stderr


@pytest.mark.postgres
def test_a_dump_that_fails_leaves_nothing(postgres_url: str, tmp_path: Path):
    done = muster(tmp_path, "backup", "copy.dump", DATABASE_URL=postgres_url + "_not_there")
    assert done.returncode == 1
    assert "no backup was made" in done.stderr
    assert not list(tmp_path.glob("*copy*"))
