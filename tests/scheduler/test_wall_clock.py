"""The machine's clock is set, or is wrong: the timetable goes on, what waits for an hour waits until it is right."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from apscheduler.schedulers import base

from bot import clock
from bot.clock import Clock, Skew
from models.db import Database, connect
from models.failures import NotSaved
from scheduler import Job, timetable, wall_clock
from scheduler.wall_clock import Agreement, Every, keep_going
from tests.factories import NOW
from tests.scenarios.world import eventually

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


class Machine:
    """Its clock may be set; the seconds that pass may not."""

    def __init__(self) -> None:
        self.set_by = timedelta()

    def now(self, zone: tzinfo | None = UTC) -> datetime:
        return datetime.now(zone) + self.set_by


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """One whose clock APScheduler and we look at."""
    there = Machine()
    its_clock = type("its_clock", (datetime,), {"now": staticmethod(there.now)})
    monkeypatch.setattr(base, "datetime", its_clock)
    monkeypatch.setattr(wall_clock, "datetime", its_clock)
    monkeypatch.setattr(clock, "real_now", there.now)
    return there


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = connect(sqlite_url)
    yield opened
    await opened.close()


class Ticks:
    """A timetable with one job, and how often that was run."""

    def __init__(self, database: Database, agrees: Callable[[], Any], *, waits: bool = True) -> None:
        self.count = 0

        async def tick(_: Database, now: datetime) -> int:
            self.count += 1
            return 0

        job = Job("ours", Every(seconds=0.05), tick, waits=waits)
        self.jobs = timetable(database, Clock(), agrees, lambda: None, asyncio.ensure_future, [job])
        for one in self.jobs.get_jobs():
            if one.id != "ours":
                one.remove()

    async def __aenter__(self) -> "Ticks":
        self.jobs.start()
        self._going = asyncio.create_task(keep_going(self.jobs))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._going.cancel()
        self.jobs.shutdown(wait=False)

    async def go_on(self, within: float = 5.0) -> bool:
        return bool(await eventually(lambda at=self.count: self._past(at), within))

    async def _past(self, at: int) -> bool:
        return self.count > at + 2


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


@pytest.mark.parametrize("jump", [-HOUR, -DAY, -YEAR, HOUR, DAY, YEAR], ids=str)
async def test_a_clock_that_is_set_does_not_stop_the_timetable(
    database: Database, machine: Machine, jump: timedelta
) -> None:
    async with Ticks(database, yes) as ticks:
        assert await ticks.go_on()
        machine.set_by = jump
        assert await ticks.go_on()
        machine.set_by = timedelta()
        assert await ticks.go_on()


async def test_a_job_waits_while_the_clock_is_wrong_and_a_backup_does_not(database: Database) -> None:
    async with Ticks(database, no) as held, Ticks(database, no, waits=False) as going:
        assert await going.go_on()
        assert held.count == 0


@pytest.mark.parametrize("hour", [timedelta(minutes=-3), timedelta(minutes=3), YEAR], ids=str)
def test_a_clock_that_is_set_is_wrong_at_once_and_right_again_at_once(machine: Machine, hour: timedelta) -> None:
    skew = Skew()
    assert (skew.off, skew.is_wrong) == (None, False)
    skew.heard(machine.now(), asked=clock.passed())
    assert not skew.is_wrong
    machine.set_by = hour
    assert skew.is_wrong
    assert skew.off is not None
    assert abs(skew.off - hour) < timedelta(seconds=5)
    machine.set_by = timedelta(minutes=1)
    assert not skew.is_wrong


def test_an_answer_that_took_long_tells_no_time(machine: Machine) -> None:
    skew = Skew()
    skew.heard(machine.now(), asked=clock.passed())
    skew.heard(machine.now() - HOUR, asked=clock.passed() - 11)
    assert not skew.is_wrong
    skew.heard(machine.now() - HOUR, asked=clock.passed() - 9)
    assert skew.is_wrong


def test_what_waited_for_an_hour_does_not_go_by_a_wrong_clock(machine: Machine) -> None:
    ours = Clock(NOW)
    assert abs(ours.due() - NOW) < timedelta(minutes=1)
    ours.skew.heard(machine.now() - HOUR, asked=clock.passed())
    assert ours.due() < NOW - YEAR


class Asked:
    """Slack, and what was told of its clock."""

    def __init__(self, skew: Skew, machine: Machine) -> None:
        self.skew, self.machine = skew, machine
        self.times, self.answers, self.said = 0, True, list[bool]()

    async def ask(self) -> None:
        self.times += 1
        if not self.answers:
            return
        self.skew.heard(datetime.now(UTC), asked=clock.passed())

    async def tell(self, is_wrong: bool) -> None:
        self.said.append(is_wrong)


async def test_slack_is_asked_while_its_time_is_not_known_or_not_ours_and_changes_are_told_once(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_clock, "ASK_EVERY", 0.0)
    slack = Asked(skew := Skew(), machine)
    agrees = Agreement(skew, slack.ask, slack.tell)
    slack.answers = False
    assert await agrees(), "nothing is known to be wrong"
    slack.answers = True
    assert await agrees()
    assert (await agrees(), slack.times) == (True, 2)
    machine.set_by = HOUR
    assert [await agrees(), await agrees()] == [False, False]
    slack.answers = False
    assert not await agrees(), "it is as it was known to be"
    machine.set_by = timedelta()
    assert await agrees()
    assert slack.said == [False, True, False]


async def test_slack_is_not_asked_at_every_tick(machine: Machine) -> None:
    slack = Asked(skew := Skew(), machine)
    machine.set_by = HOUR
    agrees = Agreement(skew, slack.ask, slack.tell)
    assert [await agrees() for _ in range(5)] == [False] * 5
    assert slack.times == 1


async def test_who_could_not_be_told_is_told_by_the_next_tick(machine: Machine) -> None:
    slack = Asked(skew := Skew(), machine)
    failing = [True, True]

    async def tell(is_wrong: bool) -> None:
        if failing:
            failing.pop()
            raise NotSaved("the database is away")
        await slack.tell(is_wrong)

    machine.set_by = HOUR
    agrees = Agreement(skew, slack.ask, tell)
    assert [await agrees() for _ in range(4)] == [False] * 4
    assert slack.said == [True]
