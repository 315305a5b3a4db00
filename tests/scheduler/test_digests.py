"""The clock ticks on a real database: a channel's summary is written once a day."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.services.rhythm import digests as service
from bot.services.rhythm.digests import Settings
from models import Session
from models.db import Database, connect
from models.queries import deliveries
from scheduler import digests
from scheduler.due import run_due
from tests.factories import TEAM, acting, make_channel, make_person, make_task

FIVE = datetime(2026, 3, 9, 16, tzinfo=UTC)  # Monday, 17:00 in Berlin
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    await database.submit(fill)
    yield database
    await database.close()


def fill(session: Session) -> None:
    """A channel with something late, and one with nothing."""
    ann = make_person(session)
    for channel_id in ("C0BUSY", "C0QUIET"):
        channel = make_channel(session, channel_id, members=(ann.id,))
        service.set_up(session, acting(session, ann), channel, Settings((1, 2, 3, 4, 5), time(17), "Europe/Berlin"))
        if channel_id == "C0BUSY":
            make_task(session, ann, channel=channel, due_on=date(2026, 3, 6))


async def tick(database: Database, now: datetime) -> int:
    return sum([await run_due(database, due, now) for due in digests.DUE])


async def written(database: Database, channel_id: str, days: int = 7) -> list[date]:
    """The days for which that channel has a post."""

    def find(session: Session) -> list[date]:
        week = [date(2026, 3, 9) + n * DAY for n in range(days)]
        return [day for day in week if deliveries.outbox_by_key(session, TEAM, f"digest:{channel_id}:{day}")]

    return await database.read(find)


async def test_a_week_of_ticks_writes_one_post_a_working_day_and_none_where_nothing_is_to_say(database: Database):
    now = FIVE
    while now < FIVE + 7 * DAY:
        await tick(database, now)
        now += timedelta(hours=4)
    assert await written(database, "C0BUSY") == [date(2026, 3, day) for day in (9, 10, 11, 12, 13)]
    assert await written(database, "C0QUIET") == []


async def test_a_second_tick_finds_nothing_due(database: Database):
    assert await tick(database, FIVE - MINUTE) == 0
    assert await tick(database, FIVE) == 2
    assert await tick(database, FIVE + timedelta(seconds=1)) == 0


async def test_after_three_days_only_the_newest_is_written(database: Database):
    assert await tick(database, FIVE + 3 * DAY + MINUTE) == 2
    assert await written(database, "C0BUSY") == [date(2026, 3, 12)]
