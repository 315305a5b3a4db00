"""Numbers of tasks at the start of what follows a verb: `42`, `#42 #43`, `#42,43`, ＃４２."""

import re

from bot.parsing.dates.tokens import flattened

_ONE = re.compile(r"\s*(#?)(\d{1,9})(?!\w|[./%-]|:(?!\s))")
_JOIN = re.compile(r"\s*(?:[,、，&]|\band\b|和)\s*")


def read_refs(text: str) -> tuple[tuple[int, ...], str]:
    """A further number counts when it wears # or a comma joins it: `spent 42 3` keeps its 3."""
    flat, numbers, position = flattened(text), [], 0
    joined = True
    while match := _ONE.match(flat, position):
        if not (joined or match[1]) or int(match[2]) == 0:
            break
        numbers.append(int(match[2]))
        position = match.end()
        join = _JOIN.match(flat, position)
        joined = join is not None and _ONE.match(flat, join.end()) is not None
        if joined and join:
            position = join.end()
    return tuple(dict.fromkeys(numbers)), text[position:].strip()
