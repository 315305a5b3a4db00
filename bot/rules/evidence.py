"""What shows how far work is: links, files and figures, each once and not too many."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST = 20


@dataclass(frozen=True)
class Shown:
    """A `link`, a `file` of the chat platform by its permalink, or a `figure` with its unit."""

    kind: str
    value: str
    name: str = ""


def fresh(held: Iterable[dict[str, Any]] | None, shown: Iterable[Shown]) -> list[Shown]:
    """What is not there yet."""
    known = {one["value"] for one in held or ()}
    return [one for one in dict.fromkeys(shown) if one.value not in known]


def fits(held: Iterable[dict[str, Any]] | None, new: Iterable[Shown]) -> bool:
    return len(list(held or ())) + len(list(new)) <= MOST
