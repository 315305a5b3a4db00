"""Who enters and leaves which room, and what becomes of rooms and people: each change with its events."""

from __future__ import annotations

from collections.abc import Iterable

from playground.events import announce
from playground.shapes import user_object
from playground.slack import Slack
from playground.world import Channel, Json, User


def admit(slack: Slack, channel: Channel, users: Iterable[str], inviter: str | None) -> None:
    for user_id in users:
        if user_id in channel.members:
            continue
        channel.members.append(user_id)
        invited = {"inviter": inviter} if inviter and inviter != user_id else {}
        announce(slack, _membership(slack, "member_joined_channel", channel, user_id) | invited, channel=channel)
    slack.stream.tell("state")


def dismiss(slack: Slack, channel: Channel, users: Iterable[str]) -> None:
    for user_id in users:
        if user_id not in channel.members:
            continue
        bot_was_in = slack.world.bot_in(channel)
        channel.members.remove(user_id)
        if not bot_was_in:
            continue
        events = [_membership(slack, "member_left_channel", channel, user_id)]
        if user_id == slack.world.place.bot_user_id:
            kind = "group_left" if channel.private else "channel_left"
            events.append({"type": kind, "channel": channel.id, "event_ts": slack.clock.unique_ts()})
        announce(slack, *events, channel=channel)
    slack.stream.tell("state")


def _membership(slack: Slack, kind: str, channel: Channel, user_id: str) -> Json:
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": slack.world.users[user_id].team_id,
        "event_ts": slack.clock.unique_ts(),
    }


def tell_channel(slack: Slack, channel: Channel, happening: str, by: str | None) -> None:
    """`happening`: created, rename, archive or unarchive."""
    family = "group" if channel.private else "channel"
    event: Json = {"type": f"{family}_{happening}", "event_ts": slack.clock.unique_ts()}
    if happening in ("created", "rename"):
        event["channel"] = {"id": channel.id, "name": channel.name, "created": channel.created}
        event["channel"] |= {"creator": by} if happening == "created" else {}
    else:
        event |= {"channel": channel.id, "user": by}
    known_to_all = happening == "created" and not channel.private
    announce(slack, event, channel=None if known_to_all else channel)
    slack.stream.tell("state")


def tell_user(slack: Slack, user: User, happening: str) -> None:
    """`happening`: team_join or user_change."""
    user.updated = max(int(slack.clock.timestamp()), user.updated + 1)
    ts = slack.clock.unique_ts()
    cached = {"cache_ts": int(slack.clock.timestamp())} if happening == "user_change" else {}
    announce(slack, {"type": happening, "user": user_object(slack, user, locale=True), **cached, "event_ts": ts})
    slack.stream.tell("state")


def tell_dnd(slack: Slack, user: User) -> None:
    status = dnd_status(slack, user)
    ts = slack.clock.unique_ts()
    announce(slack, {"type": "dnd_updated_user", "user": user.id, "dnd_status": status, "event_ts": ts})
    slack.stream.tell("state")


def dnd_status(slack: Slack, user: User) -> Json:
    """While nothing is set Slack answers 1 for both moments."""
    on = user.dnd_until > slack.clock.timestamp()
    return {
        "dnd_enabled": on,
        "next_dnd_start_ts": int(user.dnd_from) if on else 1,
        "next_dnd_end_ts": int(user.dnd_until) if on else 1,
    }
