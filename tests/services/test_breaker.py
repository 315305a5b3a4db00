"""Where too much is refused in a row Muster stops, keeps what waits, tells admins once, and goes on at a success."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import select

from bot.answers.troubles import Trouble
from bot.notices import Dropped
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.rules.troubles import TRIP, Cause
from bot.services.messages import alarms, breaker, deliveries, inbox, outbox
from bot.services.messages.outbox import Letter
from models import Alarm, Inbox, Lane, Outbox, OutboxState, Session, Workspace
from models.queries import deliveries as queries
from tests.factories import NOW, TEAM, make_person, make_workspace

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)
SENT = Outcome(Verdict.SENT, channel_id="D1", ts="1.1")
SCOPE = Outcome(Verdict.REFUSED, reason="missing_scope")
LOST = Outcome(Verdict.REFUSED, reason="not_in_channel")
OTHER = "T0OTHER01"


@pytest.fixture(autouse=True)
def workspace(session: Session) -> Workspace:
    made = make_workspace(session)
    make_person(session, "U0ADMIN", is_admin=True)
    return made


def put(session: Session, key: str, to: str = "", **more: Any) -> None:
    letter = Letter(key=key, kind=more.pop("kind", "reply"), to=to or f"U0{key}", subject={"message": {}}, **more)
    outbox.put(session, more.pop("team", TEAM), letter, now=NOW)
    session.flush()


def claim(session: Session, real: datetime = REAL, *, kept: int = 0) -> list[Outbox]:
    rows = outbox.claim(session, now=NOW, real=real, busy=(), limit=50, pace=Pace(1000.0), kept=kept)
    session.flush()
    return rows


def settle(session: Session, row: Outbox, outcome: Outcome, real: datetime = REAL) -> None:
    assert row.id is not None
    deliveries.settled(session, row.id, row.generation, outcome, version=0, now=NOW, real=real)
    session.flush()


def fail(session: Session, count: int, outcome: Outcome = SCOPE, to: str = "") -> None:
    """What tells admins of it is refused as well, but for what is a fault of one conversation."""
    for number in range(count):
        put(session, f"{outcome.reason}{number}{to}", to)
        for row in claim(session):
            settle(session, row, SCOPE if row.kind == "trouble" else outcome)


def broken(session: Session) -> Workspace:
    fail(session, TRIP)
    found = session.get(Workspace, TEAM)
    assert found is not None
    assert found.broken_at == NOW
    return found


def told(session: Session) -> list[tuple[str, str]]:
    return [(row.subject["cause"], row.to) for row in session.exec(select(Outbox).where(Outbox.kind == "trouble"))]


def test_a_clock_that_is_wrong_is_told_once_until_it_is_right_and_forgotten_where_its_process_is_gone(session: Session):
    for _ in range(2):
        alarms.sound(session, TEAM, Cause.CLOCK, NOW)
    row = session.exec(select(Outbox).where(Outbox.kind == "trouble")).one()
    assert alarms.compose(session, row, NOW) == Trouble(Cause.CLOCK, 0, NOW)
    for _ in range(2):
        alarms.end(session, TEAM, Cause.CLOCK)
    assert alarms.compose(session, row, NOW) == Dropped("mended by now")
    alarms.sound(session, TEAM, Cause.CLOCK, NOW)
    alarms.remind(session, (TEAM, Cause.CLOCK), NOW + timedelta(hours=23))
    assert session.get(Alarm, (TEAM, Cause.CLOCK)) is not None
    alarms.remind(session, (TEAM, Cause.CLOCK), NOW + timedelta(hours=25))
    session.flush()
    assert session.get(Alarm, (TEAM, Cause.CLOCK)) is None


def test_twenty_refused_in_a_row_and_nothing_more_is_said(session: Session):
    fail(session, TRIP - 1)
    assert session.get(Workspace, TEAM).broken_at is None  # type: ignore[union-attr]
    fail(session, 1, to="U0LAST")
    put(session, "waits")
    assert claim(session) == []
    assert not queries.anything_to_send(session, now=NOW, real=REAL)
    assert queries.backlog(session, NOW).get("outbox_pending") is None, "nobody waits for what cannot go"


def test_a_prompt_is_tried_too_though_places_are_kept_for_answers(session: Session):
    workspace = broken(session)
    session.execute(update(Outbox).values(state=OutboxState.SENT))
    put(session, "prompt", lane=Lane.PROMPTS)
    assert workspace.probe_real is not None
    assert [row.key for row in claim(session, workspace.probe_real, kept=12)] == ["prompt"]


def test_a_success_in_between_begins_the_count_anew(session: Session):
    fail(session, TRIP - 1)
    put(session, "good")
    for row in claim(session):
        settle(session, row, SENT)
    fail(session, TRIP - 1, to="U0AGAIN")
    assert session.get(Workspace, TEAM).broken_at is None  # type: ignore[union-attr]


def test_one_lost_channel_stops_nothing_else(session: Session):
    fail(session, TRIP + 5, LOST, to="C0GONE")
    put(session, "good")
    assert "good" in {row.key for row in claim(session)}


def test_another_workspace_goes_on(session: Session):
    session.add(Workspace(id=OTHER, created_at=NOW))
    session.flush()
    broken(session)
    outbox.put(session, OTHER, Letter(key="x", kind="reply", to="U0X", subject={"message": {}}), now=NOW)
    session.flush()
    assert [row.workspace_id for row in claim(session)] == [OTHER]


def test_one_message_is_tried_after_a_growing_pause_and_what_tells_admins_goes_first(session: Session):
    workspace = broken(session)
    put(session, "waits")
    real, tried = REAL, []
    for minutes in (5, 10, 20, 40, 60, 60):
        assert claim(session, real + timedelta(minutes=minutes, seconds=-1)) == []
        real += timedelta(minutes=minutes)
        (row,) = claim(session, real)
        assert claim(session, real) == [], "one at a time, whichever process looks"
        tried.append(row.kind)
        settle(session, row, SCOPE, real)
        assert (row.state, row.attempts) == (OutboxState.PENDING, 0), "a try costs it nothing"
    assert set(tried) == {"trouble"}
    assert workspace.broken_at == NOW


def test_the_first_success_lets_everything_go(session: Session):
    workspace = broken(session)
    for key in ("a", "b", "c"):
        put(session, key)
    later = REAL + timedelta(minutes=5)
    (row,) = claim(session, later)
    settle(session, row, SENT, later)
    assert (workspace.broken_at, workspace.failing, workspace.probes) == (None, None, 0)
    assert {"a", "b", "c"} <= {row.key for row in claim(session, later)}
    assert session.get(Alarm, (TEAM, Cause.BREAKER)) is None


def test_a_lost_channel_found_by_a_try_is_given_up_and_the_next_try_goes_elsewhere(session: Session):
    workspace = broken(session)
    session.exec(select(Outbox)).all()
    for one in session.exec(select(Outbox).where(Outbox.kind == "trouble")):
        session.delete(one)
    put(session, "gone", "C0GONE")
    put(session, "waits")
    (row,) = claim(session, REAL + timedelta(minutes=5))
    settle(session, row, LOST)
    assert row.state == OutboxState.DEAD
    assert workspace.broken_at is not None
    assert [row.key for row in claim(session, REAL + timedelta(minutes=15))] == ["waits"]


def test_an_admin_may_have_it_tried_at_once(session: Session):
    workspace = broken(session)
    put(session, "waits")
    assert claim(session, REAL + timedelta(seconds=1)) == []
    assert breaker.try_now(session, workspace, REAL)
    session.flush()
    assert len(claim(session, REAL + timedelta(seconds=1))) == 1


def test_late_messages_are_judged_when_they_go_out(session: Session):
    broken(session)
    put(session, "late", expires_at=NOW + timedelta(minutes=1))
    row = queries.outbox_by_key(session, TEAM, "late")
    assert row is not None
    assert row.state == OutboxState.PENDING


# --- what admins are told ---------------------------------------------------------------------------------------------


def test_a_thousand_deaths_make_one_message(session: Session):
    for number in range(60):
        put(session, f"m{number}", "C0GONE")
    for _ in range(60):
        row = next(one for one in claim(session) if one.kind != "trouble")
        settle(session, row, LOST)
    assert told(session) == [(Cause.DEAD, "U0ADMIN")]


def test_it_is_told_again_when_it_was_mended_and_comes_again(session: Session):
    fail(session, 1)
    dead = queries.outbox_by_key(session, TEAM, "missing_scope0")
    assert dead is not None
    outbox.drop(session, dead, NOW)
    session.flush()
    alarms.look_again(session, TEAM, NOW)
    assert session.get(Alarm, (TEAM, Cause.DEAD)) is None
    put(session, "again")
    row = next(one for one in claim(session) if one.key == "again")
    assert row.id is not None
    later = NOW + timedelta(hours=1)
    deliveries.settled(session, row.id, row.generation, SCOPE, version=0, now=later, real=REAL)
    session.flush()
    assert told(session) == [(Cause.DEAD, "U0ADMIN")] * 2


def test_it_is_told_once_a_week_while_nobody_mends_it(session: Session):
    fail(session, 3)
    for days in (1, 6, 7, 8, 13, 14):
        for key in alarms.list_all(session, NOW):
            alarms.remind(session, key, NOW + timedelta(days=days))
        session.flush()
    assert len(told(session)) == 3
    newest = session.exec(select(Outbox).where(Outbox.kind == "trouble").order_by(Outbox.id.desc())).first()  # type: ignore[union-attr]
    assert newest is not None
    assert alarms.compose(session, newest, NOW) == Trouble(Cause.DEAD, 3, NOW, again=True)


def test_what_is_mended_before_it_is_told_is_not_told(session: Session):
    fail(session, 1)
    message = session.exec(select(Outbox).where(Outbox.kind == "trouble")).one()
    assert alarms.compose(session, message, NOW) == Trouble(Cause.DEAD, 1, NOW)
    dead = queries.outbox_by_key(session, TEAM, "missing_scope0")
    assert dead is not None
    outbox.drop(session, dead, NOW)
    session.flush()
    assert isinstance(alarms.compose(session, message, NOW), Dropped)
    alarms.remind(session, (TEAM, Cause.DEAD), NOW)
    session.flush()
    assert alarms.list_all(session, NOW) == []


def test_what_is_set_aside_is_told_too(session: Session):
    for number in range(3):
        session.add(Inbox(workspace_id=TEAM, key=f"k{number}", door="dm", attempts=inbox.POISON_AFTER, received_at=NOW))
        session.flush()
        assert inbox.attempt(session, TEAM, f"k{number}", NOW) is None
    assert told(session) == [(Cause.SET_ASIDE, "U0ADMIN")]


def test_a_message_to_admins_that_dies_is_told_to_nobody_but_the_log(
    session: Session, capsys: pytest.CaptureFixture[str]
):
    fail(session, 1)
    (row,) = claim(session, REAL + timedelta(minutes=5))
    settle(session, row, Outcome(Verdict.REFUSED, reason="user_not_found"))
    assert row.state == OutboxState.DEAD
    assert len(told(session)) == 1
    assert "no admin could be told" in capsys.readouterr().out


def test_without_admins_only_the_log_knows(session: Session, capsys: pytest.CaptureFixture[str]):
    make_person(session, "U0ADMIN", is_admin=False)
    fail(session, 1)
    assert told(session) == []
    assert "no admin could be told" in capsys.readouterr().out
