"""Slack's text and identifiers, decoded once at the door."""

import re
from typing import Any

from bot.parsing.characters import TEXT_MAX, clean
from models import ChannelKind

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
VERSION = re.compile(r"^v(\d+)(?:\s+|$)")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_STANDS_FOR = {"lt": "<", "gt": ">", "amp": "&"}
_MOMENT = re.compile(r"<!date\^[^|<>]*\|([^<>]*)>")


def text(raw: Any) -> str:
    """What the person typed: entities resolved once, blanks plain, composed, nothing that steers or hides.

    People, channels, groups and links stay as Slack writes them; a moment becomes the words it falls back to.
    """
    if not isinstance(raw, str):
        return ""
    said = _MOMENT.sub(r"\1", raw[:TEXT_MAX])
    said = clean(_ENTITY.sub(lambda match: _STANDS_FOR[match[1]], said))
    if len(said) > TEXT_MAX:  # a few characters are composed of more than one
        said = clean(said[:TEXT_MAX])
    return said.strip()


def without_mention(said: str, bot_user_id: str) -> str:
    """The words without the bot's own name at an edge or inside; how far a line is indented stays."""
    without = re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>[:,，：]?", " ", said)
    return re.sub(r"(?<=\S) {2,}", " ", without).strip()


def mentioned(said: str) -> tuple[str, ...]:
    """Ids of the people a text names, in order."""
    return tuple(dict.fromkeys(MENTION.findall(said)))


def line_and_version(value: str) -> tuple[str, int | None]:
    """A button's value: the command line, and the version its reader was looking at."""
    match = VERSION.match(value)
    return (value[match.end() :], int(match[1])) if match else (value, None)


def kind_of(channel_id: str | None, name: str | None = None, channel_type: str | None = None) -> str | None:
    """The kind of a conversation as far as a payload tells; None means: ask Slack."""
    by_type = {
        "im": ChannelKind.DM,
        "mpim": ChannelKind.GROUP_DM,
        "group": ChannelKind.PRIVATE,
        "app_home": ChannelKind.DM,
    }
    if channel_type in by_type:
        return by_type[channel_type]
    if channel_id and channel_id.startswith("D"):
        return ChannelKind.DM
    if name == "privategroup":
        return ChannelKind.PRIVATE
    if name and name.startswith("mpdm-"):
        return ChannelKind.GROUP_DM
    return None
