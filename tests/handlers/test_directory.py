"""Reading everybody at the start: what is put off is read on, what is refused is left, what hangs keeps nobody."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from handlers.slack import directory
from handlers.slack.desk import Desk
from handlers.slack.tenants import Tenants
from models.queries import people
from playground.world import TEAM_ID
from tests.faults.process import a_house
from tests.faults.test_stop import stop, under_way
from tests.scenarios.world import World


def page(*ids: str, then: str = "") -> web.Response:
    members = [{"id": one, "name": one.lower(), "updated": 1} for one in ids]
    return web.json_response({"ok": True, "members": members, "response_metadata": {"next_cursor": then}})


def slow_down() -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, headers={"Retry-After": "1"}, status=429)


def error(name: str) -> web.Response:
    return web.json_response({"ok": False, "error": name})


@asynccontextmanager
async def a_slack(desk: Desk, *answers: web.Response) -> AsyncIterator[tuple[Desk, list[str]]]:
    """The same desk before a Slack with these answers, and the cursors it was asked for."""
    waiting, asked = list(answers), []

    async def serve(request: web.Request) -> web.Response:
        asked.append(str((await request.post()).get("cursor") or request.query.get("cursor") or ""))
        return waiting.pop(0)

    app = web.Application()
    app.router.add_route("*", "/users.list", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        client = AsyncWebClient(token="xoxb-1", base_url=address, session=http, retry_handlers=[])
        yield replace(desk, tenants=Tenants(desk.database, desk.clock, lambda _: client)), asked
    await runner.cleanup()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "PAUSES", (0.01, 0.02, 0.03))


async def test_a_page_that_is_put_off_is_read_after_the_pause_slack_asks_for(world: World) -> None:
    began = time.monotonic()
    async with a_slack(world.parts.desk, page("U1", then="two"), slow_down(), page("U2")) as (desk, asked):
        assert await directory.read_directory(desk, TEAM_ID) == 2
    assert asked == ["", "two", "two"]
    assert time.monotonic() - began >= 1.0


async def test_a_passing_failure_is_tried_again_and_a_page_read_forgives_the_failures_before(world: World) -> None:
    bad = [web.Response(status=500), error("fatal_error"), web.Response(text="<html>")]
    again = [web.Response(status=502), error("internal_error"), web.Response(text="")]
    async with a_slack(world.parts.desk, *bad, page("U1", then="two"), *again, page("U2")) as (desk, asked):
        assert await directory.read_directory(desk, TEAM_ID) == 2
    assert asked == [""] * 4 + ["two"] * 4
    known = await world.parts.database.read(lambda session: people.get(session, TEAM_ID, "U2"))
    assert known is not None
    assert known.name == "u2"


@pytest.mark.parametrize(("name", "calls"), [("missing_scope", 1), ("token_revoked", 1), ("fatal_error", 4)])
async def test_what_is_refused_or_fails_for_long_is_left_and_what_was_read_stays(
    world: World, name: str, calls: int
) -> None:
    answers = [error(name) for _ in range(calls)]
    async with a_slack(world.parts.desk, page("U1", then="two"), *answers) as (desk, asked):
        assert await directory.read_directory(desk, TEAM_ID) == 1
    assert asked == ["", *["two"] * calls]


@asynccontextmanager
async def read_by(desk: Desk, *answers: web.Response) -> AsyncIterator[tuple[int, list[str]]]:
    async with a_slack(desk, *answers) as (there, asked):
        yield await directory.read_directory(there, TEAM_ID), asked


async def test_what_was_left_goes_on_where_it_was(world: World) -> None:
    desk = world.parts.desk
    async with read_by(desk, page("U1", then="two"), page("U2", then="three"), error("token_revoked")) as (count, _):
        assert count == 2
    async with read_by(desk, page("U3")) as (count, asked):
        assert (count, asked) == (3, ["three"])
    async with read_by(desk, page("U1"), page("U2")) as (count, asked):
        assert (count, asked) == (1, [""]), "what was brought to its end begins anew at the next start"


async def test_a_cursor_that_slack_forgot_has_it_read_from_the_beginning(world: World) -> None:
    answers = (page("U1", then="two"), error("invalid_cursor"), page("U1", then="fresh"), page("U2"))
    async with read_by(world.parts.desk, *answers) as (count, asked):
        assert (count, asked) == (2, ["", "two", "", "fresh"])


async def test_a_cursor_that_is_forgotten_again_and_again_ends_it(world: World) -> None:
    forgotten = [answer for _ in range(4) for answer in (page("U1", then="two"), error("invalid_cursor"))]
    async with read_by(world.parts.desk, *forgotten) as (count, asked):
        assert (count, asked) == (1, ["", "two"] * 4)


@pytest.mark.parametrize("second", ["a page", "invalid_cursor"])
async def test_a_database_that_is_away_for_longer_than_all_pauses_does_not_end_it(
    world: World, sqlite_url: str, second: str
) -> None:
    await world.parts.database.submit(lambda session: session.execute(text("PRAGMA busy_timeout=10")))
    held = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == len(directory.PAUSES) + 3:
            held.execute("ROLLBACK")

    class Locking(directory.Pace):
        async def one_more(self) -> None:
            asked.append("")
            if len(asked) == 2:
                held.execute("BEGIN IMMEDIATE")

    asked: list[str] = []
    after = [page("U2") for _ in range(20)] if second == "a page" else [error(second), page("U1"), page("U2")]
    async with a_slack(world.parts.desk, page("U1", then="two"), *after) as (desk, _):
        read = await directory.read_directory(desk, TEAM_ID, Locking(sleep=sleep))
    held.close()
    assert read == (2 if second == "a page" else 1)
    assert pauses == [*directory.PAUSES, *[directory.PAUSES[-1]] * 3]


async def test_it_never_calls_more_often_than_slack_lets_through_in_a_minute(world: World) -> None:
    at, called = [0.0], []

    async def sleep(seconds: float) -> None:
        at[0] += seconds

    def now() -> float:
        return at[0]

    class Counting(directory.Pace):
        async def one_more(self) -> None:
            await super().one_more()
            called.append(at[0])

    pages = [page(f"U{n}", then=str(n + 1)) for n in range(50)]
    async with a_slack(world.parts.desk, *pages, page("U50")) as (desk, _):
        assert await directory.read_directory(desk, TEAM_ID, Counting(now, sleep)) == 51
    assert called[:20] == [0.0] * 20, "the first people are there at once"
    assert max(sum(since <= one < since + 60 for one in called) for since in called) == 20
    assert 120 <= at[0] < 121


async def test_stopping_does_not_wait_for_the_directory(sqlite_url: str, tmp_path: Path) -> None:
    async with a_house(sqlite_url, tmp_path) as house:
        await house.post("faults", method="users.list", kind="429", seconds=60, count=None)
        bot = await house.start()
        await under_way(house, "users.list")
        began = time.monotonic()
        await stop(bot)
        assert time.monotonic() - began < 7.0, "the second after which nothing is waited for any more is the eighth"
