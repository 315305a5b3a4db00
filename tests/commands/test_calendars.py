"""`/muster calendar` and its field in the form of the hours: what is answered, and that the address never is."""

from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Said
from bot.answers.away import Calendar, CalendarShown, HoursForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.logs import mask
from bot.render import slack
from models import Person, Session
from tests.commands.test_hours import FORM, submit
from tests.factories import NOW, TEAM, make_person, make_workspace
from tests.render import reading, samples

SECRET = "https://calendar.google.com/calendar/ical/ann/private-0a1b2c/basic.ics"
HOST = "calendar.google.com"


@pytest.fixture
def ann(session: Session) -> Person:
    make_workspace(session, admins=["U0BOSS"])
    make_person(session, "U0BOSS")
    return make_person(session)


def say(session: Session, line: str, person_id: str = "U0ANN", door: Door = Door.SLASH) -> Answer:
    return commands.run(session, Heard(TEAM, person_id, door, line, Gesture(line)), NOW)


def shown(session: Session, line: str, **more: Any) -> CalendarShown:
    found = say(session, line, **more)
    assert isinstance(found, CalendarShown)
    return found


def page(answer: Answer, language: str = "en") -> str:
    return str(reading.page(slack.message(answer, samples.reader(language))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line", [f"/muster calendar {SECRET}", f"/muster 日历 <{SECRET}>", f"/muster calendar webcal{SECRET[5:]}",
             f"/muster calender {SECRET}"],
)  # fmt: skip
def test_an_address_is_taken_and_only_its_host_is_said_back(session: Session, ann: Person, line: str) -> None:
    answer = shown(session, line)
    assert (answer.stands, answer.host, ann.calendar_url, ann.calendar_at) == (Calendar.WAITING, HOST, SECRET, NOW)
    for language, words in (("en", "I'm reading your calendar"), ("zh", "正在读取你在")):
        assert words in page(answer, language)
        assert "private-0a1b2c" not in page(answer, language)


@pytest.mark.parametrize("line", [f"my calendar is {SECRET}", f"calendar: {SECRET}", f"我的日历：{SECRET}",
                                  f"日历 {SECRET}", f"webcal{SECRET[5:]}"])  # fmt: skip
def test_in_a_direct_message_no_task_is_made_that_has_the_address_in_it(
    session: Session, ann: Person, line: str
) -> None:
    assert shown(session, line, door=Door.DM).host == HOST
    assert ann.calendar_url == SECRET


@pytest.mark.parametrize("line", [f"/muster calendar {SECRET}", f"my calendar is {SECRET}"])
def test_an_address_said_aloud_is_not_kept(session: Session, ann: Person, line: str) -> None:
    with pytest.raises(UserError, match="calendar_said_aloud"):
        say(session, line, door=Door.MENTION)
    assert ann.calendar_url is None


def test_other_talk_of_calendars_and_links_stays_work(session: Session, ann: Person) -> None:
    for line in ("update the team calendar https://example.org/plan", "calendar review", "look at https://x.org/a.ics"):
        assert not isinstance(say(session, line, door=Door.DM), CalendarShown)
    assert ann.calendar_url is None


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("http://example.org/a.ics", "calendar_not_https"), ("https://127.0.0.1/private-0a1b2c", "calendar_not_open"),
        ("https://example.org:8443/private-0a1b2c", "calendar_not_open"), ("next week", "no_calendar_address"),
        ("https://example.org", "no_calendar_address"), ("file:///etc/private-0a1b2c", "no_calendar_address"),
    ],
)  # fmt: skip
def test_what_is_no_such_address_is_refused_in_both_languages(
    session: Session, ann: Person, words: str, refusal: str
) -> None:
    with pytest.raises(UserError, match=refusal) as refused:
        say(session, f"/muster calendar {words}")
    told = {language: slack.field_error(refused.value, samples.reader(language)) for language in ("en", "zh")}
    assert told["en"] != told["zh"]
    assert not any("private-0a1b2c" in words for words in told.values())


def test_it_is_shown_read_again_and_ended(session: Session, ann: Person) -> None:
    assert shown(session, "/muster calendar").stands == Calendar.NONE
    assert shown(session, "/muster calendar now").stands == Calendar.NONE
    say(session, f"/muster calendar {SECRET}")
    ann.calendar, ann.calendar_at = {"asked": "x", "failed": 3, "why": "gone", "told": True}, None
    failing = shown(session, "/muster calendar")
    assert (failing.stands, failing.why) == (Calendar.FAILING, "gone")
    assert "Try again now" in page(failing)
    assert shown(session, "/muster calendar now").stands == Calendar.WAITING
    assert ann.calendar_at == NOW
    assert shown(session, "/muster 日历 关闭").ended
    assert (ann.calendar_url, ann.calendar_at, ann.calendar) == (None, None, None)


def test_admins_say_from_where_calendars_are_read(session: Session, ann: Person) -> None:
    with pytest.raises(UserError, match="admins_only"):
        say(session, "/muster calendar hosts google.com")
    assert say(session, "/muster calendar hosts") == Said("calendar_anywhere", {})
    assert say(session, "/muster calendar hosts *.google.com", "U0BOSS") == Said(
        "calendar_hosts", {"hosts": "google.com"}
    )
    assert "google.com" in page(shown(session, "/muster calendar"))
    with pytest.raises(UserError, match="calendar_not_allowed"):
        say(session, "/muster calendar https://outlook.live.com/a.ics")
    assert say(session, "/muster calendar hosts off", "U0BOSS") == Said("calendar_hosts", {"hosts": ""})
    form = say(session, "/muster hours")
    assert isinstance(form, HoursForm)
    assert form.calendar is None
    assert "switched off" in page(shown(session, "/muster calendar"))
    assert say(session, "/muster calendar hosts any", "U0BOSS") == Said("calendar_anywhere", {})


def test_the_form_of_the_hours_takes_it_and_never_shows_it(session: Session, ann: Person) -> None:
    assert submit(session, calendar=f" {SECRET} ") == Said("hours_saved_reading", {"host": HOST})
    form = say(session, "/muster hours")
    assert isinstance(form, HoursForm)
    drawn = str(slack.form(form, samples.reader("en")))
    assert f"I read {HOST}" in drawn
    assert "private-0a1b2c" not in drawn
    assert submit(session, calendar="") == Said("hours_saved", {})
    assert ann.calendar_url == SECRET, "empty leaves it as it is"
    assert submit(session, calendar="关闭") == Said("hours_saved_reading", {"host": ""})
    assert ann.calendar_url is None
    with pytest.raises(UserError) as refused:
        submit(session, calendar="http://example.org/a.ics", to="16:00")
    assert (refused.value.key, refused.value.field) == ("calendar_not_https", "calendar")


def test_nobody_gives_an_address_for_somebody_else(session: Session, ann: Person) -> None:
    form = say(session, "/muster hours <@U0ANN>", "U0BOSS")
    assert isinstance(form, HoursForm)
    assert form.calendar is None
    assert "calendar" not in {block.get("block_id") for block in slack.form(form, samples.reader("en"))["blocks"]}
    assert submit(session, by="U0BOSS", calendar=SECRET) == Said("hours_saved", {"name": "U0ANN"})
    assert ann.calendar_url is None
    assert "calendar" not in FORM


def test_a_log_does_not_tell_it() -> None:
    for address in (SECRET, f"webcal{SECRET[5:]}", f"{SECRET}?key=1"):
        assert "private-0a1b2c" not in mask(f"could not read {address}, gave up")
