"""Rate limits in domain time, with Retry-After."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import GENERAL, LAUNCH
from playground.limits import CHANNEL_BURST, WORKSPACE_POSTS
from playground.slack import Slack
from tests.playground.asking import raw, refusal
from tests.playground.double import People


async def post_until_refused(client: AsyncWebClient, channel: str) -> SlackApiError:
    for _ in range(CHANNEL_BURST):
        await client.chat_postMessage(channel=channel, text="hi")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="one too many")
    return refused.value


async def test_a_channel_takes_one_message_a_second_after_a_short_burst(client: AsyncWebClient, people: People) -> None:
    refused = await post_until_refused(client, LAUNCH)
    assert refused.response.status_code == 429
    assert refused.response.headers["Retry-After"] == "1"
    assert refused.response["error"] == "ratelimited"
    await client.chat_postMessage(channel=GENERAL, text="elsewhere it goes on")
    await people.post("clock", advance_seconds=1)
    await client.chat_postMessage(channel=LAUNCH, text="a domain second later")


async def test_a_refused_post_is_not_in_the_channel(client: AsyncWebClient, people: People) -> None:
    await post_until_refused(client, LAUNCH)
    shown = (await people.get("messages", channel=LAUNCH))["messages"]
    assert len(shown) == CHANNEL_BURST
    last = (await people.get("calls", method="chat.postMessage"))["calls"][-1]
    assert last["outcome"] == "ratelimited"


async def test_a_method_of_the_second_tier_takes_twenty_a_minute(slack: Slack, session: aiohttp.ClientSession) -> None:
    answers = [await raw(session, slack, "users.list") for _ in range(21)]
    assert [status for status, _ in answers] == [200] * 20 + [429]


async def test_the_workspace_takes_some_hundred_posts_a_minute(slack: Slack) -> None:
    waits = [slack.limits.post(f"C{n}") for n in range(WORKSPACE_POSTS + 1)]
    assert waits[:-1] == [0] * WORKSPACE_POSTS
    assert waits[-1] >= 1


async def test_updates_have_their_own_tier(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="0")
    for n in range(50):
        await client.chat_update(channel=LAUNCH, ts=posted["ts"], text=str(n))
    assert await refusal(client.chat_update(channel=LAUNCH, ts=posted["ts"], text="51")) == "ratelimited"
