"""How much of the machine others used while something was measured: what stands in /proc, less what is ours."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.25  # of one core
IDLE, IOWAIT, GUEST = 3, 4, 8  # places in the first line of /proc/stat; a guest's time is counted with the user's


@dataclass(frozen=True)
class Noise:
    """Cores that others kept busy, the host's own share of ours included."""

    cores: float

    @property
    def is_quiet(self) -> bool:
        return self.cores <= QUIET


class Listening:
    """Begun where something begins; `heard` says what others did since."""

    def __init__(self) -> None:
        self._at, self._others = time.monotonic(), _others()

    def heard(self) -> Noise:
        passed = time.monotonic() - self._at
        return Noise(max(0.0, (_others() - self._others) / passed))


def _others() -> float:
    """Seconds of processor that were not ours since the machine started."""
    times = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    busy = sum(times[:GUEST]) - times[IDLE] - times[IOWAIT]
    return (busy - _ours()) / TICKS


def _ours() -> int:
    """Our own and all our descendants', those that have ended included."""
    parents, taken = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        parents[int(stat.parent.name)] = int(fields[1])
        taken[int(stat.parent.name)] = sum(int(one) for one in fields[11:15])
    return sum(spent for process, spent in taken.items() if _is_ours(process, parents))


def _is_ours(process: int, parents: dict[int, int]) -> bool:
    while process > 1:
        if process == os.getpid():
            return True
        process = parents.get(process, 0)
    return False
