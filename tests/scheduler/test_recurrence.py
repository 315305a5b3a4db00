"""The clock makes the next one of a series on a real database: once, whoever ticks and whatever stops in between."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot.services.plan import recurring
from models import Session
from models.db import connect
from models.queries import recurring as queries
from models.queries import tasks as task_queries
from scheduler import EVERYTHING_DUE, recurrence
from scheduler.due import run_due
from tests.factories import NOW, TEAM, make_person, make_task

TUESDAY, MINUTE = date(2026, 3, 10), timedelta(minutes=1)


def a_series(session: Session) -> tuple[int, datetime]:
    """(its number, when its next one is made)"""
    task = make_task(session, make_person(session), rrule="FREQ=WEEKLY;BYDAY=TU", due_on=TUESDAY, next_one="day")
    assert task.recur_at is not None
    return task.number, task.recur_at


def made_after(session: Session, number: int) -> list[tuple[int, date | None]]:
    found = (task_queries.get_unseen(session, TEAM, one) for one in range(number + 1, number + 10))
    return [(task.nth, task.due_on) for task in found if task is not None]


async def test_two_processes_that_tick_at_once_make_one(database_url: str) -> None:
    one = connect(database_url)
    other = connect(database_url) if database_url.startswith("postgres") else one
    try:
        number, then = await one.submit(a_series)
        await asyncio.gather(*(run_due(each, recurrence.DUE[0], then) for each in (one, other, one, other)))
        assert await one.read(lambda session: made_after(session, number)) == [(2, date(2026, 3, 17))]
    finally:
        await one.close()
        if other is not one:
            await other.close()


async def test_a_tick_that_dies_before_it_is_saved_leaves_nothing_and_the_next_makes_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connect(database_url)
    try:
        number, then = await database.submit(a_series)
        posted = recurring._post_card
        monkeypatch.setattr(recurring, "_post_card", dies)
        await run_due(database, recurrence.DUE[0], then)
        assert await database.read(lambda session: made_after(session, number)) == []
        monkeypatch.setattr(recurring, "_post_card", posted)
        assert await run_due(database, recurrence.DUE[0], then) == 0, "put off for a moment"
        assert await run_due(database, recurrence.DUE[0], then + MINUTE) == 1
        assert await database.read(lambda session: made_after(session, number)) == [(2, date(2026, 3, 17))]
    finally:
        await database.close()


def dies(*_: object) -> None:
    raise OSError("the power went")


async def test_the_tick_of_everything_makes_them_and_week_follows_week(database_url: str) -> None:
    database = connect(database_url)
    try:
        number, then = await database.submit(a_series)
        for week in range(3):
            for due in EVERYTHING_DUE:
                await run_due(database, due, then + timedelta(weeks=week, minutes=1))
        found = await database.read(lambda session: made_after(session, number))
        assert found == [(nth, TUESDAY + timedelta(weeks=nth - 1)) for nth in (2, 3, 4)]
        assert await database.read(lambda session: queries.due(session, then + timedelta(weeks=2, minutes=2))) == []
    finally:
        await database.close()


def test_a_number_of_a_series_is_there_once(session: Session) -> None:
    """Whatever went wrong before, the database itself takes no second one."""
    ann = make_person(session)
    first, second = make_task(session, ann, now=NOW), make_task(session, ann, now=NOW)
    first.series, first.nth = 1, 2
    session.flush()
    second.series, second.nth = 1, 2
    with pytest.raises(Exception, match=r"(?i)unique"):
        session.flush()
