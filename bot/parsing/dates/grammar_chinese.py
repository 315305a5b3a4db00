"""Patterns over kinds of tokens that only Chinese has: parts of a month, 差五分八点, spans of hours, 双周五."""

from datetime import date

from bot.parsing.dates import civil, look_alikes_zh
from bot.parsing.dates.fragments import CLOCK, EXPLICIT, PART, WEEKDAY, Build, Fragment, Scene, whole_day
from bot.parsing.dates.grammar_clocks import zh_clock
from bot.parsing.dates.grammar_periods import month_of, nth_workday_of, period_start, unit_of
from bot.parsing.dates.grammar_spans import from_now


def nothing(scene: Scene, first: int, last: int) -> Fragment | None:
    """上月15号, 去年3月5日: what is past takes its words with it, so that none of them is read alone."""
    past = scene.taken(first, last, "f")[0] < 0
    return Fragment(PART, weak=True) if past else None


def past_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """昨晚三点: an hour of a day that is over, unless it is all that is said."""
    said = scene.tokens[first].value
    ahead = said[0] if scene.kind_at(first) == "T" else said
    return Fragment(PART, weak=True) if ahead < 0 and (first > 0 or last < len(scene.kinds)) else None


def part_of_a_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """月初, 4月上旬, 下月中旬, 年初: the day by which such a part is over, its first day where it is a beginning."""
    unit, day = scene.taken(first, last, "旬")[0]
    here = scene.word_at(last - 1)
    following = scene.text[scene.tokens[last - 1].end : scene.tokens[last - 1].end + 1]
    if following and following in ("国心文外英间秋的午" if here == "月中" else "一二三四五六七八九十步稿始级版"):
        return None
    if here in ("上旬", "中旬", "下旬") and scene.kind_at(last - 2) not in ("月", "f", "底", "e"):
        return None
    months = scene.taken(first, last, "d")
    ahead = (scene.taken(first, last, "f") or [None])[0]
    if unit == "week":
        begin = period_start(scene.today, ahead, "week") if ahead and not months else None
        return whole_day(civil.plus(begin, day)) if begin else None
    if unit != "month":
        begin = period_start(scene.today, 1 if ahead is None else ahead, unit)
        return whole_day(begin) if begin and not months else None
    if not months and ahead is None:
        return whole_day(civil.month_end(scene.today.year, scene.today.month) if day < 0 else _coming_day(scene, day))
    month = month_of(scene, first, last)
    if month is None:
        return None
    return whole_day(civil.month_end(month.year, month.month) if day < 0 else month.replace(day=day))


def _coming_day(scene: Scene, day: int) -> date | None:
    return civil.day_of_month(scene.today, day)


def end_of_a_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """5月底, 明年二月底, 2026年底, 第三季度末."""
    unit = "quarter" if scene.kind_at(first) == "1" else unit_of(scene, last - 1, last)
    years, numbers = scene.taken(first, last, "Y"), scene.taken(first, last, "do1")
    if unit == "year":
        year = years[0] if years else 2000 + numbers[0] if numbers[0] > 20 else 0
        return whole_day(civil.day_or_none(year, 12, 31)) if 2020 < year < 2100 else None
    if unit == "quarter":
        number = numbers[-1]
        if not 1 <= number <= 4:
            return None
        return whole_day(_of_the_year(scene, first, last, number * 3))
    month = month_of(scene, first, last)
    return whole_day(civil.month_end(month.year, month.month), EXPLICIT) if month and unit == "month" else None


def _of_the_year(scene: Scene, first: int, last: int, month: int) -> date | None:
    """The end of a month, of the year that is said or of the next that is not over."""
    years, ahead = scene.taken(first, last, "Y"), scene.taken(first, last, "f")
    year = years[0] if years else scene.today.year + (ahead[0] if ahead else 0)
    found = civil.month_end(year, month)
    return found if years or ahead or found >= scene.today else civil.month_end(year + 1, month)


def end_of_a_half(scene: Scene, first: int, last: int) -> Fragment | None:
    """上半年末, 年中; 一年中 is no such thing."""
    if first == last - 1 and scene.kind_at(first - 1) == "d":
        return None
    return whole_day(_of_the_year(scene, first, last, scene.taken(first, last, "½")[0]))


def within_a_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """本月内, 年内, 下周内: by its last day; a week ends with its last working day."""
    ahead = (scene.taken(first, last, "f") or [0])[0]
    unit = unit_of(scene, first, last)
    begin = period_start(scene.today, ahead, unit)
    counted = scene.kind_at(first - 1) in tuple("dqvYon半") and "f" not in scene.kinds[first:last]
    if begin is None or ahead < 0 or scene.kind_at(last) == "C" or counted or unit == "day":
        return None
    if unit == "week":
        friday = civil.plus(begin, 4)
        return whole_day(friday if friday and friday >= scene.today else civil.plus(begin, 6))
    after = civil.shift_month(begin, {"quarter": 3, "year": 12}.get(unit, 1))
    return whole_day(civil.plus(after, -1) if after else None)


def within_a_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """今天内, 明天之内."""
    ahead = scene.taken(first, last, "t")[0]
    return whole_day(civil.plus(scene.today, ahead)) if ahead >= 0 else None


def same_day_of_a_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """明年今天, 下个月的今天."""
    ahead, unit = scene.taken(first, last, "f")[0], unit_of(scene, first, last)
    if ahead < 1 or scene.tokens[last - 1].value != 0:
        return None
    return whole_day(civil.plus_units(scene.today, ahead, unit), EXPLICIT)


def no_such_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """下月31号, where next month has no such day: no other day is meant by it."""
    month, number = month_of(scene, first, first + 2), scene.taken(first, last, "d")[0]
    exists = month and civil.day_or_none(month.year, month.month, number)
    return None if exists else Fragment(PART, weak=True)


def next_workday(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = scene.taken(first, last, "f")[0]
    return whole_day(civil.plus_workdays(scene.today, ahead), EXPLICIT) if ahead > 0 else None


def month_of_a_year(scene: Scene, first: int, last: int) -> Fragment | None:
    """明年3月: the day it begins."""
    month = month_of(scene, first, last)
    return whole_day(month, EXPLICIT) if month and scene.kind_at(last) != "d" else None


def month_as_a_limit(scene: Scene, first: int, last: int) -> Fragment | None:
    """5月前: due when May begins."""
    month = month_of(scene, first, last - 1)
    return whole_day(month, EXPLICIT) if month else None


def nth_of_a_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """4月最后一天, 下个月第一个工作日, 本周最后一个工作日, 12月的第二个周五."""
    nth, named = int(scene.taken(first, last, "oL")[0]), scene.tokens[last - 1]
    if unit_of(scene, first, last - 1) == "week":
        begin = period_start(scene.today, (scene.taken(first, last, "f") or [0])[0], "week")
        return whole_day(civil.plus(begin, 4), EXPLICIT) if begin and named.kind == "U" and nth == -1 else None
    month = month_of(scene, first, last)
    if month is None:
        return None
    if named.kind == "w":
        return whole_day(civil.nth_weekday(month.year, month.month, nth, named.value), EXPLICIT)
    if named.kind == "U":
        return whole_day(nth_workday_of(month, nth), EXPLICIT)
    if str(named.value or "day") != "day":
        return None
    end = civil.month_end(month.year, month.month)
    found = civil.plus(end, nth + 1) if nth < 0 else civil.day_or_none(month.year, month.month, nth)
    return whole_day(found, EXPLICIT)


def weekday_weeks_on(scene: Scene, first: int, last: int) -> Fragment | None:
    """两周后的周三: the Wednesday of the week that is two weeks on."""
    if unit_of(scene, first, last) != "week":
        return None
    begin = civil.monday_of(scene.today, int(scene.taken(first, last, "d")[0]))
    return whole_day(civil.plus(begin, scene.tokens[last - 1].value) if begin else None, EXPLICIT)


def days_of_this_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """16-20号: a start and an end."""
    begin, end = scene.taken(first, last, "d")
    until = civil.day_of_month(scene.today, end) if 0 < begin < end <= 31 else None
    found = whole_day(until, EXPLICIT)
    if found and until:
        found.start = civil.day_or_none(until.year, until.month, begin)
    return found


def dotted_limit(scene: Scene, first: int, last: int) -> Fragment | None:
    """3.20前: a day, where two digits say it and a limit follows."""
    month, day, width = scene.tokens[first].value
    named_a_version = scene.text[: scene.tokens[first].start].endswith(("v", "V", "版", "版本"))
    if not 0 < month < 13 or width != 2 or named_a_version:
        return None
    return whole_day(civil.month_day(scene.today, month, day), EXPLICIT)


def dotted_range(scene: Scene, first: int, last: int) -> Fragment | None:
    """3.16-3.20: two days, where Chinese stands beside them and nothing is measured."""
    (month, day, width), (until_month, until_day, until_width) = scene.taken(first, last, "v")
    end = scene.tokens[last - 1].end
    measured = scene.text[end : end + 1] in look_alikes_zh.COUNTED_THINGS
    in_order = 0 < month <= until_month < 13 and (month, day) < (until_month, until_day)
    if measured or not in_order or (width, until_width) != (2, 2) or not any(one > "\u2fff" for one in scene.text):
        return None
    found = whole_day(civil.month_day(scene.today, until_month, until_day), EXPLICIT)
    if found and found.day:
        found.start = civil.day_or_none(found.day.year, month, day)
    return found


def days_in_a_row(scene: Scene, first: int, last: int) -> Fragment | None:
    """3月16、17日: from the first of them to the last."""
    month, *days = scene.taken(first, last, "d")
    if not 0 < month < 13 or days != sorted(set(days)):
        return None
    found = whole_day(civil.month_day(scene.today, month, days[-1]), EXPLICIT)
    if found and found.day:
        found.start = civil.day_or_none(found.day.year, month, days[0])
    return found


def minutes_to(scene: Scene, first: int, last: int) -> Fragment | None:
    """差五分八点, 八点差一刻."""
    numbers = scene.taken(first, last, "d")
    hour, short = (numbers[1], numbers[0]) if scene.kind_at(first) == "差" else (numbers[0], numbers[1])
    minutes = short * (15 if "刻" in scene.kinds[first:last] else 1)
    if not (0 < hour <= 24 and 0 < minutes < 60):
        return None
    return Fragment(CLOCK, clock=(hour - 1, 60 - minutes, hour > 13))


def minutes_past(scene: Scene, first: int, last: int) -> Fragment | None:
    """八点过五分, 八点过一刻."""
    hour, more = scene.taken(first, last, "d")
    minutes = more * (15 if "刻" in scene.kinds[first:last] else 1)
    return Fragment(CLOCK, clock=(hour, minutes, hour > 12)) if hour < 24 and 0 < minutes < 60 else None


def span_of_hours(scene: Scene, first: int, last: int) -> Fragment | None:
    """下午3点到5点, 9-11点, 上午10点-下午2点: the hour it begins is the clock."""
    middle = scene.kinds.index("-", first, last)
    if scene.kind_at(middle - 1) == "d":
        hour = scene.tokens[middle - 1].value
        if hour >= 24 or scene.kind_at(first) == "k":
            return None
        return Fragment(CLOCK, clock=(hour, 0, hour > 12))
    if scene.kind_at(first) == "k":
        return Fragment(CLOCK, clock=scene.tokens[first].value)
    found = zh_clock(scene, first, middle)
    if found:
        found.weak = False
    return found


def midnight(scene: Scene, first: int, last: int) -> Fragment | None:
    return Fragment(CLOCK, clock=(12, 0, False), part="night")


def part_as_a_limit(scene: Scene, first: int, last: int) -> Fragment | None:
    """中午前, 晚上之前: today's."""
    part = scene.taken(first, last, "p")[0]
    return Fragment(PART, part=part) if part == "noon" else Fragment(PART, part=part, day=scene.today)


def period_of_work_to_come(scene: Scene, first: int, last: int) -> Fragment | None:
    """下周计划, 明年预算: a time that only tells what the work is about."""
    end = scene.tokens[last - 1].end
    return Fragment(PART, weak=True) if look_alikes_zh.MODIFIED.match(scene.text, end) else None


def weekdays_of_a_week(scene: Scene, first: int, last: int) -> Fragment | None:
    """下周一到周三: a start and an end in one week."""
    begin, end = scene.taken(first, last, "w")
    monday = civil.monday_of(scene.today, scene.taken(first, last, "f")[0])
    found = whole_day(civil.plus(monday, end), WEEKDAY, weekday=end) if monday and begin < end else None
    if found and monday:
        found.start = civil.plus(monday, begin)
    return found


def neighbouring_days(scene: Scene, first: int, last: int) -> Fragment | None:
    """周六周日值班: a start and an end."""
    begin, end = scene.taken(first, last, "w")
    start = civil.coming(scene.today, begin) if end == begin + 1 and scene.is_unspaced(first) else None
    found = whole_day(civil.plus(start, 1), WEEKDAY, weekday=end) if start else None
    if found:
        found.start = start
    return found


def so_long_at_most(scene: Scene, first: int, last: int) -> Fragment | None:
    """3-5天内: the longer of the two."""
    return from_now(scene, first + 2, last)


_PAST = "f(?:月d日|年d月(?:d日?|\\$|底|旬)?|年d[\\$旬]|年?\\$|[月年]底|[uU]w?|[月年]?旬|w|[u月年])"
_HOUR = "d点(?:d(?:分|刻)?|半)?整?"
CHINESE_RULES: tuple[tuple[str, str, Build], ...] = (
    ("f", f"{_PAST}(?:N|p?(?:{_HOUR}|k)|p)?", nothing),
    ("f", "f[u月年]", period_of_work_to_come),
    ("dfY旬", "(?:Y年|f年)?d旬|f年?旬|f?旬", part_of_a_period),
    ("dfY", "(?:Y年|f年)?d月?(?:\\$|底)|Y(?:年?\\$|年底)", end_of_a_month),
    ("ofd1Y", "(?:Y年|f年)?[od]\\$|1(?:\\$|底)", end_of_a_month),
    ("Yf½", "(?:Y年?|f年)?½", end_of_a_half),
    ("fu月年", "f?[u月年]N", within_a_period),
    ("t", "tN", within_a_day),
    ("f", "fU", next_workday),
    ("f", "f[u月年]C?t", same_day_of_a_period),
    ("f", "f月d日", no_such_day),
    ("f", "f年d月", month_of_a_year),
    ("dfY", "(?:Y年|f年)?d月前", month_as_a_limit),
    ("fd$旬月", "(?:f月|d月|f?\\$|d\\$|fu)C?[oL][uUw日]", nth_of_a_month),
    ("d", "dulC?w", weekday_weeks_on),
    ("d", "d-d[uU日](?:l|N)", so_long_at_most),
    ("d", "d日?-d日", days_of_this_month),
    ("v", "v前", dotted_limit),
    ("v", "v-v", dotted_range),
    ("d", "d月d日?(?:[C&]d日?){0,4}[C&]d日", days_in_a_row),
    ("差d", "差d[分刻]d点整?|d点差d[分刻]", minutes_to),
    ("d", "d点过d[分刻]", minutes_past),
    ("d", f"{_HOUR}-p?{_HOUR}|d-{_HOUR}|{_HOUR}-p?k", span_of_hours),
    ("k", f"k-p{_HOUR}|k-pk", span_of_hours),
    ("d", "d点(?=d)", zh_clock),
    ("tT", f"[tT]p?(?:{_HOUR}|k)", past_hour),
    ("夜", "夜", midnight),
    ("p", "p前", part_as_a_limit),
    ("f", "fw-w", weekdays_of_a_week),
    ("w", "w[&C]?w", neighbouring_days),
)
