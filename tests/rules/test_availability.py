"""When a person works: half-open hours, half days, weekends, holidays, days worked instead, and absences."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules import availability
from bot.rules.availability import SKIP, Away, Free, Hours, Part, Wait
from models import Person, Workspace

WEEKDAYS = (1, 2, 3, 4, 5)
NOW = datetime(2026, 3, 9, tzinfo=UTC)


def hours(
    zone: str = "Europe/Berlin", *, days: tuple[int, ...] = WEEKDAYS, region: str | None = None, **more: Any
) -> Hours:
    return Hours(ZoneInfo(zone), time(9), time(18), days, region, **more)


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
    availability.calendar_of.cache_clear()
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


def test_what_can_be_chosen_is_a_region_and_nothing_else_is():
    assert all(availability.is_region(code) for code in availability.regions())
    for other in (None, "", "none", "de", "XX", "DEU", "DE-", "DE-XX", "-BY", "__class__", "DE-BY-1"):
        assert not availability.is_region(other), other
        assert other not in availability.regions()


def test_a_region_nobody_knows_has_no_holidays():
    workspace = Workspace(id="T0", holiday_region="XX", created_at=NOW)
    assert availability.hours(Person(workspace_id="T0", id="U0", refreshed_at=NOW), workspace).region is None


MONDAY, TUESDAY, FRIDAY, SATURDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 14)
EVE = date(2026, 12, 24)  # a Thursday


def away(first: date, last: date | None = None, part: Part = Part.WHOLE, source: str = "self") -> Away:
    return Away(first, last or first, part, source)


def night_nurse(**more: Any) -> Hours:
    return Hours(ZoneInfo("Europe/Berlin"), time(22), time(6), WEEKDAYS, **more)


@pytest.mark.parametrize(
    ("why", "who", "day", "part", "free"),
    [
        ("a Monday", hours(), MONDAY, Part.WHOLE, None),
        ("a Saturday", hours(), SATURDAY, None, Free.WEEKEND),
        ("Good Friday", hours(region="DE"), date(2026, 4, 3), None, Free.HOLIDAY),
        ("Epiphany, where it is one", hours(region="DE-BY"), date(2026, 1, 6), None, Free.HOLIDAY),
        ("Epiphany, where it is none", hours(region="DE-BE"), date(2026, 1, 6), Part.WHOLE, None),
        ("the eve of Republic Day, free from noon", hours(region="TR"), date(2026, 10, 28), Part.MORNING, None),
        ("a half day on a weekend", hours(region="GR", days=(1, 2, 3)), EVE, None, Free.WEEKEND),
        ("Youth Day is for the young only", hours(region="CN"), date(2027, 6, 1), Part.WHOLE, None),
        ("three hours less are no half day", hours(region="EE"), date(2026, 12, 23), Part.WHOLE, None),
        ("away", hours(away=(away(MONDAY, FRIDAY),)), FRIDAY, None, Free.AWAY),
        ("the day after", hours(away=(away(MONDAY, FRIDAY),)), date(2026, 3, 16), Part.WHOLE, None),
        ("left in peace for a day", hours(away=(away(MONDAY, source=SKIP),)), MONDAY, None, Free.SKIPPED),
        ("away on a weekend, where nobody is missed", hours(away=(away(SATURDAY, part=Part.MORNING),)), SATURDAY, None,
         Free.WEEKEND),
        ("away all of a weekend", hours(away=(away(SATURDAY),)), SATURDAY, None, Free.AWAY),
        ("away in the morning", hours(away=(away(MONDAY, part=Part.MORNING),)), MONDAY, Part.AFTERNOON, None),
        ("away in the afternoon", hours(away=(away(MONDAY, part=Part.AFTERNOON),)), MONDAY, Part.MORNING, None),
        ("away in either half", hours(away=(away(MONDAY, part=Part.MORNING), away(MONDAY, part=Part.AFTERNOON))),
         MONDAY, None, Free.AWAY),
        ("away in the half of a half day that is worked",
         hours(region="TR", away=(away(date(2026, 10, 28), part=Part.MORNING),)), date(2026, 10, 28), None, Free.AWAY),
        ("away in the half that is free anyway",
         hours(region="TR", away=(away(date(2026, 10, 28), part=Part.AFTERNOON),)), date(2026, 10, 28), Part.MORNING,
         None),
        ("an admin gives the afternoon off", hours(said={EVE: Part.MORNING}), EVE, Part.MORNING, None),
        ("an admin gives the day off", hours(said={MONDAY: None}), MONDAY, None, Free.HOLIDAY),
        ("an admin has a Saturday worked", hours(said={SATURDAY: Part.WHOLE}), SATURDAY, Part.WHOLE, None),
        ("an admin's word beats the calendar", hours(region="DE", said={date(2026, 4, 3): Part.WHOLE}),
         date(2026, 4, 3), Part.WHOLE, None),
        ("an admin's word does not end a leave", hours(said={SATURDAY: Part.WHOLE}, away=(away(SATURDAY),)), SATURDAY,
         None, Free.AWAY),
    ],
)  # fmt: skip
def test_what_of_a_day_is_worked_and_why_none_of_it(
    why: str, who: Hours, day: date, part: Part | None, free: Free | None
):
    assert (who.part_worked(day), who.why_free(day)) == (part, free), why
    assert who.works_on(day) is (part is not None)
    assert (who.span(day) is None) is (part is None), "what is worked has a beginning and an end"


@pytest.mark.parametrize(
    ("why", "who", "day", "begins", "ends"),
    [
        ("the morning", hours(said={MONDAY: Part.MORNING}), MONDAY, "09:00", "13:30"),
        ("the afternoon", hours(away=(away(MONDAY, part=Part.MORNING),)), MONDAY, "13:30", "18:00"),
        ("a Friday with hours of its own", hours(week={5: (time(8), time(12))}), FRIDAY, "08:00", "12:00"),
        ("half of it", hours(week={5: (time(8), time(12))}, said={FRIDAY: Part.MORNING}), FRIDAY, "08:00", "10:00"),
    ],
)
def test_half_a_day_is_half_of_its_own_hours(why: str, who: Hours, day: date, begins: str, ends: str):
    assert who.span(day) == (at(day, begins), at(day, ends)), why


def test_a_night_shift_is_of_the_day_on_which_it_begins():
    nurse = night_nurse(away=(away(TUESDAY),))
    assert nurse.span(MONDAY) == (at(MONDAY, "22:00"), at(TUESDAY, "06:00"))
    assert nurse.at_work(at(TUESDAY, "03:00")), "away on Tuesday: Monday's night is theirs to its end"
    assert not nurse.at_work(at(TUESDAY, "23:00"))
    assert night_nurse().at_work(at(SATURDAY, "05:59")), "Friday's night ends on Saturday"
    assert nurse.next_start(at(TUESDAY, "03:00")) == at(date(2026, 3, 11), "22:00")
    assert night_nurse().last_end(at(TUESDAY, "03:00")) == at(date(2026, 3, 7), "06:00"), "Monday's night is not over"


@pytest.mark.parametrize(
    ("why", "who", "since", "until", "worked"),
    [
        ("within a day", hours(), at(MONDAY, "10:00"), at(MONDAY, "12:00"), 2.0),
        ("over a night", hours(), at(MONDAY, "17:00"), at(TUESDAY, "10:00"), 2.0),
        ("over a weekend", hours(), at(FRIDAY, "17:00"), at(date(2026, 3, 16), "10:00"), 2.0),
        ("backwards", hours(), at(TUESDAY, "10:00"), at(MONDAY, "10:00"), 0.0),
        ("over Easter", hours(region="DE"), at(date(2026, 4, 2), "17:00"), at(date(2026, 4, 7), "10:00"), 2.0),
        ("over a day that is half free", hours(said={TUESDAY: Part.MORNING}), at(MONDAY, "18:00"),
         at(date(2026, 3, 11), "09:00"), 4.5),
        ("over a leave", hours(away=(away(TUESDAY, FRIDAY),)), at(MONDAY, "17:00"), at(date(2026, 3, 16), "10:00"),
         2.0),
        ("a night on which an hour is lost", Hours(ZoneInfo("Europe/Berlin"), time(22), time(6), (6,)),
         at(date(2026, 3, 28), "12:00"), at(date(2026, 3, 29), "12:00"), 7.0),
        ("a night that has an hour twice", Hours(ZoneInfo("Europe/Berlin"), time(22), time(6), (6,)),
         at(date(2026, 10, 24), "12:00"), at(date(2026, 10, 25), "12:00"), 9.0),
        ("the night that began the day before", night_nurse(), at(TUESDAY, "05:00"), at(TUESDAY, "12:00"), 1.0),
        ("shifts that overlap count once", night_nurse(week={2: (time(4), time(8))}), at(MONDAY, "12:00"),
         at(TUESDAY, "12:00"), 10.0),
        ("work around the clock", Hours(ZoneInfo("UTC"), time(0), time(0), (1, 2, 3, 4, 5, 6, 7)),
         datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC), 48.0),
    ],
)  # fmt: skip
def test_the_working_time_between_two_moments(why: str, who: Hours, since: datetime, until: datetime, worked: float):
    assert who.working_between(since, until) == timedelta(hours=worked), why


def test_the_working_time_of_years_is_not_cut_short():
    since = datetime(2024, 1, 1, tzinfo=UTC)
    in_utc = hours("UTC")
    assert in_utc.working_between(since, since + timedelta(weeks=520)) == timedelta(hours=9 * 5 * 520)


@pytest.mark.parametrize(
    ("why", "who", "since", "wait", "then"),
    [
        ("hours within the day", hours(), at(MONDAY, "10:00"), Wait(hours=4), at(MONDAY, "14:00")),
        ("hours that go on tomorrow", hours(), at(MONDAY, "17:00"), Wait(hours=2), at(TUESDAY, "10:00")),
        ("hours to the very end", hours(), at(MONDAY, "10:00"), Wait(hours=8), at(MONDAY, "18:00")),
        ("a day ends at the same hour", hours(), at(MONDAY, "11:00"), Wait(days=1), at(TUESDAY, "11:00")),
        ("a day from a Friday", hours(), at(FRIDAY, "11:00"), Wait(days=1), at(date(2026, 3, 16), "11:00")),
        ("a day begun in the evening counts from the morning", hours(), at(MONDAY, "22:00"), Wait(days=1),
         at(date(2026, 3, 11), "09:00")),
        ("a day before a short one ends with it", hours(week={5: (time(9), time(12))}), at(date(2026, 3, 12), "16:00"),
         Wait(days=1), at(FRIDAY, "12:00")),
        ("days and hours", hours(), at(MONDAY, "17:00"), Wait(1, 2), at(date(2026, 3, 11), "10:00")),
        ("days over a leave", hours(away=(away(TUESDAY, FRIDAY),)), at(MONDAY, "11:00"), Wait(days=1),
         at(date(2026, 3, 16), "11:00")),
        ("hours over a half day", hours(said={TUESDAY: Part.MORNING}), at(MONDAY, "18:00"), Wait(hours=5),
         at(date(2026, 3, 11), "09:30")),
        ("hours of a night", night_nurse(), at(TUESDAY, "05:00"), Wait(hours=2), at(TUESDAY, "23:00")),
        ("a night later, past midnight", night_nurse(), at(TUESDAY, "03:00"), Wait(days=1),
         at(date(2026, 3, 11), "03:00")),
        ("no wait at all", hours(), at(SATURDAY, "11:00"), Wait(), at(SATURDAY, "11:00")),
        ("shifts that overlap are waited through once", night_nurse(week={2: (time(4), time(8))}),
         at(MONDAY, "22:00"), Wait(hours=9), at(TUESDAY, "07:00")),
    ],
)  # fmt: skip
def test_when_so_much_working_time_has_gone_by(why: str, who: Hours, since: datetime, wait: Wait, then: datetime):
    assert who.after(since, wait) == then, why


def test_who_is_away_for_years_comes_back_on_the_first_working_day_after_it():
    leave = away(MONDAY, date(2028, 3, 10))  # a Friday
    parent = hours(away=(leave,))
    back = date(2028, 3, 13)
    assert parent.next_start(at(TUESDAY, "10:00")) == at(back, "09:00")
    assert parent.next_workday(TUESDAY) == back
    assert parent.after(at(date(2026, 3, 6), "17:00"), Wait(hours=2)) == at(back, "10:00")
    assert parent.last_end(at(back, "08:00")) == at(date(2026, 3, 6), "18:00")
    assert parent.working_between(at(date(2026, 3, 6), "17:00"), at(back, "10:00")) == timedelta(hours=2)


def test_who_never_works_and_is_on_leave_is_not_searched_for_for_ever():
    nobody = hours(days=(9,), away=(away(MONDAY, date(2028, 3, 10)),))
    assert nobody.next_start(at(MONDAY, "10:00")) > at(date(2028, 3, 10), "10:00")


def test_only_a_year_whose_weekend_work_is_known_is_published_in_china():
    assert availability.is_published("CN", 2026)
    assert not availability.is_published("CN", 2099), "worked weekends of other years say nothing of this one"
    assert availability.is_published("DE", 2099)
    assert availability.is_published(None, 2099)


def test_what_admins_said_for_a_region_beats_what_they_said_for_everybody():
    said = {"": {"2026-12-24": {"worked": "morning"}, "2026-12-31": {"worked": ""}},
            "DE": {"2026-12-24": {"worked": ""}, "2026-05-02": {"worked": "whole"}}}  # fmt: skip
    workspace = Workspace(id="T0", holiday_region="DE", days=said, created_at=NOW)
    ann = Person(workspace_id="T0", id="U0", refreshed_at=NOW, zone="Europe/Berlin")
    here = availability.hours(ann, workspace)
    assert here.why_free(EVE) == Free.HOLIDAY
    assert here.part_worked(date(2026, 5, 2)) == Part.WHOLE
    ann.region = "US"
    there = availability.hours(ann, workspace)
    assert there.part_worked(EVE) == Part.MORNING
    assert not there.works_on(date(2026, 12, 31))
    assert not there.works_on(date(2026, 5, 2))


def test_what_the_row_keeps_of_a_person_is_read_back_as_it_was():
    kept = Away(MONDAY, FRIDAY, Part.MORNING, "lead", "U1", "dentist")
    assert Away.of(kept.kept()) == kept
    ann = Person(workspace_id="T0", id="U0", refreshed_at=NOW, zone="Europe/Berlin", week={"5": ["08:00", "12:00"]},
                 away=[kept.kept()])  # fmt: skip
    found = availability.hours(ann, Workspace(id="T0", created_at=NOW))
    assert found.away == (kept,)
    assert found.span(FRIDAY) == (at(FRIDAY, "10:00"), at(FRIDAY, "12:00"))
