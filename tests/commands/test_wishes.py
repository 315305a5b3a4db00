"""How much somebody wants to hear, said to Muster: quiet for a while, levels by kind, a team's word; short snoozes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot import commands
from bot.answers import Answer, Changed
from bot.answers.wishes import Levels, LevelsForm, Quiet
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.chasing import Level
from models import Channel, Person, Session, Task, Team
from tests.factories import TEAM, make_channel, make_person, make_task

NOON = datetime(2026, 3, 9, 11, tzinfo=UTC)  # Monday, 12:00 in Berlin
THREE, TOMORROW = datetime(2026, 3, 9, 14, tzinfo=UTC), datetime(2026, 3, 10, 8, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 16, 8, tzinfo=UTC)
TWO_HOURS = NOON + timedelta(hours=2)


def say(session: Session, line: str, who: str = "U0ANN", *, door: Door = Door.DM, now: datetime = NOON,
        channel: str = "D0ANN") -> Answer:  # fmt: skip
    heard = Heard(workspace_id=TEAM, person_id=who, door=door, text=line, gesture=Gesture(f"{line} {now}"),
                  channel_id=channel, channel_kind="im" if channel.startswith("D") else "public")  # fmt: skip
    return commands.run(session, heard, now)


def submit(session: Session, values: dict[str, str], who: str = "U0ANN", channel: str | None = None) -> Answer:
    heard = Heard(workspace_id=TEAM, person_id=who, door=Door.FORM, text="", gesture=Gesture(f"{values}"),
                  form="form:nudges", values=values, meta={"channel": channel})  # fmt: skip
    return commands.submit(session, heard, NOON)


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


@pytest.fixture
def channel(session: Session, ann: Person) -> Channel:
    for name in ("U0BOB", "U0MAYA"):
        make_person(session, name)
    found = make_channel(session, members=("U0ANN", "U0BOB", "U0MAYA"))
    session.add(Team(workspace_id=TEAM, channel_id=found.id, leads=["U0MAYA"], created_at=NOON))
    session.flush()
    return found


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("/muster quiet 2h", TWO_HOURS), ("/muster quiet until 15:00", THREE), ("/muster quiet until 3pm", THREE),
        ("/muster quiet until monday", NEXT_MONDAY), ("/muster quiet today", TOMORROW),
        ("/muster 免打扰 两小时", TWO_HOURS), ("/muster 安静 到周一", NEXT_MONDAY),
        ("don't disturb me until 3pm", THREE),
        ("Quiet please, until 15:00", THREE), ("leave me alone for 2h", TWO_HOURS),
        ("别打扰我两小时", TWO_HOURS), ("安静到周一", NEXT_MONDAY), ("下午三点前别打扰我", THREE),
        ("两小时内不要打扰我", TWO_HOURS), ("免打扰到明天", TOMORROW), ("/muster don't disturb me until 3pm", THREE),
    ],
)  # fmt: skip
def test_quiet_is_kept_until_the_moment_that_was_said(
    session: Session, ann: Person, line: str, until: datetime
) -> None:
    answer = say(session, line)
    assert isinstance(answer, Quiet)
    assert (answer.until, ann.quiet_until) == (until, until)
    assert session.get(Task, (TEAM, 1)) is None


@pytest.mark.parametrize(
    "line",
    ["别打扰客户，到周五", "安静的会议室 周五订", "quiet down the printer until friday", "明天别打扰我爸，先联系王芳"],
)
def test_work_that_only_sounds_like_it_is_a_task(session: Session, ann: Person, line: str) -> None:
    say(session, line, door=Door.SLASH)
    assert ann.quiet_until is None


def test_quiet_is_shown_ended_and_taken_back(session: Session, ann: Person) -> None:
    assert say(session, "/muster quiet") == Quiet(None)
    kept = say(session, "/muster quiet 2h")
    assert isinstance(kept, Quiet)
    assert say(session, "/muster quiet") == Quiet(TWO_HOURS)
    say(session, kept.undo, door=Door.BUTTON)
    assert ann.quiet_until is None
    with pytest.raises(UserError, match="wish_changed_since"):
        say(session, kept.undo, door=Door.BUTTON)
    say(session, "/muster quiet 2h")
    ended = say(session, "可以打扰我了")
    assert isinstance(ended, Quiet)
    assert ended.ended
    say(session, ended.undo, door=Door.BUTTON)
    assert ann.quiet_until == TWO_HOURS


@pytest.mark.parametrize(
    ("line", "refusal"),
    [("/muster quiet whenever", "no_such_quiet"), ("/muster quiet 3 weeks", "quiet_too_long"),
     ("/muster nudges loud", "no_such_level"), ("/muster nudges cats:off", "no_such_level")],
)  # fmt: skip
def test_what_cannot_be_read_is_said_so(session: Session, ann: Person, line: str, refusal: str) -> None:
    with pytest.raises(UserError, match=refusal):
        say(session, line)


def test_levels_are_kept_from_the_form_and_from_words_and_taken_back(session: Session, ann: Person) -> None:
    assert say(session, "/muster nudges") == LevelsForm({})
    saved = submit(session, {"all": "light", "stale": "off", "brief": "default"})
    assert isinstance(saved, Levels)
    assert ann.nudging == {"all": "light", "stale": "off"}
    assert say(session, "/muster nudges") == LevelsForm({"all": Level.LIGHT, "stale": Level.OFF})
    say(session, saved.undo, door=Door.BUTTON)
    assert ann.nudging is None
    say(session, "/muster 提醒 少")
    assert ann.nudging == {"all": "light"}


def test_new_levels_count_at_once_for_every_task_they_concern(session: Session, ann: Person, channel: Channel) -> None:
    bob, maya = (session.get_one(Person, (TEAM, who)) for who in ("U0BOB", "U0MAYA"))
    later = NOON + timedelta(days=3)
    given, own, foreign = (make_task(session, owner, creator=creator, channel=channel) for owner, creator in
                           ((bob, ann), (ann, ann), (bob, bob)))  # fmt: skip
    for task in (given, own, foreign):
        task.chase_at = later
    session.flush()
    submit(session, {"all": "active"})
    assert [task.chase_at for task in (given, own, foreign)] == [NOON, NOON, later]
    submit(session, {"escalation": "standard"}, who=maya.id)
    assert foreign.chase_at == NOON, "she leads the channel"


def test_a_teams_word_is_its_leads_and_holds_for_its_tasks(session: Session, channel: Channel) -> None:
    with pytest.raises(UserError, match="leads_only"):
        say(session, "/muster nudges team", "U0BOB", door=Door.SLASH, channel=channel.id)
    form = say(session, "/muster nudges team", "U0MAYA", door=Door.SLASH, channel=channel.id)
    assert form == LevelsForm({}, channel)
    with pytest.raises(UserError, match="leads_only"):
        submit(session, {"all": "light"}, "U0BOB", channel.id)
    saved = submit(session, {"all": "light", "stale": "active"}, "U0MAYA", channel.id)
    team = session.get_one(Team, (TEAM, channel.id))
    assert team.nudging == {"all": "light", "stale": "active"}
    assert isinstance(saved, Levels)
    say(session, saved.undo, "U0MAYA", door=Door.BUTTON)
    assert team.nudging is None


def test_in_a_direct_message_there_is_no_team(session: Session, ann: Person) -> None:
    with pytest.raises(UserError, match="run_in_channel"):
        say(session, "/muster nudges team")


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("fields", "wished", "until", "why"),
    [
        ({"priority": 1}, "2h", NOON + timedelta(hours=2), ""),
        ({"priority": 1}, "3d", NOON + timedelta(days=1), "1"),
        ({"priority": 2}, "1 week", NOON + timedelta(days=3), "2"),
        ({}, "1 week", NOON + WEEK, ""),
        ({}, "3 weeks", NOON + 2 * WEEK, "3"),
        ({"priority": 4}, "3 weeks", NOON + 3 * WEEK, ""),
        ({"due_on": date(2026, 3, 6)}, "3d", NOON + timedelta(days=1), "late"),
        ({"due_on": date(2026, 3, 6), "priority": 5}, "1 week", NOON + timedelta(days=1), "late"),
    ],
)  # fmt: skip
def test_a_snooze_is_shorter_the_more_pressing_and_for_a_day_once_late(
    session: Session, ann: Person, fields: dict[str, object], wished: str, until: datetime, why: str
) -> None:
    task = make_task(session, ann, now=NOON - WEEK, **fields)
    answer = say(session, f"snooze {task.number} {wished}")
    assert isinstance(answer, Changed)
    assert (task.snoozed_until, answer.detail) == (until, why)


def test_a_day_from_friday_afternoon_is_monday_morning(session: Session, ann: Person) -> None:
    friday = NOON + timedelta(days=4, hours=3)
    task = make_task(session, ann, now=friday, priority=1)
    say(session, f"snooze {task.number} until tuesday", now=friday)
    assert task.snoozed_until == NEXT_MONDAY


def test_a_reminder_of_ones_own_is_put_off_for_as_long_as_one_likes(session: Session, ann: Person) -> None:
    say(session, "remind me tomorrow at 10:00 to call the bank")
    task = session.get_one(Task, (TEAM, 1))
    say(session, "snooze 1 4 weeks")
    assert task.snoozed_until == NOON + 4 * WEEK
