"""One run of the benchmark: what was asked for, what it may use, and what has been found so far."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.cases import Case
from benchmarks.large import World, world
from benchmarks.rounds import Round
from benchmarks.rows import Row
from benchmarks.servers.postgres import Cluster

PARTS, FIFTH = (100, 10, 1), 5


@dataclass
class Bench:
    """`size` is how many tasks there are where that matters little, `large` where a figure is about very many.

    `rows` is what is judged, `found_by` the same by part; `results` holds all that was found, and `spoiled` names the
    parts that were ended. `stack` holds what goes at the end.
    """

    cases: Sequence[Case]
    stack: ExitStack
    size: int
    large: int
    rounds: int
    seconds: float
    alone: bool = False
    long: bool = False
    show: int = 0
    cluster: Cluster | None = None
    spoiled: list[str] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    found_by: dict[str, list[Row]] = field(default_factory=dict)

    def empty_postgres(self) -> str | None:
        """The address of an empty database of its own, where there is a server."""
        return self.cluster.fresh() if self.cluster else None

    def keep(self, part: str, played: Sequence[Round[float]]) -> None:
        """What every round found, by the names of what was measured."""
        self.results[part] = {name: [one.found[name] for one in played] for name in played[0].found}

    @cached_property
    def worlds(self) -> list[list[World]]:
        """Of each database one of very many tasks and two of a hundredth and a tenth of them, the largest last.

        They are filled when they are first needed. On PostgreSQL it is a fifth of that, but in a long run: to fill it
        takes longer than all that is measured there.
        """
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        found = [[world(f"sqlite:///{folder / f'{part}.db'}", self.large // part) for part in PARTS]]
        if self.cluster:
            fewer = 1 if self.long else FIFTH
            found.append([world(self.cluster.fresh(), self.large // part // fewer) for part in PARTS])
        return found
