"""Cuts a text into tokens and gives each a kind, one character, so that rules are patterns over kinds."""

import re
from typing import Any

from bot.parsing.dates.cutting_zh import cut
from bot.parsing.dates.dates_zh import SIMPLIFIED
from bot.parsing.dates.languages import Language, Token

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，！？；（）"}
_FULL_WIDTH |= {0x3000: 0x20, 0xA0: 0x20, 0x2018: 0x27, 0x2019: 0x27, 0x02BC: 0x27, 0x202F: 0x20, 0x301C: 0x7E}
_FULL_WIDTH |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63), 0x2D)
_FULL_WIDTH |= {0x2215: 0x2F, 0x2044: 0x2F, 0x2236: 0x3A, 0xFE55: 0x3A, 0xFE5F: 0x23, 0xFE6B: 0x40, 0xFF64: 0x3001}

_APART = r"(?<![A-Za-z0-9_.:/])(?<!\d-)"
_HALVES = r"(?P<half>[ap])(?:\s?\.?\s?m(?![A-Za-z0-9_])\.?|\.(?=\s|$|,))"
_SCAN = re.compile(
    rf"(?P<ampm>{_APART}\d{{1,2}}(?:[:.]\d\d){{0,2}}\s?{_HALVES}|{_APART}\d{{3,4}}\s?[ap]\.?m(?![A-Za-z0-9_])\.?)"
    r"|(?P<blob>[$€£¥+#v]?\d(?:[0-9A-Za-z_.,:/·%°-]*[0-9A-Za-z_%°])?(?:\.(?=\s|$))?)"
    r"|(?P<mixed>[A-Za-z]+[0-9_][A-Za-z0-9_.-]*|[A-Za-z]+\.(?:com|org|net|io|dev|app|md|txt|csv|pdf|xlsx?|docx?)\b)"
    r"|(?P<word>[A-Za-z\u00c0-\u024f]+(?:['-](?!q[1-4]\b)[A-Za-z\u00c0-\u024f]+)*(?:(?<=s)'(?=\s+time\b))?)"
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
_UNITS |= {"w": "week", "wk": "week", "wks": "week", "weeks": "week", "days": "day", "day": "day", "hours": "hour"}
_UNITS |= {"mo": "month", "mos": "month", "yr": "year", "yrs": "year"}

_DATE = (
    (re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"), (1, 3, 4)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)"), (3, 1, 2)),
    (re.compile(r"(\d{1,2})-(\d{1,2})-(20\d\d)"), (3, 1, 2)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
)
_NAMED_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?-?([a-z]{3,9})(?:-(\d{4}|\d\d))?", re.I)
_CLOCK = re.compile(r"(\d{1,2})[:h](\d\d)(?:[:.]\d\d)?(?:h|hrs?)?", re.I)
_DATE_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(?::\d\d)?[Zz]?|(\d{1,2}[./]\d{1,2})-(\d{1,2}:\d\d)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z]+)")
_LONG_LENGTH = re.compile(r"(\d{1,3})h(\d{1,2})m(?:in)?", re.I)
_CLOCK_RANGE = re.compile(r"(\d{1,2})(?:[:.](\d\d))?-(\d{1,2})(?:[:.]\d\d)?([ap])m?", re.I)
_TWO_CLOCKS = re.compile(r"(\d{1,2}:\d\d)-\d{1,2}:\d\d")
_SHORT_HALF = re.compile(r"(\d{1,2}):(\d\d)([ap])", re.I)
_ABOUT = re.compile(r"(\d{1,2})(?::?(\d\d))?-?ish", re.I)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.I)
_RANGE = re.compile(r"(\d{1,2}(?:st|nd|rd|th)?)-(\d{1,2}(?:st|nd|rd|th)?)|(\d{1,2}/\d{1,2})-(\d{1,2}/\d{1,2})", re.I)
_DOTTED_RANGE = re.compile(r"(\d{1,2}\.\d\d)-(\d{1,2}\.\d\d)")


def flattened(text: str) -> str:
    """Full-width forms as their plain twins; every character keeps its place."""
    return text.translate(_FULL_WIDTH)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones too, only to be read; every character keeps its place."""
    return flattened(text).translate(SIMPLIFIED)


def tokens_of(text: str, language: Language) -> list[Token]:
    """The text must have gone through `flattened`."""
    found: list[Token] = []
    position = 0
    while match := _SCAN.match(text, position):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "half":
            kind = "ampm"
        if kind == "word":
            _add_words(found, text, start, end, language)
        elif kind == "cjk":
            end = cut(found, text, start)
        elif kind == "blob":
            _add_blob(found, match.group(), start, language)
        elif kind == "mixed" and text[start] in "qQ" and match.group()[1:] in ("1", "2", "3", "4"):
            found.append(Token("1", int(match.group()[1]), start, end))
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


def _add_words(found: list[Token], text: str, start: int, end: int, language: Language) -> None:
    word = text[start:end].lower()
    known = language.words.get(word)
    if known is None and "-" in word:
        parts = word.split("-")
        if all(language.words.get(part, ("x", 0))[0] in "wmVMruEZnOpq" for part in parts):
            _add_parts(found, text, start, parts, language)
            return
    if known is None and len(word) > 4:
        known = language.slips.get(word)
    if known and known[0] in "nO" and found and found[-1].kind == "n" and found[-1].value >= 20 > known[1] > 0:
        start = found[-1].start
        known = (known[0], found.pop().value + known[1])
    if not _joined(found, text, word, end, language):
        kind, value = known or ("x", None)
        found.append(Token(kind, value, start, end))


def _add_parts(found: list[Token], text: str, start: int, parts: list[str], language: Language) -> None:
    """mon-fri is a range, mid-march and twenty-first are the words they are made of."""
    for place, part in enumerate(parts):
        kind = language.words[part][0]
        if place and not (kind in "nO" and found[-1].kind == "n") and (kind in "wmVMu") and found[-1].kind in "wmVMn":
            found.append(Token("-", None, start - 1, start))
        _add_words(found, text, start, start + len(part), language)
        start += len(part) + 1


def _joined(found: list[Token], text: str, word: str, end: int, language: Language) -> bool:
    """ "business days" and "from now" are one token each: the second word widens the first."""
    if not found or word not in language.second_words:
        return False
    last = found[-1]
    pair = language.phrases.get(f"{text[last.start : last.end].lower()} {word}")
    if pair:
        last.kind, last.value, last.end = *pair, end
    return pair is not None


def _add_blob(found: list[Token], written: str, start: int, language: Language) -> None:
    end = start + len(written)
    if written[-1] == "." and not re.fullmatch(r"\d{1,2}\.\d{1,2}\.", written):
        written, end = written[:-1], end - 1
    kind, value = _blob(written)
    if kind == "x" and (named := _with_a_month(written, language)):
        kind, value = "i", named
    if kind in ("two", "range"):
        first, second = value
        middle = start + len(written) - len(second)
        _add_blob(found, first, start, language)
        if kind == "range":
            found.append(Token("-", None, middle - 1, middle))
        _add_blob(found, second, middle, language)
        return
    found.append(Token(kind, value, start, end))


def _with_a_month(written: str, language: Language) -> tuple[int | None, int, int] | None:
    """5-Mar, 5mar, 05-Mar-27: a year, a month and a day."""
    match = _NAMED_MONTH.fullmatch(written)
    kind, month = language.words.get(match[2].lower(), ("x", 0)) if match else ("x", 0)
    return (int(match[3]) if match[3] else None, month, int(match[1])) if match and kind in "mM" else None


def _blob(written: str) -> tuple[str, Any]:
    if written.isdigit():
        return _number(written)
    if match := _CLOCK.fullmatch(written):
        hour, minute = int(match[1]), int(match[2])
        if (hour, minute) == (24, 0):
            return "夜", None
        return ("k", (hour, minute, hour > 12 or written[0] == "0")) if hour < 24 and minute < 60 else ("x", None)
    if match := _ORDINAL.fullmatch(written):
        return ("o", int(match[1])) if 1 <= int(match[1]) <= 31 else ("x", None)
    if (match := _SHORT_HALF.fullmatch(written)) and 1 <= int(match[1]) <= 12 and int(match[2]) < 60:
        return "k", (int(match[1]) % 12 + (12 if match[3] in "pP" else 0), int(match[2]), True)
    if match := _ABOUT.fullmatch(written):
        hour, minute = int(match[1]), int(match[2] or 0)
        return ("K", (hour, minute, hour > 12)) if hour < 24 and minute < 60 else ("x", None)
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
    if len(written) == 8 and written.startswith("20") and "0101" <= written[4:] <= "1231":
        return "i", (int(written[:4]), int(written[4:6]), int(written[6:]))
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
            if month > 12 and pattern in (_DATE[1][0], _DATE[2][0]):
                month, day = day, month
            return "i", (year, month, day)
    if match := _DATE_CLOCK.fullmatch(written):
        return "two", (match[1] or match[3].replace(".", "·"), match[2] or match[4])
    if match := _CLOCK_RANGE.fullmatch(written):
        return _first_of_two(*match.groups())
    if match := _TWO_CLOCKS.fullmatch(written):
        return _blob(match[1])
    if match := _DOTTED_RANGE.fullmatch(written):
        return "range", (match[1], match[2])
    if match := _RANGE.fullmatch(written):
        return "range", (match[1] or match[3], match[2] or match[4])
    return _short_date(written)


def _first_of_two(first: str, minute: str | None, second: str, half: str) -> tuple[str, Any]:
    """9-10am begins at nine in the morning, 11-2pm before noon."""
    begin, end = int(first) % 12, int(second) % 12
    if not (1 <= int(first) <= 12 and 1 <= int(second) <= 12):
        return "x", None
    return "k", (begin + (12 if half in "pP" and begin < end else 0), int(minute or 0), True)


def _short_date(written: str) -> tuple[str, Any]:
    if match := re.fullmatch(r"(\d{1,2})([./·])(\d{1,2})(\.?)", written):
        first, second = int(match[1]), int(match[3])
        if match[2] == "/":
            return "s", (first, second)
        if match[2] == "·":
            return "i", (None, first, second)
        if match[4]:
            return "z", (None, second, first)
        return "v", (first, second, len(match[3]))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d\d)", written):
        return "z", (int(match[3]), int(match[2]), int(match[1]))
    if match := _LENGTH.fullmatch(written):
        return _length(match)
    return ("q", float(written)) if re.fullmatch(r"\d{1,4}\.\d{1,2}", written) else ("x", None)
