"""The command line: help without settings, one plain line for what the operator can mend, no traces."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import real_now
from models import Session
from models.db import plain_engine
from tests.factories import make_person, make_task

ROOT = Path(__file__).parents[1]
COMMANDS = (
    "serve", "demo", "migrate", "doctor", "backup", "restore", "hold", "outbox", "erase", "manifest", "parse",
    "rehearse",
)  # fmt: skip


def muster(where: Path, *words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `muster …` in an empty folder with only these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=where, input=said, capture_output=True, text=True, timeout=60,
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"} | settings, check=False,
    )  # fmt: skip


def test_help_lists_every_command(tmp_path: Path) -> None:
    done = muster(tmp_path, "--help")
    assert done.returncode == 0, done.stderr
    assert [name for name in COMMANDS if name not in done.stdout] == []
    assert done.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_of_its_own(tmp_path: Path, command: str) -> None:
    done = muster(tmp_path, command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": "x"}, "PORT"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "MUSTER_TEST_CLOCK": "1"}, "MUSTER_TEST_CLOCK"),
    ],
)
def test_serving_with_a_wrong_setting_is_one_line(tmp_path: Path, settings: dict[str, str], name: str) -> None:
    done = muster(tmp_path, "serve", **settings)
    assert done.returncode == 1
    assert done.stderr.startswith(f"muster: {name} "), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_migrating_says_where_the_database_stands(tmp_path: Path) -> None:
    done = muster(tmp_path, "migrate")
    assert done.returncode == 0, done.stderr
    assert "is at revision" in done.stdout
    assert (tmp_path / "muster.db").exists()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/x", "sqlite:////no/such/folder/muster.db"])
def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path, url: str) -> None:
    done = muster(tmp_path, "migrate", DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith("muster: the database cannot be opened: "), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_line_is_shown_as_it_is_understood(tmp_path: Path) -> None:
    done = muster(tmp_path, "parse", "send", "the", "deck", "to", "@dana", "!high")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["title: send the deck to", "people: dana", "priority: 2"]


def test_lines_that_are_no_json_are_told_plainly(tmp_path: Path) -> None:
    done = muster(tmp_path, "parse", "--jsonl", said='{"text": "a"}\nno json\n')
    assert "Traceback" not in done.stderr, done.stderr


def test_an_unknown_command_is_one_that_help_mends(tmp_path: Path) -> None:
    done = muster(tmp_path, "fly")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "fly" in done.stderr


def test_lines_from_a_pipe_are_shown_one_after_the_other(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse"], cwd=tmp_path, input=b"call @dana !1\r\n\ncaf\xe9 menu\n",
        capture_output=True, timeout=60, check=True, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.decode().splitlines() == ["title: call", "people: dana", "priority: 1", "", "title: caf� menu"]
    assert done.stderr == b""


@pytest.fixture
def at_work(sqlite_url: str) -> str:
    """A database with a person and a task that is due tomorrow; its address."""
    engine = plain_engine(sqlite_url)
    with Session(engine) as session:
        ann, now = make_person(session, zone="UTC", real_name="Ann Lee"), real_now()
        ann.works_on = list(range(1, 8))
        make_task(session, ann, due_on=now.date() + timedelta(days=1), now=now)
        session.commit()
    engine.dispose()
    return sqlite_url


@pytest.mark.parametrize("words", [(), ("--to", "Ann Lee"), ("--to", "@u0ann"), ("--lang", "zh")])
def test_a_rehearsal_tells_what_would_be_sent_and_sends_nothing(
    tmp_path: Path, at_work: str, words: tuple[str, ...]
) -> None:
    before = Path(at_work.removeprefix("sqlite:///")).read_bytes()
    done = muster(tmp_path, "rehearse", "--days", "3", *words, DATABASE_URL=at_work)
    assert done.returncode == 0, done.stderr
    assert ("晨报" if "zh" in words else "morning brief") in done.stdout
    assert "Ann Lee" in done.stdout
    assert "#1 Send the deck" in done.stdout
    assert done.stderr.startswith("… ")
    assert Path(at_work.removeprefix("sqlite:///")).read_bytes() == before


def test_a_rehearsal_for_nobody_is_one_line(tmp_path: Path, at_work: str) -> None:
    done = muster(tmp_path, "rehearse", "--to", "zoe", DATABASE_URL=at_work)
    assert done.returncode == 1
    assert done.stderr.strip() == "muster: nobody and no channel is called zoe"
