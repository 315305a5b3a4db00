"""The server's clock is wrong: admins hear of it, what waits for an hour waits, and what people ask for is done."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Alarm
from scheduler import wall_clock
from tests.scenarios.world import ANN, LAUNCH, MAYA, World, eventually, words_of

REMINDER = "Here's your reminder"


async def reminders(world: World) -> int:
    return sum(REMINDER in words_of(message) for message in await world.messages(ANN))


async def test_a_reminder_waits_for_a_wrong_clock_and_everything_else_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_clock, "ASK_EVERY", 0.5)
    clock, database = world.parts.clock, world.parts.database
    await world.say(ANN, "remind me in half an hour to call the client back")
    await world.sees(ANN, "call the client back")
    await world.post("faults", kind="clock_off", seconds=600)
    await world.command(ANN, "/task water the plants")
    await world.sees(ANN, "water the plants", LAUNCH)
    told = words_of(await world.sees(MAYA, "The clock of the server"))
    assert "NTP" in told

    clock.move(clock.now() + timedelta(minutes=31))
    await world.command(ANN, "/task feed the cat")
    await world.sees(ANN, "feed the cat", LAUNCH)
    assert not await eventually(lambda: reminders(world), 3.0)

    async with world.http.delete("/people/faults") as answer:
        assert answer.status == 200
    assert await eventually(lambda: reminders(world), 10.0) == 1
    assert await database.read(lambda session: session.exec(select(Alarm.cause)).all()) == []
    said = [words_of(message) for message in await world.messages(MAYA)]
    assert sum("The clock of the server" in words for words in said) == 1
