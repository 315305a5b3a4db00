"""`muster keys`: made, turned, looked after; on SQLite never beside a Muster that serves."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import sealing
from bot.cli import cli
from bot.sealing import new_key, ring_of
from bot.services.people import installing
from bot.services.people.installing import Grant
from models import Person, Session
from models.db import connect, plain_engine
from tests.factories import NOW

Muster = Callable[..., tuple[int, str]]
OLD, NEW = new_key("old"), new_key("new")


@pytest.fixture
def muster(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Muster]:
    """The command line before a database with two installations, sealed with the old key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.delenv("MUSTER_KEYS_FILE", raising=False)
    ring = ring_of(OLD)
    assert ring is not None
    engine = plain_engine(database_url)
    with Session(engine) as session:
        for number in range(60):
            grant = Grant(f"T{number:02d}", "", f"xoxb-{number}", "U0BOT", refresh_token=f"xoxe-1-{number}")
            installing.install(session, ring, grant, NOW)
        closed = ring.seal("https://example.com/a.ics", "T00 U1 calendar")
        session.add(Person(workspace_id="T00", id="U1", calendar_url=closed, refreshed_at=NOW))
        session.commit()
    engine.dispose()

    def run(*words: str, keys: str = "") -> tuple[int, str]:
        sealing.use(None)
        monkeypatch.setenv("MUSTER_KEYS", keys)
        result = CliRunner().invoke(cli, ["keys", *words])
        said = result.output + (str(result.exception) if isinstance(result.exception, SystemExit) else "")
        return result.exit_code, said

    yield run
    sealing.use(None)


def test_keys_are_turned_in_small_turns_and_the_old_one_can_go(muster: Muster) -> None:
    assert muster("check", keys=OLD) == (0, "key old: 60 installations\nEverything opens.\n")
    code, said = muster("check", keys=NEW)
    assert (code, "T00 does not open: the key old is not in the ring" in said) == (1, True)
    assert "addresses of 1 calendars do not open" in said
    code, said = muster("rotate", keys=NEW)
    assert (code, "what belongs to T00: the key old is not in the ring" in said) == (1, True)
    both = f"{NEW},{OLD}"
    assert muster("rotate", keys=both) == (0, "60 installations are sealed anew with the key new.\n")
    assert muster("rotate", keys=both) == (0, "Everything is sealed with the key new already.\n")
    assert muster("check", keys=NEW) == (0, "key new: 60 installations\nEverything opens.\n")


def test_a_muster_that_serves_a_file_is_not_turned_beside(muster: Muster, database_url: str) -> None:
    serving = connect(database_url)
    try:
        code, said = muster("rotate", keys=f"{NEW},{OLD}")
    finally:
        asyncio.run(serving.close())
    if database_url.startswith("sqlite"):
        assert (code, "in use by another Muster" in said) == (1, True)
    else:
        assert (code, "60 installations" in said) == (0, True)


def test_a_new_key_is_a_line_that_is_taken(muster: Muster) -> None:
    code, said = muster("new", "--name", "spring")
    assert code == 0
    line = said.splitlines()[0]
    ring = ring_of(line)
    assert ring is not None
    assert ring.first == "spring"
    assert muster("new")[1].splitlines()[0] != line
    assert muster("new", "--name", "Großes")[0] == 1


def test_without_keys_and_with_wrong_ones_it_says_what_to_do(muster: Muster) -> None:
    assert "muster keys new" in muster("rotate")[1]
    code, said = muster("check", keys="one:short")
    assert (code, said.startswith("muster: MUSTER_KEYS ") or "MUSTER_KEYS" in said) == (1, True)
    assert "MUSTER_KEYS_FILE" not in os.environ
