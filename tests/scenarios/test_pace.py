"""Slack's pace, in full: nobody is spoken to faster than Slack allows, and who is hears everything all the same."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from tests.scenarios.world import ANN, BRISK, World, a_world, eventually, words_of

MESSAGES = 9
TEAM = "T0MUSTER1"


@pytest.fixture
async def true_world(sqlite_url: str) -> AsyncIterator[World]:
    """Both sides keep the numbers of Slack."""
    async with a_world(sqlite_url, pace=1.0, allowed=1.0) as found:
        yield found


@pytest.fixture
async def hasty_world(sqlite_url: str) -> AsyncIterator[World]:
    """Muster speaks faster than Slack allows."""
    async with a_world(sqlite_url, pace=BRISK, allowed=1.0) as found:
        yield found


async def say_all_at_once(world: World) -> list[dict[str, Any]]:
    """Messages to one person, written down in one moment; Slack's calls, once all have come in their order."""
    now = world.parts.clock.now()
    for number in range(MESSAGES):
        letter = Letter(key=f"n{number}", kind="reply", to=ANN, subject={"message": {"text": f"number {number}"}})
        await world.parts.database.submit(lambda session, letter=letter: outbox.put(session, TEAM, letter, now=now))
    world.parts.delivery.wake()
    expected = [f"number {number}" for number in range(MESSAGES)]

    async def all_there() -> bool:
        return [said for m in await world.messages(ANN) if "number" in (said := words_of(m))] == expected

    assert await eventually(all_there, 15.0), await world.messages(ANN)
    return await world.calls("chat.postMessage")


async def test_a_person_hears_three_messages_and_then_one_a_second(true_world: World) -> None:
    began = moment((await true_world.get("clock"))["now"])
    calls = await say_all_at_once(true_world)
    assert [call["outcome"] for call in calls] == ["ok"] * MESSAGES
    waited = [moment(call["at"]) - began for call in calls]
    early = [(number, seconds) for number, seconds in enumerate(waited, 1) if seconds < number - 3.05]
    assert early == []


async def test_who_speaks_too_fast_is_held_up_by_slack_and_loses_nothing(hasty_world: World) -> None:
    began = moment((await hasty_world.get("clock"))["now"])
    calls = await say_all_at_once(hasty_world)
    outcomes = [call["outcome"] for call in calls]
    assert set(outcomes) == {"ok", "ratelimited"}
    assert outcomes.count("ok") == MESSAGES
    assert moment(calls[-1]["at"]) - began >= MESSAGES - 5


def moment(said: str) -> float:
    return datetime.fromisoformat(said).timestamp()
