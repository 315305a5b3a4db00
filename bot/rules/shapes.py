"""What a team wants to know of a task before it is begun."""

from collections.abc import Iterable, Mapping

PARTS = ("goal", "done_when", "material", "where")
MOST = 2000


def shape_of(parts: Iterable[str] | None) -> tuple[str, ...]:
    """The parts that are asked for, in their order."""
    wanted = set(parts or ())
    return tuple(part for part in PARTS if part in wanted)


def lacking(shape: Iterable[str], described: Mapping[str, str] | None) -> tuple[str, ...]:
    """The parts that are asked for and not there yet."""
    return tuple(part for part in shape if not (described or {}).get(part, "").strip())


def described_with(described: Mapping[str, str] | None, given: Mapping[str, str]) -> dict[str, str]:
    """The description with what was given now: an emptied part is gone, one that was not asked for stays."""
    merged = {**(described or {}), **{part: words.strip()[:MOST] for part, words in given.items() if part in PARTS}}
    return {part: words for part, words in merged.items() if words}
