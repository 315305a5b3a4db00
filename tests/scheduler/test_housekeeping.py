"""What only grows is cut back: private words after a week, deliveries after three months, what is open never."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.review import closing
from bot.services.rhythm import occurrences
from bot.services.work import life
from models import HomeWish, LongLine, OccurrenceState, OutboxState, Session, Suggestion, SuggestionState, Task, Team
from models.db import Database, connect
from models.queries import deliveries
from models.queries import housekeeping as queries
from scheduler import housekeeping
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

WORDS = {"message": {"text": "#3 Prepare the layoffs"}}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    await database.submit(make_workspace)
    yield database
    await database.close()


def letter(session: Session, days: int, state: str, *, kind: str = "reply", key: str = "letter") -> None:
    """One written so many days ago, which ended like that the next minute."""
    at = NOW - timedelta(days=days)
    outbox.put(session, TEAM, Letter(key=key, kind=kind, to="U0ANN", subject=WORDS), now=at)
    row = deliveries.outbox_by_key(session, TEAM, key)
    assert row is not None
    row.state, row.sent_at = state, at + timedelta(minutes=1) if state == OutboxState.SENT else None
    session.add(row)


@pytest.mark.parametrize(
    ("why", "days", "state", "kind", "left"),
    [
        ("six days old", 6, "sent", "reply", "words"),
        ("eight days old", 8, "sent", "reply", "blank"),
        ("never arrived", 8, "dead", "reply", "blank"),
        ("still to be said", 8, "pending", "reply", "words"),
        ("its fate is unknown", 8, "unknown", "reply", "words"),
        ("another kind, which names only numbers", 8, "sent", "nudge", "words"),
        ("three months less a day", 89, "sent", "nudge", "words"),
        ("three months", 91, "sent", "nudge", "gone"),
        ("dropped three months ago", 91, "dropped", "brief", "gone"),
        ("still to be said after three months", 91, "pending", "nudge", "words"),
    ],
)
async def test_what_was_said_is_forgotten_in_two_steps(
    database: Database, why: str, days: int, state: str, kind: str, left: str
):
    await database.submit(lambda session: letter(session, days, state, kind=kind))
    await housekeeping.forget(database, NOW)
    row = await database.read(lambda session: deliveries.outbox_by_key(session, TEAM, "letter"))
    assert ("gone" if row is None else "words" if row.subject == WORDS else "blank") == left, why


@pytest.mark.parametrize(
    ("days", "state", "is_kept"),
    [(89, "sent", True), (91, "sent", False), (91, "skipped", False), (91, "pending", True), (91, "unknown", True)],
)
async def test_what_fell_due_is_forgotten_once_it_ended(database: Database, days: int, state: str, is_kept: bool):
    at = NOW - timedelta(days=days)

    def fall_due(session: Session) -> None:
        occurrences.put(session, TEAM, kind="brief", subject="", person_id="U0ANN", when="that day", due_at=at,
                        state=OccurrenceState(state), now=at)  # fmt: skip

    await database.submit(fall_due)
    await housekeeping.forget(database, NOW)
    row = await database.read(lambda session: deliveries.occurrence(session, TEAM, "brief", "", "U0ANN", "that day"))
    assert (row is not None) is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (6, True), (8, False)])
async def test_words_too_long_for_a_button_are_forgotten_after_a_week(database: Database, days: int, is_kept: bool):
    def keep(session: Session) -> int | None:
        make_person(session)
        line = LongLine(workspace_id=TEAM, person_id="U0ANN", text="send the deck", said_at=NOW - timedelta(days=300),
                        kept_at=NOW - timedelta(days=days))  # fmt: skip
        session.add(line)
        session.flush()
        return line.id

    line_id = await database.submit(keep)
    await housekeeping.forget(database, NOW)
    row = await database.read(lambda session: session.get(LongLine, line_id))
    assert (row is not None) is is_kept


@pytest.mark.parametrize(
    ("days", "state", "is_kept"),
    [(89, "taken", True), (91, "taken", False), (91, "left", False), (91, "outdated", False), (91, "open", True)],
)
async def test_proposals_are_forgotten_once_they_were_settled(
    database: Database, days: int, state: str, is_kept: bool
) -> None:
    def propose(session: Session) -> None:
        ann, at = make_person(session), NOW - timedelta(days=days)
        session.add(Suggestion(workspace_id=TEAM, number=make_task(session, ann).number, person_id=ann.id,
                               field="priority", proposed="1", reason="late", state=state, made_at=at,
                               settled_at=None if state == SuggestionState.OPEN else at))  # fmt: skip

    await database.submit(propose)
    await housekeeping.forget(database, NOW)
    rows = await database.read(lambda session: session.exec(select(Suggestion)).all())
    assert bool(rows) is is_kept


@pytest.mark.parametrize(
    ("days", "suspended", "is_kept"), [(6, True, True), (8, True, False), (8, False, True), (-1, True, True)]
)
async def test_homes_are_no_longer_to_be_drawn_where_the_workspace_is_suspended(
    database: Database, days: int, suspended: bool, is_kept: bool
) -> None:
    def wish(session: Session) -> None:
        make_workspace(session, suspended=suspended)
        session.add(HomeWish(workspace_id=TEAM, person_id="U0ANN", at=NOW - timedelta(days=days)))

    await database.submit(wish)
    await housekeeping.forget(database, NOW)
    rows = await database.read(lambda session: session.exec(select(HomeWish)).all())
    assert bool(rows) is is_kept


async def test_much_is_cut_back_piece_by_piece_and_all_of_it(database: Database, monkeypatch: pytest.MonkeyPatch):
    def fill(session: Session) -> None:
        for number in range(7):
            letter(session, 91, OutboxState.SENT, key=f"letter:{number}")

    await database.submit(fill)
    pieces = []
    whole = queries.delete_letters
    monkeypatch.setattr(
        queries, "delete_letters", lambda session, before: pieces.append(whole(session, before, 3)) or pieces[-1]
    )
    assert await housekeeping.forget(database, NOW) == 7 + 7
    assert pieces == [3, 3, 1, 0]
    assert await housekeeping.forget(database, NOW) == 0


async def test_what_was_done_two_weeks_ago_is_put_away_piece_by_piece(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 2)

    def make(session: Session) -> None:
        ann = make_person(session)
        for _ in range(5):
            life.done(session, acting(session, ann), make_task(session, ann))

    await database.submit(make)
    assert await housekeeping.archive(database, NOW + timedelta(days=13)) == 0
    assert await housekeeping.archive(database, NOW + timedelta(days=14)) == 5
    assert await states(database) == ["archived"] * 5


async def states(database: Database) -> list[str]:
    return await database.read(lambda session: list(session.exec(select(Task.state).order_by(col(Task.number)))))


async def test_what_cannot_be_put_away_stays_and_stops_nothing_behind_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 2)

    def make(session: Session) -> None:
        ann, spoilt = make_person(session), make_channel(session)
        for n in range(5):
            task = make_task(session, ann, channel=spoilt if n == 1 else None)
            life.done(session, acting(session, ann, now=NOW + timedelta(minutes=n)), task)
        session.add(Team(workspace_id=TEAM, channel_id=spoilt.id, leads=7, created_at=NOW))  # a list is kept there

    await database.submit(make)
    assert await housekeeping.archive(database, NOW + timedelta(days=15)) == 4
    assert await states(database) == ["archived", "done", "archived", "archived", "archived"]


def test_what_is_to_be_put_away_is_found_by_an_index_of_its_own(session: Session) -> None:
    ann = make_person(session)
    life.done(session, acting(session, ann), make_task(session, ann))
    [oldest] = closing.list_old(session, NOW + closing.AFTER, None)
    said: list[tuple[str, Any]] = []
    engine = session.get_bind()

    def listen(connection: object, cursor: object, statement: str, values: Any, *rest: object) -> None:
        said.append((statement, values))

    event.listen(engine, "before_cursor_execute", listen)
    assert closing.list_old(session, NOW + closing.AFTER, oldest) == []
    event.remove(engine, "before_cursor_execute", listen)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    found = str(connection.exec_driver_sql(f"{plan} {said[-1][0]}", said[-1][1]).all())
    assert "task_to_archive" in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found
