"""Quiet on a real database: what was not asked for waits for its end, what was asked for comes, nothing is lost."""

from datetime import date, datetime, timedelta

import pytest

from bot.notices import Brief, Nudge, Nudges
from bot.services.rhythm import briefs, wishes
from bot.services.work import tasks
from models import Occurrence, Person, Session
from models.queries import chases
from tests.factories import TEAM, acting, make_person, make_task
from tests.services.ticking import HOUR, berlin, moments, step

MONDAY = date(2026, 3, 9)
TEN = berlin("10:00")


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


def quiet(session: Session, ann: Person, until: datetime | None, now: datetime = TEN) -> None:
    wishes.set_quiet(session, acting(session, ann, now=now), until)


def heard(session: Session, since: datetime, until: datetime) -> list[tuple[str, str]]:
    """(Berlin time, what) of all that is said until then."""
    found = []
    for now in moments(session, since, until):
        for notice in step(session, now):
            clock = (now + HOUR).strftime("%a %H:%M")
            items = notice.items if isinstance(notice, Nudges) else (notice,)
            found += [(clock, one.kind) for one in items if isinstance(one, Nudge)]
            found += [(clock, "brief")] if isinstance(notice, Brief) else []
    return found


def test_what_fell_due_meanwhile_is_told_when_it_ends_and_an_own_reminder_on_time(session: Session, ann: Person):
    make_task(session, ann, due_on=MONDAY, due_at=berlin("11:30"), now=berlin("08:00"))
    ann.brief_at = berlin("09:00")
    assert heard(session, berlin("08:30"), berlin("09:30")) == [("Mon 09:00", "brief")]
    reminded = make_task(session, ann, title="call the bank", now=TEN)
    tasks.snooze(session, acting(session, ann, now=TEN), reminded, berlin("11:45"))
    quiet(session, ann, berlin("14:00"), berlin("09:30"))
    assert heard(session, berlin("09:30"), berlin("18:00")) == [("Mon 11:45", "snoozed"), ("Mon 14:00", "passed")]


def test_ending_it_early_tells_at_once_what_was_held(session: Session, ann: Person):
    make_task(session, ann, due_on=MONDAY, due_at=berlin("11:30"), now=berlin("08:00"))
    ann.brief_at = berlin("09:00")
    assert heard(session, berlin("08:30"), berlin("09:30")) == [("Mon 09:00", "brief")]
    quiet(session, ann, berlin("17:00"), berlin("09:30"))
    assert heard(session, berlin("09:30"), berlin("12:00")) == []
    quiet(session, ann, None, berlin("12:00"))
    assert heard(session, berlin("12:00"), berlin("18:00")) == [("Mon 12:00", "passed")]


def test_the_morning_waits_for_the_end_of_it(session: Session, ann: Person):
    make_task(session, ann, due_on=MONDAY, now=berlin("07:00"))
    quiet(session, ann, berlin("11:00"), berlin("08:00"))
    ann.brief_at = berlin("09:00")
    assert heard(session, berlin("08:00"), berlin("16:00")) == [("Mon 11:00", "brief")]


def test_a_morning_that_was_left_out_is_said_after_all_where_quiet_ends_that_day(session: Session, ann: Person):
    make_task(session, ann, due_on=MONDAY, now=berlin("07:00"))
    ann.brief_at = berlin("09:00")
    quiet(session, ann, berlin("09:00", 10), berlin("08:00"))
    assert heard(session, berlin("08:00"), berlin("10:30")) == []
    row = session.get_one(Occurrence, (TEAM, "brief", "", ann.id, MONDAY.isoformat()))
    assert (row.state, row.reason) == ("skipped", briefs.QUIET)
    quiet(session, ann, None, berlin("10:30"))
    assert heard(session, berlin("10:30"), berlin("18:00")) == [("Mon 10:30", "brief")]


def test_a_morning_that_was_read_is_not_said_again(session: Session, ann: Person):
    make_task(session, ann, due_on=MONDAY, now=berlin("07:00"))
    ann.brief_at = berlin("09:00")
    assert heard(session, berlin("08:00"), TEN) == [("Mon 09:00", "brief")]
    quiet(session, ann, berlin("15:00"))
    quiet(session, ann, None, berlin("11:00"))
    assert heard(session, berlin("11:00"), berlin("18:00")) == []


def test_only_what_waited_for_its_end_is_pulled(session: Session, ann: Person):
    chases.pull_untold(session, ann, (TEN + HOUR,), TEN)
    assert heard(session, TEN, TEN + timedelta(hours=2)) == []
