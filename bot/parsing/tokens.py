"""Cuts a text into tokens and gives each a kind, one character, so that rules are patterns over kinds."""

import re
from dataclasses import dataclass
from typing import Any

from bot.parsing import dates_en, dates_zh


@dataclass(slots=True)
class Token:
    kind: str
    value: Any
    start: int
    end: int


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，！？；（）"}
_FULL_WIDTH |= {0x3000: 0x20, 0xA0: 0x20, 0x2019: 0x27, 0x202F: 0x20, 0x2013: 0x2D}

_HALVES = r"(?P<half>[ap])(?:\s?\.?\s?m\b\.?|\.(?=\s|$|,))"
_SCAN = re.compile(
    rf"(?P<ampm>(?<![\w.:/])(?<!\d-)\d{{1,2}}(?:[:.]\d\d){{0,2}}\s?{_HALVES}|(?<![\w.:/])(?<!\d-)\d{{3,4}}\s?[ap]\.?m\b\.?)"
    r"|(?P<blob>[$€£¥+#v]?\d(?:[0-9A-Za-z_.,:/·%°-]*[0-9A-Za-z_%°])?(?:\.(?=\s|$))?)"
    r"|(?P<mixed>[A-Za-z]+[0-9_][A-Za-z0-9_.-]*)"
    r"|(?P<word>[A-Za-z\u00c0-\u024f]+(?:['-][A-Za-z\u00c0-\u024f]+)*)"
    r"|(?P<cjk>[\u3400-\u9fff〇])|(?P<space>\s+)|(?P<mark>.)",
    re.S | re.I,
)
_AMPM = re.compile(r"(\d{1,2}?)(?:[:.]?(\d\d))?(?:[:.]\d\d)?\s?([ap]).*", re.S | re.I)
_MARKS = {
    ",": "C",
    "，": "C",
    "、": "C",
    "-": "-",
    "–": "-",
    "~": "-",
    "～": "-",
    "&": "&",
    "/": "&",
    "@": "A",
    "—": "-",
}
_UNITS = {"h": "hour", "hr": "hour", "hrs": "hour", "m": "minute", "min": "minute", "mins": "minute", "d": "day"}
_UNITS |= {"w": "week", "wk": "week", "days": "day", "day": "day", "hours": "hour", "weeks": "week", "mo": "month"}

_SECOND_WORDS = frozenset(phrase.split()[1] for phrase in dates_en.PHRASES)

_DATE = (
    (re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"), (1, 3, 4)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)"), (3, 1, 2)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
)
_CLOCK = re.compile(r"(\d{1,2})[:h](\d\d)(?:[:.]\d\d)?", re.I)
_DATE_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(?::\d\d)?[Zz]?|(\d{1,2}[./]\d{1,2})-(\d{1,2}:\d\d)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z]+)")
_LONG_LENGTH = re.compile(r"(\d{1,3})h(\d{1,2})m(?:in)?", re.I)
_CLOCK_RANGE = re.compile(r"(\d{1,2})-(\d{1,2})([ap])m", re.I)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.I)
_RANGE = re.compile(r"(\d{1,2})-(\d{1,2})")


def flattened(text: str) -> str:
    """Full-width forms as their plain twins; every character keeps its place."""
    return text.translate(_FULL_WIDTH)


def tokens_of(text: str) -> list[Token]:
    """The text must have gone through `flattened`."""
    found: list[Token] = []
    position = 0
    while match := _SCAN.match(text, position):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "half":
            kind = "ampm"
        if kind == "word":
            _add_words(found, text, start, end)
        elif kind == "cjk":
            end = _add_chinese(found, text, start)
        elif kind == "blob":
            _add_blob(found, match.group(), start)
        elif kind == "ampm":
            found.append(_half_day_clock(match.group(), start))
        elif kind != "space":
            found.append(Token(_MARKS.get(match.group(), "x" if kind == "mixed" else "."), None, start, end))
        position = end
        if position >= len(text):
            break
    return found


def _half_day_clock(written: str, start: int) -> Token:
    match = _AMPM.fullmatch(written)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match is None or not 1 <= hour <= 12 or minute > 59:
        return Token("x", None, start, start + len(written))
    hour = hour % 12 + (12 if match[3] in "pP" else 0)
    return Token("k", (hour, minute, True), start, start + len(written))


def _add_words(found: list[Token], text: str, start: int, end: int) -> None:
    word = text[start:end].lower()
    known = dates_en.WORDS.get(word)
    if known is None and "-" in word:
        parts = word.split("-")
        if all(dates_en.WORDS.get(part, ("x", 0))[0] in "wmVM" for part in parts):
            for part in parts:
                kind, value = dates_en.WORDS[part]
                found.append(Token(kind, value, start, start + len(part)))
                found.append(Token("-", None, start + len(part), start + len(part)))
                start += len(part) + 1
            found.pop()
            return
    if word == "o'clock":
        known = ("h", 0)
    if known and known[0] == "n" and found and found[-1].kind == "n" and found[-1].value >= 20 > known[1]:
        known = ("n", found.pop().value + known[1])
    if not _joined(found, text, word, end):
        kind, value = known or ("x", None)
        found.append(Token(kind, value, start, end))


def _joined(found: list[Token], text: str, word: str, end: int) -> bool:
    """ "business days" and "from now" are one token each: the second word widens the first."""
    if not found or word not in _SECOND_WORDS:
        return False
    last = found[-1]
    pair = dates_en.PHRASES.get(f"{text[last.start : last.end].lower()} {word}")
    if pair:
        last.kind, last.value, last.end = *pair, end
    return pair is not None


def _add_blob(found: list[Token], written: str, start: int) -> None:
    end = start + len(written)
    if written[-1] == "." and not re.fullmatch(r"\d{1,2}\.\d{1,2}\.", written):
        written, end = written[:-1], end - 1
    kind, value = _blob(written)
    if kind == "two":
        first, second = value
        middle = start + len(written) - len(second)
        _add_blob(found, first, start)
        if written[middle - start - 1] == "-" and found[-1].kind == "d":
            found.append(Token("-", None, middle - 1, middle))
        _add_blob(found, second, middle)
        return
    found.append(Token(kind, value, start, end))


def _blob(written: str) -> tuple[str, Any]:
    if written.isdigit():
        return _number(written)
    if match := _CLOCK.fullmatch(written):
        hour, minute = int(match[1]), int(match[2])
        return ("k", (hour, minute, hour > 12 or written[0] == "0")) if hour < 24 and minute < 60 else ("x", None)
    if match := _ORDINAL.fullmatch(written):
        return ("o", int(match[1])) if 1 <= int(match[1]) <= 31 else ("x", None)
    if "/" in written or "." in written or "-" in written or "·" in written:
        return _dotted(written)
    if match := _LENGTH.fullmatch(written):
        return _length(match)
    if match := _LONG_LENGTH.fullmatch(written):
        return "c", (int(match[1]) + int(match[2]) / 60, "hour")
    return "x", None


def _number(written: str) -> tuple[str, Any]:
    value = int(written) if len(written) < 5 else 0
    if len(written) <= 2:
        return "d", value
    if len(written) == 4 and 1900 <= value <= 2099:
        return "Y", value
    return ("4", value) if len(written) < 5 else ("x", None)


def _length(match: re.Match[str]) -> tuple[str, Any]:
    number, unit = match[1], match[2].lower()
    if unit == "x" and number.isdigit():
        return "X", int(number)
    if unit in ("a", "p") and number.isdigit() and 1 <= int(number) <= 12:
        return "K", (int(number) % 12 + (12 if unit == "p" else 0), 0, True)
    return ("c", (float(number), _UNITS[unit])) if unit in _UNITS and len(number) < 8 else ("x", None)


def _dotted(written: str) -> tuple[str, Any]:
    for pattern, order in _DATE:
        if match := pattern.fullmatch(written):
            year, month, day = (int(match[index]) for index in order)
            if month > 12 and pattern is _DATE[1][0]:
                month, day = day, month
            return "i", (year, month, day)
    if match := _DATE_CLOCK.fullmatch(written):
        return "two", (match[1] or match[3].replace(".", "·"), match[2] or match[4])
    if match := _CLOCK_RANGE.fullmatch(written):
        return _first_of_two(*match.groups())
    if match := _RANGE.fullmatch(written):
        return "two", (match[1], match[2])
    return _short_date(written)


def _first_of_two(first: str, second: str, half: str) -> tuple[str, Any]:
    """9-10am begins at nine in the morning, 11-2pm before noon."""
    begin, end = int(first) % 12, int(second) % 12
    if not (1 <= int(first) <= 12 and 1 <= int(second) <= 12):
        return "x", None
    return "k", (begin + (12 if half in "pP" and begin < end else 0), 0, True)


def _short_date(written: str) -> tuple[str, Any]:
    if match := re.fullmatch(r"(\d{1,2})([./·])(\d{1,2})(\.?)", written):
        first, second = int(match[1]), int(match[3])
        if match[2] == "/":
            return "s", (first, second)
        if match[2] == "·":
            return "i", (None, first, second)
        if match[4]:
            return "z", (second, first)
        return "v", (first, second, len(match[3]))
    if match := _LENGTH.fullmatch(written):
        return _length(match)
    return ("q", float(written)) if re.fullmatch(r"\d{1,4}\.\d{1,2}", written) else ("x", None)


_FIRST_LETTERS = {word[0] for word in dates_zh.WORDS}
_LONGEST = max(len(word) for word in dates_zh.WORDS)


def _add_chinese(found: list[Token], text: str, start: int) -> int:
    counted = bool(found) and found[-1].end == start and found[-1].kind in "dqY半"
    match = dates_zh.NOT_TIME.match(text, start)
    if match or (not counted and (match := dates_zh.NOT_TIME_UNLESS_COUNTED.match(text, start))):
        found.append(Token("x", None, start, match.end()))
        return match.end()
    char = text[start]
    if char in "周星礼週" and (match := dates_zh.ONE_WEEKDAY.match(text, start)):
        found.append(Token("w", dates_zh.WEEKDAY[match[1]], start, match.end()))
        return _add_more_weekdays(found, text, match.end())
    if char in "下上这本当明今后去" and (match := dates_zh.NEXT.match(text, start)):
        found.append(Token("f", dates_zh.NEXT_VALUE.get(match[1] or match[2], 0), start, match.end()))
        return match.end()
    if char in _FIRST_LETTERS:
        for length in range(min(_LONGEST, len(text) - start), 0, -1):
            if known := dates_zh.WORDS.get(text[start : start + length]):
                found.append(Token(*known, start, start + length))
                return start + length
    if char in dates_zh.NUMERAL or char == "第":
        return _add_numeral(found, text, start)
    if not found or found[-1].kind != "x" or found[-1].end != start:
        found.append(Token("x", None, start, start + 1))
    found[-1].end = start + 1
    return start + 1


def _add_more_weekdays(found: list[Token], text: str, end: int) -> int:
    """每周一三五 and 每周一、三: a list is one only after 每."""
    if len(found) < 2 or found[-2].kind not in "eu":
        return end
    while match := dates_zh.MORE_WEEKDAYS.match(text, end):
        found.append(Token("w", dates_zh.WEEKDAY[match[1]], end, match.end()))
        end = match.end()
    return end


def _add_numeral(found: list[Token], text: str, start: int) -> int:
    ordinal = text[start] == "第"
    end = first = start + ordinal
    while end < len(text) and (text[end] in dates_zh.NUMERAL or (ordinal and text[end].isdigit())):
        end += 1
    value = numeral(text[first:end]) if end > first else None
    if ordinal and text[end : end + 1] == "个":
        end += 1
    kind = "x" if value is None else "o" if ordinal else "Y" if 1900 <= value <= 2099 else "d"
    end = max(end, start + 1)
    found.append(Token(kind, value, start, end))
    return end


def numeral(written: str) -> int | None:
    """一百二十 by place, 二零二六 by digit."""
    if written.isascii() and written.isdigit():
        return int(written[:6])
    if not written or len(written) > 6:
        return None
    if "十" not in written and "百" not in written:
        return int("".join(str(dates_zh.DIGITS[char]) for char in written)) if len(written) < 5 else None
    total, last = 0, 0
    for char in written:
        if char in "十百":
            total += (last or 1) * (10 if char == "十" else 100)
            last = 0
        else:
            last = dates_zh.DIGITS[char]
    return total + last
