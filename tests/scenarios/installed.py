"""Muster as people install it: no token in the settings, any number of workspaces, each let in with a browser."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp

from bot.app import muster
from bot.rules.pace import Pace
from bot.sealing import new_key
from bot.settings import Settings
from playground.app import running
from playground.config import Config
from playground.slack import Slack
from tests.ports import free_port
from tests.scenarios.overheard import overheard, titles
from tests.scenarios.world import APP_TOKEN, BRISK, MAYA, SECRET, START, World, eventually

CLIENT, CLIENT_SECRET = "1.2", "canary-of-the-client"
KEY = new_key("one")
ORG = "E0GROUP001"
HOME = "T0MUSTER1"


@dataclass
class Workspace(World):
    """One of several: what is said and seen in it."""

    team: str = HOME

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        return await super().get(path, **{"workspace": self.team} | query)

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        return await super().post(path, **{"workspace": self.team} | body)


@dataclass
class Installed:
    """A Slack of several workspaces, a Muster that nobody has installed yet, and a browser."""

    slack: Slack
    home: Workspace
    address: str
    browser: aiohttp.ClientSession

    async def workspace(self, name: str, organisation: str | None = None) -> Workspace:
        more = {"organisation": organisation} if organisation else {}
        made = await self.home.post("workspaces", name=name, **more)
        return replace(self.home, team=made["workspace"])

    async def page(self, path: str, **how: Any) -> tuple[int, str]:
        async with self.browser.get(f"{self.address}{path}", **how) as answer:
            return answer.status, await answer.text()

    async def begin(self, **how: Any) -> str:
        """Open the page with the button; where that leads to."""
        status, said = await self.page("/slack/install", **how)
        assert status == 200
        found = re.search(r'href="([^"]+)"', said)
        assert found is not None, said
        return unescape(found[1])

    async def agree(self, there: Workspace, url: str, **more: Any) -> str:
        """Agree in Slack as an admin; where the browser is sent then, without its beginning."""
        said = await there.post("install", user=MAYA, url=url, **more)
        assert said["ok"], said
        return str(said["location"]).removeprefix(self.address)

    async def install(self, there: Workspace, **more: Any) -> None:
        status, said = await self.page(await self.agree(there, await self.begin(), **more))
        assert status == 200, said

    def calls(self, there: Workspace, after: int = 0) -> list[dict[str, Any]]:
        """Those made with its token, refused or not."""
        return [row for row in self.slack.record.calls if row.get("team") == there.team and row["n"] > after]

    @property
    def last_call(self) -> int:
        return max((row["n"] for row in self.slack.record.calls), default=0)


@asynccontextmanager
async def nobody_s(
    database_url: str, *, socket_mode: bool = False, keys: str = KEY, **slack_is: Any
) -> AsyncIterator[Installed]:
    """Before anybody has installed it; `slack_is` goes to the playground."""
    async with (
        a_slack(socket_mode=socket_mode, **slack_is) as (slack, address, browser),
        a_muster(slack, database_url, address, socket_mode=socket_mode, keys=keys) as home,
    ):
        yield Installed(slack, home, address, browser)


@asynccontextmanager
async def a_slack(
    *, socket_mode: bool = False, **slack_is: Any
) -> AsyncIterator[tuple[Slack, str, aiohttp.ClientSession]]:
    """The Slack alone, where Muster will be, and a browser."""
    address = f"http://127.0.0.1:{free_port()}"
    joined = {"app_token": APP_TOKEN} if socket_mode else {"request_url": f"{address}/slack/events"}
    config = Config(
        signing_secret=SECRET, bot_token="", port=0, clock_url=f"{address}/testing/clock", retry_waits=(0.0, 0.1, 0.1),
        answer_seconds=20.0, rate_limits=BRISK, client_id=CLIENT, client_secret=CLIENT_SECRET, **joined, **slack_is,
    )  # fmt: skip
    jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
    async with running(config) as slack, aiohttp.ClientSession(cookie_jar=jar) as browser:
        yield slack, address, browser


@asynccontextmanager
async def a_muster(
    slack: Slack, database_url: str, address: str, *, socket_mode: bool = False, keys: str = KEY
) -> AsyncIterator[Workspace]:
    settings = Settings(
        slack_client_id=CLIENT, slack_client_secret=CLIENT_SECRET, slack_redirect_url=f"{address}/slack/oauth_redirect",
        muster_keys=keys, slack_signing_secret="" if socket_mode else SECRET,
        slack_app_token=APP_TOKEN if socket_mode else "", slack_api_url=f"{slack.origin}/api/",
        database_url=database_url, port=int(address.rsplit(":", 1)[1]), muster_test_clock=START,
    )  # type: ignore[arg-type]  # fmt: skip
    with overheard() as heard:
        async with muster(settings) as parts, aiohttp.ClientSession(slack.origin) as http:
            parts.delivery.pace = Pace(BRISK)
            parts.desk.patience = 15.0
            home = Workspace(http, parts, slack.origin)
            await eventually(lambda: _reached(slack))
            yield home
            hidden = await titles(parts.database)
        heard.check(hidden | secrets_of(slack, keys))


def secrets_of(slack: Slack, keys: str) -> set[str]:
    """Whatever Slack gave us, and what we seal it with."""
    installs = slack.installs
    ours = {SECRET, APP_TOKEN, CLIENT_SECRET, *(key.partition(":")[2] for key in keys.split(","))}
    return ours | set(installs.tokens) | set(installs.refresh) | set(installs.codes)


async def _reached(slack: Slack) -> bool:
    return slack.deliveries.reached


def bytes_of(database_url: str) -> bytes:
    """Everything a SQLite database has on disk, its log included."""
    path = Path(database_url.removeprefix("sqlite:///"))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def columns_of(path: Path) -> str:
    """Every value of every table, as text."""
    with sqlite3.connect(path) as database:
        return "\n".join(database.iterdump())
