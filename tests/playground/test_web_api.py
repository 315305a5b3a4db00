"""Every call: wire forms, tokens, scopes, and what the bot may know of people and rooms."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, EVE, GENERAL, GUS, LAUNCH, LEADS, LILEI, MAYA, OSKAR, PARTNERS, RANDOM
from playground.slack import Slack
from playground.world import BOT_USER_ID, TEAM_ID
from tests.playground.asking import raw, refusal
from tests.playground.conftest import strict_client
from tests.playground.double import APP_TOKEN, BOT_TOKEN, People

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}]


@pytest.mark.parametrize(
    "how",
    [
        {"json": {"channel": LAUNCH, "text": "hi", "blocks": BLOCKS}},
        {"json": {"channel": LAUNCH, "text": "hi", "blocks": json.dumps(BLOCKS)}},
        {"data": {"channel": LAUNCH, "text": "hi", "blocks": json.dumps(BLOCKS)}},
        {"params": {"channel": LAUNCH, "text": "hi", "blocks": json.dumps(BLOCKS)}},
    ],
    ids=["json", "json with a string of JSON", "form", "query"],
)
async def test_every_wire_form_is_understood(slack: Slack, session: aiohttp.ClientSession, how: dict[str, Any]) -> None:
    status, answer = await raw(session, slack, "chat.postMessage", **how)
    assert (status, answer["ok"]) == (200, True)
    assert answer["message"]["blocks"][0]["text"]["text"] == "*hello*"


async def test_a_token_may_come_as_a_field(slack: Slack, session: aiohttp.ClientSession) -> None:
    _, answer = await raw(session, slack, "auth.test", token=None, data={"token": BOT_TOKEN})
    assert answer["ok"] is True


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", None, "not_authed"),
        ("auth.test", "xoxb-somebody-else", "invalid_auth"),
        ("auth.test", APP_TOKEN, "not_allowed_token_type"),
        ("apps.connections.open", BOT_TOKEN, "not_allowed_token_type"),
        ("chat.postMassage", BOT_TOKEN, "unknown_method"),
        ("chat.postMassage", None, "unknown_method"),
    ],
)
async def test_tokens_and_methods_are_checked_by_name(
    socket_slack: Slack, session: aiohttp.ClientSession, method: str, token: str | None, error: str
) -> None:
    _, answer = await raw(session, socket_slack, method, token=token)
    assert answer["error"] == error


async def test_a_call_without_its_scope_says_which_one_it_needs(
    client: AsyncWebClient, people: People, slack: Slack, session: aiohttp.ClientSession
) -> None:
    await people.post("faults", kind="scopes", scopes=["users:read"])
    _, answer = await raw(session, slack, "chat.postMessage", json={"channel": LAUNCH, "text": "hi"})
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")
    assert "email" not in (await client.users_info(user=ANN))["user"]["profile"]


async def test_people_are_shown_with_zone_and_locale(client: AsyncWebClient) -> None:
    user = (await client.users_info(user=LILEI, include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("Asia/Shanghai", 28800, "zh-CN")
    assert user["profile"]["email"] == "lilei@muster.example"
    assert "locale" not in (await client.users_info(user=LILEI))["user"]


async def test_guests_leavers_and_strangers_are_marked(client: AsyncWebClient) -> None:
    guest, leaver, stranger = [(await client.users_info(user=user))["user"] for user in (GUS, OSKAR, EVE)]
    assert guest["is_restricted"] is True
    assert leaver["deleted"] is True
    assert "tz" not in leaver
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER001")
    assert "tz" not in stranger


async def test_the_list_of_users_comes_in_pages_and_without_strangers(client: AsyncWebClient) -> None:
    seen: list[str] = []
    async for page in await client.users_list(limit=3):
        assert len(page["members"]) <= 3
        seen += [member["id"] for member in page["members"]]
    assert len(seen) == len(set(seen)) == 9
    assert EVE not in seen
    assert {BOT_USER_ID, OSKAR, "USLACKBOT"} <= set(seen)


async def test_a_wrong_cursor_or_limit_is_refused(client: AsyncWebClient) -> None:
    assert await refusal(client.users_list(cursor="nonsense")) == "invalid_cursor"
    assert await refusal(client.users_list(limit=5000)) == "invalid_limit"
    assert await refusal(client.api_call("users.list", params={"limit": "many"})) == "invalid_arguments"


async def test_people_are_found_by_mail_address(client: AsyncWebClient) -> None:
    assert (await client.users_lookupByEmail(email="ann@muster.example"))["user"]["id"] == ANN
    assert await refusal(client.users_lookupByEmail(email="nobody@muster.example")) == "users_not_found"
    assert await refusal(client.users_lookupByEmail(email="oskar@muster.example")) == "users_not_found"


async def test_private_rooms_are_known_only_to_their_members(client: AsyncWebClient, people: People) -> None:
    types = "public_channel,private_channel"
    listed = (await client.conversations_list(types=types))["channels"]
    assert {channel["id"]: channel["is_member"] for channel in listed}[RANDOM] is False
    assert LEADS in [channel["id"] for channel in listed]
    await people.post("channels", id=LEADS, bot_member=False)
    listed = (await client.conversations_list(types=types))["channels"]
    assert LEADS not in [channel["id"] for channel in listed]
    assert await refusal(client.conversations_info(channel=LEADS)) == "channel_not_found"
    assert await refusal(client.conversations_members(channel=LEADS)) == "channel_not_found"
    assert await refusal(client.conversations_list(types="secret")) == "invalid_types"


async def test_the_bots_own_rooms_are_listed(client: AsyncWebClient) -> None:
    await client.conversations_open(users=ANN)
    rooms = (await client.users_conversations(types="public_channel,private_channel,im"))["channels"]
    assert {room["id"] for room in rooms} == {GENERAL, LAUNCH, LEADS, PARTNERS, "D0ANN00001"}


async def test_members_exclude_those_who_left(client: AsyncWebClient, people: People) -> None:
    await people.post("users", id=ANN, deleted=True)
    assert ANN not in (await client.conversations_members(channel=LEADS))["members"]


async def test_a_dm_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=ANN)
    second = await client.conversations_open(users=ANN, return_im=True)
    assert (first["already_open"], second["already_open"]) == (False, True)
    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["channel"]["user"] == ANN


@pytest.mark.parametrize(
    ("user", "error"),
    [
        (BOT_USER_ID, "cannot_dm_bot"),
        (OSKAR, "user_disabled"),
        ("U0NOBODY00", "user_not_found"),
        (EVE, "user_not_found"),
    ],
)
async def test_some_people_cannot_be_written_to(client: AsyncWebClient, user: str, error: str) -> None:
    assert await refusal(client.conversations_open(users=user)) == error


async def test_joining_needs_its_scope_and_a_public_channel(client: AsyncWebClient, people: People) -> None:
    assert await refusal(client.conversations_join(channel=RANDOM)) == "missing_scope"
    await people.post("faults", kind="scopes", scopes=["channels:join", "chat:write"])
    assert (await client.conversations_join(channel=RANDOM))["channel"]["is_member"] is True
    assert await refusal(client.conversations_join(channel=LEADS)) == "method_not_supported_for_channel_type"


async def test_the_small_questions_have_answers(client: AsyncWebClient, people: People) -> None:
    assert (await client.team_info())["team"]["id"] == TEAM_ID
    assert (await client.bots_info(bot="B0MUSTER01"))["bot"]["user_id"] == BOT_USER_ID
    assert (await client.users_profile_get(user=MAYA))["profile"]["title"] == "Head of launches"
    assert (await client.dnd_info(user=ANN))["dnd_enabled"] is False
    await people.post("users", id=ANN, dnd=True)
    status = await client.dnd_info(user=ANN)
    assert status["dnd_enabled"] is True
    assert status["next_dnd_end_ts"] > status["next_dnd_start_ts"]
    await people.post("usergroups", handle="press", members=[ANN, MAYA])
    [group] = (await client.usergroups_list(include_users=True))["usergroups"]
    assert (group["handle"], group["users"]) == ("press", [ANN, MAYA])
    assert (await client.usergroups_users_list(usergroup=group["id"]))["users"] == [ANN, MAYA]
    assert await refusal(client.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


@pytest.mark.parametrize(("call", "error"), [("revoke", "token_revoked"), ("uninstall", "account_inactive")])
async def test_after_the_end_every_call_is_refused(
    client: AsyncWebClient, people: People, call: str, error: str
) -> None:
    await people.post(call)
    assert await refusal(client.auth_test()) == error
    assert await refusal(client.chat_postMessage(channel=LAUNCH, text="hi")) == error


async def test_a_bot_may_give_its_token_back(client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refusal(client.auth_test()) == "token_revoked"


async def test_arguments_are_recorded_but_tokens_never(slack: Slack, session: aiohttp.ClientSession) -> None:
    async with aiohttp.ClientSession() as other:
        await strict_client(slack, other).chat_postMessage(channel=LAUNCH, text="on record")
    people = People(slack.origin, session)
    await raw(session, slack, "auth.test", token=None, data={"token": BOT_TOKEN})
    answer = await people.get("calls", method="chat.postMessage")
    assert [(call["args"]["text"], call["outcome"]) for call in answer["calls"]] == [("on record", "ok")]
    assert BOT_TOKEN not in json.dumps(await people.get("calls"))
