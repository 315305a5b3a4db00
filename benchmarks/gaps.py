"""How long the event loop does not come round while very much falls due, and while a long list is made into a file."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from benchmarks.bench import Bench
from benchmarks.large import NOW, TEAM, World
from benchmarks.rounds import Round, middle, take_turns
from benchmarks.rows import Goal, Row
from benchmarks.timers import FALLING
from bot.answers import Reader
from bot.notices import Dropped
from bot.render import slack as render
from bot.services.finding import exporting
from models import Outbox, Session
from models.db import Database, connect
from models.queries.listing import Filter
from scheduler.due import run_due

GOAL = Goal(100, 20)
BEAT = 0.001
WHO = "U1"


def part(bench: Bench) -> Iterator[str]:
    large = bench.worlds[0][-1]
    measured = {
        "nothing": partial(_longest, large, partial(_wait, bench.seconds)),
        "due": partial(_longest, large, partial(_fall_due, 1e9 if bench.long else bench.seconds)),
        "export": partial(_longest, large, _export),
    }
    played = take_turns(measured, bench.rounds)
    bench.keep("gap", played)
    bench.rows += [
        _row("while timers fall due", large, "due", played),
        _row("while exporting", large, "export", played),
    ]
    yield f"longest the event loop did not come round, milliseconds, on {large.database}; {large.due:,} timers are due"
    for name in measured:
        yield f"  {name:8s}{middle(played, name):8.1f}"


def _row(what: str, large: World, name: str, played: list[Round[float]]) -> Row:
    """No ratio: a second in which nobody is answered is a second, whatever stands beside it."""
    found = middle(played, name)
    return Row(f"event loop's longest gap, {what}", found, "ms", middle(played, "nothing"), found, GOAL,
               [one.found[name] for one in played], [one.noise.cores for one in played])  # fmt: skip


def _longest(world: World, work: Callable[[Database], Awaitable[None]]) -> float:
    return asyncio.run(_beaten(world, work))


async def _beaten(world: World, work: Callable[[Database], Awaitable[None]]) -> float:
    """In milliseconds: what is slept longer than it was meant to."""
    database = connect(world.url, serving=False)
    longest, over = 0.0, False

    async def beat() -> None:
        nonlocal longest
        while not over:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            longest = max(longest, time.perf_counter() - began - BEAT)

    beating = asyncio.create_task(beat())
    try:
        await work(database)
    finally:
        over = True
        await beating
        await database.close()
    return longest * 1000


async def _wait(seconds: float, _: Database) -> None:
    await asyncio.sleep(seconds)


async def _fall_due(seconds: float, database: Database) -> None:
    """All kinds of it, as a tick does, until nothing is due or the time is over."""
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        if not sum([await run_due(database, due, NOW) for due in FALLING]):
            return


async def _export(database: Database) -> None:
    """All that somebody may see, as the sender makes it: read, and drawn, in a reading thread."""
    wanted = exporting.packed(Filter(live=False))
    row = Outbox(workspace_id=TEAM, key="export", kind=exporting.KIND, to=WHO, nonce="n", created_at=NOW, due_at=NOW,
                 try_real=NOW, subject={"form": "csv", "line": "list all", "wanted": wanted})  # fmt: skip

    def work(session: Session) -> int:
        notice = exporting.compose(session, row, NOW)
        assert not isinstance(notice, Dropped)
        return len(render.notice(notice, Reader(WHO, "en", "UTC", NOW))["file"]["content"])

    assert await database.read(work) > 1_000_000, "a long file"
