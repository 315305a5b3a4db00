"""What follows from a delivery on both databases: cards, direct channels, lost channels, dead tokens, redraws."""

from datetime import timedelta

import pytest

from bot.notices import Dropped, TaskTold
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries, notices, outbox, redraws
from bot.services.messages.outbox import Letter
from bot.services.work import life
from models import Card, Channel, Outbox, OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries as queries
from models.queries.tasks import list_cards
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

SENT = Outcome(Verdict.SENT, channel_id="C0LAUNCH", ts="1.1")


@pytest.fixture
def task(session: Session) -> Task:
    ann = make_person(session)
    return make_task(session, ann, channel=make_channel(session, members=(ann.id,)))


def card_row(session: Session, task: Task, to: str = "C0LAUNCH") -> Outbox:
    """The card's row, under way."""
    subject = {"number": task.number, "by": task.creator_id}
    outbox.put(session, TEAM, Letter(key="card", kind="task.card", to=to, subject=subject), now=NOW)
    [row] = [row for row in claim(session) if row.key == "card"]
    return row


def claim(session: Session) -> list[Outbox]:
    rows = outbox.claim(session, now=NOW, real=NOW, busy=(), limit=9, pace=Pace())
    session.flush()
    return rows


def settled(session: Session, row: Outbox, outcome: Outcome, version: int = 1) -> None:
    assert row.id is not None
    deliveries.settled(session, row.id, row.generation, outcome, version=version, now=NOW, real=NOW)
    session.flush()


def cards(session: Session, task: Task) -> list[Card]:

    return list_cards(session, task)


def a_card(session: Session, task: Task) -> Card:
    settled(session, card_row(session, task), SENT)
    [card] = cards(session, task)
    return card


def test_a_card_that_was_sent_follows_its_task(session: Session, task: Task):
    card = a_card(session, task)
    assert (card.ts, card.shown_version, card.draw_at) == ("1.1", 1, None)
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    life.done(session, acting(session, ann), task)
    session.flush()
    assert queries.stale_cards(session, NOW, NOW) == [card]


def test_a_card_is_stale_at_once_when_its_task_moved_on_while_it_was_sent(session: Session, task: Task):
    settled(session, card_row(session, task), SENT, version=0)
    assert queries.stale_cards(session, NOW, NOW) == cards(session, task) != []


def test_a_card_found_again_is_drawn_again(session: Session, task: Task):
    row = card_row(session, task)
    settled(session, row, Outcome(Verdict.UNKNOWN, reason="timeout"))
    deliveries.reconciled(session, row, SENT, now=NOW, real=NOW)
    session.flush()
    assert row.state == OutboxState.SENT
    assert [card.draw_at for card in cards(session, task)] == [NOW]


def test_a_direct_message_teaches_the_direct_channel(session: Session, task: Task):
    outbox.put(session, TEAM, Letter(key="hi", kind="reply", to="U0ANN", reader_id="U0ANN"), now=NOW)
    settled(session, claim(session)[0], Outcome(Verdict.SENT, channel_id="D0ANN", ts="2.2"))
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    assert ann.dm_channel == "D0ANN"


@pytest.mark.parametrize(
    ("error", "archived"), [("is_archived", True), ("not_in_channel", False), ("channel_not_found", False)]
)
def test_a_lost_channel_is_known_as_lost_and_the_maker_gets_the_card(
    session: Session, task: Task, error: str, archived: bool
):
    settled(session, card_row(session, task), Outcome(Verdict.REFUSED, reason=error))
    channel = session.get(Channel, (TEAM, "C0LAUNCH"))
    assert channel is not None
    assert (channel.bot_is_in, channel.is_archived) == (False, archived)
    assert [(row.key, row.to) for row in claim(session)] == [("card:dm", "U0ANN")]


def test_the_maker_s_own_card_is_not_sent_in_circles(session: Session, task: Task):
    settled(session, card_row(session, task, to="U0ANN"), Outcome(Verdict.REFUSED, reason="channel_not_found"))
    assert claim(session) == []


def test_somebody_who_left_is_known_as_gone(session: Session, task: Task):
    outbox.put(session, TEAM, Letter(key="hi", kind="reply", to="U0ANN"), now=NOW)
    settled(session, claim(session)[0], Outcome(Verdict.REFUSED, reason="user_disabled"))
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    assert (ann.is_deleted, ann.brief_at) == (True, None)


def is_suspended(session: Session) -> bool:
    workspace = session.get(Workspace, TEAM)
    return workspace is not None and workspace.suspended


@pytest.mark.parametrize("where", ["a send", "a look", "a card", "a message"])
def test_a_dead_token_suspends_the_workspace_and_nothing_is_lost(session: Session, task: Task, where: str):
    dead = Outcome(Verdict.REFUSED, reason="token_revoked")
    row = card_row(session, task)
    if where == "a send":
        settled(session, row, dead)
        assert row.state == OutboxState.PENDING
    elif where == "a look":
        settled(session, row, Outcome(Verdict.UNKNOWN))
        deliveries.reconciled(session, row, dead, now=NOW, real=NOW)
        assert row.state == OutboxState.UNKNOWN
    else:
        settled(session, row, SENT, version=0)
        [card] = cards(session, task)
        row.redraw_at = NOW
        session.flush()
        if where == "a card":
            redraws.drawn(session, card, dead, version=1, now=NOW)
        else:
            assert row.id is not None
            redraws.redrawn(session, row.id, NOW, dead, now=NOW)
        assert (card.draw_at, row.redraw_at) == (NOW, NOW)
    session.flush()
    assert is_suspended(session)
    late = NOW + timedelta(days=1)
    assert queries.stale_cards(session, late, late) == queries.stale_messages(session, late, late) == []
    assert queries.list_waiting(session, now=late, real=late, limit=9) == []


@pytest.mark.parametrize(
    ("outcome", "is_kept", "waits"),
    [
        (Outcome(Verdict.SENT), True, None),
        (Outcome(Verdict.REFUSED, reason="message_not_found"), False, None),
        (Outcome(Verdict.REFUSED, reason="cant_update_message"), False, None),
        (Outcome(Verdict.REFUSED, reason="edit_window_closed"), False, None),
        (Outcome(Verdict.DROPPED, reason="no such task"), False, None),
        (Outcome(Verdict.REFUSED, reason="is_archived"), True, None),
        (Outcome(Verdict.REFUSED, reason="invalid_blocks"), True, None),
        (Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=30), True, (30, 30)),
        (Outcome(Verdict.NOT_SENT, reason="refused"), True, (4, 6)),
        (Outcome(Verdict.UNKNOWN, reason="http 500"), True, (4, 6)),
    ],
)
def test_what_becomes_of_a_card_that_is_drawn_again(
    session: Session, task: Task, outcome: Outcome, is_kept: bool, waits: tuple[int, int] | None
):
    card = a_card(session, task)
    card.draw_at = NOW
    session.flush()
    redraws.drawn(session, card, outcome, version=task.version, now=NOW)
    session.flush()
    assert cards(session, task) == ([card] if is_kept else [])
    if is_kept and waits is None:
        assert card.draw_at is None
    elif waits is not None:
        assert card.draw_at is not None
        assert waits[0] <= (card.draw_at - NOW).total_seconds() <= waits[1]


def test_an_outage_does_not_make_a_card_forgotten(session: Session, task: Task):
    card, now = a_card(session, task), NOW
    for _ in range(12):
        redraws.drawn(session, card, Outcome(Verdict.UNKNOWN, reason="http 500"), version=1, now=now)
        session.flush()
        now = card.draw_at or now
    assert (now - NOW) > timedelta(hours=1)
    assert (cards(session, task), card.draw_at, card.attempts) == ([card], None, 0)


@pytest.mark.parametrize(
    ("outcome", "age", "again"),
    [
        (Outcome(Verdict.SENT), 0, None),
        (Outcome(Verdict.DROPPED, reason="late"), 0, None),
        (Outcome(Verdict.REFUSED, reason="message_not_found"), 0, None),
        (Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=30), 0, 30),
        (Outcome(Verdict.UNKNOWN, reason="http 500"), 0, 15),
        (Outcome(Verdict.NOT_SENT, reason="refused"), 23, 15),
        (Outcome(Verdict.UNKNOWN, reason="http 500"), 25, None),
    ],
)
def test_what_becomes_of_another_message_that_is_drawn_again(
    session: Session, task: Task, outcome: Outcome, age: int, again: int | None
):
    row = card_row(session, task)
    settled(session, row, SENT)
    row.redraw_at, row.sent_at = NOW, NOW - timedelta(hours=age)
    session.flush()
    assert row.id is not None
    redraws.redrawn(session, row.id, NOW - timedelta(seconds=1), Outcome(Verdict.NOT_SENT), now=NOW)
    assert row.redraw_at == NOW, "a newer wish stays"
    redraws.redrawn(session, row.id, NOW, outcome, now=NOW)
    assert row.redraw_at == (None if again is None else NOW + timedelta(seconds=again))


@pytest.mark.parametrize(
    ("parent", "found"),
    [
        (None, (None, None, False)),
        (Outcome(Verdict.SENT, channel_id="C0LAUNCH", ts="1.1"), ("1.1", "C0LAUNCH", False)),
        (Outcome(Verdict.REFUSED, reason="no_text"), (None, None, False)),
        (Outcome(Verdict.DROPPED), (None, None, False)),
        (Outcome(Verdict.UNKNOWN), (None, None, True)),
        (Outcome(Verdict.NOT_SENT), (None, None, True)),
    ],
)
def test_a_reply_waits_for_its_parent_and_stands_alone_without_one(
    session: Session, task: Task, parent: Outcome | None, found: tuple[str | None, str | None, bool]
):
    if parent is not None:
        settled(session, card_row(session, task), parent)
    outbox.put(session, TEAM, Letter(key="child", kind="reply", to="C0LAUNCH", thread_key="card"), now=NOW)
    child = queries.outbox_by_key(session, TEAM, "child")
    assert child is not None
    assert deliveries.thread_of(session, child) == found


def test_a_card_whose_reader_was_told_that_it_is_gone_is_let_go(session: Session, task: Task):
    card = a_card(session, task)
    redraws.drawn(session, card, SENT, version=task.version, is_last=True, now=NOW)
    session.flush()
    assert cards(session, task) == []


def test_a_card_drawn_away_while_its_task_changed_is_drawn_again(session: Session, task: Task):
    card = a_card(session, task)
    redraws.drawn(session, card, SENT, version=task.version - 1, is_last=True, now=NOW)
    session.flush()
    assert [card.draw_at for card in cards(session, task)] == [NOW]


def test_news_of_a_task_are_not_told_to_who_may_not_see_it_any_more(session: Session):
    ann, bob, eve = make_person(session), make_person(session, "U0BOB"), make_person(session, "U0EVE")
    task = make_task(session, bob, creator=ann)
    for reader, told in ((ann, True), (eve, False)):
        row = Outbox(workspace_id=TEAM, key="k", kind="task.told", to=reader.id, reader_id=reader.id, nonce="n",
                     subject={"number": task.number, "by": bob.id, "verb": "done"})  # fmt: skip
        notice = notices.compose(session, row, NOW)
        assert isinstance(notice, TaskTold if told else Dropped)


def given(session: Session, *, is_stranger: bool = False) -> tuple[Task, Outbox | None]:
    """A task Ann gave to Bob, and the row that tells him."""
    ann, bob = make_person(session), make_person(session, "U0BOB", is_stranger=is_stranger)
    task = make_task(session, bob, creator=ann)
    return task, next((row for row in claim(session) if row.kind == "task.given"), None)


def told_to_ann(session: Session) -> list[dict[str, object]]:
    return [row.subject for row in claim(session) if row.kind == "task.told" and row.to == "U0ANN"]


NOT_TOLD = {"number": 1, "by": "U0BOB", "verb": "not_told"}


@pytest.mark.parametrize(
    "error", ["user_not_found", "channel_not_found", "cannot_dm_bot", "user_disabled", "messages_tab_disabled"]
)
def test_who_gave_a_task_hears_that_its_owner_could_not_be_reached(session: Session, error: str):
    _, row = given(session)
    assert row is not None
    settled(session, row, Outcome(Verdict.REFUSED, reason=error))
    assert told_to_ann(session) == [NOT_TOLD]


def test_who_gave_a_task_hears_nothing_while_its_owner_may_still_be_told(session: Session):
    _, row = given(session)
    assert row is not None
    settled(session, row, Outcome(Verdict.REFUSED, reason="token_revoked"))
    assert told_to_ann(session) == []


def test_nobody_writes_to_a_stranger_and_who_gave_the_task_hears_it_at_once(session: Session):
    task, row = given(session, is_stranger=True)
    assert row is None
    letter = queries.outbox_by_key(session, TEAM, "not_told:1:v1")
    assert letter is not None
    assert (letter.to, letter.subject) == ("U0ANN", NOT_TOLD)
    assert isinstance(notices.compose(session, letter, NOW), TaskTold)
    task.owner_id = "U0ANN"
    session.flush()
    assert isinstance(notices.compose(session, letter, NOW), Dropped)
