"""From times in a calendar to days away: halves, shifts, weekends, and what people said by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.availability import Away, Hours, Part
from bot.rules.calendar_days import days_away, taken_over, without_calendar
from bot.rules.calendar_text import Found

TODAY = date(2026, 3, 9)  # a Monday
WORK = Hours(ZoneInfo("Europe/Berlin"), time(9), time(18), (1, 2, 3, 4, 5), region="DE")
MORNING, AFTERNOON = Part.MORNING, Part.AFTERNOON


def at(day: int, hour: float, month: int = 3) -> datetime:
    wall = datetime(2026, month, day, tzinfo=WORK.zone) + timedelta(hours=hour)
    return wall.astimezone(UTC)


def days(first: int, last: int, part: str = "whole", month: int = 3) -> Found:
    return Found(date(2026, month, first), date(2026, month, last) + timedelta(days=1), part)


def away(first: int, last: int | None = None, part: Part = Part.WHOLE, source: str = "calendar") -> Away:
    return Away(date(2026, 3, first), date(2026, 3, last or first), part, source)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([days(16, 20)], [away(16, 20)]),
        ([days(16, 17), days(18, 20)], [away(16, 20)]),
        ([days(16, 18), days(17, 20)], [away(16, 20)]),
        ([days(13, 16)], [away(13, 16)]),
        ([days(14, 15)], []),
        ([days(16, 16, "morning")], [away(16, part=MORNING)]),
        ([days(16, 17, "afternoon")], [away(16, part=AFTERNOON), away(17, part=AFTERNOON)]),
        ([days(16, 16, "morning"), days(16, 16, "afternoon")], [away(16)]),
        ([Found(at(16, 9), at(16, 18))], [away(16)]),
        ([Found(at(16, 8), at(16, 17))], [away(16)]),
        ([Found(at(16, 9), at(16, 13))], [away(16, part=MORNING)]),
        ([Found(at(16, 9), at(16, 12))], [away(16, part=MORNING)]),
        ([Found(at(16, 13), at(16, 18))], [away(16, part=AFTERNOON)]),
        ([Found(at(16, 14), at(16, 17))], [away(16, part=AFTERNOON)]),
        ([Found(at(16, 9), at(16, 11.5))], []),
        ([Found(at(16, 12), at(16, 15))], []),
        ([Found(at(16, 9), at(16, 11)), Found(at(16, 11), at(16, 12))], [away(16, part=MORNING)]),
        ([Found(at(16, 9), at(16, 11)), Found(at(16, 10), at(16, 11))], []),
        ([Found(at(16, 19), at(16, 23))], []),
        ([Found(at(13, 13), at(18, 12))], [away(13, part=AFTERNOON), away(14, 17), away(18, part=MORNING)]),
        ([Found(at(13, 18), at(16, 9))], []),
        ([Found(at(16, 9), at(16, 9))], []),
        ([Found(at(16, 18), at(16, 9))], []),
        ([days(3, 3, month=4)], []),
        ([Found(date(2020, 1, 1), date(2099, 1, 1))], [Away(date(2025, 1, 26), date(2027, 4, 13), source="calendar")]),
    ],
)  # fmt: skip
def test_times_become_days_and_halves(found: list[Found], expected: list[Away]) -> None:
    """Monday the 16th; a day from 9 to 18 has its middle at 13:30. The 3rd of April is Good Friday."""
    assert days_away(found, WORK, TODAY) == expected


def test_a_night_shift_belongs_to_the_day_it_began_on() -> None:
    nights = Hours(WORK.zone, time(22), time(6), (1, 2, 3, 4, 5))
    assert days_away([Found(at(17, 2), at(17, 6))], nights, TODAY) == [away(16, part=AFTERNOON)]
    assert days_away([Found(at(16, 22), at(17, 6))], nights, TODAY) == [away(16)]


def test_what_they_are_away_for_already_does_not_hide_what_the_calendar_says() -> None:
    absent = Hours(WORK.zone, WORK.starts, WORK.ends, WORK.days, away=(away(16, 20, source="self"),))
    assert days_away([days(16, 17)], absent, TODAY) == [away(16, 17)]


def test_no_more_than_thirty_absences_are_taken_the_soonest_first() -> None:
    mondays = [Found(day, day + timedelta(days=1)) for day in (TODAY + timedelta(weeks=week) for week in range(57))]
    found = days_away(mondays, WORK, TODAY)
    assert (len(found), found[0].first) == (30, TODAY)


@pytest.mark.parametrize(
    ("kept", "before", "found", "expected"),
    [
        ([], [], [away(16, 20)], [away(16, 20)]),
        ([away(16, 20)], [away(16, 20)], [away(16, 20)], [away(16, 20)]),
        ([away(16, 20)], [away(16, 20)], [away(17, 23)], [away(17, 23)]),
        ([away(16, 20)], [away(16, 20)], [], []),
        ([], [away(16, 20)], [away(16, 20)], []),
        ([], [away(16, 20)], [away(16, 23)], [away(21, 23)]),
        ([away(8)], [away(8, 12)], [away(8, 12)], [away(8)]),
        ([], [away(16)], [away(16, part=MORNING)], []),
        ([away(16, 20, source="self")], [], [away(18, 19)], [away(16, 20, source="self"), away(18, 19)]),
        ([away(16, 20, source="self")], [], [], [away(16, 20, source="self")]),
        ([away(17, source="skip")], [], [away(16, 18)], [away(16, 18), away(17, source="skip")]),
        ([Away(date(2026, 2, 2), date(2026, 2, 6), source="calendar")], [], [],
         [Away(date(2026, 2, 2), date(2026, 2, 6), source="calendar")]),
    ],
    ids=["first", "the same", "moved", "gone", "removed by hand", "removed, and longer now", "back by hand",
         "removed, and shorter now", "beside ones own", "ones own", "a day in peace", "of long ago"],
)  # fmt: skip
def test_the_calendar_has_the_last_word_on_its_own_and_people_on_theirs(
    kept: list[Away], before: list[Away], found: list[Away], expected: list[Away]
) -> None:
    assert taken_over(kept, before, found, TODAY) == expected


def test_what_was_removed_by_hand_comes_back_once_the_calendar_has_dropped_it() -> None:
    kept = taken_over([], [away(16, 17)], [], TODAY)
    assert taken_over(kept, [], [away(16, 17)], TODAY) == [away(16, 17)]


def test_without_the_calendar_what_was_stays_and_what_comes_goes() -> None:
    kept = [away(2, 3), away(8, 12), away(16, 17), away(18, source="self"), away(9)]
    assert without_calendar(kept, TODAY) == [away(2, 3), away(8), away(18, source="self")]
