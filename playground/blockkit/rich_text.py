"""The rich_text block: sections, lists, quotes, preformatted text and what may stand in a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from playground.blockkit.checks import Check, breach, by_type, choice, flag, listing, shape, string, whole
from playground.blockkit.objects import any_address

DATE_TOKENS = frozenset(
    (
        *("date_num", "date", "date_short", "date_long", "date_pretty", "date_short_pretty", "date_long_pretty"),
        *("time", "time_secs", "date_slash", "date_long_full", "day_divider_pretty", "ago"),
    )
)
LINE_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
line_style = shape({}, dict.fromkeys(LINE_STYLES, flag))
STYLED: Mapping[str, Check] = {"style": line_style}


def date_format(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, str) or not value:
        yield breach("must be a format with date tokens", at)
        return
    tokens = re.findall(r"\{([^{}]*)\}", value)
    if not tokens or not DATE_TOKENS.issuperset(tokens):
        yield breach("must be a format with known date tokens", at)


INLINE: Mapping[str, Check] = {
    "text": shape({"text": string()}, STYLED),
    "link": shape({"url": any_address}, {"text": string(), "unsafe": flag, **STYLED}),
    "emoji": shape({"name": string()}, {"unicode": string(), "skin_tone": whole(1, 6), "url": any_address, **STYLED}),
    "user": shape({"user_id": string(255)}, STYLED),
    "usergroup": shape({"usergroup_id": string(255)}, STYLED),
    "channel": shape({"channel_id": string(255)}, STYLED),
    "team": shape({"team_id": string(255)}, STYLED),
    "broadcast": shape({"range": choice("here", "channel", "everyone")}, STYLED),
    "color": shape({"value": string(pattern=r"#[0-9A-Fa-f]{6}")}, STYLED),
    "date": shape(
        {"timestamp": whole(0), "format": date_format},
        {"timezone": string(255), "url": any_address, "fallback": string(), **STYLED},
    ),
}
line = listing(by_type(INLINE), 1)
section = shape({"elements": line})
BORDER: Mapping[str, Check] = {"border": whole(0, 1)}

PARTS: Mapping[str, Check] = {
    "rich_text_section": section,
    "rich_text_list": shape(
        {"style": choice("bullet", "ordered"), "elements": listing(by_type({"rich_text_section": section}), 1)},
        {"indent": whole(0, 8), "offset": whole(0), **BORDER},
    ),
    "rich_text_quote": shape({"elements": line}, BORDER),
    "rich_text_preformatted": shape(
        {"elements": listing(by_type(INLINE, allowed=("text", "link")), 1)}, {"language": string(255), **BORDER}
    ),
}
rich_text = shape({"elements": listing(by_type(PARTS), 1)}, {"block_id": string(255)})
rich_text_document = by_type({"rich_text": rich_text})
