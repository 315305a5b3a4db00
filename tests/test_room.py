"""A disk that runs full: new work is refused with a word, what has begun is finished, and nothing is damaged."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.answers import Answer, NotSaved, Said
from bot.heard import Door, Gesture, Heard
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.turn import turn
from models import Outbox, OutboxState, Session, Task, room
from models.db import Database, connect
from models.failures import NoRoom
from models.failures import NotSaved as NothingKept
from models.restoring import faults_of_served
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace

PLENTY = 1 << 62


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = connect(sqlite_url)
    await opened.submit(make_workspace)
    await opened.submit(lambda session: outbox.put(
        session, TEAM, Letter(key="hello", kind="hello", to="C0LAUNCH"), now=NOW))  # fmt: skip
    yield opened
    await opened.close()


def adds(title: str) -> Any:
    return lambda session: make_task(session, make_person(session), title=title).title


async def said(database: Database, name: str) -> Answer:
    heard = Heard(workspace_id=TEAM, person_id="U0ANN", door=Door.SLASH, text=name, gesture=Gesture(name), words=name)

    def work(session: Session) -> Answer:
        return Said(adds(name)(session), {})

    return await turn(database, heard, work, now=NOW)


async def kept(database: Database) -> list[str]:
    return await database.read(lambda session: list(session.exec(select(Task.title).order_by(Task.title))))


async def test_when_little_is_left_new_work_is_refused_and_what_has_begun_is_finished(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    assert isinstance(await said(database, "first"), Said)
    monkeypatch.setattr(room, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(room, "LEAST", PLENTY)
    assert await said(database, "second") == NotSaved("second", is_full=True)
    with pytest.raises(NoRoom):
        database.check_room()
    (row,) = await database.submit(lambda session: outbox.claim(
        session, now=NOW, real=NOW, busy=(), limit=5, pace=Pace(1000.0)))  # fmt: skip
    sent = Outcome(Verdict.SENT, channel_id="C0LAUNCH", ts="1.1")
    await database.submit(lambda session: outbox.settle(session, row.id, row.generation, sent, now=NOW, real=NOW))
    assert await database.read(lambda session: session.exec(select(Outbox.state)).all()) == [OutboxState.SENT]
    monkeypatch.setattr(room, "LEAST", 0)
    assert isinstance(await said(database, "second"), Said), "and taken again as soon as there is room"
    assert await kept(database) == ["first", "second"]


def test_the_disk_is_not_asked_at_every_gesture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    has_room = room.watched(tmp_path / "muster.db")
    assert has_room()
    monkeypatch.setattr(room, "LEAST", PLENTY)
    assert has_room(), "a second has not gone"
    assert room.watched(None)(), "a server looks after its own disk"


def limit(pages: int) -> Any:
    return lambda session: session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar()


async def test_a_full_file_loses_nothing_that_was_said_to_be_kept_and_recovers(database: Database, tmp_path: Path):
    pages = await database.submit(limit(1))  # it answers with what it can be at the least: what it is
    await database.submit(limit(pages + 2))
    told, answer = [], await said(database, "0 " + "x" * 290)
    while not isinstance(answer, NotSaved):
        told.append(str(len(told)))
        answer = await said(database, f"{len(told)} " + "x" * 290)
    assert answer.is_full
    assert [title.partition(" ")[0] for title in await kept(database)] == sorted(told)
    with pytest.raises(NothingKept):
        await database.submit(adds("y" * 300))
    await database.submit(limit(pages + 1000))
    assert isinstance(await said(database, "after"), Said)
    assert faults_of_served(tmp_path / "muster.db") == []
