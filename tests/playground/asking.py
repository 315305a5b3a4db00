"""Small helpers that ask the Web API in its raw wire forms and name the refusal of a call."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from playground.slack import Slack
from tests.playground.double import BOT_TOKEN, Json


async def refusal(call: Awaitable[Any]) -> str:
    """Slack's error name of a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def raw(
    session: aiohttp.ClientSession, slack: Slack, method: str, token: str | None = BOT_TOKEN, **how: Any
) -> tuple[int, Json]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with session.post(f"{slack.origin}/api/{method}", headers=headers, **how) as response:
        return response.status, await response.json()


def button(action_id: str, value: str = "", **more: Any) -> Json:
    text = {"type": "plain_text", "text": value or action_id}
    return {"type": "button", "action_id": action_id, "text": text, **({"value": value} if value else {}), **more}


def actions(*elements: Json, block_id: str | None = None) -> Json:
    return {"type": "actions", "elements": list(elements), **({"block_id": block_id} if block_id else {})}


def field(block_id: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id},
        "element": {"action_id": "x", **element},
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    plain = {"type": "plain_text", "text": "Form"}
    shown = list(blocks) or [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]
    return {"type": "modal", "title": plain, "submit": plain, "blocks": shown, **more}


def home(*blocks: Json) -> Json:
    shown = list(blocks) or [{"type": "section", "text": {"type": "mrkdwn", "text": "Your tasks"}}]
    return {"type": "home", "blocks": shown}


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}
