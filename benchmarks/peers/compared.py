"""A durable `/task add` beside what the best of the peers takes to keep one more task, one at a time and sixteen."""

import math
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.adding import MADE, Taken, get_to_know, run
from benchmarks.bench import Bench
from benchmarks.peers import provided, radicale, roundup, taskwarrior
from benchmarks.peers.peer import Peer, patiently, read_back
from benchmarks.peers.provided import NotHereError
from benchmarks.rounds import Round, counted, median, take_turns
from benchmarks.rows import Goal, Row, beside
from benchmarks.servers import processes
from benchmarks.servers.processes import Server

AT_ONCE = (1, 16)
GOAL = Goal(3, 6, at_least=True)
ROW, UNIT, OURS = "add, SQLite: a second, beside the best peer", "a second", "Muster"
KEEPS = "SQLite, write-ahead log, synchronous=FULL"
Starting = Callable[[Path], AbstractContextManager[Peer]]


def part(bench: Bench) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        there, not_here = found_here(peers(alone=bench.alone))
        slack = stack.enter_context(processes.slack(folder))
        ours = stack.enter_context(processes.muster(folder, slack.port, f"sqlite:///{folder}/muster.db"))
        get_to_know(ours)
        running = [stack.enter_context(start(folder)) for start in there]
        measured = {name_of(OURS, many): partial(_ours, ours, folder / "muster.db", many, bench.seconds)
                    for many in AT_ONCE}  # fmt: skip
        measured |= {name_of(peer.name, many): partial(_theirs, ours, peer, many, bench.seconds)
                     for peer in running for many in AT_ONCE}  # fmt: skip
        played = take_turns(measured, bench.rounds)
    bench.results["peers"] = {
        name: [asdict(one.found[name].load) | {"processor": one.found[name].processor} for one in played]
        for name in measured
    }
    bench.rows.append(row(played, [peer.name for peer in running]))
    yield from table(played, {OURS: KEEPS} | {peer.name: peer.keeps for peer in running}, not_here)


def name_of(who: str, many: int) -> str:
    return f"{who}, {many}"


def peers(*, alone: bool) -> Mapping[str, Callable[[], Starting]]:
    """How to start each of them; asked for, it is fetched where it is not there yet."""
    if alone:
        return {}
    pinned = provided.versions(provided.PINNED.read_text("utf-8"))

    def by_python(module: Callable[[Path, Path, str], AbstractContextManager[Peer]], name: str) -> Starting:
        python = provided.python()
        return lambda folder: module(folder, python, pinned[name])

    def the_program() -> Starting:
        program = provided.taskwarrior()
        return lambda folder: taskwarrior.running(folder, program, provided.taskwarrior_version(program))

    return {
        "Roundup": partial(by_python, roundup.running, "roundup"),
        "Radicale": partial(by_python, radicale.running, "radicale"),
        "taskwarrior": the_program,
    }


def found_here(wanted: Mapping[str, Callable[[], Starting]]) -> tuple[list[Starting], dict[str, str]]:
    """(those that can be started, why not by the names of the others)"""
    there, not_here = list[Starting](), dict[str, str]()
    for name, ask_for in wanted.items():
        try:
            there.append(ask_for())
        except NotHereError as error:
            not_here[name] = str(error)
    return there, not_here


def _ours(server: Server, database: Path, many: int, seconds: float) -> Taken:
    return read_back(OURS, partial(_count, database), lambda: run(server, MADE, many, seconds))


def _count(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM task").fetchone()[0])


def _theirs(ours: Server, peer: Peer, many: int, seconds: float) -> Taken:
    with processes.standing_still(ours):
        return patiently(partial(peer.make, many, seconds))


def row(played: list[Round[Taken]], names: Sequence[str]) -> Row:
    """Of one at a time and sixteen the worse for us; in every round beside whoever was the best in it."""
    if not names:
        value = median(played, lambda found: _a_second(found, OURS, 1))
        return Row(ROW, value, UNIT, None, math.nan, GOAL, remark="no peer is here")
    return min((_one_row(played, names, many) for many in AT_ONCE), key=lambda one: one.ratio)


def _one_row(played: list[Round[Taken]], names: Sequence[str], many: int) -> Row:
    each = {who: median(played, lambda found, who=who: _a_second(found, who, many)) for who in names}  # type: ignore[misc]
    return beside(
        ROW, UNIT, played, GOAL, lambda found: _a_second(found, OURS, many),
        lambda found: max(_a_second(found, who, many) for who in names), details={"at once": many, "peers": each},
    )  # fmt: skip


def _a_second(found: Mapping[str, Taken], who: str, many: int) -> float:
    return found[name_of(who, many)].load.rps


def table(played: list[Round[Taken]], keeps: Mapping[str, str], not_here: Mapping[str, str]) -> Iterator[str]:
    yield "one more task, 1 and 16 at once: a second; Muster's as a multiple of it; milliseconds p50, p99;"
    yield "  microseconds of processor each; what is kept when it is answered"
    for who, what in keeps.items():
        for many in AT_ONCE:
            said = what if many == AT_ONCE[0] else ""
            yield f"  {name_of(who, many):24s}{_figures(played, who, many)}   {said}".rstrip()
    yield from (f"  {who:24s}not here: {why}" for who, why in not_here.items())
    yield f"  others kept so many cores busy meanwhile: {', '.join(f'{one.noise.cores:.2f}' for one in played)}"


def _figures(played: list[Round[Taken]], who: str, many: int) -> str:
    each = ((_a_second(one.found, OURS, many), one.found[name_of(who, many)]) for one in counted(played))
    columns = ((it.load.rps, ours / it.load.rps, it.load.p50, it.load.p99, it.processor) for ours, it in each)
    a_second, ratio, p50, p99, processor = (statistics.median(column) for column in zip(*columns, strict=True))
    return f"{a_second:8.1f}   ×{ratio:6.2f}{p50:10.2f}{p99:10.2f}{processor:9.0f}"
