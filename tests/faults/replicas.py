"""G5: three processes on one PostgreSQL are frozen past their leases and killed while they send; each says its own."""

import asyncio
import signal
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random

from models import Outbox
from tests.faults.crash_points import PACE, events_of, look
from tests.faults.forked import Forked
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.random_kills import CANARY, REST_WITHIN, Play
from tests.faults.reckoning import at_rest, out_of_order, said_wrongly, turned
from tests.ports import free_port

REPLICAS = 3
PAST_THE_LEASE = 3.2  # with the settle time of the house a lease lasts 2.8 s
AT_WAKING, ONCE_AWAKE = timedelta(seconds=0.3), timedelta(seconds=1)
NEVER = timedelta(days=1)
LONG, FEW = "frozen past the lease", 50  # of so many, one more message twice


class Herd:
    """Three replicas; one at a time is frozen or killed, the others go on."""

    def __init__(self, house: House, random: Random) -> None:
        self.house, self.random, self.done = house, random, Counter[str]()
        self.bots: list[Forked] = []
        self.frozen: list[tuple[datetime, datetime]] = []  # from when, until when

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
        since = self.house.slack.clock.now()
        self.bots[at].send_signal(signal.SIGSTOP)
        long = self.random.random() < 0.5
        await asyncio.sleep(PAST_THE_LEASE if long else self.random.uniform(0.05, 1.0))
        self.frozen.append((since, self.house.slack.clock.now()))
        self.bots[at].send_signal(signal.SIGCONT)
        self.done[LONG if long else "frozen"] += 1


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
        windows = in_window(house, [woken for _, woken in herd.frozen])
        breaches += beyond(windows, house, herd.frozen, look(house, play.known, [CANARY]))
    if len(windows) > 1 + herd.done[LONG] // FEW:
        breaches.append("I2 window W2 is wider than it is said to be")
    done = ", ".join(f"{count} × {name}" for name, count in sorted(herd.done.items()))
    return Found(
        f"{sum(herd.done.values())} rounds on {REPLICAS} replicas: {done}; {play.promised} tasks",
        "0 twice but in window W2, all said",
        f"{', '.join([f'{len(windows)} in W2', *windows.values(), f'{len(breaches)} breaches'])}",
        breaches,
    )


def in_window(house: House, woken: list[datetime]) -> dict[str, str]:
    """What was posted twice in W2, by its nonce: one of the two came from who had just been woken; when, in words.

    The woken one may be the first, too: whoever took its message over had looked for it just before.
    """
    found = {}
    for nonce, moments in posted_at(house).items():
        after = [min((moment - one for one in woken if one <= moment), default=NEVER) for moment in moments]
        if len(moments) == 2 and min(after) < AT_WAKING:
            found[nonce] = " and ".join(f"{one.total_seconds():.3f} s" for one in after) + " after a waking"
    return found


def beyond(
    windows: Collection[str], house: House, frozen: Collection[tuple[datetime, datetime]], breaches: list[str]
) -> list[str]:
    """What does not hold, but for those messages, and for order that a frozen process could not keep."""
    too_often, _ = said_wrongly(house)
    is_told = all(times == 1 and nonce in windows for nonce, times in too_often.items())
    others = [one for one in breaches if not one.startswith("I6") and not (
        is_told and one.startswith("I2 twice or for nothing"))]  # fmt: skip
    return others + [out_of_order(*two) for two in turned(house) if not was_uncommitted(*two, frozen)]


def was_uncommitted(one: Outbox, two: Outbox, frozen: Collection[tuple[datetime, datetime]]) -> bool:
    """Whether the first was written, but not committed, when its process was frozen: nobody could see it and be held up
    by it until then, nor was anybody told of it. It is begun once, when that process is awake. A turn's rows have the
    moment at which it began; a frozen process begins none."""
    assert one.started_at is not None
    assert two.started_at is not None
    return one.attempts == 1 and any(
        one.created_at <= since <= two.started_at <= woken <= one.started_at <= woken + ONCE_AWAKE
        for since, woken in frozen
    )


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
