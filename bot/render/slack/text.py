"""Text for Slack: what people wrote is escaped, and only what we made ourselves is markup."""

import re
import unicodedata
from collections.abc import Iterable

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
KEPT_CONTROLS = frozenset("\n\t")
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ISOLATE, ISOLATE_END = "\u2068", "\u2069"
LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
SLACK_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>|]+")
BACKTICKS = re.compile(r"`{3,}")
TOKEN_OR_ENTITY = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);")


class Mrkdwn(str):
    """Text in Slack's markup, in which nothing that a person wrote can act."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def safe(text: str) -> Mrkdwn:
    """Markup as it is, everything else escaped."""
    return text if isinstance(text, Mrkdwn) else escape(text)


def several_lines(text: str, most: int) -> str:
    """A person's text for reading: no control characters, no more than `most` characters once escaped."""
    seen = text.replace("\r\n", "\n").strip()[: 2 * most + 1]
    if not seen.isprintable():
        seen = "".join(letter for letter in seen.translate(LINE_ENDS) if _is_shown(letter)).strip()
    return _isolated(cut(seen, most))


def one_line(text: str, most: int = 160) -> str:
    """The same on one line; three backticks would swallow what follows, so they become one."""
    line = " ".join(text.split())
    return several_lines(BACKTICKS.sub("`", line) if "```" in line else line, most)


def _is_shown(letter: str) -> bool:
    return letter in KEPT_CONTROLS or not (letter in BIDI_CONTROLS or unicodedata.category(letter) in ("Cc", "Cs"))


def _isolated(text: str) -> str:
    """Right-to-left words keep their order to themselves."""
    if not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return f"{ISOLATE}{text}{ISOLATE_END}"
    return text


def cut(text: str, most: int) -> str:
    """As much as fits `most` characters once escaped, with an ellipsis where something is left out."""
    if len(text) * 5 <= most or len(escape(text)) <= most:
        return text
    room = most - 1
    for index, letter in enumerate(text):
        room -= len(ESCAPES.get(letter, letter))
        if room < 0:
            return text[:index].rstrip(" \n\t\u200d") + "…"
    return text


def clip(text: Mrkdwn, most: int) -> Mrkdwn:
    """The last guard before a limit: cuts markup, but never inside a token or an entity."""
    if len(text) <= most:
        return text
    end = most - 1
    for token in TOKEN_OR_ENTITY.finditer(text):
        if token.start() < end < token.end():
            end = token.start()
    return Mrkdwn(text[:end].rstrip() + "…")


def mention(person_id: str) -> Mrkdwn:
    return Mrkdwn(f"<@{person_id}>") if SLACK_ID.fullmatch(person_id) else escape(person_id)


def channel_link(channel_id: str) -> Mrkdwn:
    return Mrkdwn(f"<#{channel_id}>") if SLACK_ID.fullmatch(channel_id) else escape(channel_id)


def link(address: str, words: Mrkdwn) -> Mrkdwn:
    """Words that lead to a web address; an address of another kind leads nowhere."""
    if not WEB_ADDRESS.fullmatch(address):
        return words
    return Mrkdwn(f"<{escape(address)}|{words}>")


def bold(text: str) -> Mrkdwn:
    return Mrkdwn(f"*{safe(text)}*")


def quoted(text: str, most: int) -> Mrkdwn:
    """A person's words, each line marked as theirs."""
    lines = safe(several_lines(text, most)).splitlines() or [""]
    return Mrkdwn("\n".join(f"> {line}" for line in lines))


def joined(parts: Iterable[Mrkdwn], by: str = " · ") -> Mrkdwn:
    return Mrkdwn(by.join([part for part in parts if part]))


def lines(*parts: Mrkdwn) -> Mrkdwn:
    return joined(parts, "\n")
