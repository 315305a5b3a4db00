"""Three processes under a steady load while one is killed, one is stopped, and the database restarts."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random

from sqlalchemy.exc import OperationalError

from models import OutboxState
from tests.faults.balanced import HAPROXY, INSTALL, balanced
from tests.faults.crash_points import PACE, events_of, look
from tests.faults.crowd import Crowd
from tests.faults.forked import Forked
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.random_kills import CANARY, REST_WITHIN
from tests.faults.reckoning import WAITING, at_rest, outbox
from tests.faults.replicas import beyond, in_window
from tests.faults.restarts import TRUE
from tests.ports import free_port
from tests.postgres import Server, a_server, programs

REPLICAS = 3
AS_WITH_SLACK = ""  # leases as long as they are: a minute
STOPPED_FOR, STARTED_AGAIN_AFTER = 8.0, 4.0


@dataclass
class Trio:
    """`marks` is when what was done to them, in the crowd's time."""

    house: House
    server: Server
    ports: list[int]
    bots: list[Forked] = field(default_factory=list)
    frozen: list[tuple[datetime, datetime]] = field(default_factory=list)  # from when, until when
    marks: list[tuple[str, float]] = field(default_factory=list)
    taken_over: float = 0.0
    watching: asyncio.Task[None] | None = None

    async def gather(self) -> None:
        for port in self.ports:
            self.bots.append(await self.house.start(port=port, settle=AS_WITH_SLACK))

    def mark(self, name: str) -> None:
        self.marks.append((name, time.monotonic()))

    async def lose_one(self) -> None:
        """It dies with a message said and not written down, which is the worst moment; a supervisor starts it again."""
        await self.bots[0].arm("after_call")
        await self.bots[0].wait()
        self.mark("killed")
        self.watching = asyncio.create_task(self._watch_its_work(time.monotonic()))
        await asyncio.sleep(STARTED_AGAIN_AFTER)
        self.bots[0] = await self.house.start(port=self.ports[0], settle=AS_WITH_SLACK)

    async def _watch_its_work(self, died: float) -> None:
        await asyncio.sleep(1.0)  # what the others were sending is over by then
        held = {row.id for row in await asyncio.to_thread(outbox, self.house) if row.state == OutboxState.SENDING}
        assert held, "it died with a message in its hands"
        while not await asyncio.to_thread(self._settled, held):  # noqa: ASYNC110 - only the database tells
            await asyncio.sleep(0.5)
        self.taken_over = time.monotonic() - died

    def _settled(self, held: set[int | None]) -> bool:
        try:
            return not any(row.id in held and row.state in WAITING for row in outbox(self.house))
        except OperationalError:  # the database restarts meanwhile
            return False

    async def stop_one(self) -> None:
        self.bots[1].send_signal(signal.SIGSTOP)
        self.mark("stopped")
        since = self.house.slack.clock.now()
        await asyncio.sleep(STOPPED_FOR)
        self.frozen.append((since, self.house.slack.clock.now()))
        self.bots[1].send_signal(signal.SIGCONT)

    async def restart_database(self) -> None:
        self.mark("database")
        await asyncio.to_thread(self.server.restart)

    async def play(self, seconds: float) -> None:
        """The three, one after the other, with quiet between."""
        quiet = max(1.0, (seconds - STOPPED_FOR - STARTED_AGAIN_AFTER) / 4)
        for trial in (self.lose_one, self.stop_one, self.restart_database):
            await asyncio.sleep(quiet)
            await trial()
        await asyncio.sleep(quiet)
        self.mark("end")


@asynccontextmanager
async def a_way_in(house: House, by_http: bool, folder: Path, ports: list[int]) -> AsyncIterator[None]:
    """By HTTP through a balancer; by Socket Mode Slack itself shares out."""
    if not by_http:
        yield
        return
    async with balanced(folder, house.port, ports):
        yield


async def run(given: Given) -> Found:
    """`size`: so many `seconds` with `rate` gestures in each; `http` through HAProxy, else by Socket Mode."""
    by_http, bin_ = bool(given.size.get("http")), programs()
    if by_http and not HAPROXY:
        return Found(f"nothing: HAProxy is not installed here ({INSTALL})", "", "left out")
    assert bin_ is not None, "PostgreSQL is not installed here"
    ports, load = [free_port() for _ in range(REPLICAS)], os.getloadavg()[0]
    with a_server(bin_, TRUE) as server:
        async with a_house(server.fresh(), given.folder, pace=PACE, socket_mode=not by_http) as house:
            trio, done = Trio(house, server, ports), asyncio.Event()
            await trio.gather()
            async with a_way_in(house, by_http, given.folder, ports):
                crowd = Crowd(house, Random(given.seed), given.size["rate"], CANARY)
                await crowd.settle_in()
                await house.warm()
                talking = asyncio.create_task(crowd.talk(done))
                await trio.play(given.size["seconds"])
                done.set()
                await talking
                breaches = await _breaches(house, crowd, trio)
            return _found(crowd, trio, breaches, load)


async def _breaches(house: House, crowd: Crowd, trio: Trio) -> list[str]:
    breaches = []
    try:
        await at_rest(house, REST_WITHIN, events_of(crowd.known))
        await (trio.watching or asyncio.sleep(0))
    except AssertionError as error:
        breaches.append(str(error)[:600])
    windows = in_window(house, [woken for _, woken in trio.frozen])
    return breaches + beyond(windows, house, trio.frozen, look(house, crowd.known, [CANARY]))


def _found(crowd: Crowd, trio: Trio, breaches: list[str], load: float) -> Found:
    marks = [("before", 0.0), *trio.marks]
    spans = [(name, since, until) for (name, since), (_, until) in pairwise(marks)]
    told = "; ".join(f"{name}: {_words(crowd, since, until)}" for name, since, until in spans)
    return Found(
        f"{REPLICAS} replicas, {crowd.rate:g} gestures a second, load {load:.1f} on {os.cpu_count()} processors: one "
        f"killed with a message in its hands, one stopped for {STOPPED_FOR:g} s, the database restarted",
        "0 acknowledged lost, 0 twice",
        f"{told}; longest gap {crowd.longest_gap():.1f} s, p50 {crowd.took(0.5) * 1000:.0f} ms, p99 "
        f"{crowd.took(0.99) * 1000:.0f} ms; the dead one's message settled after {trio.taken_over:.0f} s; "
        f"{len(breaches)} breaches",
        breaches,
    )


def _words(crowd: Crowd, since: float, until: float) -> str:
    counts = crowd.counts(since, until)
    return ", ".join(f"{times} {verdict}" for verdict, times in counts.most_common()) or "nothing"
