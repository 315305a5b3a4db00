"""Ten times the line may take about ten times as long: whatever somebody types, nobody waits for it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from benchmarks.hostile import MAKERS

SIZES = (100, 1_000, 10_000)
LINEAR = 20.0  # ten times the size, and twice that for noise
LONGEST_MS = 50.0
NOW = datetime(2026, 3, 11, 10)  # noqa: DTZ001 - a civil time, as in the cases
_TIMES = 3
_AGAIN = 3


@dataclass(frozen=True)
class Grown:
    """Milliseconds for each size, the least of several tries."""

    name: str
    milliseconds: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How much longer the longest line takes than one a tenth of it."""
        return self.milliseconds[-1] / max(self.milliseconds[-2], 0.001)

    @property
    def is_fine(self) -> bool:
        return self.ratio <= LINEAR and self.milliseconds[-1] <= LONGEST_MS


def grow(read: Callable[[str], object], sizes: tuple[int, ...] = SIZES) -> list[Grown]:
    return [_grown(read, name, tuple(make(size) for size in sizes)) for name, make in MAKERS.items()]


def _grown(read: Callable[[str], object], name: str, lines: tuple[str, ...]) -> Grown:
    """Measured again where it looks bad: a busy machine makes a line slow once, a bad pattern every time."""
    for _ in range(_AGAIN):
        found = Grown(name, tuple(min(_taken(read, line) for _ in range(_TIMES)) for line in lines))
        if found.is_fine:
            break
    return found


def _taken(read: Callable[[str], object], line: str) -> float:
    began = time.perf_counter_ns()
    read(line)
    return (time.perf_counter_ns() - began) / 1e6


def table(grown: list[Grown]) -> Iterator[str]:
    """The slowest kinds, and every kind that is worse than linear."""
    slow = [one for one in grown if not one.is_fine]
    worst = sorted(grown, key=lambda one: -one.milliseconds[-1])[:6]
    shown = list(dict.fromkeys([*worst, *sorted(grown, key=lambda one: -one.ratio)[:4], *slow]))
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    yield f"growth, {len(grown)} kinds of hostile lines, milliseconds for {sizes} characters"
    for one in shown:
        times = "".join(f"{spent:9.2f}" for spent in one.milliseconds)
        remark = "" if one.is_fine else "   ! worse than linear, or too slow"
        yield f"  {one.name:28s}{times}   ×{one.ratio:4.1f}{remark}"
    yield f"  all at most {LONGEST_MS:.0f} ms and at most ×{LINEAR:.0f}: {'yes' if not slow else 'NO'}"
