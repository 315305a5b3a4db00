"""Cuts Chinese, which has no blanks, into the words and numerals of time; the words themselves are in dates_zh."""

from bot.parsing import dates_zh as words
from bot.parsing.languages import Token

_FIRST_LETTERS = {word[0] for word in words.WORDS}
_LONGEST = max(len(word) for word in words.WORDS)


def cut(found: list[Token], text: str, start: int) -> int:
    """Adds the tokens that begin at a place; returns where they end."""
    counted = bool(found) and found[-1].end == start and found[-1].kind in "dqY半"
    match = words.NOT_TIME.match(text, start)
    if match or (not counted and (match := words.NOT_TIME_UNLESS_COUNTED.match(text, start))):
        found.append(Token("x", None, start, match.end()))
        return match.end()
    char = text[start]
    if char in "周星礼週" and (match := words.ONE_WEEKDAY.match(text, start)):
        found.append(Token("w", words.WEEKDAY[match[1]], start, match.end()))
        return _add_more_weekdays(found, text, match.end())
    if char in "下上这本当明今后去" and (match := words.NEXT.match(text, start)):
        found.append(Token("f", words.NEXT_VALUE.get(match[1] or match[2], 0), start, match.end()))
        return match.end()
    if char in _FIRST_LETTERS:
        for length in range(min(_LONGEST, len(text) - start), 0, -1):
            if known := words.WORDS.get(text[start : start + length]):
                found.append(Token(*known, start, start + length))
                return start + length
    if char in words.NUMERAL or char == "第":
        return _add_numeral(found, text, start)
    if not found or found[-1].kind != "x" or found[-1].end != start:
        found.append(Token("x", None, start, start + 1))
    found[-1].end = start + 1
    return start + 1


def _add_more_weekdays(found: list[Token], text: str, end: int) -> int:
    """每周一三五 and 每周一、三: a list is one only after 每."""
    if len(found) < 2 or found[-2].kind not in "eu":
        return end
    while match := words.MORE_WEEKDAYS.match(text, end):
        found.append(Token("w", words.WEEKDAY[match[1]], end, match.end()))
        end = match.end()
    return end


def _add_numeral(found: list[Token], text: str, start: int) -> int:
    ordinal = text[start] == "第"
    end = first = start + ordinal
    while end < len(text) and (text[end] in words.NUMERAL or (ordinal and text[end].isdigit())):
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
        return int("".join(str(words.DIGITS[char]) for char in written)) if len(written) < 5 else None
    total, last = 0, 0
    for char in written:
        if char in "十百":
            total += (last or 1) * (10 if char == "十" else 100)
            last = 0
        else:
            last = words.DIGITS[char]
    return total + last
