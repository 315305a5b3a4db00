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
