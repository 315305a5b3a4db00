"""`/muster hours`: what the form keeps, what follows from it, and who may change whose."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Said
from bot.answers.away import HoursForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules import availability
from bot.rules.availability import NO_REGION, Hours
from models import Person, Session, Workspace
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace

FORM: dict[str, Any] = {"days": ["1", "2", "3", "4", "5"], "from": "09:00", "to": "18:00", "week": "",
                        "holidays": "workspace"}  # fmt: skip


def heard(line: str, person_id: str, **more: Any) -> Heard:
    return Heard(workspace_id=TEAM, person_id=person_id, door=Door.FORM if more else Door.SLASH, text=line,
                 gesture=Gesture(f"{line} {more}"), **more)  # fmt: skip


def say(session: Session, line: str, person_id: str = "U0ANN") -> Answer:
    return commands.run(session, heard(line, person_id), NOW)


def submit(session: Session, of: str = "U0ANN", by: str = "U0ANN", **values: Any) -> Answer:
    said = heard("", by, form="form:hours", values=FORM | {name.rstrip("_"): one for name, one in values.items()},
                 meta={"person": of})  # fmt: skip
    return commands.submit(session, said, NOW)


def hours(session: Session, person_id: str = "U0ANN") -> Hours:
    person, workspace = session.get(Person, (TEAM, person_id)), session.get(Workspace, TEAM)
    assert person is not None
    assert workspace is not None
    return availability.hours(person, workspace)


@pytest.fixture
def ann(session: Session) -> Person:
    make_workspace(session, holiday_region="DE")
    return make_person(session)


def test_the_form_keeps_days_hours_other_hours_and_a_region(session: Session, ann: Person) -> None:
    assert isinstance(say(session, "/muster hours"), HoursForm)
    assert submit(session, days=["1", "2", "3", "5"], from_="08:00", to="16:30", week="Fri 8:00-12:00\n周三 22点-6点",
                  holidays="own", region="DE-BY") == Said("hours_saved", {})  # fmt: skip
    found = hours(session)
    assert (found.days, found.starts, found.ends, found.region) == ((1, 2, 3, 5), time(8), time(16, 30), "DE-BY")
    assert found.week == {5: (time(8), time(12)), 3: (time(22), time(6))}
    submit(session)
    assert (hours(session).week, hours(session).region) == ({}, "DE")
    submit(session, holidays="none")
    assert (ann.region, hours(session).region) == (NO_REGION, None)


def test_their_dates_and_their_mornings_follow_at_once(session: Session, ann: Person) -> None:
    task = make_task(session, ann, due_on=date(2026, 3, 13))
    assert task.ends_at == datetime(2026, 3, 13, 17, tzinfo=UTC)
    submit(session, from_="07:00", to="15:00", days=["2", "3", "4", "5"])
    assert task.ends_at == datetime(2026, 3, 13, 14, tzinfo=UTC)
    assert ann.brief_at == datetime(2026, 3, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"days": []}, "no_days", "days"),
        ({"to": "09:00"}, "no_hours", "to"),
        ({"from_": "9 in the morning"}, "bad_time", "from"),
        ({"week": "Fri"}, "no_week_hours", "week"),
        ({"week": "Fri 9:00-13:00\nsomeday 9-12"}, "no_week_hours", "week"),
        ({"week": "Fri 9:00-25:00"}, "no_week_hours", "week"),
        ({"holidays": "own"}, "which_region", "region"),
        ({"holidays": "own", "region": "XX"}, "no_such_region", "region"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(
    session: Session, ann: Person, values: dict[str, Any], refusal: str, field: str
) -> None:
    before = hours(session)
    with pytest.raises(UserError) as refused:
        submit(session, **values)
    assert (refused.value.key, refused.value.field) == (refusal, field)
    assert hours(session) == before


def test_only_leads_and_admins_set_the_hours_of_others(session: Session, ann: Person) -> None:
    for who in ("U0BEN", "U0ADMIN", "U0LEAD"):
        make_person(session, who, is_admin=who == "U0ADMIN")
    make_person(session, "U0FAR", is_stranger=True)
    make_workspace(session, leads=["U0LEAD"])
    for who in ("U0ADMIN", "U0LEAD"):
        assert isinstance(say(session, "/muster hours <@U0ANN>", who), HoursForm)
        assert submit(session, by=who, to="16:00") == Said("hours_saved", {"name": "U0ANN"})
    for who, refusal in (("U0BEN", "away_of_others"), ("U0FAR", "away_of_others")):
        with pytest.raises(UserError, match=refusal):
            say(session, "/muster hours <@U0ANN>", who)
        with pytest.raises(UserError, match=refusal):
            submit(session, by=who)
    with pytest.raises(UserError, match="not_our_people"):
        say(session, "/muster hours", "U0FAR")
    assert hours(session).ends == time(16)
