"""The few blocks we draw with, each within Slack's limits. Markup goes only where it is accepted."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.render.slack.text import Mrkdwn, clip, cut, escape, lines

Block = dict[str, Any]

MOST_IN_A_VALUE = 2000
MOST_IN_AN_OPTION = 150
MOST_IN_A_TEXT = 3900
TOKENS = re.compile(r"<[^<>]*>")


def plain(text: str, most: int) -> Block:
    fits = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return {"type": "plain_text", "text": fits or "…", "emoji": True}


def mrkdwn(text: Mrkdwn, most: int = 3000) -> Block:
    return {"type": "mrkdwn", "text": clip(text, most), "verbatim": _is_verbatim(text)}


def _is_verbatim(text: Mrkdwn) -> bool:
    """Slack may make a written web address clickable, unless the text holds a name that it could then call."""
    written = TOKENS.sub("", text) if "<" in text else text
    return "://" not in written or "@" in written


def section(text: Mrkdwn, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def context(text: Mrkdwn) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Iterable[Block | None]) -> list[Block]:
    """A row of what can be done; none where nothing can."""
    present = [element for element in elements if element]
    return [{"type": "actions", "elements": present[:25]}] if present else []


def typed(line: str, version: int | None) -> str:
    """The command a button types; the version its reader looked at goes first."""
    return line if version is None else f"v{version} {line}"


def button(label: str, line: str, *, name: str = "", version: int | None = None, style: str = "") -> Block | None:
    """A button that says this line; None where the line is too long to be carried."""
    value = typed(line, version)
    if len(value) > MOST_IN_A_VALUE:
        return None
    drawn: Block = {
        "type": "button", "text": plain(label, 75), "action_id": f"say:{name or first_word(line)}"[:255],
        "value": value,
    }  # fmt: skip
    return drawn | {"style": style} if style else drawn


def first_word(line: str) -> str:
    """The verb of a line: `/standup answer C0X` says answer."""
    words = line.split()
    return words[1] if line.startswith("/") and len(words) > 1 else words[0]


def menu(name: str, options: Iterable[tuple[str, str]], *, version: int | None = None) -> Block:
    """Up to five lines behind three dots."""
    return {"type": "overflow", "action_id": f"say:{name}", "options": [
        {"text": plain(label, 75), "value": typed(line, version)[:MOST_IN_AN_OPTION]} for label, line in options
    ][:5]}  # fmt: skip


def still(blocks: list[Block]) -> list[Block]:
    """The same to look at only: without what can be pressed."""
    return [
        {name: part for name, part in block.items() if name != "accessory"}
        for block in blocks
        if block["type"] != "actions"
    ]


def message(blocks: list[Block]) -> dict[str, Any]:
    """Blocks, and the same content as text for notifications and screen readers."""
    return {"text": clip(lines(*_told(blocks)), MOST_IN_A_TEXT), "blocks": blocks[:50]}


def _told(blocks: list[Block]) -> Iterator[Mrkdwn]:
    for block in blocks:
        texts = [block["text"]] if block["type"] in ("section", "header") else block.get("elements", [])
        for text in texts:
            if text["type"] == "mrkdwn":
                yield Mrkdwn(text["text"])
            elif text["type"] == "plain_text":
                yield escape(cut(text["text"], 1000))
