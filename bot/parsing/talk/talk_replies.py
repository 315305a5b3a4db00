"""Replies to a message about several tasks: all of them, or all but some, are done or put off."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re
from dataclasses import dataclass
from datetime import datetime, time

from bot.parsing.dates.when import read_snooze
from bot.parsing.talk import talk_bulk

LONGEST = 120
_NUMBERS = r"(?:(?:task|任务)\s?)?[#＃]?\d{1,9}(?:\s?号)?(?:(?:\s?[,，、&]\s?(?:and\s)?|\s?and\s|\s?[和跟]\s?|\s)[#＃]?\d{1,9}(?:\s?号)?)*"
_EXCEPT = re.compile(
    rf"[\s,，;；(（]*(?:\b(?:all\s)?(?:except|but|apart from|other than|besides|without)(?:\s(?:for|not))?\s|除了?\s?|就差\s?|只剩\s?)"
    rf"(?P<but>{_NUMBERS})\s?(?:以外|之外|外)?(?:的)?(?:还?没(?:有)?(?:做完|完成|好)?)?[\s,，)）]*",
    re.IGNORECASE,
)  # fmt: skip
_DONE = re.compile(
    r"(?:(?P<all>all(?: of (?:them|it|these))?|both(?: of them)?|everything(?: else)?|the (?:others?|rest))"
    r"(?:'s| is| are| of (?:them|it))?\s?)?(?:all )?(?:done|finished|completed?|ready)(?: with)?"
    r"(?:\s(?P<after>all(?: of (?:them|it))?|both|everything|them))?"
    r"|(?:我|已经)*(?P<all_zh>(?:其他|其余|剩下|别的|这些|这几(?:个|项|条))?(?:的)?(?:全都|全部|都|全|两个都)?)(?:已经)?"
    r"(?:完成|做完|搞定|弄完|办完|做好|弄好|办好)(?:了|啦)?",
    re.IGNORECASE,
)  # fmt: skip
_THEM = r"(?:all(?: of (?:them|it|these))?|both|everything|them|these|it|the (?:others?|rest))"
_SNOOZE = (
    re.compile(rf"(?:snooze|put off|postpone|remind me(?: again)?(?: of| about)?)(?:\s{_THEM})?(?: again)?"
               r"(?:\s(?:to|till|until|for))?\s(?P<when>\S.*)", re.IGNORECASE),
    re.compile(rf"put {_THEM} off(?:\s(?:to|till|until|for))?\s(?P<when>\S.*)", re.IGNORECASE),
    re.compile(r"(?:把)?(?:其他|其余|剩下|这些)?(?:的)?(?:全部|全都|都|全)?(?:推到|推迟到|延到|挪到|放到|等到|拖到|推迟)"
               r"(?P<when>\S.*?)(?:再说|再提醒我?|吧|了)*"),
    re.compile(r"(?:其他|其余|剩下)?(?:的)?(?:全部|全都|都|全)?(?P<when>\S.*?)再(?:都|全部)?(?:提醒我?|说|看)(?:一遍|一下)?(?:吧|了)*"),
)  # fmt: skip
_BEFORE = re.compile(r"^(?:please|pls|ok(?:ay)?|i'm|i am|we're|请|好的?|麻烦)[\s,，]+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class OfAll:
    """`done`, or `snooze` until `when`; of all but some numbers. `in_so_many_words`: they said that it is of all."""

    verb: str
    when: str = ""
    but: tuple[int, ...] = ()
    in_so_many_words: bool = False


def of_all(line: str, now: datetime, zone: str) -> OfAll | None:
    """What a reply does to all the tasks it may be about; None where it is no such order."""
    text = " ".join(line.split()).replace("’", "'").strip(" .。!！~,，")
    if not text or len(text) > LONGEST:
        return None
    text = _BEFORE.sub("", text)
    but = _EXCEPT.search(text)
    numbers = tuple(dict.fromkeys(int(one) for one in _DIGITS.findall(but["but"]))) if but else ()
    rest = f"{text[: but.start()]} {text[but.end() :]}".strip(" ,，") if but else text
    rest = re.sub(r"^(?:is|are)\s", "", rest)
    if match := _DONE.fullmatch(rest):
        return OfAll("done", "", numbers, bool(numbers or match["all"] or match["after"] or match["all_zh"]))
    if talk_bulk.bare(rest) == "done":
        return OfAll("done", "", numbers, bool(numbers))
    found = (pattern.fullmatch(rest) for pattern in _SNOOZE)
    when = next((match["when"] for match in found if match and _is_a_time(match["when"], now, zone)), "")
    return OfAll("snooze", when, numbers, in_so_many_words=True) if when else None


def _is_a_time(words: str, now: datetime, zone: str) -> bool:
    return read_snooze(words, now=now, zone=zone, day_start=time(9)) is not None
