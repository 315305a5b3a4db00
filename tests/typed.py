"""A command line in this process, in an empty folder with the database of the test: quicker than a process for each."""

from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner, Result

from bot.cli import cli


class Typed(Protocol):
    """`muster …`, as it is typed in the folder of the database; `said` is typed when it asks."""

    def __call__(self, *words: str, said: str = "") -> Result:
        """What it answered, and how it ended."""


@pytest.fixture
def typed(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)

    def run(*words: str, said: str = "") -> Result:
        return CliRunner().invoke(cli, list(words), input=said, env={"DATABASE_URL": sqlite_url})

    return run
