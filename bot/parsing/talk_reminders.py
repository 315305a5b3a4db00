"""Wishes to be reminded, and to remind somebody: who, of what, and the words that say when."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.parsing.dates import read_dates

LONGEST = 500
_PERSON = (
    r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[A-Za-z\u00c0-\u024f][\w.\-]*|@[\u4e00-\u9fff·]{2,4}?"
    r"(?=\s|明|今|后|周|下|本|去|要|交|把|给|写|发|开|准|在|$)"
)
_POLITE = r"(?:(?:please|pls|hey|hi|ok|muster|can you|could you|would you|will you)[\s,:]+)*"
_POLITE_ZH = r"(?:请|麻烦你?|帮我|帮忙|记得|到时候?|到点|劳驾|那就|再)*\s*"
_OPENINGS = (
    rf"{_POLITE}(?:remind|nudge|ping)\s+(?P<who>me|{_PERSON})(?![A-Za-z0-9])(?!\s+(?:and|&)\s)[\s,:]*",
    rf"{_POLITE}(?:don't|do not|dont|never) let (?P<who>me) forget[\s,:]*",
    rf"{_POLITE}make sure (?:that )?(?P<who>i) (?:don't|do not|dont) forget[\s,:]*",
    rf"{_POLITE}(?:don't|do not|dont) forget[\s,:]+(?=\S)",
    rf"{_POLITE}(?:set|create|add|make|i need|i want|give me)(?: me| up)? (?:a )?reminder(?: for me)?[\s,:]*",
    r"reminder\s*[:：-]\s*",
    rf"{_POLITE_ZH}提醒(?:一下)?\s*(?P<who>我(?!的|们|家|司)|{_PERSON})(?:一下|一声)?[\s,，:：]*",
    rf"{_POLITE_ZH}(?:别|不要|可别|千万别)(?:让我|叫我)?(?:忘了|忘记|忘)[\s,，:：]*(?=\S)",
    r"(?:设|建|加|定)(?:置|立|个|一个)*提醒[\s,，:：]+",
)  # fmt: skip
_AT_ONCE = re.compile("|".join(re.sub(r"\?P<who>", f"?P<who{n}>", said) for n, said in enumerate(_OPENINGS)), re.I)
_LATER = re.compile(
    rf"(?P<when>\S.{{0,30}}?)[\s,，]*(?:(?<=\s)|(?<=,)){_POLITE}"
    rf"remind (?P<who>me|{_PERSON})(?![A-Za-z0-9])[\s,:]*"
    rf"|(?P<when_zh>\S.{{1,20}}?)[\s,，]*(?:的时候)?{_POLITE_ZH}(?:提醒|叫)(?:一下)?\s*"
    rf"(?P<who_zh>我(?!的|们|家|司)|{_PERSON})(?:一下|一声)?[\s,，:：]*",
    re.I,
)
_LEADING = re.compile(
    r"(?:to|that (?:i|we) (?:need|have|must|should)(?: to)?|(?:i|we) (?:need|have|must) to|that|about|of|for|[:,-])\s+"
    r"|(?:记得|要记得|该去|要去|关于)(?=\S)",
    re.I,
)
_ENDS = re.compile(r"[\s.。!！,，]+$")
_NO_WHAT = re.compile(r"(?:it|this|that|something|again|later|please|一下|一次|一声|这个|那个|它)?[\s.。!！]*", re.I)


@dataclass(frozen=True)
class Reminder:
    """Who is reminded: `me`, or a person as written. `what` is the work, `when` the words of its date, if any."""

    who: str
    what: str
    when: str = ""


def reminder(line: str, now: datetime) -> Reminder | None:
    """`now` is in the speaker's zone."""
    text = " ".join(line.split()).replace("’", "'")
    if len(text) > LONGEST:
        return None
    if match := _AT_ONCE.match(text):
        who = next((said for name, said in match.groupdict().items() if name.startswith("who") and said), "me")
        return _of(who, text[match.end() :], "", now)
    match = _LATER.match(text)
    if match is None:
        return None
    when = (match["when"] or match["when_zh"]).strip(" ,，")
    reading = read_dates(when, now)
    if reading is None or reading.day is None:
        return None
    if when[: reading.start].strip(" 在") or when[reading.end :].strip(" ,，的"):
        return None
    return _of(match["who"] or match["who_zh"], text[match.end() :], when, now)


def _of(who: str, words: str, when: str, now: datetime) -> Reminder | None:
    """What is left once the date is taken out; a rhythm stays where it stands."""
    words = _ENDS.sub("", words)
    reading = None if when else read_dates(words, now)
    if reading is not None and not reading.rrule:
        when = words[reading.start : reading.end].strip()
        words = f"{words[: reading.start].rstrip()} {words[reading.end :].lstrip()}".strip()
    words = words.strip(" ,，")
    leading = _LEADING.match(words)
    what = words[leading.end() :] if leading else words
    if _NO_WHAT.fullmatch(what):
        return None
    return Reminder("me" if who.lower() in ("me", "i", "我") else who, what, when)
