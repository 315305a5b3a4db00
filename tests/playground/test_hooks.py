"""response_url: its half hour and five uses, and what may be said through it."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import hooks
from playground.cast import ANN, LAUNCH, RANDOM, TOM
from tests.playground.asking import actions, button
from tests.playground.double import BotDouble, Json, People


async def command_url(people: People, bot: BotDouble, channel: str = LAUNCH) -> str:
    await people.post("commands", user=ANN, channel=channel, command="/task", text="x")
    return str(bot.last("command")["response_url"])


async def respond(session: aiohttp.ClientSession, url: str, **body: Any) -> tuple[int, str]:
    async with session.post(url, json=body) as response:
        return response.status, await response.text()


async def seen(people: People, reader: str, channel: str = LAUNCH) -> list[Json]:
    messages: list[Json] = (await people.get("messages", channel=channel, **{"as": reader}))["messages"]
    return messages


async def test_an_answer_is_for_the_person_unless_said_otherwise(
    people: People, bot: BotDouble, session: aiohttp.ClientSession
) -> None:
    url = await command_url(people, bot)
    assert await respond(session, url, text="for you") == (200, "ok")
    assert await respond(session, url, text="for all", response_type="in_channel") == (200, "ok")
    assert [message["text"] for message in await seen(people, ANN)] == ["for you", "for all"]
    assert [message["text"] for message in await seen(people, TOM)] == ["for all"]


async def test_it_works_where_the_bot_is_no_member(
    people: People, bot: BotDouble, session: aiohttp.ClientSession
) -> None:
    url = await command_url(people, bot, RANDOM)
    await respond(session, url, text="still here")
    assert [message["text"] for message in await seen(people, ANN, RANDOM)] == ["still here"]


async def test_five_uses_are_the_most(people: People, bot: BotDouble, session: aiohttp.ClientSession) -> None:
    url = await command_url(people, bot)
    answers = [await respond(session, url, text=str(n)) for n in range(6)]
    assert answers == [(200, "ok")] * 5 + [(404, "used_url")]


async def test_half_an_hour_is_its_life(
    people: People, bot: BotDouble, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hooks.LIFETIME_SECONDS == 1800
    url = await command_url(people, bot)
    await people.post("clock", advance_seconds=7200)
    assert (await respond(session, url, text="domain time does not count"))[0] == 200
    monkeypatch.setattr(hooks, "LIFETIME_SECONDS", 0.0)
    assert await respond(session, url, text="late") == (404, "expired_url")
    assert await respond(session, f"{url}x", text="wrong") == (404, "expired_url")


async def test_a_breach_is_answered_and_goes_on_record(
    people: People, bot: BotDouble, session: aiohttp.ClientSession
) -> None:
    url = await command_url(people, bot)
    status, body = await respond(session, url, text="x", blocks=[{"type": "no"}])
    assert (status, '"invalid_blocks"' in body) == (200, True)
    assert '"no_text"' in (await respond(session, url))[1]
    outcomes = [call["outcome"] for call in (await people.get("calls", method="response_url"))["calls"]]
    assert outcomes == ["breach", "invalid_blocks", "breach", "no_text"]
    async with session.post(url, data=b"{no json") as response:
        assert response.status == 400


async def test_an_ephemeral_message_is_replaced_and_deleted_by_its_own_click(
    client: AsyncWebClient, people: People, bot: BotDouble, session: aiohttp.ClientSession
) -> None:
    blocks = [actions(button("say:undo"))]
    shown = await client.chat_postEphemeral(channel=LAUNCH, user=ANN, text="done", blocks=blocks)
    await people.post("actions", user=ANN, channel=LAUNCH, ts=shown["message_ts"], action_id="say:undo")
    url = bot.last("interactive")["response_url"]
    await respond(session, url, replace_original=True, text="undone")
    [message] = await seen(people, ANN)
    assert (message["text"], message["ts"], "blocks" in message) == ("undone", shown["message_ts"], False)
    await respond(session, url, delete_original=True)
    assert await seen(people, ANN) == []
    assert '"message_not_found"' in (await respond(session, url, replace_original=True, text="x"))[1]


async def test_a_message_is_replaced_for_everybody_by_a_click_in_it(
    client: AsyncWebClient, people: People, bot: BotDouble, session: aiohttp.ClientSession
) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="card", blocks=[actions(button("say:done"))])
    await people.post("actions", user=ANN, channel=LAUNCH, ts=posted["ts"], action_id="say:done")
    url = bot.last("interactive")["response_url"]
    await respond(session, url, replace_original=True, text="done")
    assert [message["text"] for message in await seen(people, TOM)] == ["done"]
    assert (await bot.event("message", "message_changed"))["message"]["text"] == "done"
    await respond(session, url, text="a word to you")
    assert [message.get("ephemeral") for message in await seen(people, ANN)] == [None, True]
    await respond(session, url, delete_original=True)
    assert await seen(people, TOM) == []
