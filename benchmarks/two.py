"""What a second process brings on PostgreSQL: tasks a second by two of them beside one."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.adding import MADE, Taken, get_to_know, run
from benchmarks.bench import Bench
from benchmarks.rounds import Round, take_turns
from benchmarks.rows import Goal, Row, beside
from benchmarks.servers import processes

GOAL = Goal(1.3, 1.8, at_least=True)
WAITING = 32
ENOUGH_CORES = 4


def part(bench: Bench) -> Iterator[str]:
    url = bench.empty_postgres()
    if url is None:
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        slack = stack.enter_context(processes.slack(folder))
        first, second, *_ = sorted(processes.cores()[0]) + sorted(processes.cores()[1])
        one = stack.enter_context(processes.muster(folder, slack.port, url, {first}))
        other = stack.enter_context(processes.muster(folder, slack.port, url, {second}))
        get_to_know(one)
        get_to_know(other)
        played = take_turns({
            "one": partial(run, one, MADE, WAITING, bench.seconds),
            "two": partial(run, one, MADE, WAITING, bench.seconds, other),
        }, bench.rounds)  # fmt: skip
    row = _row(played)
    bench.rows.append(row)
    yield f"/task add on PostgreSQL, {WAITING} waiting: by one process {row.floor:.0f} a second, by two {row.value:.0f}"


def _row(played: list[Round[Taken]]) -> Row:
    """Two processes, PostgreSQL and those who ask need a core each."""
    cores = processes.how_many_cores()
    remark = f"on {cores} cores; it takes {ENOUGH_CORES}" if cores < ENOUGH_CORES else ""
    return beside("two processes beside one, PostgreSQL", "a second", played, GOAL,
                  lambda found: found["two"].load.rps, lambda found: found["one"].load.rps, remark=remark)  # fmt: skip
