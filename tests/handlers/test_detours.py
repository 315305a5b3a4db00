"""An answer that sends a call on to another place is not followed: neither the token nor the words go there."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from yarl import URL

from handlers.slack import files
from handlers.slack.detours import LedElsewhere, no_detours

nothing: Any = None


@pytest.fixture
async def detour() -> AsyncIterator[tuple[str, list[str]]]:
    """The address of a server that sends everybody on, and what arrived at the other place."""
    arrived: list[str] = []

    async def takes(request: web.Request) -> web.StreamResponse:
        arrived.append(await request.text())
        return web.json_response({"ok": True})

    async def sends_on(_: web.Request) -> web.StreamResponse:
        raise web.HTTPPermanentRedirect(str(there.make_url("/taken")))

    other, here = web.Application(), web.Application()
    other.router.add_route("*", "/taken", takes)
    here.router.add_route("*", "/{any:.*}", sends_on)
    async with TestServer(other) as there, TestServer(here) as begins:
        yield str(begins.make_url("/")), arrived


async def test_a_call_that_is_sent_on_ends_there(detour: tuple[str, list[str]]):
    address, arrived = detour
    async with aiohttp.ClientSession(trace_configs=[no_detours(address)]) as http:
        client = AsyncWebClient("xoxb-1", base_url=f"{address}api/", session=http, retry_handlers=[])
        with pytest.raises(LedElsewhere):
            await client.chat_postMessage(channel="C1", text="the plan")
        with pytest.raises(LedElsewhere):
            await AsyncWebhookClient(f"{address}x", session=http, retry_handlers=[]).send(text="the plan")
    assert arrived == []


SLACK, HERE = "https://slack.com/api/", "http://127.0.0.1:8700/api/"


@pytest.mark.parametrize(
    ("api", "there", "may"),
    [
        (SLACK, "https://slack.com/api/chat.postMessage", True),
        (SLACK, "https://hooks.slack.com/actions/T1/1/x", True),
        (SLACK, "https://files.slack.com/upload/v1/x", True),
        (SLACK, "http://hooks.slack.com/actions/T1/1/x", False),
        (SLACK, "https://hooks.slack.com:8443/actions", False),
        (SLACK, "https://slack.com.example.org/api/", False),
        (SLACK, "https://notslack.com/api/", False),
        (SLACK, "https://example.org/?slack.com", False),
        (SLACK, "https://169.254.169.254/latest/meta-data/", False),
        (SLACK, "http://127.0.0.1/", False),
        ("https://slack-gov.com/api/", "https://files.slack-gov.com/upload", True),
        ("https://gate.example.org/slack/", "https://gate.example.org/slack/auth.test", True),
        ("https://gate.example.org/slack/", "https://hooks.slack.com/actions", True),
        ("https://gate.example.org/slack/", "https://other.example.org/slack", False),
        (HERE, "http://127.0.0.1:8700/hooks/x", True),
        (HERE, "http://127.0.0.1:8701/hooks/x", False),
        (HERE, "https://hooks.slack.com/actions", False),
    ],
)
async def test_nobody_is_called_but_slack_whatever_address_we_are_told(api: str, there: str, may: bool):
    trace = no_detours(api)
    trace.freeze()
    asked = aiohttp.TraceRequestStartParams("POST", URL(there), nothing)
    try:
        await trace.on_request_start.send(nothing, nothing, asked)
    except LedElsewhere:
        assert not may
    else:
        assert may


async def test_a_file_is_not_given_to_whoever_an_answer_names(detour: tuple[str, list[str]]):
    address, arrived = detour

    async def names_another(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "upload_url": f"{address}taken", "file_id": "F1"})

    app = web.Application()
    app.router.add_post("/api/files.getUploadURLExternal", names_another)
    async with TestServer(app) as slack:
        client = AsyncWebClient("xoxb-1", base_url=str(slack.make_url("/api/")), retry_handlers=[])
        with pytest.raises(LedElsewhere):
            await files.upload(client, {"stem": "tasks", "ending": "csv", "content": b"the plan"}, "n1")
    assert arrived == []


async def test_without_it_the_words_would_arrive(detour: tuple[str, list[str]]):
    address, arrived = detour
    async with aiohttp.ClientSession() as http:
        await AsyncWebhookClient(f"{address}x", session=http, retry_handlers=[]).send(text="the plan")
    assert "the plan" in arrived[0]
