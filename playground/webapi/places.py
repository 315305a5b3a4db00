"""Finding the conversation a call speaks of, with Slack's refusals."""

from __future__ import annotations

from typing import Any

from playground.slack import Slack
from playground.webapi.call import ApiError, Call
from playground.world import SLACKBOT_ID, Channel, User, dm_id


def seen_channel(slack: Slack, call: Call, name: str = "channel") -> Channel:
    """A conversation whose existence the bot may know."""
    channel = slack.world.channels.get(call.required(name))
    if channel is None or (channel.private and not slack.world.bot_in(channel)):
        raise ApiError("channel_not_found")
    return channel


def joined_channel(slack: Slack, call: Call, name: str = "channel") -> Channel:
    """A conversation the bot is in."""
    channel = seen_channel(slack, call, name)
    if not slack.world.bot_in(channel):
        raise ApiError("not_in_channel")
    return channel


def writable_channel(slack: Slack, call: Call, name: str = "channel") -> Channel:
    """Where the bot may post: a channel it is in, a DM, or a person's id, which stands for their DM."""
    wanted = call.required(name)
    if wanted in slack.world.users:
        return dm_with(slack, wanted, unknown="channel_not_found")
    channel = seen_channel(slack, call, name)
    if channel.person is not None:
        return dm_with(slack, channel.person, unknown="channel_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if not slack.world.bot_in(channel) and "chat:write.public" not in slack.world.scopes:
        raise ApiError("not_in_channel")
    return channel


def dm_with(slack: Slack, user_id: str, *, unknown: str) -> Channel:
    user = slack.world.users.get(user_id)
    if user is None or user.stranger:
        raise ApiError(unknown)
    if user.id in (slack.world.place.bot_user_id, SLACKBOT_ID):
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled")
    return slack.world.dm(user.id)


def known_user(slack: Slack, call: Call, name: str = "user", error: str = "user_not_found") -> User:
    user = slack.world.users.get(call.required(name))
    if user is None:
        raise ApiError(error)
    return user


def need_scope(slack: Slack, *any_of: str) -> None:
    """missing_scope, unless one of them is granted."""
    if any_of and not any(scope in slack.world.scopes for scope in any_of):
        provided = ",".join(sorted(slack.world.scopes))
        raise ApiError("missing_scope", needed=",".join(any_of), provided=provided)


def channels_meant(slack: Slack, args: dict[str, Any]) -> set[str]:
    """The ids a fault may name for this call: a person and their DM with the bot stand for one another."""
    given = args.get("channel") or args.get("channel_id") or args.get("user_id") or args.get("users")
    if not isinstance(given, str):
        return set()
    for user_id in slack.world.users:
        if given in (pair := {user_id, dm_id(user_id)}):
            return pair
    return {given}
