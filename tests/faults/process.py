"""Muster as a process of its own before a playground: it can be killed, stopped and started again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Engine, create_engine

from bot.sealing import new_key
from models.db import driver_url, is_sqlite
from models.sqlite import reading_engine
from playground.app import running
from playground.config import Config
from playground.slack import Slack
from tests.faults.forked import Forked
from tests.ports import free_port
from tests.scenarios.world import APP_TOKEN, BOT_TOKEN, GENERAL, MAYA, SECRET, UNHURRIED, eventually

SETTLE = "0.4"
STILL_WORKING, NOT_SAVED, IN_DOUBT = "till working", "be saved just now", "whether that was kept"
STARTS_WITHIN = 45.0
LOOK, STALL = 0.05, 0.3  # seconds


@dataclass
class House:
    """The playground, the database, and the Muster processes that were started on them."""

    slack: Slack
    http: aiohttp.ClientSession
    database_url: str
    port: int
    log: Path
    pace: float = 1.0
    app_token: str = ""
    keys: str = ""  # where people install Muster: what seals their tokens
    started: list[Forked] = field(default_factory=list)
    met: list[str] = field(default_factory=list)  # who joined on the way
    stalls: list[tuple[datetime, float]] = field(default_factory=list)  # until when the playground stood still, seconds

    @cached_property
    def reader(self) -> Engine:
        """For looking on: each look sees one moment. On SQLite it cannot write, and so keeps nobody waiting."""
        if is_sqlite(self.database_url):
            return reading_engine(self.database_url)
        return create_engine(  # the server may have been restarted since the last look
            driver_url(self.database_url), pool_pre_ping=True, isolation_level="REPEATABLE READ"
        )

    async def start(
        self, failpoint: str = "", *, port: int | None = None, settle: str = SETTLE, and_wait: bool = True,
        leave: float = 0,
    ) -> Forked:  # fmt: skip
        """`muster serve`, told to die at a failpoint. It may be dead before it is ready."""
        env = self.surroundings(port or self.port, settle, leave) | {"MUSTER_FAILPOINT": failpoint}
        bot = Forked(env, self.log, self.pace)
        self.started.append(bot)
        if not and_wait:
            return bot
        ready = await eventually(lambda: self._alive_and_ready(bot, port or self.port), STARTS_WITHIN)
        assert ready, f"Muster never became ready:\n{self.log.read_text()[-3000:]}"
        return bot

    def surroundings(self, port: int, settle: str = SETTLE, leave: float = 0) -> dict[str, str]:
        """What `muster serve` is told."""
        return {
            "PATH": os.environ["PATH"], "SLACK_SIGNING_SECRET": SECRET, "SLACK_APP_TOKEN": self.app_token,
            **self._tokens(),
            "SLACK_API_URL": f"{self.slack.origin}/api/", "DATABASE_URL": self.database_url,
            "PORT": str(port), "MUSTER_SETTLE_SECONDS": settle,
            "MUSTER_TEST_CLOCK": self.slack.clock.now().isoformat(),
            "LOG_LEVEL": "info", "LEAVE_SECONDS": str(leave),
            **{name.upper(): str(most) for name, most in UNHURRIED.items()},
        }  # fmt: skip

    def _tokens(self) -> dict[str, str]:
        """One in the settings, or how to get them."""
        if not self.keys:
            return {"SLACK_BOT_TOKEN": BOT_TOKEN}
        config = self.slack.config
        return {"SLACK_CLIENT_ID": config.client_id, "SLACK_CLIENT_SECRET": config.client_secret,
                "SLACK_REDIRECT_URL": f"{self.address}/slack/oauth_redirect", "MUSTER_KEYS": self.keys}  # fmt: skip

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _alive_and_ready(self, bot: Forked, port: int) -> bool:
        if bot.returncode is not None:
            assert bot.returncode == -signal.SIGKILL, self.log.read_text()[-3000:]
            return True
        return await self.is_ready(port)

    async def is_ready(self, port: int) -> bool:
        try:
            async with self.http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def kill(self, bot: Forked) -> None:
        bot.kill()
        await bot.wait()

    async def killed(self, bot: Forked, within: float = 15.0) -> None:
        """Wait until it has died at its failpoint."""
        code = await asyncio.wait_for(bot.wait(), within)
        assert code == -signal.SIGKILL, f"it ended with {code}:\n{self.log.read_text()[-3000:]}"

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.slack.origin}/people/{path}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
            assert answer.status < 400, said
            return said

    async def command(self, user: str, channel: str, line: str) -> bool:
        """Type a command; whether the person knows its outcome. "Still working" promises nothing yet."""
        told = await self.answer(user, channel, line)
        return told is not None and not any(words in told for words in (STILL_WORKING, NOT_SAVED, IN_DOUBT))

    async def answer(self, user: str, channel: str, line: str) -> str | None:
        """The words of its answer; None when nobody answered."""
        name, _, text = line.partition(" ")
        said = await self.post("commands", user=user, channel=channel, command=name, text=text)
        return str((said.get("response") or {}).get("text")) if said["ok"] else None

    async def try_to(self, path: str, **body: Any) -> dict[str, Any]:
        """The same where nobody may be there to answer, or nothing there to tap any more."""
        async with self.http.post(f"{self.slack.origin}/people/{path}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def spoil(self, lag: float = 0.0, **fault: Any) -> None:
        """This fault and no other."""
        async with self.http.delete(f"{self.slack.origin}/people/faults") as answer:
            assert answer.status == 200
        if lag:
            await self.post("faults", kind="history_lag", seconds=lag)
        if fault:
            await self.post("faults", **fault)

    async def step(self, by: timedelta) -> None:
        """Domain time goes on, for a process that is there and for one that is not."""
        target = self.slack.clock.now() + by
        await self.try_to("clock", now=target.isoformat())
        self.slack.clock.reach(target)

    def first_card(self, channel: str) -> str | None:
        """The oldest message of ours there."""
        return next((one.ts for one in self.slack.world.channels[channel].messages if one.metadata), None)

    async def warm(self) -> None:
        """Let the first command be over, which takes longest, and on a busy machine longer than Slack waits."""
        for _ in range(20):
            if await self.command(MAYA, GENERAL, "/task list"):
                return

    async def say(self, user: str, text: str, channel: str = "dm") -> bool:
        said = await self.post("messages", user=user, channel=channel, text=text, wait=True)
        return bool(said["acknowledged"])

    async def calls(self, method: str) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.slack.origin}/people/calls", params={"method": method}) as answer:
            return list((await answer.json())["calls"])

    async def fill(self, people: int, rooms: int) -> tuple[list[str], list[str]]:
        """The ids of so many people, p0, p1, …, and of so many channels with all of them and Muster in it."""
        who = [(await self.post("users", name=f"p{n}", real_name=f"Person {n}", tz="Europe/Berlin"))["user"]["id"]
               for n in range(people)]  # fmt: skip
        where = [(await self.post("channels", name=f"room-{n}", members=[*who, "U0MUSTER01"]))["channel"]["id"]
                 for n in range(rooms)]  # fmt: skip
        return who, where

    def nonces(self) -> list[str]:
        """The marks of all messages of ours that stand somewhere, oldest first in each conversation."""
        return [
            message.metadata["event_payload"]["k"]
            for channel in self.slack.world.channels.values()
            for message in channel.messages
            if message.metadata
        ]


@asynccontextmanager
async def a_house(
    database_url: str, folder: Path, *, socket_mode: bool = False, pace: float = 1.0, moves_clock: bool = False,
    rotation: bool = False,
) -> AsyncIterator[House]:  # fmt: skip
    """Events that are not acknowledged come again for many seconds, as Slack's do for an hour.

    Muster speaks `pace` times as fast as it does with Slack, and the playground allows that many times what Slack does.
    With `rotation` nobody has installed it yet, and its tokens run out.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events"
    way: dict[str, Any] = {"app_token": APP_TOKEN} if socket_mode else {"request_url": url}
    if moves_clock:
        way["clock_url"] = f"http://127.0.0.1:{port}/testing/clock"
    if rotation:
        way |= {"client_id": "1.2", "client_secret": "canary-of-the-client", "rotation": True}
    config = Config(signing_secret=SECRET, bot_token="" if rotation else BOT_TOKEN, port=0,
                    retry_waits=(0.2, *([0.7] * 90)), answer_seconds=20.0, rate_limits=pace, **way)  # fmt: skip
    async with (
        running(config) as slack,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http,
    ):
        house = House(slack, http, database_url, port, folder / "bot.log", pace, APP_TOKEN if socket_mode else "",
                      new_key("one") if rotation else "")  # fmt: skip
        watching = asyncio.create_task(_watch(house))
        try:
            yield house
        finally:
            watching.cancel()
            for bot in house.started:
                if bot.returncode is None:
                    bot.kill()
                await bot.wait()
            house.reader.dispose()


async def _watch(house: House) -> None:
    """What is on its way to the small Slack while it stands still comes that much later."""
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        await asyncio.sleep(LOOK)
        if (late := loop.time() - began - LOOK) > STALL:
            house.stalls.append((house.slack.clock.now(), late))
