"""When somebody is away, said to Muster: what it keeps, what it answers, and who may say it of whom."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import commands
from bot.answers import Answer, Said, WhoIs
from bot.answers.away import AwayEnded, AwayForm, AwayKept, AwayList
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.availability import Away, Part
from bot.services.rhythm import standup_notices
from models import AnswerState, Person, Session, Task, Team, TeamMember
from models.queries import standups as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task, make_workspace
from tests.standup_days import CHANNEL, channel_of, letter, make_team, part, pass_time

MONDAY = date(2026, 3, 9)
TUESDAY, FRIDAY, NEXT_MONDAY = date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 16)
NOON = datetime(2026, 3, 9, 11, tzinfo=UTC)  # Monday, 12:00 in Berlin


def hear(line: str, person_id: str = "U0ANN", door: Door = Door.DM, **more: object) -> Heard:
    place = {"channel_id": "D0ANN", "channel_kind": "im"} if door == Door.DM else {}
    return Heard(workspace_id=TEAM, person_id=person_id, door=door, text=line, gesture=Gesture(f"{line} {more}"),
                 **place, **more)  # type: ignore[arg-type]  # fmt: skip


def say(session: Session, line: str, person_id: str = "U0ANN", *, door: Door = Door.DM, now: datetime = NOON) -> Answer:
    return commands.run(session, hear(line, person_id, door), now)


def submit(session: Session, values: Mapping[str, object], of: str = "U0ANN", *, by: str = "U0ANN") -> Answer:
    said = hear("", by, Door.FORM, form="form:away", values=dict(values), meta={"person": of})
    return commands.submit(session, said, NOON)


def kept(session: Session, person_id: str = "U0ANN") -> list[tuple[date, date, str]]:
    person = session.get(Person, (TEAM, person_id))
    assert person is not None
    return [(one.first, one.last, one.part.value) for one in map(Away.of, person.away or ())]


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("/muster away until Friday", (MONDAY, FRIDAY, "whole")),
        ("/muster away 3/10-3/13 vacation", (TUESDAY, FRIDAY, "whole")),
        ("/muster away tomorrow morning", (TUESDAY, TUESDAY, "morning")),
        ("/muster 请假 到周五", (MONDAY, FRIDAY, "whole")),
        ("/muster skip today", (MONDAY, MONDAY, "whole")),
        ("I'm away until Friday", (MONDAY, FRIDAY, "whole")),
        ("I'm away until Monday", (MONDAY, NEXT_MONDAY - timedelta(days=1), "whole")),
        ("skip today", (MONDAY, MONDAY, "whole")),
        ("我请假到周五", (MONDAY, FRIDAY, "whole")),
        ("明天上午请假", (TUESDAY, TUESDAY, "morning")),
        ("我下周一到周三休假", (NEXT_MONDAY, date(2026, 3, 18), "whole")),
        ("今天不上班", (MONDAY, MONDAY, "whole")),
        ("/muster I'm away for 3 days", (MONDAY, date(2026, 3, 11), "whole")),
    ],
)
def test_what_is_said_of_being_away_is_kept_and_no_task_is_made_of_it(
    session: Session, ann: Person, line: str, days: tuple[date, date, str]
) -> None:
    assert isinstance(say(session, line), AwayKept)
    assert kept(session) == [days]
    assert session.get(Task, (TEAM, 1)) is None


@pytest.mark.parametrize("line", ["away game on Friday", "提交请假申请 周五", "write the leave policy until Friday"])
def test_work_that_only_sounds_like_it_is_a_task(session: Session, ann: Person, line: str) -> None:
    say(session, line)
    assert kept(session) == []


def test_a_channel_is_not_talked_to_so_only_what_is_said_of_oneself_counts(session: Session, ann: Person) -> None:
    say(session, "周五请假", door=Door.SLASH)
    assert kept(session) == []
    say(session, "我周五请假", door=Door.SLASH)
    assert kept(session) == [(FRIDAY, FRIDAY, "whole")]


def test_the_answer_says_what_follows(session: Session, ann: Person) -> None:
    ben = make_person(session, "U0BEN")
    ann.stand_in_id = ben.id
    session.add(ann)
    due = make_task(session, ann, due_on=date(2026, 3, 11))
    make_task(session, ann, due_on=date(2026, 3, 20))
    answer = say(session, "/muster away until Friday")
    assert isinstance(answer, AwayKept)
    assert [task.number for task in answer.falls_due] == [due.number]
    assert (answer.stand_in and answer.stand_in.id, answer.back_on, answer.stand_in_away) == (
        ben.id, NEXT_MONDAY, None)  # fmt: skip
    assert ann.brief_at is not None
    assert ann.brief_at.date() == NEXT_MONDAY, "their next morning is the one on which they are back"
    say(session, "/muster away until Thursday", "U0BEN")
    again = say(session, "/muster away until Friday")
    assert isinstance(again, AwayKept)
    assert again.stand_in_away == date(2026, 3, 12)


def test_it_is_taken_back_with_one_tap_unless_it_changed_since(session: Session, ann: Person) -> None:
    first = say(session, "/muster away until Friday")
    second = say(session, "/muster away next week")
    assert isinstance(first, AwayKept)
    assert isinstance(second, AwayKept)
    with pytest.raises(UserError, match="away_changed_since"):
        say(session, first.undo, door=Door.BUTTON)
    assert say(session, second.undo, door=Door.BUTTON) == Said("away_restored", {})
    assert kept(session) == [(MONDAY, FRIDAY, "whole")]
    say(session, first.undo, door=Door.BUTTON)
    assert kept(session) == []


def test_until_has_two_meanings_and_the_other_one_is_a_tap_away(session: Session, ann: Person) -> None:
    answer = say(session, "/muster away until Friday")
    assert isinstance(answer, AwayKept)
    assert answer.other is not None
    line, last = answer.other
    assert last == date(2026, 3, 12)
    say(session, line, door=Door.BUTTON)
    assert kept(session) == [(MONDAY, last, "whole")]


def test_who_is_back_early_is_here_from_that_day_on(session: Session, ann: Person) -> None:
    say(session, "/muster away until Friday")
    later = NOON + timedelta(days=2)
    answer = say(session, "I'm back", now=later)
    assert isinstance(answer, AwayEnded)
    assert answer.back
    assert kept(session) == [(MONDAY, TUESDAY, "whole")]
    say(session, answer.undo, door=Door.BUTTON, now=later)
    assert kept(session) == [(MONDAY, FRIDAY, "whole")]
    say(session, "我回来了", now=later)
    with pytest.raises(UserError, match="not_away"):
        say(session, "/muster back", now=later)


def test_the_list_shows_what_lies_ahead_and_ends_each(session: Session, ann: Person) -> None:
    assert say(session, "/muster away") == AwayList(ann, (), True)
    say(session, "/muster away tomorrow")
    say(session, "/muster away 3/20 dentist")
    shown = say(session, "/muster away", now=NOON + timedelta(days=3))
    assert isinstance(shown, AwayList)
    assert [(one.first, one.note) for one in shown.kept] == [(date(2026, 3, 20), "dentist")], "what is over is left out"
    ended = say(session, "/muster away end 2026-03-20 2026-03-20 whole")
    assert isinstance(ended, AwayEnded)
    assert kept(session) == [(TUESDAY, TUESDAY, "whole")]
    with pytest.raises(UserError, match="not_away"):
        say(session, "/muster away end 2026-03-20 2026-03-20 whole")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("/muster away when hell freezes over", "no_such_absence"),
        ("/muster away yesterday", "no_such_absence"),
        ("/muster away tonight", "no_such_absence"),
        ("/muster away until 3pm", "no_such_absence"),
        ("/muster away until 2031-01-01", "date_too_far"),
        ("/muster away end today", "no_such_absence"),
        ("/muster away restore nonsense [1]", "away_changed_since"),
        ("/muster back", "not_away"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    session: Session, ann: Person, line: str, refusal: str
) -> None:
    with pytest.raises(UserError, match=refusal):
        say(session, line)
    assert kept(session) == []


def test_leads_the_manager_and_admins_say_it_for_others_and_nobody_else(session: Session, ann: Person) -> None:
    make_channel(session, "C0TEAM", members=("U0ANN", "U0TEAMLEAD"))
    for who in ("U0TEAMLEAD", "U0LEAD", "U0ADMIN", "U0BOSS", "U0BEN", "U0OTHERLEAD"):
        make_person(session, who, is_admin=who == "U0ADMIN")
    make_person(session, "U0GUEST", is_guest=True)
    make_workspace(session, leads=["U0LEAD", "U0GUEST"])
    for channel, lead in (("C0TEAM", "U0TEAMLEAD"), ("C0OTHER", "U0OTHERLEAD")):
        make_channel(session, channel)
        session.add(Team(workspace_id=TEAM, channel_id=channel, leads=[lead], created_at=NOW))
    session.flush()
    session.add(TeamMember(workspace_id=TEAM, channel_id="C0TEAM", person_id="U0ANN"))
    ann.manager_id = "U0BOSS"
    session.flush()
    for who in ("U0TEAMLEAD", "U0LEAD", "U0ADMIN", "U0BOSS"):
        answer = say(session, "/muster away <@U0ANN> until Friday", who)
        assert isinstance(answer, AwayKept), who
        assert (ann.away or [])[0]["source"] == "lead"
        say(session, answer.undo, who, door=Door.BUTTON)
        assert kept(session) == []
    say(session, "/muster away tomorrow doctor")
    for who in ("U0BEN", "U0OTHERLEAD", "U0GUEST"):
        for line in ("/muster away <@U0ANN> until Friday", "/muster back <@U0ANN>", "/muster away <@U0ANN> new",
                     "/muster away <@U0ANN> end 2026-03-10 2026-03-10 whole",
                     "/muster away <@U0ANN> restore x []"):  # fmt: skip
            with pytest.raises(UserError, match="away_of_others"):
                say(session, line, who)
        with pytest.raises(UserError, match="away_of_others"):
            submit(session, {"first": "2026-03-10"}, by=who)
    shown = say(session, "/muster away <@U0ANN>", "U0BEN")
    assert isinstance(shown, AwayList)
    assert not shown.may, "what it is for is not theirs to read"
    assert kept(session) == [(TUESDAY, TUESDAY, "whole")]


def test_who_only_leads_sees_of_their_tasks_what_they_may_see(session: Session, ann: Person) -> None:
    make_person(session, "U0LEAD")
    make_workspace(session, leads=["U0LEAD"])
    make_task(session, ann, due_on=date(2026, 3, 11))
    answer = say(session, "/muster away <@U0ANN> until Friday", "U0LEAD")
    assert isinstance(answer, AwayKept)
    assert answer.falls_due == (), "it was said in private"


def test_a_name_that_fits_nobody_is_asked_about(session: Session, ann: Person) -> None:
    make_person(session, "U0ADMIN", is_admin=True)
    answer = say(session, "/muster away @nobody until Friday", "U0ADMIN")
    assert isinstance(answer, WhoIs)
    assert kept(session) == []


def test_people_from_outside_have_no_absences_here(session: Session) -> None:
    make_person(session, "U0FAR", is_stranger=True)
    for line in ("/muster away until Friday", "/muster away", "/muster skip today", "I'm away until Friday"):
        with pytest.raises(UserError, match="not_our_people"):
            say(session, line, "U0FAR")


def test_the_form_takes_days_and_halves(session: Session, ann: Person) -> None:
    assert isinstance(say(session, "/muster away new"), AwayForm)
    answer = submit(session, {"first": "2026-03-10", "last": "2026-03-13", "part": "whole", "note": " beach "})
    assert isinstance(answer, AwayKept)
    assert answer.away.note == "beach"
    submit(session, {"first": "2026-03-18", "part": "morning"})
    assert kept(session) == [(TUESDAY, FRIDAY, "whole"), (date(2026, 3, 18), date(2026, 3, 18), "morning")]
    for values, field in (
        ({"first": "2026-03-20", "last": "2026-03-19"}, "last"),
        ({"first": "2026-03-20", "last": "2026-03-21", "part": "morning"}, "part"),
        ({"first": "", "last": ""}, "first"),
        ({"first": "2026-03-01", "last": "2026-03-02"}, "last"),
    ):
        with pytest.raises(UserError) as refused:
            submit(session, values)
        assert refused.value.field == field
    assert answer.away.part == Part.WHOLE


def test_a_date_of_theirs_ends_at_another_hour_where_half_of_the_day_is_left(session: Session, ann: Person) -> None:
    task = make_task(session, ann, due_on=TUESDAY)
    assert task.ends_at == datetime(2026, 3, 10, 17, tzinfo=UTC)
    say(session, "/muster away tomorrow afternoon")
    session.refresh(task)
    assert task.ends_at == datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


def test_a_standup_counts_them_as_away_and_never_as_missing(session: Session) -> None:
    asks = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0BEN": "Europe/Berlin"})
    pass_time(session, NOW, asks)
    assert part(session, "U0ANN", MONDAY).state == AnswerState.ASKED
    say(session, "I'm away until Friday", now=asks + timedelta(minutes=10))
    assert part(session, "U0ANN", MONDAY).state == AnswerState.AWAY
    pass_time(session, asks + timedelta(minutes=10), asks + timedelta(hours=4))
    assert part(session, "U0ANN", MONDAY).state == AnswerState.AWAY
    assert part(session, "U0BEN", MONDAY).state == AnswerState.MISSED
    run = queries.run(session, TEAM, CHANNEL, MONDAY)
    assert run is not None
    wrap = standup_notices.wrap_of(session, channel_of(session), run, for_leads=True)
    assert ([one.id for one in wrap.away], [one.id for one in wrap.missing]) == (["U0ANN"], ["U0BEN"])


def test_a_reply_to_the_standup_that_says_so_is_no_answer(session: Session) -> None:
    asks = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    make_team(session, zones={"U0ANN": "Europe/Berlin"})
    pass_time(session, NOW, asks)
    row = letter(session, f"standup:ask:{CHANNEL}:2026-03-09:U0ANN")
    assert isinstance(commands.reply(session, hear("我请假到周五"), row, asks), AwayKept)
    assert part(session, "U0ANN", MONDAY).state == AnswerState.AWAY
