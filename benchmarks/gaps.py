"""How long a serving process answers nobody while very much falls due, and while a long list is made into a file."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen

from sqlalchemy import text

from benchmarks.bench import Bench
from benchmarks.large import BIG, NOW, World, channel, person
from benchmarks.load.pinging import Pinging
from benchmarks.load.wire import form, signature
from benchmarks.rounds import Round, counted, middle, take_turns
from benchmarks.rows import Goal, Row
from benchmarks.servers import processes
from benchmarks.servers.cast import PATH
from benchmarks.servers.processes import Server, SpoiledError
from models.sqlite import reading_engine

GOAL = Goal(100, 20)
BEFORE_ANY = NOW - timedelta(days=1)
ENDS_WITHIN, LOOK_EVERY = 120.0, 0.2
SETTLES = 3.0
askers = count(1)


def part(bench: Bench) -> Iterator[str]:
    """First where nothing is due yet, then where a tenth of all timers is."""
    large = bench.worlds[0][-1]
    with serving(large, BEFORE_ANY) as server:
        calm = take_turns({
            "nothing": partial(_longest, server, partial(time.sleep, bench.seconds)),
            "export": partial(_longest, server, partial(_export, large, server)),
        }, bench.rounds)  # fmt: skip
        megabytes = server.most_megabytes
    with serving(large, NOW) as server:
        falling = take_turns({"due": partial(_longest, server, partial(time.sleep, bench.seconds))}, bench.rounds)
        left = _due(large)
    if left >= large.due:
        raise SpoiledError("nothing fell due")
    bench.keep("gap", calm)
    bench.keep("gap while falling due", falling)
    idle = middle(calm, "nothing")
    bench.rows += [
        _row(f"while {large.due:,} fall due", "due", idle, falling),
        _row("while exporting", "export", idle, calm),
    ]
    yield f"longest without an answer, milliseconds, on {large.database}: nothing to do {idle:.1f}"
    yield f"  {large.due:,} timers fall due, {left:,} are left at the end: {middle(falling, 'due'):.1f}"
    yield f"  a list of {_listed(large):,} is exported: {middle(calm, 'export'):.1f}; {megabytes:.0f} MB at most"


def _row(what: str, name: str, idle: float, played: list[Round[float]]) -> Row:
    """No ratio: a second in which nobody is answered is a second, whatever stands beside it. The most of all rounds."""
    found = max(one.found[name] for one in counted(played))
    return Row(f"longest without an answer {what}", found, "ms", idle, found, GOAL,
               [one.found[name] for one in played], [one.noise.cores for one in played])  # fmt: skip


@contextmanager
def serving(world: World, starts: datetime) -> Iterator[Server]:
    """`muster serve` on it, as if it were that moment, once it has come to rest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            processes.slack(folder, starts, world.people) as slack,
            processes.muster(folder, slack.port, world.url, starts=starts) as server,
        ):
            time.sleep(SETTLES)
            yield server


def _longest(server: Server, work: Callable[[], object]) -> float:
    with Pinging(server) as pinging:
        work()
    assert pinging.answers > 0, "it answered"
    return pinging.longest


def _export(world: World, server: Server) -> None:
    """Somebody asks for a file of a whole project; it ends when Slack has taken it."""
    who = person(next(askers) % world.people)
    body = form(who, channel(5), "export csv all +big", f"1.2.{who}", server.port)
    stamp, signed = signature(body)
    asked = Request(f"http://127.0.0.1:{server.port}{PATH}", body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed,
    })  # fmt: skip
    with urlopen(asked, timeout=ENDS_WITHIN) as answer:  # noqa: S310 - this machine
        answer.read()
    ends = time.monotonic() + ENDS_WITHIN
    while not _has_left(world, who):
        if time.monotonic() > ends:
            raise SpoiledError("the file never came")
        time.sleep(LOOK_EVERY)


def _has_left(world: World, who: str) -> bool:
    found = _ask(world, f"SELECT count(*) FROM outbox WHERE key LIKE 'export:{who}:%' AND state = 'sent'")  # noqa: S608
    return found > 0


def _due(world: World) -> int:
    return _ask(world, f"SELECT count(*) FROM task WHERE nudge_at <= '{NOW:%Y-%m-%d %H:%M:%S.%f}'")  # noqa: S608


def _listed(world: World) -> int:
    return world.size // 3 // BIG


def _ask(world: World, query: str) -> int:
    engine = reading_engine(world.url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())
    finally:
        engine.dispose()
