"""What was said follows what was done about it: no button that asks for what has happened already."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from bot.notices import Notice, Nudge, StandupPrompt, StandupReminder
from bot.rules import standups as rules
from bot.services.messages import notices
from bot.services.rhythm import standup_answers
from bot.services.work import life, tasks, undoing
from models import Outbox, OutboxState, Person, Session, Task
from models.queries import deliveries
from tests import standup_days
from tests.factories import TEAM, acting, make_person, make_task
from tests.services.ticking import DAY, HOUR, MINUTE, at_three, berlin, deliver, mornings_were_said, step, tick
from tests.standup_days import CHANNEL, letter, make_team, part, pass_time

SAID, ACTED, LATER = berlin("14:00"), berlin("14:30"), berlin("18:00")
MONDAY, AT_THREE = date(2026, 3, 9), berlin("15:00")


@pytest.fixture(autouse=True)
def _mornings_were_said(monkeypatch: pytest.MonkeyPatch) -> None:
    mornings_were_said(monkeypatch)


def nudge_row(session: Session, task: Task, due_at: datetime = AT_THREE) -> Outbox:
    """The message that announced that hour of it."""
    fell = deliveries.occurrence(session, TEAM, "nudge.soon", str(task.number), "U0ANN", due_at.isoformat())
    assert fell is not None
    row = deliveries.outbox_by_key(session, TEAM, fell.outbox_key or "")
    assert row is not None
    return row


def drawn_again(session: Session, row: Outbox, now: Any) -> Notice:
    """What the message says now, which was asked to be drawn again."""
    session.refresh(row)
    assert row.redraw_at is not None, "nobody asked to draw it again"
    notice = notices.compose(session, row, now)
    assert not isinstance(notice, notices.Dropped)
    return notice


Change = Callable[[Session, tasks.Actor, Person, Task], Any]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda s, ann, bob, task: life.done(s, ann, task), "done"),
        (lambda s, ann, bob, task: life.cancel(s, ann, task), "cancelled"),
        (lambda s, ann, bob, task: tasks.assign(s, ann, task, bob), "given"),
        (lambda s, ann, bob, task: tasks.snooze(s, ann, task, LATER + HOUR), "snoozed"),
        (lambda s, ann, bob, task: tasks.due(s, ann, task, on=MONDAY, at=LATER + HOUR), "moved"),
        (lambda s, ann, bob, task: life.start(s, ann, task), ""),
    ],
)
def test_a_nudge_that_was_said_tells_what_became_of_its_task(session: Session, change: Change, state: str):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann)
    step(session, SAID)
    change(session, acting(session, ann, now=ACTED), bob, task)
    notice = drawn_again(session, nudge_row(session, task), LATER)
    assert isinstance(notice, Nudge)
    assert notice.state == state


def test_a_nudge_asks_again_when_what_was_done_is_taken_back(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    step(session, SAID)
    entry = life.done(session, acting(session, ann, now=ACTED), task)
    undoing.undo(session, acting(session, ann, now=ACTED + MINUTE), entry)
    notice = drawn_again(session, nudge_row(session, task), ACTED + MINUTE)
    assert isinstance(notice, Nudge)
    assert notice.state == ""


def test_a_nudge_still_to_be_said_is_dropped_and_not_drawn(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    tick(session, SAID)
    life.done(session, acting(session, ann, now=SAID), task)
    assert deliver(session, SAID) == []
    row = nudge_row(session, task)
    assert (row.state, row.redraw_at) == (OutboxState.DROPPED, None)


def test_nudges_of_other_tasks_and_of_long_ago_are_left_alone(session: Session):
    ann = make_person(session)
    task, other = at_three(session, ann), at_three(session, ann, due_at=berlin("15:10"))
    step(session, SAID)
    step(session, berlin("14:10"))
    life.done(session, acting(session, ann, now=SAID + 3 * DAY), task)
    life.done(session, acting(session, ann, now=ACTED), other)
    assert nudge_row(session, task).redraw_at is None
    assert nudge_row(session, other, berlin("15:10")).redraw_at == ACTED


def test_the_brief_is_not_written_anew_when_one_of_its_tasks_is_done(session: Session):
    ann = make_person(session)
    step(session, berlin("9:00"))
    task = make_task(session, ann, now=berlin("9:00"), due_at=berlin("11:00"))
    back = berlin("15:00")
    tick(session, back)
    step(session, back + MINUTE)
    life.done(session, acting(session, ann, now=back + HOUR), task)
    row = deliveries.outbox_by_key(session, TEAM, f"brief:{ann.id}:{MONDAY}:late")
    assert row is not None
    assert (row.state, row.redraw_at) == (OutboxState.SENT, None)


ASKS = berlin("9:30")
CLOSES = ASKS + 150 * MINUTE


def asked(session: Session) -> list[Outbox]:
    """The prompt and the reminder of one who has not answered until the reminder came."""
    make_team(session, zones={"U0ANN": "Europe/Berlin"}, now=berlin("8:00"))
    pass_time(session, berlin("8:00"), ASKS)
    standup_days.deliver(session, ASKS)
    reminds = CLOSES - 30 * MINUTE
    pass_time(session, ASKS, reminds)
    standup_days.deliver(session, reminds)
    return [letter(session, f"standup:{kind}:{CHANNEL}:{MONDAY}:U0ANN") for kind in ("ask", "remind")]


def answer(session: Session, ann: Person) -> None:
    texts = ["Deck", "", ""][: len(rules.QUESTIONS)]
    standup_answers.answer(session, acting(session, ann, now=CLOSES - MINUTE), part(session, ann.id, MONDAY), texts)


def skip(session: Session, ann: Person) -> None:
    standup_answers.skip(session, acting(session, ann, now=CLOSES - MINUTE), part(session, ann.id, MONDAY))


def let_it_close(session: Session, _: Person) -> None:
    pass_time(session, CLOSES - MINUTE, CLOSES)


@pytest.mark.parametrize(("act", "state"), [(answer, "answered"), (skip, "skipped"), (let_it_close, "missed")])
def test_a_prompt_and_its_reminder_tell_what_became_of_them(
    session: Session, act: Callable[[Session, Person], None], state: str
):
    rows = asked(session)
    assert [row.redraw_at for row in rows] == [None, None]
    act(session, standup_days.person_of(session, "U0ANN"))
    session.flush()
    prompt, reminder = (drawn_again(session, row, CLOSES + HOUR) for row in rows)
    assert isinstance(prompt, StandupPrompt)
    assert isinstance(reminder, StandupReminder)
    assert (prompt.state, reminder.state) == (state, state)
