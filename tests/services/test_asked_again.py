"""A reviewer who is asked again has one message that asks; the one before says what became of it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answers.reviews import AskEnded
from bot.notices import TaskCard
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries, outbox
from bot.services.review import reviewing
from bot.services.work import cards, changing, undoing
from models import OutboxState, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM
from tests.services.test_reviewing import CREATOR, OWNER, as_, finish, reviewed, send

ANN = "U0ANN"
STANDS = "-"  # the card says how the task stands, and asks for nothing


def deliver(session: Session) -> None:
    """Say all that waits, each at a place of its own."""
    for row in outbox.claim(session, now=NOW, real=NOW, busy=(), limit=99, pace=Pace(1000.0)):
        assert row.id is not None
        sent = Outcome(Verdict.SENT, channel_id=f"D{row.to}", ts=f"{row.id}.0")
        deliveries.settled(session, row.id, row.generation, sent, version=1, now=NOW, real=NOW)
    session.flush()


def asked(session: Session, task: Task) -> list[str]:
    """What Ann's messages say, the oldest first: asked, how it ended, or nothing but how the task stands."""
    while any(row.state == OutboxState.PENDING for row in deliveries.queries.claimable(
        session, now=NOW, real=NOW, limit=9)):  # fmt: skip
        deliver(session)
    found = []
    for card in sorted(queries.list_cards(session, task), key=lambda card: float(card.ts)):
        if card.reader_id == ANN:
            said = cards.compose_again(session, card, NOW)
            assert isinstance(said, TaskCard)
            assert not (said.asked and said.ended)
            found.append(_in_short(said.ended) if said.ended else "asked" if said.asked else STANDS)
    return found


def _in_short(end: AskEnded) -> str:
    return " ".join(part for part in (end.kind, end.by_id, end.words) if part) or "over"


def by_ann(session: Session, task: Task) -> None:
    send(session, task, ANN)


def by_bob(session: Session, task: Task) -> None:
    send(session, task, "U0BOB")


def accepted_first(session: Session, task: Task) -> None:
    reviewing.accept(session, as_(session, ANN), task)
    by_bob(session, task)


def taken_back(session: Session, task: Task) -> None:
    undoing.undo(session, as_(session, OWNER), queries.list_history(session, task)[0])


@pytest.mark.parametrize(("end", "told"), [
    (by_ann, "return U0ANN page 3 is missing"),
    (by_bob, "return U0BOB page 3 is missing"),
    (accepted_first, "return U0BOB page 3 is missing"),
    (taken_back, "undo U0OWNER"),
])  # fmt: skip
def test_the_message_before_is_closed_by_the_next_submission(
    session: Session, end: Callable[[Session, Task], None], told: str
) -> None:
    task = reviewed(session, ANN, "U0BOB")
    finish(session, task)
    assert asked(session, task) == ["asked"]
    end(session, task)
    assert asked(session, task) == [STANDS]
    again = finish(session, task)
    assert all(card.draw_at is not None for card in queries.list_cards(session, task)), "it is drawn again"
    assert asked(session, task) == [told, "asked"]
    undoing.undo(session, as_(session, OWNER), again)
    assert asked(session, task) == [told, STANDS]


def test_what_stands_again_is_asked_in_one_message_only(session: Session) -> None:
    task = reviewed(session, ANN)
    finish(session, task)
    returned = send(session, task, ANN)
    asked(session, task)
    again = finish(session, task)
    asked(session, task)
    undoing.undo(session, as_(session, OWNER), again)
    undoing.undo(session, as_(session, ANN), returned)
    assert asked(session, task) == ["over", "asked"], "the first submission waits for her again"


def test_who_is_named_again_in_one_review_has_one_message_that_asks(session: Session) -> None:
    task = reviewed(session, ANN, "U0BOB")
    finish(session, task)
    for reviewers in (["U0BOB"], [ANN, "U0BOB"]):
        changing.change(session, as_(session, CREATOR), task, "edit", {"reviewers": reviewers})
        said = asked(session, task)
    assert said == ["over", "asked"]


def test_another_card_of_the_task_is_no_message_that_asks(session: Session) -> None:
    task = reviewed(session, ANN)
    letter: dict[str, Any] = {"number": task.number, "by": ANN}
    outbox.put(session, TEAM, outbox.Letter(key="card:1", kind="task.card", to=ANN, reader_id=ANN, subject=letter),
               now=NOW)  # fmt: skip
    finish(session, task)
    send(session, task, ANN)
    finish(session, task)
    assert asked(session, task) == ["asked", "return U0ANN page 3 is missing", "asked"]
