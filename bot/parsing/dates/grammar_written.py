"""Days written in digits: 2026-03-05, 3/4, 3.4."""

from datetime import date

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import EXPLICIT, Fragment, Scene, whole_day


def iso_day(scene: Scene, first: int, last: int) -> Fragment | None:
    year, month, day = scene.tokens[first].value
    hyphened = scene.kind_at(first - 1) == "-" and not scene.is_unspaced(first - 1)
    if hyphened and scene.touches(first - 1, first) and scene.touches(first - 2, first - 1):
        return None  # release-2026-03-11 is a name
    if scene.word_at(first - 1) == "[" and scene.kind_at(last) == "k":
        return None  # [2026-02-14 08:15:02] is what a log says
    if scene.word_at(first).isdigit() and scene.kind_at(first - 1) not in tuple("BGSF-"):
        return None  # 20260311 may be any number
    return whole_day(civil.month_day(scene.today, month, day, year), EXPLICIT) if 0 < month < 13 else None


def slash_day(scene: Scene, first: int, last: int) -> Fragment | None:
    month, day = scene.tokens[first].value
    before = scene.word_at(first - 1)
    if (
        before in scene.language.before_a_number
        or scene.kind_at(last) in ("Z", "u")
        or scene.word_at(last) == "的"
        or (month, day) == (24, 7)
        or (before and before in "=<>+*^×≈")
        or _are_fractions(scene)
        or (month == day and scene.kind_at(first - 1) not in tuple("BGSFw"))
    ):
        return None
    found, other = _either_way(scene, month, day, _weekday_before(scene, first))
    at_the_end = scene.is_at_the_end(last)
    alone = scene.kind_at(first - 1) == "" and (day > 12 or at_the_end)
    loose = not (alone or scene.kind_at(first - 1) in tuple("BGAwSF-b"))
    followed = scene.kind_at(last) == "x" and not scene.is_unspaced(last)
    return whole_day(found, EXPLICIT, other, weak=loose and (followed or (month > 12 and not at_the_end)))


def _are_fractions(scene: Scene) -> bool:
    """from 7/10 to 9/10, 7/12 + 1/4 = 5/6."""
    pairs = [token.value for token in scene.tokens if token.kind == "s"]
    same = len({whole for _, whole in pairs}) < len(pairs) and all(part <= whole for part, whole in pairs)
    return len(pairs) > 1 and (same or "=" in scene.text)


def _either_way(scene: Scene, month: int, day: int, weekday: int | None) -> tuple[date | None, date | None]:
    """The month comes first, unless the numbers or a weekday beside them say otherwise."""
    found = civil.month_day(scene.today, month, day) if 0 < month <= 12 else None
    swapped = civil.month_day(scene.today, day, month) if 0 < day <= 12 and not _is_chinese(scene) else None
    if weekday is not None and found and swapped and found.weekday() != weekday == swapped.weekday():
        return swapped, None
    return (found, swapped) if found or month <= 12 else (swapped, None)


def _weekday_before(scene: Scene, first: int) -> int | None:
    """Thursday 9/4, Thursday, 9/4."""
    at = first - 1 - (scene.kind_at(first - 1) == "C")
    return int(scene.tokens[at].value) if scene.kind_at(at) in ("w", "V") else None


def _is_chinese(scene: Scene) -> bool:
    """In a Chinese line the month always comes first."""
    return any(letter > "\u2fff" for letter in scene.text)


def dotted_day(scene: Scene, first: int, last: int) -> Fragment | None:
    year, month, day = scene.tokens[first].value
    led = scene.kind_at(first - 1) in tuple("BGwS" if year else "BGwSF-b") and scene.word_at(first - 1) != "before"
    loose = not led and not _is_the_whole(scene, first, last, year)
    if not 0 < month < 13 or (year is not None and loose):
        return None
    return whole_day(civil.month_day(scene.today, month, day, year), EXPLICIT, weak=loose)


def _is_the_whole(scene: Scene, first: int, last: int, year: int | None) -> bool:
    """27.3. and nothing else; 1.1.30 may be a version."""
    return year is None and (first, last) == (0, len(scene.tokens))


def dotted_day_zh(scene: Scene, first: int, last: int) -> Fragment | None:
    month, day = scene.tokens[first].value[:2]
    return whole_day(civil.month_day(scene.today, month, day), EXPLICIT) if 0 < month < 13 else None
