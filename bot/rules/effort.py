"""How long work took: as it was said, or as far as the time in progress tells."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.rules.availability import Hours
from models import History, State

MOST = timedelta(days=800)
MINUTE = timedelta(minutes=1)


def doing_spans(entries: Iterable[History], now: datetime) -> list[tuple[datetime, datetime]]:
    """When a task was in progress, from its history with the oldest first. An undo puts a state back like any move."""
    spans: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for entry in entries:
        state = entry.after.get("state")
        if state == State.DOING and since is None:
            since = entry.at
        elif state is not None and state != State.DOING and since is not None:
            spans.append((since, entry.at))
            since = None
    return [*spans, (since, now)] if since is not None else spans


def working_minutes(hours: Hours, since: datetime, until: datetime) -> int:
    """The working time of a person between two instants; of very long spans, the last years of them."""
    return hours.working_between(max(since, until - MOST), until) // MINUTE


def measured_minutes(entries: Iterable[History], hours: Hours, now: datetime) -> int:
    """Working time in progress: it stands in where nobody said how long it took."""
    return sum(working_minutes(hours, since, until) for since, until in doing_spans(entries, now))
