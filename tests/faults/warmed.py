"""One small life of Muster, for the fork server only: its children do nothing for the first time."""

import asyncio
import os
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import tests.compiled
from models.db import upgrade
from tests.scenarios.world import ANN, GENERAL, LAUNCH, MAYA, a_world

assert tests.compiled.COMPILED is not None, "what is compiled here need not be compiled again"
ALSO_ON = "MUSTER_WARM_ON"  # the address of an empty database to live that life on, too


@contextmanager
def _in_silence() -> Iterator[None]:
    kept, nothing = [os.dup(number) for number in (1, 2)], os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        for number, said in enumerate(kept, 1):
            os.dup2(said, number)
            os.close(said)
        os.close(nothing)


async def _live(database_url: str) -> None:
    async with a_world(database_url) as world:
        await world.command(ANN, "/task Send the deck by tomorrow @Maya")
        card = await world.sees(ANN, "Send the deck", LAUNCH, within=20)
        await world.click(ANN, card, "say:start", LAUNCH)
        await world.say(MAYA, "Write the minutes by tomorrow")
        await world.sees(MAYA, "Write the minutes", within=20)
        await world.post("home", user=ANN)
        for line in ("/task list", "/task done 1", "/task reopen 1", "/task remind me in 1 minute to call"):
            await world.command(ANN, line, GENERAL)
        await world.post("clock", advance_seconds=120)


def _warm() -> None:
    with tempfile.TemporaryDirectory() as folder, _in_silence():
        url = f"sqlite:///{folder}/muster.db"
        upgrade(url)
        asyncio.run(_live(url))
        if also := os.environ.get(ALSO_ON):
            asyncio.run(_live(also))


try:
    _warm()
except Exception:  # noqa: BLE001 - who starts cold starts all the same
    traceback.print_exc()
