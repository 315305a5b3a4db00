"""What people say: messages, changes to them, reactions, files; and what they read."""

from __future__ import annotations

import asyncio

from playground import emoji, messages, sharing
from playground.clock import stamp
from playground.people.ask import Ask, Refusal, conversation, joined, known_user, message_in, person, seen
from playground.people.interactions import channel_names
from playground.shapes import file_object, message_object, with_pictures
from playground.slack import Slack
from playground.typed import read_typed, rich_text, stored_text
from playground.world import Channel, File, Json, Message, User

ACKNOWLEDGED_SECONDS = 10.0
PAGE = 200
LARGEST_FILE = 1024 * 1024


async def say(slack: Slack, ask: Ask) -> Json:
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    text = ask.text("text").strip()
    if not text:
        raise Refusal(400, "no_text", "There is nothing to say.")
    wait = ask.flag("wait")
    thread_ts = _thread(channel, ask)
    broadcast = {"subtype": "thread_broadcast"} if thread_ts and ask.flag("reply_broadcast") else {}
    pieces = read_typed(text, slack.world, user)
    message, told = messages.say(slack, channel, user, pieces, thread_ts=thread_ts, **broadcast)
    answer: Json = {"ok": True, "ts": message.ts, "channel": channel.id}
    return answer | ({"acknowledged": await _acknowledged(told)} if wait else {})


async def _acknowledged(told: asyncio.Future[bool]) -> bool:
    try:
        return await asyncio.wait_for(asyncio.shield(told), ACKNOWLEDGED_SECONDS)
    except TimeoutError:
        return False


def _thread(channel: Channel, ask: Ask) -> str | None:
    """Replying to a reply means replying in its thread."""
    thread_ts = ask.text("thread_ts", "")
    if not thread_ts:
        return None
    parent = messages.find(channel, thread_ts)
    if parent is None:
        raise Refusal(404, "thread_not_found", f"There is no message {thread_ts!r} here.")
    return parent.thread_ts or parent.ts


async def edit(slack: Slack, ask: Ask) -> Json:
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    message = _own(channel, ask, user)
    text = ask.text("text").strip()
    if not text:
        raise Refusal(400, "no_text", "An edited message must still say something.")
    pieces = read_typed(text, slack.world, user)
    new: Json = {"text": stored_text(pieces), "blocks": [rich_text(pieces, slack.world.mint("b"))]}
    messages.change(slack, channel, message, new, user.id)
    return {"ok": True, "ts": message.ts, "channel": channel.id}


async def take_back(slack: Slack, ask: Ask) -> Json:
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    message = message_in(channel, ask.text("ts"), user)
    if message.to is not None:
        messages.forget_ephemeral(slack, channel, message)  # "only visible to you": dismissed
        return {"ok": True, "ts": message.ts, "channel": channel.id}
    if not user.is_admin:
        _own(channel, ask, user)
    messages.remove(slack, channel, message)
    return {"ok": True, "ts": message.ts, "channel": channel.id}


def _own(channel: Channel, ask: Ask, user: User) -> Message:
    message = message_in(channel, ask.text("ts"))
    if message.author != user.id:
        raise Refusal(403, "not_yours", "People change and remove only their own messages.")
    return message


async def read(slack: Slack, ask: Ask) -> Json:
    """What this person sees, oldest first; without `as`, what is in the channel without anybody's ephemerals."""
    user = known_user(slack, ask.text("as"), "as") if ask.has("as") else None
    channel = seen(slack, ask, user) if user else conversation(slack, ask.text("channel"), None)
    thread_ts, after = ask.text("thread_ts", ""), ask.text("after", "")
    limit = ask.whole("limit", PAGE, least=1)
    mine = [whisper for whisper in channel.ephemerals if user is not None and whisper.to == user.id]
    found = [
        message
        for message in sorted([*channel.messages, *mine], key=lambda message: _moment(message.ts))
        if (thread_ts in (message.ts, message.thread_ts) if thread_ts else message.in_channel)
        and (not after or _moment(message.ts) > _moment(after))
    ]
    shown = found[:limit] if after else found[-limit:]
    drawn = [with_pictures(slack, message_object(message, metadata=True)) for message in shown]
    return {"ok": True, "messages": drawn, "channel": _about(channel)}


def _about(channel: Channel) -> Json:
    return {**channel_names(channel), "name": channel.name, "user": channel.person, "members": list(channel.members)}


def _moment(ts: str) -> tuple[int, int]:
    whole, _, part = ts.partition(".")
    if not (whole.isdecimal() and (part or "0").isdecimal()) or len(ts) > 40:
        raise Refusal(400, "invalid_field", f"{ts!r} is no message timestamp.")
    return int(whole), int(part[:6].ljust(6, "0"))


async def react(slack: Slack, ask: Ask) -> Json:
    user, channel, message, name = _reaction(slack, ask)
    if not emoji.add(slack, channel, message, name, user.id):
        raise Refusal(409, "already_reacted", f"{user.name} has reacted so already.")
    return {"ok": True}


async def unreact(slack: Slack, ask: Ask) -> Json:
    user, channel, message, name = _reaction(slack, ask)
    if not emoji.remove(slack, channel, message, name, user.id):
        raise Refusal(404, "no_reaction", f"{user.name} has not reacted so.")
    return {"ok": True}


def _reaction(slack: Slack, ask: Ask) -> tuple[User, Channel, Message, str]:
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    name = ask.text("name").strip(":")
    if not emoji.VALID_NAME.fullmatch(name):
        raise Refusal(400, "invalid_name", f"{name!r} is no emoji name.")
    return user, channel, message_in(channel, ask.text("ts")), name


async def share(slack: Slack, ask: Ask) -> Json:
    """A file with an optional text; the bot sees a message with subtype file_share."""
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    name, content = ask.text("name"), ask.text("content").encode()
    if not name or "/" in name or len(content) > LARGEST_FILE:
        raise Refusal(400, "invalid_field", "A file needs a plain name and at most 1 MB.")
    thread_ts = _thread(channel, ask)
    file = File(slack.world.mint("F"), name, user.id, name, "", content, uploaded=True, completed=True)
    file.created = int(slack.clock.timestamp())
    slack.world.files[file.id] = file
    sharing.note(channel, [file])
    pieces = read_typed(ask.text("text", "").strip(), slack.world, user)
    extra = {"subtype": "file_share", "files": [file_object(slack, file)], "upload": False, "display_as_bot": False}
    message, _ = messages.say(slack, channel, user, pieces, thread_ts=thread_ts, **extra)
    sharing.tell(slack, channel, file)
    return {"ok": True, "ts": message.ts, "channel": channel.id, "file": file.id, "at": stamp(slack.clock.now())}
