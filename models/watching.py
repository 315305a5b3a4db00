"""Who may look on at commits: nobody, unless somebody wants to know how far one got."""

from collections.abc import Callable

Watch = Callable[[str], None]


def unwatched(place: str) -> None:
    """Nobody looks on."""
