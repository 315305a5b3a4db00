"""Processes are killed one after another, wherever it matters; the last one makes everything good."""

import asyncio
import time
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest

from tests.faults.crash_points import PACE
from tests.faults.process import House, a_house
from tests.faults.reckoning import (
    at_rest,
    check_all_was_said_once,
    check_cards_show_the_newest,
    check_occurrences_have_ended,
    titles,
    what_waits,
)
from tests.scenarios.world import ANN, LAUNCH, MAYA

DIES_WITHIN = 45.0  # seconds
POINTS = ("before_commit", "after_inbox", "after_attempt", "after_claim", "after_call", "after_redraw")
CHAINS = [
    pytest.param("sqlite", POINTS, id="sqlite"),
    pytest.param("postgres", POINTS, id="postgres", marks=[pytest.mark.postgres, pytest.mark.always]),
]
"""Those at which most may go wrong; `make faults` dies at every one there is."""


@pytest.mark.parametrize(("database", "points"), CHAINS)
async def test_deaths_lose_nothing_and_repeat_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, points: tuple[str, ...]
):
    async with a_house(request.getfixturevalue(f"{database}_url"), tmp_path, pace=PACE) as house:
        acknowledged: dict[str, bool] = {}
        for point in points:
            acknowledged |= await gestures_until_death(house, point)
        await house.start()
        acknowledged["The last task"] = await house.command(MAYA, LAUNCH, "/task The last task @Ann")
        await at_rest(house)
        check_what_was_heard(house, acknowledged, points)
        check_all_was_said_once(house)
        check_cards_show_the_newest(house)


async def gestures_until_death(house: House, point: str) -> dict[str, bool]:
    """Commands, a message, and then clicks of one kind until the process has met its end; what Slack saw of it."""
    bot = await house.start(point)
    known = {f"Asked at {point}": await house.command(MAYA, LAUNCH, f"/task Asked at {point} @Ann")}
    await house.post("messages", user=ANN, channel="dm", text=f"Write {point} by tomorrow")
    known[f"Once more at {point}"] = await house.command(ANN, LAUNCH, f"/task Once more at {point}")
    deadline = time.monotonic() + DIES_WITHIN
    for verb in cycle(("done", "reopen")):
        if bot.returncode is not None:
            break
        assert time.monotonic() < deadline, f"{point} is never reached: {what_waits(house)}\n{house.log.read_text()}"
        await house.command(ANN, LAUNCH, f"/task {verb} 1")  # whichever was heard first: each is hers
        await asyncio.sleep(0.3)
    await house.killed(bot)
    return known


def check_what_was_heard(house: House, acknowledged: dict[str, bool], points: tuple[str, ...]) -> None:
    """What was acknowledged is there once; what was not is there once at most, and not at all before its commit."""
    found = titles(house)
    assert found["The last task"] == 1, "whoever comes after serves; on a busy machine it confirms later"
    for point in points:
        assert found[f"Write {point}"] == 1, ("an event comes again until it is acknowledged", found)
    for title, was_acknowledged in acknowledged.items():
        assert found[title] == 1 if was_acknowledged else found[title] <= 1, title
    assert found["Asked at before_commit"] == 0, "what was neither committed nor acknowledged left no trace"


async def test_a_brief_that_falls_due_amid_deaths_is_said_once(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path, pace=PACE) as house:
        first = await house.start()
        assert await house.command(ANN, LAUNCH, "/task Send the deck by tomorrow")
        await at_rest(house)
        await house.kill(first)
        house.slack.clock.reach(datetime(2026, 3, 10, 8, 5, tzinfo=UTC))
        for point in ("after_claim", "after_call"):
            await house.killed(await house.start(point))
        await house.start()
        await at_rest(house)
        check_all_was_said_once(house)
        check_occurrences_have_ended(house)
