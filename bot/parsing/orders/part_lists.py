"""The people that follow a verb such as `reviewers 42`: named, added with +, taken off with -, or nobody at all."""

import re
from dataclasses import dataclass

from bot.parsing.lines.drafts import PersonRef, Span
from bot.parsing.orders.names import ANY_PERSON, ONE_PERSON
from bot.parsing.orders.part_words import in_steps

NOBODY = frozenset({"none", "clear", "nobody", "no one", "无", "没有", "清除", "取消", "清空"})
_JOINT = r"(?:\s|[,，、;；/&+＋-]|→|->|\b(?:and|or|then|by|are|is|to)\b|[和与或先后再由请是为]|或者|然后|接着)*+"
_ALL = re.compile(rf"{_JOINT}(?:{ANY_PERSON}){_JOINT}(?:(?:{ANY_PERSON}){_JOINT}){{0,29}}+", re.I)
_TAKES_OFF = re.compile(r"[-–—－]\s*$")


@dataclass(frozen=True)
class Named:
    """Those to be there and those not to be; without `is_change` the first are all there are to be."""

    there: tuple[PersonRef, ...] = ()
    gone: tuple[PersonRef, ...] = ()
    is_change: bool = False


def named(words: str) -> Named | None:
    """None where the words are something else: "reviewers 42 need lunch" is work."""
    text = words.strip().rstrip("。.!！").replace("＠", "@")
    if text.lower() in NOBODY:
        return Named()
    if not _ALL.fullmatch(text):
        return None
    there: list[PersonRef] = []
    gone: list[PersonRef] = []
    for match in ONE_PERSON.finditer(text):
        kind, value = ("id", match["id"]) if match["id"] else ("name", match["name"])
        ref = PersonRef("id" if kind == "id" else "name", value, Span(*match.span()))
        (gone if _TAKES_OFF.search(text[: match.start()]) else there).append(ref)
    return Named(tuple(in_steps(text, there)), tuple(gone), bool(gone) or text[0] in "+＋")
