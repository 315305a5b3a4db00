"""F22: the socket is cut, refreshed and refused under load; what Slack says is heard once all the same."""

import asyncio
from collections import Counter
from random import Random

from tests.faults.crash_points import PACE, events_of, look
from tests.faults.parts import Found, Given
from tests.faults.process import a_house
from tests.faults.random_kills import CANARY, REST_WITHIN, Play
from tests.faults.reckoning import at_rest

REASONS = ("refresh_requested", "warning", "too_many_websockets", "link_disabled")


async def run(given: Given) -> Found:
    """`size`: so many `cuts`."""
    random, cuts = Random(given.seed), Counter[str]()
    async with a_house(given.fresh(), given.folder, pace=PACE, socket_mode=True) as house:
        play = Play(house, random, 10**9)
        await play.settle_in()
        await house.start()
        play.up.set()
        typing = [asyncio.create_task(play.type()) for _ in range(3)]
        for _ in range(given.much("cuts")):
            await asyncio.sleep(random.uniform(0.2, 1.5))
            reason = random.choice(REASONS)
            await house.try_to("faults", kind="socket_disconnect", method="*", reason=reason)
            cuts[reason] += 1
        await asyncio.sleep(2)
        play.tasks = 0
        await asyncio.gather(*typing)
        breaches: list[str] = []
        try:
            await at_rest(house, REST_WITHIN, events_of(play.known))
        except AssertionError as error:
            breaches.append(str(error)[:600])
        breaches += look(house, play.known, [CANARY])
    done = play.done
    return Found(
        ", ".join(f"{times} × {reason}" for reason, times in sorted(cuts.items())),
        "every event once, every answered command once",
        f"{done['events']} events, {done['commands']} commands answered, {done['unanswered']} not",
        breaches,
    )
