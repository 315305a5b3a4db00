"""How people are named in a line, one or several: by their ids, by `@handle`, by a Chinese name that runs on."""

import re
from collections.abc import Iterator

from bot.parsing.lines.verbs import CHINESE_DEEDS

# what may follow a Chinese name that nothing sets off: 2 to 4 letters, the fewest that one of these comes after
_CJK_NAME_END = (
    r"今天|明天|后天|大后天|今晚|明晚|明早|本周|这周|下下?周|每|周[一二三四五六日天末]|星期|礼拜|月底|月初|年底|下个?月|\d"
    r"|之前|负责|审核|评审|审阅|复核|审批|[的把将请帮给跟要需去来让从]|和\s?[@＠]|尽快|马上"
    r"|或者?\s?[@＠]|然后|再由?\s?[@＠]|后[由请]?\s?[@＠]|协助|配合|意见|抄送|知会|" + CHINESE_DEEDS
)
# without regard to case such a range takes milliseconds to compile, at every start
_HAN, _NO_HAN = r"(?-i:[\u4e00-\u9fff·])", r"(?-i:[^\u4e00-\u9fff·])"
PERSON = (
    r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    rf"|(?<![A-Za-z0-9_.@])@(?P<name>{_HAN}{{2,4}}?(?=(?:{_CJK_NAME_END})|{_NO_HAN}|$)|{_HAN}{{2,3}}"
    r"|[A-Za-z\u00c0-\u024f_](?:[A-Za-z\u00c0-\u024f0-9_.\-]*[A-Za-z\u00c0-\u024f0-9_])?)"
)
HAN = _HAN
ONE_PERSON = re.compile(PERSON, re.I)
ANY_PERSON = re.sub(r"\?P<\w+>", "?:", PERSON)
_DATE_HANDLES = frozenset(
    (
        *("today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("mon", "tue", "thu", "fri", "tmr"),
    )
)
_EVERYBODY = frozenset(("here", "channel", "everyone", "all", "所有人", "全体成员", "全体", "大家", "各位"))
_NO_HANDLES = _DATE_HANDLES | _EVERYBODY


def several(joints: str) -> str:
    """A pattern of people with these words between them.

    Possessive, and at most twenty: a list that leads nowhere is tried once, not in every way it can be cut.
    """
    return rf"(?:(?:{ANY_PERSON})(?:\s*+(?:{joints})\s*+(?=[@<]))?+){{1,20}}+"


PEOPLE = several(r",|and|&|、|和|，")
PEOPLE_ZH = several(r"(?:,|and|&|、|和|，)?+")


def each_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Everybody named there; "@here" and "@friday" are nobody."""
    for match in ONE_PERSON.finditer(text, start, end):
        if match["id"] or match["name"].lower() not in _NO_HANDLES:
            yield match
