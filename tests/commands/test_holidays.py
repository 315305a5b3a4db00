"""`/muster holidays`: what lies ahead, what admins say of single days, and a year that nobody published yet."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer
from bot.answers.away import DayForm, HolidaysShown
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import Dropped, YearUnknown
from bot.render import slack
from bot.rules import availability
from bot.rules.availability import Part
from bot.services.people import days_off
from models import Person, Session, Workspace
from models.queries import deliveries
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace
from tests.render import reading, samples
from tests.standup_days import letters, make_team

FRIDAY = date(2026, 3, 13)


def heard(line: str, person_id: str, **more: Any) -> Heard:
    return Heard(workspace_id=TEAM, person_id=person_id, door=Door.FORM if more else Door.SLASH, text=line,
                 gesture=Gesture(f"{line} {more}"), **more)  # fmt: skip


def say(session: Session, line: str, person_id: str = "U0ADMIN", now: datetime = NOW) -> HolidaysShown:
    answer = commands.run(session, heard(f"/muster {line}", person_id), now)
    assert isinstance(answer, HolidaysShown)
    return answer


def submit(session: Session, by: str = "U0ADMIN", **values: Any) -> Answer:
    return commands.submit(session, heard("", by, form="form:day", values=values), NOW)


@pytest.fixture
def ann(session: Session) -> Person:
    make_workspace(session, holiday_region="DE")
    make_person(session, "U0ADMIN", is_admin=True)
    return make_person(session)


def test_the_next_days_of_ones_region_are_told_by_their_names(session: Session, ann: Person) -> None:
    shown = say(session, "holidays", "U0ANN")
    assert [(day.day, day.worked, day.name) for day in shown.days[:2]] == [
        (date(2026, 4, 3), None, "Good Friday"), (date(2026, 4, 6), None, "Easter Monday")]  # fmt: skip
    assert len(say(session, "holidays CN").days) == 10
    assert shown.unknown is None
    assert not shown.is_admin
    ann.locale = "zh-CN"
    assert "清明节" in say(session, "holidays cn", "U0ANN").days[0].name
    assert date(2027, 1, 6) in [day.day for day in say(session, "holidays DE-BY", "U0ANN").days]
    with pytest.raises(UserError, match="no_such_region"):
        say(session, "holidays XX")


def test_make_up_days_stand_among_them_and_the_year_that_is_not_published_is_named(session: Session) -> None:
    make_workspace(session, holiday_region="CN")
    make_person(session, "U0ADMIN", is_admin=True)
    assert availability.is_published("CN", 2026)
    shown = say(session, "holidays")
    assert (date(2026, 5, 9), Part.WHOLE) in [(day.day, day.worked) for day in shown.days]
    assert say(session, "holidays", now=datetime(2098, 3, 9, tzinfo=UTC)).unknown == 2098


def test_an_admin_gives_everybody_a_day_off_and_what_hangs_on_it_moves(session: Session, ann: Person) -> None:
    task = make_task(session, ann, due_on=FRIDAY)
    standup = make_team(session, zones={"U0ANN": "Europe/Berlin"}, days=(5,))
    assert standup.next_on == FRIDAY
    answer = submit(session, on="2026-03-13", worked="off", name="Company day")
    assert isinstance(answer, HolidaysShown)
    assert (answer.days[0].name, answer.days[0].by) == ("Company day", "U0ADMIN")
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    assert not availability.hours(ann, workspace).works_on(FRIDAY)
    assert standup.next_on == date(2026, 3, 20)
    submit(session, on="2026-03-13", worked="morning")
    assert task.ends_at == datetime(2026, 3, 13, 12, 30, tzinfo=UTC)
    assert standup.next_on == FRIDAY
    say(session, "holidays remove 2026-03-13 all")
    assert task.ends_at == datetime(2026, 3, 13, 17, tzinfo=UTC)
    assert workspace.days is None


def test_a_saturday_is_worked_by_one_region_only(session: Session, ann: Person) -> None:
    saturday, workspace = date(2026, 3, 14), session.get(Workspace, TEAM)
    assert workspace is not None
    submit(session, on="2026-03-14", worked="whole", region="CN")
    assert not availability.hours(ann, workspace).works_on(saturday)
    ann.region = "CN"
    assert availability.hours(ann, workspace).works_on(saturday)
    assert ann.brief_at is not None


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"on": "2026-03-01", "worked": "off"}, "date_is_past"),
        ({"on": "2046-03-01", "worked": "off"}, "date_too_far"),
        ({"on": "", "worked": "off"}, "no_such_date"),
        ({"on": "2026-03-13", "worked": "off", "region": "XX"}, "no_such_region"),
    ],
)
def test_a_day_that_cannot_be_is_refused(session: Session, ann: Person, values: dict[str, str], refusal: str) -> None:
    with pytest.raises(UserError, match=refusal):
        submit(session, **values)
    with pytest.raises(UserError, match="no_such_day_said"):
        say(session, "holidays remove 2026-03-13 all")


def test_only_admins_say_anything_of_a_day(session: Session, ann: Person) -> None:
    assert isinstance(commands.run(session, heard("/muster holidays new", "U0ADMIN"), NOW), DayForm)
    for line in ("holidays new", "holidays remove 2026-03-13 all"):
        with pytest.raises(UserError, match="admins_only"):
            say(session, line, "U0ANN")
    with pytest.raises(UserError, match="admins_only"):
        submit(session, "U0ANN", on="2026-03-13", worked="off")


def test_admins_hear_once_in_december_of_a_year_that_is_not_published(
    session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(session, holiday_region="CN")
    ann.region = "CN"
    for now in (datetime(2098, 11, 30, 12, tzinfo=UTC), datetime(2098, 12, 1, 12, tzinfo=UTC),
                datetime(2098, 12, 2, 12, tzinfo=UTC)):  # fmt: skip
        days_off.tell_of_unknown_years(session, now)
    assert [(row.key, row.to) for row in letters(session, "year:")] == [("year:CN:2099:U0ADMIN", "U0ADMIN")]
    row = deliveries.outbox_by_key(session, TEAM, "year:CN:2099:U0ADMIN")
    assert row is not None
    assert days_off.compose(session, row, row.due_at) == YearUnknown("CN", 2099)
    monkeypatch.setattr(availability, "is_published", lambda region, year: True)
    assert days_off.compose(session, row, row.due_at) == Dropped("published by now")


def test_the_days_read_well_in_both_languages(session: Session, ann: Person) -> None:
    submit(session, on="2026-03-13", worked="morning", name="Spring party")
    english = reading.page(slack.message(say(session, "holidays"), samples.reader()))
    assert "*Days off and make-up days: Germany*" in english
    assert "• Fri 3 Apr · Good Friday · day off" in english
    assert "• Fri 13 Mar · Spring party · only the morning is worked · for everybody · said by <@U0ADMIN>" in english
    make_workspace(session, holiday_region="CN")
    ann.locale = "zh-CN"
    chinese = reading.page(slack.message(say(session, "holidays", "U0ANN"), samples.reader("zh")))
    assert "*节假日与调休：中国*" in chinese
    assert "• 5月9日 周六 · 调休上班" in chinese
    told = reading.page(slack.notice(YearUnknown("CN", 2027), samples.reader("zh")))
    assert "我手头还没有*中国* 2027 年的放假和调休安排" in told
