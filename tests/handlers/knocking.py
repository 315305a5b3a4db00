"""Knocking at the bot's door as Slack does: signed bodies, sent as they are."""

import hashlib
import hmac
import io
import json
import time
from typing import Any

import aiohttp

from tests.scenarios.world import SECRET, World

TEAM = "T0MUSTER1"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def signed(raw: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def knock(
    world: World, raw: bytes, kind: str, headers: dict[str, str], http: aiohttp.ClientSession
) -> tuple[int, str]:
    address = f"http://127.0.0.1:{world.parts.port}/slack/events"
    async with http.post(address, data=io.BytesIO(raw), headers={"Content-Type": kind, **headers}) as answer:
        return answer.status, await answer.text()


async def deliver(world: World, event: dict[str, Any], event_id: str, **headers: str) -> int:
    """One event of the Events API; the status it was answered with."""
    body = {
        "token": "x", "team_id": TEAM, "api_app_id": "A0MUSTER01", "type": "event_callback", "event_id": event_id,
        "event_time": 1773019200, "authorizations": [{"team_id": TEAM, "user_id": "U0MUSTER01", "is_bot": True}],
        "event": event,
    }  # fmt: skip
    raw = json.dumps(body).encode()
    async with aiohttp.ClientSession() as http:
        status, _ = await knock(world, raw, JSON, signed(raw) | headers, http)
    return status
