"""When somebody is away, as people say it: until Friday, 3/4-3/10 vacation, tomorrow morning, 下周一到周三休假."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.parsing.dates.civil import plus
from bot.parsing.dates.dates import Reading, read_dates
from bot.parsing.dates.when import read_duration

LONGEST = 200
DAY = timedelta(days=1)
_UNTIL = re.compile(r"(?:until|till|til|till the|back on)\b|'til\b", re.I)
_TO = re.compile(r"(?:to|through|thru)\s+|(?:一直)?(?:请假|休假|休|请)?(?:到|至)", re.I)
_LENGTH = re.compile(
    r"(?:for |the next |the whole )?(?P<length>(?:\d{1,3}|an?|one|two|three|four|five|six|eight|ten|[一二两三四五六七八九十]{1,3})\s*"
    r"(?:days?|weeks?|天|日|周|个?星期|个?礼拜))(?:假)?(?![\u4e00-\u9fff\w])",
    re.I,
)
_WEEK = re.compile(
    r"(?:(?:all |the whole )?(?:of )?(?P<en>this|next) week|(?P<zh>下下?|这|本)个?(?:周|星期|礼拜)(?:一整周|整周|全周)?(?![一二三四五六日天末1-7]))",
    re.I,
)
_MORNING = re.compile(r"\bmorning\b|上午|早上", re.I)
_AFTERNOON = re.compile(r"\bafternoon\b|下午", re.I)
_NO_HALF = re.compile(r"\b(?:evening|night|tonight|noon)\b|晚上|今晚|中午|半小时|\d\s*(?:h|hours?|小时)\b", re.I)
_FILLING = re.compile(
    r"^(?:(?:(?:on|from|for|in|at|the|as|of|starting)\b|[是从自在的请要起休我，,]|开始)\s*)+"
    r"|(?:\s*(?:\b(?:off|for|from|on)|[的起，,。.!！:：]|开始))+$",
    re.I,
)


@dataclass(frozen=True)
class Absence:
    """The days from first to last, both away; `until` says that the last was called the end of it.

    `part` is "whole", "morning" or "afternoon".
    """

    first: date
    last: date
    part: str = "whole"
    note: str = ""
    until: bool = False


def read_absence(words: str, now: datetime) -> Absence | None:
    """`now` is in the speaker's zone."""
    text = " ".join(words.split()).strip(" ,，。.!！")
    if not text or len(text) > LONGEST:
        return None
    found = _of_a_week(text, now.date()) or _of_a_length(text, now) or _of_dates(text, now)
    if found is None or found.last < max(found.first, now.date()):
        return None
    return None if read_dates(found.note, now) else found  # another day beside them: which of them is meant?


def _of_a_week(text: str, today: date) -> Absence | None:
    """Next week is all of it, and what is left of this one."""
    match = _WEEK.search(text)
    if match is None or (match["zh"] and match["zh"] == "下下"):
        return None
    ahead = 1 if (match["en"] or "").lower() == "next" or match["zh"] == "下" else 0
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return Absence(max(monday, today), monday + 6 * DAY, note=_note(text, [(match.start(), match.end())]))


def _of_a_length(text: str, now: datetime) -> Absence | None:
    """Three days, from today or from the day that is named."""
    match = _LENGTH.search(text)
    length = read_duration(match["length"]) if match else None
    if match is None or length is None:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    reading = read_dates(rest, now)
    if reading is not None and (reading.rrule or reading.begin):
        return None
    first = reading.day if reading is not None and reading.day else now.date()
    last = plus(first, length.days - 1)
    spans = [(reading.start, reading.end)] if reading is not None and reading.day else []
    return Absence(first, last, note=_note(rest, spans)) if last and length.days else None


def _of_dates(text: str, now: datetime) -> Absence | None:
    reading = read_dates(text, now)
    if reading is None or reading.day is None or reading.rrule is not None:
        return None
    is_until = bool(_UNTIL.match(text[reading.start :]) or _UNTIL.search(text[: reading.start]))
    lasts = is_until or bool(_TO.search(text[: reading.start])) or bool(_TO.match(text[reading.start :]))
    lasts = lasts or bool(re.search(r"(?:为止|之前|前)$", text[reading.start : reading.end]))
    first = reading.begin or (now.date() if lasts else reading.day)
    if first > reading.day:
        first = now.date()  # the range began a few days ago
    part = _part_of(text, reading)
    if part is None:
        return None
    if lasts or first != reading.day:
        part = "whole"
    is_open = is_until and reading.begin is None
    return Absence(first, reading.day, part, _note(text, [(reading.start, reading.end)]), is_open)


def _part_of(text: str, reading: Reading) -> str | None:
    """The half of the day that is named; None for an hour or an evening, which no absence is measured in."""
    if reading.clock is not None or _NO_HALF.search(text):
        return None
    return "morning" if _MORNING.search(text) else "afternoon" if _AFTERNOON.search(text) else "whole"


def _note(text: str, spans: list[tuple[int, int]]) -> str:
    """What is said beside the dates."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    text = _TO.sub(" ", _UNTIL.sub(" ", text))
    text = _MORNING.sub(" ", _AFTERNOON.sub(" ", text)) if not text.strip().isascii() else text
    before = None
    while before != text:
        before, text = text, _FILLING.sub("", " ".join(text.split()))
    return text.strip(" ,，。.!！-–—()（）:：")[:80]


# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice
# --- said freely ------------------------------------------------------------------------------------------------------

_REASONS = (
    r"away|ooo|out of (?:the )?office|off sick|out|off|not (?:working|in|around|here)|unavailable|sick|travell?ing"
    r"|on (?:vacation|leave|holidays?|pto|parental leave|sick leave|a (?:business )?trip)"
)
_SAID = re.compile(rf"(?:i'?m|i am|i'?ll be|i will be)\s+(?:going to be\s+)?(?:{_REASONS})\s+(?P<when>.+)", re.I)
_TAKEN = re.compile(
    r"(?:i'?m taking|i am taking|i'?ll take|i'?m having|i have|i'?ve got)\s+(?P<when>.+?)\s+off(?:\s+work)?", re.I
)
_BARE = re.compile(r"(?:away|ooo|out of (?:the )?office|on (?:vacation|leave))\s+(?P<when>.+)", re.I)
_LEAVE = r"(?:请|休|放)(?:一下)?(?:个)?(?:事|病|年|婚|产|陪产|育儿|探亲|调休)?假|休息|调休|不上班|不在(?:公司|办公室)?|不来(?:公司|上班)?|外出|出差"
_ZH = re.compile(
    rf"(?P<me>我)?(?:要|想|得|需要)?(?P<before>.*?)(?:要|想|得|需要|会)?(?P<leave>{_LEAVE})(?P<after>.*?)(?:了|哦|啦)?"
)
_ZH_LENGTH = re.compile(
    r"(?P<me>我)(?:要|想|得)?(?P<before>.*?)(?:请|休)(?P<length>\S{1,4}(?:天|周|个?星期))(?:的)?(?:事|病|年|婚|产|陪产)?假"
)
_BACK = re.compile(
    r"(?:i'?m |i am )back(?: (?:at work|in the office|from (?:vacation|leave|holidays?)|now|today|again))*[.!]*"
    r"|back (?:at work|in the office|from (?:vacation|leave|holidays?))[.!]*"
    r"|我?(?:已经|现在)?(?:回来(?:上班)?了?|回来了|销假了?|休完假了?|恢复上班了?|回岗了?)[。！!]*",
    re.I,
)
_SKIP = re.compile(
    r"(?:i'?m |i am )?(?:skipping|skip) (?:today|the day)[.!]*|(?:i'?m )?not working today[.!]*|leave me alone (?:for )?today[.!]*"
    r"|我?今天(?:我)?(?:不上班|不干活|别(?:打扰|烦|提醒|催)我|跳过)了?[。！!]*|跳过今天[。！!]*",
    re.I,
)


def said_freely(line: str, now: datetime, *, in_talk: bool) -> str | None:
    """The line of /muster that these words stand for; `in_talk` where a bare "away tomorrow" is said to us alone."""
    text = " ".join(line.split()).replace("’", "'").strip()
    if not text or len(text) > LONGEST:
        return None
    if _SKIP.fullmatch(text):
        return "skip today"
    if _BACK.fullmatch(text):
        return "back"
    when = _when_said(text, in_talk=in_talk)
    if when is None:
        return None
    found = read_absence(when, now)
    return f"away {when}" if found is not None and not _says_more(found.note) else None


def _when_said(text: str, *, in_talk: bool) -> str | None:
    bare = text.rstrip(" .!。！")
    for pattern in (_SAID, _TAKEN, *([_BARE] if in_talk else [])):
        if match := pattern.fullmatch(bare):
            return match["when"]
    if match := _ZH_LENGTH.fullmatch(bare):
        return f"{match['before']} {match['length']}".strip()
    match = _ZH.fullmatch(bare)
    if match is None or not (match["me"] or in_talk):
        return None
    return f"{match['before']} {match['after']}".strip() or None


def _says_more(note: str) -> bool:
    """Whether other words stand beside the dates: then it is about something else."""
    return bool(note) and not _A_REASON.fullmatch(note)


_A_REASON = re.compile(
    r"(?:on |for |a |my )?(?:vacation|holidays?|leave|pto|sick|sick leave|dentist|doctor|personal|parental leave|business trip|trip|travel)"
    r"|事假|病假|年假|婚假|产假|陪产假|调休|出差|休假|看病",
    re.I,
)
