"""A row's whole life on both databases: claimed in order, settled by what happened, looked for, fenced, given up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.pace import Pace
from bot.rules.sending import PATIENCE, Outcome, Verdict
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.rhythm import occurrences
from models import Allowance, Lane, OccurrenceState, Outbox, OutboxState, Session, Workspace
from models.queries import deliveries
from tests.factories import NOW, TEAM, make_workspace
from tests.statements import counted

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)
SENT = Outcome(Verdict.SENT, channel_id="D1", ts="1.1")
SECOND = timedelta(seconds=1)
ANY = Pace(1000.0)


def put(session: Session, key: str, to: str = "C1", **more: Any) -> Outbox:
    assert outbox.put(session, TEAM, Letter(key=key, kind=more.pop("kind", "reply"), to=to, **more), now=NOW)
    row = deliveries.outbox_by_key(session, TEAM, key)
    assert row is not None
    return row


def claim(session: Session, *, real: datetime = REAL, now: datetime = NOW, limit: int = 16, **more: Any) -> list[str]:
    pace = more.pop("pace", ANY)
    rows = outbox.claim(session, now=now, real=real, busy=more.pop("busy", ()), limit=limit, pace=pace, **more)
    session.flush()
    return [row.key for row in rows]


def settle(session: Session, row: Outbox, outcome: Outcome, *, generation: int | None = None) -> Outbox | None:
    assert row.id is not None
    known = row.generation if generation is None else generation
    settled = outbox.settle(session, row.id, known, outcome, now=NOW, real=REAL)
    session.flush()
    return settled


def sending(session: Session, key: str = "a", *, pace: Pace = ANY, **more: Any) -> Outbox:
    row = put(session, key, **more)
    assert key in claim(session, pace=pace)
    return row


def unknown(session: Session, **more: Any) -> Outbox:
    row = sending(session, **more)
    assert settle(session, row, Outcome(Verdict.UNKNOWN, reason="timeout")) is row
    return row


@pytest.fixture(autouse=True)
def _in_a_workspace(session: Session) -> None:
    make_workspace(session)


def test_the_same_key_is_put_once(session: Session):
    put(session, "a")
    assert outbox.put(session, TEAM, Letter(key="a", kind="reply", to="C2"), now=NOW) is False
    assert claim(session) == ["a"]


def test_a_conversation_has_one_row_under_way_and_keeps_its_order(session: Session):
    first = put(session, "a")
    put(session, "b"), put(session, "c", to="C2"), put(session, "d", to="C2")
    assert claim(session) == ["a", "c"]
    assert claim(session) == []
    settle(session, first, SENT)
    assert claim(session) == ["b"]


def test_people_go_before_prompts_and_prompts_before_bulk(session: Session):
    put(session, "bulk", "C1", lane=Lane.BULK)
    put(session, "prompt", "C2", lane=Lane.PROMPTS)
    put(session, "answer", "C3", lane=Lane.PEOPLE)
    assert claim(session, limit=2) == ["answer", "prompt"]
    assert claim(session) == ["bulk"]


@pytest.mark.parametrize(
    "outcome", [Outcome(Verdict.NOT_SENT), Outcome(Verdict.UNKNOWN), Outcome(Verdict.WAIT, wait_seconds=9)]
)
def test_what_has_to_wait_holds_its_conversation_and_no_other(session: Session, outcome: Outcome):
    settle(session, sending(session, "a"), outcome)
    put(session, "b"), put(session, "c", to="C2")
    assert claim(session) == ["c"]


def test_what_is_under_way_holds_its_conversation_even_when_the_clock_steps_back(session: Session):
    sending(session, "a")
    put(session, "b", due_at=NOW - timedelta(hours=2))
    assert claim(session, now=NOW - timedelta(hours=1)) == []


def test_what_was_written_after_the_look_at_the_clock_is_not_overtaken(session: Session):
    """A turn may read the clock, be overtaken by another, and write after it; here the claim read it in between."""
    first = Letter(key="first", kind="reply", to="C1")
    outbox.put(session, TEAM, first, now=NOW + SECOND)
    put(session, "second")
    assert claim(session) == ["first"]
    assert claim(session, now=NOW + SECOND) == []


def test_what_is_not_due_is_neither_sent_nor_in_the_way(session: Session):
    put(session, "later", due_at=NOW + SECOND)
    put(session, "now")
    assert claim(session) == ["now"]
    assert claim(session, now=NOW + SECOND, busy={"C1"}) == []


def test_only_what_the_pace_allows_is_taken_and_the_rest_costs_no_try(session: Session):
    pace = Pace()
    for number in range(pace.BURST):
        settle(session, sending(session, f"said {number}", pace=pace), SENT)
    put(session, "a"), put(session, "b", to="C2")
    assert claim(session, pace=pace) == ["b"]
    waiting = deliveries.outbox_by_key(session, TEAM, "a")
    assert waiting is not None
    assert (waiting.state, waiting.attempts, waiting.generation) == (OutboxState.PENDING, 0, 0)


def test_of_a_long_line_only_a_few_are_looked_at_for_each_that_is_wanted(session: Session):
    for number in range(10):
        put(session, f"k{number}", f"C{number}")
    asked: list[str] = []

    class Silent(Pace):
        def take(self, allowance: Allowance, lane: int, to: str, now: datetime) -> bool:
            asked.append(to)
            return False

    assert claim(session, limit=2, pace=Silent(), busy={"C0"}) == []
    assert asked == [f"C{number}" for number in range(1, 9)], "four for each, beside those that are busy"
    make_workspace(session, broken_at=NOW, probe_real=REAL)
    assert claim(session, limit=2, pace=Silent()) == []
    assert len(asked) == 8 + 8, "and as many where nothing is said for a while"


def test_a_try_where_nothing_is_said_goes_along_with_what_others_say_and_the_next_comes_later(session: Session):
    workspace = make_workspace(session, broken_at=NOW, probe_real=REAL)
    session.add(Workspace(id="T0OTHER", created_at=NOW))
    session.flush()
    outbox.put(session, "T0OTHER", Letter(key="other", kind="reply", to="C9"), now=NOW)
    put(session, "a"), put(session, "b", to="C2")
    assert claim(session) == ["other", "a"]
    later = REAL + timedelta(minutes=10)
    assert claim(session, real=later - SECOND) == []
    assert claim(session, real=later) == ["b"]
    assert (workspace.probes, workspace.probe_real) == (2, later + timedelta(minutes=20))


def test_many_are_claimed_in_as_many_statements_as_one(session: Session):
    put(session, "a")
    with counted(session) as one:
        assert len(claim(session)) == 1
    for number in range(5):
        put(session, f"k{number}", f"D{number}")
    with counted(session) as many:
        assert len(claim(session)) == 5
    assert len(many) == len(one), many


def test_a_suspended_workspace_is_left_in_peace(session: Session):
    row = unknown(session)
    put(session, "b", to="C2")
    make_workspace(session).suspended = True
    session.flush()
    late = REAL + timedelta(hours=1)
    assert claim(session, real=late) == []
    assert deliveries.unknown_sends(session, late) == []
    assert deliveries.backlog(session, NOW)["cards_stale"] == 0
    make_workspace(session)  # as the next start does, with a token that works
    session.flush()
    assert claim(session, real=late) == ["b"]
    assert deliveries.unknown_sends(session, late) == [row]


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (SENT, OutboxState.SENT, 1),
        (Outcome(Verdict.DROPPED, reason="late"), OutboxState.DROPPED, 1),
        (Outcome(Verdict.REFUSED, reason="is_archived"), OutboxState.DEAD, 1),
        (Outcome(Verdict.UNKNOWN, reason="timeout"), OutboxState.UNKNOWN, 1),
        (Outcome(Verdict.NOT_SENT, reason="refused"), OutboxState.PENDING, 1),
        (Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=30), OutboxState.PENDING, 0),
        (Outcome(Verdict.REFUSED, reason="token_revoked"), OutboxState.PENDING, 0),
        (Outcome(Verdict.REFUSED, reason="invalid_auth"), OutboxState.PENDING, 0),
    ],
)
def test_a_send_settles_by_what_happened(session: Session, outcome: Outcome, state: OutboxState, attempts: int):
    row = sending(session)
    assert settle(session, row, outcome) is row
    assert (row.state, row.attempts, row.reason, row.lease_real) == (state, attempts, outcome.reason, None)
    assert (row.ts, row.channel_id) == ((SENT.ts, SENT.channel_id) if outcome is SENT else (None, None))


def test_a_rate_limit_is_waited_out_to_the_second(session: Session):
    settle(session, sending(session), Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=30))
    assert claim(session, real=REAL + timedelta(seconds=29.9)) == []
    assert claim(session, real=REAL + timedelta(seconds=30)) == ["a"]


def test_tries_are_farther_and_farther_apart_and_end_with_the_twelfth(session: Session):
    row = put(session, "a")
    real, pauses = REAL, []
    for _ in range(12):
        assert claim(session, real=real) == ["a"]
        assert row.id is not None
        outbox.settle(session, row.id, row.generation, Outcome(Verdict.NOT_SENT, reason="refused"), now=NOW, real=real)
        pauses.append((row.try_real - real).total_seconds())
        real = row.try_real
    assert row.state == OutboxState.DEAD
    assert 4 <= pauses[0] <= 6
    assert all(0.8 * 5 * 2**number <= pause <= 1.2 * 1800 for number, pause in enumerate(pauses[:9]))
    assert 3600 < sum(pauses[:11]) < 4 * 3600


@pytest.mark.parametrize("verdict", [Verdict.NOT_SENT, Verdict.REFUSED, Verdict.UNKNOWN, Verdict.DROPPED, Verdict.WAIT])
def test_who_lost_the_lease_changes_nothing_but_a_success_is_the_truth(session: Session, verdict: Verdict):
    row = sending(session)
    late = REAL + PATIENCE.lease + SECOND
    assert outbox.free_expired(session, REAL + PATIENCE.lease - SECOND) == 0
    assert outbox.free_expired(session, late) == 1
    assert (row.state, row.try_real) == (OutboxState.UNKNOWN, late)
    assert settle(session, row, Outcome(verdict)) is None
    assert settle(session, row, SENT) is row
    assert row.state == OutboxState.SENT


def test_an_older_generation_settles_nothing_not_even_with_a_success(session: Session):
    row = unknown(session)
    outbox.found(session, row, Outcome(Verdict.NOT_SENT), now=NOW, real=REAL)
    session.flush()
    assert claim(session, real=REAL + timedelta(minutes=1)) == ["a"]
    assert settle(session, row, SENT, generation=1) is None
    assert (row.state, row.generation) == (OutboxState.SENDING, 2)


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (29, True), (30, False), (59, False)])
def test_a_send_begins_only_while_it_would_be_settled_within_its_lease(session: Session, seconds: int, may: bool):
    row = sending(session)
    assert (REAL + timedelta(seconds=seconds) < outbox.begins_before(row)) is may


def look(session: Session, row: Outbox, outcome: Outcome) -> bool:
    """Write down what a look told; whether it was taken."""
    taken = outbox.found(session, row, outcome, now=NOW, real=REAL) is not None
    session.flush()
    return taken


def test_an_unknown_send_is_looked_for_only_when_it_has_settled(session: Session):
    row = unknown(session)
    assert deliveries.unknown_sends(session, REAL + PATIENCE.settle - SECOND) == []
    assert deliveries.unknown_sends(session, REAL + PATIENCE.settle) == [row]


@pytest.mark.parametrize(
    ("kind", "outcome", "looks", "state"),
    [
        ("digest", SENT, 1, OutboxState.SENT),
        ("digest", Outcome(Verdict.NOT_SENT), 1, OutboxState.PENDING),
        ("digest", Outcome(Verdict.REFUSED, reason="missing_scope"), 2, OutboxState.UNKNOWN),
        ("digest", Outcome(Verdict.REFUSED, reason="missing_scope"), 3, OutboxState.DEAD),
        ("standup.prompt", Outcome(Verdict.REFUSED, reason="missing_scope"), 3, OutboxState.DEAD),
        ("brief", Outcome(Verdict.REFUSED, reason="missing_scope"), 3, OutboxState.PENDING),
        ("nudge", Outcome(Verdict.REFUSED, reason="channel_not_found"), 3, OutboxState.PENDING),
        ("brief", Outcome(Verdict.UNKNOWN, reason="http 500"), 11, OutboxState.UNKNOWN),
        ("brief", Outcome(Verdict.UNKNOWN, reason="http 500"), 12, OutboxState.PENDING),
        ("digest", Outcome(Verdict.UNKNOWN, reason="timeout"), 12, OutboxState.DEAD),
        ("digest", Outcome(Verdict.WAIT, reason="ratelimited", wait_seconds=5), 50, OutboxState.UNKNOWN),
        ("digest", Outcome(Verdict.REFUSED, reason="token_revoked"), 50, OutboxState.UNKNOWN),
    ],
)
def test_what_looking_leads_to(session: Session, kind: str, outcome: Outcome, looks: int, state: OutboxState):
    row = unknown(session, kind=kind)
    for _ in range(looks):
        assert look(session, row, outcome)
    assert row.state == state


def test_a_look_that_comes_too_late_overwrites_nothing(session: Session):
    row = unknown(session)
    seen = Outbox.model_validate(row.model_dump())  # as another process read it
    assert look(session, seen, Outcome(Verdict.NOT_SENT))
    assert claim(session, real=REAL + timedelta(minutes=1)) == ["a"]
    assert not look(session, seen, Outcome(Verdict.NOT_SENT))
    assert not look(session, seen, SENT)
    assert (row.state, row.generation) == (OutboxState.SENDING, 2)


def test_what_never_arrives_and_never_says_why_ends_too(session: Session):
    row = put(session, "a")
    real = REAL
    for _ in range(12):
        assert claim(session, real=real) == ["a"]
        settle(session, row, Outcome(Verdict.UNKNOWN, reason="new_in_2027"))
        outbox.found(session, row, Outcome(Verdict.NOT_SENT), now=NOW, real=real)
        session.flush()
        real = max(real, row.try_real)
    assert row.state == OutboxState.DEAD


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (SENT, OccurrenceState.SENT, ""),
        (Outcome(Verdict.DROPPED, reason="late"), OccurrenceState.SKIPPED, "late"),
        (Outcome(Verdict.REFUSED, reason="is_archived"), OccurrenceState.DEAD, "is_archived"),
        (Outcome(Verdict.UNKNOWN, reason="timeout"), OccurrenceState.UNKNOWN, "timeout"),
        (Outcome(Verdict.NOT_SENT, reason="refused"), OccurrenceState.PENDING, ""),
        (Outcome(Verdict.REFUSED, reason="token_revoked"), OccurrenceState.PENDING, ""),
    ],
)
def test_what_fell_due_ends_as_its_message_ends(
    session: Session, outcome: Outcome, state: OccurrenceState, reason: str
):
    fall_due(session)
    settle(session, sending(session), outcome)
    occurrence = deliveries.occurrence(session, TEAM, "nudge", "7", "U0ANN", "2026-03-09")
    assert occurrence is not None
    assert (occurrence.state, occurrence.reason) == (state, reason)


def fall_due(session: Session, **more: Any) -> None:
    occurrences.put(session, TEAM, kind="nudge", subject="7", person_id="U0ANN", when="2026-03-09", due_at=NOW, now=NOW,
                    outbox_key="a", **more)  # fmt: skip


def test_an_end_is_written_once(session: Session):
    fall_due(session, state=OccurrenceState.CANCELLED, reason="task done")
    settle(session, sending(session), SENT)
    occurrence = deliveries.occurrence(session, TEAM, "nudge", "7", "U0ANN", "2026-03-09")
    assert occurrence is not None
    assert (occurrence.state, occurrence.reason) == (OccurrenceState.CANCELLED, "task done")


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [(None, True), (Outcome(Verdict.UNKNOWN), True), (SENT, True), (Outcome(Verdict.REFUSED, reason="x"), False)],
)
def test_a_wish_to_redraw_is_kept_once_the_words_are_made(session: Session, outcome: Outcome | None, asked: bool):
    row = put(session, "a")
    assert outbox.redraw(session, TEAM, "a", NOW) is False, "it is not composed yet"
    claim(session)
    if outcome is not None:
        settle(session, row, outcome)
    assert outbox.redraw(session, TEAM, "a", NOW) is asked
    settle(session, row, SENT)
    session.flush()
    assert deliveries.stale_messages(session, NOW, NOW) == ([row] if asked else [])


def test_what_waited_for_an_hour_is_held_while_the_clock_is_wrong_and_holds_no_answer_up(session: Session) -> None:
    put(session, "timed", due_at=NOW + SECOND)
    put(session, "prompt", to="C2", lane=Lane.PROMPTS, due_at=NOW - SECOND)
    now = NOW + 2 * SECOND
    assert not deliveries.anything_to_send(session, now=now, real=REAL, held=True)
    for place in ("C1", "C2"):
        assert outbox.put(session, TEAM, Letter(key=f"answer in {place}", kind="reply", to=place), now=now)
    assert deliveries.anything_to_send(session, now=now, real=REAL, held=True)
    assert claim(session, now=now, held=True) == ["answer in C1", "answer in C2"]
    for place in ("C1", "C2"):
        row = deliveries.outbox_by_key(session, TEAM, f"answer in {place}")
        assert row is not None
        assert settle(session, row, SENT)
    assert claim(session, now=now, held=True) == []
    assert set(claim(session, now=now)) == {"timed", "prompt"}


def test_what_was_said_by_a_clock_that_is_set_back_since_goes_at_once(session: Session) -> None:
    put(session, "answer")
    put(session, "another")
    before = NOW - timedelta(days=1)
    assert deliveries.anything_to_send(session, now=before, real=REAL)
    assert claim(session, now=before) == ["answer"]


def test_what_a_clock_that_was_ahead_made_wait_is_brought_near_when_it_is_set_back(session: Session) -> None:
    year = timedelta(days=365)
    row = put(session, "sent by then")
    assert claim(session, real=REAL + year) == ["sent by then"]
    waiting = put(session, "tried by then", to="C2")
    waiting.try_real = REAL + year
    soon = put(session, "soon", to="C3")
    soon.try_real = REAL + timedelta(minutes=31)
    session.flush()
    outbox.set_back(session, REAL)
    session.expire_all()
    near = REAL + PATIENCE.lease + PATIENCE.settle
    assert (row.lease_real, waiting.try_real) == (near, near)
    assert soon.try_real == REAL + timedelta(minutes=31)
    assert claim(session, real=near) == ["tried by then"]
