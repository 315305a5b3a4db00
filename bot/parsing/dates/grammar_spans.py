"""Patterns over kinds of tokens that count from now: in 2 hours, three weeks from Friday, 15个工作日内."""

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import EXPLICIT, MOMENT, OFFSET, Build, Fragment, Scene, whole_day
from bot.parsing.dates.grammar_periods import period_end, period_start, unit_of
from bot.parsing.dates.languages import Token
from bot.parsing.dates.look_alikes_zh import LOOKING_BACK


def day_after_tomorrow(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = scene.taken(first, last, "t")[0] + 1
    return whole_day(civil.plus(scene.today, ahead)) if unit_of(scene, first, last) == "day" else None


def _is_titled(scene: Scene, token: Token) -> bool:
    if scene.language.nouns_are_capital:
        return False
    return token.start > 0 and scene.text[token.start : token.end].istitle() and not scene.text.istitle()


def from_now(scene: Scene, first: int, last: int) -> Fragment | None:
    """in 2 hours, three weeks from now, 一小时三十分后, 15个工作日内. A capital makes a title of it: 28 Days Later."""
    if any(_is_titled(scene, token) for token in scene.tokens[first:last] if token.kind in "uU"):
        return None
    if scene.taken(first, last, "l") == [-1] or _looks_back(scene, first, last):
        return None
    if "月d日" in scene.kinds[first:last] or any(scene.word_at(place) == "号" for place in range(first, last)):
        return None  # 20号以后 is a day, 20日以后 may be a length
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


def _looks_back(scene: Scene, first: int, last: int) -> bool:
    """过去7天内, 一周内的数据: what lies in such a time, no limit."""
    if scene.kind_at(last - 1) != "N":
        return False
    start = scene.tokens[first].start
    return scene.word_at(last) == "的" or LOOKING_BACK.search(scene.text, max(0, start - 2), start) is not None


_QUARTER = 0.25
_ZH_UNITS = {"年": "year", "月": "month", "日": "day", "分": "minute"}


def _lengths(scene: Scene, first: int, last: int) -> list[tuple[float, str]]:
    """The counted units of a span; "a half" and 半 add up with what they stand beside."""
    found: list[tuple[float, str]] = []
    count: float | None = None
    for at, token in enumerate(scene.tokens[first:last], first):
        if token.kind == "c":
            found.append(token.value)
        elif token.kind in "dnaqY4v":
            value = token.value if token.kind != "v" else float(f"{token.value[0]}.{token.value[1]}")
            count = _combined(count, token.kind, value, scene.kinds[max(0, at - 2) : at + 2])
        elif token.kind == "k":
            found += [(token.value[0], "hour"), (token.value[1], "minute")]
        elif token.kind == "s":
            count = (count or 0) + token.value[0] / (token.value[1] or 1)
        elif token.kind == "半":
            count = (count or 0) + 0.5
        elif token.kind == "刻" and count is not None:
            found.append((count * 15, "minute"))
            count = None
        elif token.kind in "uU%年月日分" and count is not None:
            unit = token.value if token.kind != "%" else "workday"
            found.append((count, str(unit or _ZH_UNITS.get(token.kind, "day"))))
            count = None
    if count == 0.5 and found:
        found.append((0.5, found[-1][1]))
    return found


def _combined(count: float | None, kind: str, value: float, around: str) -> float | None:
    """A half is half of what it stands before, and more than what stands before its "and"."""
    if kind == "a" and around[1:] == "&aq":
        return count
    if kind == "q" and around.startswith("&a"):
        return (count or 0) + value
    if kind == "q" and value == _QUARTER:
        return (count or 1) * value
    if count is None or kind == "a":
        return value if count is None else count
    return value if count == 1 else count + value


def weekdays_from_now(scene: Scene, first: int, last: int) -> Fragment | None:
    count, named = scene.taken(first, last, "dn")[0], scene.taken(first, last, "W")[0]
    found = civil.coming(scene.today, named)
    return whole_day(civil.plus(found, (count - 1) * 7) if found else None, EXPLICIT)


def hours_and_minutes(scene: Scene, first: int, last: int) -> Fragment | None:
    """in 1h30: a length, where "in 13:30" is none."""
    written = scene.word_at(last - 1)
    return from_now(scene, first, last) if "h" in written and ":" not in written else None


def length_alone(scene: Scene, first: int, last: int) -> Fragment | None:
    """1w, 3 days: a line that is nothing but a length counts from now; 2h is an estimate."""
    alone = first == 0 and last == len(scene.tokens)
    lengths = _lengths(scene, first, last)
    sound = bool(lengths) and lengths[0][0] <= _MOST_ALONE and lengths[0][1] != "year"
    sound = sound and (scene.kind_at(first) != "c" or lengths[0][1] in ("day", "week"))
    return from_now(scene, first, last) if alone and sound else None


def span_of_lengths(scene: Scene, first: int, last: int) -> Fragment | None:
    """in 2-3 days, within two or three weeks: the later one."""
    if scene.kind_at(last - 3) == "g" and scene.word_at(last - 3) != "or":
        return None
    return from_now(scene, last - 2, last)


def after_a_length(scene: Scene, first: int, last: int) -> Fragment | None:
    """after 3 days, where the line ends; "after 3 days it failed" is a tale."""
    return from_now(scene, first, last) if scene.is_at_the_end(last) else None


_MOST_ALONE = 60


def within_one(scene: Scene, first: int, last: int) -> Fragment | None:
    """within the hour, in the next hour, within the week."""
    unit = unit_of(scene, first, last)
    if unit in ("hour", "minute"):
        moment = scene.minutes_after(scene.today, 60 if unit == "hour" else 1)
        clock = (moment.hour, moment.minute, True) if moment else None
        return Fragment(MOMENT, day=moment.date(), rank=EXPLICIT, clock=clock) if moment else None
    if "f" in scene.kinds[first:last] or scene.taken(first, last, "I") != ["within"]:
        return None
    begin = period_start(scene.today, 0, unit)
    return whole_day(begin if unit == "day" else period_end(scene.today, begin, unit))


def offset(scene: Scene, first: int, last: int) -> Fragment | None:
    """3 days before, a week from, the day after: the day they lead to follows."""
    sign = 1
    if scene.kind_at(last - 1) == "B":
        if scene.tokens[last - 1].value != "before":
            return None
        sign = -1
    lengths = _lengths(scene, first, last)
    if scene.kind_at(first) == "H" and scene.kind_at(last - 1) == "F":
        return None  # the week starting March 23
    if scene.kind_at(first) in ("H", "u"):
        lengths = [(1, unit_of(scene, first, last))]
    if len(lengths) != 1 or lengths[0][1] in ("hour", "minute"):
        return None
    if scene.kind_at(last - 1) == "G" and lengths[0][1] != "week":
        return None
    return Fragment(OFFSET, shift=(sign * lengths[0][0], lengths[0][1]))


def weekday_after(scene: Scene, first: int, last: int) -> Fragment | None:
    """the Monday after, the last Friday before: the day they look from follows."""
    before = scene.kind_at(last - 1) == "B"
    if before and scene.tokens[last - 1].value != "before":
        return None
    return Fragment(OFFSET, shift=(-1 if before else 1, "weekday"), weekday=scene.taken(first, last, "w")[0])


def week_of(scene: Scene, first: int, last: int) -> Fragment | None:
    """the week of, week commencing: the Monday of the week of the day that follows."""
    return Fragment(OFFSET, shift=(0, "monday")) if unit_of(scene, first, last) == "week" else None


_SPAN = "(?:a?qZ?|&aq|[dnaqY4vs半]){1,5}+"
SPAN_RULES: tuple[tuple[str, str, Build], ...] = (
    ("Hu", "H?u>t", day_after_tomorrow),
    ("I", f"I[HAj]?f?(?:{_SPAN}[uU%]|c)(?:&?(?:{_SPAN}[uU]|c|a?q(?!Z))){{0,4}}(?:l|F[twV])?", from_now),
    ("dnaqY4vc", f"(?:{_SPAN}[uU%]|c)(?:&?(?:{_SPAN}[uU]|c)){{0,4}}(?:l|F[twV])", from_now),
    ("f", "f[dn][uU%](?!F|l)", from_now),
    ("dnc", "[dn]u|c{1,2}", length_alone),
    ("I", "I[Hf]?[dn][-g][dn][uU%]", span_of_lengths),
    (">", ">[adn][uU%]|>c", after_a_length),
    ("I", "Ik", hours_and_minutes),
    ("I", "IHf?u", within_one),
    ("Hdnaqu", f"(?:H|{_SPAN})[uU%](?:[>BG]|F(?![twV]))", offset),
    ("Hu", "H?u[ZF]", week_of),
    ("HwOoL", "H?[OoL]?w[>B]", weekday_after),
    ("dq半过Y4v", "过?(?:[dqY4v半]{1,3}[uU年月日分刻]半?){1,5}(?:l|N)", from_now),
    ("过", "过(?:[dq半]{1,3}[uU月日分刻]半?){1,5}", from_now),
    ("c", "c(?:l|N)", from_now),
    ("dn", "[dn]Wl", weekdays_from_now),
)
