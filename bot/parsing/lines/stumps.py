"""Titles that say nothing: numbers, arrows and marks, or what is left of an order about a number."""

import re

_LEFT_OVER = re.compile(
    r"#?\d+|\b(?:to|make|set|move|for|by|on|at|is|of|due|about|priority|label|assign|give|task|number|no)\b"
    r"|改[到为成]?|设[为成]|分?给|负责|标记|[把将到号第]|任务|[^\w\u3400-\u9fff]|_",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[\d\s!-/:-@\[-`{-~\u2010-\u2027\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f\u3000-\u303f\uff01-\uff0f：？；！，。]*"
)


def says_nothing(title: str) -> bool:
    """An emoji alone is left to its writer; a number needs a word beside it that is no stump of an order."""
    if _SIGNS.fullmatch(title):
        return True
    return re.search(r"\d", title) is not None and not _LEFT_OVER.sub("", title)
