"""What is to be done to a task, said in free words: rows of phrases, each with the line somebody would have typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.parsing.dates.tokens import flattened
from bot.parsing.dates.when import read_duration, read_when
from bot.parsing.orders.reasons import date_and_reason
from bot.parsing.talk import talk_en, talk_fitting, talk_zh
from bot.parsing.talk.corrections import is_rhythm
from bot.parsing.talk.talk_bulk import ranges_written_out
from bot.parsing.talk.talk_fitting import Fitting
from bot.parsing.talk.talk_rows import NEVER, SURELY, Row

LONGEST, SHORT = 300, 12
HOLE = "{task}"
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


def deed(line: str, now: datetime, zone: str) -> Deed | None:
    """What a line asks to be done; None where it asks nothing, or where its date, length or level is none."""
    text = _smoothed(line)
    if not text:
        return None
    if len(text) <= SHORT and _fits_nothing(text):
        return None
    rows = (*talk_fitting.of_life(text), *talk_fitting.others(text))
    return next(_readings(text, now, zone, rows), None) or _with_a_reason(text, now, zone)


@lru_cache(maxsize=256)
def _fits_nothing(text: str) -> bool:
    """Asked of short lines, which are sent again and again: `list`, `today`."""
    rows = (*talk_fitting.of_life(text), *talk_fitting.others(text))
    fits = any(pattern.fullmatch(text) for pattern, _ in rows)
    return not (fits or _A_NUMBER_AND_MORE.search(text))


def _with_a_reason(text: str, now: datetime, zone: str) -> Deed | None:
    """ "move 42 to Friday, the client asked": a number's new date, and why."""
    found: list[Deed] = []

    def is_order(words: str) -> bool:
        said = next(_readings(words, now, zone, talk_fitting.others(words)), None)
        found.extend([said] if said else [])
        return said is not None and _NEW_DATE.match(said.line) is not None and not said.asks

    parts = date_and_reason(text, is_order) if _A_NUMBER_AND_MORE.search(text) else None
    return replace(found[-1], line=f"{found[-1].line}, {parts[1]}") if parts and found else None


def of_life(line: str, now: datetime, zone: str) -> Deed | None:
    """The same, for what happens in the life of a task alone."""
    text = _smoothed(line)
    return next(_readings(text, now, zone, talk_fitting.of_life(text)), None) if text else None


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


def _readings(text: str, now: datetime, zone: str, rows: Fitting) -> Iterator[Deed]:
    for pattern, row in rows:
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
