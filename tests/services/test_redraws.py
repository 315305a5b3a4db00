"""What is to be drawn again is taken by one process, at a pace that all keep together, and the newest is what stays."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import col, select, update

from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import outbox, pacing, redraws
from bot.services.messages.outbox import Letter
from models import Card, Outbox, OutboxState, Session, Workspace
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


def test_what_another_process_drew_meanwhile_is_drawn_once_more(session: Session):
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
    redraws.redrawn(session, row_id, asked_at, Outcome(Verdict.UNKNOWN), now=late)
    assert wish(session) is None, "Slack heard nothing"
    redraws.redrawn(session, row_id, asked_at, SENT, now=late)
    assert wish(session) == late


def wish(session: Session) -> datetime | None:
    return session.exec(select(Outbox.redraw_at)).one()
