"""What stands around a message, asked of Slack in half a second or gone without: its link, its thread, its words."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import commands
from bot.heard import Door, Heard
from bot.logs import logger
from handlers.slack import changes, decode
from handlers.slack.facts import UNLEARNED

log = logger(__name__)

WITHIN = 0.5
BEFORE = 3
PAGE = 200
SAID_MAX = 3000
FILES_MAX = 10
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})

Found = TypeVar("Found")


class Unreadable(Exception):
    """Slack does not let us read that message."""


async def link_to(client: AsyncWebClient, channel_id: str | None, ts: str | None) -> str | None:
    """The way to a message."""
    if not channel_id or not ts:
        return None
    answer = await _in_time(client.chat_getPermalink(channel=channel_id, message_ts=ts))
    link = answer.get("permalink") if answer is not None else None
    return str(link) if link else None


async def thread_before(
    client: AsyncWebClient, channel_id: str | None, thread_ts: str | None, ts: str | None
) -> list[dict[str, Any]]:
    """The beginning of the thread and what was said just before that message; nothing where we may not read."""
    if not channel_id or not thread_ts or not ts or thread_ts == ts:
        return []
    asking = client.conversations_replies(channel=channel_id, ts=thread_ts, latest=ts, limit=PAGE)
    page = await _in_time(asking)
    if page is None:
        return []
    try:
        earlier = [said_in(one) for one in page["messages"] if one["ts"] != ts and not one.get("bot_id")]
        whole = not page.get("has_more")
    except UNLEARNED:
        return []
    first = [one for one in earlier if one["ts"] == thread_ts]
    last = [one for one in earlier if one["ts"] != thread_ts][-BEFORE:] if whole else []
    return [one for one in (*first, *last) if one["text"] or one["files"]]


async def first_of(client: AsyncWebClient, channel_id: str, thread_ts: str, bot_user_id: str) -> dict[str, Any] | None:
    """The message a thread begins with, unless it is ours."""
    page = await _in_time(client.conversations_replies(channel=channel_id, ts=thread_ts, limit=1))
    try:
        found = next((one for one in page["messages"] if one["ts"] == thread_ts), None) if page is not None else None
        ours = found is None or found.get("user") == bot_user_id or found.get("subtype") == "tombstone"
        said = None if ours else said_in(found or {})
    except UNLEARNED:
        return None
    return said if said and (said["text"] or said["files"]) else None


async def message_at(client: AsyncWebClient, channel_id: str, ts: str) -> dict[str, Any] | None:
    """The message itself, of the channel or of a thread; None where it is gone. Raises Unreadable.

    There is no going without it: where Slack takes too long this raises TimeoutError, and the row is tried again later.
    """
    return await asyncio.wait_for(_message_at(client, channel_id, ts), WITHIN)


async def _message_at(client: AsyncWebClient, channel_id: str, ts: str) -> dict[str, Any] | None:
    bounds: dict[str, Any] = {"channel": channel_id, "oldest": ts, "latest": ts, "inclusive": True, "limit": 1}
    for ask in (client.conversations_history, partial(client.conversations_replies, ts=ts)):
        try:
            page = await ask(**bounds)
        except SlackApiError as error:
            name = str(error.response.get("error", ""))
            if name in ("thread_not_found", "message_not_found"):
                continue
            if name in PASSING:
                raise
            raise Unreadable(name) from None
        if found := next((one for one in page["messages"] if one.get("ts") == ts), None):
            return dict(found)
    return None


def said_in(message: dict[str, Any]) -> dict[str, Any]:
    """Who said what, with which files, as plain values."""
    return {
        "ts": str(message["ts"]), "user": str(message.get("user") or ""), "files": files_of(message),
        "text": decode.text(message.get("text", ""))[:SAID_MAX],
    }  # fmt: skip


def files_of(message: dict[str, Any]) -> list[list[str]]:
    """(Name, address) of what is attached; a file is never copied."""
    found = []
    files = message.get("files")
    for file in files if isinstance(files, list) else []:
        address = file.get("permalink") if isinstance(file, dict) else None
        if isinstance(address, str) and address.startswith(("https://", "http://")):
            found.append([decode.text(file.get("title") or file.get("name") or "").replace("\n", " "), str(address)])
    return found[:FILES_MAX]


async def around(client: AsyncWebClient, heard: Heard, bot_user_id: str) -> Heard:
    """A mention with the link to it; "make this a task" in a thread means the words the thread begins with."""
    if heard.door != Door.MENTION or heard.channel_id is None or heard.meta.get("thread_only"):
        return heard
    if heard.thread_ts is None or not commands.points_elsewhere(heard.text):
        return replace(heard, link=await link_to(client, heard.channel_id, heard.ts))
    link, words = await asyncio.gather(
        link_to(client, heard.channel_id, heard.thread_ts),
        first_of(client, heard.channel_id, heard.thread_ts, bot_user_id),
    )
    if words is None:
        return heard
    return replace(heard, ts=heard.thread_ts, link=link, meta=heard.meta | {"words": words})


async def reacted_to(client: AsyncWebClient, heard: Heard, bot_user_id: str) -> Heard:
    """What the message says that somebody reacted to, as if they had said it there."""
    channel_id, ts = heard.channel_id or "", heard.ts or ""
    heard = replace(heard, door=Door.REACTION, meta={"once": True})
    try:
        message, link = await asyncio.gather(message_at(client, channel_id, ts), link_to(client, channel_id, ts))
    except Unreadable as error:
        log.info("message not read", error=str(error))
        return replace(heard, meta={"unreadable": True})
    if message is None or not changes.is_said(message, bot_user_id):
        return replace(heard, meta={"unheard": True})
    said, files = said_in(message), files_of(message)
    text = decode.without_mention(said["text"], bot_user_id) or ", ".join(name for name, _ in files if name)
    thread_ts = message.get("thread_ts")
    return replace(heard, text=text, link=link, thread_ts=thread_ts if thread_ts != heard.ts else None)


async def _in_time(asking: Coroutine[Any, Any, Found]) -> Found | None:
    try:
        return await asyncio.wait_for(asking, WITHIN)
    except UNLEARNED as error:
        name = error.response.get("error", "") if isinstance(error, SlackApiError) else type(error).__name__
        log.info("surroundings not learned", error=str(name))
        return None
