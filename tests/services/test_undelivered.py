"""What was given up is shown to admins without its words, tried again without saying anything twice, or dropped."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.answers.troubles import Lost
from bot.errors import UserError
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries, inbox, outbox, undelivered
from bot.services.messages.outbox import Letter
from bot.services.rhythm import occurrences
from models import Inbox, InboxState, OccurrenceState, Outbox, OutboxState, Session, Workspace
from models.queries import deliveries as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)
REFUSED = Outcome(Verdict.REFUSED, reason="missing_scope")
SECRET = "the very secret plan"


@pytest.fixture(autouse=True)
def _admin(session: Session) -> None:
    make_workspace(session)
    make_person(session, "U0ADMIN", is_admin=True)


def put(session: Session, key: str, to: str = "U0ANN", **more: Any) -> Outbox:
    fields: dict[str, Any] = {"kind": "reply", "subject": {"message": {"text": SECRET}}} | more
    outbox.put(session, TEAM, Letter(key=key, to=to, **fields), now=NOW)
    row = queries.outbox_by_key(session, TEAM, key)
    assert row is not None
    return row


def ended(session: Session, key: str, outcome: Outcome = REFUSED, **more: Any) -> Outbox:
    row = put(session, key, **more)
    assert row in outbox.claim(session, now=NOW, real=REAL, busy=(), limit=20, pace=Pace(1000.0))
    assert row.id is not None
    deliveries.settled(session, row.id, row.generation, outcome, version=0, now=NOW, real=REAL)
    session.flush()
    return row


def set_aside(session: Session, key: str = "msg:C0X:1.1", **more: Any) -> Inbox:
    payload = {"user": "U0ANN", "text": SECRET}
    row = Inbox(
        workspace_id=TEAM,
        key=key,
        door="dm",
        attempts=inbox.POISON_AFTER,
        received_at=NOW,
        **({"payload": payload} | more),
    )
    session.add(row)
    session.flush()
    assert inbox.attempt(session, TEAM, key, NOW) is None
    return row


def page(session: Session, number: int = 1) -> Any:
    return undelivered.page(session, acting(session, make_person(session, "U0ADMIN", is_admin=True)), number)


def retry(session: Session, *refs: str) -> int:
    done = undelivered.retry(session, TEAM, refs, NOW, REAL)
    session.flush()
    return done


def test_the_page_holds_no_words_of_a_message(session: Session):
    ended(session, "a"), set_aside(session)
    found = page(session)
    assert (found.dead, found.unknown, found.set_aside) == (1, 0, 1)
    assert SECRET not in repr(found)
    assert [one.state for one in found.lost] == ["dead", "set_aside"]


def test_a_task_and_a_conversation_are_named_only_to_who_sees_them(session: Session):
    tom, maya = make_person(session, "U0TOM"), make_person(session, "U0MAYA")
    closed = make_channel(session, "G0CLOSED", kind="private", members=(tom.id, maya.id))
    hidden = make_task(session, tom, creator=maya, channel=closed)
    opened = make_task(session, tom, creator=maya, channel=make_channel(session, "C0OPEN", members=(tom.id,)))
    ended(session, "a", to=closed.id, kind="task.card", subject={"number": hidden.number, "by": maya.id})
    ended(session, "b", to="C0OPEN", kind="task.card", subject={"number": opened.number, "by": "C0OPEN"})
    shown = {(one.to, one.numbers) for one in page(session).lost if one.kind == "task.card"}
    assert shown == {("", ()), ("C0OPEN", (opened.number,))}
    everything = undelivered.list_all(session, TEAM, 10)
    assert {one.to for one in everything} == {"G0CLOSED", "C0OPEN"}


def test_pages_follow_one_another_across_all_three_lists(session: Session):
    for number in range(7):
        ended(session, f"d{number}", to=f"U0D{number}")
    for number in range(5):
        ended(session, f"u{number}", Outcome(Verdict.UNKNOWN, reason="timeout"), to=f"U0U{number}")
    for number in range(6):
        set_aside(session, f"in{number}")
    pages = [page(session, number) for number in (1, 2, 3, 9)]
    assert [len(one.lost) for one in pages] == [8, 8, 2, 2]
    refs = [one.ref for found in pages[:3] for one in found.lost]
    assert len(set(refs)) == 18
    assert pages[3].page == pages[0].pages == 3


def test_only_admins_look(session: Session):
    with pytest.raises(UserError, match="admins_only"):
        undelivered.page(session, acting(session, make_person(session, "U0TOM")))


def test_what_was_refused_is_tried_as_if_it_were_new(session: Session):
    row = ended(session, "a")
    occurrences.put(session, TEAM, kind="nudge", subject="7", person_id="U0ANN", when="x", due_at=NOW, now=NOW,
                    outbox_key="a", state=OccurrenceState.DEAD, reason="missing_scope")  # fmt: skip
    session.flush()
    assert retry(session, str(row.id)) == 1
    assert (row.state, row.attempts, row.dead_at) == (OutboxState.PENDING, 0, None)
    again = queries.occurrence(session, TEAM, "nudge", "7", "U0ANN", "x")
    assert again is not None
    assert (again.state, again.ended_at) == (OccurrenceState.PENDING, None)
    claimed = outbox.claim(session, now=NOW, real=REAL, busy=(), limit=20, pace=Pace(1000.0))
    assert row in claimed


@pytest.mark.parametrize("found", [OutboxState.SENT, OutboxState.PENDING])
def test_what_may_have_arrived_is_looked_for_first(session: Session, found: OutboxState):
    row = ended(session, "a", Outcome(Verdict.UNKNOWN, reason="timeout"), to="C0X", kind="digest", subject={})
    for _ in range(3):
        deliveries.reconciled(session, row, Outcome(Verdict.REFUSED, reason="missing_scope"), now=NOW, real=REAL)
        session.flush()
    assert (row.state, row.reason) == (OutboxState.DEAD, outbox.UNREADABLE)
    retry(session, str(row.id))
    assert row.state == OutboxState.UNKNOWN, "never sent blindly"
    assert queries.unknown_sends(session, REAL) == [row]
    there = found == OutboxState.SENT
    seen = Outcome(Verdict.SENT, channel_id="C0X", ts="1.1") if there else Outcome(Verdict.NOT_SENT)
    deliveries.reconciled(session, row, seen, now=NOW, real=REAL)
    assert row.state == found


def test_one_that_broke_off_is_looked_for_at_once(session: Session):
    row = ended(session, "a", Outcome(Verdict.UNKNOWN, reason="timeout"))
    assert queries.unknown_sends(session, REAL) == []
    retry(session, str(row.id))
    assert queries.unknown_sends(session, REAL) == [row]


def test_what_was_set_aside_is_worked_on_again_and_its_answer_comes(session: Session):
    row = set_aside(session)
    put(session, f"reply:{row.key}")  # "something went wrong", told when it was set aside
    (shown,) = page(session).lost
    assert retry(session, shown.ref) == 1
    assert (row.state, row.attempts, row.done_at) == (InboxState.RECEIVED, 0, None)
    assert row.payload["text"] == SECRET
    assert queries.outbox_by_key(session, TEAM, f"reply:{row.key}") is None, "room for the answer"


def test_what_has_no_words_any_more_is_only_dropped(session: Session):
    row, heard = ended(session, "a"), set_aside(session, payload={})
    row.subject = {}
    session.flush()
    assert [one.can_retry for one in page(session).lost] == [False, False]
    for ref in [one.ref for one in page(session).lost]:
        with pytest.raises(UserError, match="letter_has_no_words"):
            retry(session, ref)
        assert undelivered.drop(session, TEAM, [ref], NOW) == 1
    assert (row.state, heard.state) == (OutboxState.DROPPED, InboxState.DONE)
    assert page(session).total == 0


@pytest.mark.parametrize("ref", ["999999", "in-0123456789", "x", "-1", "9" * 30])
def test_what_is_not_there_is_said_so(session: Session, ref: str):
    for deed in (lambda: retry(session, ref), lambda: undelivered.drop(session, TEAM, [ref], NOW)):
        with pytest.raises(UserError, match="no_such_letter"):
            deed()


def test_a_message_of_another_workspace_or_one_that_went_out_is_not_there(session: Session):
    sent, row = ended(session, "a", Outcome(Verdict.SENT, channel_id="D1", ts="1")), ended(session, "b")
    session.add(Workspace(id="T0OTHER01", created_at=NOW))
    session.flush()
    for team, one in ((TEAM, sent), ("T0OTHER01", row)):
        with pytest.raises(UserError, match="no_such_letter"):
            undelivered.drop(session, team, [str(one.id)], NOW)
    assert (sent.state, row.state) == (OutboxState.SENT, OutboxState.DEAD)


def test_all_of_them_at_once_leaves_what_is_being_looked_for(session: Session):
    rows = [ended(session, f"d{n}", to=f"U0D{n}") for n in range(3)]
    looked_for = ended(session, "u", Outcome(Verdict.UNKNOWN, reason="timeout"), to="U0U")
    heard = set_aside(session)
    assert undelivered.drop(session, TEAM, [], NOW) == 4
    assert {row.state for row in rows} == {OutboxState.DROPPED}
    assert (looked_for.state, heard.state) == (OutboxState.UNKNOWN, InboxState.DONE)


def test_a_person_is_known_and_the_reason_with_it(session: Session):
    row = ended(session, "a")
    assert page(session).lost == (Lost(str(row.id), "dead", "reply", NOW, "missing_scope", "U0ANN"),)
