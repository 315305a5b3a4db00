"""Days written in digits: 2026-03-05, 3/4, 3.4."""

from bot.parsing import civil
from bot.parsing.fragments import EXPLICIT, Fragment, Scene, whole_day


def iso_day(scene: Scene, first: int, last: int) -> Fragment | None:
    year, month, day = scene.tokens[first].value
    return whole_day(civil.month_day(scene.today, month, day, year), EXPLICIT) if 0 < month < 13 else None


def slash_day(scene: Scene, first: int, last: int) -> Fragment | None:
    month, day = scene.tokens[first].value
    before = scene.word_at(first - 1)
    if (
        before in scene.language.before_a_number
        or scene.kind_at(last) in ("Z", "u")
        or scene.word_at(last) == "的"
        or (month, day) == (24, 7)
    ):
        return None
    swapped = month > 12
    found = civil.month_day(scene.today, day, month) if swapped and day <= 12 else None
    if not swapped:
        found = civil.month_day(scene.today, month, day) if month else None
    alone = scene.kind_at(first - 1) == "" and (day > 12 or last == len(scene.kinds))
    loose = not (alone or scene.kind_at(first - 1) in tuple("BGAwSF-")) or swapped
    followed = scene.kind_at(last) == "x" and not scene.is_unspaced(last)
    both = 0 < month <= 12 and 0 < day <= 12 and not _is_chinese(scene)
    other = civil.month_day(scene.today, day, month) if both else None
    return whole_day(found, EXPLICIT, other, weak=(loose and followed) or (swapped and loose))


def _is_chinese(scene: Scene) -> bool:
    """In a Chinese line the month always comes first."""
    return any(letter > "\u2fff" for letter in scene.text)


def dotted_day(scene: Scene, first: int, last: int) -> Fragment | None:
    month, day = scene.tokens[first].value
    return whole_day(civil.month_day(scene.today, month, day), EXPLICIT, weak=True) if 0 < month < 13 else None


def dotted_day_zh(scene: Scene, first: int, last: int) -> Fragment | None:
    month, day = scene.tokens[first].value[:2]
    return whole_day(civil.month_day(scene.today, month, day), EXPLICIT) if 0 < month < 13 else None
