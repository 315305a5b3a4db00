"""Whether the words after a verb are what that verb is done to; where they are not, the line is work like any other.

A number with # is a task. A bare one is a task where the words after it go on about one: "cancel 2 flights" is asked.
"""

import re
from collections.abc import Callable
from datetime import time

from bot.commands.lines.numbers import read_numbers
from bot.commands.work.amending import NONE_WORDS, PRIORITIES, WORD, is_a_day
from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.dates.tokens import flattened
from bot.parsing.dates.when import read_snooze
from bot.parsing.lines.counting import goes_on, is_counted
from bot.parsing.orders.reasons import date_and_reason

WHO = re.compile(r"(?:<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@\S+|me|myself|我自己?)[\s.。!！]*", re.IGNORECASE)
TO_WHOM = re.compile(r"(?:to\s+|给\s*)(?!(?:the|a|an|my|our|your|their|be|do)\b)\S+(?:\s+\S+){0,2}", re.IGNORECASE)
SEVERAL = re.compile(r"(?:#?\d{1,9}[\s,、，]+)+(?=@|<@|to\s|给)")
NAME = re.compile(r"[A-Z\u00c0-\u00de][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}|[a-z][\w.-]*(?<!s)|[\u4e00-\u9fff·]{2,4}")

Reads = Callable[[str], bool]


def _where(is_object: Reads) -> Reads:
    """No words at all ask which task, a number alone is one, and so is one with a #; else the words decide."""

    def reads(args: str) -> bool:
        numbers, rest = read_numbers(args)
        if not args or (numbers and not rest):
            return True
        return bool(numbers) and (flattened(args).lstrip().startswith("#") or is_object(rest))

    return reads


def _is_a_slip(words: str) -> bool:
    """One word that counts nothing: refused as what it was meant for, rather than made work."""
    is_chinese = "\u3400" <= words[0] <= "\u9fff"
    counts = not goes_on(words) if is_chinese else words.rstrip(".!").endswith("s")
    return len(words.split()) == 1 and not counts


def _is_date(words: str) -> bool:
    return _is_a_slip(words) or is_a_day(words)


def _is_date_with_reason(words: str) -> bool:
    return _is_date(words) or date_and_reason(words, is_a_day) is not None


def _is_snooze(words: str) -> bool:
    return _is_date(words) or read_snooze(words, now=ANY_DAY, zone="UTC", day_start=time(9)) is not None


def _is_priority(words: str) -> bool:
    word = words.lower().removeprefix("!").strip()
    return word in PRIORITIES or word in NONE_WORDS or _is_a_slip(word)


def _is_somebody(words: str) -> bool:
    words = SEVERAL.sub("", WORD.split(words, maxsplit=1)[0].strip())
    after = re.sub(r"^(?:to\s+|给\s*)", "", words)
    return bool(WHO.fullmatch(after) or TO_WHOM.fullmatch(words) or NAME.fullmatch(words))


told = _where(goes_on)
noted = _where(lambda rest: goes_on(rest) or not is_counted(rest))
dated = _where(_is_date_with_reason)
later = _where(_is_snooze)
ranked = _where(_is_priority)
given = _where(_is_somebody)
with_refs = _where(lambda rest: True)


def only_refs(args: str) -> bool:
    numbers, rest = read_numbers(args)
    return not args or bool(numbers and not rest)
