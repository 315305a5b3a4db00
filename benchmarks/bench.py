"""One run of the benchmark: what was asked for, what it may use, and what has been found so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.cases import Case
from benchmarks.rows import Row
from benchmarks.servers.postgres import Cluster


@dataclass
class Bench:
    """`size` is how many tasks there are where that matters, `large` where a figure is about very many.

    `results` holds by part what is no ratio to a floor; `rows` holds what is judged.
    """

    cases: Sequence[Case]
    size: int
    large: int
    rounds: int
    seconds: float
    alone: bool = False
    show: int = 0
    cluster: Cluster | None = None
    results: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def empty_postgres(self) -> str | None:
        """The address of an empty database of its own, where there is a server."""
        return self.cluster.fresh() if self.cluster else None
