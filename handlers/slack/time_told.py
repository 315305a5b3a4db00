"""Each of Slack's answers tells what time it is there."""

import asyncio
from contextlib import suppress
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Skew, passed
from bot.logs import logger

log = logger(__name__)

ANSWERED_WITHIN = 3.0  # seconds


def time_told(skew: Skew) -> aiohttp.TraceConfig:
    """Of whatever our clients call; what they load is Slack's, too (`detours.py`)."""

    async def begin(_session: Any, call: SimpleNamespace, _asked: Any) -> None:
        call.asked = passed()

    async def end(_session: Any, call: SimpleNamespace, answered: aiohttp.TraceRequestEndParams) -> None:
        with suppress(KeyError, ValueError, OverflowError):  # a date that is none is no reason to lose the answer
            theirs = parsedate_to_datetime(answered.response.headers["Date"])
            if theirs.tzinfo is not None:
                skew.heard(theirs, call.asked)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    return trace


async def ask_the_time(client: AsyncWebClient) -> bool:
    """The answer is heard along the way; whether there was one. Where Slack is away, nothing is known anew."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN):
            await client.api_test()
    except SlackApiError:  # it did not like the call, and has answered
        return True
    except (SlackClientError, aiohttp.ClientError, OSError, ValueError) as error:
        log.info("Slack does not tell the time", error=type(error).__name__)
        return False
    return True
