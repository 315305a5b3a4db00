"""The table of goals: every figure is a ratio to a floor or a peer that was measured in the same run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any, TypeVar

from benchmarks.rounds import Round, median

T = TypeVar("T")


@dataclass(frozen=True)
class Goal:
    """What must be reached, and what is aimed at; more is better where `at_least`."""

    must: float
    aim: float
    at_least: bool = False

    def _reached(self, ratio: float, than: float) -> bool:
        return ratio >= than if self.at_least else ratio <= than

    def verdict(self, ratio: float) -> str:
        if self._reached(ratio, self.aim):
            return "aim"
        return "ok" if self._reached(ratio, self.must) else "MISSED"

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.must:g}, aim {self.aim:g}"


@dataclass(frozen=True)
class Row:
    """One figure beside its floor. `runs` holds the ratio of every round, `noise` the cores that others used in it.

    `remark` says what the figure is not judged for, where it is not; `ratio` is NaN where there is nothing beside it.
    """

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float
    goal: Goal
    runs: Sequence[float] = ()
    noise: Sequence[float] = ()
    remark: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        return "not judged" if self.remark else self.goal.verdict(self.ratio)

    @property
    def is_ok(self) -> bool:
        return self.verdict != "MISSED"

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "value": self.value, "unit": self.unit, "floor": self.floor,
            "ratio": None if isnan(self.ratio) else self.ratio,
            "goal": {"must": self.goal.must, "aim": self.goal.aim, "at_least": self.goal.at_least},
            "ok": self.is_ok, "verdict": self.verdict, "remark": self.remark, "runs": list(self.runs),
            "noise": list(self.noise), "details": dict(self.details),
        }  # fmt: skip


def beside(
    name: str, unit: str, played: list[Round[T]], goal: Goal, ours: Callable[[Mapping[str, T]], float],
    floor: Callable[[Mapping[str, T]], float], **more: Any,
) -> Row:  # fmt: skip
    """A row of what was measured in turns: the ratio is the median of the rounds' own ratios."""

    def ratio(found: Mapping[str, T]) -> float:
        return ours(found) / floor(found)

    return Row(
        name, median(played, ours), unit, median(played, floor), median(played, ratio), goal,
        [ratio(one.found) for one in played], [one.noise.cores for one in played], **more,
    )  # fmt: skip


def between(
    name: str, unit: str, played: list[Round[float]], goal: Goal, ours: str, floor: str, **more: Any
) -> Row:  # fmt: skip
    """The same where each of them is one figure."""
    return beside(name, unit, played, goal, lambda found: found[ours], lambda found: found[floor], **more)


def table(rows: Sequence[Row]) -> Iterator[str]:
    heads = (
        f"{'ours':>10s}{'floor':>10s} {'unit':12s}{'ratio':>8s}   {'goal':18s}{'':11s}{'least–most':>14s}{'others':>8s}"
    )
    yield f"{'':46s}{heads}"
    for row in rows:
        floor = f"{row.floor:10.4g}" if row.floor is not None else " " * 10
        ratio = " " * 8 if isnan(row.ratio) else f"{row.ratio:8.3g}"
        spread = f"{min(row.runs):.2f}–{max(row.runs):.2f}" if row.runs else ""
        others = f"{max(row.noise):.2f}" if row.noise else ""
        said = f"{row.name:46s}{row.value:10.4g}{floor} {row.unit:12s}{ratio}   {row.goal!s:18s}"
        yield f"{said}{row.verdict:11s}{spread:>14s}{others:>8s}   {row.remark}".rstrip()
