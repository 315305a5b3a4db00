"""When a person works: half-open hours, weekends, holidays and the weekend days worked instead."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules import availability
from bot.rules.availability import Hours
from models import Person, Workspace

WEEKDAYS = (1, 2, 3, 4, 5)
NOW = datetime(2026, 3, 9, tzinfo=UTC)


def hours(zone: str = "Europe/Berlin", *, days: tuple[int, ...] = WEEKDAYS, region: str | None = None) -> Hours:
    return Hours(ZoneInfo(zone), time(9), time(18), days, region)


def at(day: date, clock: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("why", "before", "end"),
    [
        ("while they work: the evening before", at(date(2026, 3, 10), "12:00"), at(date(2026, 3, 9), "18:00")),
        ("the very moment they go", at(date(2026, 3, 10), "18:00"), at(date(2026, 3, 10), "18:00")),
        ("on a Monday morning: Friday", at(date(2026, 3, 9), "08:00"), at(date(2026, 3, 6), "18:00")),
    ],
)
def test_when_they_went_home_last(why: str, before: datetime, end: datetime):
    assert hours().last_end(before) == end, why


@pytest.mark.parametrize(
    ("why", "who", "day", "works"),
    [
        ("a Monday", hours(), date(2026, 3, 9), True),
        ("a Saturday", hours(), date(2026, 3, 14), False),
        ("a Sunday where the week begins on Sunday", hours(days=(7, 1, 2, 3, 4)), date(2026, 3, 15), True),
        ("Good Friday in Germany", hours(region="DE"), date(2026, 4, 3), False),
        ("Good Friday where no region is set", hours(), date(2026, 4, 3), True),
        ("Good Friday in China", hours(region="CN"), date(2026, 4, 3), True),
        ("Spring Festival", hours(region="CN"), date(2026, 2, 18), False),
        ("the Saturday before it, worked instead", hours(region="CN"), date(2026, 2, 14), True),
        ("the Saturday after it, worked instead", hours(region="CN"), date(2026, 2, 28), True),
        ("another Saturday", hours(region="CN"), date(2026, 3, 7), False),
        ("National Day", hours(region="CN"), date(2026, 10, 1), False),
        ("a Saturday worked for it", hours(region="CN"), date(2026, 10, 10), True),
        ("a Sunday worked for it", hours(region="CN"), date(2026, 9, 20), True),
        ("New Year", hours(region="US"), date(2027, 1, 1), False),
    ],
)
def test_a_working_day(why: str, who: Hours, day: date, works: bool):
    assert who.works_on(day) is works, why


def test_a_day_worked_instead_is_known_before_any_other_day_of_its_year_was_asked_for():
    availability._calendar.cache_clear()
    assert hours(region="CN").works_on(date(2026, 2, 14))


@pytest.mark.parametrize(
    ("clock", "works"),
    [("08:59", False), ("09:00", True), ("12:30", True), ("17:59", True), ("18:00", False), ("23:00", False)],
)
def test_work_begins_with_its_first_minute_and_is_over_at_its_last(clock: str, works: bool):
    assert hours().at_work(at(date(2026, 3, 9), clock)) is works


def test_nobody_is_at_work_on_a_weekend_or_a_holiday():
    assert not hours().at_work(at(date(2026, 3, 14), "10:00"))
    assert not hours(region="DE").at_work(at(date(2026, 4, 3), "10:00"))


@pytest.mark.parametrize(
    ("why", "who", "after", "start"),
    [
        ("before work: today", hours(), at(date(2026, 3, 9), "08:59"), at(date(2026, 3, 9), "09:00")),
        ("at its very start: tomorrow", hours(), at(date(2026, 3, 9), "09:00"), at(date(2026, 3, 10), "09:00")),
        ("on a Friday: on Monday", hours(), at(date(2026, 3, 13), "10:00"), at(date(2026, 3, 16), "09:00")),
        ("over Easter", hours(region="DE"), at(date(2026, 4, 2), "10:00"), at(date(2026, 4, 7), "09:00")),
        ("to a Saturday worked instead", hours("Asia/Shanghai", region="CN"),
         at(date(2026, 2, 13), "10:00", "Asia/Shanghai"), at(date(2026, 2, 14), "09:00", "Asia/Shanghai")),
        ("over the turn of the year", hours(region="DE"), at(date(2026, 12, 31), "10:00"),
         at(date(2027, 1, 4), "09:00")),
        ("nine stays nine when the clocks change", hours(), at(date(2026, 3, 27), "10:00"),
         datetime(2026, 3, 30, 7, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_next_start_of_work(why: str, who: Hours, after: datetime, start: datetime):
    assert who.next_start(after) == start, why


def test_the_next_moment_is_now_at_work_and_else_the_next_start():
    assert hours().next_moment(at(date(2026, 3, 9), "10:00")) == at(date(2026, 3, 9), "10:00")
    assert hours().next_moment(at(date(2026, 3, 9), "18:00")) == at(date(2026, 3, 10), "09:00")


def test_the_next_workday_leaves_out_weekends_and_holidays():
    assert hours().next_workday(date(2026, 3, 13)) == date(2026, 3, 16)
    assert hours(region="DE").next_workday(date(2026, 4, 2)) == date(2026, 4, 7)
    assert hours(region="CN").next_workday(date(2026, 2, 13)) == date(2026, 2, 14)


def test_who_works_on_no_day_at_all_is_not_searched_for_for_ever():
    never = hours(days=(9,))
    assert never.next_start(at(date(2026, 3, 9), "10:00")) > at(date(2026, 4, 9), "10:00")
    assert never.next_workday(date(2026, 3, 9)) > date(2026, 4, 9)


def test_today_is_the_day_on_the_persons_own_wall():
    moment = datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert hours("Asia/Shanghai").today(moment) == date(2026, 3, 10)
    assert hours("America/Los_Angeles").today(moment) == date(2026, 3, 9)


def test_a_person_has_the_workspaces_zone_and_holidays_until_they_have_their_own():
    workspace = Workspace(id="T0", zone="Asia/Shanghai", holiday_region="CN", created_at=NOW)
    person = Person(workspace_id="T0", id="U0", refreshed_at=NOW)
    found = availability.hours(person, workspace)
    assert (found.zone.key, found.region, found.days) == ("Asia/Shanghai", "CN", WEEKDAYS)
    person.zone, person.works_on = "Europe/Berlin", [7, 1]
    found = availability.hours(person, workspace)
    assert (found.zone.key, found.days) == ("Europe/Berlin", (7, 1))


def test_a_region_nobody_knows_has_no_holidays():
    workspace = Workspace(id="T0", holiday_region="XX", created_at=NOW)
    assert availability.hours(Person(workspace_id="T0", id="U0", refreshed_at=NOW), workspace).region is None
