"""For how long what grows is kept: what admins may choose, and what holds where nobody chose."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from models import Workspace

FOR_GOOD = 0
ENDED = timedelta(days=30)  # after Muster was removed from a workspace


class Kept(StrEnum):
    """What a workspace may keep longer or shorter."""

    ANSWERS = "answers"  # of standups
    HISTORY = "history"  # of tasks that are archived or cancelled
    DELIVERIES = "deliveries"  # what was sent and where, what fell due, what was proposed


# days; the first is the usual one
CHOICES: dict[Kept, tuple[int, ...]] = {
    Kept.ANSWERS: (FOR_GOOD, 90, 180, 365, 730),
    Kept.HISTORY: (FOR_GOOD, 180, 365, 730, 1825),
    Kept.DELIVERIES: (90, 30, 180, 365),
}


def days(workspace: Workspace, what: Kept) -> int:
    """FOR_GOOD where it is never let go."""
    chosen = (workspace.keep or {}).get(what)
    return chosen if chosen in CHOICES[what] else CHOICES[what][0]


def since(workspace: Workspace, what: Kept, now: datetime) -> datetime | None:
    """What is older is let go; None where nothing is."""
    kept = days(workspace, what)
    return now - timedelta(days=kept) if kept != FOR_GOOD else None


def chosen(present: Workspace, values: Mapping[str, Any]) -> dict[str, int] | None:
    """What a form chose, as it is kept: the usual is not written down, and what was not asked stays."""
    found = {what: _read(values.get(f"keep_{what}"), days(present, what)) for what in Kept}
    return {what: kept for what, kept in found.items() if kept != CHOICES[what][0] and kept in CHOICES[what]} or None


def _read(value: Any, otherwise: int) -> int:
    return int(value) if isinstance(value, str) and value.isdigit() else otherwise
