"""What every peer gives, and that what it answered is really there: it can be read back."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.adding import Taken
from benchmarks.servers.processes import SpoiledError

PAUSE = 0.2
TRIES = 3


@dataclass(frozen=True)
class Peer:
    """`name` tells the version, `keeps` what is on the disk when it answers.

    `make` has so many at once make tasks, one after the other, for so many seconds.
    """

    name: str
    keeps: str
    make: Callable[[int, float], Taken]


def read_back(who: str, count: Callable[[], int], make: Callable[[], Taken]) -> Taken:
    """Made, if there are as many more as were answered; of those that nobody waited for any longer some may be, too."""
    before = _settled(count)
    taken = make()
    load = taken.load
    more = _settled(count) - before
    if not load.in_all <= more <= load.in_all + load.connections:
        raise SpoiledError(f"{who} answered {load.in_all} times, and {more} tasks can be read back")
    return taken


def patiently(make: Callable[[], Taken]) -> Taken:
    """Now and then one says no when sixteen ask and the machine is busy: that run is not held against us or it."""
    for _ in range(TRIES - 1):
        try:
            return make()
        except SpoiledError as error:
            sys.stdout.write(f"· once more: {error}\n")
    return make()


def _settled(count: Callable[[], int]) -> int:
    """How many there are once it has stopped working."""
    found, before = count(), -1
    while found != before:
        time.sleep(PAUSE)
        found, before = count(), found
    return found
