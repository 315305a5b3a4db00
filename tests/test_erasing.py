"""`muster erase` and `muster export --person` as they are typed."""

import json
import stat
from pathlib import Path

import pytest

from models import Session
from models.db import connect, plain_engine
from tests.factories import make_person, make_task
from tests.test_cli import muster

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


async def test_a_person_is_exported_counted_and_erased(url: str, tmp_path: Path):
    told = muster(tmp_path, "export", "--to", "me.json", "--person", WHO, DATABASE_URL=url)
    assert told.returncode == 0, told.stderr
    assert stat.S_IMODE((tmp_path / "me.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "me.json").read_text())["person"]["real_name"] == "Cannary Bird"
    counted = muster(tmp_path, "erase", "--person", WHO, "--dry-run", DATABASE_URL=url)
    assert "1  task: stays, under another name" in counted.stdout, counted.stderr
    assert "1 tasks are still in their hands" in counted.stdout
    assert "The account is active in Slack" in counted.stdout
    database = connect(url)
    refused = muster(tmp_path, "erase", "--person", WHO, "--yes", DATABASE_URL=url)
    await database.close()
    assert (refused.returncode, "stop that one first" in refused.stderr) == (1, True)
    kept = muster(tmp_path, "erase", "--person", WHO, DATABASE_URL=url, said="n\n")
    assert kept.returncode == 1
    assert b"Cannary" in (tmp_path / "muster.db").read_bytes()
    done = muster(tmp_path, "erase", "--person", WHO, "--yes", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert "In the work of others they are gone-" in done.stdout
    assert [word for word in (b"Cannary", WHO.encode()) if word in (tmp_path / "muster.db").read_bytes()] == []
    again = muster(tmp_path, "erase", "--person", WHO, "--yes", DATABASE_URL=url)
    assert (again.returncode, "there is nothing to erase" in again.stdout) == (0, True), again.stderr
    nobody = muster(tmp_path, "export", "--to", "me.json", "--person", WHO, DATABASE_URL=url)
    assert (nobody.returncode, len(nobody.stderr.strip().splitlines())) == (1, 1)
