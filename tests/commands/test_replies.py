"""Replies to a nudge or a brief act on the tasks in it, whoever wrote them and in either language."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot import commands
from bot.answers import Answer, Changed, SmallTalk, WhichTask
from bot.answers.whys import Why
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import Nudge, Nudges
from bot.services.messages import notices
from bot.services.work import life
from bot.services.work import tasks as work
from models import Outbox, Person, Session, Task
from models.queries import tasks as queries
from tests.factories import TEAM, acting, make_person, make_task
from tests.services.ticking import MINUTE, MORNING, at_three, berlin, mornings_were_said, step

TWO = berlin("14:00")


@pytest.fixture(autouse=True)
def _mornings_were_said(monkeypatch: pytest.MonkeyPatch) -> None:
    mornings_were_said(monkeypatch)


@pytest.fixture
def three(session: Session) -> list[Task]:
    """Three tasks of Ann that are due at three, told an hour before in one message."""
    ann = make_person(session)
    return [at_three(session, ann, title=title) for title in ("deck", "offer", "report")]


def person(session: Session) -> Person:
    found = session.get(Person, (TEAM, "U0ANN"))
    assert found is not None
    return found


def last(session: Session, kind: str = "nudge") -> Outbox:
    rows = session.exec(select(Outbox).where(Outbox.kind == kind)).all()
    return rows[-1]


def reply(session: Session, text: str, row: Outbox | None = None, person_id: str = "U0ANN") -> Answer:
    heard = Heard(TEAM, person_id, Door.DM, text, Gesture(text), channel_id="D0ANN", channel_kind="im")
    answer = commands.reply(session, heard, row or last(session), TWO + MINUTE)
    session.flush()
    return answer


def because(answer: Answer) -> list[tuple[int, str, str]]:
    assert isinstance(answer, Why)
    assert answer.is_of_message
    return [(row.task.number if row.task else 0, row.kind, row.state) for row in answer.rows]


@pytest.mark.parametrize(
    "words", ["why?", "why did I get this", "Why am I being reminded?", "为什么？", "为什么提醒我"]
)
def test_why_is_answered_for_every_task_of_the_message(session: Session, three: list[Task], words: str) -> None:
    step(session, TWO)
    assert because(reply(session, words)) == [(task.number, "soon", "sent") for task in three]


def test_why_of_one_of_them_is_answered_for_that_one(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    answer = reply(session, f"why did I get {three[1].number}")
    assert isinstance(answer, Why)
    assert answer.task is three[1]


def test_why_is_answered_for_what_is_closed_by_now_and_names_nothing_that_may_not_be_seen(
    session: Session, three: list[Task]
) -> None:
    step(session, TWO)
    bob = make_person(session, "U0BOB")
    life.done(session, acting(session, person(session), now=TWO + MINUTE), three[0])
    work.assign(session, acting(session, person(session), now=TWO + MINUTE), three[1], bob)
    three[1].creator_id = bob.id
    session.flush()
    assert because(reply(session, "why?")) == [(task.number, "soon", "sent") for task in (three[0], three[2])]


def test_why_of_a_brief_and_of_a_single_reminder(session: Session) -> None:
    at_three(session, make_person(session))
    step(session, MORNING)
    assert because(reply(session, "why?", last(session, "brief"))) == [(0, "brief", "sent")]
    step(session, TWO)
    answer = reply(session, "why?")
    assert isinstance(answer, Why)
    assert answer.task is not None


def test_why_of_several_numbers_is_a_row_each(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    numbers = " ".join(str(task.number) for task in three[:2])
    assert because(reply(session, f"why {numbers}")) == [(task.number, "soon", "sent") for task in three[:2]]


def states(tasks: list[Task]) -> list[str]:
    return [task.state for task in tasks]


def became(session: Session, row: Outbox) -> list[str]:
    """What the message that was sent says of each by now."""
    drawn = notices.compose(session, row, TWO + MINUTE)
    assert isinstance(drawn, Nudges)
    return [item.state for item in drawn.items if isinstance(item, Nudge)]


@pytest.mark.parametrize("words", ["done", "完成了", "all done", "都做完了"])
def test_done_is_said_of_all_in_the_message_which_then_says_so(session: Session, three: list[Task], words: str) -> None:
    step(session, TWO)
    answer = reply(session, words)
    assert isinstance(answer, Changed)
    assert states(three) == ["done"] * 3
    assert len(answer.undo) == 3
    redraw_at = last(session).redraw_at
    assert redraw_at is not None
    assert redraw_at <= TWO + MINUTE
    assert became(session, last(session)) == ["done"] * 3


@pytest.mark.parametrize("words", ["done, except {}", "完成了，除了{}", "除了#{}都完成了"])
def test_all_but_one(session: Session, three: list[Task], words: str) -> None:
    step(session, TWO)
    reply(session, words.format(three[1].number))
    assert states(three) == ["done", "open", "done"]
    assert sorted(became(session, last(session))) == ["", "done", "done"]


@pytest.mark.parametrize("words", ["{} done", "#{} is done", "done {}", "{}完成了", "#{}：完成了"])
def test_one_of_them_by_its_number(session: Session, three: list[Task], words: str) -> None:
    step(session, TWO)
    reply(session, words.format(three[1].number))
    assert states(three) == ["open", "done", "open"]


@pytest.mark.parametrize("words", ["snooze all till tomorrow", "都推到明天", "明天再提醒我"])
def test_all_are_put_off(session: Session, three: list[Task], words: str) -> None:
    step(session, TWO)
    assert isinstance(reply(session, words), Changed)
    assert {task.snoozed_until for task in three} == {berlin("9:00", 10)}
    assert became(session, last(session)) == ["snoozed"] * 3


def test_other_words_are_a_note_on_the_one_they_tap(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    asked = reply(session, "the customer has not answered yet")
    assert isinstance(asked, WhichTask)
    assert asked.lines[0] == f"note #{three[0].number} the customer has not answered yet"
    assert states(three) == ["open"] * 3
    reply(session, f"{three[2].number}: the customer has not answered yet")
    assert [entry.note for entry in queries.list_history(session, three[2]) if entry.kind == "note"] == [
        "the customer has not answered yet"
    ]


def test_what_is_closed_by_now_is_not_asked_about(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    ann = acting(session, make_person(session), now=TWO)
    life.done(session, ann, three[0])
    life.done(session, ann, three[1])
    reply(session, "half of it is there")
    assert [entry.note for entry in queries.list_history(session, three[2]) if entry.kind == "note"] == [
        "half of it is there"
    ]


def test_thanks_are_no_work_and_a_question_is_answered(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    assert isinstance(reply(session, "thanks"), SmallTalk)
    assert not isinstance(reply(session, "what is due today?"), WhichTask)


def test_done_to_a_nudge_of_one_task(session: Session) -> None:
    task = at_three(session, make_person(session))
    step(session, TWO)
    reply(session, "完成了")
    assert task.state == "done"


def test_done_does_not_accept_what_somebody_else_submitted(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    mine = [at_three(session, ann) for _ in range(2)]
    waits = make_task(session, bob, now=berlin("10:00", 6), title="price list")
    life.block(session, acting(session, bob, now=berlin("10:00", 6)), waits, reason="the price", by=ann.id)
    step(session, TWO)
    row = last(session)
    if waits.number in row.subject["numbers"]:
        reply(session, "done", row)
    else:
        row.subject = row.subject | {"numbers": [*row.subject["numbers"], waits.number]}
        reply(session, "done", row)
    assert (states(mine), waits.state) == (["done", "done"], "open")


def brief_of(session: Session, *titles: str) -> list[Task]:
    ann = make_person(session)
    made = [make_task(session, ann, title=title, due_on=date(2026, 3, 9), now=MORNING - timedelta(days=3))
            for title in titles]  # fmt: skip
    step(session, MORNING)
    return made


def test_done_under_a_brief_of_one_task_acts_and_of_several_asks(session: Session) -> None:
    made = brief_of(session, "deck", "offer")
    asked = reply(session, "done", last(session, "brief"))
    assert isinstance(asked, WhichTask)
    assert sorted(asked.lines) == [f"done #{task.number}" for task in made]
    reply(session, f"{made[0].number} done", last(session, "brief"))
    assert states(made) == ["done", "open"]
    reply(session, "done", last(session, "brief"))
    assert states(made) == ["done", "done"]


def test_all_done_under_a_brief_is_taken_at_its_word(session: Session) -> None:
    made = brief_of(session, "deck", "offer")
    reply(session, "都完成了", last(session, "brief"))
    assert states(made) == ["done", "done"]


def test_other_words_under_a_brief_are_a_line_of_their_own(session: Session) -> None:
    made = brief_of(session, "deck", "offer")
    answer: Any = reply(session, "list", last(session, "brief"))
    assert len(answer.page.tasks) == len(made)


def test_an_empty_reply_to_several_says_what_lacks(session: Session, three: list[Task]) -> None:
    step(session, TWO)
    with pytest.raises(UserError):
        reply(session, " ")
    assert states(three) == ["open"] * 3
