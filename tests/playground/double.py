"""The bot's place taken by a small server that checks signatures and keeps what it is sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

SIGNING_SECRET = "a-secret-for-tests"
BOT_TOKEN = "xoxb-for-tests"
APP_TOKEN = "xapp-for-tests"

Json = dict[str, Any]
Answering = Callable[[Json], Any]


@dataclass
class Received:
    kind: str
    payload: Json
    headers: dict[str, str]
    raw: bytes


@dataclass
class BotDouble:
    """`answer` decides what a command or interaction gets; an int is a status, a float is a delay in seconds."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answer: Answering = lambda _payload: None
    answer_event: Answering = lambda _payload: None
    verified: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    forged: int = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        if not SignatureVerifier(SIGNING_SECRET).is_valid_request(raw, dict(request.headers)):
            self.forged += 1
            return web.Response(status=401)
        kind, payload = _read(raw, request.content_type)
        if payload.get("type") == "url_verification":
            self.verified.set()
            return web.Response(text=payload["challenge"])
        async with self.arrived:
            self.received.append(Received(kind, payload, dict(request.headers), raw))
            self.arrived.notify_all()
        reply = (self.answer_event if kind == "event" else self.answer)(payload)
        return await _reply(reply)

    def events(self, type_: str, subtype: str | None = None) -> list[Json]:
        return [
            r.payload["event"]
            for r in self.received
            if r.kind == "event"
            and r.payload["event"]["type"] == type_
            and r.payload["event"].get("subtype") == subtype
        ]

    async def event(self, type_: str, subtype: str | None = None, count: int = 1) -> Json:
        """The `count`-th event of this kind, as soon as it is there."""
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.events(type_, subtype)) >= count)
        return self.events(type_, subtype)[count - 1]

    async def settled(self, count: int) -> None:
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.received) >= count)

    def last(self, kind: str) -> Json:
        return next(r.payload for r in reversed(self.received) if r.kind == kind)


def _read(raw: bytes, content_type: str) -> tuple[str, Json]:
    if content_type == "application/json":
        return "event", json.loads(raw)
    form = {key: values[0] for key, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
    return ("interactive", json.loads(form["payload"])) if "payload" in form else ("command", form)


async def _reply(reply: Any) -> web.StreamResponse:
    if isinstance(reply, web.StreamResponse):
        return reply
    if isinstance(reply, float):
        await asyncio.sleep(reply)
        return web.Response()
    if isinstance(reply, int):
        return web.Response(status=reply)
    if isinstance(reply, dict):
        return web.json_response(reply)
    return web.Response(text=reply or "")


@asynccontextmanager
async def serving(double: BotDouble, path: str = "/slack/events") -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post(path, double.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        double.url = f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
        yield
    finally:
        await runner.cleanup()


@dataclass
class People:
    """People's side over real HTTP; `status` of the last answer is kept."""

    origin: str
    session: aiohttp.ClientSession
    status: int = 0

    async def call(self, verb: str, path: str, body: Any = None, **query: Any) -> Json:
        async with self.session.request(verb, f"{self.origin}/people/{path}", json=body, params=query) as response:
            self.status = response.status
            answer: Json = await response.json()
            return answer

    async def get(self, path: str, **query: Any) -> Json:
        return await self.call("GET", path, **query)

    async def post(self, path: str, **body: Any) -> Json:
        return await self.call("POST", path, body)

    async def patch(self, path: str, **body: Any) -> Json:
        return await self.call("PATCH", path, body)

    async def delete(self, path: str, **body: Any) -> Json:
        return await self.call("DELETE", path, body)
