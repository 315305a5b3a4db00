"""reactions.*: emoji under messages."""

from __future__ import annotations

from playground import emoji
from playground.messages import find
from playground.shapes import message_object
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.webapi.places import joined_channel
from playground.world import Channel, Json, Message


def add(slack: Slack, call: Call) -> Json:
    name, channel, message = _wanted(slack, call)
    if channel.archived:
        raise ApiError("is_archived")
    if not emoji.add(slack, channel, message, name, slack.world.place.bot_user_id):
        raise ApiError("already_reacted")
    return {"ok": True}


def remove(slack: Slack, call: Call) -> Json:
    name, channel, message = _wanted(slack, call)
    if not emoji.remove(slack, channel, message, name, slack.world.place.bot_user_id):
        raise ApiError("no_reaction")
    return {"ok": True}


def get(slack: Slack, call: Call) -> Json:
    channel, message = _message(slack, call)
    return {"ok": True, "type": "message", "channel": channel.id, "message": message_object(message)}


def _wanted(slack: Slack, call: Call) -> tuple[str, Channel, Message]:
    name = call.required("name")
    if not emoji.VALID_NAME.fullmatch(name):
        raise ApiError("invalid_name")
    return (name, *_message(slack, call))


def _message(slack: Slack, call: Call) -> tuple[Channel, Message]:
    channel = joined_channel(slack, call)
    message = find(channel, call.required("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    return channel, message


METHODS = {
    "reactions.add": Method(add, 50, ("reactions:write",)),
    "reactions.remove": Method(remove, 20, ("reactions:write",)),
    "reactions.get": Method(get, 50, ("reactions:read",)),
}
