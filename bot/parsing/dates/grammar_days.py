"""Patterns over kinds of tokens that name a day or a span from now."""

import re
from datetime import date

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import EXPLICIT, PART, WEEKDAY, Build, Fragment, Scene, whole_day
from bot.parsing.dates.grammar_periods import period_end, period_start, unit_of
from bot.parsing.dates.grammar_written import dotted_day, dotted_day_zh, iso_day, slash_day
from bot.parsing.dates.look_alikes_zh import COUNTED_THINGS
from bot.parsing.lines.verbs import is_deed

_TELLS = re.compile(
    r"\b(?:from|of|since|as|like|that|which|what|who|how|we|i|they|you|he|she|was|were|had|did|\w+ed)\b", re.I
)
"""Words by which a line tells of the past instead of asking for something."""


_TALE = re.compile(
    r"\s*(?:(?:we|i|they|he|she|it|you|as|like|who|everyone|someone) (?:all |just |already )?"
    r"(?:was|were|had|did|broke|went|sent|met|got|left|came|fell|saw|agreed|\w{2,}[^e\W]ed)|[a-z]+ (?:said|told))\b",
    re.I,
)
"""Who did what: a line that begins so says what happened."""


def month_and_day(scene: Scene, first: int, last: int) -> Fragment | None:
    days = scene.taken(first, last, "doO")
    months, years = scene.taken(first, last, "mM"), scene.taken(first, last, "Y")
    if len(days) > 1:
        if "." in scene.kinds[last - 2 : last] and scene.word_at(last - 2) not in ("'", "."):
            return None
        years = [2000 + days.pop()]
        if not scene.today.year <= years[0] <= scene.today.year + 10 or scene.is_followed_by_a_noun(last):
            return None
    if not years and (_is_of_an_old_year(scene, last) or scene.word_at(last) in scene.language.names_after_days):
        return None
    if years or not _month_is_a_word(scene, first, last):
        return whole_day(civil.month_day(scene.today, months[0], days[0], years[0] if years else None), EXPLICIT)
    return None


def _is_of_an_old_year(scene: Scene, last: int) -> bool:
    """September 24th, 1853."""
    at = last + (scene.kind_at(last) == "C")
    return scene.kind_at(at) == "4" and 1000 <= scene.tokens[at].value < 1900


def _month_is_a_word(scene: Scene, first: int, last: int) -> bool:
    """ "may 5 people join" and "they march 3 miles" speak of no month."""
    at = next(index for index in range(first, last) if scene.tokens[index].kind in "mM")
    token = scene.tokens[at]
    plain = scene.text[token.start].islower() and token.kind == "M" and "d" in scene.kinds[first:last]
    return plain and scene.is_followed_by_a_noun(last)


def days_in_one_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """16 to 20 March, March 16-20, 3月16日到20日: a start and an end."""
    days = scene.taken(first, last, "doO")
    months, years = scene.taken(first, last, "mM"), scene.taken(first, last, "Y")
    month = months[0] if months else days.pop(0)
    if not 0 < month < 13 or days[0] > days[1]:
        return None
    end = civil.month_day(scene.today, month, days[1], years[0] if years else None)
    start = civil.day_or_none(end.year, month, days[0]) if end else None
    found = whole_day(end, EXPLICIT)
    if found:
        found.start = start
    return found


def month_alone(scene: Scene, first: int, last: int) -> Fragment | None:
    month = scene.taken(first, last, "mM")[0]
    years = scene.taken(first, last, "Y")
    if years:
        return whole_day(date(years[0], month, 1), EXPLICIT)
    if scene.tokens[last - 1].kind == "M" and (scene.is_followed_by_a_noun(last) or scene.kind_at(first) == "f"):
        return None
    if scene.kinds[first] == "F" and scene.word_at(first) == "from" and not _begins_something(scene, last):
        return None  # borrow it from April
    if scene.kinds[first] == "I" and _WHAT_WAS.search(scene.text[: scene.tokens[first].start]):
        return None
    if month == scene.today.month and set("IB") & set(scene.kinds[first:last]):
        return whole_day(civil.month_end(scene.today.year, month), EXPLICIT)
    return whole_day(civil.month_day(scene.today, month, 1), EXPLICIT)


_WHAT_WAS = re.compile(
    r"\b(?:what|that|which|who|as) (?:we |i |they |you |he |she )?(?:\w{2,}ed|sent|made|did|wrote|sold)\b", re.I
)
"""What somebody did: "write up what we shipped in May"."""


def _begins_something(scene: Scene, last: int) -> bool:
    """From April on, from April to June, every week from April."""
    return scene.kind_at(last) in ("-", "G", "S", "起") or bool(set("ey") & set(scene.kinds))


def weekday(scene: Scene, first: int, last: int) -> Fragment | None:
    named = scene.tokens[last - 1]
    if scene.word_at(first - 1) in ("was", "were") or (scene.kind_at(first - 1) == "H" and _in_brackets(scene, last)):
        return None
    if scene.word_at(first - 1) in scene.language.names_of_days or scene.kind_at(first - 1) in ("L", "f", "a"):
        return None
    if scene.kinds[max(0, first - 2) : first] in ("H", "xH", "0", "x0") and scene.is_followed_by_a_noun(last):
        return None  # the Monday meeting
    if _is_a_name(scene, first, last):
        return None
    if scene.kind_at(first - 1) != "B" and _tells(scene, first):
        return None
    if scene.kinds[first:last] == "BLw":
        return whole_day(civil.latest(scene.today, named.value), WEEKDAY)
    alone = named.kind == "V" and not _stands_as_a_day(scene, first)
    return whole_day(civil.coming(scene.today, named.value), WEEKDAY, weekday=named.value, weak=alone)


def _in_brackets(scene: Scene, at: int) -> bool:
    """the Wednesday (Netflix) subtitles."""
    return scene.word_at(at) == "("


def _is_a_name(scene: Scene, first: int, last: int) -> bool:
    """Friday Osei, the Sunday Times, Mon Ami: two capitals side by side, where no preposition makes a day of it."""
    if last - first != 1 or scene.kind_at(last) not in ("x", "X") or scene.kind_at(first - 1) in tuple("GBAIS-eRfwW"):
        return False
    day, word = scene.tokens[first], scene.tokens[last]
    written = scene.text[word.start : word.end]
    both = scene.text[day.start].isupper() and written.istitle() and not scene.text[day.start : day.end].isupper()
    return both and scene.text[day.end : word.start] == " " and not is_deed(written.lower())


def _tells(scene: Scene, first: int) -> bool:
    """ "it broke on Monday", "as agreed on Friday" tell of a day that was; "we decided to ship Friday" does not."""
    start = scene.tokens[first].start
    return _TALE.match(scene.text, 0, start) is not None and " to " not in scene.text[:start]


def _stands_as_a_day(scene: Scene, first: int) -> bool:
    if scene.kind_at(first - 1) in ("G", "B", "A", "S", "F", "-"):
        return True
    token = scene.tokens[first]
    return first > 0 and scene.word_at(first) != "sun" and scene.text[token.start].isupper()


def weekday_of_a_week(scene: Scene, first: int, last: int) -> Fragment | None:
    """next Friday, 下周五, Friday next week: one reading is taken, the other is kept."""
    named = scene.taken(first, last, "wV")[-1]
    ahead = scene.taken(first, last, "f")[0]
    if ahead < 0 and not _is_about_the_past(scene, first, last):
        return None
    start = civil.monday_of(scene.today, ahead)
    found = civil.plus(start, named) if start else None
    if scene.is_unspaced(first) or "u" in scene.kinds[first:last]:
        return whole_day(found, WEEKDAY, weekday=named)
    soon = civil.coming(scene.today, named)
    if ahead == 0 or soon is None:
        return whole_day(soon, WEEKDAY, weekday=named)
    return whole_day(found, WEEKDAY, soon if soon != found else civil.plus(soon, 7), weekday=named)


def weekday_and_number(scene: Scene, first: int, last: int) -> Fragment | None:
    """friday 23, Friday the 13th: the next such number that is a Friday; without "th" only the next one."""
    number = scene.tokens[last - 1].value
    if scene.is_followed_by_a_noun(last) and scene.kind_at(last - 1) == "d":
        return None
    if scene.is_unspaced(last) and scene.touches(last - 1, last):
        return None
    if scene.kind_at(last) in tuple("uUmMZ点月日年分") or not 0 < number <= 31:
        return None
    found = civil.day_of_month(scene.today, number)
    for _ in range(13 if scene.kind_at(last - 1) == "o" else 1):
        if found is None or found.weekday() == scene.tokens[first].value:
            break
        after = civil.plus(found, 1)
        found = civil.day_of_month(after, number) if after else None
    return whole_day(found, EXPLICIT) if found and found.weekday() == scene.tokens[first].value else None


def weekday_after_next(scene: Scene, first: int, last: int) -> Fragment | None:
    """the Friday after next; Monday the week after next."""
    named = scene.taken(first, last, "wV")[0]
    start = civil.monday_of(scene.today, 2)
    return whole_day(civil.plus(start, named) if start else None, WEEKDAY, weekday=named)


def weekday_in_a_week(scene: Scene, first: int, last: int) -> Fragment | None:
    """Friday week, tomorrow week, a week today: seven days on from it."""
    token = next(token for token in scene.tokens[first:last] if token.kind in "wVt")
    if unit_of(scene, first, last) != "week":
        return None
    weeks = (scene.taken(first, last, "adn") or [1])[0]
    base = civil.plus(scene.today, token.value) if token.kind == "t" else civil.coming(scene.today, token.value)
    return whole_day(civil.plus(base, 7 * weeks) if base and weeks < 1000 else None, EXPLICIT)


def relative_day(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    ahead, part = token.value if token.kind == "T" else (token.value, None)
    if ahead < 0 and not _is_about_the_past(scene, first, last):
        return None
    return whole_day(civil.plus(scene.today, ahead), part=part)


def _is_about_the_past(scene: Scene, first: int, last: int) -> bool:
    """ "what broke yesterday" names no due date; "due yesterday", "pay it yesterday" and a bare "yesterday" do."""
    at_the_end = last == len(scene.tokens)
    if scene.kind_at(first - 1) in ("B", "G") or (first == 0 and at_the_end):
        return True
    before = scene.text[: scene.tokens[first].start]
    if scene.is_unspaced(first):
        return at_the_end and before.endswith(" ") and "的" not in before and "了" not in before
    return at_the_end and is_deed(before.split()[0].lower() if before.split() else "") and not _TELLS.search(before)


def day_of_a_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """the 20th of next month, 下月15号, 12号."""
    day = scene.taken(first, last, "doO")[-1 if scene.is_unspaced(last - 1) else 0]
    if unit_of(scene, first, last) not in ("month", "day"):
        return None
    if "f" in scene.kinds[first:last]:
        month = civil.shift_month(scene.today.replace(day=1), scene.taken(first, last, "f")[0])
        return whole_day(civil.day_or_none(month.year, month.month, day) if month else None, EXPLICIT)
    of_no_such_month = scene.kind_at(first - 1) == "月" and scene.touches(first - 1, first)  # 11月31日 is no day
    return whole_day(civil.day_of_month(scene.today, day), EXPLICIT) if day <= 31 and not of_no_such_month else None


def bare_ordinal(scene: Scene, first: int, last: int) -> Fragment | None:
    """on 7th, the 1st: a day only where no noun follows; 第一 never is one."""
    if scene.is_unspaced(last - 1):
        return None
    if scene.is_followed_by_a_noun(last) or scene.kind_at(last) in ("u", "U", "Z", "w", "-"):
        return None
    if scene.kind_at(last - 1) == "O" and scene.kind_at(last) == "&":
        return None
    found = civil.day_of_month(scene.today, scene.tokens[last - 1].value)
    if found == scene.today:
        found = civil.shift_month(found, 1)
    only = first == 0 and last == len(scene.tokens) and scene.kind_at(last - 1) == "o"
    prepared = bool(set("GB") & set(scene.kinds[first:last])) or only
    late = scene.tokens[last - 1].value > 3 and scene.kind_at(first) == "H" and scene.is_at_the_end(last)
    return whole_day(found, EXPLICIT, weak=not (prepared or late))


def ordinals_in_a_range(scene: Scene, first: int, last: int) -> Fragment | None:
    """from the 16th to the 20th."""
    begin, end = scene.taken(first, last, "o")
    start = civil.day_of_month(scene.today, begin)
    found = civil.day_or_none(start.year, start.month, end) if start else None
    if found is None or begin >= end or scene.is_followed_by_a_noun(last):
        return None
    return whole_day(found, EXPLICIT, start=start)


def weekday_of_a_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """first Tuesday of October, 下个月第二个周五."""
    nth, named = scene.taken(first, last, "oOL")[0], scene.taken(first, last, "wV")[-1]
    months, years = scene.taken(first, last, "mM"), scene.taken(first, last, "Y")
    if not months and unit_of(scene, first, last) not in ("month", "day"):
        return _weekday_at_an_edge(scene, nth, named, unit_of(scene, first, last))
    if scene.kinds[last - 1] in "wV" and scene.is_followed_by_a_noun(last):
        return None
    if months:
        year = years[0] if years else scene.today.year
        found = civil.nth_weekday(year, months[0], nth, named)
        if found and found < scene.today and not years:
            found = civil.nth_weekday(year + 1, months[0], nth, named)
        return whole_day(found, EXPLICIT)
    ahead = (scene.taken(first, last, "f") or [0])[0]
    month = civil.shift_month(scene.today.replace(day=1), ahead)
    found = civil.nth_weekday(month.year, month.month, nth, named) if month else None
    if found and found < scene.today and not ahead and (month := civil.shift_month(found.replace(day=1), 1)):
        found = civil.nth_weekday(month.year, month.month, nth, named)
    return whole_day(found, EXPLICIT)


def _weekday_at_an_edge(scene: Scene, nth: int, named: int, unit: str) -> Fragment | None:
    """the last Monday of the year or the quarter; of others nobody speaks."""
    end = period_end(scene.today, period_start(scene.today, 0, unit), unit)
    sound = unit in ("quarter", "year") and nth < 0 and end
    return whole_day(civil.nth_weekday(end.year, end.month, nth, named), EXPLICIT) if sound and end else None


def day_of_a_year_to_come(scene: Scene, first: int, last: int) -> Fragment | None:
    """5 April next year."""
    day, month = scene.taken(first, last, "od")[0], scene.taken(first, last, "mM")[0]
    year = scene.today.year + scene.taken(first, last, "f")[0]
    return whole_day(civil.day_or_none(year, month, day), EXPLICIT) if unit_of(scene, first, last) == "year" else None


def holiday(scene: Scene, first: int, last: int) -> Fragment | None:
    """by Christmas; the Christmas party is none."""
    month, day = scene.tokens[last - 1].value
    found = civil.month_day(scene.today, month, day)
    return None if scene.is_followed_by_a_noun(last) else whole_day(found, EXPLICIT)


def zh_date(scene: Scene, first: int, last: int) -> Fragment | None:
    """2026年3月5日, 3月5号, 明年3月5日."""
    years, numbers = scene.taken(first, last, "Y"), scene.taken(first, last, "d")
    month, day = numbers[-2], numbers[-1]
    end = scene.tokens[last - 1].end
    if scene.kinds[last - 1] == "d" and scene.text[end : end + 1] in COUNTED_THINGS:
        return None
    if scene.kind_at(first) == "d" and scene.kind_at(first + 1) == "年":
        years = [numbers[0]]
    ahead = scene.taken(first, last, "f")
    year = scene.today.year + ahead[0] if ahead else years[0] if years else None
    if year is not None and 31 < year < scene.today.year and scene.word_at(last) == "的":
        return Fragment(PART, weak=True)  # last year's contract is nothing that is due
    return whole_day(civil.month_day(scene.today, month, day, year), EXPLICIT) if 0 < month < 13 else None


def zh_month(scene: Scene, first: int, last: int) -> Fragment | None:
    month = scene.taken(first, last, "d")[0]
    years = scene.taken(first, last, "Y")
    if not 0 < month < 13:
        return None
    if years and (years[0], month) < (scene.today.year, scene.today.month) and last - first < len(scene.tokens):
        return None
    begin = civil.day_or_none(scene.today.year + (month < scene.today.month), month, 1)
    return whole_day(civil.day_or_none(years[0], month, 1) if years else begin, EXPLICIT, weak=not years)


def nth_day_of_a_year(scene: Scene, first: int, last: int) -> Fragment | None:
    year, nth = scene.taken(first, last, "Y")[0], scene.taken(first, last, "o")[0]
    if unit_of(scene, first + 2, last) != "day":
        return None
    return whole_day(civil.plus(date(year, 1, 1), nth - 1), EXPLICIT)


_NTH = "[oOL][wV][ZI]"
DAY_RULES: tuple[tuple[str, str, Build], ...] = (
    ("i", "i", iso_day),
    ("GBHodO", "[GB]?H?[odO]Z?H?[mM](?:C?Y|\\.?d(?![d:4h点]))?", month_and_day),
    ("mM", "(?:m\\.?|M)C?H?[odO](?![-dn:u])(?:C?Y)?|[mM]C?H?[odO](?=-)", month_and_day),
    ("mM", "[mM]-d|[mM]H?[odO]C?\\.d", month_and_day),
    ("FHodO", "F?H?[odO]-H?[odO]Z?[mM]C?Y?", days_in_one_month),
    ("FmM", "F?[mM]H?[od](?:-|S)H?[od](?:C?Y)?", days_in_one_month),
    ("b", "bH?[odO]&H?[odO]Z?[mM]C?Y?|b[mM]H?[od]&H?[od](?:C?Y)?", days_in_one_month),
    ("FbHo", "[Fb]?H?o(?:-|S|&)H?o", ordinals_in_a_range),
    ("d", "d月d日?-d日", days_in_one_month),
    ("mM", "[mM]Y", month_alone),
    ("IBSFf", "[IBSFf]H?[mM](?!\\.?C?H?[odOY])", month_alone),
    ("s", "s", slash_day),
    ("GBISF", "[GBISF]9", holiday),
    ("z", "z", dotted_day),
    ("v", "v日", dotted_day_zh),
    ("wVB", "[wV]|BLw", weekday),
    ("Hf", "H?f?f[wV]|fu[GC]?[wV]", weekday_of_a_week),
    ("wV", "[wV]Z?fu", weekday_of_a_week),
    ("wV", "[wV]C?H?[do]", weekday_and_number),
    ("Hw", "H?w>f|wC?H?u>f", weekday_after_next),
    ("wtadn", "[wt]u|[adn]u[G>]?[wt]", weekday_in_a_week),
    ("tT", "[tT]", relative_day),
    ("HoO", "H?[oO]ZH?f?u|H?ofu", day_of_a_month),
    ("f", "fuC?G?H?o", day_of_a_month),
    ("mM", "[mM]H?[od]C?fu", day_of_a_year_to_come),
    ("Hod", "H?[od]Z?[mM]C?fu", day_of_a_year_to_come),
    ("HoO", "H?[oO]w(?!Z)", weekday_of_a_month),
    ("fd", "(?:f月)?d日", day_of_a_month),
    ("GBHo", "[GB]?H?o|[GB]?HO", bare_ordinal),
    ("HoOL", f"H?{_NTH}(?:[mM]Y?|H?f?u)", weekday_of_a_month),
    ("f", "f月[oL][wV]", weekday_of_a_month),
    ("Yfd", "(?:[Yd]年C?|f年)?d月d(?:日|(?!次|日))", zh_date),
    ("Yd", "(?:Y年)?d月", zh_month),
    ("Y", "Y年(?:C)?ou", nth_day_of_a_year),
)
