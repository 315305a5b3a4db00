"""A polite end finishes what is under way in time; several processes share the work without a word said twice."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from bot.services.messages import outbox as outbox_service
from bot.services.messages.outbox import Letter
from models import OutboxState, Session
from models.db import plain_engine
from tests.faults.forked import Forked
from tests.faults.process import STILL_WORKING, House, a_house
from tests.faults.reckoning import at_rest, check_all_was_said_once, outbox, titles
from tests.ports import free_port
from tests.scenarios.world import ANN, DANA, GENERAL, GUS, LAUNCH, LEADS, LILEI, MAYA, PARTNERS, TOM, eventually

WITHIN = 25.0  # a busy machine starts slowly; the hang is longer still
MOST = 600
PLACES = (ANN, DANA, GUS, LILEI, MAYA, TOM, GENERAL, LAUNCH, LEADS, PARTNERS)


async def stop(bot: Forked) -> None:
    """SIGTERM, and the end that must follow."""
    began = time.monotonic()
    bot.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(bot.wait(), WITHIN) == 0
    assert time.monotonic() - began < WITHIN


async def under_way(house: House, method: str) -> None:
    """Wait until Muster is in the middle of such a call: one that was made to hang."""

    async def hangs() -> bool:
        return any(call["method"] == method and "fault" in call for call in house.slack.record.calls)

    assert await eventually(hangs)


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "by_socket"])
async def test_a_turn_under_way_is_finished_and_answered(sqlite_url: str, tmp_path: Path, socket_mode: bool):
    async with a_house(sqlite_url, tmp_path, socket_mode=socket_mode) as house:
        bot = await house.start()
        await house.command(MAYA, GENERAL, "/task Call the bank")
        await house.warm()
        await house.post("faults", method="conversations.info", kind="hang", seconds=0.3)
        asked = asyncio.create_task(house.answer(ANN, LAUNCH, "/task Send the deck"))
        await under_way(house, "conversations.info")
        await stop(bot)
        told = await asked
        assert told is not None, "nobody answered"
        assert "Send the deck" in told or STILL_WORKING in told, told  # a busy machine may take two seconds
        assert titles(house) == {"Call the bank": 1, "Send the deck": 1}
        await house.start()
        await at_rest(house)
        check_all_was_said_once(house)


async def test_who_comes_while_it_leaves_is_answered_though_it_asks_for_nobody(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path) as house:
        bot = await house.start(leave=4)
        await house.warm()
        bot.send_signal(signal.SIGTERM)

        async def is_leaving() -> bool:
            async with house.http.get(f"{house.address}/readyz") as answer:
                return answer.status == 503 and (await answer.json())["status"] == "leaving"

        assert await eventually(is_leaving, 3.0)
        assert "Added" in (await house.answer(MAYA, GENERAL, "/task Call the bank") or "")
        assert await asyncio.wait_for(bot.wait(), WITHIN) == 0


async def test_a_send_under_way_is_settled(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path) as house:
        bot = await house.start()
        await house.warm()
        await house.post("faults", method="chat.postMessage", kind="hang", seconds=0.6)
        assert await house.command(ANN, LAUNCH, "/task Send the deck")
        await under_way(house, "chat.postMessage")
        await stop(bot)
        assert [row.state for row in outbox(house)] == [OutboxState.UNKNOWN]
        await house.start()
        await at_rest(house)
        check_all_was_said_once(house)


async def test_a_send_that_hangs_does_not_keep_the_process(sqlite_url: str, tmp_path: Path):
    async with a_house(sqlite_url, tmp_path) as house:
        bot = await house.start(settle="20")
        await house.warm()
        await house.post("faults", method="chat.postMessage", kind="hang", seconds=30)
        assert await house.command(ANN, LAUNCH, "/task Send the deck")
        await under_way(house, "chat.postMessage")
        await stop(bot)
        [row] = outbox(house)
        assert row.state in (OutboxState.SENDING, OutboxState.UNKNOWN), "the next process will look for it"


def put_sixty(house: House, after: int = 0) -> None:
    engine = plain_engine(house.database_url)
    with Session(engine) as session:
        for number in range(after, after + 60):
            letter = Letter(key=f"n{number}", kind="reply", to=PLACES[number % len(PLACES)],
                            subject={"message": {"text": f"number {number}"}})  # fmt: skip
            assert outbox_service.put(session, "T0MUSTER1", letter, now=house.slack.clock.now())
        session.commit()
    engine.dispose()


@pytest.mark.postgres
async def test_two_processes_say_sixty_messages_once_though_one_of_them_dies(postgres_url: str, tmp_path: Path):
    async with a_house(postgres_url, tmp_path) as house:
        await house.start()
        other = await house.start("after_call", port=free_port())

        async def has_died() -> bool:
            return other.returncode is not None

        put = 0
        while not await has_died() and put < MOST:  # who is the faster may have said all before the other looks
            put_sixty(house, after=put)
            put += 60
            await eventually(has_died, 3.0)
        await house.killed(other)
        await at_rest(house)
        check_all_was_said_once(house)
        assert [row.state for row in outbox(house)] == [OutboxState.SENT] * put
