"""Which tasks a line names, as people write numbers in a hurry: `1 2, #3`, ＃４２, `42.`"""

import re

from bot.parsing.dates.tokens import flattened
from bot.parsing.orders.refs import read_refs

NUMBERS = re.compile(r"\s*#?\d{1,30}(?:(?:(?:[\s,、&]|and\b|和)+#?|#)\d{1,30})*[\s.。!！]*")
LARGE = re.compile(r"\s*#(\d{10,30})(?!\w)")
DIGITS = re.compile(r"\d+")


def read_numbers(args: str) -> tuple[tuple[int, ...], str]:
    """The numbers and the words after them. Where there are no words, every number is one of a task.

    A number that no task has, however long, is still a number: the answer is that there is no such task.
    """
    flat = flattened(args)
    if NUMBERS.fullmatch(flat):
        return tuple(dict.fromkeys(int(found) for found in DIGITS.findall(flat))), ""
    if match := LARGE.match(flat):
        return (int(match[1]),), args[match.end() :].strip()
    return read_refs(args)
