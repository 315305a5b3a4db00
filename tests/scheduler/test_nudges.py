"""The clock ticks on a real database: mornings come at everybody's own nine o'clock, once."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models import Outbox, Session
from models.db import Database, connect
from models.queries import deliveries
from scheduler import nudges
from scheduler.due import run_due
from tests.factories import NOW, TEAM, make_person, make_task

ZONES = {"U0LI": "Asia/Shanghai", "U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"}
NINE = {
    "U0LI": datetime(2026, 3, 10, 1, tzinfo=UTC),
    "U0ANN": datetime(2026, 3, 10, 8, tzinfo=UTC),
    "U0SAM": datetime(2026, 3, 10, 16, tzinfo=UTC),
}
TUESDAY, MINUTE, HOUR, DAY = date(2026, 3, 10), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    await database.submit(fill)
    yield database
    await database.close()


def fill(session: Session) -> None:
    """Three people in three zones with something due on Tuesday, and one who has nothing."""
    for person_id, zone in ZONES.items():
        person = make_person(session, person_id, zone=zone)
        make_task(session, person, due_on=TUESDAY)
        person.brief_at = NINE[person_id]
    make_person(session, "U0IDLE")


async def tick(database: Database, now: datetime) -> int:
    return sum([await run_due(database, due, now) for due in nudges.DUE])


async def briefs(database: Database) -> list[str]:
    """To whom Tuesday's brief was written."""

    def written(session: Session) -> list[str]:
        keys = ((person_id, f"brief:{person_id}:{TUESDAY}") for person_id in ZONES)
        return [person_id for person_id, key in keys if deliveries.outbox_by_key(session, TEAM, key)]

    return await database.read(written)


async def test_three_zones_hear_once_each_at_their_own_nine(database: Database):
    heard = []
    for person_id, moment in NINE.items():
        await tick(database, moment - MINUTE)
        assert await briefs(database) == heard
        await tick(database, moment)
        heard.append(person_id)
        assert await briefs(database) == heard
        assert await tick(database, moment + timedelta(seconds=1)) == 0


@pytest.mark.parametrize("down", [3 * MINUTE, 3 * HOUR, 3 * DAY])
async def test_after_any_silence_nothing_is_left_behind_and_nobody_hears_twice(database: Database, down: timedelta):
    back = NINE["U0ANN"] + down
    assert await tick(database, back) > 0
    rows = await database.submit(all_written)
    assert len({row.to for row in rows}) == len(rows)
    assert await tick(database, back + timedelta(seconds=1)) == 0
    assert await database.read(count_due(back + timedelta(seconds=1))) == 0


def all_written(session: Session) -> list[Outbox]:
    return deliveries.claimable(session, now=NOW + 30 * DAY, real=NOW + 30 * DAY, limit=100)


def count_due(now: datetime) -> Callable[[Session], int]:
    return lambda session: sum(len(due.list_due(session, now)) for due in nudges.DUE)


async def test_two_clocks_that_tick_at_once_say_it_once(database: Database):
    now = NINE["U0ANN"]
    for due in (nudges.DUE[0], nudges.DUE[3]):  # Li's is late by then, and so is left to be told with all that is
        keys = await database.read(lambda session, due=due: due.list_due(session, now))  # type: ignore[misc]
        for key in (*keys, *keys):
            await database.submit(lambda session, key=key, due=due: due.do(session, key, now))  # type: ignore[misc]
    assert await briefs(database) == ["U0LI", "U0ANN"]


async def test_one_morning_that_fails_does_not_stop_the_others_and_is_tried_again(database: Database):
    good = nudges.DUE[0]

    def break_for_li(session: Session, key: tuple[str, str], now: datetime) -> None:
        good.do(session, key, now)
        if key[1] == "U0LI":
            raise ZeroDivisionError

    await run_due(database, replace(good, do=break_for_li), NINE["U0ANN"])
    assert await briefs(database) == ["U0ANN"]
    await tick(database, NINE["U0ANN"] + MINUTE)
    assert await briefs(database) == ["U0LI", "U0ANN"]


async def test_who_has_nothing_costs_one_row_and_no_message(database: Database):
    await tick(database, NOW + DAY)
    assert await database.read(
        lambda session: deliveries.occurrence(session, TEAM, "brief", "", "U0IDLE", "2026-03-09")
    ) is None  # fmt: skip
