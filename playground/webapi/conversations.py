"""conversations.*: the rooms the bot may know, their people and their history."""

from __future__ import annotations

from playground import rooms
from playground.messages import find, replies
from playground.shapes import channel_object, message_object
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.webapi.paging import page
from playground.webapi.places import dm_with, joined_channel, need_scope, seen_channel
from playground.world import Channel, Json, Message

TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
ANY_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
ANY_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def info(slack: Slack, call: Call) -> Json:
    channel = seen_channel(slack, call)
    need_scope(slack, f"{channel.scope}:read")
    shown = channel_object(slack, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(slack.world.members(channel))
    return {"ok": True, "channel": shown}


def list_all(slack: Slack, call: Call) -> Json:
    scopes = _scopes_wanted(slack, call)
    known = [
        channel
        for channel in _sorted(slack)
        if channel.scope in scopes and (channel.scope == "channels" or slack.world.bot_in(channel))
    ]
    return _channel_page(slack, call, known, counted=True)


def users_conversations(slack: Slack, call: Call) -> Json:
    scopes = _scopes_wanted(slack, call)
    user_id = call.text("user") or slack.world.place.bot_user_id
    if user_id not in slack.world.users:
        raise ApiError("user_not_found")
    known = [
        channel
        for channel in _sorted(slack)
        if channel.scope in scopes
        and user_id in channel.members
        and (channel.scope == "channels" or slack.world.bot_in(channel))
    ]
    return _channel_page(slack, call, known, counted=False)


def _sorted(slack: Slack) -> list[Channel]:
    return sorted(slack.world.channels.values(), key=lambda channel: channel.id)


def _scopes_wanted(slack: Slack, call: Call) -> set[str]:
    wanted = call.names("types") or ["public_channel"]
    if not set(wanted) <= set(TYPES):
        raise ApiError("invalid_types")
    for kind in wanted:
        need_scope(slack, f"{TYPES[kind]}:read")
    return {TYPES[kind] for kind in wanted}


def _channel_page(slack: Slack, call: Call, known: list[Channel], *, counted: bool) -> Json:
    if call.flag("exclude_archived"):
        known = [channel for channel in known if not channel.archived]
    shown, metadata = page(call, [(channel.id, channel) for channel in known], 100)
    objects = []
    for channel in shown:
        figures = {"num_members": len(slack.world.members(channel))} if counted and not channel.is_im else {}
        objects.append(channel_object(slack, channel) | figures)
    return {"ok": True, "channels": objects, "response_metadata": metadata}


def members(slack: Slack, call: Call) -> Json:
    channel = seen_channel(slack, call)
    need_scope(slack, f"{channel.scope}:read")
    ids, metadata = page(call, [(member, member) for member in slack.world.members(channel)], 100)
    return {"ok": True, "members": ids, "response_metadata": metadata}


def history(slack: Slack, call: Call) -> Json:
    channel = joined_channel(slack, call)
    need_scope(slack, f"{channel.scope}:history")
    found = [message for message in _settled(slack, channel) if message.in_channel and _within(message, call)]
    shown, metadata = page(call, [(message.ts, message) for message in reversed(found)], 100)
    answer = {"ok": True, "messages": _objects(shown, call), "has_more": bool(metadata["next_cursor"]), "pin_count": 0}
    return answer | ({"response_metadata": metadata} if metadata["next_cursor"] else {})


def thread(slack: Slack, call: Call) -> Json:
    channel = joined_channel(slack, call)
    need_scope(slack, f"{channel.scope}:history")
    root = find(channel, call.required("ts"))
    settled = _settled(slack, channel)
    if root is None or root not in settled:
        raise ApiError("thread_not_found")
    answers = [] if root.is_reply else replies(channel, root.ts)
    found = [root, *[message for message in answers if message in settled and _within(message, call)]]
    shown, metadata = page(call, [(message.ts, message) for message in found], 1000)
    answer = {"ok": True, "messages": _objects(shown, call), "has_more": bool(metadata["next_cursor"])}
    return answer | ({"response_metadata": metadata} if metadata["next_cursor"] else {})


def _settled(slack: Slack, channel: Channel) -> list[Message]:
    """History may lag behind: a message shows only once it has been there for a while."""
    latest = slack.clock.timestamp() - slack.world.history_lag
    return [message for message in channel.messages if message.posted_at <= latest]


def _within(message: Message, call: Call) -> bool:
    """Between `oldest` and `latest`, both exclusive unless `inclusive`."""
    inclusive = call.flag("inclusive")
    for name, beyond in (("oldest", 1), ("latest", -1)):
        bound = call.text(name)
        if not bound or bound == "0" or (name == "latest" and bound == "now"):
            continue
        order = (_micros(message.ts, name) > _micros(bound, name)) - (_micros(message.ts, name) < _micros(bound, name))
        if order == -beyond or (order == 0 and not inclusive):
            return False
    return True


def _micros(ts: str, name: str) -> int:
    whole, _, part = ts.partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(whole) > 18:
        raise ApiError(f"invalid_ts_{name}")
    return int(whole) * 1_000_000 + int(part[:6].ljust(6, "0"))


def _objects(found: list[Message], call: Call) -> list[Json]:
    metadata = call.flag("include_all_metadata")
    return [message_object(message, metadata=metadata) for message in found]


def open_dm(slack: Slack, call: Call) -> Json:
    users = call.names("users")
    if call.text("channel"):
        channel = seen_channel(slack, call)
        if channel.person is None:
            raise ApiError("method_not_supported_for_channel_type")
        users = [channel.person]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise ApiError("not_enough_users", "this playground opens conversations with one person only")
    existed = any(channel.person == users[0] for channel in slack.world.channels.values())
    channel = dm_with(slack, users[0], unknown="user_not_found")
    shown = channel_object(slack, channel) if call.flag("return_im") else {"id": channel.id}
    return {"ok": True, "no_op": existed, "already_open": existed, "channel": shown}


def join(slack: Slack, call: Call) -> Json:
    channel = seen_channel(slack, call)
    if channel.private or channel.is_im:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    rooms.admit(slack, channel, [slack.world.place.bot_user_id], inviter=None)
    return {"ok": True, "channel": channel_object(slack, channel)}


METHODS = {
    "conversations.info": Method(info, 50, ANY_READ),
    "conversations.list": Method(list_all, 20, ANY_READ),
    "conversations.members": Method(members, 100, ANY_READ),
    "conversations.history": Method(history, 50, ANY_HISTORY),
    "conversations.replies": Method(thread, 50, ANY_HISTORY),
    "conversations.open": Method(open_dm, 50, ("im:write", "mpim:write")),
    "conversations.join": Method(join, 50, ("channels:join",)),
    "users.conversations": Method(users_conversations, 20, ANY_READ),
}
