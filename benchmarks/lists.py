"""Somebody's list among a hundred thousand tasks and a million, and a list as it is answered beside the bare query."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import Engine

from benchmarks.bench import Bench
from benchmarks.large import NOW, World, channel, person
from benchmarks.rounds import Round, middle, take_turns
from benchmarks.rows import Goal, Row, between
from benchmarks.servers.cast import TEAM
from bot import commands
from bot.answers import Created, Reader
from bot.heard import Door, Gesture, Heard
from bot.render import slack as render
from models import Session
from models.db import Database, connect, is_sqlite, plain_engine
from models.sqlite import reading_engine

GROWN, RENDERED = Goal(1.7, 1.3), Goal(6, 3)
WHO, TIMES, WARM = person(1), 60, 10
MINE = Heard(TEAM, WHO, Door.SLASH, "/task list", Gesture("list"), channel_id=channel(5), channel_kind="public")
READER = Reader(WHO, "zh", "Asia/Shanghai", NOW)
BARE = (
    "SELECT number, title, state, level, ends_at, due_on, owner_id, creator_id, source_channel, count(*) OVER () "
    "FROM task WHERE workspace_id = 'T0MUSTER1' AND owner_id = 'U0LARGE1' AND state IN ('open', 'doing', 'review') "
    "ORDER BY ends_at IS NULL, ends_at, number LIMIT 8"
)
Middle = Callable[[], float]
numbers = count()


def part(bench: Bench) -> Iterator[str]:
    for worlds in bench.worlds:
        with asyncio.Runner() as runner, ExitStack() as stack:
            measured: dict[str, Middle] = {}
            for world in worlds:
                database, engine = stack.enter_context(opened(runner, world))
                measured[f"ours {world.size}"] = partial(_middle, runner, partial(_ours, database))
                measured[f"bare {world.size}"] = partial(_middle, runner, partial(_bare, database, engine))
                writing = plain_engine(world.url)
                stack.callback(writing.dispose)
                measured[f"add {world.size}"] = partial(_middle, runner, partial(_add, writing))
            played = take_turns(measured, bench.rounds)
        name = worlds[0].database
        bench.rows += _rows(worlds, played)
        bench.keep(f"list on {name}", played)
        yield f"my list on {name}, milliseconds: ours, the bare query and a hop to a thread; one more task, uncommitted"
        for size in (world.size for world in worlds):
            figures = (middle(played, f"{what} {size}") for what in ("ours", "bare", "add"))
            yield f"  among {size:9,d}" + "".join(f"{one:9.2f}" for one in figures)


def _rows(worlds: list[World], played: list[Round[float]]) -> Iterator[Row]:
    *_, small, large = worlds
    yield between(f"my list, {large.database}: at {large.size:,} / at {small.size:,}", "ms p50", played, GROWN,
                  f"ours {large.size}", f"ours {small.size}")  # fmt: skip
    yield between(f"my list, {large.database}: answered / bare query", "ms p50", played, RENDERED,
                  f"ours {large.size}", f"bare {large.size}")  # fmt: skip


@contextmanager
def opened(runner: asyncio.Runner, world: World) -> Iterator[tuple[Database, Engine]]:
    """Our threads, and an engine of the same kind whose bare connections the floor uses."""
    database = runner.run(_connected(world.url))
    engine = reading_engine(world.url) if is_sqlite(world.url) else plain_engine(world.url)
    try:
        yield database, engine
    finally:
        engine.dispose()
        runner.run(database.close())


async def _connected(url: str) -> Database:
    return connect(url, serving=False)


async def _ours(database: Database) -> None:
    """The words understood, the tasks read, the message drawn; on a reading connection, in its thread."""

    def work(session: Session) -> dict[str, Any]:
        return render.message(commands.run(session, MINE, NOW), READER)  # type: ignore[arg-type]

    drawn = await database.read(work)
    assert len(drawn["blocks"]) > 3, drawn


async def _add(engine: Engine) -> None:
    """A task added and taken back: whether that costs more where there are more."""
    with Session(engine) as session:
        said = replace(MINE, text=f"/task call the caterer about invoice {next(numbers)} by Friday")
        assert isinstance(commands.run(session, said, NOW), Created)
        session.rollback()


async def _bare(_: Database, engine: Engine) -> None:
    """The driver's own cursor in another thread."""

    def work() -> list[Any]:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(BARE)
            found = list(cursor.fetchall())
            connection.commit()  # a rollback lets go of what the server has prepared
            return found
        finally:
            connection.close()

    assert len(await asyncio.to_thread(work)) == 8


def _middle(runner: asyncio.Runner, work: Callable[[], Awaitable[None]]) -> float:
    async def run() -> float:
        times = []
        for _ in range(WARM + TIMES):
            began = time.perf_counter()
            await work()
            times.append(time.perf_counter() - began)
        return statistics.median(times[WARM:]) * 1000

    return runner.run(run())
