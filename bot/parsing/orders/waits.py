"""A length of working time: 2d, 4h, 1d 4h, 2 working days, 3天, 半天, 4小时."""

import re

_UNIT = (
    r"(?:working |business )?days?|d|(?:working )?hours?|hrs?|h"
    r"|个?(?:工作)?[天日]|个?(?:工作)?小时|个?钟头"
)
_PIECE = re.compile(rf"\s*(?P<n>\d{{1,3}}(?:[.,]\d)?|半)\s*(?P<unit>{_UNIT})\s*(?:[,，]|and\b|零)?", re.I)
HALF_A_DAY = 4.0


def read_wait(text: str) -> tuple[int, float] | None:
    """(working days, working hours); None for what is none."""
    position, days, hours = 0, 0, 0.0
    text = text.strip()
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            return None
        number = 0.5 if match["n"] == "半" else float(match["n"].replace(",", "."))
        unit = match["unit"].lower()
        if unit[-1] in "天日" or (unit.startswith(("d", "working d", "business d"))):
            days += int(number)
            hours += HALF_A_DAY if number % 1 else 0
        else:
            hours += number
        position = match.end()
    return (days, hours) if text else None
