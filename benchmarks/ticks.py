"""What a tick costs that finds nothing, however many timers there are, and how fast what is due is claimed."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine, bindparam, text

from benchmarks.bench import Bench
from benchmarks.large import NOW, World
from benchmarks.lists import opened
from benchmarks.rounds import Round, middle, take_turns
from benchmarks.rows import Goal, Row, between
from benchmarks.servers.cast import TEAM
from benchmarks.timers import BARE, KINDS, PIECE, TAKEN, moment
from models import Session
from models.db import Database, plain_engine
from scheduler import tick
from scheduler.due import TOGETHER, Due

IDLE, CLAIMED = Goal(1.5, 1.05), Goal(0.5, 0.8, at_least=True)
BEFORE_ANY = NOW - timedelta(days=1)
TIMES, WARM, PIECES = 200, 20, 10
NUDGES = KINDS["nudges"]
OF_A_PIECE = "SELECT * FROM task WHERE workspace_id = :workspace AND number IN :numbers"
ROWS, HELD_ROWS = (
    text(query).bindparams(bindparam("numbers", expanding=True))
    for query in (OF_A_PIECE, f"{OF_A_PIECE} FOR UPDATE SKIP LOCKED")
)


def part(bench: Bench) -> Iterator[str]:
    for worlds in bench.worlds:
        *_, small, large = worlds
        with asyncio.Runner() as runner, ExitStack() as stack:
            measured: dict[str, Callable[[], float]] = {}
            for world in worlds:
                database, engine = stack.enter_context(opened(runner, world))
                measured[f"idle {world.size}"] = partial(_idle, runner, database)
            engine = plain_engine(large.url)
            stack.callback(engine.dispose)
            measured["ours"], measured["bare"] = (partial(_a_second, engine, claim) for claim in (_claimed, _bare))
            played = take_turns(measured, bench.rounds)
        bench.rows += _rows(small, large, played)
        bench.keep(f"tick on {large.database}", played)
        yield f"{large.database}: a tick with nothing due, microseconds; due ones claimed a second, and by bare SQL"
        idle = ", ".join(f"among {one.size:,}: {middle(played, f'idle {one.size}'):.0f}" for one in worlds)
        yield f"  {idle}; {middle(played, 'ours'):,.0f}, {middle(played, 'bare'):,.0f}"


def _rows(small: World, large: World, played: list[Round[float]]) -> Iterator[Row]:
    where = large.database
    yield between(f"idle tick, {where}: {large.size:,} / {small.size:,} timers", "µs p50", played, IDLE,
                  f"idle {large.size}", f"idle {small.size}")  # fmt: skip
    yield between(f"due, {where}: claimed / bare, {large.size:,} timers", "a second", played, CLAIMED,
                  "ours", "bare")  # fmt: skip


def _idle(runner: asyncio.Runner, database: Database) -> float:
    """The tick itself, with its way to a thread and back."""

    async def run() -> float:
        times = []
        for _ in range(WARM + TIMES):
            began = time.perf_counter()
            done = await tick(database, BEFORE_ANY)
            times.append(time.perf_counter() - began)
            assert done == 0, "nothing was due"
        return statistics.median(times[WARM:]) * 1e6

    return runner.run(run())


def _a_second(engine: Engine, claim: Callable[[Session], list[Any]]) -> float:
    """Piece after piece is claimed and leaves the index of what is due, all of which is taken back."""
    with Session(engine) as session:
        session.connection()
        began, count = time.perf_counter(), 0
        for _ in range(PIECES):
            if not (keys := claim(session)):
                break
            session.execute(TAKEN, [{"workspace": workspace, "number": number} for workspace, number in keys])
            count += len(keys)
        passed = time.perf_counter() - began
        session.rollback()
    assert count, "something was due"
    return count / passed


def _claimed(session: Session) -> list[Any]:
    """As the clock's jobs do: listed, and then held, as many as are done together."""
    keys = NUDGES.list_due(session, NOW)
    return [key for at in range(0, len(keys), TOGETHER) for key in _held(session, NUDGES, keys[at : at + TOGETHER])]


def _held(session: Session, due: Due, keys: list[Any]) -> list[Any]:
    assert due.take is not None, "they are taken together"
    held = list(due.take(session, keys, NOW))
    session.expunge_all()
    return held


def _bare(session: Session) -> list[Any]:
    """The same by SQL alone: listed, and then read whole and held, as many at a time."""
    keys = list(session.execute(BARE, {"now": moment(session, NOW), "most": PIECE}))
    query = ROWS if session.get_bind().dialect.name == "sqlite" else HELD_ROWS
    for at in range(0, len(keys), TOGETHER):
        numbers = [number for _, number in keys[at : at + TOGETHER]]
        session.execute(query, {"workspace": TEAM, "numbers": numbers}).all()
    return keys
