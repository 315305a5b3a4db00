"""Taking turns: in every round each is measured once, by chance first or last, so that all share the bad minutes."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from benchmarks.noise import Listening, Noise

T = TypeVar("T")
ROUNDS, LEAST_QUIET = 5, 3


@dataclass(frozen=True)
class Round(Generic[T]):
    """What each of them found, and what others did to the machine meanwhile."""

    found: Mapping[str, T]
    noise: Noise


def take_turns(measured: Mapping[str, Callable[[], T]], rounds: int = ROUNDS) -> list[Round[T]]:
    """So many rounds, and up to half as many again for those that others spoiled."""
    chance, played = Random(), list[Round[T]]()  # noqa: S311 - an order, and no secret
    while len(played) < rounds or (_quiet(played) < min(LEAST_QUIET, rounds) and len(played) < rounds + rounds // 2):
        listening, order = Listening(), sorted(measured, key=lambda _: chance.random())
        found = {name: measured[name]() for name in order}
        played.append(Round(found, listening.heard()))
    return played


def _quiet(played: list[Round[T]]) -> int:
    return sum(one.noise.is_quiet for one in played)


def counted(played: list[Round[T]]) -> list[Round[T]]:
    """The quiet rounds, where there are enough of them to tell; else all."""
    quiet = [one for one in played if one.noise.is_quiet]
    return quiet if len(quiet) >= LEAST_QUIET else played


def middle(played: list[Round[float]], name: str) -> float:
    """The median of one of them, where each is one figure."""
    return median(played, lambda found: found[name])


def median(played: list[Round[T]], of: Callable[[Mapping[str, T]], float]) -> float:
    """Over the rounds that count; what is to be compared is compared within a round."""
    return statistics.median(of(one.found) for one in counted(played))
