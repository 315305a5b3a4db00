"""What comes before what, in words: `#41 SS +1d, #42`, "43 依赖 42"; written as services.roles keeps it."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re

from bot.parsing.dates.tokens import flattened

_DAYS = r"(?:working days?|workdays?|days?|d|个?工作日|天)"
LAG = rf"[+-]\s?\d{{1,3}}\s?{_DAYS}?(?![A-Za-z0-9_%])"
LINK = r"(?:FS|SS|FF)(?![A-Za-z0-9])"
TAIL = rf"(?:\s*{LINK})?(?:\s*{LAG})?"
_ONE = re.compile(
    rf"#?(?P<number>\d{{1,9}})(?![A-Za-z0-9_/%]|[.:]\d)(?:\s*(?P<link>{LINK}))?(?:\s*(?P<lag>{LAG}))?", re.I
)
_JOIN = re.compile(r"(?:\s|[,，、;；&]|\band\b|[和跟与])*", re.I)
_TASK = re.compile(r"\s*#?(?P<number>\d{1,9})(?!\w|[./%:-]\d)[\s,，:：]*(?P<rest>.*)", re.S)
_DROPPED = re.compile(r"-\s?#?(?P<number>\d{1,9})(?!\w)")
_WHOLE = re.compile(
    r"(?:(?:part )?of\s+|属于\s*|归到?\s*|到\s*)?#?(?P<number>\d{1,9})(?:\s*(?:的子任务|下面?|里))?", re.I
)
_N = r"#?(?P<n>\d{1,9})"
_REST = rf"(?P<rest>#?\d{{1,9}}{TAIL}(?:\s*(?:[,，、&和]|and\b)\s*#?\d{{1,9}}{TAIL})*)"
_WHOLE_N = r"#?(?P<rest>\d{1,9})"
_THEN = r"\s*(?:完成|做完|结束)?(?:之后|以后|后面?)(?:再?(?:做|开始))?"
_ENDED = r"(?:完成|做完|结束|弄完|搞定)了?"
_AFTER, _PART, _MERGE, _BOTH = "after {n} {rest}", "part {n} of {rest}", "merge {rest} {n}", "merge {n} {rest}"
_PHRASES = (
    (
        rf"(?:(?:do|put|start|begin|schedule)\s+)?{_N}\s+(?:comes? |goes |is |starts? )?(?:only )?after\s+{_REST}",
        _AFTER,
    ),
    (rf"(?:make\s+)?{_N}\s+(?:depends? on|(?:has to |must |should )?waits? for)\s+{_REST}", _AFTER),
    (
        rf"{_N}\s+(?:can )?(?:starts?|begins?) (?:when|once|after)\s+{_REST}(?: is| are)? (?:done|finished|closed)",
        _AFTER,
    ),
    (rf"把?\s*{_N}\s*(?:依赖于?|要?排?在)\s*{_REST}\s*(?:{_THEN})?", _AFTER),
    (rf"{_N}\s*(?:必须|需要?|要|得)?等\s*{_REST}\s*{_ENDED}(?:之后|以后|后)?(?:再|才)?能?(?:做|开始|动)?", _AFTER),
    (
        rf"#?(?P<rest>\d{{1,9}})\s*(?:{_ENDED}(?:之后|以后|后)?|之后|以后)[,，]?\s*(?:再|才|就)?(?:开始)?做\s*{_N}",
        _AFTER,
    ),
    (rf"先做\s*#?(?P<rest>\d{{1,9}})\s*[,，]?\s*(?:然后|再)+做\s*{_N}", _AFTER),
    (rf"{_N}\s*的?前置(?:任务)?(?:是|为|[:：])\s*{_REST}", _AFTER),
    (rf"{_N}\s*(?:归到?|归属于?|属于)\s*{_WHOLE_N}", _PART),
    (rf"{_N}\s+belongs to\s+{_WHOLE_N}", _PART),
    (rf"merge\s+{_N}\s+with\s+{_WHOLE_N}", _BOTH),
    (rf"把?\s*{_N}\s*[和跟与]\s*{_WHOLE_N}\s*合并(?:一下|起来)?", _BOTH),
    (rf"(?:make |put )?{_N}\s+(?:is |as )?(?:a |the )?(?:part|sub-?task) of\s+{_WHOLE_N}", _PART),
    (rf"(?:put|move)\s+{_N}\s+under\s+{_WHOLE_N}", _PART),
    (rf"把?\s*{_N}\s*(?:是|算|作为|设为|变成|改成)\s*{_WHOLE_N}\s*的(?:子任务|一部分)", _PART),
    (rf"把?\s*{_N}\s*(?:放|归|挂|移)(?:到|在|入)\s*{_WHOLE_N}\s*(?:下面?|里面?|之下|名下)", _PART),
    (rf"把?\s*{_N}\s*(?:合并|并|合)(?:到|入|进)\s*{_WHOLE_N}(?:里面?|中)?", _MERGE),
    (rf"merge\s+{_N}\s+into\s+{_WHOLE_N}", _MERGE),
)
_SAID = tuple((re.compile(pattern, re.I), line) for pattern, line in _PHRASES)
_OF_IT = (
    (re.compile(rf"(?:it )?(?:comes? |goes )?(?:after|depends on)\s+(?P<rest>#\d{{1,9}}{TAIL})", re.I), "after"),
    (re.compile(r"(?:要?等|排?在|依赖)\s*(?P<rest>#?\d{1,9})" + _THEN), "after"),
    (re.compile(rf"(?:必须|需要?|要|得)?等\s*(?P<rest>#?\d{{1,9}})\s*{_ENDED}(?:之后|以后|后)?(?:再|才)?能?(?:做|开始)?"), "after"),
    (re.compile(r"(?:this |it )?(?:has to |must |should )?waits? for (?P<rest>#\d{1,9})(?: (?:is|to be) (?:done|finished))?", re.I), "after"),
    (re.compile(r"依赖\s*(?P<rest>#?\d{1,9})"), "after"),
    (re.compile(r"(?:归到?|归属于?|属于)\s*(?P<rest>#?\d{1,9})"), "part"),
    (re.compile(r"(?:it'?s |it is )?(?:a |the )?(?:part|sub-?task) of (?P<rest>#\d{1,9})", re.I), "part"),
    (re.compile(r"(?:这)?(?:是|算)\s*(?P<rest>#?\d{1,9})\s*的(?:子任务|一部分)"), "part"),
)  # fmt: skip
_END = re.compile(r"[\s.。!！~～]+$")

Written = int | str
"""A task that comes before: its number, or `41 SS +2`."""


def written(number: int, link: str | None, lag: str | None) -> Written:
    days = int(re.sub(r"[^\d+-]", "", lag)) if lag else 0
    kind = (link or "FS").upper()
    return number if kind == "FS" and days == 0 else f"{number} {kind} {days:+d}"


def read_links(words: str) -> tuple[Written, ...]:
    """The tasks these words name and how; nothing where they say anything else."""
    flat, position, found = flattened(words).strip(), 0, list[Written]()
    while position < len(flat):
        match = _ONE.match(flat, position)
        if match is None or int(match["number"]) == 0:
            return ()
        found.append(written(int(match["number"]), match["link"], match["lag"]))
        join = _JOIN.match(flat, match.end())
        position = join.end() if join else match.end()
    return tuple(found)


def links_in(words: str) -> list[Written]:
    """The tasks with a # among words that are known to name what comes before."""
    return [written(int(match["number"]), match["link"], match["lag"]) for match in _ONE.finditer(words)
            if match[0].startswith("#")]  # fmt: skip


def read_dropped(words: str) -> tuple[int, ...]:
    """The tasks of `-42 -43`, which are no longer to come before."""
    found = tuple(int(match["number"]) for match in _DROPPED.finditer(flattened(words)))
    return found if not _DROPPED.sub("", flattened(words)).strip(" ,，、") else ()


def first_task(args: str) -> tuple[int, str]:
    """The task a line names first and all the words after it; 0 where it names none."""
    match = _TASK.fullmatch(flattened(args))
    return (int(match["number"]), match["rest"].strip()) if match else (0, "")


def read_whole(words: str) -> int:
    """The task that another is to be a part of: `of 40`, `#40`, 属于 40; 0 where the words say anything else."""
    match = _WHOLE.fullmatch(flattened(words).strip())
    return int(match["number"]) if match else 0


def said(line: str) -> str | None:
    """The line somebody would have typed for "43 依赖 42", "#43 is part of #40" and their like."""
    text = _END.sub("", flattened(line).strip())
    for pattern, typed in _SAID:
        if match := pattern.fullmatch(text):
            return typed.format(n=match["n"], rest=match["rest"])
    return None


def said_of_it(line: str) -> tuple[str, str] | None:
    """(verb, words) where a reply says what its task comes after, or is a part of."""
    text = _END.sub("", flattened(line).strip())
    return next(((verb, match["rest"]) for pattern, verb in _OF_IT if (match := pattern.fullmatch(text))), None)
