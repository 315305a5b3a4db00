"""Words that give somebody a part in a task beside its owner: who reviews, helps, is asked, is told, answers for it.

All of them need a name right after them or before: "consult the manual" and "lunch with Tom" are titles.
"""

import re
from dataclasses import replace

from bot.parsing.lines.drafts import PersonRef
from bot.parsing.orders.names import ANY_PERSON, PEOPLE, PEOPLE_ZH, several

_THEN = r"and then|then|→|->|然后再?[由请]?|接着[由请]?|再[由请]?|后再?[由请]?"
_OR = r"or|/|或者|或是|或"
_AND = r"and|&|和|与"
_AFTER_THAT = r"(?:[,，]\s*+|(?<!\s)\s++)?+"  # a run of blanks is tried once, not from each of them
_STEPS = several(rf"[,，、;；]\s*+(?:{_THEN}|{_OR}|and|&|和)?+|{_THEN}|{_OR}|{_AND}")
_CHECKS = r"(?:审核|评审|审阅|复核|审批|验收|把关)"
# a name that these words follow is the object of a deed, not somebody's part
_CLOSED = (
    r"(?!\s?的|['’]s\b)(?=\s*(?:$|[，,、。.;；!！?？)）#@＠~^+<]|--|—|\d|and\s+(?:cc|consult|inform)\b"
    r"|(?:by|before|due|until|till|on|today|tomorrow|tonight|next|this|every|eo[dwm]|asap|urgent|important|review(?:ed|er)?"
    r"|cc|consult|inform|with|then|accountable|helpers?|mon|tues?|wed|thu|fri|sat|sun)"
    r"(?![\w-])|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|今|明|后天|周|下|本|这|每|月底|之前|截止|尽快|重要|紧急|由|请|再|并|抄送|知会|咨询|征求|协助|配合|审|负责))"
)
_NOT_OWNED = r"(?!\s?的|['’]s\b)"
_STARTS = r"(?:(?<=^)|(?<=[\s，,；;、。:：(（]))"

# earlier rows see the text first
ROWS: tuple[tuple[str, str], ...] = (
    ("reviewers", rf"(?:\breview(?:ed)?\s+by\s+|\breviewers?\s*[:：]\s*|{_CHECKS}人?\s*[:：]\s*)先?[由请]?\s*{_STEPS}"),
    (
        "reviewers",
        rf"(?:先\s*[由请]?|[由请])\s*{_STEPS}\s*来?{_CHECKS}(?!的)"
        rf"(?:\s*[,，、]?\s*(?:然后|接着|最后|再|后)\s*[由请]?\s*(?:{_STEPS})\s*(?:来?{_CHECKS}(?!的))?)*+",
    ),
    (
        "accountable",
        rf"{_STARTS}(?:(?:accountable|(?-i:A))\s*[:：=]\s*|accountable\s+(?:is\s+)?)(?:{ANY_PERSON}){_NOT_OWNED}",
    ),
    ("accountable", rf"(?:第一责任人|总负责人?|最终负责人?|问责人?|担责人?)\s*[:：]?\s*(?:{ANY_PERSON}){_NOT_OWNED}"),
    ("accountable", rf"{_AFTER_THAT}由\s*(?:{ANY_PERSON})\s*(?:担责|问责|总负责|最终负责)"),
    ("owners", rf"{_STARTS}(?:负责人|责任人|owner)\s*[:：]\s*(?:{ANY_PERSON}){_NOT_OWNED}"),
    ("owners", rf"{_AFTER_THAT}(?:由\s*+)?(?:{ANY_PERSON})\s*负责(?=\s*(?:$|[，,、。;；!！#@＠~]))"),
    (
        "helpers",
        rf"\bhelpers?\s*(?:[:：]|(?=[@＠<]))\s*{PEOPLE}|\bhelped\s+by\s+{PEOPLE}"
        rf"|(?:协助|配合)(?:人|者)?\s*[:：]\s*{PEOPLE_ZH}|(?:协助|配合)[人者]\s*(?=[@＠<]){PEOPLE_ZH}",
    ),
    ("helpers", rf"{_AFTER_THAT}(?:[由请]\s*+)?{PEOPLE_ZH}\s*来?(?:协助|配合)(?=\s*(?:$|[，,、。;；!！#@＠~]))"),
    ("with", rf"{_STARTS}(?:with\s+|w/\s*){PEOPLE}{_CLOSED}"),
    ("with", rf"{_STARTS}(?:协助|配合)\s*{PEOPLE_ZH}{_CLOSED}"),
    ("consulted", rf"\bconsult(?:ed)?\s*[:：]\s*{PEOPLE}|(?:咨询|顾问)(?:人|对象)?\s*[:：]\s*{PEOPLE_ZH}"),
    ("consulted?", rf"{_STARTS}(?:and\s+)?consult(?:ing)?\s+(?:with\s+)?{PEOPLE}{_CLOSED}"),
    ("consulted?", rf"{_AFTER_THAT}(?:并|需|要)?(?:征求|征询|听取|听听)\s*{PEOPLE_ZH}\s*的?意见(?!的)"),
    ("consulted?", rf"{_STARTS}(?:并|需|要)?咨询(?:一下)?\s*{PEOPLE_ZH}{_CLOSED}"),
    ("informed", rf"(?<![\w-])(?:cc|fyi)(?:[:：]\s*|\s+|(?=[@<])){PEOPLE}{_NOT_OWNED}|\binformed\s*[:：]\s*{PEOPLE}"),
    ("informed", rf"\bkeep\s+{PEOPLE}\s+(?:informed|posted|in the loop)\b|(?:抄送|知会)人?\s*[:：]\s*{PEOPLE_ZH}"),
    ("informed?", rf"{_STARTS}(?:and\s+)?inform\s+{PEOPLE}{_CLOSED}"),
    ("informed?", rf"(?:并|同时)?(?:抄送|知会)(?:给|一下)?\s*{PEOPLE_ZH}{_CLOSED}"),
)
_MEETS = re.compile(
    r"\b(?:lunch|dinner|breakfast|coffee|drinks?|meet(?:ing)?|talk|speak|chat|call|sync|catch up|discuss|share|agree"
    r"|align|check in|interview|1:1|1-1|one-on-one|appointment|session|workshop|together|work|go|travel|out)\s*$",
    re.I,
)
_PIECE = re.compile(r"[^，,。;；\n]*$")
_HANDS_ON = re.compile(r"[把将]")
_NO_WORDS = re.compile(r"[\W\d_]*")
_SAYS_THEN = re.compile(_THEN, re.I)
_SAYS_OR = re.compile(rf"\bor\b|{_OR[3:]}", re.I)


def may_be(part: str, text: str, start: int, *, has_owner: bool) -> bool:
    """Whether words that are a deed as well ("inform @ann", "with @tom") give a part here: not where a line begins
    with them, nor for the only person named whom something is done with."""
    before = text[:start]
    if part == "with":
        return has_owner and not _MEETS.search(before)
    if part.endswith("?"):
        return not _NO_WORDS.fullmatch(_without_people(before)) and not _HANDS_ON.search(_PIECE.findall(before)[0])
    return True


def name_of(part: str) -> str:
    return "helpers" if part == "with" else part.rstrip("?")


def _without_people(text: str) -> str:
    return re.sub(ANY_PERSON, " ", text, flags=re.I)


def in_steps(text: str, refs: list[PersonRef]) -> list[PersonRef]:
    """Reviewers one after the other where "then" stands between them; of a step with an "or" any one is enough."""
    steps: list[list[PersonRef]] = []
    either: set[int] = set()
    for ref in refs:
        between = text[steps[-1][-1].span.end : ref.span.start] if steps else ""
        if not steps or _SAYS_THEN.search(between):
            steps.append([])
        elif _SAYS_OR.search(between):
            either.add(len(steps))
        steps[-1].append(ref)
    return [
        replace(ref, step=number, mode="any" if number in either else "all")
        for number, step in enumerate(steps, 1)
        for ref in step
    ]
