"""An answer that sends a call on to another place is not followed: neither the token nor the words go there."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.slack.identity import LedElsewhere, no_detours


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
    async with aiohttp.ClientSession(trace_configs=[no_detours()]) as http:
        client = AsyncWebClient("xoxb-1", base_url=f"{address}api/", session=http, retry_handlers=[])
        with pytest.raises(LedElsewhere):
            await client.chat_postMessage(channel="C1", text="the plan")
        with pytest.raises(LedElsewhere):
            await AsyncWebhookClient(f"{address}x", session=http, retry_handlers=[]).send(text="the plan")
    assert arrived == []


async def test_without_it_the_words_would_arrive(detour: tuple[str, list[str]]):
    address, arrived = detour
    async with aiohttp.ClientSession() as http:
        await AsyncWebhookClient(f"{address}x", session=http, retry_handlers=[]).send(text="the plan")
    assert "the plan" in arrived[0]
