"""A task goes from hand to hand: taken on, turned down, handed over with a word."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import commands
from bot.answers import Answer, Changed, Created, Refused, SmallForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import TaskCard, TasksGiven, TaskTold
from bot.render import slack
from bot.services.messages import notices
from bot.services.work import cards, tasks
from models import Outbox, OutboxState, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_person, make_workspace
from tests.render import samples


@pytest.fixture
def world(session: Session) -> Session:
    make_workspace(session)
    for name in ("ANN", "BOB", "TOM", "MAYA"):
        make_person(session, f"U0{name}", name=name.lower(), real_name=name.title())
    return session


def say(session: Session, line: str, who: str = "U0ANN", *, at: datetime = NOW, **more: object) -> Answer:
    heard = Heard(TEAM, who, Door.SLASH, line, Gesture(f"test:{line}"), **more)  # type: ignore[arg-type]
    try:
        return commands.submit(session, heard, at) if heard.form else commands.run(session, heard, at)
    except UserError as error:
        return Refused(error)


def refusal(answer: Answer) -> str:
    assert isinstance(answer, Refused), answer
    return answer.error.key


def the_task(session: Session, number: int = 1) -> Task:
    task = queries.get_unseen(session, TEAM, number)
    assert task is not None
    return task


def letters(session: Session, person_id: str) -> list[Outbox]:
    waiting = select(Outbox).where(Outbox.to == person_id, Outbox.state == OutboxState.PENDING)
    return list(session.exec(waiting.order_by(col(Outbox.id))))


def card_for(session: Session, person_id: str, number: int = 1) -> str:
    view = tasks.view(session, the_task(session, number), now=NOW)
    return str(slack.notice(TaskCard(view), samples.reader(person_id=person_id)))


@pytest.mark.parametrize("line", ["ack 1", "收到 1", "已知悉 #1", "收到1"])
def test_the_owner_says_got_it_and_the_giver_reads_so_on_the_card(world: Session, line: str) -> None:
    say(world, "@tom fix it")
    assert "ack 1" in card_for(world, "U0TOM")
    assert "ack 1" not in card_for(world, "U0ANN")
    before = len(letters(world, "U0ANN"))
    assert isinstance(say(world, line, "U0TOM"), Changed)
    assert the_task(world).acked_at == NOW
    assert "ack 1" not in card_for(world, "U0TOM")
    assert "👍 got it" in card_for(world, "U0ANN")
    assert len(letters(world, "U0ANN")) == before, "no message is sent for it"
    assert refusal(say(world, "ack 1", "U0TOM")) == "acked_already"
    say(world, "undo", "U0TOM")
    assert the_task(world).acked_at is None


def test_who_made_and_owns_it_is_not_asked_and_nobody_else_may_answer(world: Session) -> None:
    say(world, "fix it")
    assert "ack 1" not in card_for(world, "U0ANN")
    say(world, "@tom mend it")
    assert refusal(say(world, "ack 2", "U0ANN")) == "not_yours"
    assert refusal(say(world, "decline 1 not me")) == "decline_own"


def test_a_started_task_counts_as_taken_on(world: Session) -> None:
    say(world, "@tom fix it")
    say(world, "start 1", "U0TOM")
    assert "ack 1" not in card_for(world, "U0TOM")


def test_after_a_hand_over_it_is_to_be_taken_on_anew(world: Session) -> None:
    say(world, "@tom fix it")
    say(world, "ack 1", "U0TOM")
    later = NOW + timedelta(minutes=1)
    say(world, "assign 1 @bob", "U0TOM", at=later)
    assert the_task(world).acked_at is None
    assert "ack 1" in card_for(world, "U0BOB")
    say(world, "undo", "U0TOM", at=later)
    assert the_task(world).owner_id == "U0TOM", "what left their hands they may take back"
    assert the_task(world).acked_at == NOW
    say(world, "assign 1 me", "U0ANN")
    assert the_task(world).acked_at == NOW, "who takes it has seen it"


@pytest.mark.parametrize(
    ("line", "reason", "suggested"),
    [
        ("decline 1 I'm away that week", "I'm away that week", None),
        ("decline 1 I'm away that week, ask @bob", "I'm away that week", "U0BOB"),
        ("不是我的 1 我不懂打印机 找 @bob", "我不懂打印机", "U0BOB"),
        ("decline #1 @bob", "", "U0BOB"),
    ],
)  # fmt: skip
def test_it_goes_back_with_why_and_who_would_be_better(
    world: Session, line: str, reason: str, suggested: str | None
) -> None:
    say(world, "@tom fix it")
    assert isinstance(say(world, line, "U0TOM"), Changed)
    assert the_task(world).owner_id == "U0ANN"
    (row,) = [one for one in letters(world, "U0ANN") if one.subject.get("verb") == "decline"]
    told = notices.compose(world, row, NOW)
    assert isinstance(told, TaskTold)
    assert told.detail == reason
    assert (told.suggested.id if told.suggested else None) == suggested
    drawn = str(slack.notice(told, samples.reader(person_id="U0ANN")))
    assert ("assign 1 <@U0BOB>" in drawn) == (suggested is not None)
    say(world, "undo", "U0TOM")
    assert the_task(world).owner_id == "U0TOM"


def test_turning_down_what_was_begun_opens_it_again(world: Session) -> None:
    say(world, "@tom fix it")
    say(world, "start 1", "U0TOM")
    assert isinstance(say(world, "decline 1", "U0TOM"), SmallForm)
    said = say(world, "", "U0TOM", form="form:decline", meta={"number": 1}, values={"reason": " "})
    assert refusal(said) == "why_declined"
    said = say(world, "", "U0TOM", form="form:decline", meta={"number": 1},
               values={"reason": "no time", "suggested": "U0BOB"})  # fmt: skip
    assert isinstance(said, Changed)
    assert (the_task(world).state, the_task(world).started_at) == ("open", None)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("assign 1 @bob -- they know the printer", "they know the printer"),
        ("交给 1 @bob —— 他熟悉打印机", "他熟悉打印机"),
        ("assign #1 to @bob", ""),
    ],
)
def test_a_word_goes_with_the_task(world: Session, line: str, word: str) -> None:
    say(world, "fix it")
    answer = say(world, line)
    assert isinstance(answer, Changed), answer
    assert the_task(world).owner_id == "U0BOB"
    assert queries.list_history(world, the_task(world))[0].note == word
    if word:
        assert f"“{word}”" in card_for(world, "U0BOB")


def test_a_word_of_before_is_not_said_to_the_next(world: Session) -> None:
    say(world, "fix it")
    say(world, "assign 1 @bob -- for your eyes")
    say(world, "assign 1 @tom")
    assert "for your eyes" not in card_for(world, "U0TOM")


def test_the_form_may_keep_the_owner_of_before_as_a_helper(world: Session) -> None:
    say(world, "fix it")
    values = {"owner": "U0BOB", "note": "all yours", "stays": ["yes"]}
    assert isinstance(say(world, "", form="form:assign", meta={"number": 1}, values=values), Changed)
    assert [(one.kind, one.person_id) for one in queries.list_roles(world, the_task(world))] == [("helper", "U0ANN")]
    say(world, "undo")
    assert queries.list_roles(world, the_task(world)) == []


def test_several_are_handed_over_at_once_and_told_together(world: Session) -> None:
    for title in ("one thing", "another thing", "third thing"):
        assert isinstance(say(world, title), Created)
    answer = say(world, "assign 1 2 3 @bob -- I'm away")
    assert isinstance(answer, Changed)
    assert [view.task.owner_id for view in answer.views] == ["U0BOB"] * 3
    rows = letters(world, "U0BOB")
    assert [row.kind for row in rows] == ["task.given_together"]
    told = cards.compose_given_together(world, rows[0], NOW)
    assert isinstance(told, TasksGiven)
    assert told.word == "I'm away"
    assert isinstance(say(world, "assign 2 desks to the new people"), Created)


def test_who_has_left_takes_nothing_back(world: Session) -> None:
    say(world, "@tom fix it")
    make_person(world, "U0ANN", name="ann", is_deleted=True)
    assert refusal(say(world, "decline 1 no", "U0TOM")) == "cannot_take_back"
