"""A word on somebody's task reaches them, and their answer whoever asked; nobody hears their own words."""

import pytest
from sqlmodel import col, select

from bot import commands
from bot.heard import Door, Gesture, Heard
from bot.notices import Dropped, TaskTold
from bot.render import slack
from bot.services.messages import notices
from models import Outbox, Session, Task
from models.queries import tasks as queries
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person, make_task
from tests.render import reading, samples


@pytest.fixture
def task(session: Session) -> Task:
    """Ann's, in a channel that Bob and Dana see."""
    ann, bob, dana = (make_person(session, f"U0{name}") for name in ("ANN", "BOB", "DANA"))
    channel = make_channel(session, members=(ann.id, bob.id, dana.id))
    return make_task(session, ann, creator=bob, channel=channel)


def told(session: Session) -> list[tuple[str, str, str, str]]:
    """(to, by, verb, words) of every word that was passed on."""
    rows = session.exec(select(Outbox).where(Outbox.kind == "task.told").order_by(col(Outbox.id)))
    return [(row.to, *(str(row.subject.get(name)) for name in ("by", "verb", "detail"))) for row in rows]


def fill(session: Session, task: Task, words: str, person_id: str) -> None:
    heard = Heard(TEAM, person_id, Door.FORM, "", Gesture(f"{person_id} {words}"), form="form:note",
                  values={"note": words}, meta={"number": task.number, "v": task.version})  # fmt: skip
    commands.submit(session, heard, NOW)
    session.flush()


def test_a_question_reaches_the_owner_and_the_answer_who_asked(session: Session, task: Task) -> None:
    fill(session, task, "When will it be ready?", "U0BOB")
    say(session, f"note {task.number} same question here", "U0DANA")
    say(session, f"note {task.number} on Friday")
    fill(session, task, "thank you", "U0BOB")
    assert told(session) == [
        ("U0ANN", "U0BOB", "asked", "When will it be ready?"), ("U0ANN", "U0DANA", "wrote", "same question here"),
        ("U0BOB", "U0ANN", "answered", "on Friday"), ("U0DANA", "U0ANN", "answered", "on Friday"),
        ("U0ANN", "U0BOB", "wrote", "thank you"),
    ]  # fmt: skip


def test_nobody_hears_their_own_words(session: Session, task: Task) -> None:
    say(session, f"note {task.number} half of it is there")
    fill(session, task, "is it?", "U0ANN")
    assert told(session) == []


def test_who_is_waited_for_answers(session: Session, task: Task) -> None:
    task.blocked_at, task.blocked_by_id = NOW, "U0DANA"
    fill(session, task, "you have the numbers tomorrow", "U0DANA")
    assert told(session) == [("U0ANN", "U0DANA", "answered", "you have the numbers tomorrow")]


@pytest.mark.parametrize("kind", ["nudge", "task.told"])
def test_a_reply_to_what_muster_said_reaches_the_owner_too(session: Session, task: Task, kind: str) -> None:
    row = Outbox(workspace_id=TEAM, key="k", kind=kind, to="U0BOB", reader_id="U0BOB", nonce="n",
                 subject={"number": task.number, "by": "U0ANN", "verb": "block"})  # fmt: skip
    heard = Heard(TEAM, "U0BOB", Door.DM, "卡在哪里？", Gesture("x"), channel_id="D0BOB", channel_kind="im")
    commands.reply(session, heard, row, NOW)
    session.flush()
    assert told(session) == [("U0ANN", "U0BOB", "asked", "卡在哪里？")]


def test_what_people_say_to_each_other_is_told_to_nobody(session: Session, task: Task) -> None:
    row = Outbox(
        workspace_id=TEAM, key="k", kind="task.card", to="C0LAUNCH", nonce="n", subject={"number": task.number}
    )
    heard = Heard(TEAM, "U0BOB", Door.MENTION, "is it there?", Gesture("y"), channel_id="C0LAUNCH",
                  channel_kind="public", meta={"thread_only": True})  # fmt: skip
    commands.reply(session, heard, row, NOW)
    assert told(session) == []


def test_a_word_that_was_taken_back_is_not_said(session: Session, task: Task) -> None:
    fill(session, task, "Is it there?", "U0BOB")
    row = session.exec(select(Outbox).where(Outbox.kind == "task.told")).one()
    assert isinstance(notices.compose(session, row, NOW), TaskTold)
    say(session, f"undo @{queries.list_history(session, task)[0].id}", "U0BOB")
    assert isinstance(notices.compose(session, row, NOW), Dropped)


@pytest.mark.parametrize(("language", "first", "label"), [
    ("en", "<@U0BOB> asks about your task", "Answer…"), ("zh", "<@U0BOB> 就你的任务提问", "回复…"),
])  # fmt: skip
def test_the_owner_reads_who_asks_and_can_answer(
    session: Session, task: Task, language: str, first: str, label: str
) -> None:
    fill(session, task, "When will it be ready?", "U0BOB")
    notice = notices.compose(session, session.exec(select(Outbox).where(Outbox.kind == "task.told")).one(), NOW)
    assert isinstance(notice, TaskTold)
    drawn = slack.notice(notice, samples.reader(language))
    assert first in "\n".join(reading.shown(drawn))
    assert reading.buttons(drawn)[label].endswith(f"note {task.number}")
