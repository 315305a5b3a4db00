"""What is to be done to a task, said in free words: rows of phrases, each with the line somebody would have typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache

from bot.parsing.dates.tokens import flattened
from bot.parsing.dates.when import read_duration, read_when
from bot.parsing.orders.reasons import date_and_reason
from bot.parsing.talk import talk_en, talk_life_en, talk_life_zh, talk_zh
from bot.parsing.talk.corrections import is_rhythm
from bot.parsing.talk.talk_bulk import ranges_written_out
from bot.parsing.talk.talk_rows import MAYBE, NEVER, SURELY, Row

LONGEST, SHORT = 300, 12
HOLE = "{task}"
_PERSON = r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[\u4e00-\u9fff·]{2,5}?|@[^\s,，。@\u4e00-\u9fff]{1,40}"
_LABEL = r"(?:#(?!\d+(?:\s|$))[\w/-]+|<#C[A-Z0-9]+(?:\|[^>]*)?>)"
_SLOTS = {
    "{n}": r"(?:(?:tasks?|numbers?|nos?\.?|任务|第)\s?)?#?(?P<n>\d{1,9}"
           r"(?:(?:\s?[,、，&]\s?(?:and\s)?|\s?and\s|\s?[和跟与]\s?|\s?(?=#))#?\d{1,9})*)"
           r"(?:\s?号)?(?:\s?任务)?(?:这个|这条)?(?![:/.-]?\d|%|[A-Za-z])",
    "{marked}": r"#(?P<n>\d{1,9})(?![:/.-]?\d|%|[A-Za-z])",
    "{one}": r"(?:(?:tasks?|numbers?|nos?\.?|任务|第)\s?)?#?(?P<n>\d{1,9})(?:\s?号)?(?:\s?任务)?(?:这个|这条)?"
             r"(?![:/.-]?\d|%|[A-Za-z])",
    "{mark}": r"(?:(?:\s?[,，:：;；。.–—-]\s?(?:and\s)?|\s(?=[1-5](?:\s?(?:分|/5|stars?\b|points?\b)|[\s,，.。]|$)))"
              r"(?P<rest>(?!but\b|however\b|except\b|though\b|if\b|only\b|但|不过|除了|可是|就是|只是)\S.*)|\s?[.。!！~]*)",
    "{pct}": r"(?P<pct>\d{1,3}\s?[%％])",
    "{took}": r"(?P<took>(?:\d[\d.]*|half an?|an?|one|two|three|[一两二三四五六七八九十半])\s?"
              r"(?:h|hours?|hrs?|m|mins?|minutes?|d|days?|个?小时|个?钟头|分钟|个?半小时|个?半天|个?工作日|人?天)"
              r"(?![A-Za-z])半?"
              r"(?:\s?(?:and\s|零|又)?\d{1,2}\s?(?:m|mins?|minutes?|分钟?)(?![A-Za-z]))?)",
    "{url}": r"(?P<rest>(?:\S.*\s)?<?https://\S.*)",
    "{people}": rf"(?P<people>(?:{_PERSON})(?:(?:\s|[,，、/&和与]|\b(?:and|or|then)\b|再)+(?:{_PERSON}))*)",
    "{labels}": rf"(?P<labels>{_LABEL}(?:\s{_LABEL})*)",
    "{name}": r"(?P<name>(?!(?:i|we|you|they|he|she|it|who|that|this|what|(?:some|any|every|no)(?:one|body))\b)"
              r"[a-z\u00c0-\u024f]{2,20})",
    "{thing}": r"(?:the |my |that |this |这个|那个|那条)?(?P<thing>[^\s,，。;；:：#\d][^,，。;；:：]{1,60}?)",
    "{who}": rf"(?P<who>{_PERSON}|me|myself|我自己|我)",
    "{someone}": rf"(?P<who>{_PERSON}|me|myself|我自己|我|[\u4e00-\u9fff]{{2,3}}|[A-Za-z][\w.\-]{{1,30}})",
    "{when}": r"(?P<when>\S.*)",
    "{when_first}": r"(?P<when>\S.{0,28}?)",
    "{length}": r"(?P<length>(?:an? |half |\d|[一二两三四五六七八九十半]|one |two |three |four |five "
                r"|six |a few |several )[^,，。]{0,18}?)",
    "{rest}": r"(?P<rest>\S.*)",
    "{tag}": r"[“\"'「]?(?P<tag>(?!the\b|a\b|to\b)[^\W_][\w/-]{0,23})[”\"'」]?",
    "{rhythm}": r"(?P<rhythm>(?:每|every\b|each\b|daily\b|weekly\b|monthly\b|yearly\b|工作日).{0,40}?)",
    "{tail}": r"(?:(?:\s?[,，:：;；。.]\s?(?:and\s)?|\s(?=<?https://))(?P<rest>\S.*)|\s?[.。!！~]*)",
    "{level}": rf"(?P<level>{'|'.join((*talk_en.LEVELS, *talk_zh.LEVELS))})",
}  # fmt: skip
_LEVELS = talk_en.LEVELS | talk_zh.LEVELS
_BEFORE = re.compile(
    r"^(?:(?:please|pls|hey|hi|ok|okay|muster|so|and|can you|could you|would you|let's|let us)[\s,:]+"
    r"|(?:请|麻烦你?|帮我|帮忙|劳驾)\s*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:[\s,，]+(?:please|pls|thanks|thank you|谢谢)|[\s.。!！~～]|吧)+$", re.IGNORECASE)
_NEW_DATE = re.compile(r"due #\d")
_A_NUMBER_AND_MORE = re.compile(r"\d.*(?:[,，;；]|\s[-–—]|\b(?:because|since|due to)\b|因为|由于)")
_NUMBERS = re.compile(r"\d{1,9}")
_NUMBERED = re.compile(r"[#＃]\s?\d")
_IT = re.compile(
    r"\b(?:this|that|it)\b(?! (?:week|month|time|once|round|year))(?: (?:one|task))?"
    r"|这个(?:任务)?(?!月)|这条(?:任务)?|它",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Deed:
    """A line as typed. `thing` are words that name the task, whose number then goes into the hole of the line.

    `surely`: the words speak of a task that must be there, so that without one nothing is to be made of them.
    `asks`: so few words may be anything else, too.
    """

    line: str
    thing: str = ""
    surely: bool = False
    asks: bool = False


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Row], ...]:
    rows = [*talk_en.ROWS, *talk_zh.ROWS]
    numbered = [replace(row, phrase=row.phrase.replace("{t}", "{n}"), thing=NEVER) for row in rows]
    worded = [replace(row, phrase=row.phrase.replace("{t}", "{thing}")) for row in rows if row.thing != NEVER]
    return tuple((re.compile(_filled(row.phrase), re.IGNORECASE), row) for row in (*numbered, *worded))


@cache
def _patterns_of_life() -> tuple[tuple[re.Pattern[str], Row], ...]:
    rows = (*talk_life_en.ROWS, *talk_life_zh.ROWS)
    return tuple((re.compile(_filled(row.phrase), re.IGNORECASE), row) for row in rows)


def _filled(phrase: str) -> str:
    for slot, pattern in _SLOTS.items():
        phrase = phrase.replace(slot, pattern)
    return phrase


def deed(line: str, now: datetime, zone: str) -> Deed | None:
    """What a line asks to be done; None where it asks nothing, or where its date, length or level is none."""
    text = _smoothed(line)
    if not text:
        return None
    if len(text) <= SHORT and _fits_nothing(text):
        return None
    return next(_readings(text, now, zone, _all_patterns()), None) or _with_a_reason(text, now, zone)


@lru_cache(maxsize=256)
def _fits_nothing(text: str) -> bool:
    """Asked of short lines, which are sent again and again: `list`, `today`."""
    fits = any(pattern.fullmatch(text) for pattern, _ in _all_patterns())
    return not (fits or _A_NUMBER_AND_MORE.search(text))


@cache
def _all_patterns() -> tuple[tuple[re.Pattern[str], Row], ...]:
    return (*_patterns_of_life(), *_patterns())


def _with_a_reason(text: str, now: datetime, zone: str) -> Deed | None:
    """ "move 42 to Friday, the client asked": a number's new date, and why."""
    found: list[Deed] = []

    def is_order(words: str) -> bool:
        said = next(_readings(words, now, zone, _patterns()), None)
        found.extend([said] if said else [])
        return said is not None and _NEW_DATE.match(said.line) is not None and not said.asks

    parts = date_and_reason(text, is_order) if _A_NUMBER_AND_MORE.search(text) else None
    return replace(found[-1], line=f"{found[-1].line}, {parts[1]}") if parts and found else None


def of_life(line: str, now: datetime, zone: str) -> Deed | None:
    """The same, for what happens in the life of a task alone."""
    text = _smoothed(line)
    return next(_readings(text, now, zone, _patterns_of_life()), None) if text else None


def of_it(reply: str, number: int, now: datetime, zone: str) -> str | None:
    """The line that a reply in the thread of a task stands for: "not mine", "skip this one", 验收通过，5分."""
    text = " ".join(reply.split())
    if len(text) > LONGEST or "\n" in reply or _NUMBERED.search(text):
        return None
    pointed = re.sub(r"\s+(?=['’]s\b)", "", _IT.sub(f" #{number} ", text, count=1))
    tries = (pointed if pointed != text else "", f"#{number} {text}", f"{text} on #{number}", f"{text}#{number}")
    found = (of_life(" ".join(one.split()), now, zone) for one in tries if one)
    return next((said.line for said in found if said), None)


def _smoothed(line: str) -> str:
    """Without courtesies, in half width; empty where it can be no order."""
    if len(line) > LONGEST or "\n" in line or line.rstrip().endswith(("?", "？")):
        return ""
    text = ranges_written_out(" ".join(line.split()))
    text = _AFTER.sub("", _BEFORE.sub("", text, count=1))
    if flattened(text) != text and len(flattened(text)) == len(text):
        text = flattened(text)
    return text.replace("’", "'")


def _readings(text: str, now: datetime, zone: str, patterns: tuple[tuple[re.Pattern[str], Row], ...]) -> Iterator[Deed]:
    for pattern, row in patterns:
        match = pattern.fullmatch(text)
        said = _put_together(match, row, now, zone) if match else None
        if said is not None:
            yield said


def _put_together(match: re.Match[str], row: Row, now: datetime, zone: str) -> Deed | None:
    found = {name: (said or "").strip() for name, said in match.groupdict().items()}
    if "when" in found:
        found["when"] = _moment(found["when"], now, zone)
    if "length" in found:
        found["length"] = _days(found["length"])
    if "level" in found:
        found["level"] = _LEVELS[found["level"].lower()]
    if any(not found[name] for name in ("when", "length") if name in found) or not _comes_again(found):
        return None
    if row.thing != NEVER and _says_nothing(found["thing"]):
        return None
    words = {
        "rest": "",
        **found,
        "task": HOLE if row.thing != NEVER else _numbered(found),
    }
    return Deed(row.line.format(**words).strip(), found.get("thing", ""), row.thing == SURELY, row.asks)


def _comes_again(found: dict[str, str]) -> bool:
    return "rhythm" not in found or is_rhythm(found["rhythm"])


def _numbered(found: dict[str, str]) -> str:
    """The numbers; before other words a comma joins them, lest the words be read from the second number on."""
    words = any(found.get(slot) for slot in ("rest", "who", "when", "length", "level"))
    return (", " if words else " ").join(f"#{number}" for number in _NUMBERS.findall(found.get("n", "")))


def _moment(words: str, now: datetime, zone: str) -> str:
    """The words of a date, as they were said, if they are one."""
    when = read_when(words, now=now, zone=zone)
    return words if when is not None else ""


def _days(words: str) -> str:
    """A length of time as `7d` or `90m`."""
    plain = re.sub(r"^(?:a few|several)\b", "3", words.strip(), flags=re.IGNORECASE)
    length = read_duration(plain)
    if length is None:
        return ""
    return f"{length.days}d" if not length.seconds else f"{length // timedelta(minutes=1)}m"


_NO_THING = re.compile(
    r"(?:it|that|this|these|those|everything|all|i|we|you|they|he|she|them"
    r"|它|这|那|这个|那个|都|我|我们|再?往后|往前|全部|事|什么|时间|日期)",
    re.IGNORECASE,
)


def _says_nothing(thing: str) -> bool:
    return _NO_THING.fullmatch(thing) is not None


__all__ = ["HOLE", "MAYBE", "Deed", "deed"]
