"""`muster backup`: one whole file, checked, nobody else's to read, and nothing where it failed."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from models import Session
from models.backups import faults_of, make, name_of
from models.db import connect, driver_url, plain_engine
from models.failures import Damaged, Unfit
from tests.factories import NOW, make_person, make_task
from tests.test_cli import ROOT, muster
from tests.typed import Typed


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


@pytest.fixture(scope="module")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty tasks, made once."""
    path = tmp_path_factory.mktemp("filled") / "muster.db"
    path.write_bytes(migrated_file.read_bytes())
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def filled_url(filled_file: Path, sqlite_url: str, tmp_path: Path) -> str:
    (tmp_path / "muster.db").write_bytes(filled_file.read_bytes())
    return sqlite_url


def test_a_backup_is_one_checked_file_for_its_owner_alone(filled_url: str, tmp_path: Path, typed: Typed):
    done = typed("backup", "copy.db")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("copy.db: ")
    assert "rows, checked, in" in done.output
    copy = tmp_path / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (titles(copy), faults_of(copy, thorough=True)) == (50, [])
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("copy", ".copy"))) == ["copy.db"]


def test_without_a_name_it_is_named_by_the_date():
    assert name_of("sqlite:///muster.db", NOW) == "muster-20260309-012000.db"
    assert name_of("postgresql://localhost/muster", NOW) == "muster-20260309-012000.dump"


def test_no_file_is_written_over(sqlite_url: str, tmp_path: Path):
    there = tmp_path / "copy.db"
    there.write_text("mine")
    with pytest.raises(Unfit, match=r"copy\.db is there already"):
        make(sqlite_url, there, silent)
    assert there.read_text() == "mine"


@pytest.mark.parametrize(("to", "address", "said"), [
    ("nowhere/copy.db", "", "there is no folder"),
    ("copy.db", "sqlite:///not_there.db", r"there is no database at not_there\.db"),
])  # fmt: skip
def test_what_cannot_be_copied_is_said_and_leaves_nothing(
    sqlite_url: str, tmp_path: Path, to: str, address: str, said: str
):
    with pytest.raises(Unfit, match=said):
        make(address or sqlite_url, tmp_path / to, silent)
    assert not list(tmp_path.glob("**/*copy*"))
    assert not Path("not_there.db").exists()


def test_a_damaged_database_is_told_by_its_own_exit_code_and_leaves_no_copy(
    filled_url: str, tmp_path: Path, typed: Typed
):
    damage(tmp_path / "muster.db")
    done = typed("backup", "copy.db")
    assert (done.exit_code, "muster restore" in done.output) == (3, True), done.output
    assert not list(tmp_path.glob("*copy*"))
    assert not list(tmp_path.glob(".copy*"))


async def test_a_copy_is_taken_while_others_write_and_holds_one_moment(filled_url: str, tmp_path: Path):
    database, stop = connect(filled_url), threading.Event()

    def write() -> None:
        while not stop.is_set():
            database._threads.submit(lambda session: make_task(session, make_person(session))).result(10)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        made = [make(filled_url, tmp_path / f"{number}.db", silent) for number in range(3)]
    finally:
        stop.set()
        writing.join()
        await database.close()
    counts = [titles(copy.file) for copy in made]
    assert counts == sorted(counts)
    assert counts[0] >= 50
    assert [faults_of(copy.file, thorough=True) for copy in made] == [[], [], []]


def test_where_there_is_no_room_nothing_is_left_of_a_copy(filled_url: str, tmp_path: Path):
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 64; exec {sys.executable} -m bot backup copy.db"], cwd=tmp_path, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": filled_url}, capture_output=True,
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
def test_without_the_tool_it_is_said_how_to_get_it(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unfit, match="pg_dump is not here: install"):
        make(postgres_url, tmp_path / "copy.dump", silent)


@pytest.mark.postgres
def test_a_dump_that_fails_leaves_nothing(postgres_url: str, tmp_path: Path):
    with pytest.raises(Unfit, match="not_there"):
        make(f"{postgres_url}_not_there", tmp_path / "copy.dump", silent)
    assert not list(tmp_path.glob("*copy*"))


@pytest.mark.parametrize(("address", "mode"), [
    ("postgresql://muster@db.example.com/muster", "require"),
    ("postgresql://muster@10.0.0.7:5433/muster?connect_timeout=3", "require"),
    ("postgresql://muster@/muster?host=db.example.com", "require"),
    ("postgresql://muster@/muster?host=/var/run/postgresql&host=db.example.com", "require"),
    ("postgresql://muster@postgres/muster?sslmode=disable", "disable"),
    ("postgresql://muster@db.example.com/muster?sslmode=verify-full", "verify-full"),
    ("postgresql://muster@localhost/muster", None),
    ("postgresql://muster@127.0.0.1/muster", None),
    ("postgresql://muster@[::1]/muster", None),
    ("postgresql://muster@/muster?host=/var/run/postgresql", None),
    ("postgresql:///muster", None),
])  # fmt: skip
def test_a_server_elsewhere_is_spoken_to_in_clear_text_only_where_somebody_said_so(
    address: str, mode: str | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert make_url(driver_url(address)).query.get("sslmode") == mode
    monkeypatch.setenv("PGSSLMODE", "prefer")
    assert make_url(driver_url(address)).query.get("sslmode") == (mode if "sslmode" in address else None)
