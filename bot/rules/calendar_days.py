"""From times away in a calendar to days and half days, and what becomes of them beside what people said themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.rules.absences import CALENDAR, KEPT_FOR, ONE_DAY
from bot.rules.availability import HALVES, Away, Hours, Part
from bot.rules.calendar_text import Found

BEHIND = timedelta(days=7)
AHEAD = timedelta(days=400)
MOST = 30

Half = tuple[date, Part]


def window(today: date) -> tuple[date, date]:
    """The days that a calendar is asked about: what lies further behind stays as it was read then."""
    return today - BEHIND, today + AHEAD


def days_away(found: Iterable[Found], hours: Hours, today: date) -> list[Away]:
    """Whole days, and halves of which two thirds of the working time are taken; a shorter time away is none."""
    there = replace(hours, away=())
    halves: set[Half] = set()
    times = []
    for one in found:
        if one.is_days:
            halves |= {(day, half) for day in _between(one.begins, one.ends - ONE_DAY, today)
                       for half in HALVES if one.part in (half, Part.WHOLE)}  # fmt: skip
        elif isinstance(one.begins, datetime) and isinstance(one.ends, datetime):
            times.append((one.begins, one.ends))
    return [away for away in _ranges(halves | _covered(times, there, today)) if _is_missed(away, there)][:MOST]


def _between(first: date, last: date, today: date) -> Iterator[date]:
    """The days from one to another, as far as anybody plans."""
    begins, ends = window(today)
    day = max(first, begins - AHEAD)
    while day <= min(last, ends):
        yield day
        day += ONE_DAY


def _covered(times: list[tuple[datetime, datetime]], hours: Hours, today: date) -> set[Half]:
    """The halves of days of which two thirds of the working time lie within these times."""
    taken: dict[Half, timedelta] = defaultdict(timedelta)
    lengths: dict[Half, timedelta] = {}
    for begins, ends in _joined(times):
        # work that goes on past midnight belongs to the day it began on
        for day in _between(hours.today(begins) - ONE_DAY, hours.today(ends), today):
            for half, (starts, stops) in _halves_of(hours, day).items():
                lengths[day, half] = stops - starts
                taken[day, half] += max(min(ends, stops) - max(begins, starts), timedelta())
    return {half for half, length in lengths.items() if length and 3 * taken[half] >= 2 * length}


def _joined(times: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Without overlaps, so that no hour counts twice."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(times):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return joined


def _halves_of(hours: Hours, day: date) -> dict[Part, tuple[datetime, datetime]]:
    starts, ends = hours.start_of(day), hours.end_of(day)
    middle = starts + (ends - starts) / 2
    return {Part.MORNING: (starts, middle), Part.AFTERNOON: (middle, ends)}


def _is_missed(away: Away, hours: Hours) -> bool:
    """A weekend or a holiday by itself is no absence."""
    return any(
        hours.works_on(away.first + timedelta(days=number)) for number in range((away.last - away.first).days + 1)
    )


def _ranges(halves: Iterable[Half]) -> list[Away]:
    """Days one after the other are one absence; each half day stands for itself."""
    by_day: dict[date, set[Part]] = defaultdict(set)
    for day, half in halves:
        by_day[day].add(half)
    found: list[Away] = []
    for day, missed in sorted(by_day.items()):
        part = Part.WHOLE if len(missed) > 1 else next(iter(missed))
        if part == Part.WHOLE and found and found[-1].part == part and found[-1].last + ONE_DAY == day:
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(Away(day, day, part, CALENDAR))
    return found


def taken_over(kept: Iterable[Away], before: Iterable[Away], found: Iterable[Away], today: date) -> list[Away]:
    """What somebody's absences are now: their own as they are, the calendar's as it says now.

    `before` is what the calendar said last. What of that is no longer kept was taken away by hand, and does not come
    back as long as the calendar says it.
    """
    kept, behind = list(kept), window(today)[0]
    by_hand = _halves(before) - _halves(away for away in kept if away.source == CALENDAR)
    new = _ranges(_halves(found) - by_hand)
    stay = [away for away in kept if away.source != CALENDAR or today - KEPT_FOR <= away.last < behind]
    return sorted([*stay, *new], key=lambda one: (one.first, one.last, one.part, one.source))


def without_calendar(kept: Iterable[Away], today: date) -> list[Away]:
    """The calendar is gone, and so is what it said of the time to come; what was, was."""
    found = []
    for away in kept:
        if away.source != CALENDAR or away.last < today:
            found.append(away)
        elif away.first < today:
            found.append(replace(away, last=today - ONE_DAY))
    return found


def _halves(kept: Iterable[Away]) -> set[Half]:
    return {(away.first + timedelta(days=number), half) for away in kept
            for number in range((away.last - away.first).days + 1)
            for half in HALVES if away.part in (half, Part.WHOLE)}  # fmt: skip
