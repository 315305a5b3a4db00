"""The test clock: moves domain time through every due moment. Served only for rehearsals on this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from bot.clock import ON_THE_WAY, Clock
from bot.services.people import people
from models.db import Database
from models.queries import deliveries
from models.queries.due import next_moment

QUIET_WITHIN = 100.0
STEPS_MOST = 20_000

Tick = Callable[[Database, datetime], Awaitable[int]]


class TestClock:
    """`GET` tells the time and the next due moment, `POST {"now": …}` goes there."""

    __test__ = False

    def __init__(self, database: Database, clock: Clock, tick: Tick, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._tick = tick
        self._wake = wake
        self._one_at_a_time = asyncio.Lock()

    async def tell(self, _: web.Request) -> web.Response:
        return web.json_response(await self._state())

    async def move(self, request: web.Request) -> web.Response:
        try:
            target = datetime.fromisoformat((await request.json())["now"])
            if target.tzinfo is None:
                raise ValueError("an instant needs a zone")
        except (ValueError, KeyError, TypeError) as error:
            return web.json_response({"error": f'send {{"now": "2026-03-09T09:00:00+01:00"}}: {error}'}, status=400)
        async with self._one_at_a_time:
            try:
                await self._through(target)
            except ValueError as error:
                return web.json_response({"error": str(error)}, status=400)
        return web.json_response(await self._state())

    async def _state(self) -> dict[str, str | None]:
        now = self._clock.now()
        due = await self._database.read(lambda session: next_moment(session, now))
        return {"now": now.isoformat(), "next_due": due.isoformat() if due else None}

    async def _through(self, target: datetime) -> None:
        """Step to each due moment in order, do what is due, let everything be said."""
        if self._clock.now() - target > ON_THE_WAY:
            await self._database.submit(lambda session: people.plan_briefs(session, target))
        for _ in range(STEPS_MOST):
            now = self._clock.now()
            due = await self._database.read(lambda session: next_moment(session, now))  # noqa: B023
            if due is None or due >= target:
                break
            self._clock.move(max(due, now))
            await self._settle()
        self._clock.move(target)
        await self._settle()

    async def _settle(self) -> None:
        """Until nothing is due and nothing waits."""
        deadline = asyncio.get_running_loop().time() + QUIET_WITHIN
        while asyncio.get_running_loop().time() < deadline:
            now = self._clock.now()
            done = await self._tick(self._database, now)
            self._wake()
            waiting = await self._database.read(lambda session: deliveries.backlog(session, now))  # noqa: B023
            if not done and not any(waiting.values()):
                return
            await asyncio.sleep(0.02 if done else 0.05)
