"""taskwarrior, which keeps tasks in files: its program is started for every task, in an empty list for every run."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from benchmarks.adding import Taken
from benchmarks.load.client import summed_up
from benchmarks.load.lines import lines
from benchmarks.peers.peer import Peer, read_back
from benchmarks.servers.processes import SpoiledError, cores

KEEPS = "files, fdatasync of each; no passwords"
GETS_GOING = 0.25
APART = 1_000_000  # lines between those of one who adds and those of the next


@contextmanager
def running(folder: Path, program: Path, version: str) -> Iterator[Peer]:
    yield Peer(f"taskwarrior {version}", KEEPS, partial(_make, folder, program))


def _make(folder: Path, program: Path, at_once: int, seconds: float) -> Taken:
    kept = Path(tempfile.mkdtemp(prefix="taskwarrior-", dir=folder))
    settings = kept / "taskrc"
    settings.write_text(f"data.location={kept}\nverbose=nothing\n", "utf-8")
    env = {"TASKRC": str(settings), "HOME": str(kept), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    return read_back("taskwarrior", partial(_count, program, env), partial(_all_add, program, env, at_once, seconds))


def _all_add(program: Path, env: dict[str, str], at_once: int, seconds: float) -> Taken:
    begins = time.perf_counter() + GETS_GOING
    ends, first = begins + seconds, time.time_ns() // 1000

    def keep_adding(which: int) -> list[tuple[float, float, float]]:
        """(when it was done, what it took, what of it was work), in seconds"""
        texts, done = (text for _, _, text in lines(first + which * APART)), []
        while (sent := time.perf_counter()) < ends:
            worked, answered = _add(program, env, next(texts)), time.perf_counter()
            done.append((answered, answered - sent, worked))
        return done

    with ThreadPoolExecutor(at_once) as pool:
        found = [one for of_each in pool.map(keep_adding, range(at_once)) for one in of_each]
    load = summed_up(at_once, seconds, len(found), [took for at, took, _ in found if begins <= at <= ends])
    return Taken(load, sum(worked for _, _, worked in found) / len(found) * 1e6)


def _add(program: Path, env: dict[str, str], text: str) -> float:
    """By the cheapest way to start a program; like a server it works on the core of what is measured."""
    nowhere = [(os.POSIX_SPAWN_OPEN, which, os.devnull, os.O_RDWR, 0) for which in range(3)]
    process = os.posix_spawn(program, ["task", "add", "--", text], env, file_actions=nowhere)
    with suppress(ProcessLookupError):
        os.sched_setaffinity(process, cores()[0])
    _, status, used = os.wait4(process, 0)
    if status:
        raise SpoiledError(f"task add ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def _count(program: Path, env: dict[str, str]) -> int:
    done = subprocess.run(  # noqa: S603 - our own words
        [program, "count"], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=60
    )
    return int(done.stdout)
