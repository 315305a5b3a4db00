"""Reminders always ring: at their hour, else when the day's work begins; what cannot be read is asked about."""

from datetime import date
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, Help, PastDate, SaidBefore, SmallForm, WhichTask, WhoIs
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Person, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

SHANGHAI = "Asia/Shanghai"


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    for person_id, name in (("U0ANN", "ann"), ("U0TOM", "tom")):
        make_person(session, person_id, name=name, real_name=name.title(), zone=SHANGHAI)


def say(session: Session, text: str, door: Door = Door.DM, **more: Any) -> Answer:
    heard = Heard(TEAM, "U0ANN", door, text, Gesture(text), channel_id="D0ANN", channel_kind="im", **more)
    answer = commands.run(session, heard, NOW)
    session.flush()
    return answer


def rings(task: Task) -> str:
    assert task.snoozed_until is not None, task.title
    assert task.snoozed_until == task.due_at
    return f"{task.title} {task.snoozed_until:%m-%dT%H:%M}"


RINGS = (
    # what is said on Monday the ninth in Shanghai, and when it rings in UTC
    ("remind me tomorrow to send the deck", "send the deck 03-10T01:00"),
    ("remind me on Friday to send the deck", "send the deck 03-13T01:00"),
    ("ping me tomorrow morning to send the deck", "send the deck 03-10T01:00"),
    ("remind me on Saturday to water the plants", "water the plants 03-14T01:00"),
    ("提醒我明天开会", "开会 03-10T01:00"),
    ("周五提醒我交周报", "交周报 03-13T01:00"),
    ("remind me every Friday to send the report", "send the report 03-13T01:00"),
    ("每天早上九点提醒我喝水", "喝水 03-10T01:00"),
    ("remind me tomorrow at 15:00 to call Bob", "call Bob 03-10T07:00"),
)


@pytest.mark.parametrize(("words", "ringing"), RINGS)
def test_every_reminder_rings(session: Session, words: str, ringing: str) -> None:
    made = say(session, words)
    assert isinstance(made, Created), made
    assert rings(made.view.task) == ringing


def test_a_rhythm_stays_one(session: Session) -> None:
    made = say(session, "remind me every day to drink")
    assert isinstance(made, Created)
    assert made.view.task.rrule
    assert rings(made.view.task).startswith("drink ")


UNCLEAR = (
    ("remind me at 25:00 to call", "at 25:00", "call"), ("remind me when #7 is done", "when #7 is done", "#7 is done"),
    ("remind me yesterday to call", "yesterday", "call"), ("提醒我25点打电话", "25点", "打电话"),
    ("remind me 10 minutes before the meeting", "10 minutes before the meeting", "the meeting"),
    ("到家的时候提醒我关灯", "到家的时候", "关灯"),
    ("please remind me to call when Bob is back", "when Bob is back", "call when Bob is back"),
    ("please remind me to call Bob at 25:00", "at 25:00", "call Bob"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "unclear", "title"), UNCLEAR)
def test_a_condition_or_an_unreadable_time_is_asked_and_rings_all_the_same(
    session: Session, words: str, unclear: str, title: str
) -> None:
    asked = say(session, words)
    assert isinstance(asked, PastDate), asked
    assert (asked.on, asked.words) == (None, unclear)
    assert queries.get_unseen(session, TEAM, 1) is None
    made = say(session, f"{asked.verb} {asked.kept} 2026-03-13", Door.BUTTON)
    assert isinstance(made, Created)
    assert rings(made.view.task).endswith("03-13T01:00")
    assert made.view.task.title == title


@pytest.mark.parametrize("words", ["remind me", "提醒我", "remind me tomorrow", "20分钟后提醒我", "半小时后叫我一下"])
def test_with_nothing_to_be_reminded_of_it_is_asked(session: Session, words: str) -> None:
    with pytest.raises(UserError) as asked:
        say(session, words)
    assert asked.value.key == "remind_of_what"
    assert str(asked.value.params["words"]) in words


def test_a_question_on_the_way_keeps_the_reminder(session: Session) -> None:
    asked = say(session, "remind me to call @bobby tomorrow at 15:00")
    assert isinstance(asked, WhoIs)
    made = say(session, f"{asked.verb} {asked.line.replace('<@WHO>', '<@U0TOM>')}", Door.BUTTON)
    assert isinstance(made, Created)
    assert rings(made.view.task).endswith("03-10T07:00")
    past = say(session, "昨天提醒我打电话")
    assert isinstance(past, PastDate)
    picked = say(session, f"{past.verb} {past.kept} 2026-03-16", Door.BUTTON)
    assert isinstance(picked, Created)
    assert rings(picked.view.task) == "打电话 03-16T01:00"
    say(session, "remind me tomorrow to buy milk")
    before = say(session, "remind me tomorrow to buy milk")
    assert isinstance(before, SaidBefore)
    again = say(session, f"{before.verb} {before.line}", Door.BUTTON)
    assert isinstance(again, Created)
    assert rings(again.view.task) == "buy milk 03-10T01:00"


def test_no_more_reminders_of_a_task_put_it_off(session: Session) -> None:
    task = make_task(session, make_person(session, "U0ANN", name="ann", zone=SHANGHAI), due_on=date(2026, 3, 12))
    for words in (f"don't remind me about {task.number}", f"别再提醒我{task.number}了"):
        form = say(session, words)
        assert isinstance(form, SmallForm), words
        assert (form.verb, form.task.number) == ("snooze", task.number)
    assert isinstance(say(session, "stop reminding me"), Help)
    assert queries.get_unseen(session, TEAM, 2) is None


@pytest.mark.parametrize("words", ["reminders", "my reminders", "show my reminders", "我的提醒", "看看我的提醒"])
def test_reminders_are_listed_the_next_one_first(session: Session, words: str) -> None:
    say(session, "remind me every Monday at 9 to send the report")
    say(session, "remind me tomorrow at 15:00 to call Bob")
    say(session, "write the plan by Friday")
    listed: Any = say(session, words)
    assert [task.title for task in listed.page.tasks] == ["call Bob", "send the report"]


@pytest.mark.parametrize("words", ["cancel the reminder about the contract", "取消关于contract的提醒"])
def test_a_reminder_is_called_off_by_what_it_is_about(session: Session, words: str) -> None:
    say(session, "remind me on Friday to read the contract")
    say(session, "remind me on Friday to call Bob")
    asked = say(session, words)
    assert isinstance(asked, WhichTask)
    (task,) = asked.tasks
    assert task.title == "read the contract"
    say(session, asked.lines[0], Door.BUTTON)
    left: Any = say(session, "reminders")
    assert [one.title for one in left.page.tasks] == ["call Bob"]


def test_cancel_the_reminder_without_a_word_lists_them(session: Session) -> None:
    say(session, "remind me on Friday to call Bob")
    listed: Any = say(session, "取消提醒")
    assert [one.title for one in listed.page.tasks] == ["call Bob"]


@pytest.mark.parametrize("words", ["remind me about #1 on Friday", "周五提醒我看 #1", "remind me about 1 next month"])
def test_a_reminder_of_anothers_task_is_ones_own(session: Session, words: str) -> None:
    tom = session.get_one(Person, (TEAM, "U0TOM"))
    channel = make_channel(session, members=("U0ANN", "U0TOM"))
    task = make_task(session, tom, creator=session.get_one(Person, (TEAM, "U0ANN")), title="offer", channel=channel)
    made = say(session, words)
    assert isinstance(made, Created), made
    mine = made.view.task
    assert (task.snoozed_until, task.version) == (None, 1)
    assert (mine.title, mine.owner_id, mine.source_channel, made.posted) == ("👀 #1 offer", "U0ANN", None, "dm")
    assert mine.snoozed_until == mine.due_at is not None


def test_a_reminder_of_ones_own_task_comes_when_it_is_wished(session: Session) -> None:
    task = make_task(session, session.get_one(Person, (TEAM, "U0ANN")), due_on=date(2026, 3, 5), priority=1)
    answer = say(session, f"remind me about {task.number} next month")
    assert isinstance(answer, Changed), answer
    assert (f"{task.snoozed_until:%m-%d}", answer.detail) == ("04-01", "")
