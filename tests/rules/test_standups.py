"""The decisions of standups, in tables."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UserError
from bot.rules import standups as rules
from bot.rules.availability import Hours
from models import AnswerState, Channel, Person, Standup, StandupAnswer, Team, Workspace

MONDAY, SATURDAY = date(2026, 3, 9), date(2026, 3, 14)
SHANGHAI, BERLIN, ANGELES = "Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"


def standup(**fields: object) -> Standup:
    return Standup.model_validate({"workspace_id": "T0", "channel_id": "C0", "at": time(9, 30)} | fields)


def works(zone: str, region: str | None = None, days: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Hours:
    return Hours(ZoneInfo(zone), time(9), time(18), days, region)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(("zone", "one_zone", "at"), [
    (SHANGHAI, None, utc(2026, 3, 9, 1, 30)),
    (BERLIN, None, utc(2026, 3, 9, 8, 30)),
    (ANGELES, None, utc(2026, 3, 9, 16, 30)),
    (ANGELES, BERLIN, utc(2026, 3, 9, 8, 30)),
    ("Asia/Kathmandu", None, utc(2026, 3, 9, 3, 45)),
])  # fmt: skip
def test_a_member_is_asked_on_their_own_clock_or_on_the_one_all_share(zone: str, one_zone: str | None, at: datetime):
    assert rules.ask_at(standup(zone=one_zone), works(zone), MONDAY) == at


@pytest.mark.parametrize(("day", "at"), [
    (date(2026, 3, 28), utc(2026, 3, 28, 1, 30)),
    (date(2026, 3, 29), utc(2026, 3, 29, 1, 0)),
    (date(2026, 3, 30), utc(2026, 3, 30, 0, 30)),
    (date(2026, 10, 25), utc(2026, 10, 25, 0, 30)),
    (date(2026, 10, 26), utc(2026, 10, 26, 1, 30)),
])  # fmt: skip
def test_a_skipped_hour_is_the_first_moment_after_it_and_a_repeated_one_the_first(day: date, at: datetime):
    assert rules.ask_at(standup(at=time(2, 30)), works(BERLIN), day) == at


@pytest.mark.parametrize(("hours", "days", "one_zone", "day", "held"), [
    (works(BERLIN), [], None, MONDAY, True),
    (works(BERLIN), [], None, SATURDAY, False),
    (works(BERLIN), [6], None, SATURDAY, False),
    (works(BERLIN, days=(6, 7)), [6], None, SATURDAY, True),
    (works(BERLIN), [2, 4], None, MONDAY, False),
    (works(BERLIN, "DE"), [], None, date(2026, 4, 3), False),
    (works(BERLIN), [], None, date(2026, 4, 3), True),
    (works(SHANGHAI, "CN"), [], None, date(2026, 2, 14), True),
    (works(SHANGHAI, "CN"), [1, 3], None, date(2026, 2, 14), False),
    (works(SHANGHAI, "CN"), [], None, date(2026, 2, 18), False),
    (works(ANGELES), [], SHANGHAI, MONDAY, False),
    (works(ANGELES), [], SHANGHAI, date(2026, 3, 10), True),
])  # fmt: skip
def test_who_does_not_work_is_not_asked(hours: Hours, days: list[int], one_zone: str | None, day: date, held: bool):
    assert rules.is_held(standup(days=days, zone=one_zone), hours, day) is held


def test_the_reminder_comes_before_the_deadline_and_never_before_the_prompt():
    asked = utc(2026, 3, 9, 8, 30)
    usual = rules.window(standup(), asked)
    assert (usual.remind_at, usual.close_at) == (asked + timedelta(hours=2), asked + timedelta(minutes=150))
    assert rules.window(standup(remind_minutes=0), asked).remind_at is None
    assert rules.window(standup(window_minutes=30, remind_minutes=30), asked).remind_at is None


def test_the_next_run_opens_with_the_member_furthest_east():
    team = [works(ANGELES), works(BERLIN), works(SHANGHAI)]
    assert rules.next_run(standup(), team, since=MONDAY) == (MONDAY, utc(2026, 3, 9, 1, 30))


def test_a_run_that_began_elsewhere_still_opens_for_those_it_has_not_reached():
    team = [works(ANGELES), works(BERLIN)]
    found = rules.next_run(standup(), team, since=MONDAY, after=utc(2026, 3, 9, 9, 0))
    assert found == (MONDAY, utc(2026, 3, 9, 16, 30))


def test_a_team_that_never_works_has_no_next_run():
    assert rules.next_run(standup(), [works(BERLIN, days=())], since=MONDAY) is None
    assert rules.next_run(standup(), [], since=MONDAY) is None


def test_on_monday_the_news_begins_with_friday():
    assert rules.previous_ask(standup(), works(BERLIN), MONDAY) == utc(2026, 3, 6, 8, 30)


@pytest.mark.parametrize(("clock", "may"), [
    (utc(2026, 3, 9, 5, 59), False),
    (utc(2026, 3, 9, 6, 0), True),
    (utc(2026, 3, 9, 18, 59), True),
    (utc(2026, 3, 9, 19, 0), False),
    (utc(2026, 3, 8, 12, 0), False),
])  # fmt: skip
def test_asking_now_lets_people_sleep(clock: datetime, may: bool):
    assert rules.may_ask_now(works(BERLIN), MONDAY, clock) is may


def row(state: AnswerState, *, optional: bool = False, late: bool = False) -> StandupAnswer:
    return StandupAnswer(workspace_id="T0", channel_id="C0", on=MONDAY, person_id="U0", state=state, optional=optional,
                         late=late, ask_at=utc(2026, 3, 9), close_at=utc(2026, 3, 9, 3))  # fmt: skip


@pytest.mark.parametrize(("state", "optional", "counted", "missing"), [
    (AnswerState.PLANNED, False, True, False),
    (AnswerState.ASKED, False, True, False),
    (AnswerState.ANSWERED, False, True, False),
    (AnswerState.ANSWERED, True, True, False),
    (AnswerState.SKIPPED, False, True, False),
    (AnswerState.SKIPPED, True, False, False),
    (AnswerState.MISSED, False, True, True),
    (AnswerState.AWAY, False, False, False),
    (AnswerState.UNASKED, False, False, False),
])  # fmt: skip
def test_who_is_counted_and_who_is_missing(state: AnswerState, optional: bool, counted: bool, missing: bool):
    part = row(state, optional=optional)
    assert (rules.is_counted(part), rules.is_missing(part)) == (counted, missing)


def test_late_answers_are_counted_among_the_answered():
    rows = [row(AnswerState.ANSWERED), row(AnswerState.ANSWERED, late=True), row(AnswerState.MISSED)]
    assert rules.figures(rows) == rules.Figures(asked=3, answered=2, late=1)


@pytest.mark.parametrize(("words", "is_one"), [
    ("The price list is missing", True), ("None of the keys work", True), ("无法登录", True),
    ("no access to staging", True), ("", False), ("no", False), ("None.", False), ("Nothing!", False),
    ("N/A", False), (" 没有。", False), ("无", False), ("暂无", False), ("-", False),
])  # fmt: skip
def test_a_polite_no_is_no_blocker(words: str, is_one: bool):
    assert rules.is_blocker(words) is is_one


def test_only_the_usual_third_question_names_blockers():
    assert rules.blocker_of([], ["a", "b", "the proxy"]) == "the proxy"
    assert rules.blocker_of(["Mood?", "Wins?", "Else?"], ["a", "b", "the proxy"]) == ""


@pytest.mark.parametrize(("text", "answers"), [
    ("shipped it\nwrite docs\nnothing", ["shipped it", "write docs", "nothing"]),
    ("1. shipped it\n2. write docs\n3. nothing", ["shipped it", "write docs", "nothing"]),
    ("1、发布了\n2、写文档\n3、没有", ["发布了", "写文档", "没有"]),
    ("shipped it\nand told Dana\n\nwrite docs\n\nnothing", ["shipped it\nand told Dana", "write docs", "nothing"]),
    ("3 bugs fixed\n2 to go\n1 is stuck", ["3 bugs fixed", "2 to go", "1 is stuck"]),
    ("shipped it", ["shipped it", "", ""]),
    ("a\nb", ["a\nb", "", ""]),
])  # fmt: skip
def test_a_reply_with_as_many_lines_as_questions_answers_each(text: str, answers: list[str]):
    assert rules.split_reply(text, 3) == answers


def person(**fields: object) -> Person:
    return Person.model_validate({"workspace_id": "T0", "id": "U0", "refreshed_at": utc(2026, 3, 9)} | fields)


@pytest.mark.parametrize(("kind", "fields", "is_member", "may"), [
    ("public", {}, False, True),
    ("public", {"is_guest": True}, False, False),
    ("public", {"is_guest": True}, True, True),
    ("private", {}, False, False),
    ("private", {}, True, True),
    ("public", {"is_stranger": True}, True, False),
    ("public", {"is_bot": True}, True, False),
    ("public", {"is_deleted": True}, True, False),
])  # fmt: skip
def test_a_standup_asks_only_who_may_read_its_report(kind: str, fields: dict[str, bool], is_member: bool, may: bool):
    channel = Channel(workspace_id="T0", id="C0", kind=kind)
    assert rules.takes_part(channel, person(**fields), is_member) is may


@pytest.mark.parametrize(("fields", "leads", "is_member", "may"), [
    ({}, None, True, True),
    ({}, None, False, False),
    ({"is_guest": True}, None, True, False),
    ({"is_stranger": True}, None, True, False),
    ({}, ["U0BOSS"], True, False),
    ({}, ["U0"], False, True),
    ({"is_admin": True}, ["U0BOSS"], False, True),
    ({"is_admin": True, "is_stranger": True}, ["U0"], True, False),
])  # fmt: skip
def test_who_may_set_a_standup_up(fields: dict[str, bool], leads: list[str] | None, is_member: bool, may: bool):
    workspace = Workspace(id="T0", created_at=utc(2026, 3, 9))
    team = None
    if leads is not None:
        team = Team(workspace_id="T0", channel_id="C0", leads=leads, created_at=utc(2026, 3, 9))
    assert rules.can_set_up(workspace, person(**fields), team, is_member, "standup setup") is may


@pytest.mark.parametrize(("read", "field", "key"), [
    (lambda: rules.clock_of("25:00"), "at", "bad_time"),
    (lambda: rules.clock_of("half past nine"), "at", "bad_time"),
    (lambda: rules.days_of([]), "days", "no_days"),
    (lambda: rules.days_of(["0", "8", "x"]), "days", "no_days"),
    (lambda: rules.minutes_of("soon", "window", 15, 720), "window", "bad_window"),
    (lambda: rules.minutes_of("721", "window", 15, 720), "window", "bad_window"),
    (lambda: rules.minutes_of("-1", "remind", 0, 149), "remind", "bad_remind"),
    (lambda: rules.questions_of("q\n" * 11), "questions", "too_many_questions"),
    (lambda: rules.questions_of("q" * 151), "questions", "question_too_long"),
])  # fmt: skip
def test_a_wrong_setting_names_its_field(read: Callable[[], object], field: str, key: str):
    with pytest.raises(UserError) as refused:
        read()
    assert (refused.value.key, refused.value.field) == (key, field)


def test_right_settings_are_read():
    assert rules.clock_of("9:05") == time(9, 5)
    assert rules.days_of(["5", "1", "5"]) == [1, 5]
    assert rules.questions_of(" What won? \n\n What hurt? \n") == ["What won?", "What hurt?"]
