"""A whole world for a conversation: the playground, a running Muster before it, and the people who talk."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.app import Parts, muster
from bot.rules.pace import Pace
from bot.settings import Settings
from playground.app import running
from playground.config import Config
from tests.ports import free_port
from tests.scenarios.overheard import overheard, titles

MAYA, LILEI, ANN, DANA, TOM = "U0MAYA0001", "U0LILEI001", "U0ANN00001", "U0DANA0001", "U0TOM00001"
GUS, EVE, OSKAR = "U0GUS00001", "U0EVE00001", "U0OSKAR001"
GENERAL, LAUNCH, LEADS, PARTNERS, RANDOM = "C0GENERAL1", "C0LAUNCH01", "C0LEADS001", "C0PARTNER1", "C0RANDOM01"
START = "2026-03-09T01:20:00+00:00"
BRISK = 50.0  # no conversation waits for the pace, unless it is about it
# tests type faster than people do
UNHURRIED = {"limit_per_person": 100_000, "limit_per_workspace": 100_000, "limit_events": 10_000_000}
SECRET, BOT_TOKEN, APP_TOKEN = "s" * 32, "xoxb-test-1", "xapp-test-1"


# Slack's words for a message or view that breaks its rules
BREACHES = frozenset({
    "invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_too_long", "no_text", "breach",
    "msg_blocks_too_long", "view_too_large", "metadata_too_large", "unknown_method",
})  # fmt: skip


@dataclass
class World:
    """What people do, and what they see. Every call is real HTTP to people's side."""

    http: aiohttp.ClientSession
    parts: Parts
    origin: str = ""  # where the playground's page is

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        async with self.http.get(f"/people/{path}", params=query) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == 200, body
            return body

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"/people/{path}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
            assert answer.status < 500, said
            return said

    async def command(self, user: str, line: str, channel: str = LAUNCH) -> str:
        """Type a slash command; the text of its private answer, blocks included."""
        name, _, text = line.partition(" ")
        said = await self.post("commands", user=user, channel=channel, command=name, text=text)
        assert said["ok"], said
        return words_of(said["response"]) if said.get("response") else ""

    async def say(self, user: str, text: str, channel: str = "dm", thread_ts: str | None = None) -> str:
        more = {"thread_ts": thread_ts} if thread_ts else {}
        said = await self.post("messages", user=user, channel=channel, text=text, wait=True, **more)
        assert said["ok"], said
        return str(said["ts"])

    async def messages(self, viewer: str, channel: str = "dm", thread_ts: str | None = None) -> list[dict[str, Any]]:
        query = {"channel": channel, "as": viewer} | ({"thread_ts": thread_ts} if thread_ts else {})
        return list((await self.get("messages", **query))["messages"])

    async def sees(
        self,
        viewer: str,
        words: str,
        channel: str = "dm",
        *,
        thread_ts: str | None = None,
        posted: bool = True,
        within: float = 6.0,
    ) -> dict[str, Any]:
        """Wait until a message with those words is there; the newest such one. `posted` leaves out private answers."""

        async def look() -> dict[str, Any] | None:
            there = await self.messages(viewer, channel, thread_ts)
            found = [m for m in there if words in words_of(m) and not (posted and m.get("ephemeral"))]
            return found[-1] if found else None

        found = await eventually(look, within)
        if found is None:
            seen = "\n---\n".join(words_of(m) for m in await self.messages(viewer, channel, thread_ts))
            raise AssertionError(f"{viewer} never saw {words!r} in {channel}; there was:\n{seen}")
        return found

    async def click(
        self, user: str, message: dict[str, Any], action_id: str, channel: str = "dm", **more: Any
    ) -> dict[str, Any]:
        if channel == "dm":
            channel = await self.dm(user)
        said = await self.post("actions", user=user, channel=channel, ts=message["ts"], action_id=action_id, **more)
        assert said["ok"], said
        return said

    async def dm(self, user: str) -> str:
        found = await self.get("messages", **{"channel": "dm", "as": user})
        return str(found["channel"]["id"])

    async def views(self, user: str) -> list[dict[str, Any]]:
        """What forms somebody has open, the top one last. A click's is open a moment after its acknowledgement."""

        async def look() -> list[dict[str, Any]]:
            return list((await self.get("views", user=user))["views"])

        return list(await eventually(look))

    async def submit(self, user: str, **fields: dict[str, Any]) -> dict[str, Any]:
        """Submit the open form, once there is one; each field is the state of its element."""
        await self.views(user)
        values = {name: {"value": state} for name, state in fields.items()}
        return await self.post("views/submit", user=user, values=values)

    async def move_clock(self, now: str) -> None:
        said = await self.post("clock", now=now)
        assert said["ok"], said

    async def settled(self) -> None:
        """Let everything that waits be said: the clock moves by a moment."""
        await self.post("clock", advance_seconds=0.1)

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        return list((await self.get("calls", **({"method": method} if method else {})))["calls"])


async def eventually(look: Callable[[], Any], within: float = 6.0) -> Any:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + within
    while True:
        found = await look()
        if found or time.monotonic() > deadline:
            return found
        await asyncio.sleep(0.05)


def words_of(message: dict[str, Any]) -> str:
    """All that a person can read of a message or view, joined."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "text" and isinstance(value, str):
                    found.append(value)
                elif key in ("blocks", "elements", "fields", "accessory", "options", "text", "title", "label", "hint",
                             "description", "element"):  # fmt: skip
                    walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(message.get("blocks", []))
    return "\n".join([*found] or [str(message.get("text", ""))])


def action_ids(message: dict[str, Any]) -> set[str]:
    """What can be tapped in a message or view."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "action_id" in node:
                found.add(node["action_id"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(message.get("blocks", []))
    return found


@asynccontextmanager
async def a_world(
    database_url: str, *, socket_mode: bool = False, pace: float = BRISK, allowed: float = BRISK,
    answer_seconds: float = 20.0, database_read_url: str = "", **limits: int,
) -> AsyncIterator[World]:  # fmt: skip
    """The playground and Muster, joined by HTTP or by Socket Mode, on free ports of this machine.

    Muster speaks `pace` times as fast as it does with Slack, and the playground allows that many times what Slack does.
    It takes what people say however fast they say it, but where a test is about `limits`.
    """
    bot_address = f"http://127.0.0.1:{free_port()}"
    joined = {"app_token": APP_TOKEN} if socket_mode else {"request_url": f"{bot_address}/slack/events"}
    config = Config(signing_secret=SECRET, bot_token=BOT_TOKEN, port=0, clock_url=f"{bot_address}/testing/clock",
                    retry_waits=(0.0, 0.1, 0.1), answer_seconds=answer_seconds, rate_limits=allowed, **joined)  # type: ignore[arg-type]  # fmt: skip
    async with running(config) as slack:
        settings = Settings(
            slack_bot_token=BOT_TOKEN, slack_signing_secret="" if socket_mode else SECRET,
            slack_app_token=APP_TOKEN if socket_mode else "", slack_api_url=f"{slack.origin}/api/",
            database_url=database_url, database_read_url=database_read_url, muster_test_clock=START,
            port=int(bot_address.rsplit(":", 1)[1]),
            **(UNHURRIED | limits),
        )  # type: ignore[arg-type]  # fmt: skip
        with overheard() as heard:
            async with muster(settings) as parts, aiohttp.ClientSession(slack.origin) as http:
                parts.delivery.pace = Pace(pace)
                parts.desk.patience = 15.0  # a busy machine is no reason to answer "still working"
                world = World(http, parts, slack.origin)
                await eventually(lambda: _connected(world))
                await world.settled()
                yield world
                hidden = {SECRET, BOT_TOKEN, APP_TOKEN, *await titles(parts.database)}
            heard.check(hidden)
        breaches = [call for call in slack.record.calls if call["outcome"] in BREACHES]
        assert breaches == [], "every message and view is within Slack's limits"


async def _connected(world: World) -> bool:
    return bool((await world.get("state"))["bot"]["connected"])
