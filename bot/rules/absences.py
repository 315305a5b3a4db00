"""What becomes of somebody's absences when one is said, taken back, or ended."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.rules.availability import SKIP, Away, Part

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=1100)  # three years of parental leave
KEPT_FOR = timedelta(days=400)
MOST = 60
CALENDAR = "calendar"


def with_one(kept: Iterable[Away], new: Away, today: date) -> list[Away]:
    """With that absence among them. What overlaps it becomes one with it.

    The same first day said anew, or a leave under way said anew from today, is a change of its end.
    """
    rest, one = [], new
    for away in kept:
        if not _is_alike(away, new) or away.last < new.first - ONE_DAY or away.first > new.last + ONE_DAY:
            rest.append(away)
        elif away.first == new.first or (new.first == today and away.first <= today <= away.last):
            one = _spanning(one, min(away.first, one.first), max(one.last, new.last), away)
        elif away.first <= new.last and new.first <= away.last:
            one = _spanning(one, min(away.first, one.first), max(away.last, one.last), away)
        else:
            rest.append(away)  # next to each other, and still two
    return _in_order([*rest, one], today)


def _is_alike(one: Away, other: Away) -> bool:
    """A half day, a day in peace, and what a calendar says each stand for themselves."""
    return one.part == other.part and (one.source in (SKIP, CALENDAR), one.source) == (
        other.source in (SKIP, CALENDAR), other.source if other.source in (SKIP, CALENDAR) else one.source
    )  # fmt: skip


def _spanning(one: Away, first: date, last: date, before: Away) -> Away:
    return Away(first, last, one.part, one.source, one.by, one.note or before.note)


def without_one(kept: Iterable[Away], first: date, last: date, part: Part) -> list[Away]:
    """Without the absence of those very days."""
    return [away for away in kept if (away.first, away.last, away.part) != (first, last, part)]


def back_on(kept: Iterable[Away], today: date) -> list[Away]:
    """They are back today: what lasts until now ended yesterday, what began today never was."""
    found = []
    for away in kept:
        if away.first <= today <= away.last:
            if away.first < today:
                found.append(Away(away.first, today - ONE_DAY, away.part, away.source, away.by, away.note))
        else:
            found.append(away)
    return found


def ahead(kept: Iterable[Away], today: date) -> list[Away]:
    """Those that are not over."""
    return sorted((away for away in kept if away.last >= today), key=lambda one: (one.first, one.last, one.part))


def _in_order(found: list[Away], today: date) -> list[Away]:
    fresh = [away for away in found if away.last >= today - KEPT_FOR]
    return sorted(fresh, key=lambda one: (one.first, one.last, one.part))[-MOST:]


def until(kept: Iterable[Away], today: date) -> date | None:
    """The last day of the absence that today is in, with what follows it at once; None for who is there."""
    last, found = today, None
    for away in ahead(kept, today):
        if away.part == Part.WHOLE and away.first <= last <= away.last:
            last, found = away.last + ONE_DAY, away.last
    return found
