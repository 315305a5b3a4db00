"""An item that fails again and again neither starves the others nor loses its turn, and never many at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import pytest

from bot.services.work import tasks
from models import (
    AnswerState,
    Digest,
    Errand,
    ErrandKind,
    Occurrence,
    Person,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    Task,
    Team,
    failures,
)
from models.db import Database, connect
from scheduler import EVERYTHING_DUE, nudges
from scheduler.due import AT_ONCE, HOLDS_FOR, TOGETHER, Due, run_due
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MONDAY = date(2026, 3, 9)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    yield database
    await database.close()


def mornings(count: int) -> Callable[[Session], None]:
    def fill(session: Session) -> None:
        for number in range(count):
            make_person(session, f"U{number:04d}").brief_at = NOW - timedelta(hours=1) + number * SECOND

    return fill


def breaking(healthy: str) -> Due:
    """The briefs, which fail for everybody but one."""
    good = nudges.DUE[0]

    def do(session: Session, key: tuple[str, str], now: datetime) -> None:
        if key[1] != healthy:
            raise ZeroDivisionError
        good.do(session, key, now)

    return replace(good, do=do, failed={})


async def test_two_hundred_that_fail_do_not_keep_the_next_from_its_turn(database: Database):
    await database.submit(mornings(201))
    due = breaking("U0200")
    assert [await run_due(database, due, NOW), await run_due(database, due, NOW + SECOND)] == [0, 1]


async def test_one_that_fails_waits_longer_each_time_and_begins_anew_once_it_went_well(database: Database):
    await database.submit(mornings(1))
    due, now, pauses = breaking("nobody"), NOW, []
    for _ in range(5):
        await run_due(database, due, now)
        later = await database.read(moment_of)
        pauses.append(later - now)
        now = later
    assert pauses == [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 30 * MINUTE]
    assert await run_due(database, replace(due, do=nudges.DUE[0].do), now) == 1
    assert due.failed == {}


def moment_of(session: Session) -> datetime:
    person = session.get(Person, (TEAM, "U0000"))
    assert person is not None
    assert person.brief_at is not None
    return person.brief_at


async def test_what_the_disk_did_not_take_is_no_fault_of_the_item(database: Database):
    await database.submit(mornings(1))

    def full(session: Session, key: Any, now: datetime) -> None:
        raise failures.NotSaved

    due = replace(nudges.DUE[0], do=full, failed={})
    assert await run_due(database, due, NOW) == 0
    assert (due.failed, await database.read(moment_of)) == ({}, NOW - timedelta(hours=1))


@dataclass
class Counting:
    """A database that counts how many transactions wait for it at once."""

    waiting: int = 0
    most: int = 0
    count: int = 0
    done: list[int] = field(default_factory=list)

    async def read(self, work: Callable[[Any], Any]) -> Any:
        return work(None)

    async def submit(self, work: Callable[[Any], Any]) -> Any:
        self.waiting += 1
        self.count += 1
        self.most = max(self.most, self.waiting)
        await asyncio.sleep(0)
        self.waiting -= 1
        return work(None)


async def test_hundreds_of_due_items_never_stand_before_people_at_once():
    database: Any = Counting()
    due = Due("many", lambda _, __: list(range(500)), lambda _, key, __: database.done.append(key), lambda *_: None)
    assert await run_due(database, due, NOW) == 500
    assert sorted(database.done) == list(range(500))
    assert database.most == AT_ONCE


async def test_items_that_are_taken_together_share_a_transaction_until_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, database = [0.0], Counting()
    monkeypatch.setattr("scheduler.due.thread_time", lambda: clock[0])

    def do(_: Any, key: int, __: datetime) -> None:
        clock[0] += HOLDS_FOR / 4  # four fit
        database.done.append(key)

    listed = [list(range(100)), []]
    due = Due(
        "many", lambda *_: listed.pop(0), do, lambda *_: None, take=lambda _, keys, __: [key for key in keys if key]
    )
    assert await run_due(cast(Database, database), due, NOW) == 99  # one is held by somebody else
    assert database.done == list(range(1, 100))
    assert database.most == 1, "people's turns come between"
    assert 99 / 5 <= database.count <= 99 / 4 + 2


async def test_one_that_fails_takes_none_of_those_with_it_that_were_taken_together(database: Database) -> None:
    await database.submit(mornings(TOGETHER))
    good = nudges.DUE[0]

    def do(session: Session, key: tuple[str, str], now: datetime) -> None:
        good.do(session, key, now)
        if key[1] == "U0007":
            raise ZeroDivisionError

    due = replace(good, do=do, failed={})
    assert await run_due(database, due, NOW) == TOGETHER - 1
    assert due.failed == {(TEAM, "U0007"): 1}
    waiting = await database.read(lambda session: good.list_due(session, NOW + 5 * SECOND))
    assert waiting == [(TEAM, "U0007")], "what it did before it failed is undone, and it comes again"


def one_of_each(session: Session) -> None:
    """A world in which every kind of thing is due once."""
    ann = make_person(session)
    ann.brief_at = NOW
    channel = make_channel(session, members=("U0ANN",))
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, created_at=NOW))
    session.flush()
    session.add(Standup(workspace_id=TEAM, channel_id=channel.id, next_on=MONDAY, next_at=NOW))
    session.add(Digest(workspace_id=TEAM, channel_id=channel.id, at=time(9), next_at=NOW))
    session.add(StandupRun(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, opened_at=NOW, wrap_at=NOW))
    session.flush()
    session.add(StandupAnswer(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, person_id="U0ANN",
                              state=AnswerState.ASKED, ask_at=NOW, close_at=NOW, next_at=NOW))  # fmt: skip
    make_task(session, ann).nudge_at = NOW
    make_task(session, ann).chase_at = NOW
    session.add(Occurrence(workspace_id=TEAM, kind="nudge.stale", subject="1", person_id="U0ANN", when="x", due_at=NOW,
                           tell_at=NOW))  # fmt: skip
    make_task(session, ann).level_at = NOW
    session.add(Errand(workspace_id=TEAM, kind=ErrandKind.DATES, subject="U0ANN", due_at=NOW))
    make_task(session, ann, rrule="FREQ=DAILY", due_on=MONDAY).recur_at = NOW


async def test_everything_that_can_fail_can_be_put_off_and_comes_again(database: Database):
    await database.submit(one_of_each)
    for due in EVERYTHING_DUE:

        def fail(session: Session, key: Any, now: datetime) -> None:
            raise ZeroDivisionError

        broken = replace(due, do=fail, failed={})
        keys = await database.read(lambda session, due=due: due.list_due(session, NOW))  # type: ignore[misc]
        await run_due(database, broken, NOW)
        at_once = await database.read(lambda session, due=due: due.list_due(session, NOW + SECOND))  # type: ignore[misc]
        later = await database.read(lambda session, due=due: due.list_due(session, NOW + 5 * SECOND))  # type: ignore[misc]
        assert (len(keys), at_once, later) == (1, [], keys), due.name


def test_a_reminder_that_is_put_off_is_still_a_reminder(session: Session):
    ann = make_person(session)
    task = make_task(session, ann)
    tasks.snooze(session, acting(session, ann), task, NOW + MINUTE)
    until = datetime(2026, 3, 9, 3, tzinfo=UTC)
    nudges.DUE[1].put_off(session, (TEAM, task.number), until)
    session.flush()
    session.expire_all()
    found = session.get(Task, (TEAM, task.number))
    assert found is not None
    assert (found.nudge_at, found.snoozed_until) == (until, until)
