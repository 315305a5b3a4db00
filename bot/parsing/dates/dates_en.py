"""English words of time, as data: each word's kind and value."""

from typing import Any

from bot.parsing.dates.languages import Language, Word

WORDS: dict[str, Word] = {}


def _say(kind: str, **values: Any) -> None:
    for word, value in values.items():
        WORDS[word] = (kind, value)


_WEEKDAYS = (
    "monday mon",
    "tuesday tue tues",
    "wednesday wednsday wensday weds",
    "thursday thu thur thurs thrs",
    "friday fri",
    "saturday",
    "sunday",
)
_MONTHS = (
    "january jan",
    "february feb",
    "mar",
    "april apr",
    "",
    "june jun",
    "july jul",
    "august aug agust augst",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
for _number, _names in enumerate(_WEEKDAYS):
    for _name in _names.split():
        WORDS[_name] = ("w", _number)
    WORDS[_names.split()[0] + "s"] = ("W", _number)
WORDS |= {"mons": ("W", 0), "tues": ("w", 1), "fris": ("W", 4), "weds": ("w", 2), "wednsdays": ("W", 2)}
# words that are something else more often than a day or a month
WORDS |= {"wed": ("V", 2), "sat": ("V", 5), "sun": ("V", 6), "may": ("M", 5), "march": ("M", 3)}
for _number, _names in enumerate(_MONTHS, 1):
    for _name in _names.split():
        WORDS[_name] = ("m", _number)

_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
for _number, _name in enumerate([*_NUMBERS, "seventeen", "eighteen", "nineteen", "twenty"], 1):
    WORDS[_name] = ("n", _number)
WORDS |= {"thirty": ("n", 30), "forty": ("n", 40), "fifty": ("n", 50), "sixty": ("n", 60), "ninety": ("n", 90)}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_ORDINALS += " fifteenth sixteenth seventeenth eighteenth nineteenth"
for _number, _name in enumerate(_ORDINALS.split(), 1):
    WORDS[_name] = ("O", _number)
WORDS |= {"twentieth": ("O", 20), "thirtieth": ("O", 30), "last": ("L", -1)}

_say("a", a=1, an=1)
_say("q", half=0.5, few=3, couple=2, several=3)
_say("t", today=0, tomorrow=1, tmr=1, tmrw=1, tommorow=1, tomoro=1, tmw=1, yesterday=-1)
_say("T", tonight=(0, "evening"), tonite=(0, "evening"))
_say("p", morn="morning", morning="morning", afternoon="afternoon", evening="evening", night="night")
_say("6", mornings="morning", afternoons="afternoon", evenings="evening", nights="night")
_say("k", noon=(12, 0, True), midday=(12, 0, True), midnight=(0, 0, True), noonish=(12, 0, True))
_say("r", early="start", late="end", mid="middle")
_say(
    "j",
    sharp=0,
    approximately=0,
    approx=0,
    roughly=0,
    exactly=0,
    precisely=0,
    ish=0,
    latest=0,
    sometime=0,
    anytime=0,
    onwards=0,
    onward=0,
    prompt=0,
)
_say("h", oclock=0)
WORDS["o'clock"] = ("h", 0)
_say("Q", am=0, pm=12)
_say("班", lunchtime="close", teatime="close")
_say("u", minute="minute", minutes="minute", min="minute", mins="minute", hour="hour", hours="hour", hr="hour")
_say("u", hrs="hour", h="hour", day="day", days="day", week="week", weeks="week", wk="week", wks="week")
_say("u", month="month", months="month", quarter="quarter", quarters="quarter", year="year", years="year", yr="year")
_say("u", yrs="year", mth="month", mths="month", fortnights="fortnight")
_say("U", workday="workday", weekday="workday", businessday="workday")
_say("%", weekdays=range(5), workdays=range(5), weekends=(5, 6))
_say("D", weekend=5)
_say("f", next=1, nxt=1, this=0, coming=0, upcoming=0, following=1)
_say("e", every=0, each=0, evry=0, evey=0)
_say("R", other=2, alternate=2)
_say("y", daily=("DAILY", 1), everyday=("DAILY", 1), nightly=("DAILY", 1), weekly=("WEEKLY", 1))
_say("y", biweekly=("WEEKLY", 2), fortnightly=("WEEKLY", 2), monthly=("MONTHLY", 1), bimonthly=("MONTHLY", 2))
_say("y", quarterly=("MONTHLY", 3), yearly=("YEARLY", 1), annually=("YEARLY", 1))
_say("y", hourly=("HOURLY", 1), semiannually=("MONTHLY", 6), biannually=("MONTHLY", 6))
WORDS |= {"semi-annually": ("y", ("MONTHLY", 6)), "half-yearly": ("y", ("MONTHLY", 6))}
_say("2", twice=2)
_say("9", christmas=(12, 25), xmas=(12, 25), halloween=(10, 31))
_say("~", excluding=0, but=0)
WORDS["except"] = ("~", 0)
_say("A", at=1, around=0, about=0, circa=0)
_say("B", by="by", before="before", due="due", deadline="due", eta="due")
_say("G", on=0)
_say("I", within="within", during="during")
WORDS["in"] = ("I", 0)
_say("b", between=0)
_say("F", starting=0, beginning="start", commencing=0, effective=0)
_say(">", after=0)
WORDS["from"] = ("F", 0)
_say("S", until=0, till=0, til=0)
_say("-", to=0, through=0, thru=0)
_say("H", the=0)
_say("Z", of=0)
_say("0", my=0, our=0, your=0, their=0, his=0, her=0, its=0)
WORDS |= {"bi-weekly": ("y", ("WEEKLY", 2)), "fortnight": ("u", "fortnight")}
WORDS["and"] = ("&", 0)
WORDS["for"] = ("J", 0)
_say("l", later=0, hence=0, ago=-1)
_say("E", end="end", close="end", start="start", middle="middle")
_say("P", past=0)
_say("X", times=None, occurrences=None)
_say("$", eod="day", cob="day", eob="day", cop="day", eow="week", eom="month", eoq="quarter", eoy="year")
_say("g", please=0, pls=0, then=0, so=0, when=0, re=0)
WORDS |= {"with": ("g", 0), "or": ("g", 0), "if": ("g", 0), "as": ("g", 0), "is": ("g", 0), "via": ("g", 0)}

_MEALS = ("lunch", "lunchtime", "breakfast", "dinner")
PHRASES: dict[str, Word] = {
    **{f"{head} day": ("U", "workday") for head in ("business", "working", "work")},
    **{f"{head} days": ("%", range(5)) for head in ("business", "working", "work")},
    **{f"{unit}{mark} time": ("u", unit) for unit in ("hour", "day", "week", "month", "year") for mark in ("s", "s'")},
    **{f"{unit}'s time": ("u", unit) for unit in ("hour", "day", "week", "month", "year", "fortnight")},
    **{f"{head} {meal}": ("班", "close") for head in ("before", "after", "by", "over", "at") for meal in _MEALS},
    **{f"{head} {what}": ("班", "close") for head in ("before", "after") for what in ("work", "hours")},
    **{f"{head} {tail}": ("e", 0) for head in ("once",) for tail in ("a", "an", "per", "every", "each")},
    "every single": ("e", 0),
    "once in": ("e", 0),
    "and every": ("e", 0),
    "each and": ("x", None),
    "each and every": ("e", 0),
    "christmas eve": ("9", (12, 24)),
    "christmas day": ("9", (12, 25)),
    "new year's": ("9", (1, 1)),
    "new year's eve": ("9", (12, 31)),
    "valentine's day": ("9", (2, 14)),
    "every one": ("e", 0),
    "twice a": ("2", 2),
    "twice per": ("2", 2),
    "twice every": ("2", 2),
    "quarter of": ("q", 0.25),
    "quarters of": ("q", 0.25),
    "of business": ("7", "day"),
    "of play": ("7", "day"),
    "later today": ("t", 0),
    "later tonight": ("T", (0, "evening")),
    "this time": ("8", 0),
    "same time": ("8", 0),
    "some time": ("j", 0),
    "any time": ("j", 0),
    "prior to": ("B", "before"),
    "ahead of": ("B", "before"),
    "first thing": ("j", 0),
    "last thing": ("j", 0),
    "or so": ("j", 0),
    "or earlier": ("j", 0),
    "or sooner": ("j", 0),
    "no later": ("x", None),
    "no later than": ("B", "by"),
    "not later": ("x", None),
    "not later than": ("B", "by"),
    "due date": ("B", "due"),
    "as of": ("F", 0),
    "over the": ("I", 0),
    "from now": ("l", 0),
    "from now on": ("j", 0),
    "right now": ("x", None),
    "up to": ("-", 0),
    "starting from": ("F", 0),
    "starting on": ("F", 0),
    "beginning on": ("F", 0),
}
"""Two words that are one token."""

_PLACES = """
bay dock aisle shelf slot bin lot batch lane bed ward seat row box rack pallet track platform locker exit
route bus train door stage zone court pier pump valve tank node rule article clause annex exhibit appendix
form model type size order invoice po sku ref id code docket question exercise problem scene act verse episode
season volume vol map plate mix psalm
"""
BEFORE_A_NUMBER = frozenset(
    [
        *_PLACES.split(),
        "room",
        "line",
        "page",
        "version",
        "section",
        "chapter",
        "step",
        "issue",
        "ticket",
        "flight",
        "gate",
        "table",
        "floor",
        "part",
        "ratio",
        "score",
        "rated",
        "grade",
        "level",
        "phase",
        "chapters",
        "pages",
        "lines",
        "port",
        "sprint",
        "task",
        "scored",
        "slide",
        "building",
        "bldg",
        "build",
        "release",
        "item",
        "row",
        "figure",
        "fig",
        "number",
        "no",
        "bug",
        "pr",
        "suite",
        "unit",
        "apartment",
        "apt",
    ]
)
"""After these a number is a name of something."""

NAMES_OF_DAYS = frozenset(
    [
        "black",
        "good",
        "casual",
        "cyber",
        "ash",
        "easter",
        "palm",
        "shrove",
        "super",
        "taco",
        "freaky",
        "bloody",
        "ruby",
        "since",
        "previous",
    ]
)
"""Black Friday is no due date."""

_OFTEN_MISSPELT = (*_WEEKDAYS, *(name for name in _MONTHS if len(name) > 7), "tomorrow tonight yesterday")
FORGIVEN = frozenset(name for names in _OFTEN_MISSPELT for name in names.split() if len(name) > 5 and name in WORDS) - {
    "august"
}
"""Words long enough that one slip in them is still them."""

NOT_SLIPS = frozenset(
    "sundry sundae sundaes manday mandays munday tomorrows tonights fridays".split()  # noqa: SIM905 - reads as a line
)

_STREETS = "street st. road rd avenue ave lane square drive place court close terrace gardens row hill park hotel plaza"
_HAPPENED = (
    "crashed failed died broke dropped happened occurred rebooted restarted fired tripped spiked leaked stopped started"
    " fell rang arrived hung froze exploded collapsed logged appeared vanished disconnected woke called"
)
_LIMITS = "cap capped caps limit limits limited max maximum min minimum hold keep keeps fixed threshold freeze priced"
_BEFORE_A_PRICE = "to of for than costs cost is was over under"

ENGLISH = Language(
    "en", WORDS, PHRASES, BEFORE_A_NUMBER, NAMES_OF_DAYS, names_after_days=frozenset(_STREETS.split()),
    happened=frozenset(_HAPPENED.split()), limits=frozenset(_LIMITS.split()),
    before_a_price=frozenset(_BEFORE_A_PRICE.split()), forgiven=FORGIVEN, not_slips=NOT_SLIPS,
)  # fmt: skip
