"""The marks of a task line, as data: who, how urgent, which label, how long, what it hangs on."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.parsing.dates.cutting_zh import numeral
from bot.parsing.dates.tokens import simplified
from bot.parsing.lines.drafts import PersonRef, Span
from bot.parsing.lines.verbs import ENGLISH_DEEDS
from bot.parsing.orders import part_words
from bot.parsing.orders.links import TAIL, Written, links_in
from bot.parsing.orders.names import HAN, PERSON, each_in

_EMOJI = r"(?<![\w:]):(?:[+-]1|100|1234|8ball|[a-z][a-z0-9_+'-]{0,99}):(?::skin-tone-[2-6]:)?|[0-9#*]\ufe0f?\u20e3"
_LITERAL = re.compile(
    r"```.{0,4000}?```|`[^`\n]+`|<[^<>\s@][^<>]*>|(?:https?://|www\.|mailto:)[^\s<>，。；）]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|<![^<>]*>|" + _EMOJI,
    re.S,
)
_NOTE = re.compile(r"\s--\s{1,9}(?P<a>\S.*)$|\s{0,9}——\s{0,9}(?P<b>\S.*)$", re.S)

_PRIORITY_WORDS = {"urgent": 1, "high": 2, "medium": 3, "normal": 3, "low": 4}
_ZH_LEVEL = {"最高": 1, "紧急": 1, "加急": 1, "高": 2, "中": 3, "低": 4}
_HOURS = {"d": 8.0, "h": 1.0, "m": 1 / 60, "w": 40.0, "天": 8.0, "小时": 1.0, "分钟": 1 / 60, "周": 40.0, "个小时": 1.0}
_HOURS |= {"人天": 8.0, "个工作日": 8.0, "工作日": 8.0}
_HOURS_IN_A_DAY = 8.0
_BOUND = r"(?=$|[\s，。,.!！;；、：:)）\]】@#])"
# "urgent" says how urgent a task is where no noun follows it: "the urgent ticket" is a ticket
_STANDS_APART = (
    r"(?=\s*(?:$|[^\w\s'’&/-]|--|[-–—]\s|(?-i:[\u4e00-\u9fff])|\d)"
    r"|\s+(?:by|due|before|on|until|till|at|in|this|next|every|each|to(?:day|morrow|night)|asap|urgent|important|review(?:ed)?"
    r"|eo[dwmqy]|cob|from|starting|(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?)\b)"
)
_HEADS_A_DEED = rf"(?=\s+(?:{ENGLISH_DEEDS})\b)"
_NUMBERED = rf"#\d{{1,9}}(?![A-Za-z0-9_-]){TAIL}"
_IS_DONE = r"(?:\s+(?:is |has |are )?(?:done|lands?|landed|ships?|shipped|finished|closed|merged|completed?))?"


@dataclass
class Marks:
    """The fields found so far, the text with what was read blanked out, and all of it as it was typed."""

    text: str
    said: str
    people: list[PersonRef] = field(default_factory=list)
    owners: list[PersonRef] = field(default_factory=list)
    parts: dict[str, list[PersonRef]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    after: list[Written] = field(default_factory=list)
    priority: int | None = None
    important: bool = False
    needs_evidence: bool = False
    project: str | None = None
    estimate_days: float | None = None
    parent: int | None = None
    note: str | None = None
    taken: list[tuple[str, Span]] = field(default_factory=list)

    def own_words(self, match: re.Match[str], group: str) -> str:
        """A name as its author writes it, traditional characters and all; full-width letters are plain ones."""
        return unicodedata.normalize("NFKC", self.said[match.start(group) : match.end(group)])

    def take(self, name: str, start: int, end: int) -> None:
        self.taken.append((name, Span(start, end)))
        self.text = f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}"


_Take = Callable[[Marks, re.Match[str]], str | None]
"""Puts a match into its field and names the field; None leaves the words in the title."""


def _people_in(marks: Marks, start: int, end: int) -> list[PersonRef]:
    return [_ref(marks, match) for match in each_in(marks.text, start, end)]


def _ref(marks: Marks, match: re.Match[str]) -> PersonRef:
    span = Span(match.start(), match.end())
    if match["id"]:
        return PersonRef("id", match["id"], span)
    return PersonRef("name", marks.own_words(match, "name"), span)


def _part(marks: Marks, match: re.Match[str], part: str) -> str | None:
    """Somebody with a part of their own in it; reviewers may stand in steps."""
    start, end = match.span()
    if not part_words.may_be(part, marks.text, start, has_owner=bool(_people_in(marks, 0, start))):
        return None
    found = _people_in(marks, start, end)
    part = part_words.name_of(part)
    if not found:
        return None
    if part == "owners":
        marks.owners += found
        return "people"
    if part == "reviewers":
        found = part_words.in_steps(marks.text, found)
    marks.parts.setdefault(part, []).extend(found)
    return part


def _taking(part: str) -> _Take:
    return lambda marks, match: _part(marks, match, part)


def _person(marks: Marks, match: re.Match[str]) -> str | None:
    found = _people_in(marks, match.start(), match.end())
    marks.people += found
    return "people" if found else None


def _after(marks: Marks, match: re.Match[str]) -> str | None:
    marks.after += [one for one in links_in(match[0]) if one not in marks.after]
    return "after"


def _parent(marks: Marks, match: re.Match[str]) -> str | None:
    marks.parent = int(match["number"])
    return "parent"


def _label(marks: Marks, match: re.Match[str]) -> str | None:
    label = marks.own_words(match, "label")
    if label not in marks.labels:
        marks.labels.append(label)
    return "labels"


def _project(marks: Marks, match: re.Match[str]) -> str | None:
    if marks.project is not None:
        return None
    marks.project = marks.own_words(match, "project")
    return "project"


def _priority(marks: Marks, match: re.Match[str]) -> str | None:
    said = match["level"].lower()
    level = int(said) if said.isdigit() else _PRIORITY_WORDS.get(said) or _ZH_LEVEL.get(said)
    marks.priority = level if marks.priority is None or match[0].startswith("!") else marks.priority
    return "priority"


def _urgent(marks: Marks, match: re.Match[str]) -> str | None:
    marks.priority = 1 if marks.priority is None else marks.priority
    return "priority"


def _needs_evidence(marks: Marks, match: re.Match[str]) -> str | None:
    marks.needs_evidence = True
    return "needs_evidence"


def _important(marks: Marks, match: re.Match[str]) -> str | None:
    marks.important = True
    return "important"


def _estimate(marks: Marks, match: re.Match[str]) -> str | None:
    days = sum(
        _count(number) * _HOURS[_unit(unit)] / _HOURS_IN_A_DAY
        for number, unit in re.findall(rf"({_NUMBER})\s*({_LENGTH})", match[0], re.I)
    )
    if marks.estimate_days is not None or not days:
        return None
    marks.estimate_days = round(days, 4)
    return "estimate_days"


def _unit(written: str) -> str:
    """days, hrs and mins by their first letter."""
    return written[0].lower() if written.isascii() else written


def _count(written: str) -> float:
    if written.startswith("半"):
        return 0.5
    try:
        return float(written)
    except ValueError:
        return float(numeral(written) or 0)


_NUMBER = r"\d{1,4}(?:\.\d+)?|[一二两三四五六七八九十]{1,3}|半个?"
_LENGTH = r"人天|个?工作日|个?小时|分钟|天|周|(?:days?|hours?|hrs?|minutes?|mins?|weeks?|wks?|[dhmw])(?![a-z])"


# what a line may hold besides dates; earlier rows see the text first
_ROWS: tuple[tuple[str, _Take], ...] = (
    *((pattern, _taking(part)) for part, pattern in part_words.ROWS),
    (rf"\b(?:after|depends on)\s+{_NUMBERED}(?:\s*+(?:(?:,|and|&)\s*+)?{_NUMBERED}){{0,19}}+{_IS_DONE}", _after),
    (
        rf"(?:[在等待]\s*)?{_NUMBERED}(?:\s*+(?:[、,，和]\s*+)?{_NUMBERED}){{0,19}}+"
        r"\s*(?:完成|做完|结束|上线)?(?:之后|以后|后)",
        _after,
    ),
    (r"(?<!\S)\^#?(?P<number>\d{1,9})(?!\w)", _parent),
    (PERSON, _person),
    (
        r"(?:(?<!(?-i:[^\s(（，,。、\u4e00-\u9fff]))!|(?<!\S)！)(?P<level>[1-5]|urgent|high|medium|normal|low)(?!\w)",
        _priority,
    ),
    (r"[!！](?P<level>最高|紧急|加急|高|中|低)" + _BOUND, _priority),
    (r"(?P<level>最高|高|中|低)优先级?" + _BOUND, _priority),
    (r"(?<![\w-])(?P<level>high|medium|low) priority" + _STANDS_APART, _priority),
    (r"(?<![\w-])priority\s*[:=]\s*(?P<level>urgent|high|medium|normal|low|[1-5])(?![\w'-])", _priority),
    (r"优先级\s*[:：]?\s*(?P<level>最高|高|中|低)" + _BOUND, _priority),
    (r"(?<![\w-])(?<!not )(?:as soon as possible|asap)(?![\w'-])", _urgent),
    (r"^\s*(?:very )?urgent[!！]{0,3}(?![\w'-])", _urgent),
    (
        rf"(?<![\w-])(?<!not )(?<!as )(?:(?:it['’]s|it is|this is) )?(?:very )?urgent[!！]{{0,3}}{_STANDS_APART}",
        _urgent,
    ),
    (r"^\s*(?:紧急|加急)[:：]|(?<![不非])(?:很|非常|特别|比较|十分)?(?:紧急|加急)" + _BOUND, _urgent),
    (
        r"(?<!\S)[!！]\s?(?:evidence|proof|凭证|证据)(?!\w)|[（(]?(?:需要?|须|要有?)(?:提供|附上?)?凭证[)）]?" + _BOUND,
        _needs_evidence,
    ),
    (rf"^\s*(?:very )?important[!！]{{0,3}}(?:{_STANDS_APART}|{_HEADS_A_DEED})", _important),
    (
        rf"(?<![\w-])(?<!not )(?<!as )(?:(?:it['’]s|it is|this is) )?(?:very )?important[!！]{{0,3}}{_STANDS_APART}",
        _important,
    ),
    (r"^\s*重要[:：]|(?<![不非])(?:很|非常|特别|比较|十分)?重要" + _BOUND, _important),
    (rf"(?<![^\s(（\[【])~\s?(?:(?:{_NUMBER})\s?(?:{_LENGTH}))+", _estimate),
    (
        rf"(?:预估|估计|预计|大约|(?<![预节合邀签相])约)(?:需要?|用时)?\s?(?:(?:{_NUMBER})\s?(?:{_LENGTH}))(?!后|内|之|以|前)",
        _estimate,
    ),
    (
        rf"(?:(?<![\w&#/])#(?!\d+(?:[里的和是中上下后前之等没还这那]|(?![\w-])))|(?<={HAN})#(?!\d))(?P<label>\w[\w/-]*)",
        _label,
    ),
    (r"(?<!\S)\+(?P<project>[^\W\d_][\w.-]*)", _project),
)
_MARKS = tuple((re.compile(pattern, re.I), take) for pattern, take in _ROWS)
_SIGNS = re.compile(
    r"[@!！#^~+]|<@|review|after|urgent|asap|important|priority|紧急|加急|重要|优先|凭证|证据|预估|估计|预计|约|审|复核",
    re.I,
)

_QUOTED = re.compile(
    r"(?<![\w\"])\"[^\s\"][^\"\n]{0,120}\"(?!\w)|“[^“”\n]{1,120}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|《[^《》\n]{1,60}》"
)
_EITHER_END = 500
_POSSESSIVE = re.compile(r"\s?的|['’]s\b")


def read_marks(text: str) -> Marks:
    """Reads every mark; links and code are covered first, so that nothing inside them counts."""
    marks = Marks(simplified(text), text)
    hidden = _cover(marks)
    if match := _NOTE.search(marks.text):
        group = "a" if match["a"] is not None else "b"
        marks.note = text[match.start(group) : match.end(group)].strip()
        marks.take("note", match.start(), match.end())
    hidden += _cover_the_middle(marks)
    if _SIGNS.search(marks.text):
        for pattern, take in _MARKS:
            _read(marks, pattern.finditer(marks.text), take)
    marks.people.sort(key=lambda person: person.span.start)
    _keep_possessors(marks, text)
    marks.people = [*marks.owners, *marks.people]
    marks.text = _covered(marks.text, [*hidden, *_quoted(marks.text)])
    return marks


def _quoted(text: str) -> list[tuple[int, int]]:
    """What stands in quotation marks is what something is called; only a line quoted as a whole is not."""
    around = text.strip(" \t.,;:!?。，；：！？")
    return [match.span() for match in _QUOTED.finditer(text) if match[0] != around]


def _keep_possessors(marks: Marks, text: str) -> None:
    """ "@tom's deck" and 把@tom的方案发给@ann keep Tom in the title; it is his task only where nobody else is named."""
    theirs = {ref.span for ref in marks.people if _POSSESSIVE.match(text, ref.span.end)}
    marks.taken = [(name, span) for name, span in marks.taken if name != "people" or span not in theirs]
    others = [ref for ref in marks.people if ref.span not in theirs]
    marks.people = others or marks.people


def _read(marks: Marks, matches: Iterable[re.Match[str]], take: _Take) -> None:
    for match in matches:
        if name := take(marks, match):
            marks.take(name, match.start(), match.end())


def _cover(marks: Marks) -> list[tuple[int, int]]:
    hidden = []
    for match in _LITERAL.finditer(marks.text):
        if not match[0].startswith("<@"):
            hidden.append(match.span())
    marks.text = _covered(marks.text, hidden)
    return hidden


def _cover_the_middle(marks: Marks) -> list[tuple[int, int]]:
    """A whole page says who and when at its beginning or its end; what is between is read by people only."""
    last = len(marks.text.rstrip()) - _EITHER_END
    if last <= _EITHER_END:
        return []
    marks.text = _covered(marks.text, [(_EITHER_END, last)])
    return [(_EITHER_END, last)]


def _covered(text: str, hidden: list[tuple[int, int]]) -> str:
    """A link is a word that means nothing: dates on both its sides stay apart."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(hidden):
        if end > at:
            begin = max(start, at)
            pieces += (text[at:begin], "x" * (end - begin))
            at = end
    return "".join((*pieces, text[at:]))
