"""What was heard, made into plain values at the door: who spoke, where, by which door, which words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Door(StrEnum):
    """How it was said."""

    SLASH = "slash"
    DM = "dm"
    MENTION = "mention"
    BUTTON = "button"
    SHORTCUT = "shortcut"
    FORM = "form"
    HOME = "home"
    REACTION = "reaction"


@dataclass(frozen=True)
class Profile:
    """A person as the chat platform describes them; empty strings where it says nothing."""

    id: str
    name: str = ""
    real_name: str = ""
    display_name: str = ""
    locale: str = ""
    zone: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    is_bot: bool = False
    updated: int = 0


@dataclass(frozen=True)
class ChannelFacts:
    """A conversation as the platform describes it; `members` None means the list was not read."""

    id: str
    kind: str
    name: str = ""
    is_shared: bool = False
    is_archived: bool = False
    bot_is_in: bool = False
    members: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Gesture:
    """The name of one thing a person did, so that hearing it twice does it once."""

    key: str
    twin: str | None = None


@dataclass(frozen=True)
class Heard:
    """One thing somebody said. `text` is decoded: no platform escapes but `<@U…>`, `<#C…>` and links.

    `of_message` says that place and moment are those of the message it is about, wherever it was tapped; `words` is
    what a person typed and would have to type again if it were lost.
    """

    workspace_id: str
    person_id: str
    door: Door
    text: str
    gesture: Gesture
    channel_id: str | None = None
    channel_kind: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    link: str | None = None
    profiles: tuple[Profile, ...] = ()
    channels: tuple[ChannelFacts, ...] = ()
    expects: int | None = None
    spoken_at: datetime | None = None
    of_message: bool = False
    words: str = ""
    form: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
