"""Slack's text and identifiers, decoded once at the door."""

import re
import unicodedata
from typing import Any

from models import ChannelKind

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
VERSION = re.compile(r"^v(\d+)(?:\s+|$)")
# characters that only steer how text is shown, and could make it lie; line breaks and tabs stay
STEERING = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff]"
)
TEXT_MAX = 12_000


def text(raw: Any) -> str:
    """What the person typed: entities resolved, blanks plain, composed, without steering characters."""
    if not isinstance(raw, str):
        return ""
    said = raw[:TEXT_MAX].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    said = said.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u3000", " ")
    return clean(said).strip()


def clean(said: str) -> str:
    """Composed, and without the characters that steer."""
    return unicodedata.normalize("NFC", STEERING.sub("", said))


def without_mention(said: str, bot_user_id: str) -> str:
    """The words without the bot's own name at an edge or inside."""
    without = re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^>]*)?>[:,，：]?", " ", said)
    return re.sub(r" {2,}", " ", without).strip()


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
