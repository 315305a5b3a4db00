"""A durable `/task add` over HTTP beside Bolt that only acknowledges: time of one that waits, and answers a second."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, Engine
from sqlmodel import col, select

from benchmarks.bench import Bench
from benchmarks.load.client import Load
from benchmarks.rounds import ROUNDS, Round, counted, take_turns
from benchmarks.rows import Goal, Row, beside
from benchmarks.servers import processes
from benchmarks.servers.cast import PEOPLE
from benchmarks.servers.processes import ROOT, Server, SpoiledError
from models import Outbox, OutboxState, Session
from models.db import is_sqlite, plain_engine
from models.sqlite import reading_engine

WAITING = (1, 16, 64)
SECONDS = 2.0
EASE, AT_EASE = 0.5, 5.0  # seconds that one person lets pass, so that what was to be said is said; for so long
REST_WITHIN = 300.0
CATCHES_UP = 2.0
MADE, NOTHING = "➕", ""  # what the answer has to hold
UNLOADED, SLOWEST = Goal(0.5, 0.25), Goal(4, 2)
A_SECOND = {"SQLite": Goal(0.25, 0.40, at_least=True), "PostgreSQL": Goal(0.20, 0.40, at_least=True)}


@dataclass(frozen=True)
class Taken:
    """What one run found, and microseconds of the server's processor for each answer."""

    load: Load
    processor: float


def run(
    server: Server, want: str, connections: int, seconds: float = SECONDS, *more: Server, pause: float = 0.0,
    said: str = "",
) -> Taken:  # fmt: skip
    """One run of the client, in a process of its own; `more` are asked as much as the first."""
    before, ports = server.worked, ",".join(str(one.port) for one in (server, *more))
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "benchmarks.load.client", ports, str(connections), str(seconds), want,
         str(pause), said],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds + 60,
    )  # fmt: skip
    if done.returncode:
        raise SpoiledError(f"{connections} waiting: {done.stderr.rpartition('WrongAnswerError: ')[2].strip()[:2000]}")
    load = Load(**json.loads(done.stdout))
    return Taken(load, (server.worked - before) / load.in_all * 1e6)


def get_to_know(server: Server) -> None:
    """Everybody has typed something once: whom it has not met it asks Slack about, and that is not what is measured.

    What they type makes no task: of a few hundred it would be speaking for minutes.
    """
    heard = 0
    while heard < len(PEOPLE):
        heard += run(server, NOTHING, 2, 4.0, said="list").load.in_all


def come_to_rest(database_url: str) -> None:
    """All that was to be said by now is said. Slack takes two hundred a minute; what many typed keeps it busy long."""
    engine = reading_engine(database_url) if is_sqlite(database_url) else plain_engine(database_url)
    waiting = col(Outbox.state).in_((OutboxState.PENDING, OutboxState.SENDING))
    ends = time.monotonic() + REST_WITHIN
    try:
        while _any(engine, waiting, col(Outbox.due_at) <= datetime.now(UTC)):
            if time.monotonic() > ends:
                raise SpoiledError("it did not come to rest")
            time.sleep(0.5)
    finally:
        engine.dispose()


def _any(engine: Engine, *conditions: ColumnElement[bool]) -> bool:
    with Session(engine) as session:
        return session.exec(select(Outbox.id).where(*conditions).limit(1)).first() is not None


@contextmanager
def servers(database_url: str, another_url: str, folder: Path) -> Iterator[dict[str, Server]]:
    """Ours with the small Slack beside it, and Bolt as it comes, and as it answers at once; and one more of ours, for
    one person alone."""
    with ExitStack() as stack:
        slack = stack.enter_context(processes.slack(folder))
        ours = stack.enter_context(processes.muster(folder, slack.port, database_url))
        alone = stack.enter_context(processes.muster(folder, slack.port, another_url))
        at_once = stack.enter_context(processes.bare_bolt(folder, before_response=True))
        as_it_comes = stack.enter_context(processes.bare_bolt(folder, before_response=False))
        get_to_know(ours)
        get_to_know(alone)
        yield {"ours": ours, "alone": alone, "bolt": at_once, "default": as_it_comes}


def part(bench: Bench) -> Iterator[str]:
    for database, fresh in {"SQLite": lambda: "", "PostgreSQL": bench.empty_postgres}.items():
        address, another = fresh(), fresh()
        if address is None or another is None:
            continue
        played = measure(address, another, rounds=bench.rounds, seconds=bench.seconds)
        bench.results[f"add on {database}"] = {
            name: [asdict(one.found[name].load) | {"processor": one.found[name].processor} for one in played]
            for name in played[0].found
        }
        bench.rows += rows(database, played)
        yield from table(database, played)


def measure(
    database_url: str, another_url: str, *, rounds: int = ROUNDS, seconds: float = SECONDS
) -> list[Round[Taken]]:  # fmt: skip
    """Every server with every number of connections, in turns."""
    with tempfile.TemporaryDirectory() as name:
        here = database_url or f"sqlite:///{name}/muster.db"
        alone = another_url or f"sqlite:///{name}/alone.db"
        with servers(here, alone, Path(name)) as up:
            mine = up["ours"], up["alone"]
            measured = {
                f"ours {many}": partial(run, up["ours"], MADE, many, seconds) for many in WAITING
            } | {
                f"{which} {many}": partial(_undisturbed, partial(run, up[which], NOTHING, many, seconds), *mine)
                for which, numbers in (("bolt", WAITING), ("default", WAITING[:1])) for many in numbers
            } | {
                "ours at ease": partial(_at_ease, up["alone"], up["ours"], alone),
                "default at ease": partial(
                    _undisturbed, partial(run, up["default"], NOTHING, 1, AT_EASE, pause=EASE), *mine),
            }  # fmt: skip
            return take_turns(measured, rounds)


def _at_ease(server: Server, other: Server, database_url: str) -> Taken:
    come_to_rest(database_url)
    return _undisturbed(partial(run, server, MADE, 1, AT_EASE, pause=EASE), other)


def _undisturbed(measure: Callable[[], Taken], *mine: Server) -> Taken:
    """While ours stand still; afterwards they say at once what they owe, and only then it is somebody's turn again."""
    with processes.standing_still(*mine):
        found = measure()
    time.sleep(CATCHES_UP)
    return found


def rows(database: str, played: list[Round[Taken]]) -> Iterator[Row]:
    """What is judged of it: one that waits, and sixteen."""
    yield beside(f"add, {database}: answered, at ease", "ms p50", played, UNLOADED, lambda found:
                 found["ours at ease"].load.p50, lambda found: found["default at ease"].load.p50)  # fmt: skip
    yield beside(f"add, {database}: answered, one after the other", "ms p50", played, UNLOADED,
                 lambda found: found["ours 1"].load.p50, lambda found: found["default 1"].load.p50)  # fmt: skip
    yield beside(f"add, {database}: a second, 16 waiting", "a second", played, A_SECOND[database],
                 lambda found: found["ours 16"].load.rps, lambda found: found["bolt 16"].load.rps)  # fmt: skip
    yield beside(f"add, {database}: slowest of 100, 16 waiting", "ms p99", played, SLOWEST,
                 lambda found: found["ours 16"].load.p99, lambda found: found["bolt 16"].load.p99)  # fmt: skip


def table(database: str, played: list[Round[Taken]]) -> Iterator[str]:
    yield f"/task add on {database}: a second; milliseconds p50, p95, p99, most; microseconds of processor each"
    for name in sorted(played[0].found):
        each = [_figures(one.found[name]) for one in counted(played)]
        middle = (statistics.median(column) for column in zip(*each, strict=True))
        a_second, p50, p95, p99, most, processor = middle
        yield f"  {name:16s}{a_second:9.0f}{p50:10.2f}{p95:9.2f}{p99:9.2f}{most:9.1f}{processor:9.0f}"
    yield f"  others kept so many cores busy meanwhile: {', '.join(f'{one.noise.cores:.2f}' for one in played)}"


def _figures(one: Taken) -> tuple[float, ...]:
    return one.load.rps, one.load.p50, one.load.p95, one.load.p99, one.load.most, one.processor
