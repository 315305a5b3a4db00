"""Microseconds per line, ours beside the libraries' in one process; time to start and memory in fresh ones."""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.cases import Case
from benchmarks.readers import PEERS_FOLDER, Reader

ROOT = Path(__file__).parent.parent
RUNS = 5
STARTS = 5
_MEASURED = """
import sys, time
sys.path.append({folder!r})
began = time.perf_counter()
import {module}
print("taken", time.perf_counter() - began)
try:
    print("resident", next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1])
except OSError:
    pass
"""


@dataclass(frozen=True)
class Pace:
    """Microseconds per line: the median of several runs for each line, then over the lines."""

    name: str
    median: float
    p99: float


@dataclass(frozen=True)
class Start:
    """Milliseconds to import, and megabytes resident afterwards where the system tells."""

    name: str
    milliseconds: float
    megabytes: float | None


def paces(readers: Sequence[Reader], cases: Sequence[Case], runs: int = RUNS) -> list[Pace]:
    """Every reader takes its turn in every run, so that a slow minute of the machine meets all of them."""
    lines = [(case.text, datetime.fromisoformat(case.reference_iso)) for case in cases]
    taken: dict[str, list[list[float]]] = {reader.name: [[] for _ in lines] for reader in readers}
    for reader in readers:
        for text, now in lines[:20]:
            reader.read(text, now)
    for run in range(runs):
        for reader in (*readers[run % len(readers) :], *readers[: run % len(readers)]):
            for times, (text, now) in zip(taken[reader.name], lines, strict=True):
                began = time.perf_counter_ns()
                reader.read(text, now)
                times.append((time.perf_counter_ns() - began) / 1000)
    return [_pace(name, [statistics.median(times) for times in lines_taken]) for name, lines_taken in taken.items()]


def _pace(name: str, medians: list[float]) -> Pace:
    ordered = sorted(medians)
    return Pace(name, statistics.median(ordered), ordered[round(0.99 * (len(ordered) - 1))])


def starts(modules: Sequence[tuple[str, str]]) -> list[Start]:
    """(name, module): each imported in fresh processes, the median of several."""
    return [_start(name, module) for name, module in modules]


def _start(name: str, module: str) -> Start:
    code = _MEASURED.format(folder=str(PEERS_FOLDER), module=module)
    said = [
        dict(line.split() for line in _run([sys.executable, "-c", code]).splitlines() if line.count(" ") == 1)
        for _ in range(STARTS)
    ]
    resident = [float(one["resident"]) / 1024 for one in said if "resident" in one]
    return Start(
        name, statistics.median(float(one["taken"]) for one in said) * 1000,
        statistics.median(resident) if resident else None,
    )  # fmt: skip


def program_start() -> float:
    """Milliseconds from starting `muster parse --jsonl` to its end with nothing to read."""
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        _run([sys.executable, "-m", "bot", "parse", "--jsonl"])
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _run(command: list[str]) -> str:
    return subprocess.run(  # noqa: S603 - our own words
        command, cwd=ROOT, input="", capture_output=True, text=True, check=True, timeout=120
    ).stdout


def memory_of(reader: Reader, text: str) -> float:
    """The most kilobytes that reading a line takes beyond what was there before."""
    now = datetime(2026, 3, 11, 10)  # noqa: DTZ001 - a civil time, as in the cases
    reader.read(text, now)
    tracemalloc.start()
    reader.read(text, now)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1024


def pace_table(lang: str, found: Sequence[Pace], lines: int) -> Iterator[str]:
    """Ours first; a ratio above 1 means that the library takes longer."""
    yield f"speed, {lang}, {lines} lines, microseconds: median, p99, median as a multiple of ours"
    for pace in found:
        yield f"  {pace.name:28s}{pace.median:9.0f}{pace.p99:9.0f}   ×{pace.median / found[0].median:5.2f}"
