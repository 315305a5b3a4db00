"""What a person types, as Slack stores it: escaped text with ids, and the rich_text block that mirrors it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from playground.world import Channel, Json, User, World

Kind = Literal["text", "user", "channel", "link", "broadcast"]

URL = r"https?://[^\s<>\"，。；！？、（）【】《》“”]+"
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
DOMAIN = r"(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|cn|de)(?![\w.-])(?:/[^\s<>]*)?"
NAME_ENDS = r"(?![A-Za-z0-9_])"
NAME_STARTS = r"(?<![A-Za-z0-9_.+-])"
TRAILING = ".,;:!?)]}'*_~`"


@dataclass(frozen=True)
class Piece:
    kind: Kind
    shown: str
    target: str = ""


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_typed(text: str, world: World, speaker: User) -> list[Piece]:
    """Cut typed text into plain stretches, mentions, channels and links; only what this person can name is found."""
    people = _people_by_handle(world)
    places = {c.name.lower(): c for c in world.channels.values() if not c.is_im and world.may_see(speaker, c)}
    pattern = re.compile(
        f"(?P<url>{URL})|(?P<email>{EMAIL})|{NAME_STARTS}@(?P<broadcast>here|channel|everyone){NAME_ENDS}"
        f"|{NAME_STARTS}@(?P<user>{_either(people)}){NAME_ENDS}"
        f"|{NAME_STARTS}#(?P<channel>{_either(places)}){NAME_ENDS}(?!-)|(?P<domain>{DOMAIN})",
        re.IGNORECASE,
    )
    pieces: list[Piece] = []
    end = 0
    for found in pattern.finditer(text):
        kind = found.lastgroup or ""
        piece, length = _piece(kind, found.group(kind), people, places)
        if found.start() > end:
            pieces.append(Piece("text", text[end : found.start()]))
        pieces.append(piece)
        end = found.start() + length
    if end < len(text):
        pieces.append(Piece("text", text[end:]))
    return pieces


def _people_by_handle(world: World) -> dict[str, User]:
    handles: dict[str, User] = {}
    for user in world.users.values():
        if not user.deleted:
            handles.setdefault(user.name.lower(), user)
            handles.setdefault(user.real_name.lower(), user)
    return {handle: user for handle, user in handles.items() if handle}


def _either(names: Iterable[str]) -> str:
    """Longest first, so that a full name wins over the first name it begins with; never matches when empty."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


def _piece(kind: str, value: str, people: dict[str, User], places: dict[str, Channel]) -> tuple[Piece, int]:
    """The piece, and how many characters of the typed text it takes."""
    if kind == "user":
        user = people[value.lower()]
        return Piece("user", user.name, user.id), len(value) + 1
    if kind == "channel":
        channel = places[value.lower()]
        return Piece("channel", channel.name, channel.id), len(value) + 1
    if kind == "broadcast":
        return Piece("broadcast", value.lower(), value.lower()), len(value) + 1
    if kind == "email":
        return Piece("link", value, f"mailto:{value}"), len(value)
    address = value.rstrip(TRAILING)
    return Piece("link", address, address if kind == "url" else f"http://{address}"), len(address)


def stored_text(pieces: list[Piece]) -> str:
    """Message text: `<@U…>`, `<#C…|name>`, `<https://…>`, the rest escaped."""
    return "".join(_stored(piece, "") for piece in pieces).strip()


def command_text(pieces: list[Piece]) -> str:
    """Command text with should_escape: as message text, but people carry their name."""
    return "".join(_stored(piece, f"|{piece.shown}") for piece in pieces).strip()


def _stored(piece: Piece, user_label: str) -> str:
    match piece.kind:
        case "user":
            return f"<@{piece.target}{user_label}>"
        case "channel":
            return f"<#{piece.target}|{piece.shown}>"
        case "broadcast":
            return f"<!{piece.target}>"
        case "link":
            label = "" if piece.shown == piece.target else f"|{escape(piece.shown)}"
            return f"<{escape(piece.target)}{label}>"
        case _:
            return escape(piece.shown)


def rich_text(pieces: list[Piece], block_id: str) -> Json:
    elements: list[Json] = []
    for piece in pieces:
        match piece.kind:
            case "user":
                elements.append({"type": "user", "user_id": piece.target})
            case "channel":
                elements.append({"type": "channel", "channel_id": piece.target})
            case "broadcast":
                elements.append({"type": "broadcast", "range": piece.target})
            case "link":
                label = {} if piece.shown == piece.target else {"text": piece.shown}
                elements.append({"type": "link", "url": piece.target, **label})
            case _:
                elements.append({"type": "text", "text": piece.shown})
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def names_bot(pieces: list[Piece], bot_user_id: str) -> bool:
    return any(piece.kind == "user" and piece.target == bot_user_id for piece in pieces)
