"""A little of what is done at length by `make faults`: fuzzing, replays on two processes, events while others write."""

from pathlib import Path

import pytest

from tests.faults import acks, fuzz, replay
from tests.faults.parts import Given


def given(url: str, folder: Path, **size: float) -> Given:
    return Given(lambda: url, folder, 5, size)


async def test_what_slack_never_sends_is_answered_without_an_error(sqlite_url: str, tmp_path: Path) -> None:
    assert len(fuzz.RECORDED) >= 60
    found = await fuzz.run(given(sqlite_url, tmp_path, requests=150, warm=1))
    assert found.breaches == [], found.found


@pytest.mark.parametrize(
    ("database", "replicas"), [("sqlite", 1), pytest.param("postgres", 2, marks=pytest.mark.postgres)]
)
async def test_what_comes_again_has_one_effect_wherever_it_comes(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, replicas: int
) -> None:
    url = request.getfixturevalue(f"{database}_url")
    found = await replay.run(given(url, tmp_path, replicas=replicas, one_in=12))
    assert found.breaches == [], found.found


async def test_events_are_kept_while_another_program_writes(sqlite_url: str, tmp_path: Path) -> None:
    """How soon is measured at length, on a machine that does nothing else; here that none is lost."""
    found = await acks.run(given(sqlite_url, tmp_path, seconds=3, rate=8, hold=0.1))
    assert [one for one in found.breaches if "kept" in one or "2xx" in one] == [], found.found
