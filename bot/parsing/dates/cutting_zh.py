"""Cuts Chinese, which has no blanks, into the words and numerals of time; the words themselves are in dates_zh."""

from bot.parsing.dates import dates_zh as words
from bot.parsing.dates import look_alikes_zh as look_alikes
from bot.parsing.dates.languages import Token

_FIRST_LETTERS = {word[0] for word in words.WORDS}
_LONGEST = max(len(word) for word in words.WORDS)
_UNITS = frozenset("uU年月日分刻")


def cut(found: list[Token], text: str, start: int) -> int:
    """Adds the tokens that begin at a place; returns where they end."""
    if (end := _look_alike(found, text, start)) > start:
        found.append(Token("x", None, start, end))
        return end
    if (end := _weekdays(found, text, start)) > start:
        return end
    char = text[start]
    if text.startswith(("后天", "后年"), start) and found and found[-1].end == start and _ends_a_length(found, text):
        found.append(Token("l", 0, start, start + 1))
        return start + 1
    if char in "下上这本当明今后去大前" and (match := words.NEXT.match(text, start)):
        found.append(Token("f", words.NEXT_VALUE.get(match[1] or match[2], 0), start, match.end()))
        return match.end()
    if char in "早晚" and _names_a_half_day(found, text, start):
        found.append(Token("p", words.HALVES[char], start, start + 1))
        return start + 1
    if char in _FIRST_LETTERS and (end := _known_word(found, text, start)) > start:
        return end
    if char in words.NUMERAL or char == "第":
        return _add_numeral(found, text, start)
    if not found or found[-1].kind != "x" or found[-1].end != start:
        found.append(Token("x", None, start, start + 1))
    found[-1].end = start + 1
    return start + 1


def _known_word(found: list[Token], text: str, start: int) -> int:
    """Adds the longest word of time that stands here; 季 alone is one only after 每, 天天 none after a number."""
    before = found[-1].kind if found and found[-1].end == start else ""
    for length in range(min(_LONGEST, len(text) - start), 0, -1):
        word = text[start : start + length]
        out_of_place = (word == "季" and before != "e") or (word == "天天" and before != "" and before in "dqLo")
        if not out_of_place and (known := words.WORDS.get(word)):
            found.append(Token(*known, start, start + length))
            return start + length
    return start


def _look_alike(found: list[Token], text: str, start: int) -> int:
    """Where a word ends that only looks like time, else its start."""
    if text[start] == "过" and start and text[start - 1] in look_alikes.PASSED:
        return start + 1
    before = found[-1].kind if found and found[-1].end == start else ""
    counted = bool(before) and before in "dqY半" and not (before == "半" and found[-2:-1] and found[-2].kind == "点")
    match = None
    if not (before and before in "点过差" and text.startswith("十分", start)):
        match = look_alikes.NOT_TIME.match(text, start)
    if match is None and counted and text[start] in "号日" and "月" not in (token.kind for token in found[-2:-1]):
        match = look_alikes.NUMBERED.match(text, start)
        if match is None and text[start] == "号" and _names_a_thing(text, found[-1].start, start + 1):
            return start + 1
    ends_a_length = bool(before) and text[start] in look_alikes.AFTER_A_LENGTH and _ends_a_length(found, text)
    if match is None and not counted and not ends_a_length:
        match = look_alikes.NOT_TIME_UNLESS_COUNTED.match(text, start)
    return match.end() if match else start


def _names_a_thing(text: str, first: int, end: int) -> bool:
    """中山路12号, 把3号机搬走: what stands before the number tells that it is no day."""
    if look_alikes.NUMBER_BEFORE.search(text, max(0, first - 4), first):
        return True
    in_hand = look_alikes.TAKEN_IN_HAND.search(text, max(0, first - 1), first)
    return in_hand is not None and end < len(text) and text[end] not in look_alikes.AFTER_A_DATE


def _ends_a_length(found: list[Token], text: str) -> bool:
    """Whether the last token is a unit with its number; 20号 and the 20日 of 3月20日 are days."""
    of_a_month = text[found[-1].start] == "号" or (found[-1].kind == "日" and found[-3:-2] and found[-3].kind == "月")
    return len(found) > 1 and found[-1].kind in _UNITS and found[-2].kind in "dqY半f" and not of_a_month


def _weekdays(found: list[Token], text: str, start: int) -> int:
    """Adds the weekdays that begin here, one or, after 每, more."""
    char = text[start]
    if char == "周" and found and found[-1].kind == "f" and (match := words.PART_OF_A_WEEK.match(text, start)):
        found.append(Token("旬", ("week", 0 if match[1] == "初" else 2), start, match.end()))
        return match.end()
    if char in "隔每双" and (match := words.EVERY_OTHER.match(text, start)):
        found.append(Token("y", ("WEEKLY", 2), start, match.start(1)))
        found.append(Token("w", words.WEEKDAY[match[1]], match.start(1), match.end()))
        return match.end()
    match = words.ONE_WEEKDAY.match(text, start) if char in "周星礼" else None
    if match is None or look_alikes.SURNAME.match(text, start):
        return start
    after = text[match.end() : match.end() + 1]
    named = char == "周" and after > "\u2fff" and after not in look_alikes.AFTER_A_DATE
    if named and look_alikes.NAMED.search(text, max(0, start - 2), start):
        return start
    in_a_week = bool(found) and found[-1].kind == "f" and (len(found) < 2 or found[-2].kind != "F")
    if in_a_week and look_alikes.TOGETHER.match(text, start):
        return start
    found.append(Token("w", words.WEEKDAY[match[1]], start, match.end()))
    if until := words.TO_WEEKDAY.match(text, match.end()):
        found.append(Token("-", None, match.end(), until.start(1)))
        found.append(Token("w", words.WEEKDAY[until[1]], until.start(1), until.end()))
        return until.end()
    return _add_more_weekdays(found, text, match.end())


def _add_more_weekdays(found: list[Token], text: str, end: int) -> int:
    """每周一三五 and 每周一、三: a list is one only after 每."""
    if len(found) < 2 or found[-2].kind not in "eu":
        return end
    while match := words.MORE_WEEKDAYS.match(text, end):
        found.append(Token("w", words.WEEKDAY[match[1]], end, match.end()))
        end = match.end()
    return end


def _names_a_half_day(found: list[Token], text: str, start: int) -> bool:
    """晚8点, 周五晚; 晚 alone is no time."""
    if words.HALF_BEFORE_A_CLOCK.match(text, start):
        return True
    beside = bool(found) and found[-1].end == start and found[-1].kind in "wtd日i"
    return beside and words.HALF_OF_A_DAY.match(text, start) is not None


def _add_numeral(found: list[Token], text: str, start: int) -> int:
    ordinal = text[start] == "第"
    end = first = start + ordinal
    while end < len(text) and (text[end] in words.NUMERAL or (ordinal and text[end].isdigit())):
        end += 1
    value = numeral(text[first:end]) if end > first else None
    if words.ABOUT.match(text, first) and end == first + 2:
        value = words.DIGITS[text[end - 1]]
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
    if not written or len(written) > 6 or not words.DIGITS.keys() | {"十", "百"} >= set(written):
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
