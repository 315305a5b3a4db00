"""G4: PostgreSQL is stopped at once and started again while four people write; what was acknowledged is there."""

import asyncio
from random import Random

from tests.faults.crash_points import events_of, look
from tests.faults.parts import Found, Given
from tests.faults.process import a_house
from tests.faults.random_kills import CANARY, PACE, REST_WITHIN, Play
from tests.faults.reckoning import at_rest, titles
from tests.postgres import a_server, programs
from tests.scenarios.world import eventually

WRITERS = 4
BACK_WITHIN = 30.0  # seconds until people's tasks are taken again
TRUE = ("max_connections=60", "checkpoint_timeout=30s")  # fsync and synchronous_commit as PostgreSQL comes


async def run(given: Given) -> Found:
    bin_ = programs()
    assert bin_ is not None, "PostgreSQL is not installed here"
    restarts, random = given.much("restarts"), Random(given.seed)
    with a_server(bin_, TRUE) as server:
        async with a_house(server.fresh(), given.folder, pace=PACE) as house:
            play = Play(house, random, 10**9)
            await play.settle_in()
            await house.start()
            play.up.set()
            writing = [asyncio.create_task(play.type()) for _ in range(WRITERS)]
            for _ in range(restarts):
                await asyncio.sleep(random.uniform(1.0, 2.5))
                before = play.done["commands"]
                await asyncio.to_thread(server.restart)
                await eventually(lambda before=before: _some_are_saved(play, before), BACK_WITHIN)  # type: ignore[misc]
            await asyncio.sleep(0.5)
            play.tasks = 0
            await asyncio.gather(*writing)
            breaches: list[str] = []
            try:
                await at_rest(house, REST_WITHIN, events_of(play.known))
            except AssertionError as error:
                breaches.append(str(error)[:600])
            breaches += look(house, play.known, [CANARY])
            there = titles(house)
            breaches += [f"{title}: said not to be saved, and is there" for title in play.denied if there[title]]
    done = play.done
    return Found(
        f"{restarts} immediate restarts under {WRITERS} writers: {done['commands']} commands acknowledged, "
        f"{done['unanswered']} not ({len(play.denied)} of them told so), {done['events']} events",
        "0 acknowledged lost, 0 twice, and nothing there that was said not to be",
        f"{len(breaches)} breaches",
        breaches,
    )


async def _some_are_saved(play: Play, before: int) -> bool:
    return play.done["commands"] > before + WRITERS
