"""What one part of `make faults` is given, and what it hands back: a row of the table."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Given:
    """Where empty migrated databases come from, a folder, a seed, and how much is to be done."""

    fresh: Callable[[], str]
    folder: Path
    seed: int
    size: dict[str, float] = field(default_factory=dict)

    def much(self, name: str) -> int:
        return int(self.size[name])


@dataclass
class Found:
    """`injected` and `found` in words with numbers; `breaches` is what must not be; `places` where something died."""

    injected: str
    expected: str
    found: str
    breaches: list[str] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)
