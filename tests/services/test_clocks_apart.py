"""Two machines whose clocks differ, on one PostgreSQL: they keep one pace, as they go by the database's clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, cast

import pytest

from bot.clock import Clock, passed, real_now
from bot.delivery import Delivery
from bot.rules.pace import Pace
from bot.rules.sending import LIMITED, Outcome, Verdict
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Allowance, Lane
from models.db import Database, connect
from models.queries import allowances
from tests.factories import TEAM, make_workspace

SENT = Outcome(Verdict.SENT, channel_id="C1", ts="1.1")
KEPT_AT_ONCE = Pace.SIZE - Pace.KEPT


class Off(Clock):
    """Of a machine whose clock goes wrong by so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._wrong_by = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return super().now() + self._wrong_by


class Machine:
    """One of those that deliver. `refused` is for how many seconds Slack asks it to wait, when it speaks next."""

    def __init__(self, database: Database, wrong_by: float) -> None:
        self.database, self.clock = database, Off(wrong_by)
        self.delivery = Delivery(database, self.clock, lambda _: cast(Any, self), lambda notice, reader: {})
        self.said, self.refused, self.was_refused = 0, 0.0, asyncio.Event()

    async def post(
        self, to: str, message: dict[str, Any], *, thread_ts: str | None, nonce: str, until: datetime
    ) -> Outcome:
        if self.refused:
            seconds, self.refused = self.refused, 0.0
            self.was_refused.set()
            return Outcome(Verdict.WAIT, LIMITED, wait_seconds=seconds)
        self.said += 1
        return SENT

    async def put(self, many: int, lane: Lane, of: str = "") -> None:
        letters = [
            Letter(key=f"{of}{n}", kind="reply", to=f"C{of}{n}", lane=lane, subject={"message": {}})
            for n in range(many)
        ]
        now = real_now() - timedelta(minutes=2)
        await self.database.submit(lambda session: outbox.put_all(session, TEAM, letters, now=now))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        working = asyncio.create_task(self.delivery.run())
        yield
        self.delivery.stop()
        await working
        await self.delivery.finish()


@asynccontextmanager
async def two(url: str, wrong_by: tuple[float, float]) -> AsyncIterator[tuple[Machine, Machine]]:
    first, second = connect(url), connect(url)
    try:
        await first.submit(lambda session: make_workspace(session) and None)
        yield Machine(first, wrong_by[0]), Machine(second, wrong_by[1])
    finally:
        await first.close()
        await second.close()


async def known(machine: Machine) -> Allowance:
    found = await machine.database.read(lambda session: allowances.find(session, TEAM))
    assert found is not None
    return found


async def test_together_they_say_no_more_than_one_and_learn_nothing_from_their_difference(postgres_url: str) -> None:
    async with two(postgres_url, (-35, 35)) as (slow, fast):
        await slow.put(300, Lane.PROMPTS)
        began = monotonic()
        async with slow.at_work(), fast.at_work():
            await asyncio.sleep(2)
        passed = monotonic() - began
        there = await known(slow)
        assert KEPT_AT_ONCE <= slow.said + fast.said <= KEPT_AT_ONCE + passed * Pace().per_minute(there) / 60 + 1
        assert there.steady <= Pace.REGAIN + passed
        assert abs(there.at - real_now()) < timedelta(seconds=passed + 1), "the machine's own, which the database has"


@pytest.mark.parametrize("wrong_by", [(-50, 0), (0, -50), (0, 70), (70, 0), (-70, 0)])
async def test_a_pause_that_one_is_asked_for_binds_the_other(postgres_url: str, wrong_by: tuple[float, float]) -> None:
    async with two(postgres_url, wrong_by) as (asked, other):
        await asked.put(1, Lane.PEOPLE)
        asked.refused = 30.0
        async with asked.at_work(), asyncio.timeout(5):
            await asked.was_refused.wait()
        before = await known(asked)
        assert before.paused_until is not None
        await asked.put(20, Lane.PEOPLE, "more")
        async with other.at_work():
            await asyncio.sleep(0.7)
        assert other.said == 0
        assert (await known(asked)).paused_until == before.paused_until


async def test_a_machine_whose_clock_is_wrong_gives_answers_and_says_nothing_else(sqlite_url: str) -> None:
    database = connect(sqlite_url)
    await database.submit(lambda session: make_workspace(session) and None)
    machine = Machine(database, 0)
    machine.clock.skew.heard(real_now() - timedelta(hours=1), asked=passed())
    await machine.put(3, Lane.PROMPTS, "prompt")
    await machine.put(2, Lane.PEOPLE, "answer")
    async with machine.at_work():
        await asyncio.sleep(1.5)
        assert machine.said == 2
        machine.clock.skew.heard(real_now(), asked=passed())
        await asyncio.sleep(1.5)
    await database.close()
    assert machine.said == 5
