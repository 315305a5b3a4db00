"""What only grows is cut back: private words after a week, deliveries after three months, what is open never."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import SQLModel, and_, col, select
from structlog.testing import capture_logs

from bot.services.finding import searching
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.review import closing
from bot.services.rhythm import occurrences
from bot.services.work import life
from models import (
    History,
    HomeWish,
    Inbox,
    InboxState,
    LongLine,
    OccurrenceState,
    Outbox,
    OutboxState,
    Person,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    State,
    Suggestion,
    SuggestionState,
    Task,
    Team,
    Workspace,
)
from models.db import Database, connect
from models.queries import deliveries, search
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
        queries,
        "delete_letters",
        lambda session, workspace_id, before: pieces.append(whole(session, workspace_id, before, 3)) or pieces[-1],
    )
    assert await housekeeping.forget(database, NOW) == 7 + 7
    assert pieces == [3, 3, 1, 0]
    assert await housekeeping.forget(database, NOW) == 0


def with_a_past(session: Session) -> None:
    """A standup answer, a comment and a letter of every age, of a task that is archived and of one that is open."""
    ann, channel = make_person(session), make_channel(session)
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, created_at=NOW))
    session.flush()
    session.add(Standup(workspace_id=TEAM, channel_id=channel.id))
    tasks = [make_task(session, ann, title=title) for title in ("archived", "open")]
    tasks[0].state = State.ARCHIVED
    session.add(tasks[0])
    for days in (10, 100, 200, 400, 800):
        at = NOW - timedelta(days=days)
        session.add(StandupRun(workspace_id=TEAM, channel_id=channel.id, on=at.date(), opened_at=at))
        session.flush()
        session.add(StandupAnswer(workspace_id=TEAM, channel_id=channel.id, on=at.date(), person_id=ann.id, ask_at=at,
                                  close_at=at))  # fmt: skip
        letter(session, days, OutboxState.SENT, key=f"letter:{days}")
        for task in tasks:
            session.add(History(workspace_id=TEAM, number=task.number, at=at, actor_id=ann.id, kind="note", version=2,
                                note=f"zebra{days}"))  # fmt: skip
    session.flush()
    for task in tasks:
        searching.again(session, task)


def left(session: Session) -> tuple[int, int, int, int]:
    """Standup answers, days of standups, comments on the archived task, letters."""
    notes = session.exec(select(History).join(Task, and_(col(Task.number) == History.number)).where(
        Task.state == State.ARCHIVED, History.kind == "note")).all()  # fmt: skip
    letters = session.exec(select(Outbox).where(col(Outbox.key).startswith("letter:"))).all()
    return (len(session.exec(select(StandupAnswer)).all()), len(session.exec(select(StandupRun)).all()), len(notes),
            len(letters))  # fmt: skip


@pytest.mark.parametrize(("keep", "stays"), [
    (None, (5, 5, 5, 1)),
    ({"answers": 90}, (1, 1, 5, 1)),
    ({"answers": 365, "history": 180}, (3, 3, 2, 1)),
    ({"deliveries": 365}, (5, 5, 5, 3)),
    ({"history": 7, "answers": "no number"}, (5, 5, 5, 1)),
])  # fmt: skip
async def test_a_workspace_keeps_things_as_long_as_its_admins_chose(
    database: Database, keep: dict[str, int] | None, stays: tuple[int, ...]
) -> None:
    await database.submit(with_a_past)
    await database.submit(lambda session: make_workspace(session, keep=keep))
    await housekeeping.forget(database, NOW)
    assert await database.read(left) == stays


async def test_a_task_is_not_found_by_a_comment_that_is_gone(database: Database) -> None:
    await database.submit(with_a_past)
    await database.submit(lambda session: make_workspace(session, keep={"history": 180}))
    await housekeeping.forget(database, NOW)

    def found(session: Session, word: str) -> list[int]:
        return sorted(session.exec(select(Task.number).where(*search.holding(session, TEAM, word))))

    assert await database.read(lambda session: found(session, "zebra100")) == [1, 2]
    assert await database.read(lambda session: found(session, "zebra400")) == [2], "the open one keeps its history"


@pytest.mark.parametrize(("days", "is_kept"), [(None, True), (29, True), (31, False)])
async def test_a_workspace_that_muster_was_removed_from_is_forgotten_after_thirty_days(
    database: Database, days: int | None, is_kept: bool
) -> None:
    ended_at = NOW - timedelta(days=days) if days is not None else None
    await database.submit(with_a_past)
    await database.submit(lambda session: make_workspace(session, ended_at=ended_at))

    def another(session: Session) -> None:
        session.add(Workspace(id="T0OTHER", created_at=NOW))
        session.flush()
        session.add(Person(workspace_id="T0OTHER", id="U0ANN", refreshed_at=NOW))

    await database.submit(another)
    await housekeeping.forget(database, NOW)

    def rows(session: Session) -> dict[str, int]:
        counted = {table.name: len(session.execute(select(table)).all()) for table in SQLModel.metadata.sorted_tables}
        return {name: number for name, number in counted.items() if number}

    there = await database.read(rows)
    assert (there == {"workspace": 1, "person": 1}) is not is_kept, there


async def test_a_workspace_that_cannot_be_let_go_keeps_no_other_from_it(database: Database) -> None:
    ended_at = NOW - timedelta(days=31)

    def two_ended(session: Session) -> None:
        session.execute(text("CREATE TABLE of_the_release_after (of VARCHAR REFERENCES workspace (id))"))
        session.add_all([Workspace(id=id_, created_at=NOW, ended_at=ended_at) for id_ in ("T0A", "T0Z")])
        session.flush()
        session.execute(text("INSERT INTO of_the_release_after VALUES ('T0A')"))

    await database.submit(two_ended)
    with capture_logs() as said:
        assert await housekeeping.forget(database, NOW) == 1
    left = await database.read(lambda session: set(session.exec(select(Workspace.id))))
    assert left == {TEAM, "T0A"}
    assert [line["what"] for line in said if line["event"] == "not done"] == ["ended_workspaces"]


@pytest.mark.postgres
async def test_two_that_let_go_at_once_never_wait_for_each_other_in_a_ring(postgres_url: str) -> None:
    one, two = connect(postgres_url), connect(postgres_url)

    def heard(session: Session) -> None:
        make_workspace(session)
        for number in range(3000):
            session.add(Inbox(workspace_id=TEAM, key=f"event:{number * 7919 % 3001}", door="dm", state=InboxState.DONE,
                              received_at=NOW, done_at=NOW))  # fmt: skip

    await one.submit(heard)
    later = NOW + timedelta(days=31)
    gone = await asyncio.gather(housekeeping.forget(one, later), housekeeping.forget(two, later))
    assert sum(gone) >= 3000
    assert await one.read(lambda session: session.exec(select(Inbox)).all()) == []
    assert (one.begun_again.get("40P01"), two.begun_again.get("40P01")) == (None, None)
    await one.close()
    await two.close()


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
