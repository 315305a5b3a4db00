"""Absences from a calendar: given, read again and again, failing, taken back; what people said stays theirs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot import sealing
from bot.answers.away import Calendar
from bot.errors import UserError
from bot.heard import Profile
from bot.notices import CalendarRead, Dropped
from bot.rules.availability import Away, Part
from bot.rules.calendar_text import Found
from bot.sealing import KeyRing, new_key, ring_of
from bot.services.messages import hearing, notices
from bot.services.people import away, calendars
from models import Outbox, Person, Session, Workspace
from tests.factories import NOW, TEAM, acting, make_person, make_task, make_workspace

SECRET = "https://calendar.google.com/calendar/ical/ann/private-0a1b2c/basic.ics"
OTHER = "https://outlook.office365.com/owa/calendar/x/calendar.ics"
KEY = (TEAM, "U0ANN")
HOUR = timedelta(hours=1)
WEEK = Found(date(2026, 3, 16), date(2026, 3, 21))
MONDAY = Found(date(2026, 3, 16), date(2026, 3, 17))
TWENTY_THIRD = Found(date(2026, 3, 23), date(2026, 3, 24))


def of_calendar(first: int, last: int, part: Part = Part.WHOLE) -> Away:
    return Away(date(2026, 3, first), date(2026, 3, last), part, "calendar")


@pytest.fixture
def ann(session: Session) -> Person:
    make_workspace(session)
    return make_person(session)


def give(session: Session, person: Person, address: str = SECRET, now: datetime = NOW) -> None:
    calendars.give(session, acting(session, person, now=now), address)


@pytest.fixture
def keys() -> Iterator[KeyRing]:
    """Keys to seal with, as where Muster is started with some."""
    ring = ring_of(new_key("one"))
    assert ring is not None
    sealing.use(ring)
    yield ring
    sealing.use(None)


def test_where_there_are_keys_an_address_is_kept_sealed_and_read_all_the_same(
    session: Session, ann: Person, keys: KeyRing
):
    give(session, ann)
    assert "google" not in str(ann.calendar_url)
    reading = calendars.take(session, KEY, NOW)
    assert reading is not None
    assert reading.address == SECRET
    give(session, ann)
    assert calendars.address_of(ann) == SECRET, "the same again is the same"


def test_an_address_from_before_there_were_keys_is_read_and_sealed_when_keys_are_turned(session: Session, ann: Person):
    give(session, ann)
    assert ann.calendar_url == SECRET
    sealing.use(ring_of(new_key("one")))
    try:
        assert calendars.address_of(ann) == SECRET
        assert calendars.reseal(session, ("", ""), 9) == (1, None)
        assert sealing.key_of(str(ann.calendar_url)) == "one"
        assert calendars.address_of(ann) == SECRET
    finally:
        sealing.use(None)
    assert calendars.address_of(ann) is None
    assert calendars.take(session, KEY, NOW) is None
    assert ann.calendar_at is not None, "the keys may come back"


def read(session: Session, *found: Found, now: datetime = NOW) -> None:
    reading = calendars.take(session, KEY, now)
    assert reading is not None
    calendars.read(session, KEY, reading, found, now)
    session.flush()


def fail(session: Session, why: str = "busy", now: datetime = NOW) -> None:
    reading = calendars.take(session, KEY, now)
    assert reading is not None
    calendars.failed(session, KEY, reading, why, now)
    session.flush()


def letters(session: Session) -> list[Outbox]:
    return list(session.exec(select(Outbox).where(Outbox.kind == calendars.KIND).order_by(Outbox.id)))


def told(session: Session, now: datetime = NOW) -> CalendarRead:
    found = notices.compose(session, letters(session)[-1], now)
    assert isinstance(found, CalendarRead)
    return found


def test_what_the_calendar_says_is_so_and_is_told_once(session: Session, ann: Person) -> None:
    task = make_task(session, ann, due_on=date(2026, 3, 13))
    given = calendars.give(session, acting(session, ann), f"<{SECRET}>")
    assert (given.stands, given.host) == (Calendar.WAITING, "calendar.google.com")
    assert calendars.due(session, NOW) == [KEY]
    read(session, WEEK, Found(date(2026, 3, 10), date(2026, 3, 11), "afternoon"))
    assert away.kept_of(ann) == [of_calendar(10, 10, Part.AFTERNOON), of_calendar(16, 20)]
    shown = told(session).shown
    assert (shown.stands, shown.ahead) == (Calendar.READ, tuple(away.kept_of(ann)))
    assert task.ends_at == datetime(2026, 3, 13, 17, tzinfo=UTC)
    read(session, MONDAY, Found(date(2026, 3, 13), date(2026, 3, 14), "afternoon"), now=NOW + 2 * HOUR)
    assert away.kept_of(ann) == [of_calendar(13, 13, Part.AFTERNOON), of_calendar(16, 16)]
    assert task.ends_at == datetime(2026, 3, 13, 12, 30, tzinfo=UTC), "their dates follow"
    assert len(letters(session)) == 1


def test_it_is_read_every_hour_and_a_little_later_and_by_one_process_only(session: Session, ann: Person) -> None:
    give(session, ann)
    taken = calendars.take(session, KEY, NOW)
    assert taken is not None
    assert calendars.take(session, KEY, NOW) is None, "another process has it"
    assert calendars.due(session, NOW + timedelta(minutes=14)) == []
    assert calendars.due(session, NOW + timedelta(minutes=15)) == [KEY], "who took it died"
    calendars.read(session, KEY, taken, [], NOW)
    assert ann.calendar_at is not None
    assert HOUR <= ann.calendar_at - NOW <= timedelta(minutes=70)


def test_what_somebody_said_themselves_stays_whatever_the_calendar_says(session: Session, ann: Person) -> None:
    actor = acting(session, ann)
    own = Away(date(2026, 3, 17), date(2026, 3, 18), by=ann.id)
    away.put(session, actor, ann, own)
    give(session, ann)
    read(session, WEEK)
    assert away.kept_of(ann) == [of_calendar(16, 20), own]
    away.end(session, actor, ann, date(2026, 3, 16), date(2026, 3, 20), Part.WHOLE)
    read(session, WEEK, now=NOW + 2 * HOUR)
    assert away.kept_of(ann) == [own], "removed by hand, and it does not come back"
    read(session, TWENTY_THIRD, now=NOW + 4 * HOUR)
    assert away.kept_of(ann) == [own, of_calendar(23, 23)]
    later = datetime(2026, 3, 23, 9, tzinfo=UTC)
    away.back(session, acting(session, ann, now=later), ann)
    read(session, TWENTY_THIRD, now=later)
    assert away.kept_of(ann) == [own], "here again that day, whatever the calendar says"


def test_one_that_fails_is_told_once_and_recovers_quietly(session: Session, ann: Person) -> None:
    give(session, ann)
    read(session, WEEK)
    now, waits = NOW, []
    for _ in range(6):
        now = ann.calendar_at or now
        fail(session, "gone", now)
        waits.append((ann.calendar_at or now) - now)
        assert len(letters(session)) == (2 if len(waits) > 2 else 1), "the third in a row"
    for wait, hours in zip(waits, (1, 2, 4, 8, 16, 24), strict=True):
        assert hours * HOUR <= wait <= hours * HOUR * 7 / 6
    shown = told(session, now).shown
    assert (shown.stands, shown.why, shown.ahead) == (Calendar.FAILING, "gone", (of_calendar(16, 20),))
    assert shown.read_at == NOW
    read(session, WEEK, now=ann.calendar_at or now)
    assert (len(letters(session)), (ann.calendar or {}).get("failed")) == (2, None)
    assert notices.compose(session, letters(session)[-1], now) == Dropped("read again by now")


def test_one_that_never_was_is_told_at_once_and_not_again(session: Session, ann: Person) -> None:
    give(session, ann)
    now = NOW
    for _ in range(5):
        fail(session, "no_calendar", now)
        now = ann.calendar_at or now
    assert [row.due_at for row in letters(session)] == [NOW]
    assert (told(session).shown.stands, told(session).shown.read_at) == (Calendar.FAILING, None)
    give(session, ann, OTHER, now)
    assert notices.compose(session, letters(session)[0], now) == Dropped("another calendar by now")
    read(session, WEEK, now=now)
    assert told(session, now).shown.host == "outlook.office365.com"


def test_without_the_address_nothing_of_it_is_left(session: Session, ann: Person) -> None:
    own = Away(date(2026, 3, 30), date(2026, 3, 31), by=ann.id)
    away.put(session, acting(session, ann), ann, own)
    give(session, ann)
    read(session, WEEK)
    reading = calendars.take(session, KEY, NOW + 2 * HOUR)
    assert reading is not None
    assert calendars.stop(session, acting(session, ann)).ended
    assert (ann.calendar_url, ann.calendar_at, ann.calendar, away.kept_of(ann)) == (None, None, None, [own])
    calendars.read(session, KEY, reading, [WEEK], NOW + 2 * HOUR)
    calendars.failed(session, KEY, reading, "gone", NOW + 2 * HOUR)
    assert (away.kept_of(ann), calendars.due(session, NOW + 9 * HOUR)) == ([own], [])
    assert not calendars.stop(session, acting(session, ann)).ended


def test_another_address_takes_the_place_of_the_first(session: Session, ann: Person) -> None:
    give(session, ann)
    read(session, WEEK)
    late = calendars.take(session, KEY, NOW + 2 * HOUR)
    assert late is not None
    give(session, ann, OTHER, NOW + 2 * HOUR)
    assert away.kept_of(ann) == []
    calendars.read(session, KEY, late, [WEEK], NOW + 2 * HOUR)
    assert away.kept_of(ann) == [], "what was fetched from the first comes too late"
    read(session, TWENTY_THIRD, now=NOW + 2 * HOUR)
    assert away.kept_of(ann) == [of_calendar(23, 23)]


def test_an_admin_says_from_where_calendars_are_read(session: Session, ann: Person) -> None:
    boss = make_person(session, "U0BOSS", is_admin=True)
    with pytest.raises(UserError, match="admins_only"):
        calendars.set_hosts(session, acting(session, ann), [])
    calendars.set_hosts(session, acting(session, boss), ["google.com"])
    give(session, ann)
    reading = calendars.take(session, KEY, NOW)
    assert reading is not None
    assert reading.hosts == ["google.com"], "the hops on the way are held to it, too"
    for hosts, address, refusal in ((["google.com"], OTHER, "calendar_not_allowed"), ([], SECRET, "calendars_off")):
        calendars.set_hosts(session, acting(session, boss), hosts)
        with pytest.raises(UserError, match=refusal):
            give(session, ann, address)


def test_whose_account_ends_is_read_no_more(session: Session, ann: Person) -> None:
    give(session, ann)
    read(session, WEEK)
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    hearing.take_in(session, workspace, Profile(id="U0ANN", name="ann", is_deleted=True), NOW)
    assert (ann.calendar_url, ann.calendar_at, calendars.due(session, NOW + 9 * HOUR)) == (None, None, [])


@pytest.mark.parametrize("why", ["suspended", "on_hold"])
def test_a_workspace_that_is_suspended_or_on_hold_is_left_alone(session: Session, ann: Person, why: str) -> None:
    give(session, ann)
    make_workspace(session, **{why: True})
    assert calendars.due(session, NOW) == []


def test_strangers_have_no_calendar_here(session: Session, ann: Person) -> None:
    with pytest.raises(UserError, match="not_our_people"):
        give(session, make_person(session, "U0FAR", is_stranger=True))


def test_the_address_is_in_no_message_no_state_and_no_words_about_the_row(session: Session, ann: Person) -> None:
    give(session, ann)
    read(session, WEEK)
    fail(session, now=ann.calendar_at or NOW)
    everything = [repr(ann), str(ann), repr(ann.calendar), repr(told(session)),
                  *(repr(row.model_dump()) for row in letters(session))]  # fmt: skip
    assert not any("private-0a1b2c" in one for one in everything)
    reading = calendars.take(session, KEY, ann.calendar_at or NOW)
    assert reading is not None
    assert "private-0a1b2c" not in repr(reading)
