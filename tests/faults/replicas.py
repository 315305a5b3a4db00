"""G5: three processes on one PostgreSQL are frozen past their leases and killed while they send; each says its own."""

import asyncio
import signal
from collections import Counter
from datetime import datetime, timedelta
from random import Random

from tests.faults.crash_points import PACE, events_of, look
from tests.faults.forked import Forked
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.random_kills import CANARY, REST_WITHIN, Play
from tests.faults.reckoning import at_rest
from tests.ports import free_port

REPLICAS = 3
PAST_THE_LEASE = 3.2  # with the settle time of the house a lease lasts 2.8 s
AT_WAKING = timedelta(seconds=0.3)
NEVER = timedelta(days=1)


class Herd:
    """Three replicas; one at a time is frozen or killed, the others go on."""

    def __init__(self, house: House, random: Random) -> None:
        self.house, self.random, self.done = house, random, Counter[str]()
        self.bots: list[Forked] = []
        self.woken: list[datetime] = []

    async def gather(self) -> None:
        for _ in range(REPLICAS):
            self.bots.append(await self.house.start(port=free_port()))

    async def round(self) -> None:
        at = self.random.randrange(REPLICAS)
        await asyncio.sleep(self.random.uniform(0, 0.4))
        if self.random.random() < 0.35:
            await self.house.kill(self.bots[at])
            self.bots[at] = await self.house.start(port=free_port())
            self.done["killed"] += 1
            return
        self.bots[at].send_signal(signal.SIGSTOP)
        long = self.random.random() < 0.5
        await asyncio.sleep(PAST_THE_LEASE if long else self.random.uniform(0.05, 1.0))
        self.woken.append(self.house.slack.clock.now())
        self.bots[at].send_signal(signal.SIGCONT)
        self.done["frozen past the lease" if long else "frozen"] += 1


async def run(given: Given) -> Found:
    """Spoken to by Socket Mode: Slack gives each payload to one of the three."""
    async with a_house(given.fresh(), given.folder, pace=PACE, socket_mode=True) as house:
        play = Play(house, Random(given.seed), 10**9)
        await play.settle_in()
        herd = Herd(house, Random(given.seed + 1))
        await herd.gather()
        play.up.set()
        working = [asyncio.create_task(play.type()) for _ in range(4)]
        for _ in range(given.much("rounds")):
            await herd.round()
        play.tasks = 0
        await asyncio.gather(*working)
        breaches: list[str] = []
        try:
            await at_rest(house, REST_WITHIN, events_of(play.known))
        except AssertionError as error:
            breaches.append(str(error)[:600])
        windows = twice_at_waking(house, herd.woken)
        breaches += [one for one in look(house, play.known, [CANARY]) if not (windows and is_only_twice(one))]
    done = ", ".join(f"{count} × {name}" for name, count in sorted(herd.done.items()))
    return Found(
        f"{sum(herd.done.values())} rounds on {REPLICAS} replicas: {done}; {play.promised} tasks",
        "0 twice but in window W2, all said",
        f"{len(windows)} in W2{': ' if windows else ''}{'; '.join(windows)}, {len(breaches)} breaches",
        breaches + [one for one in windows if one.startswith("!")],
    )


def is_only_twice(breach: str) -> bool:
    """What is told by its window; a message that never came is told in any case."""
    return breach.startswith("I2 twice") and "never: Counter();" in breach


def twice_at_waking(house: House, times: list[datetime]) -> list[str]:
    """What was posted twice: in W2 where one of the two came from who had just been woken, else marked with !.

    The woken one may be the first, too: whoever took its message over had looked for it just before.
    """
    found = []
    for nonce, moments in posted_at(house).items():
        after = [min((moment - woken for woken in times if woken <= moment), default=NEVER) for moment in moments]
        if len(moments) > 1:
            in_window = min(after) < AT_WAKING
            since = ", ".join(f"{one.total_seconds():.3f}" for one in after)
            found.append(f"{'W2' if in_window else '!'} {nonce} {moments[-1]}: {since} s after a waking")
    return found


def posted_at(house: House) -> dict[str, list[datetime]]:
    """When each of our messages was posted, by its nonce."""
    posted: dict[str, list[datetime]] = {}
    for channel in house.slack.world.channels.values():
        for message in channel.messages:
            if message.metadata:
                nonce = message.metadata["event_payload"]["k"]
                moment = datetime.fromtimestamp(float(message.ts), tz=house.slack.clock.now().tzinfo)
                posted.setdefault(nonce, []).append(moment)
    return posted
