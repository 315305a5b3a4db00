"""How long `muster serve` takes until it is ready, and what it and bare Bolt hold in memory once they have worked."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.adding import NOTHING, get_to_know, run
from benchmarks.bench import Bench
from benchmarks.rounds import counted, median, take_turns
from benchmarks.rows import Goal, Row, beside
from benchmarks.servers import processes
from benchmarks.servers.processes import Server

MEMORY, READY = Goal(2.5, 1.7), Goal(3, 1.5)
WAITING = 4


@dataclass(frozen=True)
class Started:
    """Seconds until it was ready; megabytes then, and after it has answered for a while."""

    seconds: float
    at_first: float
    at_work: float


def part(bench: Bench) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'muster.db'}"
        with processes.slack(folder) as slack:
            ours = partial(processes.muster, folder, slack.port, url)
            with ours() as first:  # it makes its tables, and learns who is there
                seconds_at_first = first.seconds
                get_to_know(first)
            played = take_turns({
                "ours": partial(_started, ours, bench.seconds),
                "bolt": partial(_started, partial(processes.bare_bolt, folder, before_response=True), bench.seconds),
            }, bench.rounds)  # fmt: skip
    noise = [one.noise.cores for one in played]
    seconds = [one.found["ours"].seconds for one in played]
    bench.rows.append(beside("resident memory, at work", "MB", played, MEMORY,
                             lambda found: found["ours"].at_work, lambda found: found["bolt"].at_work))  # fmt: skip
    middle = median(played, lambda found: found["ours"].seconds)
    bench.rows.append(Row("start to ready", middle, "s", None, middle, READY, seconds, noise))
    bench.results["start"] = {"first": seconds_at_first, "seconds": seconds, "noise": noise}
    yield "seconds until ready; megabytes then, and at work"
    for name in ("ours", "bolt"):
        last = counted(played)[-1].found[name]
        yield f"  {name:8s}{last.seconds:8.2f}{last.at_first:8.1f}{last.at_work:8.1f}"
    yield f"  the very first start, which makes the tables: {seconds_at_first:.2f}"


def _started(start: Callable[[], AbstractContextManager[Server]], seconds: float) -> Started:
    """Whatever it answers: of the first words after a start some may be "still working"."""
    with start() as server:
        at_first = server.megabytes
        run(server, NOTHING, WAITING, seconds)
        return Started(server.seconds, at_first, server.megabytes)
