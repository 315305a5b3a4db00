"""The way to the bot: events in order and with retries, commands and interactions once, everything on record."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

from playground.parcels import Answer, Attempt, Kind, Parcel, Transport, pack
from playground.record import Record
from playground.world import Json

Result = TypeVar("Result")
HEAD_START = 0.25  # seconds an unanswered event holds up the next one; Slack itself promises no order
REMEMBERED = 2000


class Deliveries:
    def __init__(self, record: Record, transport: Transport | None, retry_waits: tuple[float, ...]) -> None:
        self._record = record
        self._transport = transport
        self._retry_waits = retry_waits
        self._queue: asyncio.Queue[tuple[list[Parcel], asyncio.Future[bool]]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sent: deque[Parcel] = deque(maxlen=REMEMBERED)
        self.given_up: deque[Parcel] = deque(maxlen=REMEMBERED)
        self._shuffle = random.Random(9)  # noqa: S311 - only mixes the order of two twin events

    @property
    def reached(self) -> bool:
        return self._transport is not None and self._transport.reached

    def start(self, *jobs: Coroutine[Any, Any, Any]) -> None:
        for job in (self._work(), *jobs):
            self._keep(job)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._transport is not None:
            await self._transport.close()

    def _keep(self, job: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def announce(self, envelopes: list[Json]) -> asyncio.Future[bool]:
        """Queue the events of one happening; at its end the future tells whether all were acknowledged."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        parcels = [pack(Kind.EVENT, envelope) for envelope in envelopes]
        self._shuffle.shuffle(parcels)
        self._queue.put_nowait((parcels, done))
        return done

    async def ask(self, kind: Kind, payload: Json) -> Answer:
        """A command or an interaction: sent once, never again."""
        return await self._send(pack(kind, payload), Attempt())

    async def again(self, event_id: str | None, kind: Kind | None) -> tuple[Parcel, Answer] | None:
        """Send the last delivery, or the last one that fits, a second time."""
        for parcel in reversed(self._sent):
            if event_id in (None, parcel.event_id) and kind in (None, parcel.kind):
                return parcel, await self._send(parcel, Attempt())
        return None

    async def _work(self) -> None:
        while True:
            parcels, done = await self._queue.get()
            if not parcels:
                done.set_result(True)
                continue
            delivering = [self._keep(self._with_retries(parcel)) for parcel in parcels]
            self._keep(_settle(done, delivering))
            await asyncio.wait(delivering, timeout=HEAD_START)

    async def _with_retries(self, parcel: Parcel) -> bool:
        answer = await self._send(parcel, Attempt())
        for number, wait in enumerate(self._retry_waits, start=1):
            if answer.ok or answer.no_retry or self._transport is None:
                break
            await asyncio.sleep(wait)
            answer = await self._send(parcel, Attempt(number, answer.failure or ""))
        if not answer.ok:
            self.given_up.append(parcel)
        return answer.ok

    async def _send(self, parcel: Parcel, attempt: Attempt) -> Answer:
        row = self._record.delivery(parcel.kind.value, parcel.type, parcel.event_id, attempt.number)
        if attempt.number == 0:
            self._sent.append(parcel)
        if self._transport is None:
            answer = Answer(failure="connection_failed")
        else:
            answer = await self._transport.send(parcel, attempt)
        row |= {"outcome": "ok" if answer.ok else answer.failure, "status": answer.status}
        return answer


async def _settle(done: asyncio.Future[bool], delivering: list[asyncio.Task[bool]]) -> None:
    acknowledged = await asyncio.gather(*delivering)
    done.set_result(all(acknowledged))
