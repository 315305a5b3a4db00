"""Sections of App Home: what they are called and how their pages are turned."""

from dataclasses import dataclass
from typing import Any

from bot.answers.days import Part
from bot.render.slack.blocks import Block, actions, button, plain
from bot.render.slack.voice import Voice


@dataclass(frozen=True)
class Heading:
    """A section by the name that MyDay has for it, and in words."""

    section: str
    words: str


def pager(v: Voice, heading: Heading, part: Part[Any]) -> list[Block]:
    """Which of them come next and which came before; nothing where all are shown."""
    if part.pages < 2:
        return []
    return actions([
        _turn(v, heading, part, part.page - 1, v.plain("‹ Back")) if part.page > 1 else None,
        _turn(v, heading, part, part.page + 1, _more(v, part)) if part.page < part.pages else None,
    ])  # fmt: skip


def _more(v: Voice, part: Part[Any]) -> str:
    first = part.first + part.size
    return v.plain("Show more: {first}–{last} of {total} ›", first=first, last=min(first + part.size - 1, part.total),
                   total=part.total)  # fmt: skip


def _turn(v: Voice, heading: Heading, part: Part[Any], page: int, label: str) -> Block | None:
    name = "back" if page < part.page else "more"
    drawn = button(label, f"home page {heading.section} {page}", name=f"home:{heading.section}:{name}")
    return spoken(
        drawn, v.plain("{section}, page {page} of {pages}", section=heading.words, page=page, pages=part.pages)
    )


def spoken(drawn: Block | None, words: str) -> Block | None:
    """A button that a screen reader calls by these words."""
    return drawn | {"accessibility_label": plain(words, 75)["text"]} if drawn else None
