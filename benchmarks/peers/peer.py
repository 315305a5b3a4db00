"""What every peer gives, and that what it answered is really there: it can be read back."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.adding import Taken
from benchmarks.servers.processes import SpoiledError

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
    """Made, if there are exactly as many more as were answered."""
    before = count()
    taken = make()
    more = count() - before
    if more != taken.load.in_all:
        raise SpoiledError(f"{who} answered {taken.load.in_all} times, and {more} tasks can be read back")
    return taken


def patiently(make: Callable[[], Taken]) -> Taken:
    """Now and then one says no when sixteen ask and the machine is busy: that run is not held against us or it."""
    for _ in range(TRIES - 1):
        try:
            return make()
        except SpoiledError as error:
            sys.stdout.write(f"· once more: {error}\n")
    return make()
