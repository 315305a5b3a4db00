"""Starting and ending what is measured; what is started dies with the one who started it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks.noise import TICKS
from benchmarks.servers.cast import BOT_TOKEN, SECRET

ROOT = Path(__file__).parents[2]
STARTS_WITHIN, ENDS_WITHIN = 60.0, 15.0
PR_SET_PDEATHSIG = 1
# Load from one machine is faster than any team: what holds back floods is out of the way, all else is as it is shipped.
UNHURRIED = {"LIMIT_PER_PERSON": "100000000", "LIMIT_PER_WORKSPACE": "100000000", "LIMIT_EVENTS": "100000000"}


class SpoiledError(Exception):
    """A server did something else than it was to be measured at."""


@dataclass
class Server:
    """A process that listens; `seconds` is what it took until it was ready."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float = 0.0

    @property
    def megabytes(self) -> float:
        """What it holds in memory now."""
        return self._memory("VmRSS:")

    @property
    def most_megabytes(self) -> float:
        """What it has held at most."""
        return self._memory("VmHWM:")

    def _memory(self, what: str) -> float:
        said = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(said.split(what)[1].split()[0]) / 1024

    @property
    def worked(self) -> float:
        """Seconds of processor it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def cores() -> tuple[set[int], set[int]]:
    """(the one for what is measured, those for all else); on a single core they share it."""
    first, *others = sorted(os.sched_getaffinity(0))
    return {first}, set(others) or {first}


def how_many_cores() -> int:
    return len(os.sched_getaffinity(0))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def leash(on: set[int]) -> None:
    """In the child, before it becomes another program: the kernel ends it if we are killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.sched_setaffinity(0, on)


@contextmanager
def started(
    arguments: Sequence[str], port: int, ready: str, *, env: Mapping[str, str], folder: Path, on: set[int],
    python: Path = Path(sys.executable),
) -> Iterator[Server]:  # fmt: skip
    """`python arguments`, from when it is ready until the block ends. `ready` is a path, or "" for the port alone."""
    log = (folder / f"said-{port}").open("w+b")
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own words
        [python, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), **env},
        preexec_fn=partial(leash, on),  # noqa: PLW1509 - one thread here
    )  # fmt: skip
    try:
        while not _is_ready(port, ready):
            if process.poll() is not None or time.perf_counter() - began > STARTS_WITHIN:
                log.seek(0)
                raise SpoiledError(f"{arguments} did not start:\n{log.read().decode(errors='replace')[-3000:]}")
            time.sleep(0.01)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _is_ready(port: int, path: str) -> bool:
    try:
        if not path:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@contextmanager
def standing_still(*servers: Server) -> Iterator[None]:
    """They still say on Slack what was made, at Slack's pace: that would be taken from the core of who is measured."""
    for one in servers:
        one.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in servers:
            one.process.send_signal(signal.SIGCONT)


@contextmanager
def bare_bolt(folder: Path, *, before_response: bool) -> Iterator[Server]:
    port = free_port()
    arguments = ["-m", "benchmarks.servers.bolt", str(port), *(["--before-response"] if before_response else [])]
    with started(arguments, port, "", env={}, folder=folder, on=cores()[0]) as server:
        yield server


@contextmanager
def slack(folder: Path, starts: datetime | None = None, more: int = 0) -> Iterator[Server]:
    """From that moment on, with so many more people."""
    port = free_port()
    arguments = ["-m", "benchmarks.servers.slack", str(port), *([starts.isoformat(), str(more)] if starts else [])]
    with started(arguments, port, "", env={}, folder=folder, on=cores()[1]) as server:
        yield server


@contextmanager
def muster(
    folder: Path, slack_port: int, database_url: str, on: set[int] | None = None, starts: datetime | None = None
) -> Iterator[Server]:
    """`muster serve` as anybody runs it, the sender of what it has to say included; it may be another time there."""
    port = free_port()
    env = {
        "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "DATABASE_URL": database_url,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/", "PORT": str(port), **UNHURRIED,
        "MUSTER_TEST_CLOCK": starts.isoformat() if starts else "",
    }  # fmt: skip
    with started(["-m", "bot", "serve"], port, "/readyz", env=env, folder=folder, on=on or cores()[0]) as server:
        yield server
