"""What is to be drawn again is taken by one process, at a pace that all keep together, and the newest is what stays."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import col, select, update

from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import outbox, pacing, redraws
from bot.services.messages.outbox import Letter
from bot.services.work import changing
from models import Card, Outbox, OutboxState, Session, Task, Workspace
from models.db import connect
from models.queries import allowances, deliveries
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace

OTHER = "T0OTHER"
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=30)
SENT = Outcome(Verdict.SENT)


def put(session: Session, many: int, *, workspace: str = TEAM, at: datetime = NOW) -> None:
    """So many messages that are there and are to be drawn again."""
    if session.get(Workspace, workspace) is None:
        session.add(Workspace(id=workspace, created_at=NOW))
        session.flush()
    letters = [Letter(key=f"{workspace}{at:%M}{n}", kind="reply", to=f"D{n}") for n in range(many)]
    outbox.put_all(session, workspace, letters, now=NOW)
    made = col(Outbox.key).in_([letter.key for letter in letters])
    session.execute(update(Outbox).where(made).values(state=OutboxState.SENT, channel_id="D1", ts="1.1", redraw_at=at))


def claim(session: Session, after: float = 0, limit: int = 8) -> list[Card | Outbox]:
    """As a process does that knows nothing but what is written down."""
    now = NOW + after * SECOND
    may = partial(pacing.may_draw, session, Pace(), allowances.UPDATE, now=now)
    found = redraws.claim(session, now=now, moment=now, lease=LEASE, limit=limit, may=may)
    session.flush()
    return found


def test_one_process_at_a_time_draws_it_and_one_that_died_is_waited_for(session: Session):
    put(session, 2)
    assert len(claim(session)) == 2
    assert (claim(session), claim(session, after=29.9)) == ([], [])
    assert len(claim(session, after=30)) == 2


def test_whose_wish_is_oldest_is_drawn_first_card_or_not(session: Session):
    task = make_task(session, make_person(session, "U0ANN"))
    put(session, 1, at=NOW + 60 * SECOND)
    session.add(Card(workspace_id=TEAM, number=task.number, channel_id="C1", ts="1.1", shown_version=1,
                     draw_at=NOW + 30 * SECOND))  # fmt: skip
    put(session, 1)
    found = [claim(session, after=60, limit=1) for _ in range(3)]
    assert [type(one) for (one,) in found] == [Outbox, Card, Outbox]


def test_processes_together_draw_no_more_than_one(session: Session):
    put(session, 50)
    assert [len(claim(session)) for _ in range(4)] == [8, 8, 4, 0]
    assert not deliveries.anything_stale(session, NOW + 1.1 * SECOND)
    assert deliveries.anything_stale(session, NOW + 1.2 * SECOND)
    assert len(claim(session, after=6)) == 5


async def test_nor_do_they_where_they_claim_at_once(database_url: str) -> None:
    database = connect(database_url)
    try:
        await database.submit(lambda session: make_workspace(session) and None)
        await database.submit(lambda session: put(session, 60))
        found = await asyncio.gather(*(database.submit(lambda session: len(claim(session))) for _ in range(6)))
        found += [await database.submit(lambda session: len(claim(session))) for _ in range(4)]
        assert sum(found) == 20
    finally:
        await database.close()


def test_who_may_draw_nothing_more_does_not_stand_before_others(session: Session):
    put(session, 100)
    while claim(session):
        pass
    put(session, 3, workspace=OTHER)
    assert [one.workspace_id for one in claim(session)] == [OTHER] * 3


def test_a_pause_that_one_process_is_asked_for_holds_all_of_them_and_that_method_only(session: Session):
    put(session, 3), put(session, 1, workspace=OTHER)
    for seconds in (30, 5):
        pacing.drew_too_fast(session, Pace(), allowances.UPDATE, TEAM, seconds, NOW)
    assert [one.workspace_id for one in claim(session)] == [OTHER]
    assert len(claim(session, after=29.9)) == 0
    assert pacing.may_draw(session, Pace(), allowances.HOME, {TEAM: 2}, NOW) == {TEAM: 2}
    assert pacing.may_draw(session, Pace(), allowances.UPDATE, {TEAM: 2}, NOW) == {TEAM: 0}
    assert not deliveries.anything_stale(session, NOW + 29.9 * SECOND)
    assert [one.workspace_id for one in claim(session, after=30)].count(TEAM) == 3


@pytest.mark.parametrize("outcome", [SENT, Outcome(Verdict.UNKNOWN, reason="timeout")], ids=["sent", "unknown"])
def test_what_another_process_drew_meanwhile_is_drawn_once_more(session: Session, outcome: Outcome):
    """This one took longer than its lease: whichever of the two Slack heard last, the newest is to stay."""
    put(session, 1)
    [slow] = claim(session)
    assert isinstance(slow, Outbox)
    assert slow.id is not None
    row_id, asked_at = slow.id, slow.redraw_at
    assert asked_at is not None
    [fast] = claim(session, after=31)
    assert isinstance(fast, Outbox)
    assert fast.redraw_at is not None
    late = NOW + 32 * SECOND
    redraws.redrawn(session, row_id, fast.redraw_at, SENT, now=late)
    assert wish(session) is None
    redraws.redrawn(session, row_id, asked_at, Outcome(Verdict.NOT_SENT), now=late)
    assert wish(session) is None, "Slack heard nothing"
    redraws.redrawn(session, row_id, asked_at, outcome, now=late)
    assert wish(session) == late


def test_while_one_draws_a_newer_wish_waits_and_is_one_draw_more(session: Session) -> None:
    task = a_card(session)
    ours = taken(session, after=0)
    assert isinstance(ours, Card)
    for seconds in (0.4, 0.5, 0.6):
        changing.redraw_all(session, TEAM, [task.number], NOW + seconds * SECOND)
    assert claim(session, after=2) == []
    redraws.drawn(session, ours, SENT, version=task.version, now=NOW + 3 * SECOND)
    again = taken(session, after=3)
    assert isinstance(again, Card)
    redraws.drawn(session, again, SENT, version=task.version, now=NOW + 4 * SECOND)
    assert claim(session, after=100) == []


def test_a_wish_is_not_lost_where_what_was_drawn_is_refused(session: Session) -> None:
    task = a_card(session)
    ours = taken(session, after=0)
    assert isinstance(ours, Card)
    changing.redraw_all(session, TEAM, [task.number], NOW + SECOND)
    redraws.drawn(session, ours, Outcome(Verdict.REFUSED, reason="msg_too_long"), version=1, now=NOW + 2 * SECOND)
    again = taken(session, after=2)
    assert isinstance(again, Card)
    redraws.drawn(session, again, Outcome(Verdict.REFUSED, reason="msg_too_long"), version=2, now=NOW + 3 * SECOND)
    assert claim(session, after=100) == []


def test_whoever_of_two_ends_last_it_is_drawn_once_more_and_then_rests(session: Session) -> None:
    """The lease ran out while Slack was slow."""
    task = a_card(session)
    slow, fast = taken(session, after=0), taken(session, after=31)
    assert isinstance(slow, Card)
    assert isinstance(fast, Card)
    redraws.drawn(session, slow, SENT, version=task.version, now=NOW + 32 * SECOND)
    assert claim(session, after=33) == [], "the other has it still"
    redraws.drawn(session, fast, SENT, version=task.version, now=NOW + 34 * SECOND)
    last = taken(session, after=34)
    assert isinstance(last, Card)
    redraws.drawn(session, last, SENT, version=task.version, now=NOW + 35 * SECOND)
    assert claim(session, after=100) == []


def test_who_is_ahead_by_its_own_clock_takes_nothing_that_another_draws(session: Session) -> None:
    a_card(session)
    assert len(claim(session)) == 1
    may = partial(pacing.may_draw, session, Pace(), allowances.UPDATE, now=NOW)
    ahead = NOW + 100 * SECOND
    assert redraws.claim(session, now=ahead, moment=NOW, lease=LEASE, limit=8, may=may) == []
    assert not deliveries.anything_stale(session, ahead, NOW)


def test_after_the_clock_was_set_back_an_hour_drawing_begins_anew(session: Session) -> None:
    put(session, 30, at=NOW - 7200 * SECOND)
    while claim(session):
        pass
    put(session, 3, workspace=OTHER, at=NOW - 7100 * SECOND)
    assert sum(len(claim(session, after=seconds - 3600)) for seconds in range(0, 20, 5)) > 3


def a_card(session: Session) -> Task:
    task = make_task(session, make_person(session, "U0ANN"))
    session.add(Card(workspace_id=TEAM, number=task.number, channel_id="C1", ts="1.1", shown_version=0, draw_at=NOW))
    session.flush()
    return task


def taken(session: Session, after: float) -> Card | Outbox:
    """As it was taken; what becomes of the row is another's."""
    [one] = claim(session, after)
    return type(one)(**one.model_dump())


def wish(session: Session) -> datetime | None:
    return session.exec(select(Outbox.redraw_at)).one()
