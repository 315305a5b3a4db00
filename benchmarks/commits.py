"""How many turns a second are on disk when many wait, one commit for all that wait beside one for each."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import insert

from benchmarks.bench import Bench
from benchmarks.rounds import middle, take_turns
from benchmarks.rows import Goal, between
from models import Inbox, Session
from models.db import connect, upgrade

GOAL = Goal(3, 7, at_least=True)
WAITING, BATCHES = 64, (1, 4, 16, 64)
NOW = datetime(2026, 3, 9, tzinfo=UTC)
ROW = Inbox(workspace_id="T0BENCH", key="", door="slash", received_at=NOW).model_dump()
INTO_THE_INBOX = insert(Inbox.__table__)  # type: ignore[attr-defined]
numbers = count()


def part(bench: Bench) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'commits.db'}"
        upgrade(url)
        measured = {str(most): partial(a_second, url, most, bench.seconds) for most in BATCHES}
        played = take_turns(measured, bench.rounds)
    bench.rows.append(between(f"commits batched, {WAITING} waiting", "a second", played, GOAL, str(BATCHES[-1]), "1"))
    bench.keep("commit", played)
    yield f"turns a second on SQLite, FULL, {WAITING} waiting, of one row each, by how many share a commit"
    for most in measured:
        yield f"  {most:>4s}{middle(played, most):10.0f}"


def a_second(url: str, most: int, seconds: float) -> float:
    """Through the same writing thread that turns go through, with so many turns to a commit."""
    with patch("models.sqlite.BATCH", most):
        return asyncio.run(_a_second(url, seconds))


async def _a_second(url: str, seconds: float) -> float:
    database = connect(url)
    done, ends = 0, time.perf_counter() + seconds

    async def work() -> None:
        nonlocal done
        while time.perf_counter() < ends:
            await database.submit(_turn)
            done += 1

    try:
        await asyncio.gather(*(work() for _ in range(WAITING)))
    finally:
        await database.close()
    return done / seconds


def _turn(session: Session) -> None:
    """As little as a turn can write."""
    session.connection().execute(INTO_THE_INBOX, ROW | {"key": str(next(numbers))})
