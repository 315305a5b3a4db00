"""Whatever comes in, both sides answer in their own words and never with a 500."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from playground.cast import ANN, LAUNCH
from playground.people import ROUTES
from playground.slack import Slack
from playground.webapi import METHODS
from tests.playground.double import BOT_TOKEN, BotDouble, People

BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b'{"user": NaN}',
    b"[" * 5000,
    b'{"a":' * 200 + b"1" + b"}" * 200,
    b'{"user": "\\ud800"}',
    json.dumps({"user": 5, "channel": [], "text": {}}).encode(),
    json.dumps({"user": ANN, "channel": LAUNCH, "ts": "x", "text": "", "name": "", "limit": -1}).encode(),
    json.dumps({"user": ANN, "channel": "dm", "values": [1], "view_id": 3, "after": "1.x"}).encode(),
    json.dumps({"user": ANN, "channel": LAUNCH, "ts": "9" * 400, "action_id": None, "count": 1.5}).encode(),
    json.dumps({"user": ANN, "view_id": "home", "action_id": "x", "kind": "error", "method": "*"}).encode(),
    json.dumps({"id": ANN, "name": None, "tz": "", "members": [None], "advance_seconds": "1e999"}).encode(),
]


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in ROUTES])
async def test_peoples_side_never_breaks(slack: Slack, session: aiohttp.ClientSession, method: str, path: str) -> None:
    for body in BODIES:
        async with session.request(method, slack.origin + path, data=body) as response:
            answer = await response.json()
            assert response.status < 500, (body[:60], answer)
            if response.status >= 400:
                assert set(answer) == {"ok", "error", "detail"}
                assert answer["ok"] is False
                assert answer["detail"]


ARGUMENTS = [
    b"",
    b"{",
    b"[]",
    b"[" * 5000,
    b'{"channel": "\\ud800"}',
    b'{"channel": {"a": 1}, "users": 5, "user": [], "view": "x", "ts": {}, "limit": []}',
    b'{"channel": "C0LAUNCH01", "blocks": 5, "attachments": [1], "metadata": [], "text": 5, "ts": true}',
    b'{"channel": "C0LAUNCH01", "text": "x", "blocks": [1, null, "a"]}',
    b'{"channel": "C0LAUNCH01", "text": "x", "attachments": [{"blocks": [5]}, null]}',
    b'{"trigger_id": 1, "view": {"type": []}, "user_id": "U0ANN00001", "view_id": "V"}',
    b'{"channel": "C0LAUNCH01", "oldest": "--", "latest": "1.x", "cursor": "%%%", "limit": "-3"}',
    b'{"filename": "a/b", "length": "99999999999999999999", "files": [[]], "name": "", "timestamp": "x", "types": ""}',
]


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_the_web_api_never_breaks(slack: Slack, session: aiohttp.ClientSession, method: str) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}
    for body in ARGUMENTS:
        async with session.post(f"{slack.origin}/api/{method}", data=body, headers=headers) as response:
            answer = await response.json()
            assert response.status == 200 or (response.status == 429 and answer["error"] == "ratelimited"), body
            assert answer["ok"] or answer["error"]


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "a"]
)
async def test_any_content_type_is_read_or_refused(
    slack: Slack, session: aiohttp.ClientSession, content_type: str
) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": content_type}
    for body in (b"\xff=\xfe&%%%=%", b"--x\r\n", b"text=%ED%A0%80"):
        async with session.post(f"{slack.origin}/api/chat.postMessage", data=body, headers=headers) as response:
            assert response.status == 200
            assert (await response.json())["ok"] is False


async def test_an_answer_of_the_bot_may_be_anything(people: People, bot: BotDouble) -> None:
    answers: list[Any] = [{"text": 5}, {"blocks": "x"}, {"text": "x", "attachments": [[1]]}, "\x00", {"a": {"b": []}}]
    for answer in answers:
        bot.answer = lambda _, answer=answer: answer  # type: ignore[misc]
        shown = await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
        assert (people.status, "ok" in shown) == (200, True)
