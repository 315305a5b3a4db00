"""What it costs to find what is due among many timers, to take it, and to do and tell all of it."""

import asyncio
import multiprocessing
import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, text

from models import Person, Session, Task, Workspace
from models.db import connect, is_sqlite, plain_engine, upgrade
from models.queries import due as moments
from models.queries import tasks as task_queries
from scheduler import nudges
from scheduler.due import run_due

TEAM, NOW, RUNS, PIECE = "T0TIMERS", datetime(2026, 3, 9, 12, tzinfo=UTC), 5, 200
BEFORE, FIRST, SECOND = NOW - timedelta(days=1), NOW - timedelta(seconds=41), NOW - timedelta(seconds=21)
OF_ONE = 5  # how many of one person's fall due at once
ONE_IN = 100
KINDS = {due.name: due for due in nudges.DUE}
FALLING = (KINDS["nudges"], KINDS["telling"])

SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :count)",
    "postgresql": "WITH n AS (SELECT generate_series(2, :count) AS i)",
}
MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-03-09 12:00:00', "
              "CASE WHEN i <= :due THEN '-' || (i % 60 + 1) ELSE '+' || (i * 2) END || ' seconds')",
    "postgresql": "timestamptz '2026-03-09 12:00:00+00' + "
                  "(CASE WHEN i <= :due THEN -(i % 60 + 1) ELSE i * 2 END) * interval '1 second'",
}  # fmt: skip
BARE = text(
    "SELECT workspace_id, number FROM task WHERE nudge_at IS NOT NULL AND nudge_at <= :now "
    "ORDER BY nudge_at LIMIT :most"
)
ONE_MIN = text("SELECT min(nudge_at) FROM task WHERE nudge_at IS NOT NULL")
TAKEN = text("UPDATE task SET nudge_at = NULL WHERE workspace_id = :workspace AND number = :number")


@dataclass(frozen=True)
class Found:
    """Milliseconds of one thing on one database among so many timers, beside its floor where there is one."""

    database: str
    timers: int
    what: str
    milliseconds: float
    floor: float | None = None
    note: str = ""


def measure(postgres: str | None = None, *, sizes: tuple[int, ...]) -> Iterator[Found]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one, which is emptied."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measured(f"sqlite:///{Path(folder) / 'timers.db'}", size)
        if postgres:
            yield from _measured(postgres, size)


def _measured(url: str, size: int) -> Iterator[Found]:
    name, due = "SQLite" if is_sqlite(url) else "PostgreSQL", size // ONE_IN
    upgrade(url)
    engine = plain_engine(url)
    _fill(engine, size, due)
    idle, floor = _beside(engine, moments.earliest, lambda session: session.execute(ONE_MIN).one())
    yield Found(name, size, "a tick with nothing due", idle, floor, "beside one MIN")
    ours, bare = _beside(engine, lambda session: _take(session, due, _ours), lambda session: _take(session, due, _bare))
    yield Found(name, size, f"listing and taking {due:,}", ours, bare, "beside the bare SQL")
    engine.dispose()
    yield from _whole(url, name, size, due)


def _whole(url: str, name: str, size: int, due: int) -> Iterator[Found]:
    """The real thing: a third of what is due by one process, another by two at once where two may serve."""
    began = perf_counter()
    turns = _serve(url, FIRST)
    yield Found(name, size, f"doing and telling {due // 3:,}", (perf_counter() - began) * 1000, None,
                f"{turns:,} turns by one process")  # fmt: skip
    if not is_sqlite(url):
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_serve, (url, url), (BEFORE, BEFORE)))  # both are up
            began = perf_counter()
            both = list(pool.map(_serve, (url, url), (SECOND, SECOND)))
            taken = perf_counter() - began
        yield Found(name, size, f"doing and telling {due // 3:,}", taken * 1000, None,
                    f"{' + '.join(f'{one:,}' for one in both)} turns by two processes")  # fmt: skip
    engine = plain_engine(url)
    with Session(engine) as session:
        assert not task_queries.due_nudges(session, FIRST if is_sqlite(url) else SECOND), "all of it fell due"
        told = session.execute(text("SELECT count(*) FROM occurrence")).scalar_one()
    assert told <= due // 3 * 2 + 40, "none of it twice"
    _empty(engine)
    engine.dispose()


def _serve(url: str, now: datetime) -> int:
    """What a process does until nothing is due: how many turns it took."""

    async def run() -> int:
        database, turns = connect(url, serving=False), 0
        try:
            while found := sum([await run_due(database, due, now) for due in FALLING]):
                turns += found
        finally:
            await database.close()
        return turns

    return asyncio.run(run())


def _take(session: Session, due: int, read: Callable[[Session], list[Any]]) -> None:
    """Piece after piece leaves the index, as it does when it is done."""
    taken = 0
    while keys := read(session):
        taken += len(keys)
        session.execute(TAKEN, [{"workspace": workspace, "number": number} for workspace, number in keys])
    assert taken == due, "each of them once"


def _ours(session: Session) -> list[Any]:
    return task_queries.due_nudges(session, NOW, PIECE)


def _bare(session: Session) -> list[Any]:
    return list(session.execute(BARE, {"now": moment(session, NOW), "most": PIECE}))


def moment(session: Session, at: datetime) -> Any:
    return f"{at:%Y-%m-%d %H:%M:%S.%f}" if session.get_bind().dialect.name == "sqlite" else at


def _beside(
    engine: Engine, ours: Callable[[Session], object], floor: Callable[[Session], object]
) -> tuple[float, float]:
    """Medians, taking turns; what they change is taken back."""
    times: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(RUNS):
        for which, act in enumerate((ours, floor)):
            with Session(engine) as session:
                session.connection()
                began = perf_counter()
                act(session)
                times[which].append((perf_counter() - began) * 1000)
                session.rollback()
    return statistics.median(times[0]), statistics.median(times[1])


def _fill(engine: Engine, size: int, due: int) -> None:
    """One task by its model, and the others like it by one statement: a reminder each, one in a hundred due by now."""
    dialect = engine.dialect.name
    owners = max(1, due // OF_ONE)
    with Session(engine) as session:
        session.add(Workspace(id=TEAM, created_at=NOW, zone="UTC", next_number=size + 1))
        session.flush()
        session.add_all(Person(workspace_id=TEAM, id=f"U{n}", refreshed_at=NOW, zone="UTC") for n in range(owners))
        session.flush()
        before = NOW - timedelta(seconds=1)
        session.add(Task(workspace_id=TEAM, number=1, title="Call back", owner_id="U0", creator_id="U0",
                         nudge_at=before, snoozed_until=before, created_at=NOW, updated_at=NOW))  # fmt: skip
        session.flush()
        new = {"number": "i", "nudge_at": MOMENT[dialect], "snoozed_until": MOMENT[dialect],
               "owner_id": f"'U' || (i % {owners})", "creator_id": f"'U' || (i % {owners})"}  # fmt: skip
        names = [column.name for column in Task.__table__.columns]  # type: ignore[attr-defined]
        values = [new.get(name, f"one.{name}") for name in names]
        session.execute(
            text(f"INSERT INTO task ({', '.join(names)}) {SERIES[dialect]} SELECT {', '.join(values)} "  # noqa: S608
                 "FROM n, task one WHERE one.number = 1"), {"count": size, "due": due})  # fmt: skip
        session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _empty(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("TRUNCATE workspace, occurrence, outbox CASCADE"))


def table(found: list[Found]) -> Iterator[str]:
    yield "timers: milliseconds, floor, ratio"
    for one in found:
        beside = f"{one.floor:10.1f}   ×{one.milliseconds / one.floor:5.1f}" if one.floor else " " * 19
        yield f"  {one.database:12s}{one.timers:10,d}  {one.what:36s}{one.milliseconds:10.1f}{beside}   {one.note}"
