"""`muster erase` and `muster export --person` as they are typed."""

import fcntl
import json
import sqlite3
import stat
from pathlib import Path

import pytest

from models import Session
from models.db import plain_engine
from tests.factories import make_person, make_task
from tests.typed import Typed

WHO = "U0CANARY1"


@pytest.fixture
def url(sqlite_url: str) -> str:
    engine = plain_engine(sqlite_url)
    with Session(engine) as session:
        bird = make_person(session, WHO, real_name="Cannary Bird")
        make_task(session, bird, creator=make_person(session), title="Send the deck")
        session.commit()
    engine.dispose()
    return sqlite_url


def test_a_person_is_exported_counted_and_erased(url: str, tmp_path: Path, typed: Typed):
    file = tmp_path / "muster.db"
    told = typed("export", "--to", "me.json", "--person", WHO)
    assert told.exit_code == 0, told.output
    assert stat.S_IMODE((tmp_path / "me.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "me.json").read_text())["person"]["real_name"] == "Cannary Bird"
    with (tmp_path / "muster.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = typed("erase", "--person", WHO, "--yes")
        counted = typed("erase", "--person", WHO, "--dry-run")
    assert (refused.exit_code, "stop that one first" in refused.output) == (1, True)
    assert counted.exit_code == 0, "who only looks stops nobody"
    assert "1  task: stays, under another name" in counted.output
    assert "1 task is still in their hands" in counted.output
    assert "The account is active in Slack" in counted.output
    assert typed("erase", "--person", WHO, said="n\n").exit_code == 1
    assert b"Cannary" in file.read_bytes()
    done = typed("erase", "--person", WHO, "--yes")
    assert done.exit_code == 0, done.output
    assert "In the work of others they are gone-" in done.output
    assert [word for word in (b"Cannary", WHO.encode()) if word in file.read_bytes()] == []
    again = typed("erase", "--person", WHO, "--yes")
    assert (again.exit_code, "there is nothing to erase" in again.output) == (0, True), again.output
    nobody = typed("export", "--to", "me.json", "--person", WHO)
    assert (nobody.exit_code, f"nobody has the id {WHO}" in nobody.output) == (1, True)


def test_what_was_cut_off_before_the_file_was_written_anew_is_ended(url: str, tmp_path: Path, typed: Typed):
    """The rows are gone, and what they held still lies in the file."""
    assert typed("erase", "--person", WHO, "--yes").exit_code == 0
    with (tmp_path / "muster.db").open("ab") as file:
        file.write(b"\0" * 4096)
    with sqlite3.connect(tmp_path / "muster.db") as connection:
        connection.execute("CREATE TABLE lost (x)")
        connection.execute("INSERT INTO lost VALUES (?)", (f"{WHO} " * 10,))
        connection.commit()
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DROP TABLE lost")
    connection.close()
    assert WHO.encode() in (tmp_path / "muster.db").read_bytes()
    done = typed("erase", "--person", WHO, "--yes")
    assert (done.exit_code, "Erased." in done.output) == (0, True), done.output
    assert WHO.encode() not in (tmp_path / "muster.db").read_bytes()


def everything(folder: Path) -> bytes:
    """All that the served database has on disk."""
    return b"".join(path.read_bytes() for path in folder.glob("muster.db*") if ".before-" not in path.name)


def test_a_backup_of_before_brings_nobody_back_who_was_erased_since(url: str, tmp_path: Path, typed: Typed):
    assert typed("backup", "copy.db").exit_code == 0
    erased = typed("erase", "--person", WHO, "--yes")
    instead = erased.output.partition("they are ")[2].split()[0]
    assert b"Cannary" in (tmp_path / "copy.db").read_bytes()
    done = typed("restore", "copy.db")
    assert done.exit_code == 0, done.output
    assert "1 person erased since then: erased in it, too." in done.output
    assert [word for word in (b"Cannary", WHO.encode()) if word in everything(tmp_path)] == []
    with sqlite3.connect(tmp_path / "muster.db") as connection:
        assert connection.execute("SELECT owner_id, title FROM task").fetchall() == [(instead, "Send the deck")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    again = typed("restore", "copy.db")
    assert "1 person erased since then" in again.output, "the restored one tells it on"
    assert b"Cannary" not in everything(tmp_path)


def test_a_backup_of_after_is_left_as_it_is_though_somebody_came_back(url: str, tmp_path: Path, typed: Typed):
    assert typed("erase", "--person", WHO, "--yes").exit_code == 0
    engine = plain_engine(url)
    with Session(engine) as session:
        make_person(session, WHO, real_name="Cannary Again")
        session.commit()
    engine.dispose()
    assert typed("backup", "copy.db").exit_code == 0
    assert "Nobody was erased since." in typed("restore", "copy.db").output
    assert b"Cannary Again" in (tmp_path / "muster.db").read_bytes()


def test_where_nothing_tells_who_was_erased_that_is_said(url: str, tmp_path: Path, typed: Typed):
    assert typed("backup", "copy.db").exit_code == 0
    assert typed("erase", "--person", WHO, "--yes").exit_code == 0
    (tmp_path / "muster.db").write_bytes(b"torn" * 1000)
    said = "Nothing here tells who was erased since"
    assert said in typed("restore", "copy.db").output
    (tmp_path / "muster.db").unlink()
    assert said in typed("restore", "copy.db").output


def test_an_older_copy_that_another_tool_put_back_is_told_who_was_erased(url: str, tmp_path: Path, typed: Typed):
    assert typed("backup", "older.db").exit_code == 0
    assert typed("erase", "--person", WHO, "--yes").exit_code == 0
    (tmp_path / "muster.db").rename(tmp_path / "before.db")
    (tmp_path / "older.db").rename(tmp_path / "muster.db")
    wrong = typed("erase", "--as-in", "sqlite:///nowhere.db")
    assert (wrong.exit_code, "no database of Muster's" in wrong.output) == (1, True), wrong.output
    assert not (tmp_path / "nowhere.db").exists()
    assert typed("erase").exit_code == 2
    with (tmp_path / "muster.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "stop that one first" in typed("erase", "--as-in", "sqlite:///before.db").output
    done = typed("erase", "--as-in", "sqlite:///before.db")
    assert "1 person erased since then" in done.output, done.output
    assert [word for word in (b"Cannary", WHO.encode()) if word in everything(tmp_path)] == []
