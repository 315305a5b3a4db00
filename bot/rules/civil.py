"""Civil time: a date and a clock on a wall, in a named zone, to an instant and back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=1024)
def zone(name: str | None, fallback: str = "UTC") -> ZoneInfo:
    """The zone by its IANA name; a name nobody knows means the fallback."""
    for candidate in (name, fallback, "UTC"):
        try:
            return ZoneInfo(candidate or "")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise AssertionError("UTC is always there")


def is_zone(name: str) -> bool:
    return zone(name, "UTC").key == name


@lru_cache(maxsize=32_768)
def instant(on: date, at: time, where: ZoneInfo) -> datetime:
    """When that wall shows that time, in UTC.

    A time that the clocks skip is the first valid instant after the gap; one that they repeat is the first of the two.
    """
    wall = datetime.combine(on, at.replace(fold=0) if at.fold else at, where)
    is_skipped = _offset(wall) < _offset(wall.replace(fold=1))
    return _end_of_gap(wall.astimezone(UTC), where) if is_skipped else wall.astimezone(UTC)


def _offset(wall: datetime) -> timedelta:
    return wall.utcoffset() or timedelta()


def _end_of_gap(near: datetime, where: ZoneInfo) -> datetime:
    """The transition near an instant whose wall time does not exist: found by halving, to the second."""
    before, after = near - timedelta(hours=26), near + timedelta(hours=26)
    early = before.astimezone(where).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(where).utcoffset() == early:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def local(moment: datetime, where: ZoneInfo) -> datetime:
    return moment.astimezone(where)


def local_date(moment: datetime, where: ZoneInfo) -> date:
    return moment.astimezone(where).date()
