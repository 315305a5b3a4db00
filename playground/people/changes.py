"""Making and changing people, channels and user groups, each with the events Slack sends for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground import rooms
from playground.events import announce
from playground.people.ask import Ask, Refusal, known_user
from playground.slack import Slack
from playground.webapi.users import usergroup_object
from playground.world import SLACKBOT_ID, Channel, Json, User, Usergroup

HANDLE = re.compile(r"[^\s@#<>&:,]{1,80}")
NEW_ID = re.compile(r"[A-Z0-9]{3,20}")
DND_SECONDS = 12 * 3600
WORDS = ("name", "real_name", "title", "locale")
FLAGS = ("deleted", "guest", "is_admin", "stranger")


async def put_user(slack: Slack, ask: Ask) -> Json:
    world = slack.world
    user_id = ask.text("id", "")
    changed = _read_user(slack, ask)
    if user_id in world.users:
        user = world.users[user_id]
        if user.is_bot or user.id == SLACKBOT_ID:
            raise Refusal(403, "not_a_person", f"{user.name} is a program.")
    else:
        if "name" not in changed:
            raise Refusal(400, "missing_field", "name is needed to make somebody.")
        user = User(_new_id(slack, user_id, "U"), changed["name"], changed.get("real_name") or changed["name"])
    before = dict(vars(user))
    for key, value in changed.items():
        setattr(user, key, value)
    dnd = ask.flag("dnd") if ask.has("dnd") else None
    _announce_user(slack, user, before)
    if dnd is not None:
        now = slack.clock.timestamp()
        user.dnd_from, user.dnd_until = (now, now + DND_SECONDS) if dnd else (0.0, 0.0)
        rooms.tell_dnd(slack, user)
    return {"ok": True, "user": {"id": user.id, "name": user.name, "role": user.role}}


def _announce_user(slack: Slack, user: User, before: Json) -> None:
    if user.id not in slack.world.users:
        slack.world.users[user.id] = user
        if not user.stranger:
            rooms.tell_user(slack, user, "team_join")
        general = next((c for c in slack.world.channels.values() if c.name == "general"), None)
        if general is not None and not (user.stranger or user.guest):
            rooms.admit(slack, general, [user.id], inviter=None)
    elif vars(user) != before:
        rooms.tell_user(slack, user, "user_change")


def _read_user(slack: Slack, ask: Ask) -> Json:
    changed: Json = {name: ask.text(name) for name in WORDS if ask.has(name)}
    changed |= {name: ask.flag(name) for name in FLAGS if ask.has(name)}
    if ask.has("tz"):
        changed["tz"] = _zone(ask.text("tz"))
    if ask.has("fields"):
        changed["fields"] = _fields(slack, ask)
    if "name" in changed:
        name = changed["name"]
        taken = any(user.name == name and user.id != ask.text("id", "") for user in slack.world.users.values())
        if not HANDLE.fullmatch(name) or taken:
            raise Refusal(409 if taken else 400, "invalid_name", f"{name!r} is taken or is no name.")
    return changed


def _fields(slack: Slack, ask: Ask) -> dict[str, str]:
    """What stands in the fields that the workspace added to its profiles, by their ids."""
    fields = ask.fields["fields"]
    if not isinstance(fields, dict) or not all(
        key in slack.world.profile_fields and isinstance(value, str) for key, value in fields.items()
    ):
        raise Refusal(400, "invalid_field", "fields must be texts by the ids of profile fields.")
    return dict(fields)


def _zone(name: str) -> str:
    """An unknown zone cannot be set in Slack either."""
    try:
        datetime.now(UTC).astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal(400, "invalid_zone", f"{name!r} is no IANA zone.") from error
    return name


def _new_id(slack: Slack, wanted: str, prefix: str) -> str:
    if not wanted:
        return slack.world.mint(prefix)
    taken = wanted in slack.world.channels or wanted in slack.world.users
    if taken or not wanted.startswith(prefix) or not NEW_ID.fullmatch(wanted):
        raise Refusal(400, "invalid_id", f"A new id is free, begins with {prefix} and has capitals and digits.")
    return wanted


async def put_channel(slack: Slack, ask: Ask) -> Json:
    """`members` is the whole list; `bot_member` adds or removes the bot; `user` says who does it."""
    world = slack.world
    by = known_user(slack, ask.text("user")).id if ask.has("user") else None
    channel = world.channels.get(ask.text("id", ""))
    if channel is not None and channel.is_im:
        raise Refusal(403, "is_im", "A DM has no members, name or end to set.")
    wanted = _members_wanted(slack, ask, channel)
    name = _channel_name(slack, ask, channel)
    shared, archived = _flag(ask, "shared"), _flag(ask, "archived")
    private = _flag(ask, "private")
    if channel is None:
        channel = _make_channel(slack, ask, name, private=bool(private), shared=bool(shared), by=by)
    else:
        channel.private = channel.private if private is None else private
        channel.shared = channel.shared if shared is None else shared
        if channel.name != name:
            channel.name = name
            rooms.tell_channel(slack, channel, "rename", by)
    rooms.admit(slack, channel, [member for member in wanted if member not in channel.members], by)
    rooms.dismiss(slack, channel, [member for member in channel.members if member not in wanted])
    if archived is not None and archived != channel.archived:
        channel.archived = archived
        rooms.tell_channel(slack, channel, "archive" if archived else "unarchive", by)
    return {"ok": True, "channel": {"id": channel.id, "name": channel.name}}


def _flag(ask: Ask, name: str) -> bool | None:
    return ask.flag(name) if ask.has(name) else None


def _members_wanted(slack: Slack, ask: Ask, channel: Channel | None) -> list[str]:
    wanted = list(channel.members) if channel else []
    if ask.has("members"):
        wanted = [known_user(slack, member, "members").id for member in ask.texts("members")]
    if ask.has("bot_member"):
        wanted = [member for member in wanted if member != slack.world.place.bot_user_id]
        wanted += [slack.world.place.bot_user_id] if ask.flag("bot_member") else []
    return wanted


def _channel_name(slack: Slack, ask: Ask, channel: Channel | None) -> str:
    if not ask.has("name") and channel is not None:
        return channel.name
    name = ask.text("name").removeprefix("#")
    taken = any(other.name == name and other is not channel for other in slack.world.channels.values())
    if not HANDLE.fullmatch(name) or name != name.lower() or taken:
        raise Refusal(409 if taken else 400, "invalid_name", f"{name!r} is taken or is no channel name.")
    return name


def _make_channel(slack: Slack, ask: Ask, name: str, *, private: bool, shared: bool, by: str | None) -> Channel:
    channel_id = _new_id(slack, ask.text("id", ""), "C")
    channel = Channel(channel_id, name, int(slack.clock.timestamp()), private=private, shared=shared)
    slack.world.channels[channel.id] = channel
    rooms.tell_channel(slack, channel, "created", by)
    return channel


async def put_usergroup(slack: Slack, ask: Ask) -> Json:
    handle = ask.text("handle").removeprefix("@")
    if not HANDLE.fullmatch(handle):
        raise Refusal(400, "invalid_name", f"{handle!r} is no handle.")
    members = [known_user(slack, member, "members").id for member in ask.texts("members")]
    now = int(slack.clock.timestamp())
    groups = slack.world.usergroups
    group = next((group for group in groups.values() if group.handle == handle), None)
    happening = "updated" if group else "created"
    if group is None:
        group = Usergroup(slack.world.mint("S"), handle, ask.text("name", handle), members, now)
        groups[group.id] = group
    group.members, group.updated = members, now
    shown = usergroup_object(slack, group)
    event = {"type": f"subteam_{happening}", "subteam": shown, "event_ts": slack.clock.unique_ts()}
    announce(slack, event)
    return {"ok": True, "usergroup": shown}
