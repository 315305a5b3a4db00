"""What comes again has no second effect, and what kills or confuses us does not keep others waiting."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.heard import Door, Gesture
from bot.services.messages import inbox, outbox
from bot.services.messages.outbox import Letter
from models import Inbox, InboxState, Session
from models.db import plain_engine
from models.queries import tasks as task_queries
from tests.faults.process import House, a_house
from tests.faults.reckoning import at_rest, reading, titles
from tests.scenarios.world import ANN, LAUNCH, MAYA, World, a_world, eventually

TEAM = "T0MUSTER1"


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(sqlite_url) as found:
        yield found


async def tasks_and_changes(world: World) -> tuple[int, int]:
    def count(session: Session) -> tuple[int, int]:
        numbers = [number for number in range(1, 9) if task_queries.get_unseen(session, TEAM, number)]
        first = task_queries.get_unseen(session, TEAM, 1)
        return len(numbers), first.version if first else 0

    return await world.parts.database.read(count)


async def _has(world: World, tasks: int) -> bool:
    return (await tasks_and_changes(world))[0] == tasks


@pytest.mark.parametrize("kind", ["slash_commands", "interactive", "events_api"])
async def test_the_same_delivery_many_times_at_once_has_one_effect(world: World, kind: str):
    await world.command(ANN, "/task Send the deck")
    card = await world.sees(ANN, "Send the deck", LAUNCH)
    if kind == "interactive":
        await world.click(ANN, card, "say:start", LAUNCH)
    if kind == "events_api":
        await world.say(MAYA, "Write the minutes by tomorrow")
    assert await eventually(lambda: _has(world, 2 if kind == "events_api" else 1))
    before = await tasks_and_changes(world)
    heard = {row["event_id"] for row in (await world.get("calls"))["deliveries"] if row["kind"] == kind}
    assert heard
    names = [{"event_id": name} if name else {"kind": kind} for name in heard] * 4
    again = await asyncio.gather(*(world.post("redeliver", **name) for name in names))
    assert {said["status"] for said in again} == {200}
    await world.settled()
    assert await tasks_and_changes(world) == before


async def test_an_event_that_confuses_us_is_set_aside_and_its_conversation_goes_on(world: World):
    dm = await world.dm(ANN)

    def put(session: Session) -> None:
        inbox.receive(session, TEAM, Gesture("odd"), Door.DM, {"channel": dm}, world.parts.clock.now())

    await world.parts.database.submit(put)
    await world.say(ANN, "Write the minutes by tomorrow")
    await world.sees(ANN, "Write the minutes", within=10)


async def test_an_event_that_kills_us_five_times_is_set_aside(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path) as house:
        bot = await house.start("after_attempt")
        await house.post("messages", user=ANN, channel="dm", text="Write the minutes by tomorrow")
        await house.killed(bot)
        for _ in range(inbox.POISON_AFTER - 1):
            await house.killed(await house.start("after_attempt"))
        await house.start()
        assert await house.say(MAYA, "Call the bank by tomorrow")
        assert await eventually(lambda: _is_there(house, "Call the bank"), 10)
        await at_rest(house)
        dead = reading(house, select(Inbox.outcome).where(Inbox.state == InboxState.DEAD))
        assert (dead, titles(house)) == (["crashed five times"], {"Call the bank": 1})


async def test_an_event_that_stood_beside_what_killed_us_is_not_set_aside(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path) as house:
        bot = await house.start("after_inbox")
        await house.post("messages", user=ANN, channel="dm", text="Write the minutes by tomorrow")
        await house.killed(bot)
        _was_under_way_at_two_deaths(house)
        await house.killed(await house.start("after_claim"))
        assert titles(house) == {"Write the minutes": 1}, "it was tried in peace, before anything could kill us again"
        await house.start()
        await at_rest(house)
        assert titles(house) == {"Write the minutes": 1}


def _was_under_way_at_two_deaths(house: House) -> None:
    """The message of Ann's was; and something waits to be said."""
    engine = plain_engine(house.database_url)
    with Session(engine) as session:
        row = session.exec(select(Inbox).where(Inbox.state == InboxState.RECEIVED)).one()
        row.attempts = inbox.SUSPECT
        letter = Letter(key="waits", kind="reply", to=MAYA, subject={"message": {"text": "hello"}})
        assert outbox.put(session, TEAM, letter, now=house.slack.clock.now())
        session.commit()
    engine.dispose()


async def _is_there(house: House, title: str) -> bool:
    return titles(house)[title] > 0
