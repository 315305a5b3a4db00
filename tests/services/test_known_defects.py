"""Defects that other assistants shipped with clocks, each by its name: none of them is ours."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.heard import Profile
from bot.notices import Brief
from bot.rules import civil
from bot.services.people import people
from models import Occurrence, OccurrenceState, Person, Session
from tests.factories import acting, make_person, make_task
from tests.services.ticking import DAY, moments, step

MONDAY = date(2026, 3, 9)


def hears_daily(session: Session, zone: str, at: str = "09:00", **changes: Any) -> Person:
    """Somebody who has something late, and so a brief each day, on every day of the week."""
    clock = time.fromisoformat(at)
    person = make_person(session, f"U0{len(zone)}{zone[-3:].upper()}".replace("/", ""), zone=zone)
    person.works_from, person.works_to = clock, (datetime.combine(MONDAY, clock) + timedelta(minutes=25)).time()
    person.works_on = [1, 2, 3, 4, 5, 6, 7]
    for name, value in changes.items():
        setattr(person, name, value)
    make_task(session, person, due_on=date(2026, 3, 2))
    return person


def mornings(session: Session, person: Person, since: datetime, days: int) -> list[str]:
    """At what time of their own wall they were told, day by day."""
    person.brief_at = since
    session.add(person)
    zone, found = ZoneInfo(person.zone), []
    for now in moments(session, since, since + days * DAY):
        said = [notice for notice in step(session, now) if isinstance(notice, Brief) and notice.person.id == person.id]
        found += [f"{now.astimezone(zone):%m-%d %H:%M}" for _ in said]
    return found


def first_morning(on: date, at: str, zone: str) -> datetime:
    return civil.instant(on, time.fromisoformat(at), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Australia/Sydney", "09:00"), ("Pacific/Auckland", "09:00"), ("Asia/Tokyo", "08:00"),
        ("America/Los_Angeles", "17:00"), ("America/New_York", "20:00"),
    ],
)  # fmt: skip
def test_the_servers_date_is_never_mixed_with_a_persons_clock(session: Session, zone: str, at: str):
    person = hears_daily(session, zone, at)
    told = mornings(session, person, first_morning(MONDAY, at, zone), 3)
    assert told == [f"03-{day:02} {at}" for day in (9, 10, 11)] + ([f"03-12 {at}"] if len(told) == 4 else [])


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "America/St_Johns"])
def test_a_zone_of_half_and_quarter_hours_is_told_at_its_own_hour(session: Session, zone: str):
    person = hears_daily(session, zone)
    assert mornings(session, person, first_morning(MONDAY, "09:00", zone), 2)[:2] == ["03-09 09:00", "03-10 09:00"]


@pytest.mark.parametrize(
    ("why", "zone", "on", "days"),
    [
        ("a Sunday of 23 hours", "Europe/Berlin", date(2026, 3, 27), ["03-27", "03-28", "03-29", "03-30"]),
        ("a Sunday of 25 hours", "Europe/Berlin", date(2026, 10, 23), ["10-23", "10-24", "10-25", "10-26"]),
        ("half an hour", "Australia/Lord_Howe", date(2026, 4, 3), ["04-03", "04-04", "04-05", "04-06"]),
        ("no midnight", "America/Santiago", date(2026, 9, 4), ["09-04", "09-05", "09-06", "09-07"]),
    ],
)
def test_when_the_clocks_change_the_hour_on_the_wall_stays_and_no_day_is_told_twice_or_left_out(
    session: Session, why: str, zone: str, on: date, days: list[str]
):
    person = hears_daily(session, zone)
    told = mornings(session, person, first_morning(on, "09:00", zone), 3)
    assert told[: len(days)] == [f"{day} 09:00" for day in days][: len(told)], why
    assert len(told) >= 3, why


def test_an_hour_that_the_clocks_skip_or_repeat_is_told_once(session: Session):
    skipped = hears_daily(session, "Europe/Berlin", "02:30")
    assert mornings(session, skipped, first_morning(date(2026, 3, 28), "02:30", "Europe/Berlin"), 2) == [
        "03-28 02:30", "03-29 03:00", "03-30 02:30",
    ]  # fmt: skip
    repeated = hears_daily(session, "America/New_York", "01:30")
    assert mornings(session, repeated, first_morning(date(2026, 10, 31), "01:30", "America/New_York"), 3)[:3] == [
        "10-31 01:30", "11-01 01:30", "11-02 01:30",
    ]  # fmt: skip


def test_a_shift_over_midnight_is_one_day_of_work_and_told_as_it_begins(session: Session):
    person = hears_daily(session, "Europe/Berlin", "22:00", works_to=time(6), works_on=[1, 2, 3, 4, 5])
    told = mornings(session, person, first_morning(MONDAY, "22:00", "Europe/Berlin"), 7)
    assert told == [f"03-{day:02} 22:00" for day in (9, 10, 11, 12, 13, 16)]


def test_who_flies_hears_once_a_local_date_wherever_they_are(session: Session):
    person = hears_daily(session, "Asia/Tokyo")
    told = mornings(session, person, first_morning(MONDAY, "09:00", "Asia/Tokyo"), 1)
    profile = Profile(id=person.id, name=person.name, zone="America/Los_Angeles", locale="en-US")
    people.keep_profile(
        session, acting(session, person).workspace, profile, first_morning(MONDAY, "20:00", "Asia/Tokyo")
    )
    since = first_morning(MONDAY, "20:01", "Asia/Tokyo")
    for now in moments(session, since, since + 3 * DAY):
        step(session, now)
    dates = list(session.exec(select(Occurrence.when).where(Occurrence.kind == "brief", Occurrence.state == "sent")))
    assert told[0] == "03-09 09:00"
    assert len(dates) == len(set(dates)) >= 3


def test_nothing_that_is_due_depends_on_anybody_opening_something_or_on_the_name_of_the_host(session: Session):
    person = hears_daily(session, "Europe/Berlin")
    mornings(session, person, first_morning(MONDAY, "09:00", "Europe/Berlin"), 2)
    rows = list(session.exec(select(Occurrence).where(Occurrence.kind == "brief")))
    assert {row.state for row in rows} == {OccurrenceState.SENT}
    assert not [name for name in Occurrence.model_fields if "host" in name or "process" in name]
