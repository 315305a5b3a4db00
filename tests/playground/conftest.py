"""A playground on a free port, a bot double behind a real HTTP server, and a strict Slack client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import running
from playground.config import Config
from playground.slack import Slack
from tests.playground.double import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, BotDouble, People, serving

CONFIG = Config(
    signing_secret=SIGNING_SECRET, bot_token=BOT_TOKEN, port=0, retry_waits=(0.0, 0.05, 0.05), answer_seconds=1.0
)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def bot() -> AsyncIterator[BotDouble]:
    double = BotDouble()
    async with serving(double):
        yield double


@pytest.fixture
async def slack(bot: BotDouble) -> AsyncIterator[Slack]:
    async with running(replace(CONFIG, request_url=bot.url)) as running_slack:
        await bot.verified.wait()
        yield running_slack


@pytest.fixture
async def socket_slack() -> AsyncIterator[Slack]:
    async with running(replace(CONFIG, app_token=APP_TOKEN)) as running_slack:
        yield running_slack


Starter = Callable[..., Awaitable[Slack]]


@pytest.fixture
async def start_slack(bot: BotDouble) -> AsyncIterator[Starter]:
    """Start a playground with settings of one's own."""
    async with AsyncExitStack() as stack:

        async def start(**settings: object) -> Slack:
            config = replace(CONFIG, **{"request_url": bot.url, **settings})  # type: ignore[arg-type]
            return await stack.enter_async_context(running(config))

        yield start


@pytest.fixture
def client(slack: Slack, session: aiohttp.ClientSession) -> AsyncWebClient:
    return strict_client(slack, session)


def strict_client(slack: Slack, session: aiohttp.ClientSession, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{slack.origin}/api/", session=session, retry_handlers=[])


@pytest.fixture
def people(slack: Slack, session: aiohttp.ClientSession) -> People:
    return People(slack.origin, session)
