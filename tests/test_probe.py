"""`muster probe` asks a Slack of ours the five questions, clicks its own button, and leaves the channel as it was."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError

from bot import probe
from bot.settings import Settings
from playground.app import running
from playground.config import Config

BOT, APP, SECRET = "xoxb-probe", "xapp-1-probe", "signing"
LAUNCH = "launch"


def _settings(origin: str, app_token: str) -> Settings:
    return Settings(
        _env_file=None, slack_bot_token=SecretStr(BOT), slack_app_token=SecretStr(app_token),
        slack_signing_secret=SecretStr(SECRET), slack_api_url=f"{origin}/api/",
    )  # type: ignore[call-arg]  # fmt: skip


async def _ask(session: aiohttp.ClientSession, origin: str, path: str) -> Any:
    async with session.get(origin + path) as answer:
        return await answer.json()


async def _channel(session: aiohttp.ClientSession, origin: str) -> tuple[str, str]:
    """(the channel's id, somebody in it)"""
    state = await _ask(session, origin, "/people/state")
    lead = next(one["id"] for one in state["users"] if one["role"] == "lead")
    return next(one["id"] for one in state["channels"] if one["name"] == LAUNCH), lead


async def _click_once(session: aiohttp.ClientSession, origin: str, channel: str, user: str) -> None:
    while True:
        shown = (await _ask(session, origin, f"/people/messages?channel={channel}&as={user}"))["messages"]
        ts = next((one["ts"] for one in shown if probe.BUTTON in json.dumps(one)), None)
        if ts:
            click = {"user": user, "channel": channel, "ts": ts, "action_id": probe.BUTTON}
            async with session.post(f"{origin}/people/actions", json=click):
                return
        await asyncio.sleep(0.05)


async def test_five_questions_are_answered_and_nothing_is_left_behind(tmp_path: Path):
    config = Config(signing_secret=SECRET, bot_token=BOT, app_token=APP, port=0, rate_limits=100, answer_seconds=0.2)
    said: list[str] = []
    async with running(config) as slack, aiohttp.ClientSession() as session:
        channel, lead = await _channel(session, slack.origin)
        before = await _ask(session, slack.origin, f"/people/messages?channel={channel}&as={lead}")
        clicking = asyncio.create_task(_click_once(session, slack.origin, channel, lead))
        settings = _settings(slack.origin, APP)
        found = await probe.run(settings, channel, wait=2.0, posts=2, say=said.append)
        await clicking
        after = await _ask(session, slack.origin, f"/people/messages?channel={channel}&as={lead}")
    same_id, receipt, shown, errors, again = found
    assert same_id.seen["shown"] in (1, 2)
    assert receipt.answer.startswith(("yes", "no"))
    assert shown.seen["missing"] == 0
    assert 0 <= shown.seen["median"] < 5
    assert errors.answer.startswith("not seen in 2 messages")
    assert again.seen["deliveries"] == 1
    assert [one["ts"] for one in after["messages"]] == [one["ts"] for one in before["messages"]]
    probe.write(found, tmp_path / "probe.json")
    kept = (tmp_path / "probe.json").read_text(encoding="utf-8")
    assert len(json.loads(kept)["findings"]) == 5
    assert not any(secret in kept for secret in (BOT, APP, channel))


async def test_an_error_that_hides_a_success_is_seen_and_its_message_removed():
    config = Config(signing_secret=SECRET, bot_token=BOT, port=0, rate_limits=100)
    async with running(config) as slack, aiohttp.ClientSession() as session:
        channel, _ = await _channel(session, slack.origin)
        hiding = {"method": "chat.postMessage", "kind": "500_after", "count": 1}
        async with session.post(f"{slack.origin}/people/faults", json=hiding) as answer:
            assert (await answer.json())["ok"]
        settings = _settings(slack.origin, "")
        found = await probe.run(settings, channel, wait=0.1, posts=1, say=lambda _: None)
    assert found[3].seen["errors"] == [{"error": "http 500", "shown": True, "count": 1}]
    assert found[3].answer.startswith("seen 1 times in 1 messages")
    assert found[1].answer == found[4].answer == probe.NEEDS_SOCKET


async def test_a_channel_that_is_not_there_is_told_before_anything_is_posted():
    config = Config(signing_secret=SECRET, bot_token=BOT, port=0)
    async with running(config) as slack:
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await probe.run(_settings(slack.origin, ""), "C0NOTHERE", wait=0.1, posts=1, say=lambda _: None)
