"""One pace for all processes, on both databases: who speaks takes from the same row, who is refused slows all down."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.rules.pace import Pace
from bot.services.messages import outbox, pacing
from bot.services.messages.outbox import Letter
from models import Allowance, Lane, Outbox, Session, Workspace
from models.db import connect, plain_engine
from models.queries import allowances, deliveries
from tests.factories import NOW, TEAM, make_workspace

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)
OTHER = "T0OTHER"
SECOND = timedelta(seconds=1)


def put(session: Session, many: int, lane: Lane = Lane.PROMPTS, *, workspace: str = TEAM, of: str = "") -> None:
    """So many messages, each in a conversation of its own."""
    letters = [Letter(key=f"{of}{lane}-{n}", kind="reply", to=f"D{of}{lane}-{n}", lane=lane) for n in range(many)]
    outbox.put_all(session, workspace, letters, now=NOW)


def claim(
    session: Session, *, after: float = 0, limit: int = 1000, kept: int = 0, pace: Pace | None = None
) -> list[Outbox]:  # fmt: skip
    """As a process does that has just started and knows nothing but what is written down."""
    rows = outbox.claim(session, now=NOW + after * SECOND, real=REAL, busy=(), limit=limit, pace=pace or Pace(),
                        kept=kept)  # fmt: skip
    session.flush()
    return rows


def refuse(session: Session, row: Outbox, seconds: float, *, after: float = 0) -> None:
    pacing.refused(session, Pace(), row, seconds, NOW + after * SECOND)


@pytest.fixture(autouse=True)
def _in_two_workspaces(request: pytest.FixtureRequest) -> None:
    if "session" in request.fixturenames:
        session = request.getfixturevalue("session")
        make_workspace(session)
        session.add(Workspace(id=OTHER, created_at=NOW))
        session.flush()


def test_processes_that_start_one_after_the_other_say_no_more_than_one(session: Session):
    put(session, 100)
    assert [len(claim(session, after=after)) for after in (0, 0, 3, 3)] == [48, 0, 10, 0]


async def test_processes_that_claim_at_once_say_no_more_than_one(database_url: str) -> None:
    database = connect(database_url)

    def many(session: Session) -> None:
        make_workspace(session)
        put(session, 200)

    try:
        await database.submit(many)
        found, last = 0, 1
        while last:
            last = sum(await asyncio.gather(*(
                database.submit(lambda session: len(claim(session, limit=5))) for _ in range(4)
            )))  # fmt: skip
            found += last
        assert found == 48
    finally:
        await database.close()


@pytest.mark.always
def test_who_read_before_another_wrote_takes_nothing(session: Session):
    pace = Pace()
    mine, theirs = pace.fresh(TEAM, NOW), pace.fresh(TEAM, NOW)
    assert allowances.keep(session, theirs)
    assert not allowances.keep(session, mine)
    known = allowances.find(session, TEAM)
    assert known is not None
    pace.take(known, Lane.PEOPLE, "C1", NOW)
    assert allowances.keep(session, known)
    assert not allowances.keep(session, known), "it is another by now"
    again = allowances.find(session, TEAM)
    assert again is not None
    assert (again.level, again.turn, again.lately) == (59, 2, known.lately)


def test_an_answer_goes_with_the_next_claim_however_many_prompts_wait(session: Session):
    put(session, 10_000 if session.get_bind().dialect.name == "sqlite" else 500)
    for moment in range(20):
        claim(session, after=moment, limit=16, kept=4)
    put(session, 1, Lane.PEOPLE)
    [first, *rest] = claim(session, after=20, limit=16, kept=4)
    assert (first.lane, {row.lane for row in rest}) == (Lane.PEOPLE, {Lane.PROMPTS})


def test_there_is_a_place_for_an_answer_while_all_prompts_hang(session: Session):
    put(session, 100)
    assert len(claim(session, limit=16, kept=4)) == 12
    put(session, 10, Lane.PEOPLE)
    assert [row.lane for row in claim(session, limit=4, kept=4)] == [Lane.PEOPLE] * 4


def test_bulk_goes_after_prompts_from_what_is_left(session: Session):
    put(session, 40, Lane.BULK), put(session, 20, Lane.PROMPTS)
    assert [row.lane for row in claim(session)] == [Lane.PROMPTS] * 20 + [Lane.BULK] * 28


def test_a_workspace_with_very_many_does_not_stand_before_another(session: Session):
    put(session, 500)
    assert len(claim(session)) == 48
    put(session, 20, workspace=OTHER, of="other")
    assert {row.workspace_id for row in claim(session, limit=16)} == {OTHER}


def test_where_nothing_may_go_yet_nobody_looks_for_it(session: Session):
    put(session, 100)
    times = {"now": NOW, "real": REAL}
    assert deliveries.anything_to_send(session, **times)
    claim(session)
    assert not deliveries.anything_to_send(session, **times)
    assert deliveries.anything_to_send(session, now=NOW + 0.31 * SECOND, real=REAL)
    put(session, 1, Lane.PEOPLE)
    assert deliveries.anything_to_send(session, **times)


def test_where_all_that_may_be_said_was_said_nobody_looks_for_answers_either(session: Session):
    put(session, 100, Lane.PEOPLE), put(session, 5, Lane.PEOPLE, workspace=OTHER, of="other")
    assert len(claim(session, limit=60)) == 60
    assert {row.workspace_id for row in claim(session, limit=1)} == {OTHER}, "it does not stand behind the others"
    assert {row.workspace_id for row in claim(session)} == {OTHER}
    assert not deliveries.anything_to_send(session, now=NOW + 0.29 * SECOND, real=REAL)
    assert deliveries.anything_to_send(session, now=NOW + 0.3 * SECOND, real=REAL)
    assert len(claim(session, after=0.3)) == 1


def test_a_pause_that_one_process_is_asked_for_is_kept_by_all(session: Session):
    put(session, 100), put(session, 5, workspace=OTHER, of="other")
    [row] = claim(session, limit=1)
    refuse(session, row, 30, after=1)
    put(session, 1, Lane.PEOPLE)
    assert {one.workspace_id for one in claim(session, after=30.9)} == {OTHER}
    assert [one.lane for one in claim(session, after=31)] == [Lane.PEOPLE]
    assert len(claim(session, after=34)) > 1


def test_calls_that_were_under_way_count_once_though_their_process_has_another_time(session: Session):
    put(session, 2)
    for row in claim(session, limit=2):
        pacing.refused(session, Pace(), row, 30, NOW + SECOND, moment=NOW - 69 * SECOND)
    known = allowances.find(session, TEAM)
    assert known is not None
    assert (Pace().per_minute(known), known.paused_until) == (pytest.approx(140), NOW - 39 * SECOND)


def test_a_process_whose_clock_is_ahead_keeps_a_pause_and_looks_past_it_to_another_workspace(session: Session):
    put(session, 100), put(session, 1, workspace=OTHER, of="other")
    [row] = claim(session, limit=1)
    refuse(session, row, 30)
    ahead = {"now": NOW + timedelta(hours=1), "real": REAL, "busy": (), "limit": 1, "pace": Pace()}
    found = [outbox.claim(session, moment=NOW + after * SECOND, **ahead) for after in (10, 29, 31)]
    assert [[one.workspace_id for one in rows] for rows in found] == [[OTHER], [], [TEAM]]


def test_what_was_learned_is_known_after_a_restart(session: Session):
    put(session, 1)
    [row] = claim(session)
    refuse(session, row, 1)
    known = allowances.find(session, TEAM)
    assert known is not None
    assert Pace().per_minute(known) == pytest.approx(140)


def test_a_conversation_hears_one_a_second_whichever_process_speaks(session: Session):
    said = []
    for number in range(9):
        outbox.put(session, TEAM, Letter(key=f"k{number}", kind="reply", to="C1"), now=NOW)
    for moment in (0, 0, 0, 0, 0.5, 1, 1, 1.9, 2):
        rows = claim(session, after=moment)
        for row in rows:
            row.state = "sent"
        session.flush()
        said.append(len(rows))
    assert said == [1, 1, 1, 0, 0, 1, 0, 0, 1]


def test_a_clock_that_was_set_back_silences_nobody(session: Session):
    put(session, 100)
    claim(session, after=86400)
    assert len(claim(session)) == 1
    assert len(claim(session, after=3)) > 1


def test_nor_does_one_that_was_set_back_after_all_that_may_be_said_was_said(session: Session):
    put(session, 200, Lane.PEOPLE)
    assert len(claim(session, after=86400)) == 60
    assert len(claim(session, limit=5)) == 5
    assert len(claim(session, after=1)) > 5


def test_a_release_that_does_not_know_until_when_there_is_nothing_to_say_silences_nobody(session: Session):
    """It sets everything else back, where the clock was."""
    put(session, 200, Lane.PEOPLE)
    claim(session, after=3600)
    session.execute(update(Allowance).values(at=NOW, level=13.0, held_until=None, lately={}))
    assert deliveries.anything_to_send(session, now=NOW, real=REAL)
    assert len(claim(session)) == 13


@contextmanager
def spoken(session: Session) -> Iterator[list[str]]:
    """What SQLite is told meanwhile, past the ORM, too."""
    said: list[str] = []
    connection = session.connection().connection.dbapi_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    try:
        yield said
    finally:
        connection.set_trace_callback(None)


def test_a_claim_costs_one_statement_for_each_workspace_and_none_for_a_message(sqlite_url: str):
    engine = plain_engine(sqlite_url)
    with Session(engine) as session:
        make_workspace(session)
        session.add(Workspace(id=OTHER, created_at=NOW))
        session.flush()
        put(session, 20), put(session, 20, workspace=OTHER, of="other")
        with spoken(session) as both:
            assert len(claim(session, limit=30)) == 30
        assert [words.split()[0:3] for words in both if "allowance" in words and "SELECT outbox" not in words] == [
            ["INSERT", "INTO", "allowance"]] * 2  # fmt: skip
        put(session, 20, of="more")
        workspace = session.get(Workspace, TEAM)
        assert workspace is not None
        workspace.broken_at, workspace.probe_real = NOW, REAL
        with spoken(session) as both:
            assert {row.workspace_id for row in claim(session, limit=2)} == {TEAM, OTHER}
        written = [words for words in both if "INTO allowance" in words]
        assert [TEAM in words for words in written] == [True, False], "in one order, also where one is only tried"
        with spoken(session) as none:
            assert claim(session, limit=0) == []
        assert [words for words in none if "INTO allowance" in words] == []
    engine.dispose()
