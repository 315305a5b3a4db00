"""What exactly each step of a message's life writes down: what is kept of it, from when it is tried, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlmodel import update

from bot.rules.pace import Pace
from bot.rules.sending import PATIENCE, Outcome, Patience, Verdict
from bot.services.messages import doubt, outbox
from bot.services.messages.outbox import Letter
from bot.services.rhythm import occurrences
from models import Lane, Outbox, OutboxState, Session, Workspace
from models.queries import allowances, deliveries
from tests.factories import NOW, TEAM, make_workspace

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SENT = Outcome(Verdict.SENT, channel_id="D1", ts="1.1")
UNKNOWN = Outcome(Verdict.UNKNOWN, reason="timeout")
SHORT = Patience(call=timedelta(seconds=1), settle=timedelta(seconds=2))


@pytest.fixture(autouse=True)
def workspace(session: Session) -> Workspace:
    return make_workspace(session)


def put(session: Session, key: str = "a", to: str = "C1", **more: Any) -> Outbox:
    assert outbox.put(session, TEAM, Letter(key=key, kind=more.pop("kind", "reply"), to=to, **more), now=NOW)
    row = deliveries.outbox_by_key(session, TEAM, key)
    assert row is not None
    return row


def claim(session: Session, *, limit: int = 16, **more: Any) -> list[Outbox]:
    given = {"now": NOW, "real": REAL, "busy": (), "pace": Pace(1000.0)} | more
    rows = outbox.claim(session, limit=limit, **given)
    session.flush()
    return rows


def sending(session: Session, key: str = "a", **more: Any) -> Outbox:
    row = put(session, key, **more)
    assert row in claim(session)
    return row


def settle(session: Session, row: Outbox, outcome: Outcome, **more: Any) -> Outbox | None:
    assert row.id is not None
    given = {"now": NOW + MINUTE, "real": REAL + MINUTE} | more
    settled = outbox.settle(session, row.id, given.pop("generation", row.generation), outcome, **given)
    session.flush()
    return settled


def unknown(session: Session, **more: Any) -> Outbox:
    row = sending(session, **more)
    assert settle(session, row, UNKNOWN) is row
    return row


def look(session: Session, row: Outbox, outcome: Outcome, **more: Any) -> Outbox | None:
    found = outbox.found(session, row, outcome, **({"now": NOW + HOUR, "real": REAL + HOUR} | more))
    session.flush()
    session.refresh(row)
    return found


def fall_due(session: Session, kind: str = "nudge", key: str = "a") -> None:
    occurrences.put(session, TEAM, kind=kind, subject="7", person_id="U0ANN", when="x", due_at=NOW, now=NOW,
                    outbox_key=key)  # fmt: skip
    session.flush()


def end_of(session: Session, kind: str = "nudge") -> tuple[str, str, datetime | None]:
    row = deliveries.occurrence(session, TEAM, kind, "7", "U0ANN", "x")
    assert row is not None
    session.refresh(row)
    return row.state, row.reason, row.ended_at


# --- put ----------------------------------------------------------------------------------------------------------


def test_all_that_a_letter_says_is_kept(session: Session) -> None:
    said: dict[str, Any] = {
        "kind": "digest", "subject": {"number": 7}, "reader_id": "U0ANN", "thread_ts": "1.1", "thread_key": "card",
        "lane": Lane.BULK, "due_at": NOW + HOUR, "expires_at": NOW + 2 * HOUR,
    }  # fmt: skip
    row = put(session, **said).model_dump(exclude={"id", "try_real"})
    nothing = dict.fromkeys(("lease_real", "started_real", "started_at", "channel_id", "ts", "sent_at", "redraw_at",
                             "dead_at"))  # fmt: skip
    assert row == said | nothing | {
        "workspace_id": TEAM, "key": "a", "to": "C1", "state": "pending", "created_at": NOW, "generation": 0,
        "attempts": 0, "reconciled": 0, "reason": "", "in_doubt": False,
        "nonce": doubt.nonce_of(session, TEAM, ("a",)),
    }  # fmt: skip
    told = put(session, "b", names=("one", "two"))
    assert told.nonce == doubt.nonce_of(session, TEAM, ("one", "two"))
    assert told.due_at == NOW, "where nothing is said of it, now"


def test_a_letter_may_go_at_once_though_the_machine_s_clock_is_years_behind(session: Session) -> None:
    put(session)
    assert len(claim(session, real=NOW - timedelta(days=3000))) == 1


# --- claim --------------------------------------------------------------------------------------------------------


def test_a_claim_is_a_try_of_one_process_for_as_long_as_its_lease(session: Session) -> None:
    row = put(session)
    assert claim(session, patience=SHORT) == [row]
    assert (row.state, row.generation, row.attempts) == (OutboxState.SENDING, 1, 1)
    assert (row.started_at, row.started_real, row.lease_real) == (NOW, REAL, REAL + SHORT.lease)
    settle(session, row, Outcome(Verdict.NOT_SENT), real=REAL)
    later = REAL + MINUTE
    assert claim(session, now=NOW + SECOND, real=later) == [row]
    assert (row.generation, row.attempts) == (2, 2)
    assert (row.started_at, row.started_real, row.lease_real) == (NOW + SECOND, later, later + PATIENCE.lease)


def test_what_the_pace_holds_back_is_in_nobody_s_way(session: Session) -> None:
    pace = Pace()
    known = pace.fresh(TEAM, NOW)
    for number in range(4):
        put(session, f"k{number}", f"C{number}")
        assert all(pace.take(known, Lane.PEOPLE, f"C{number}", NOW) for _ in range(pace.BURST if number < 3 else 1))
    assert allowances.keep(session, known)
    assert [row.key for row in claim(session, limit=1, pace=pace)] == ["k3"]


def test_no_more_are_taken_than_asked_for_and_none_where_somebody_is_busy(session: Session) -> None:
    for number in range(4):
        put(session, f"k{number}", f"C{number}")
    assert [row.key for row in claim(session, limit=2, busy=iter(("C1",)))] == ["k0", "k2"]


def test_where_nothing_is_said_for_a_while_one_is_tried_and_nothing_to_try_is_no_try(
    session: Session, workspace: Workspace
) -> None:
    workspace.broken_at, workspace.probe_real = NOW, REAL
    session.flush()
    assert claim(session) == []
    assert (workspace.probes, workspace.probe_real) == (0, REAL), "there was nothing"
    put(session, "a", "C1"), put(session, "b", "C2"), put(session, "c", "C3", lane=Lane.BULK)
    assert claim(session, real=REAL - SECOND) == []
    assert claim(session, pace=Pace(0.001)) == []
    assert [row.key for row in claim(session, busy={"C1"})] == ["b"]
    session.refresh(workspace)
    assert (workspace.probes, workspace.probe_real) == (1, REAL + 10 * MINUTE)


def test_what_may_have_been_said_before_a_restore_is_looked_for_and_not_sent(
    session: Session, workspace: Workspace
) -> None:
    row = put(session, kind="digest", lane=Lane.BULK)
    workspace.copied_at, workspace.resumed_at = NOW - HOUR, NOW - MINUTE
    session.flush()
    assert claim(session) == []
    assert (row.state, row.in_doubt, row.attempts) == (OutboxState.UNKNOWN, True, 0)
    assert (row.started_at, row.try_real) == (NOW - HOUR, REAL)


def test_what_was_never_claimed_may_not_begin_and_how_long_one_may_goes_by_its_patience(session: Session) -> None:
    row = put(session)
    assert outbox.begins_before(row) < REAL
    claim(session)
    assert outbox.begins_before(row, SHORT) == REAL + timedelta(seconds=3)


# --- settle -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (UNKNOWN, SHORT.settle),
        (Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=7), timedelta(seconds=7)),
        (Outcome(Verdict.REFUSED, reason="token_revoked"), timedelta()),
    ],
)
def test_what_waits_is_tried_again_so_long_after_it_was_settled(
    session: Session, outcome: Outcome, wait: timedelta
) -> None:
    row = sending(session)
    settle(session, row, outcome, patience=SHORT)
    assert row.try_real == REAL + MINUTE + wait
    assert unknown(session, key="b", to="C2").try_real == REAL + MINUTE + PATIENCE.settle


def test_the_time_since_a_try_began_is_part_of_the_pause_after_it(session: Session) -> None:
    quick, slow = sending(session, "a", to="C1"), sending(session, "b", to="C2")
    settle(session, quick, Outcome(Verdict.NOT_SENT), real=REAL + SECOND)
    assert 4 <= (quick.try_real - REAL).total_seconds() <= 6
    settle(session, slow, Outcome(Verdict.NOT_SENT), real=REAL + HOUR)
    assert slow.try_real == REAL + HOUR


def test_what_was_sent_is_known_by_where_and_when(session: Session) -> None:
    row = sending(session)
    settle(session, row, SENT)
    session.refresh(row)
    assert (row.channel_id, row.ts, row.sent_at, row.dead_at) == ("D1", "1.1", NOW + MINUTE, None)


@pytest.mark.parametrize("verdict", [Verdict.DROPPED, Verdict.REFUSED])
def test_only_what_is_given_up_is_dead_and_since_when_and_a_long_reason_is_cut(
    session: Session, verdict: Verdict
) -> None:
    row = sending(session)
    settle(session, row, Outcome(verdict, reason="x" * 501))
    session.refresh(row)
    assert row.dead_at == (NOW + MINUTE if verdict == Verdict.REFUSED else None)
    assert row.reason == "x" * 500


def test_a_success_counts_though_it_was_believed_that_it_failed(session: Session) -> None:
    row = sending(session)
    settle(session, row, Outcome(Verdict.NOT_SENT))
    assert settle(session, row, Outcome(Verdict.WAIT, wait_seconds=1)) is None, "nothing else does"
    assert settle(session, row, SENT) is row
    assert settle(session, row, SENT) is None, "it is over"


def test_what_another_process_wrote_meanwhile_is_read_before_anything_is_settled(session: Session) -> None:
    row = sending(session)
    session.execute(update(Outbox).values(generation=2).execution_options(synchronize_session=False))
    assert settle(session, row, SENT, generation=1) is None
    row.state = OutboxState.UNKNOWN
    session.flush()
    seen = Outbox.model_validate(row.model_dump())
    session.execute(update(Outbox).values(generation=3).execution_options(synchronize_session=False))
    assert outbox.found(session, seen, SENT, now=NOW, real=REAL) is None
    assert (row.state, row.generation) == (OutboxState.UNKNOWN, 3)


def test_a_row_that_is_gone_is_settled_by_nothing(session: Session) -> None:
    row = unknown(session)
    gone = Outbox.model_validate(row.model_dump())
    session.delete(row)
    session.flush()
    assert settle(session, gone, SENT) is None
    assert outbox.found(session, gone, SENT, now=NOW, real=REAL) is None


@pytest.mark.parametrize(("kind", "held"), [("nudge", 60.0), ("brief", 60.0), ("reply", 0.0)])
def test_what_is_held_back_for_its_reader_is_late_only_from_then_on(session: Session, kind: str, held: float) -> None:
    fall_due(session, kind)
    row = put(session, kind=kind, due_at=NOW + MINUTE)
    claim(session, now=NOW + MINUTE)
    before = _seconds("held", kind), _seconds("lateness", kind)
    settle(session, row, SENT, now=NOW + 2 * MINUTE)
    after = _seconds("held", kind) - before[0], _seconds("lateness", kind) - before[1]
    assert after == (held, 120 - held)
    assert end_of(session, kind) == ("sent", "", NOW + 2 * MINUTE)


def _seconds(which: str, kind: str) -> float:
    return REGISTRY.get_sample_value(f"muster_nudge_{which}_seconds_sum", {"kind": kind}) or 0.0


# --- found --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state", "reason", "reconciled"),
    [
        (SENT, "sent", "found after an unknown send", 1),
        (Outcome(Verdict.NOT_SENT), "pending", "not found after an unknown send", 0),
        (Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=7), "unknown", "timeout", 0),
        (Outcome(Verdict.REFUSED, reason="token_revoked"), "unknown", "timeout", 0),
        (Outcome(Verdict.REFUSED, reason="missing_scope"), "unknown", "timeout", 1),
        (UNKNOWN, "unknown", "timeout", 1),
    ],
)
def test_a_look_writes_down_what_it_told_and_counts_where_it_was_one(
    session: Session, outcome: Outcome, state: str, reason: str, reconciled: int
) -> None:
    row = unknown(session)
    assert look(session, row, outcome) is row
    assert (row.state, row.reason, row.reconciled, row.dead_at) == (state, reason, reconciled, None)
    if outcome is SENT:
        assert (row.channel_id, row.ts, row.sent_at) == ("D1", "1.1", NOW + HOUR)
    wait = (row.try_real - REAL - HOUR).total_seconds()
    if outcome.verdict == Verdict.WAIT:
        assert wait == 7
    elif reconciled and state == "unknown":
        assert 4 <= wait <= 6
    elif state == "pending":
        assert wait == 0, "its pause is long over"


@pytest.mark.parametrize(
    ("kind", "state", "reason"),
    [("digest", "dead", outbox.UNREADABLE), ("brief", "pending", "history unreadable: sent again")],
)
def test_where_we_may_not_look_a_channel_s_message_ends_and_a_person_s_is_sent_again(
    session: Session, kind: str, state: str, reason: str
) -> None:
    fall_due(session)
    row = unknown(session, kind=kind)
    for _ in range(outbox.LOOKS_REFUSED):
        look(session, row, Outcome(Verdict.REFUSED, reason="missing_scope"))
    assert (row.state, row.reason) == (state, reason)
    assert row.dead_at == (NOW + HOUR if state == "dead" else None)
    assert end_of(session)[:2] == (("dead", reason) if state == "dead" else ("unknown", "timeout"))
    if state == "pending":
        assert (row.try_real, row.reconciled) == (REAL + HOUR, 0)


@pytest.mark.parametrize(
    ("kind", "outcome", "age", "state", "reason"),
    [
        ("reply", SENT, 2 * HOUR, "sent", doubt.SAID_BEFORE),
        ("reply", Outcome(Verdict.NOT_SENT), 2 * HOUR, "dropped", doubt.LATE),
        ("reply", Outcome(Verdict.NOT_SENT), MINUTE, "pending", "not found after an unknown send"),
        ("digest", Outcome(Verdict.NOT_SENT), 2 * HOUR, "pending", "not found after an unknown send"),
        ("brief", Outcome(Verdict.REFUSED, reason="missing_scope"), MINUTE, "dropped", doubt.NOT_LOOKED_FOR),
    ],
)
def test_what_a_restore_left_in_doubt_is_said_at_most_once_and_not_when_its_moment_is_over(
    session: Session, kind: str, outcome: Outcome, age: timedelta, state: str, reason: str
) -> None:
    fall_due(session)
    row = put(session, kind=kind)
    row.state, row.in_doubt, row.reconciled = OutboxState.UNKNOWN, True, outbox.LOOKS_REFUSED - 1
    session.flush()
    assert look(session, row, outcome, now=NOW + age) is row
    assert (row.state, row.reason, row.in_doubt) == (state, reason, state != "pending")
    ends = {"sent": "sent", "dropped": "skipped", "pending": "pending"}
    assert end_of(session)[:2] == (ends[state], reason if state != "pending" else "")


# --- by hand ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["refused", "unreadable", "unknown"])
def test_what_an_admin_has_tried_again_is_as_new_and_what_may_have_arrived_is_looked_for(
    session: Session, how: str
) -> None:
    fall_due(session)
    row = sending(session, kind="digest")
    settle(session, row, Outcome(Verdict.REFUSED, reason="is_archived") if how == "refused" else UNKNOWN)
    if how == "unreadable":
        for _ in range(outbox.LOOKS_REFUSED):
            look(session, row, Outcome(Verdict.REFUSED, reason="missing_scope"))
    before = end_of(session)
    outbox.again(session, row, NOW + HOUR, REAL + 2 * HOUR)
    session.flush()
    session.refresh(row)
    assert row.state == (OutboxState.PENDING if how == "refused" else OutboxState.UNKNOWN)
    assert (row.attempts, row.reconciled, row.try_real, row.dead_at) == (0, 0, REAL + 2 * HOUR, None)
    assert end_of(session) == (before if how == "unknown" else ("pending", "", None))


def test_what_an_admin_drops_is_over_and_says_so(session: Session) -> None:
    fall_due(session)
    row = sending(session)
    settle(session, row, UNKNOWN)
    outbox.drop(session, row, NOW + HOUR)
    session.flush()
    session.refresh(row)
    assert (row.state, row.reason, row.dead_at) == (OutboxState.DROPPED, "dropped by an admin", None)
    assert end_of(session) == ("skipped", "dropped by an admin", NOW + HOUR)


def test_every_lease_that_ran_out_is_freed_and_the_send_is_unknown(session: Session) -> None:
    rows = [sending(session, f"k{number}", to=f"C{number}") for number in range(3)]
    late = REAL + PATIENCE.lease + SECOND
    assert outbox.free_expired(session, late) == 3
    session.flush()
    for row in rows:
        session.refresh(row)
        assert (row.state, row.lease_real, row.try_real) == (OutboxState.UNKNOWN, None, late)


def test_several_are_drawn_again_where_one_of_them_can_be(session: Session) -> None:
    said, waiting = sending(session, "a", to="C1"), put(session, "b", to="C2")
    assert outbox.redraw_all(session, TEAM, ["b"], NOW) is False
    assert outbox.redraw_all(session, TEAM, ["a", "b", "c"], NOW + MINUTE) is True
    assert outbox.redraw_all(session, "T0OTHER", ["a"], NOW + HOUR) is False
    session.flush()
    for row, at in ((said, NOW + MINUTE), (waiting, None)):
        session.refresh(row)
        assert row.redraw_at == at


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 5), (2, 10), (3, 20), (9, 1280), (10, 1800), (12, 1800), (30, 1800)]
)
def test_pauses_double_up_to_half_an_hour_and_no_two_are_quite_the_same(tries: int, seconds: float) -> None:
    pauses = [outbox.pause_after(tries) / seconds for _ in range(300)]
    assert 0.8 <= min(pauses) < 0.85
    assert 1.15 < max(pauses) <= 1.2
