"""Patterns over kinds of tokens that say how work comes again: every other Tuesday, 每月最后一个工作日."""

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import COUNT, REPEAT, UNTIL, Build, Fragment, Scene
from bot.parsing.lines.verbs import is_deed

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = ",".join(NAMES[:5])
_FREQUENCY = {"day": ("DAILY", 1), "week": ("WEEKLY", 1), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3)}
_FREQUENCY |= {"fortnight": ("WEEKLY", 2), "year": ("YEARLY", 1), "hour": ("HOURLY", 1), "minute": ("MINUTELY", 1)}
_ZH_UNITS = {"年": "year", "月": "month", "日": "day"}


def rule(frequency: str, interval: int = 1, **parts: str) -> Fragment:
    named = {"FREQ": frequency}
    if interval != 1:
        named["INTERVAL"] = str(interval)
    return Fragment(REPEAT, rule=named | parts)


def weekly(days: list[int], interval: int = 1) -> Fragment:
    return rule("WEEKLY", interval, BYDAY=",".join(NAMES[day] for day in sorted(set(days))))


def _month_days(days: list[int]) -> str:
    return ",".join(str(day) for day in sorted(set(days)))


def repeat(scene: Scene, first: int, last: int) -> Fragment | None:
    """A head that names the rhythm (every 3 months, weekly, 每两周) and a tail that names the days."""
    tokens = scene.tokens[first:last]
    kinds = scene.kinds[first:last]
    cut = next(index for index, kind in enumerate(kinds) if kind in "uy年月日U") + 1
    head = _head(scene, first, first + cut)
    if head is None or (kinds == "y" and not _adverb_stands(scene, first, last)):
        return None
    frequency, interval = head
    if kinds[cut - 1] == "U":
        return rule("WEEKLY", BYDAY=WORKDAYS) if interval == 1 else None
    return _with_tail(scene, frequency, interval, first + cut, last) if cut < len(tokens) else rule(*head)


def _head(scene: Scene, first: int, last: int) -> tuple[str, int] | None:
    token = scene.tokens[last - 1]
    if token.kind == "y":
        return (str(token.value[0]), int(token.value[1]))
    if token.kind == "U":
        unit = "week"
    else:
        unit = str(token.value or _ZH_UNITS.get(token.kind, "day"))
    frequency, times = _FREQUENCY[unit]
    counts = [int(value) for value in scene.taken(first, last, "dnoOR")]
    interval = counts[0] if counts else 1
    if interval == 1 and counts and 1 in scene.taken(first, last, "e") and scene.is_unspaced(first):
        interval = 2
    return (frequency, interval * times) if 0 < interval < 1000 else None


def _adverb_stands(scene: Scene, first: int, last: int) -> bool:
    """ "the weekly newsletter" names a thing; "post the figures weekly" a rhythm."""
    if scene.is_unspaced(first):
        return True
    if scene.kind_at(first - 1) in ("H", "a", "0"):
        return False
    return scene.kind_at(last) not in ("x", "u", "U", "n") and scene.kind_at(first - 1) != "2"


def _with_tail(scene: Scene, frequency: str, interval: int, first: int, last: int) -> Fragment | None:
    if scene.kinds[last - 1] == "次":
        once = scene.taken(first, last, "d") == [1]
        return rule(frequency, interval) if once else None
    weekdays = scene.taken(first, last, "wVW")
    ordinals = [value for value in scene.taken(first, last, "oOLd") if value]
    months = scene.taken(first, last, "mM")
    kinds = scene.kinds[first:last]
    if "月" in kinds and frequency == "YEARLY":
        months, ordinals = ordinals[:1], ordinals[1:]
    if "D" in kinds:
        return weekly([5, 6], interval)
    if "U" in kinds:
        return _workday_of_month(interval, ordinals) if ordinals else rule("WEEKLY", interval, BYDAY=WORKDAYS)
    if weekdays and not ordinals:
        return weekly([int(day) for day in weekdays], interval)
    if not all(-1 <= value <= 31 for value in ordinals) or not ordinals:
        return None
    parts = {"BYMONTH": str(months[0])} if months else {}
    if weekdays:
        parts["BYDAY"] = f"{ordinals[0]}{NAMES[weekdays[0]]}"
    else:
        parts["BYMONTHDAY"] = _month_days([int(value) for value in ordinals])
    return rule("YEARLY" if months else "MONTHLY" if frequency == "WEEKLY" else frequency, interval, **parts)


def _workday_of_month(interval: int, ordinals: list[int]) -> Fragment:
    return rule("MONTHLY", interval, BYDAY=WORKDAYS, BYSETPOS=str(ordinals[0]))


def every_weekday(scene: Scene, first: int, last: int) -> Fragment | None:
    """every other Friday, every Monday and Wednesday, every Mon-Fri, Sundays."""
    kinds = scene.kinds[first:last]
    days = [int(day) for day in scene.taken(first, last, "wVW")]
    before = scene.kind_at(first - 1)
    is_noun = ("e" not in kinds and "G" not in kinds and before in ("Z", "J", "F")) or (kinds == "W" and before == "H")
    if is_noun:
        return None  # the names of weekdays, hours for Sundays
    if kinds == "W" and scene.is_followed_by_a_noun(last) and not is_deed(scene.word_at(last)):
        return None  # the TGI Fridays voucher
    if "%" in kinds and (scene.kind_at(first - 1) in tuple("dnaqY4") or (kinds == "%" and " " in scene.word_at(first))):
        return None  # 3 working days; count business days
    if "D" in kinds or "%" in kinds:
        return weekly(list((scene.taken(first, last, "%") or [(5, 6)])[0]))
    if "-" in kinds:
        begin, end = days[0], days[1]
        days = [day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)]
    nth = scene.taken(first, last, "oO")
    interval = 2 if "R" in kinds or nth == [2] else 1
    if nth and nth != [2]:
        return rule("MONTHLY", BYDAY=f"{nth[0]}{NAMES[days[0]]}")
    return weekly(days, interval)


def workdays_daily(scene: Scene, first: int, last: int) -> Fragment | None:
    return rule("WEEKLY", BYDAY=WORKDAYS)


def every_part(scene: Scene, first: int, last: int) -> Fragment | None:
    """every morning: each day, with the half of the day for a clock beside it."""
    found = rule("DAILY")
    found.part = scene.tokens[last - 1].value
    return found


def every_end(scene: Scene, first: int, last: int) -> Fragment | None:
    return rule("MONTHLY", BYMONTHDAY="-1") if scene.tokens[last - 1].value == "month" else None


def nth_of_every_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """4th of every month, first Friday of every other month, every last day, 每月15号."""
    middle = scene.kinds.find("e", first, last)
    after = scene.taken(middle if middle > first else first, last, "R")
    intervals = scene.taken(middle + 1, last, "oOdn") if middle > first else []
    interval = int((after or intervals or [1])[0])
    part_end = middle if middle > first else last
    ordinals = [int(value) for value in scene.taken(first, part_end, "oOLd")]
    weekdays = scene.taken(first, part_end, "wV")
    if "U" in scene.kinds[first:part_end]:
        return _workday_of_month(interval, ordinals)
    unit = scene.taken(part_end, last, "u")
    if scene.kinds[last - 1] in "oO" and scene.is_followed_by_a_noun(last):
        return None  # every 10th row
    if unit == ["year"] or not ordinals or not -1 <= ordinals[0] <= 31:
        return None
    if weekdays:
        return rule("MONTHLY", interval, BYDAY=f"{ordinals[0]}{NAMES[weekdays[0]]}")
    return rule("MONTHLY", interval, BYMONTHDAY=_month_days(ordinals))


def every_date(scene: Scene, first: int, last: int) -> Fragment | None:
    """every aug 20 and 30, every 7/20, every fourth Thursday in November."""
    slash = scene.taken(first, last, "s")
    if slash:
        month, day = slash[0]
        good = civil.day_or_none(2024, month, day)
        return rule("YEARLY", BYMONTH=str(month), BYMONTHDAY=str(day)) if good else None
    return _with_tail(scene, "YEARLY", 1, first + 1, last)


def times(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    said = (token.value if token.kind == "X" else None, *scene.taken(first, last, "dn"), 0)
    count = next(number for number in said if number is not None)
    return Fragment(COUNT, rule={"COUNT": str(count)}, weak=True) if 0 < count < 1000 else None


def for_a_while(scene: Scene, first: int, last: int) -> Fragment | None:
    count = (scene.taken(first, last, "dna") or [1])[0]
    end = civil.plus_units(scene.today, int(count), str(scene.taken(first, last, "uU")[0]))
    return Fragment(UNTIL, day=end, weak=True) if end else None


_LIST = "[wVW](?:(?:&|C|C&)?e?[wVW]){0,7}"
_HEAD = "(?:e(?:R|[dna]|[oO])?[uU月年日]|y|e[uU])"
_TAIL = (
    f"(?:GH?[oOL][wV](?:[IZ][mM])?|C?[oL][wU]|d月[oL]w|d次|[GC]?{_LIST}|G?H?D|G?[mM]H?[od](?:(?:&|C)[od]){{0,31}}|G?H?[odO]Z?[mM]|[GI]?H?[oO](?:u(?!Z))?(?:(?:&|C|C&)H?[oO]){{0,31}}"
    "|d月d日?|d日(?:(?:C|&)d日){0,31}|L?[oL]?[uU])"
)
REPEAT_RULES: tuple[tuple[str, str, Build], ...] = (
    ("ey", f"{_HEAD}{_TAIL}?", repeat),
    ("e", f"e[RoO]?{_LIST}", every_weekday),
    ("e", "e[oO][wV]ZH?u", every_weekday),
    ("w", "w-w(?:y|eu)", every_weekday),
    ("U", "U(?:y|eu)", workdays_daily),
    ("e", "ep", every_part),
    ("e", "e\\$", every_end),
    ("e", "e[wV]-[wV]", every_weekday),
    ("e", "eD", every_weekday),
    ("GW", "G?W-W|G?W(?:(?:&|C|C&)[wVW]){0,7}|G?[wV](?:C|&)W", every_weekday),
    ("G%", "G?%", every_weekday),
    ("GHoO", "G?H?[oOL]u?(?:&H?[oO]){0,9}Z(?:e|eR|e[oOdn])u", nth_of_every_month),
    ("HoOL", "H?[oOL][wVuU][ZI]?(?:e|eR|e[oOdn])u", nth_of_every_month),
    ("e", "eH?o(?:(?:&|C|C&)H?o){0,9}(?:ZH?u)?|eO(?:u)?ZH?u|eL[uU](?:ZH?u)?", nth_of_every_month),
    ("e", "es|e[mM]H?[od](?:(?:&|C)[od]){0,31}|e[oOL][wV][IZ][mM]|e[doO]Z?[mM]", every_date),
    ("JdnX", "J?[dn]X|X", times),
    ("共", "共?d次", times),
    ("J", "J-?H?f?[dna][uU]", for_a_while),
)
