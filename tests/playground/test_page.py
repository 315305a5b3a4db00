"""The page's door: its files, its stream of changes, and links into it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, LAUNCH
from playground.people import ROUTES
from playground.slack import Slack
from playground.webapi import METHODS
from tests.playground.asking import home
from tests.playground.double import Json, People

DOCS = Path(__file__).parents[2] / "docs" / "playground.md"


async def next_line(stream: aiohttp.ClientResponse) -> Json:
    async with asyncio.timeout(5):
        async for line in stream.content:
            if line.startswith(b"data: "):
                change: Json = json.loads(line.removeprefix(b"data: "))
                return change
    raise AssertionError("the stream ended")


async def test_the_page_is_served(slack: Slack, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{slack.origin}/") as page:
        assert (page.status, page.content_type) == (200, "text/html")
    async with session.get(f"{slack.origin}/page/app.js") as script:
        assert script.status == 200
    async with session.get(f"{slack.origin}/page/../app.py") as outside:
        assert outside.status == 404


async def test_the_stream_tells_what_changes(
    slack: Slack, session: aiohttp.ClientSession, people: People, client: AsyncWebClient
) -> None:
    async with session.get(f"{slack.origin}/people/stream") as stream:
        assert stream.content_type == "text/event-stream"
        said = await people.post("messages", user=ANN, channel=LAUNCH, text="hi")
        assert await next_line(stream) == {"type": "message", "channel": LAUNCH, "ts": said["ts"], "from": ANN}
        await people.post("messages", user=ANN, channel="dm", text="hi")
        dm = await next_line(stream)
        assert (dm["channel"], dm["user"]) == ("D0ANN00001", ANN)
        await client.views_publish(user_id=ANN, view=home())
        assert await next_line(stream) == {"type": "home", "user": ANN}
        await people.post("clock", advance_seconds=1)
        assert (await next_line(stream))["type"] == "clock"
        await people.post("users", id=ANN, title="Chief")
        assert (await next_line(stream))["type"] == "state"


async def test_message_links_lead_into_the_page(slack: Slack, session: aiohttp.ClientSession, people: People) -> None:
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="hi")
    link = f"{slack.origin}/archives/{LAUNCH}/p{said['ts'].replace('.', '')}"
    async with session.get(link, allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == f"/#channel={LAUNCH}&ts={said['ts']}"


def test_every_call_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [f"{method} {path}" for method, path, _ in ROUTES if f"`{method} {path}`" not in text]
    missing += [method for method in METHODS if f"`{method}`" not in text]
    assert missing == []
