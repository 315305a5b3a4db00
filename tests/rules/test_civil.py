"""Wall clocks to instants, in every zone there is and over every change of the clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.rules import civil

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


@cache
def transitions(name: str) -> tuple[datetime, ...]:
    """Every instant from 2024 to 2027 at which that zone's clocks are moved."""
    zone, found, step = ZoneInfo(name), [], timedelta(days=5)
    before, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while before < LAST:
        after = before + step
        if after.astimezone(zone).utcoffset() != offset:
            found.append(_first_second_after(zone, before, after))
        before, offset = after, after.astimezone(zone).utcoffset()
    return tuple(found)


def _first_second_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        low, high = (middle, high) if same else (low, middle)
    return before + timedelta(seconds=high)


def moved_clocks() -> Iterator[tuple[ZoneInfo, datetime]]:
    for name in sorted(available_timezones()):
        for moment in transitions(name):
            yield ZoneInfo(name), moment


def expected(wall: datetime, change: datetime, earlier: timedelta, later: timedelta) -> datetime:
    """From the two offsets around a change alone: the first instant that shows this wall time, else the change."""
    by_old, by_new = (wall - earlier).replace(tzinfo=UTC), (wall - later).replace(tzinfo=UTC)
    if by_old < change:
        return by_old
    return by_new if by_new >= change else change


def test_every_wall_time_around_every_change_of_the_clocks_is_one_instant_and_the_first():
    checked = 0
    for zone, change in moved_clocks():
        earlier = (change - timedelta(seconds=1)).astimezone(zone).utcoffset()
        later = change.astimezone(zone).utcoffset()
        assert earlier is not None
        assert later is not None
        edges = [(change + offset).replace(tzinfo=None) for offset in (earlier, later)]
        half_way = edges[0] + (edges[1] - edges[0]) / 2
        nine = datetime.combine(edges[0].date(), time(9))
        seconds = [edge + timedelta(seconds=n) for edge in edges for n in (-1, 0, 1)]
        for wall in (*seconds, half_way, nine, nine.replace(hour=0), nine.replace(hour=23, minute=59)):
            found = civil.instant(wall.date(), wall.time(), zone)
            assert found == expected(wall, change, earlier, later), (zone.key, wall)
            checked += 1
    assert checked > 5000


def test_two_days_never_meet_in_one_instant_though_the_clocks_move():
    for name in (
        "Europe/Berlin",
        "America/Los_Angeles",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Asuncion",
    ):
        zone = ZoneInfo(name)
        days = [date(2024, 1, 1) + timedelta(days=n) for n in range(1461)]
        moments = [civil.instant(day, time(2, 30), zone) for day in days]
        assert all(earlier < later for earlier, later in pairwise(moments))
        assert [civil.local_date(moment, zone) for moment in moments] == days


@pytest.mark.parametrize(
    ("why", "on", "at", "utc"),
    [
        ("the clocks skip it: the first instant after", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        ("they show it twice: the first of the two", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        ("nine o'clock before the change", date(2026, 3, 28), time(9), "2026-03-28T08:00"),
        ("nine o'clock after it is an hour earlier", date(2026, 3, 29), time(9), "2026-03-29T07:00"),
    ],
)
def test_a_change_of_the_clocks_in_berlin(why: str, on: date, at: time, utc: str):
    assert civil.instant(on, at, BERLIN) == datetime.fromisoformat(f"{utc}+00:00"), why


def test_a_sunday_of_twenty_three_hours_ends_where_monday_begins():
    sunday, monday = (civil.instant(date(2026, 3, day), time(), BERLIN) for day in (29, 30))
    assert monday - sunday == timedelta(hours=23)
    assert civil.local_date(monday - timedelta(seconds=1), BERLIN) == date(2026, 3, 29)
    assert civil.local_date(monday, BERLIN) == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("zone", "at"),
    [("Australia/Sydney", 9), ("Pacific/Auckland", 9), ("Asia/Tokyo", 8), ("America/Los_Angeles", 17),
     ("America/New_York", 20)],
)  # fmt: skip
def test_the_date_of_a_moment_is_the_persons_and_not_the_servers(zone: str, at: int):
    where = ZoneInfo(zone)
    moment = civil.instant(date(2026, 6, 10), time(at), where)
    assert moment.date() != civil.local_date(moment, where)
    assert civil.local_date(moment, where) == date(2026, 6, 10)
    assert civil.local(moment, where).time() == time(at)


@pytest.mark.parametrize(
    ("zone", "hour", "minute"),
    [("Asia/Kolkata", 3, 30), ("Asia/Kathmandu", 3, 15), ("Australia/Adelaide", 23, 30), ("America/St_Johns", 11, 30)],
)
def test_zones_of_half_and_quarter_hours_are_exact(zone: str, hour: int, minute: int):
    moment = civil.instant(date(2026, 6, 10), time(9), ZoneInfo(zone))
    assert (moment.hour, moment.minute) == (hour, minute)


def test_a_zone_nobody_knows_means_the_fallback():
    for name in ("Mars/Olympus", "", None, "../../etc/passwd", "/etc/localtime"):
        assert civil.zone(name, "Asia/Shanghai").key == "Asia/Shanghai"
    assert civil.zone("Mars/Olympus", "Mars/Tharsis").key == "UTC"
    assert civil.is_zone("Asia/Shanghai")
    assert not civil.is_zone("Mars/Olympus")
    assert not civil.is_zone("")


def test_the_fold_of_a_time_that_was_given_does_not_change_the_answer():
    assert civil.instant(date(2026, 10, 25), time(2, 30, fold=1), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_instant_is_in_utc():
    assert civil.instant(date(2026, 3, 9), time(9), SHANGHAI).tzinfo == UTC
