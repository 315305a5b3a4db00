"""The machine's clock is set, or is wrong: the timetable goes on, what waits for an hour waits until it is right."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from apscheduler.schedulers import base
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock, measures
from bot.clock import Clock, Skew
from handlers.slack.time_told import ask_the_time, time_told
from models.db import Database, connect
from models.failures import NotSaved
from scheduler import JOBS, Job, timetable, wall_clock
from scheduler.wall_clock import Agreement, Every, _set_anew, keep_going
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
    """A timetable with one job, and how often that was run and its clock set back."""

    def __init__(self, database: Database, agrees: Callable[[], Any]) -> None:
        self.count, self.set_back = 0, 0

        async def tick(_: Database, now: datetime) -> int:
            self.count += 1
            return 0

        self.jobs = timetable(database, Clock(), agrees, lambda: None, asyncio.ensure_future,
                              [Job("ours", Every(seconds=0.05), tick)])  # fmt: skip
        for one in self.jobs.get_jobs():
            if one.id != "ours":
                one.remove()

    async def _was_set_back(self) -> None:
        self.set_back += 1

    async def __aenter__(self) -> "Ticks":
        self.jobs.start()
        self._going = asyncio.create_task(keep_going(self.jobs, self._was_set_back))
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
        assert ticks.set_back == 1


async def test_nothing_is_done_by_a_clock_that_does_not_agree(database: Database) -> None:
    async with Ticks(database, no) as held, Ticks(database, yes) as going:
        assert await going.go_on()
        assert held.count == 0


def test_no_job_counts_the_moments_that_a_clock_leaps_over() -> None:
    assert [job.id for job in JOBS if isinstance(job.trigger, IntervalTrigger)] == []


async def test_a_night_s_job_comes_on_its_night_and_not_twice(database: Database, machine: Machine) -> None:
    runs: list[datetime] = []

    async def night(_: Database, now: datetime) -> int:
        runs.append(now)
        return 0

    jobs = timetable(database, Clock(), yes, lambda: None, asyncio.ensure_future,
                     [Job("night", CronTrigger(hour=4, timezone="UTC"), night)])  # fmt: skip
    machine.set_by = datetime(2030, 1, 1, 3, 59, 59, 900_000, tzinfo=UTC) - datetime.now(UTC)
    jobs.start(paused=True)
    jobs.resume()
    assert await eventually(lambda: some(runs), 3.0)
    machine.set_by -= timedelta(milliseconds=500)
    assert not _set_anew(jobs, machine.now())
    machine.set_by -= DAY
    assert _set_anew(jobs, machine.now())
    planned = jobs.get_job("night").next_run_time
    assert planned == datetime(2029, 12, 31, 4, tzinfo=UTC)
    jobs.shutdown(wait=False)


async def some(things: list[Any]) -> bool:
    return bool(things)


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
    machine.set_by = timedelta(seconds=50)
    assert not skew.is_wrong


def test_near_the_limit_it_is_not_wrong_and_right_in_turns(machine: Machine) -> None:
    skew, seen = Skew(), list[bool]()
    for seconds in (119, 121, 119, 90, 119, 61, 59, 90, 119, 121):
        skew.heard(machine.now() - timedelta(seconds=seconds), asked=clock.passed())
        seen.append(skew.is_wrong)
    assert seen == [False, True, True, True, True, True, False, False, False, True]


def test_an_answer_that_took_long_tells_no_time(machine: Machine) -> None:
    skew = Skew()
    skew.heard(machine.now(), asked=clock.passed())
    skew.heard(machine.now() - HOUR, asked=clock.passed() - 11)
    assert not skew.is_wrong
    skew.heard(machine.now() - HOUR, asked=clock.passed() - 9)
    assert skew.is_wrong


class Asked:
    """Slack, and what was told of its clock."""

    def __init__(self, skew: Skew) -> None:
        self.skew = skew
        self.times, self.answers, self.is_dated, self.said = 0, True, True, list[bool]()

    async def ask(self) -> bool:
        self.times += 1
        if self.answers and self.is_dated:
            self.skew.heard(datetime.now(UTC), asked=clock.passed())
        return self.answers

    async def tell(self, is_wrong: bool) -> None:
        self.said.append(is_wrong)


async def test_nothing_is_done_until_slack_has_answered_and_while_its_time_is_not_ours(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_clock, "ASK_EVERY", 0.0)
    slack = Asked(skew := Skew())
    agrees = Agreement(skew, slack.ask, slack.tell)
    slack.answers = False
    assert not await agrees()
    assert math.isnan(measures.CLOCK_OFF._value.get())
    slack.answers = True
    assert [await agrees(), await agrees()] == [True, True]
    assert slack.times == 2
    machine.set_by = HOUR
    assert [await agrees(), await agrees()] == [False, False]
    slack.answers = False
    assert not await agrees(), "it is as it was known to be"
    machine.set_by = timedelta()
    assert await agrees()
    assert slack.said == [True, False]


async def test_answers_without_a_date_are_no_reason_to_wait(machine: Machine) -> None:
    slack = Asked(skew := Skew())
    slack.is_dated = False
    agrees = Agreement(skew, slack.ask, slack.tell)
    assert [await agrees(), await agrees()] == [True, True]
    assert slack.times == 1


async def test_slack_is_not_asked_at_every_tick(machine: Machine) -> None:
    slack = Asked(skew := Skew())
    machine.set_by = HOUR
    agrees = Agreement(skew, slack.ask, slack.tell)
    assert [await agrees() for _ in range(5)] == [False] * 5
    assert slack.times == 1


async def test_who_could_not_be_told_is_told_by_the_next_tick_and_none_is_left_out(machine: Machine) -> None:
    slack = Asked(skew := Skew())
    failing = [RuntimeError("a surprise"), NotSaved("the database is away")]

    async def tell(is_wrong: bool) -> None:
        if failing:
            raise failing.pop()
        await slack.tell(is_wrong)

    machine.set_by = HOUR
    agrees = Agreement(skew, slack.ask, tell)
    assert [await agrees() for _ in range(4)] == [False] * 4
    assert slack.said == [True]


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 2029 12:00:00 +99999999999999", "Mon, 01 Jan 20291231235959 12:00:00 GMT", "soon", ""]
)
async def test_an_answer_is_taken_whatever_its_date_is(date: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True}, headers={"Date": date})

    app, skew = web.Application(), Skew()
    app.router.add_route("*", "/api.test", answer)
    async with TestServer(app) as there, aiohttp.ClientSession(trace_configs=[time_told(skew)]) as http:
        client = AsyncWebClient(base_url=str(there.make_url("/")), session=http, retry_handlers=[])
        assert await ask_the_time(client)
    assert skew.off is None
