"""When a channel's summary is posted and what belongs in it."""

from datetime import date, datetime, time, timedelta

from bot.rules import civil
from bot.rules.availability import LOOK_AHEAD_DAYS, Hours
from models.person import WORKDAYS

FIRST_IN_FULL, FIRST_IN_SHORT = 8, 4  # tasks of each part that are named
UNTIL = time(18, 0)
LONGEST_DELAY = timedelta(hours=3)
SOON_WORKDAYS = 2
NOTED_DAYS = 30
WHOLE_ON_ANY_DAY = ("done", "late", "soon")


def posts_on(hours: Hours, day: date) -> bool:
    """Whether it is posted that day: a chosen weekday that is worked; a make-up day where all weekdays are chosen."""
    chosen = day.isoweekday() in hours.days or set(WORKDAYS) <= set(hours.days)
    return chosen and hours.works_on(day)


def next_post(hours: Hours, after: datetime) -> datetime:
    """The next moment to post, at the same clock time over any change of the clocks."""
    day = hours.today(after)
    for _ in range(LOOK_AHEAD_DAYS):
        if posts_on(hours, day) and hours.start_of(day) > after:
            break
        day += timedelta(days=1)
    return hours.start_of(day)


def previous_post(hours: Hours, day: date) -> datetime:
    """When the post before that day's would have been: what happened since is news where nothing was posted yet."""
    before = day - timedelta(days=1)
    for _ in range(LOOK_AHEAD_DAYS):
        if posts_on(hours, before):
            break
        before -= timedelta(days=1)
    return hours.start_of(before)


def until(hours: Hours, day: date) -> datetime:
    """Until when that day's summary is worth posting."""
    return max(civil.instant(day, UNTIL, hours.zone), hours.start_of(day) + LONGEST_DELAY)


def day_to_post(hours: Hours, now: datetime) -> date | None:
    """The day whose summary may be posted now: only the newest."""
    day = hours.today(now)
    return day if posts_on(hours, day) and hours.start_of(day) <= now < until(hours, day) else None


def missed(hours: Hours, planned: date, now: datetime) -> list[date]:
    """The days since the one that was planned whose summary is not worth posting any more."""
    today = hours.today(now)
    first = max(planned, today - timedelta(days=NOTED_DAYS))
    days = [first + timedelta(days=passed) for passed in range((today - first).days + 1)]
    return [day for day in days if posts_on(hours, day) and until(hours, day) <= now]


def is_full(hours: Hours, day: date) -> bool:
    """The first post of a week shows everything."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return not any(posts_on(hours, monday + timedelta(days=passed)) for passed in range((day - monday).days))


def soon_day(hours: Hours, now: datetime) -> date:
    """The last day on which something is due soon."""
    day = hours.today(now)
    for _ in range(SOON_WORKDAYS):
        day = hours.next_workday(day)
    return day


def change(counts: dict[str, int], last: dict[str, int], *, full: bool) -> dict[str, int]:
    """What moved since the post before, for the lists that this post shows whole."""
    compared = counts if full else WHOLE_ON_ANY_DAY
    return {name: counts[name] - last[name] for name in compared if name in last}
