"""Patterns over kinds of tokens that count from now: in 2 hours, three weeks from Friday, 15个工作日内."""

from bot.parsing import civil
from bot.parsing.fragments import EXPLICIT, MOMENT, Build, Fragment, Scene, whole_day
from bot.parsing.grammar_periods import unit_of


def day_after_tomorrow(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = scene.taken(first, last, "t")[0] + 1
    return whole_day(civil.plus(scene.today, ahead)) if unit_of(scene, first, last) == "day" else None


def from_now(scene: Scene, first: int, last: int) -> Fragment | None:
    """in 2 hours, three weeks from now, 一小时三十分后, 15个工作日内."""
    if scene.taken(first, last, "l") == [-1]:
        return None
    day, minutes, clock = scene.today, 0.0, False
    base, named = scene.taken(first, last, "t"), scene.taken(first, last, "wV")
    shifted = civil.plus(day, base[0]) if base else civil.coming(day, named[0]) if named else day
    for count, unit in _lengths(scene, first, last):
        if unit in ("hour", "minute"):
            minutes += count * (60 if unit == "hour" else 1)
            clock = True
        elif shifted:
            shifted = civil.plus_units(shifted, count, unit)
    if shifted is None or minutes > 1_000_000:
        return None
    if not clock:
        return whole_day(shifted, EXPLICIT)
    moment = scene.minutes_after(shifted, round(minutes))
    if moment is None:
        return None
    return Fragment(MOMENT, day=moment.date(), rank=EXPLICIT, clock=(moment.hour, moment.minute, True))


_ZH_UNITS = {"年": "year", "月": "month", "日": "day", "分": "minute"}


def _lengths(scene: Scene, first: int, last: int) -> list[tuple[float, str]]:
    """The counted units of a span; "a half" and 半 add up with what they stand beside."""
    found: list[tuple[float, str]] = []
    count: float | None = None
    for token in scene.tokens[first:last]:
        if token.kind == "c":
            found.append(token.value)
        elif token.kind in "dnaqY4v":
            value = token.value if token.kind != "v" else float(f"{token.value[0]}.{token.value[1]}")
            count = _combined(count, token.kind, value)
        elif token.kind == "s":
            count = token.value[0] / (token.value[1] or 1)
        elif token.kind == "半":
            count = (count or 0) + 0.5
        elif token.kind in "uU年月日分" and count is not None:
            found.append((count, str(token.value or _ZH_UNITS.get(token.kind, "day"))))
            count = None
    if count == 0.5 and found:
        found.append((0.5, found[-1][1]))
    return found


def _combined(count: float | None, kind: str, value: float) -> float:
    if count is None or kind == "a":
        return value if count is None else count
    return value if count == 1 else count + value


def weekdays_from_now(scene: Scene, first: int, last: int) -> Fragment | None:
    count, named = scene.taken(first, last, "dn")[0], scene.taken(first, last, "W")[0]
    found = civil.coming(scene.today, named)
    return whole_day(civil.plus(found, (count - 1) * 7) if found else None, EXPLICIT)


_SPAN = "(?:a?qZ?|[dnaqY4vs半]){1,5}"
SPAN_RULES: tuple[tuple[str, str, Build], ...] = (
    ("Hu", "H?u>t", day_after_tomorrow),
    ("I", f"I(?:H|f)?(?:{_SPAN}[uU]|c)(?:&?(?:{_SPAN}[uU]|c|a?q(?!Z))){{0,4}}(?:l|F[twV])?", from_now),
    ("dnaqY4vc", f"(?:{_SPAN}[uU]|c)(?:&?(?:{_SPAN}[uU]|c)){{0,4}}(?:l|F[twV])", from_now),
    ("dq半过Y4", "过?(?:[dqY4v半]{1,3}[uU年月日分]半?){1,5}(?:l|N)", from_now),
    ("过", "过(?:[dq半]{1,3}[uU月日分]半?){1,5}", from_now),
    ("dn", "[dn]Wl", weekdays_from_now),
)
