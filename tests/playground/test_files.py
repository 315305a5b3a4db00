"""Files v2 by the bot, files by people, and who may read them."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, LAUNCH, RANDOM
from playground.slack import Slack
from tests.playground.asking import raw, refusal
from tests.playground.double import BOT_TOKEN, BotDouble, People


async def uploaded(client: AsyncWebClient, session: aiohttp.ClientSession, name: str = "load.png") -> str:
    asked = await client.files_getUploadURLExternal(filename=name, length=4)
    async with session.post(asked["upload_url"], data=b"\x89PNG") as response:
        assert (response.status, await response.text()) == (200, "OK - 4")
    return str(asked["file_id"])


async def test_the_clients_own_upload_works_in_one_go(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    answer = await client.files_upload_v2(filename="a.csv", content="x,y", channel=LAUNCH, initial_comment="the list")
    [message] = (await people.get("messages", channel=LAUNCH))["messages"]
    assert (message["text"], message["subtype"]) == ("the list", "file_share")
    assert message["files"][0]["id"] == answer["files"][0]["id"]
    assert (await bot.event("file_shared"))["file_id"] == answer["files"][0]["id"]


async def test_a_file_without_a_channel_can_be_shown_by_a_message(
    client: AsyncWebClient, session: aiohttp.ClientSession, people: People
) -> None:
    file_id = await uploaded(client, session)
    blocks = [{"type": "image", "alt_text": "Load", "slack_file": {"id": file_id}}]
    assert await refusal(client.chat_postMessage(channel=LAUNCH, text="load", blocks=blocks)) == "invalid_blocks"
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "Load"}])
    await client.chat_postMessage(channel=LAUNCH, text="load", blocks=blocks)
    [message] = (await people.get("messages", channel=LAUNCH))["messages"]
    shown = message["blocks"][0]["slack_file"]
    assert (shown["id"], file_id in shown["url"]) == (file_id, True)
    assert (await client.files_info(file=file_id))["file"]["title"] == "Load"


async def test_an_upload_is_completed_once_and_only_with_content(
    client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    empty = client.files_completeUploadExternal(files=[{"id": asked["file_id"], "title": "a"}])
    assert await refusal(empty) == "file_not_found"
    file_id = await uploaded(client, session)
    entry: dict[str, str | None] = {"id": file_id, "title": "t"}
    assert await refusal(client.files_completeUploadExternal(files=[entry], channel_id=RANDOM)) == "not_in_channel"
    await client.files_completeUploadExternal(files=[entry])
    assert await refusal(client.files_completeUploadExternal(files=[entry])) == "file_not_found"
    async with session.post(asked["upload_url"] + "x", data=b"x") as response:
        assert response.status == 404


async def test_a_form_upload_is_taken_too(client: AsyncWebClient, session: aiohttp.ClientSession, slack: Slack) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.txt", length=2)
    form = aiohttp.FormData()
    form.add_field("file", b"hi", filename="a.txt")
    async with session.post(asked["upload_url"], data=form) as response:
        assert await response.text() == "OK - 2"
    assert slack.world.files[asked["file_id"]].content == b"hi"


async def test_a_persons_file_arrives_as_a_message_and_needs_the_token_to_be_read(
    people: People, bot: BotDouble, session: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    await people.post("files", user=ANN, channel=LAUNCH, name="notes.txt", content="buy paper", text="@muster see")
    event = await bot.event("message", "file_share")
    assert event["text"] == "<@U0MUSTER01> see"
    url = event["files"][0]["url_private"]
    async with session.get(url) as page:
        assert (page.status, page.content_type) == (200, "text/html")
    async with session.get(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"}) as content:
        assert await content.read() == b"buy paper"
    file_id = event["files"][0]["id"]
    assert (await client.files_info(file=file_id))["file"]["size"] == 9


async def test_a_file_of_a_room_without_the_bot_is_unknown_to_it(
    people: People, session: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    shared = await people.post("files", user=ANN, channel=RANDOM, name="a.txt", content="x")
    assert await refusal(client.files_info(file=shared["file"])) == "file_not_found"


async def test_the_page_reads_files_with_its_cookie(people: People, slack: Slack) -> None:
    await people.post("files", user=ANN, channel=LAUNCH, name="a.txt", content="x")
    [message] = (await people.get("messages", channel=LAUNCH))["messages"]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await browser.get(f"{slack.origin}/")
        async with browser.get(message["files"][0]["url_private"]) as content:
            assert await content.text() == "x"


@pytest.mark.parametrize(
    "fields",
    [
        {"files": "x"},
        {"files": [1]},
        {"files": [{"id": "F0"}]},
        {},
        {"files": [{"id": "F0"}], "channels": "C1,C2"},
    ],
    ids=str,
)
async def test_a_wrong_completion_is_refused(
    slack: Slack, session: aiohttp.ClientSession, fields: dict[str, object]
) -> None:
    status, answer = await raw(session, slack, "files.completeUploadExternal", json=fields)
    assert (status, answer["ok"]) == (200, False)
