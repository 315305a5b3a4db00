"""English words of time, as data: each word's kind and value."""

from typing import Any

from bot.parsing.languages import Language, Word

WORDS: dict[str, Word] = {}


def _say(kind: str, **values: Any) -> None:
    for word, value in values.items():
        WORDS[word] = (kind, value)


_WEEKDAYS = (
    "monday mon",
    "tuesday tue tues",
    "wednesday wednsday weds",
    "thursday thu thur thurs",
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
    "august aug",
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
for _number, _name in enumerate(_ORDINALS.split(), 1):
    WORDS[_name] = ("O", _number)
WORDS |= {"fifteenth": ("O", 15), "twentieth": ("O", 20), "thirtieth": ("O", 30), "last": ("L", -1)}

_say("a", a=1, an=1)
_say("q", half=0.5, few=3, couple=2, several=3)
_say("t", today=0, tomorrow=1, tmr=1, tmrw=1, tomorow=1, tommorow=1, yesterday=-1)
_say("T", tonight=(0, "evening"), tonite=(0, "evening"))
_say("p", morning="morning", afternoon="afternoon", evening="evening", night="night")
_say("p", mornings="morning", afternoons="afternoon", evenings="evening", nights="night")
_say("k", noon=(12, 0, True), midday=(12, 0, True), midnight=(0, 0, True))
_say("r", early=0, late=0, sharp=0, approximately=0, roughly=0)
_say("h", oclock=0)
_say("u", minute="minute", minutes="minute", min="minute", mins="minute", hour="hour", hours="hour", hr="hour")
_say("u", hrs="hour", h="hour", day="day", days="day", week="week", weeks="week", wk="week", wks="week")
_say("u", month="month", months="month", quarter="quarter", quarters="quarter", year="year", years="year", yr="year")
_say("U", workday="workday", weekday="workday", businessday="workday")
_say("%", weekdays=range(5), workdays=range(5), weekends=(5, 6))
_say("D", weekend=5)
_say("f", next=1, this=0, coming=0, upcoming=0, following=1)
_say("e", every=0, each=0)
_say("R", other=2, alternate=2)
_say("y", daily=("DAILY", 1), everyday=("DAILY", 1), nightly=("DAILY", 1), weekly=("WEEKLY", 1))
_say("y", biweekly=("WEEKLY", 2), fortnightly=("WEEKLY", 2), monthly=("MONTHLY", 1), bimonthly=("MONTHLY", 2))
_say("y", quarterly=("MONTHLY", 3), yearly=("YEARLY", 1), annually=("YEARLY", 1))
_say("A", at=0, around=0, about=0, circa=0)
_say("B", by=0, before=0, due=0, deadline=0)
_say("G", on=0)
_say("I", within=0, during=0)
WORDS["in"] = ("I", 0)
_say("F", starting=0, beginning=0)
_say(">", after=0)
WORDS["from"] = ("F", 0)
_say("S", until=0, till=0, til=0)
_say("-", to=0, through=0, thru=0)
_say("H", the=0)
_say("Z", of=0)
WORDS |= {"bi-weekly": ("y", ("WEEKLY", 2)), "fortnight": ("u", "fortnight")}
WORDS["and"] = ("&", 0)
WORDS["for"] = ("J", 0)
_say("l", later=0, hence=0, ago=-1)
_say("E", end=0)
_say("P", past=0)
_say("X", times=None)
_say("$", eod="day", cob="day", eow="week", eom="month", eoq="quarter", eoy="year")
_say("g", please=0, pls=0, then=0, but=0, so=0, when=0, re=0)
WORDS |= {"with": ("g", 0), "or": ("g", 0), "if": ("g", 0), "as": ("g", 0), "is": ("g", 0), "via": ("g", 0)}

PHRASES: dict[str, Word] = {
    **{f"{head} {unit}": ("U", "workday") for head in ("business", "working", "work") for unit in ("day", "days")},
    "from now": ("l", 0),
    "right now": ("x", None),
    "up to": ("-", 0),
    "starting from": ("F", 0),
    "starting on": ("F", 0),
}
"""Two words that are one token."""

BEFORE_A_NUMBER = frozenset(
    [
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
        "level",
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
        "bloody",
        "ruby",
        "since",
        "previous",
    ]
)
"""Black Friday is no due date."""

ENGLISH = Language("en", WORDS, PHRASES, BEFORE_A_NUMBER, NAMES_OF_DAYS)
