"""Each hour it is looked what nobody mended: admins hear of it again after a week, and what is mended is forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import col, select

from bot.rules.troubles import Cause
from bot.services.messages import alarms, outbox
from bot.services.messages.outbox import Letter
from bot.services.people import people
from models import Outbox, OutboxState, Person, Session, Workspace
from models.db import Database, connect
from models.queries import deliveries
from scheduler import JOBS, housekeeping
from tests.factories import NOW, TEAM


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    yield database
    await database.close()


def an_alarm(session: Session, workspace_id: str, cause: Cause, dead: int) -> None:
    """Something goes wrong there, and its admins know of it."""
    people.settle_in(session, workspace_id, name="", bot_user_id="U0BOT", now=NOW)
    session.add(Person(workspace_id=workspace_id, id="U0ADMIN", is_admin=True, refreshed_at=NOW))
    for number in range(dead):
        outbox.put(session, workspace_id, Letter(key=f"dead{number}", kind="reply", to="U0ANN"), now=NOW)
        row = deliveries.outbox_by_key(session, workspace_id, f"dead{number}")
        assert row is not None
        row.state, row.dead_at = OutboxState.DEAD, NOW
        session.add(row)
    session.flush()
    alarms.sound(session, workspace_id, cause, NOW)


async def told(database: Database) -> list[str]:
    """Of which workspaces admins were told, in order."""
    query = select(Outbox.workspace_id).where(Outbox.kind == alarms.KIND).order_by(col(Outbox.id))
    return list(await database.read(lambda session: session.exec(query).all()))


async def test_each_hour_it_is_looked_what_nobody_mended_and_told_again_after_a_week(database: Database) -> None:
    def make(session: Session) -> None:
        for name in (TEAM, "T0MENDED", "T0LEFT"):
            an_alarm(session, name, Cause.DEAD, dead=1)

    def change(session: Session) -> None:
        mended = deliveries.outbox_by_key(session, "T0MENDED", "dead0")
        left = session.get(Workspace, "T0LEFT")
        assert mended is not None
        assert left is not None
        outbox.drop(session, mended, NOW)
        left.suspended = True
        session.add(left)

    await database.submit(make)
    assert sorted(await told(database)) == sorted([TEAM, "T0MENDED", "T0LEFT"])
    await database.submit(change)
    for hour in (1, 24, 167):
        await housekeeping.remind(database, NOW + timedelta(hours=hour))
    assert len(await told(database)) == 3
    assert await database.read(lambda session: alarms.list_all(session, NOW)) == [(TEAM, Cause.DEAD)]
    for hour in (168, 169):
        await housekeeping.remind(database, NOW + timedelta(hours=hour))
    assert (await told(database))[3:] == [TEAM]


async def test_an_alarm_that_cannot_be_looked_at_holds_up_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(session: Session) -> None:
        an_alarm(session, TEAM, Cause.DEAD, dead=1)
        an_alarm(session, "T0OTHER", Cause.DEAD, dead=1)

    count = alarms.count

    def broken(session: Session, workspace: Workspace, *more: Any) -> int | None:
        if workspace.id == TEAM:
            raise RuntimeError("of that one")
        return count(session, workspace, *more)

    await database.submit(make)
    monkeypatch.setattr(alarms, "count", broken)
    week = NOW + timedelta(days=7)
    assert await housekeeping.remind(database, week) == 1
    assert (await told(database))[2:] == ["T0OTHER"]
    monkeypatch.setattr(alarms, "count", count)
    assert await housekeeping.remind(database, week + timedelta(hours=1)) == 2
    assert (await told(database))[3:] == [TEAM]


async def test_the_job_is_on_the_timetable_every_hour() -> None:
    [job] = [one for one in JOBS if one.run is housekeeping.remind]
    moments: list[Any] = [None]
    for _ in range(3):
        moments.append(job.trigger.get_next_fire_time(moments[-1], moments[-1] or NOW))
    assert [later - sooner for sooner, later in pairwise(moments[1:])] == [timedelta(hours=1)] * 2
