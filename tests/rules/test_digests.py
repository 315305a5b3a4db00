"""When a channel's summary is posted, and what belongs in it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules import digests
from bot.rules.availability import Hours

WEEKDAYS = (1, 2, 3, 4, 5)
BERLIN = ZoneInfo("Europe/Berlin")


def hours(*, days: tuple[int, ...] = WEEKDAYS, region: str | None = None, at: time = time(17)) -> Hours:
    return Hours(BERLIN, at, time(18), days, region)


def at(clock: str, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=BERLIN).astimezone(UTC)


MONDAY, TUESDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13)


@pytest.mark.parametrize(
    ("why", "schedule", "after", "posted"),
    [
        ("later the same day", hours(), at("16:59", MONDAY), at("17:00", MONDAY)),
        ("on the next day once posted", hours(), at("17:00", MONDAY), at("17:00", TUESDAY)),
        ("after the weekend", hours(), at("17:00", FRIDAY), at("17:00", date(2026, 3, 16))),
        ("only on Fridays", hours(days=(5,)), at("17:00", MONDAY), at("17:00", FRIDAY)),
        ("not on Good Friday and Easter Monday", hours(region="DE"), at("17:00", date(2026, 4, 2)),
         at("17:00", date(2026, 4, 7))),
        ("at the same clock over the change of the clocks", hours(), at("17:00", date(2026, 3, 27)),
         datetime(2026, 3, 30, 15, tzinfo=UTC)),
        ("in the hour the clocks skip: right after it", hours(at=time(2, 30), days=(7,)), at("12:00", FRIDAY),
         at("02:30", date(2026, 3, 15))),
        ("on the Sunday of 23 hours: the first valid instant", hours(at=time(2, 30), days=(7,)),
         at("12:00", date(2026, 3, 27)), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("on a Saturday worked instead, where every weekday is chosen", hours(region="CN"),
         at("17:00", date(2026, 2, 13)), at("17:00", date(2026, 2, 14))),
        ("not on it where only Fridays are chosen", hours(region="CN", days=(5,)),
         at("17:00", date(2026, 2, 13)), at("17:00", date(2026, 2, 27))),
    ],
)  # fmt: skip
def test_a_summary_is_posted_on_its_days_at_its_wall_clock(
    why: str, schedule: Hours, after: datetime, posted: datetime
):
    assert digests.next_post(schedule, after) == posted, why


@pytest.mark.parametrize(
    ("why", "schedule", "now", "day"),
    [
        ("a minute early", hours(), at("16:59", MONDAY), None),
        ("on time", hours(), at("17:00", MONDAY), MONDAY),
        ("three hours late", hours(), at("19:59", MONDAY), MONDAY),
        ("later than that", hours(), at("20:00", MONDAY), None),
        ("a morning's summary is good until six", hours(at=time(9)), at("17:59", MONDAY), MONDAY),
        ("but not after", hours(at=time(9)), at("18:00", MONDAY), None),
        ("on the next day it is the newest that counts", hours(at=time(9)), at("10:00", TUESDAY), TUESDAY),
    ],
)
def test_only_the_newest_summary_is_posted_and_not_too_late(why: str, schedule: Hours, now: datetime, day: date | None):
    assert digests.day_to_post(schedule, now) == day, why


@pytest.mark.parametrize(
    ("why", "schedule", "day", "full"),
    [
        ("Monday", hours(), MONDAY, True),
        ("Tuesday", hours(), TUESDAY, False),
        ("Friday, when it comes on Fridays only", hours(days=(5,)), FRIDAY, True),
        ("the Tuesday after Easter Monday", hours(region="DE"), date(2026, 4, 7), True),
        ("the Wednesday after that", hours(region="DE"), date(2026, 4, 8), False),
    ],
)
def test_the_first_of_a_week_shows_everything(why: str, schedule: Hours, day: date, full: bool):
    assert digests.is_full(schedule, day) is full, why


def test_where_nothing_was_posted_yet_the_news_begins_with_the_day_before():
    assert digests.previous_post(hours(), MONDAY) == at("17:00", date(2026, 3, 6))
    assert digests.previous_post(hours(days=(5,)), FRIDAY) == at("17:00", date(2026, 3, 6))


def test_soon_is_two_working_days_ahead():
    assert digests.soon_day(hours(), at("17:00", TUESDAY)) == date(2026, 3, 12)
    assert digests.soon_day(hours(), at("17:00", FRIDAY)) == date(2026, 3, 17)
