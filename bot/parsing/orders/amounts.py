"""Amounts of work in words: how far it is in percent, how long it took, and what shows it."""

import re
from urllib.parse import urlsplit

from bot.rules.evidence import Shown

MINUTES_A_DAY = 8 * 60  # of a person-day
_PERCENT = re.compile(
    r"(?:(?:进度|进展|完成了?|做了|到了?|now at|at|about|done)\s*[:：]?\s*)?(?P<percent>\d{1,3})\s*[%％](?![\w%％])"
    r"(?:\s*(?:done|complete|finished|完成|了))?(?:[\s,，.。;；:：–—-]+|$)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?|半|half an?|an?|one|two|three|一|两|二|三|四|五|六|七|八|九|十"
_UNIT = (
    r"(?P<m>m(?:in(?:ute)?s?)?|分钟?)|(?P<h>h(?:(?:ou)?rs?)?|个?小时|个?钟头)"
    r"|(?P<d>(?:person[- ]?)?d(?:ays?)?|个?人?天|人日|个?工作日)"
)
_PIECE = re.compile(
    rf"\s*(?P<number>{_NUMBER})\s*(?:{_UNIT})(?P<half>半)?(?![A-Za-z])(?:\s*(?:and|又|零)(?=\s*\d))?", re.I
)
_NUMBERS = {"半": 0.5, "half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
_NUMBERS |= {letter: float(place) for place, letter in enumerate("一二三四五六七八九十", 1)} | {"两": 2.0}
_MOST_MINUTES = 1000 * MINUTES_A_DAY
_ADDRESS = re.compile(
    r"<?(?P<address>https://[^\s<>|]{3,1000})(?:\|(?P<name>[^<>]{0,200}))?>?(?P<after>[.,，。;；:：!！]*)"
)
_FIGURE = re.compile(
    r"(?P<figure>[+-]?[$€£¥￥]?\s?\d[\d.,']{0,18}\s?(?:[%％‰]|[^\W\d_][\w/.-]{0,19}(?:\s[^\W\d_]\w{0,14})?)?)[\s.。!！]*"
)
# "pass rate 98.5%", "copies: 350": a share may follow its name at once, any other figure needs a mark between
_NAMED_FIGURE = re.compile(
    r"(?P<figure>[^\W\d_][^\d:：=\n]{0,39}"
    r"(?:[:：=]\s*[+-]?[$€£¥￥]?\d[\d.,']{0,18}\s?(?:[%％‰]|[^\W\d_][\w/.-]{0,19})?|\d[\d.,]{0,9}\s?[%％‰]))[\s.。!！]*"
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")


def percent(text: str) -> tuple[int, str] | None:
    """(How far, the words after it) of "60% spoke to the printer"; None where it says no such thing."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None or int(match["percent"]) > 100:
        return None
    return int(match["percent"]), match["rest"].strip()


def spent(text: str) -> tuple[int, str] | None:
    """(Minutes, the words after them) of "2h 30m on the draft"; a day is a person-day of eight hours."""
    position, minutes = 0, 0.0
    while match := _PIECE.match(text, position):
        unit = MINUTES_A_DAY if match["d"] else 60 if match["h"] else 1
        minutes += (_number(match["number"]) + (0.5 if match["half"] else 0)) * unit
        position = match.end()
    if not 0 < round(minutes) <= _MOST_MINUTES:
        return None
    return round(minutes), text[position:].strip(" \t\n,，.。;；:：–—-")


def _number(said: str) -> float:
    known = _NUMBERS.get(said.lower())
    return known if known is not None else float(said.replace(",", "."))


def evidence(text: str) -> tuple[list[Shown], str]:
    """What a line gives as evidence, and the words beside it: links anywhere in it, or a number with its unit alone."""
    links = list(links_in(text))
    if links:
        return links, " ".join(_ADDRESS.sub(" ", text).split())
    match = _FIGURE.fullmatch(text.strip()) or _NAMED_FIGURE.fullmatch(text.strip())
    return ([Shown("figure", " ".join(match["figure"].split()))], "") if match else ([], text.strip())


def links_in(text: str) -> list[Shown]:
    """The addresses that a text names, each once; only what is encrypted and names a host leads anywhere."""
    found: dict[str, Shown] = {}
    for match in _ADDRESS.finditer(text):
        address = match["address"].rstrip(".,，。;；:：!！)）]】'\"")
        if is_address(address):
            found.setdefault(address, of_address(address, match["name"] or ""))
    return list(found.values())


def of_address(address: str, name: str = "") -> Shown:
    host = urlsplit(address).hostname or ""
    is_file = host.endswith(".slack.com") and "/files/" in address
    return Shown("file" if is_file else "link", address, "" if name == address else name.strip()[:200])


def is_address(address: str) -> bool:
    """Whether it is an https address with a host and without a name or password in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None and address.isprintable()
