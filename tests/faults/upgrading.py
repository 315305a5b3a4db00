"""F28: the processes of the release before are replaced one by one under a steady load, and then once more."""

import asyncio
import os
import signal
import sys
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from alembic import command

from models.db import revision_of
from models.migrating import migrations
from tests.before import REVISIONS, checked_out, commit_before
from tests.faults.balanced import HAPROXY, INSTALL
from tests.faults.crash_points import PACE, events_of, look
from tests.faults.crowd import Crowd
from tests.faults.outages import a_way_in
from tests.faults.parts import Found, Given
from tests.faults.process import SETTLE, STARTS_WITHIN, House, a_house
from tests.faults.random_kills import CANARY, REST_WITHIN
from tests.faults.reckoning import at_rest
from tests.faults.restarts import TRUE
from tests.ports import free_port
from tests.postgres import Server, a_server, programs
from tests.scenarios.world import eventually

SIDE_BY_SIDE = 2
LEAVE = 3.0  # as in compose.scale.yaml
QUIET = 4.0
STARTS_COLD_WITHIN = 4 * STARTS_WITHIN


class Process(Protocol):
    def send_signal(self, which: signal.Signals) -> None: ...
    async def wait(self) -> int: ...


@dataclass
class Rolling:
    """`spans` tells what was asked in which part of the play."""

    house: House
    old: Path
    ports: list[int]
    stack: AsyncExitStack
    crowd: Crowd
    serving: list[Process] = field(default_factory=list)
    spans: list[tuple[str, int]] = field(default_factory=list)

    async def start_old(self) -> None:
        """In a process of its own, with the code and the tables of its time."""
        port = self.ports.pop(0)
        env = self.house.surroundings(port, SETTLE) | {"PYTHONPATH": str(self.old)}
        log = self.stack.enter_context(self.house.log.open("ab"))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=self.old, env=env, stdout=log, stderr=log
        )
        self.stack.callback(lambda: process.kill() if process.returncode is None else None)
        self.serving.append(process)

        async def is_ready() -> bool:
            assert process.returncode is None, self.house.log.read_text()[-2000:]
            return await self.house.is_ready(port)

        assert await eventually(is_ready, STARTS_COLD_WITHIN)

    async def replace_all(self, name: str) -> None:
        """A new one first; when it is ready an old one is told to go, and left in peace until it has gone."""
        before = len(self.crowd.asked)
        for _ in range(SIDE_BY_SIDE):
            self.serving.append(await self.house.start(port=self.ports.pop(0), leave=LEAVE))
            await asyncio.sleep(1.0)
            leaving = self.serving.pop(0)
            leaving.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(leaving.wait(), 30) == 0
            await asyncio.sleep(QUIET)
        await asyncio.sleep(3.0)  # who asked last has heard, or never will
        self.spans.append((name, before))

    def parts(self) -> list[tuple[str, int, int]]:
        ends = [start for _, start in self.spans[1:]] + [len(self.crowd.asked)]
        return [(name, start, end) for (name, start), end in zip(self.spans, ends, strict=True)]

    def told(self) -> dict[str, Counter[str]]:
        return {name: Counter(one.verdict for one in self.crowd.asked[start:end]) for name, start, end in self.parts()}

    def gaps(self) -> str:
        return ", ".join(f"{self.crowd.longest_gap(start, end):.1f} s" for _, start, end in self.parts())


def before_the_newest(server: Server) -> str:
    """The address of a database with the tables of the release before."""
    server.run("CREATE DATABASE muster_before")
    url = server.url("muster_before")
    command.upgrade(migrations(url), REVISIONS[-2])
    return url


async def run(given: Given) -> Found:
    """`size`: `rate` gestures a second; `http` through HAProxy, else by Socket Mode."""
    by_http, bin_, commit = bool(given.size.get("http")), programs(), commit_before()
    if not commit:
        return Found("nothing: the history of this repository is not here (git fetch --unshallow)", "", "left out")
    if by_http and not HAPROXY:
        return Found(f"nothing: HAProxy is not installed here ({INSTALL})", "", "left out")
    assert bin_ is not None, "PostgreSQL is not installed here"
    load = os.getloadavg()[0]
    with a_server(bin_, TRUE) as server, checked_out(commit, given.folder / "before") as old:
        url = before_the_newest(server)
        async with AsyncExitStack() as stack:
            house = await stack.enter_async_context(a_house(url, given.folder, pace=PACE, socket_mode=not by_http))
            ports = [free_port() for _ in range(3 * SIDE_BY_SIDE)]
            await stack.enter_async_context(a_way_in(house, by_http, given.folder, list(ports)))
            crowd = Crowd(house, Random(given.seed), given.size["rate"], CANARY)
            play = Rolling(house, old, ports, stack, crowd)
            return await _played(play, by_http, load)


async def _played(play: Rolling, by_http: bool, load: float) -> Found:
    house, crowd, done = play.house, play.crowd, asyncio.Event()
    for _ in range(SIDE_BY_SIDE):
        await play.start_old()
    assert revision_of(house.database_url)[0] == REVISIONS[-2]
    await crowd.settle_in()
    await house.warm()
    talking = asyncio.create_task(crowd.talk(done))
    await asyncio.sleep(QUIET)
    await play.replace_all("old by new")
    await play.replace_all("new by new")
    done.set()
    await talking
    breaches = [] if revision_of(house.database_url)[0] == REVISIONS[-1] else ["the tables are the old ones"]
    try:
        await at_rest(house, REST_WITHIN, events_of(crowd.known))
    except AssertionError as error:
        breaches.append(str(error)[:600])
    breaches += look(house, crowd.known, [CANARY])
    told = play.told()
    breaches += [
        f"{name}: {counts}" for name, counts in told.items() if "unanswered" in counts or "not saved" in counts
    ]
    words = "; ".join(f"{name}: {', '.join(f'{n} {verdict}' for verdict, n in counts.items())}"
                      for name, counts in told.items())  # fmt: skip
    way = "behind HAProxy" if by_http else "by Socket Mode"
    return Found(
        f"{SIDE_BY_SIDE} of the release before ({REVISIONS[-2]}) replaced by {SIDE_BY_SIDE} of this one, and those by "
        f"others, {way}, {crowd.rate:g} gestures a second, load {load:.1f}",
        "every command answered, nothing lost or twice",
        f"{words}; longest gap {play.gaps()}; {len(breaches)} breaches",
        breaches,
    )
