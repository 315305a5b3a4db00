"""chat.*, history, threads, reactions: what the bot writes and reads."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, EVE, GENERAL, LAUNCH, LEADS, MAYA, OSKAR, PARTNERS, RANDOM, TOM
from playground.world import BOT_ID, BOT_USER_ID
from tests.playground.asking import refusal
from tests.playground.double import BotDouble, People

METADATA = {"event_type": "outbox", "event_payload": {"key": "k1"}}


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE0", "channel_not_found"),
        (RANDOM, "not_in_channel"),
        ("random", "channel_not_found"),
        (OSKAR, "user_disabled"),
        (BOT_USER_ID, "cannot_dm_bot"),
        ("U0NOBODY00", "channel_not_found"),
        (EVE, "channel_not_found"),
    ],
)
async def test_a_post_goes_only_where_the_bot_may_write(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="hi")) == error


async def test_a_private_room_without_the_bot_and_an_archived_one_refuse(
    client: AsyncWebClient, people: People
) -> None:
    await people.post("channels", id=LEADS, bot_member=False)
    assert await refusal(client.chat_postMessage(channel=LEADS, text="hi")) == "channel_not_found"
    await people.post("channels", id=GENERAL, archived=True)
    assert await refusal(client.chat_postMessage(channel=GENERAL, text="hi")) == "is_archived"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[no json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "metadata": "no"}, "invalid_metadata_format"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "blocks": [{"type": "image", "slack_file": {"id": "F0"}, "alt_text": "a"}]}, "invalid_blocks"),
    ],
)
async def test_what_slack_would_not_show_is_refused(
    client: AsyncWebClient, content: dict[str, object], error: str
) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": LAUNCH, **content})) == error


async def test_the_reason_of_a_refusal_is_told(client: AsyncWebClient, people: People) -> None:
    await refusal(client.chat_postMessage(channel=LAUNCH, text="x", blocks=[{"type": "nonsense"}]))
    [call] = (await people.get("calls", method="chat.postMessage"))["calls"]
    assert call["outcome"] == "invalid_blocks"


async def test_own_posts_come_back_as_events(client: AsyncWebClient, bot: BotDouble) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="hello")
    event = await bot.event("message")
    assert (event["ts"], event["bot_id"], event["user"]) == (posted["ts"], BOT_ID, BOT_USER_ID)


async def test_a_user_id_stands_for_the_dm(client: AsyncWebClient, people: People) -> None:
    posted = await client.chat_postMessage(channel=ANN, text="hello")
    assert posted["channel"] == "D0ANN00001"
    shown = await people.get("messages", channel="dm", **{"as": ANN})
    assert [message["text"] for message in shown["messages"]] == ["hello"]
    assert await refusal(client.chat_update(channel=ANN, ts=posted["ts"], text="x")) == "channel_not_found"


async def test_timestamps_rise_and_are_unique(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=LAUNCH, text=str(n)))["ts"] for n in range(4)]
    assert stamps == sorted(set(stamps))


async def test_an_update_is_told_and_keeps_what_it_does_not_name(client: AsyncWebClient, bot: BotDouble) -> None:
    section = {"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "old"}}
    posted = await client.chat_postMessage(channel=LAUNCH, text="one", blocks=[section])
    await client.chat_update(channel=LAUNCH, ts=posted["ts"], text="two")
    changed = await bot.event("message", "message_changed")
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("one", "two")
    assert changed["message"]["blocks"][0]["block_id"] == "b"
    without = await client.chat_update(channel=LAUNCH, ts=posted["ts"], text="three", blocks=[])
    assert "blocks" not in without["message"]


async def test_only_own_messages_are_changed_and_removed(client: AsyncWebClient, people: People) -> None:
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="mine")
    assert await refusal(client.chat_update(channel=LAUNCH, ts=said["ts"], text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=LAUNCH, ts=said["ts"])) == "cant_delete_message"
    assert await refusal(client.chat_update(channel=LAUNCH, ts="1.000000", text="x")) == "message_not_found"


async def test_a_removed_message_is_gone_and_told(client: AsyncWebClient, bot: BotDouble) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="oops")
    await client.chat_delete(channel=LAUNCH, ts=posted["ts"])
    assert (await bot.event("message", "message_deleted"))["deleted_ts"] == posted["ts"]
    assert await refusal(client.chat_delete(channel=LAUNCH, ts=posted["ts"])) == "message_not_found"


async def test_a_removed_parent_leaves_a_tombstone(client: AsyncWebClient, bot: BotDouble) -> None:
    parent = await client.chat_postMessage(channel=LAUNCH, text="parent")
    await client.chat_postMessage(channel=LAUNCH, text="reply", thread_ts=parent["ts"])
    await client.chat_delete(channel=LAUNCH, ts=parent["ts"])
    assert (await bot.event("message", "message_changed"))["message"]["subtype"] == "tombstone"
    assert await refusal(client.chat_update(channel=LAUNCH, ts=parent["ts"], text="x")) == "message_not_found"


async def test_replies_are_counted_on_the_parent(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    parent = await client.chat_postMessage(channel=LAUNCH, text="parent")
    await client.chat_postMessage(channel=LAUNCH, text="one", thread_ts=parent["ts"])
    reply = await people.post("messages", user=TOM, channel=LAUNCH, text="two", thread_ts=parent["ts"])
    event = await bot.event("message", count=3)
    assert (event["thread_ts"], event["parent_user_id"]) == (parent["ts"], BOT_USER_ID)
    thread = (await client.conversations_replies(channel=LAUNCH, ts=parent["ts"]))["messages"]
    assert [message["text"] for message in thread] == ["parent", "one", "two"]
    assert (thread[0]["reply_count"], thread[0]["latest_reply"]) == (2, reply["ts"])
    assert thread[0]["reply_users"] == [BOT_USER_ID, TOM]
    top = (await client.conversations_history(channel=LAUNCH))["messages"]
    assert [message["text"] for message in top] == ["parent"]
    error = await refusal(client.chat_postMessage(channel=LAUNCH, text="x", thread_ts=reply["ts"]))
    assert error == "cannot_reply_to_message"


async def test_a_broadcast_reply_shows_in_both_places(client: AsyncWebClient, people: People) -> None:
    parent = await client.chat_postMessage(channel=LAUNCH, text="parent")
    await client.chat_postMessage(channel=LAUNCH, text="all", thread_ts=parent["ts"], reply_broadcast=True)
    top = (await people.get("messages", channel=LAUNCH))["messages"]
    assert [message.get("subtype") for message in top] == [None, "thread_broadcast"]


async def test_metadata_is_returned_only_when_asked_for(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="hi", metadata=METADATA)
    plain = (await client.conversations_history(channel=LAUNCH))["messages"][0]
    full = (await client.conversations_history(channel=LAUNCH, include_all_metadata=True))["messages"][0]
    assert "metadata" not in plain
    assert full["metadata"] == METADATA
    replies = await client.conversations_replies(channel=LAUNCH, ts=posted["ts"], include_all_metadata=True)
    assert replies["messages"][0]["metadata"] == METADATA


async def test_history_is_bounded_and_paged(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=LAUNCH, text=str(n)))["ts"] for n in range(5)]
    first = await client.conversations_history(channel=LAUNCH, limit=2)
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["4", "3"], True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=LAUNCH, limit=3, cursor=cursor)
    assert ([m["text"] for m in second["messages"]], second["has_more"]) == (["2", "1", "0"], False)
    between = await client.conversations_history(channel=LAUNCH, oldest=stamps[1], latest=stamps[3])
    assert [m["text"] for m in between["messages"]] == ["2"]
    exact = await client.conversations_history(channel=LAUNCH, latest=stamps[3], inclusive=True, limit=1)
    assert [m["text"] for m in exact["messages"]] == ["3"]
    assert await refusal(client.conversations_history(channel=LAUNCH, oldest="soon")) == "invalid_ts_oldest"
    assert await refusal(client.conversations_history(channel=RANDOM)) == "not_in_channel"


async def test_history_may_lag_behind_in_domain_time(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", kind="history_lag", seconds=10)
    posted = await client.chat_postMessage(channel=LAUNCH, text="soon")
    assert (await client.conversations_history(channel=LAUNCH))["messages"] == []
    assert await refusal(client.conversations_replies(channel=LAUNCH, ts=posted["ts"])) == "thread_not_found"
    await people.post("clock", advance_seconds=11)
    assert len((await client.conversations_history(channel=LAUNCH))["messages"]) == 1


async def test_an_ephemeral_message_is_for_one_person(client: AsyncWebClient, people: People) -> None:
    whispered = await client.chat_postEphemeral(channel=LAUNCH, user=ANN, text="psst")
    for reader, count in ((ANN, 1), (TOM, 0)):
        shown = (await people.get("messages", channel=LAUNCH, **{"as": reader}))["messages"]
        assert len(shown) == count
    assert (await people.get("messages", channel=LAUNCH))["messages"] == []
    assert (await client.conversations_history(channel=LAUNCH))["messages"] == []
    ts = whispered["message_ts"]
    assert await refusal(client.chat_update(channel=LAUNCH, ts=ts, text="x")) == "message_not_found"
    assert await refusal(client.chat_postEphemeral(channel=LEADS, user=TOM, text="x")) == "user_not_in_channel"
    assert await refusal(client.chat_postEphemeral(channel=RANDOM, user=TOM, text="x")) == "not_in_channel"


async def test_permalinks_name_channel_and_message(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="hi")
    link = (await client.chat_getPermalink(channel=LAUNCH, message_ts=posted["ts"]))["permalink"]
    assert link.endswith(f"/archives/{LAUNCH}/p{posted['ts'].replace('.', '')}")
    reply = await client.chat_postMessage(channel=LAUNCH, text="re", thread_ts=posted["ts"])
    link = (await client.chat_getPermalink(channel=LAUNCH, message_ts=reply["ts"]))["permalink"]
    assert f"thread_ts={posted['ts']}" in link
    assert await refusal(client.chat_getPermalink(channel=LAUNCH, message_ts="1.0")) == "message_not_found"


async def test_the_bot_reacts(client: AsyncWebClient, people: People) -> None:
    said = await people.post("messages", user=MAYA, channel=PARTNERS, text="look")
    here = {"channel": PARTNERS, "timestamp": said["ts"]}
    await client.reactions_add(name="eyes", **here)
    assert await refusal(client.reactions_add(name="eyes", **here)) == "already_reacted"
    [reaction] = (await client.reactions_get(**here))["message"]["reactions"]
    assert reaction == {"name": "eyes", "users": [BOT_USER_ID], "count": 1}
    await client.reactions_remove(name="eyes", **here)
    assert await refusal(client.reactions_remove(name="eyes", **here)) == "no_reaction"
    assert await refusal(client.reactions_add(name="No Such", **here)) == "invalid_name"
    assert await refusal(client.reactions_add(channel=PARTNERS, timestamp="1.0", name="eyes")) == "message_not_found"


async def test_markdown_text_becomes_a_markdown_block(client: AsyncWebClient) -> None:
    posted = await client.api_call("chat.postMessage", json={"channel": LAUNCH, "markdown_text": "**hi**"})
    assert posted["message"]["blocks"][0]["type"] == "markdown"
