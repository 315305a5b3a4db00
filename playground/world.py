"""The state of the small Slack: its people, conversations, messages, files, views and the app's standing."""

from __future__ import annotations

import itertools
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.clock import Clock

Json = dict[str, Any]

TEAM_ID = "T0MUSTER1"
OTHER_TEAM_ID = "T0OTHER001"
BOT_USER_ID = "U0MUSTER01"
BOT_ID = "B0MUSTER01"
APP_ID = "A0MUSTER01"
SLACKBOT_ID = "USLACKBOT"
PROFILE_FIELDS = {
    "Xf0DEPART01": ("Department", "text"), "Xf0MANAGER1": ("Manager", "user"), "Xf0STANDIN1": ("Stand-in", "user"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A workspace, and who the bot is there; `enterprise_id` where it belongs to an organisation."""

    team_id: str = TEAM_ID
    name: str = "Muster HQ"
    domain: str = "muster-hq"
    bot_user_id: str = BOT_USER_ID
    bot_id: str = BOT_ID
    enterprise_id: str | None = None


HOME = Place()


@dataclass
class User:
    id: str
    name: str
    real_name: str
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    title: str = ""
    is_admin: bool = False
    lead: bool = False
    guest: bool = False
    deleted: bool = False
    stranger: bool = False
    is_bot: bool = False
    updated: int = 0
    dnd_until: float = 0.0
    dnd_from: float = 0.0
    fields: dict[str, str] = field(default_factory=dict)  # of the profile: id to value
    home: str = TEAM_ID

    @property
    def called(self) -> str:
        """The name they go by: the first one, and the whole where it is written in one."""
        return self.real_name.split()[0] if self.real_name else self.name

    @property
    def team_id(self) -> str:
        return OTHER_TEAM_ID if self.stranger else self.home

    @property
    def role(self) -> str:
        if self.deleted:
            return "deactivated"
        if self.stranger:
            return "external"
        if self.guest:
            return "guest"
        return "lead" if self.lead else "staff"


@dataclass
class Channel:
    id: str
    name: str
    created: int
    members: list[str] = field(default_factory=list)
    private: bool = False
    shared: bool = False
    archived: bool = False
    person: str | None = None  # the human side of a DM with the bot
    messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        return self.person is not None

    @property
    def scope(self) -> str:
        """The first half of the scopes that open this kind of conversation."""
        if self.is_im:
            return "im"
        return "groups" if self.private else "channels"

    @property
    def kind(self) -> str:
        """`channel_type` of message events."""
        return {"im": "im", "groups": "group", "channels": "channel"}[self.scope]


@dataclass
class Message:
    """`body` has Slack's shape; what Slack keeps apart from it stands beside it."""

    ts: str
    author: str
    body: Json
    posted_at: float
    to: str | None = None  # set for ephemeral messages only
    metadata: Json | None = None

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_channel(self) -> bool:
        """Whether it shows in the conversation itself and not only in its thread."""
        return not self.is_reply or self.body.get("subtype") == "thread_broadcast"


@dataclass
class View:
    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    channel: str | None = None  # where the person stood when it opened
    entered: Json = field(default_factory=dict)
    place: Place = HOME

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")


@dataclass
class Trigger:
    user: str
    born: float
    view_id: str | None = None
    channel: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    user: str
    channel: str
    born: float
    message_ts: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class File:
    id: str
    name: str
    owner: str
    title: str
    secret: str
    content: bytes = b""
    uploaded: bool = False
    completed: bool = False
    created: int = 0
    channels: list[str] = field(default_factory=list)


@dataclass
class Usergroup:
    id: str
    handle: str
    name: str
    members: list[str]
    updated: int


@dataclass
class World:
    clock: Clock
    scopes: set[str]
    place: Place = HOME
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    picks: dict[tuple[str, str, str], Json] = field(default_factory=dict)  # user, channel, ts -> state of a message
    suggestions: dict[tuple[str, str, str], list[Json]] = field(default_factory=dict)  # user, block, action -> options
    profile_fields: dict[str, tuple[str, str]] = field(default_factory=lambda: dict(PROFILE_FIELDS))  # id: label, type
    by_org: bool = False  # the app is here by the consent of the whole organisation
    standing: str | None = None  # the error every call gets once the app is revoked or uninstalled
    history_lag: float = 0.0
    clock_off: float = 0.0  # seconds by which the date of answers is ahead
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def mint(self, prefix: str) -> str:
        """An id in Slack's form: a letter or two and capitals."""
        return f"{prefix}0{next(self._numbers):04X}{secrets.token_hex(2).upper()}"

    def dm(self, user_id: str) -> Channel:
        """The conversation between this person and the bot, made when first needed."""
        channel_id = dm_id(user_id)
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id,
                "directmessage",
                int(self.clock.timestamp()),
                [user_id, self.place.bot_user_id],
                person=user_id,
            )
        return self.channels[channel_id]

    def trigger(self, user: str, *, view_id: str | None = None, channel: str | None = None) -> str:
        trigger_id = f"{next(self._numbers)}.{int(time.time())}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user, time.monotonic(), view_id, channel)
        return trigger_id

    def members(self, channel: Channel) -> list[str]:
        """Deactivated people drop out of every list but return when they are let in again."""
        return [member for member in channel.members if not self.users[member].deleted]

    def bot_in(self, channel: Channel) -> bool:
        return self.place.bot_user_id in channel.members

    def may_see(self, user: User, channel: Channel) -> bool:
        if user.id in channel.members:
            return True
        return not (channel.private or channel.is_im or user.guest or user.stranger)


def dm_id(user_id: str) -> str:
    return "D0" + user_id.removeprefix("U0").removeprefix("U")


def zone_offset(tz: str, at: datetime) -> tuple[int, str]:
    """Seconds from UTC at that moment, and the zone's short name."""
    local = at.astimezone(ZoneInfo(tz))
    offset = local.utcoffset()
    return (int(offset.total_seconds()) if offset else 0), local.tzname() or tz
