"""Socket Mode with Slack's own client: hello, envelopes, acks, redelivery, disconnects, ten connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from playground.cast import ANN, LAUNCH
from playground.slack import Slack
from tests.playground.asking import modal, raw
from tests.playground.conftest import strict_client
from tests.playground.double import APP_TOKEN, People


@dataclass
class SocketBot:
    """Acks everything unless told to be silent, with a payload if one is set."""

    requests: list[SocketModeRequest] = field(default_factory=list)
    payload: Any = None
    silent_for: int = 0
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        async with self.came:
            self.requests.append(request)
            self.came.notify_all()
        if self.silent_for > 0:
            self.silent_for -= 1
            return
        payload = self.payload if request.accepts_response_payload else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    async def at_least(self, count: int) -> list[SocketModeRequest]:
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(lambda: len(self.requests) >= count)
        return self.requests


@asynccontextmanager
async def connected(slack: Slack, session: aiohttp.ClientSession, bot: SocketBot) -> AsyncIterator[SocketModeClient]:
    web_client = strict_client(slack, session)
    client = SocketModeClient(app_token=APP_TOKEN, web_client=web_client)
    client.socket_mode_request_listeners.append(bot.hear)
    await client.connect()  # type: ignore[no-untyped-call]
    try:
        yield client
    finally:
        await client.close()  # type: ignore[no-untyped-call]


@pytest.fixture
async def socket_people(socket_slack: Slack, session: aiohttp.ClientSession) -> People:
    return People(socket_slack.origin, session)


async def ticket(slack: Slack, session: aiohttp.ClientSession) -> str:
    _, answer = await raw(session, slack, "apps.connections.open", token=APP_TOKEN)
    return str(answer["url"])


async def test_events_commands_and_forms_come_through_the_socket(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    bot = SocketBot()
    async with connected(socket_slack, session, bot):
        await socket_people.post("messages", user=ANN, channel="dm", text="hi", wait=True)
        bot.payload = {"text": "Saved"}
        answered = await socket_people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
        assert answered["response"]["text"] == "Saved"
        command = bot.requests[-1]
        bot_client = strict_client(socket_slack, session)
        await bot_client.views_open(trigger_id=command.payload["trigger_id"], view=modal())
        bot.payload = {"response_action": "clear"}
        assert (await socket_people.post("views/submit", user=ANN))["response_action"] == "clear"
        assert [request.type for request in bot.requests] == ["events_api", "slash_commands", "interactive"]
        assert [request.accepts_response_payload for request in bot.requests] == [False, True, True]
        event = bot.requests[0]
        assert (event.retry_attempt, event.retry_reason) == (0, "")
        assert event.payload["event"]["text"] == "hi"


async def test_an_empty_ack_is_an_empty_answer(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    async with connected(socket_slack, session, SocketBot()):
        answered = await socket_people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
        assert (answered["ok"], answered["response"]) == (True, None)


async def test_an_event_without_ack_comes_again_in_a_new_envelope(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    bot = SocketBot(silent_for=1)
    async with connected(socket_slack, session, bot):
        await socket_people.post("messages", user=ANN, channel="dm", text="hi", wait=True)
        first, second = await bot.at_least(2)
        assert first.payload["event_id"] == second.payload["event_id"]
        assert first.envelope_id != second.envelope_id
        assert (second.retry_attempt, second.retry_reason) == (1, "timeout")


async def test_a_command_without_ack_times_out_and_does_not_come_again(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    bot = SocketBot(silent_for=1)
    async with connected(socket_slack, session, bot):
        failed = await socket_people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
        assert failed["error"] == "operation_timeout"
        await socket_people.post("messages", user=ANN, channel="dm", text="hi", wait=True)
        assert [request.type for request in bot.requests] == ["slash_commands", "events_api"]


async def test_the_bot_is_connected_while_a_socket_lives(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    async with connected(socket_slack, session, SocketBot()):
        await strict_client(socket_slack, session).auth_test()
        assert (await socket_people.get("state"))["bot"]["connected"] is True
    async with session.get(f"{socket_slack.origin}/people/stream") as stream:
        while (await socket_people.get("state"))["bot"]["connected"]:
            await asyncio.wait_for(stream.content.readline(), 5)
    failed = await socket_people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
    assert failed["error"] == "dispatch_failed"


async def test_after_a_refresh_the_client_is_back_and_nothing_is_lost(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    bot = SocketBot()
    async with connected(socket_slack, session, bot):
        told = await socket_people.post("faults", kind="socket_disconnect", reason="refresh_requested")
        assert told["told"] == 1
        await socket_people.post("messages", user=ANN, channel="dm", text="meanwhile")
        await bot.at_least(1)
        await socket_people.post("messages", user=ANN, channel="dm", text="afterwards", wait=True)
        assert "afterwards" in [request.payload["event"]["text"] for request in bot.requests]


async def test_an_address_is_good_for_one_connection(socket_slack: Slack, session: aiohttp.ClientSession) -> None:
    url = await ticket(socket_slack, session)
    async with session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)


async def test_ten_connections_are_the_most_and_each_payload_goes_to_one(
    socket_slack: Slack, session: aiohttp.ClientSession, socket_people: People
) -> None:
    async with AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(session.ws_connect(await ticket(socket_slack, session))) for _ in range(11)
        ]
        firsts = [await socket.receive_json() for socket in sockets]
        assert [first["type"] for first in firsts] == ["hello"] * 10 + ["disconnect"]
        assert firsts[-1]["reason"] == "too_many_websockets"
        for n in range(2):
            await socket_people.post("messages", user=ANN, channel="dm", text=str(n))
        heard = [await sockets[n].receive_json(timeout=5) for n in range(2)]
        assert sorted(envelope["payload"]["event"]["text"] for envelope in heard) == ["0", "1"]
        for socket, envelope in zip(sockets, heard, strict=False):
            await socket.send_str("not json")
            await socket.send_str(json.dumps(["no", "object"]))
            await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"]}))
