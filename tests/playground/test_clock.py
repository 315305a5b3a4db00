"""The clock: it ticks, only goes forward, and takes the bot along step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from playground.clock import stamp
from playground.config import START
from tests.playground.conftest import Starter, strict_client
from tests.playground.double import People

LAUNCH = "C0LAUNCH01"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass
class BotClock:
    """A bot's test clock with moments at which something falls due; `told` keeps each moment it was moved to."""

    due: list[datetime] = field(default_factory=list)
    told: list[datetime] = field(default_factory=list)
    stubborn: bool = False
    status: int = 200
    url: str = ""
    when_moved: Callable[[datetime], Awaitable[None]] | None = None

    async def show(self, _request: web.Request) -> web.Response:
        now = stamp(self.told[-1] if self.told else START)
        return web.json_response({"now": now, "next_due": stamp(min(self.due)) if self.due else None})

    async def move(self, request: web.Request) -> web.Response:
        now = moment((await request.json())["now"])
        self.told.append(now)
        if self.when_moved is not None:
            await self.when_moved(now)
        if not self.stubborn:
            self.due = [due for due in self.due if due > now]
        return web.json_response({"now": stamp(now)}, status=self.status)


@pytest.fixture
async def bot_clock() -> AsyncIterator[BotClock]:
    clock = BotClock()
    app = web.Application()
    app.router.add_get("/testing/clock", clock.show)
    app.router.add_post("/testing/clock", clock.move)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    clock.url = f"http://127.0.0.1:{runner.addresses[0][1]}/testing/clock"
    yield clock
    await runner.cleanup()


@pytest.fixture
async def stepping(start_slack: Starter, bot_clock: BotClock, session: aiohttp.ClientSession) -> People:
    slack = await start_slack(clock_url=bot_clock.url)
    return People(slack.origin, session)


async def test_the_clock_starts_on_a_working_morning_and_ticks(people: People) -> None:
    first = moment((await people.get("clock"))["now"])
    second = moment((await people.get("clock"))["now"])
    assert timedelta(0) <= first - START < timedelta(seconds=30)
    assert second > first


async def test_the_clock_never_goes_back(people: People) -> None:
    answer = await people.post("clock", now="2026-03-09T01:00:00Z")
    assert (people.status, answer["error"]) == (400, "backwards")
    await people.post("clock", advance_seconds=-1)
    assert people.status == 400


@pytest.mark.parametrize(
    "body",
    [{}, {"now": "soon"}, {"now": "2026-03-10T09:00:00"}, {"advance_seconds": "x"}, {"advance_seconds": 1e300},
     {"now": "9999-12-31T23:59:59Z"}, {"now": 5}, {"advance_seconds": True}],
    ids=str,
)  # fmt: skip
async def test_an_unclear_moment_is_refused(people: People, body: dict[str, object]) -> None:
    await people.post("clock", **body)
    assert people.status == 400


async def test_a_moment_may_be_given_in_any_zone(people: People) -> None:
    moved = await people.post("clock", now="2026-03-10T09:00:00+08:00")
    assert moved["now"].startswith("2026-03-10T01:00:00")
    assert moved["steps"] == 1


async def test_the_bot_is_led_through_every_due_moment_in_order(stepping: People, bot_clock: BotClock) -> None:
    due = [moment(f"2026-03-09T0{hour}:00:00+00:00") for hour in (3, 2, 5)]
    bot_clock.due = list(due)
    moved = await stepping.post("clock", now="2026-03-09T04:00:00Z")
    assert bot_clock.told == [due[1], due[0], moment("2026-03-09T04:00:00+00:00")]
    assert moved["steps"] == 3
    assert bot_clock.due == [due[2]]


async def test_what_the_bot_posts_while_it_is_led_carries_that_moment(
    start_slack: Starter, bot_clock: BotClock, session: aiohttp.ClientSession
) -> None:
    slack = await start_slack(clock_url=bot_clock.url)
    bot_clock.due = [moment("2026-03-09T02:00:00+00:00")]
    client = strict_client(slack, session)
    late: list[float] = []

    async def post(now: datetime) -> None:
        posted = await client.chat_postMessage(channel=LAUNCH, text="due")
        late.append(float(posted["ts"]) - now.timestamp())

    bot_clock.when_moved = post
    await People(slack.origin, session).post("clock", advance_seconds=3 * 3600)
    assert len(late) == 2
    assert all(0 <= seconds < 5 for seconds in late)


async def test_a_bot_that_makes_no_progress_stops_the_move(stepping: People, bot_clock: BotClock) -> None:
    bot_clock.due, bot_clock.stubborn = [moment("2026-03-09T02:00:00+00:00")], True
    answer = await stepping.post("clock", advance_seconds=7200)
    assert (stepping.status, answer["error"]) == (502, "no_progress")
    assert len(bot_clock.told) < 10


async def test_a_bot_clock_that_fails_is_named(stepping: People, bot_clock: BotClock) -> None:
    bot_clock.status = 500
    answer = await stepping.post("clock", advance_seconds=60)
    assert (stepping.status, answer["error"]) == (502, "bot_clock_failed")


async def test_something_overdue_is_told_the_present(stepping: People, bot_clock: BotClock) -> None:
    bot_clock.due = [datetime(2026, 3, 8, tzinfo=UTC)]
    await stepping.post("clock", advance_seconds=60)
    assert bot_clock.told[0] >= START
    assert bot_clock.due == []
