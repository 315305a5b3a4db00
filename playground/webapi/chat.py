"""chat.*: posting, changing and removing the bot's messages."""

from __future__ import annotations

from playground import messages
from playground.shapes import message_object
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method, RateLimitedError
from playground.webapi.places import joined_channel, known_user, seen_channel, writable_channel
from playground.webapi.strict import check_message, content_of
from playground.world import Channel, Json, Message


def post_message(slack: Slack, call: Call) -> Json:
    channel = writable_channel(slack, call)
    content = content_of(call)
    check_message(slack, content)
    thread_ts = _thread(channel, call)
    wait = slack.limits.post(channel.id)
    if wait:
        raise RateLimitedError(wait)
    broadcast = {"subtype": "thread_broadcast"} if thread_ts and call.flag("reply_broadcast") else {}
    message = messages.post_as_bot(slack, channel, _with_markdown(content), thread_ts=thread_ts, **broadcast)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message_object(message)}


def _with_markdown(content: Json) -> Json:
    """markdown_text is kept as the markdown block it is shorthand for."""
    if "markdown_text" not in content:
        return content
    written = content["markdown_text"]
    return {**content, "text": written, "blocks": [{"type": "markdown", "text": written}]}


def _thread(channel: Channel, call: Call) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = messages.find(channel, thread_ts)
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        raise ApiError("cannot_reply_to_message")
    return thread_ts


def update(slack: Slack, call: Call) -> Json:
    channel = joined_channel(slack, call)
    if channel.archived:
        raise ApiError("is_archived")
    message = _own_message(slack, channel, call.required("ts"), "cant_update_message")
    content = content_of(call)
    check_message(slack, content)
    new = _with_markdown(content)
    body: Json = {"text": new["text"]} if "text" in new else {}
    for name in ("blocks", "attachments"):
        if name in new:
            body[name] = messages.bot_body(slack, message.ts, new).get(name)
    if "metadata" in new:
        message.metadata = new["metadata"] or None
    messages.change(slack, channel, message, body, slack.world.place.bot_user_id)
    shown = message_object(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": shown["text"], "message": shown}


def delete(slack: Slack, call: Call) -> Json:
    channel = joined_channel(slack, call)
    message = _own_message(slack, channel, call.required("ts"), "cant_delete_message")
    messages.remove(slack, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def _own_message(slack: Slack, channel: Channel, ts: str, refusal: str) -> Message:
    message = messages.find(channel, ts)
    if message is None or message.body.get("subtype") == "tombstone":
        raise ApiError("message_not_found")
    if message.author != slack.world.place.bot_user_id:
        raise ApiError(refusal)
    return message


def post_ephemeral(slack: Slack, call: Call) -> Json:
    channel = joined_channel(slack, call)
    if channel.archived:
        raise ApiError("is_archived")
    user = known_user(slack, call, error="user_not_in_channel")
    if user.id not in slack.world.members(channel) or user.is_bot:
        raise ApiError("user_not_in_channel")
    content = content_of(call)
    check_message(slack, content)
    message = messages.whisper(slack, channel, user.id, _with_markdown(content), thread_ts=_thread(channel, call))
    return {"ok": True, "message_ts": message.ts}


def get_permalink(slack: Slack, call: Call) -> Json:
    channel = seen_channel(slack, call)
    message = messages.find(channel, call.required("message_ts"))
    if message is None:
        raise ApiError("message_not_found")
    link = f"{slack.origin}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, 600, ("chat:write",)),
    "chat.update": Method(update, 50, ("chat:write",)),
    "chat.delete": Method(delete, 50, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, 100, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, 600),
}
