"""`python -m benchmarks.load.client PORTS CONNECTIONS SECONDS WANT PAUSE SAID`: so many that ask.

Each asks again as soon as it was answered, or so many seconds of `PAUSE` after that; for a new task each time, or what
is `SAID`, where that is not empty. Of several ports, "3000,3001", each gets as many. It prints one line of JSON. Any
answer but the expected one ends the run: what fails fast is not fast.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice

from benchmarks.load.wire import requests

PATIENCE = 15.0


@dataclass(frozen=True)
class Load:
    """What one run found: answers a second, and milliseconds that they took. Of `in_all` so many `answers` counted."""

    connections: int
    seconds: float
    in_all: int
    answers: int
    rps: float
    p50: float
    p95: float
    p99: float
    most: float


class WrongAnswerError(Exception):
    """The server said something else, or nothing any more."""


class Run:
    """What all connections of one run share; answers between `begins` and `ends` are counted.

    It is over when each of them has its last answer: nothing is still being made when the next thing is measured.
    """

    def __init__(
        self, asked: Iterator[bytes], want: str, begins: float, ends: float, connections: int, status: int = 200,
        pause: float = 0.0,
    ) -> None:  # fmt: skip
        self.asked = asked
        self.pause = pause
        self.asking = connections
        self.begin = f"HTTP/1.1 {int(status)} ".encode()
        self.wanted = (want.encode(), json.dumps(want)[1:-1].encode())
        self.begins, self.ends = begins, ends
        self.taken: list[float] = []
        self.in_all = 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def answered(self, answer: bytes, sent: float) -> bool:
        """Whether to ask once more."""
        now = time.perf_counter()
        if not (answer.startswith(self.begin) and any(one in answer for one in self.wanted)):
            head, _, body = answer.partition(b"\r\n\r\n")
            said = head.split(b"\r\n", 1)[0] + b" " + body[:500]
            self.fail(f"another answer than expected: {said.decode(errors='replace')}")
            return False
        self.in_all += 1
        if self.begins <= now <= self.ends:
            self.taken.append(now - sent)
        if now < self.ends:
            return True
        self.asking -= 1
        if not self.asking and not self.over.done():
            self.over.set_result(None)
        return False

    def fail(self, why: str) -> None:
        if not self.over.done():
            self.over.set_exception(WrongAnswerError(why))


class Asker(asyncio.Protocol):
    """One connection that is kept."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._heard = b""
        self._sent = 0.0
        self._waits = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        request = next(self._run.asked)
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if not _is_whole(self._heard):
            return
        answer, self._heard = self._heard, b""
        self._waits = self._run.answered(answer, self._sent)
        if self._waits and self._run.pause:
            asyncio.get_running_loop().call_later(self._run.pause, self._ask)
        elif self._waits:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waits:
            self._run.fail(f"the connection was closed: {exc!r}")


def _is_whole(heard: bytes) -> bool:
    head = heard.find(b"\r\n\r\n")
    if head < 0:
        return False
    _, named, rest = heard[:head].lower().partition(b"\r\ncontent-length:")
    if not named:
        raise WrongAnswerError(f"an answer without its length: {heard[:500]!r}")
    return len(heard) >= head + 4 + int(rest.split(b"\r\n", 1)[0])


async def ask(
    ports: Sequence[int], connections: int, seconds: float, want: str, pause: float = 0.0, said: str = ""
) -> Load:  # fmt: skip
    """Slash commands for Muster, or for bare Bolt. Raises WrongAnswerError."""
    return await ask_for(requests(ports[0], said), ports, connections, seconds, want, pause=pause)


async def ask_for(
    asked: Iterator[bytes], ports: Sequence[int], connections: int, seconds: float, want: str = "", status: int = 200,
    pause: float = 0.0,
) -> Load:  # fmt: skip
    """A quarter of a second is for getting going. Raises WrongAnswerError."""
    next(asked)  # the first forms are written down before the time runs
    begins = time.perf_counter() + 0.25
    run, loop = Run(asked, want, begins, begins + seconds, connections, status, pause), asyncio.get_running_loop()
    joined = [await loop.create_connection(lambda: Asker(run), "127.0.0.1", port)
              for port in islice(cycle(ports), connections)]  # fmt: skip
    try:
        await asyncio.wait_for(run.over, seconds + PATIENCE)
    finally:
        for transport, _ in joined:
            transport.close()
    return summed_up(connections, seconds, run.in_all, run.taken)


def summed_up(connections: int, seconds: float, in_all: int, taken: Sequence[float]) -> Load:
    """Of so many answers those that counted, in seconds."""
    ordered = sorted(1000 * one for one in taken)
    if not ordered:
        raise WrongAnswerError("nothing was answered in time")

    def at(share: float) -> float:
        return ordered[round(share * (len(ordered) - 1))]

    return Load(connections, seconds, in_all, len(ordered), len(ordered) / seconds,
                at(0.5), at(0.95), at(0.99), ordered[-1])  # fmt: skip


def main() -> None:
    ports, connections, seconds, want, pause, said = sys.argv[1:]
    found = asyncio.run(
        ask([int(port) for port in ports.split(",")], int(connections), float(seconds), want, float(pause), said)
    )
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


if __name__ == "__main__":
    main()
