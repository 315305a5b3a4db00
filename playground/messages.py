"""What happens to messages: posted, changed, removed, replied to, and who is told of it."""

from __future__ import annotations

import asyncio
import copy
import uuid
from typing import Any

from playground.events import announce
from playground.shapes import bot_profile, message_object
from playground.slack import Slack
from playground.typed import Piece, names_bot, rich_text, stored_text
from playground.world import (
    APP_ID,
    SLACKBOT_ID,
    Channel,
    Json,
    Message,
    User,
)


def find(channel: Channel, ts: str) -> Message | None:
    return next((message for message in channel.messages if message.ts == ts), None)


def find_ephemeral(channel: Channel, ts: str, user: str) -> Message | None:
    return next((message for message in channel.ephemerals if message.ts == ts and message.to == user), None)


def replies(channel: Channel, parent_ts: str) -> list[Message]:
    return [message for message in channel.messages if message.thread_ts == parent_ts and message.is_reply]


def say(
    slack: Slack, channel: Channel, user: User, pieces: list[Piece], *, thread_ts: str | None = None, **extra: Any
) -> tuple[Message, asyncio.Future[bool]]:
    """A person's message; `extra` goes into it as it is (files, subtype)."""
    world = slack.world
    ts = slack.clock.unique_ts()
    body: Json = {
        "client_msg_id": str(uuid.uuid4()),
        "type": "message",
        "user": user.id,
        "text": stored_text(pieces),
        "ts": ts,
        "team": user.team_id,
        **({"blocks": [rich_text(pieces, world.mint("b"))]} if pieces else {}),
        **extra,
    }
    if user.stranger:
        body |= {"user_team": user.team_id, "source_team": user.team_id}
    message = Message(ts, user.id, body, slack.clock.timestamp())
    _put_in_place(channel, message, thread_ts)
    told = [_message_event(message, channel)]
    if names_bot(pieces, slack.world.place.bot_user_id) and not channel.is_im:
        told.append(_mention_event(message, channel))
    show(slack, channel, message, "message")
    done = announce(slack, *told, channel=channel)
    link = next((piece.target for piece in pieces if piece.kind == "link" and piece.target.startswith("http")), None)
    if link is not None:
        _unfurl(slack, channel, message, link)
    return message, done


def _unfurl(slack: Slack, channel: Channel, message: Message, link: str) -> None:
    """Slack adds a preview, which arrives as message_changed with the same text and without `edited`."""
    before = message_object(message)
    host = link.split("/")[2]
    preview = {"id": 1, "from_url": link, "original_url": link, "title": host, "title_link": link, "fallback": host}
    message.body["attachments"] = [preview]
    show(slack, channel, message, "message_changed")
    announce(slack, _changed_event(slack, channel, message, before), channel=channel)


def _put_in_place(channel: Channel, message: Message, thread_ts: str | None) -> None:
    if thread_ts is not None:
        message.body["thread_ts"] = thread_ts
        parent = find(channel, thread_ts)
        if parent is not None:
            message.body["parent_user_id"] = parent.author
            if message.body.get("subtype") == "thread_broadcast":
                message.body["root"] = copy.deepcopy(parent.body)
    channel.messages.append(message)
    if thread_ts is not None:
        _count_replies(channel, thread_ts)


def _count_replies(channel: Channel, parent_ts: str) -> None:
    """Keep the parent's reply figures true after a reply came or went."""
    parent = find(channel, parent_ts)
    if parent is None:
        return
    answers = replies(channel, parent_ts)
    for key in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "thread_ts"):
        parent.body.pop(key, None)
    if answers:
        authors = list(dict.fromkeys(answer.author for answer in answers))
        parent.body |= {
            "thread_ts": parent_ts,
            "reply_count": len(answers),
            "reply_users": authors[:5],
            "reply_users_count": len(authors),
            "latest_reply": answers[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }


def post_as_bot(
    slack: Slack, channel: Channel, content: Json, *, thread_ts: str | None = None, **extra: Any
) -> Message:
    """`content` is what the bot sent: text, blocks, attachments, metadata."""
    ts = slack.clock.unique_ts()
    body = bot_body(slack, ts, content) | extra
    message = Message(
        ts, slack.world.place.bot_user_id, body, slack.clock.timestamp(), metadata=content.get("metadata") or None
    )
    _put_in_place(channel, message, thread_ts)
    show(slack, channel, message, "message")
    announce(slack, _message_event(message, channel), channel=channel)
    return message


def bot_body(slack: Slack, ts: str, content: Json) -> Json:
    body: Json = {
        "type": "message",
        "user": slack.world.place.bot_user_id,
        "ts": ts,
        "bot_id": slack.world.place.bot_id,
        "app_id": APP_ID,
        "text": content.get("text") or "",
        "team": slack.world.place.team_id,
        "bot_profile": bot_profile(slack),
    }
    if content.get("blocks"):
        body["blocks"] = with_block_ids(slack, content["blocks"])
    if content.get("attachments"):
        body["attachments"] = [
            {"id": number, **attachment} for number, attachment in enumerate(content["attachments"], start=1)
        ]
    return body


def with_block_ids(slack: Slack, blocks: list[Json]) -> list[Json]:
    """Blocks without an id get one, and so do interactive elements without an action_id, as in Slack."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", slack.world.mint("b"))
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict) and element.get("type") in NEEDS_ACTION_ID:
                element.setdefault("action_id", slack.world.mint("a"))
    return blocks


NEEDS_ACTION_ID = frozenset(
    {"button", "overflow", "datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
    | {f"{many}{kind}_select" for many in ("", "multi_") for kind in ("static", "external", "users")}
    | {f"{many}{kind}_select" for many in ("", "multi_") for kind in ("conversations", "channels")}
    | {f"{kind}_input" for kind in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")}
)


def whisper(
    slack: Slack,
    channel: Channel,
    user: str,
    content: Json,
    *,
    thread_ts: str | None = None,
    from_slackbot: bool = False,
) -> Message:
    """An ephemeral message: one person sees it, and it is no part of the history."""
    ts = slack.clock.unique_ts()
    body = bot_body(slack, ts, content)
    if from_slackbot:
        body = {"type": "message", "user": SLACKBOT_ID, "ts": ts, "text": content["text"]}
    if thread_ts is not None:
        body["thread_ts"] = thread_ts
    message = Message(ts, body["user"], body, slack.clock.timestamp(), to=user)
    channel.ephemerals.append(message)
    show(slack, channel, message, "ephemeral")
    return message


def change(slack: Slack, channel: Channel, message: Message, new: Json, editor: str) -> asyncio.Future[bool]:
    """Put `new` keys into the message (None removes one), mark it edited, and tell of it."""
    before = message_object(message)
    message.body |= copy.deepcopy(new)
    for key in [key for key, value in message.body.items() if value is None]:
        del message.body[key]
    message.body["edited"] = {"user": editor, "ts": slack.clock.unique_ts()}
    show(slack, channel, message, "message_changed")
    return announce(slack, _changed_event(slack, channel, message, before), channel=channel)


def remove(slack: Slack, channel: Channel, message: Message) -> asyncio.Future[bool]:
    """A parent with replies leaves a tombstone, anything else goes for good."""
    before = message_object(message)
    show(slack, channel, message, "message_deleted")
    if replies(channel, message.ts):
        kept = {key: value for key, value in message.body.items() if key in THREAD_KEYS}
        gone = {"type": "message", "subtype": "tombstone", "text": "This message was deleted.", "user": SLACKBOT_ID}
        message.body = {**gone, "hidden": True, "ts": message.ts, **kept}
        message.metadata = None
        return announce(slack, _changed_event(slack, channel, message, before), channel=channel)
    channel.messages.remove(message)
    if message.is_reply and message.thread_ts is not None:
        _count_replies(channel, message.thread_ts)
    ts = slack.clock.unique_ts()
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": message.ts,
        "previous_message": before,
        "ts": ts,
        **_place(channel, ts),
    }
    return announce(slack, event, channel=channel)


THREAD_KEYS = (
    "thread_ts",
    "reply_count",
    "reply_users",
    "reply_users_count",
    "latest_reply",
    "is_locked",
    "subscribed",
)


def forget_ephemeral(slack: Slack, channel: Channel, message: Message) -> None:
    channel.ephemerals.remove(message)
    show(slack, channel, message, "message_deleted")


def redraw_ephemeral(slack: Slack, channel: Channel, message: Message, content: Json) -> None:
    thread_ts = message.thread_ts
    message.body = bot_body(slack, message.ts, content) | ({"thread_ts": thread_ts} if thread_ts else {})
    show(slack, channel, message, "ephemeral")


def show(slack: Slack, channel: Channel, message: Message, type_: str) -> None:
    """Tell the page; a DM line also names its person."""
    slack.stream.tell(
        type_,
        channel=channel.id,
        user=message.to or channel.person,
        ts=message.ts,
        thread_ts=message.thread_ts,
        **{"from": message.author},
    )


def _place(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind, "event_ts": ts}


def _message_event(message: Message, channel: Channel) -> Json:
    return message_object(message) | _place(channel, message.ts)


def _mention_event(message: Message, channel: Channel) -> Json:
    """An app_mention names no channel_type and carries no subtype."""
    shown = message_object(message)
    shown.pop("subtype", None)
    return shown | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}


def _changed_event(slack: Slack, channel: Channel, message: Message, before: Json) -> Json:
    ts = slack.clock.unique_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message_object(message),
        "previous_message": before,
        "ts": ts,
        **_place(channel, ts),
    }
