"""Orders with a slip in how they are written: a mark in the wrong place, the number last, no blank, a slip of the key.

Each reading is a line that somebody may have meant; whether it is an order at all is for the verbs to say.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from bot.parsing.dates.tokens import flattened
from bot.parsing.lines import asides
from bot.parsing.lines.counting import goes_on, is_counted
from bot.parsing.lines.verbs import is_deed

LONGEST = 400
_N = r"(?:(?:tasks?|tickets?|date|numbers?|no\.?|任务|第)\s?)?#?\s?(?P<n>\d{1,9})(?![\d%]|\s?[-–/+~;]\s?#?\d)"
_MARK = r"(?:[:,=!。、~]|->|=>|→|[-–—>](?=\s))"
_MARKS = str.maketrans("！；＋－／", "!;+-/")
_WHO = r"(?:<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@\S+)"
_NUMBERED = re.compile(rf"\s*{_MARK}*\s*{_N}(?P<hao>\s?号)?(?P<mark>(?:\s*{_MARK})*\s*)", re.I)
_COURTESY = re.compile(r"(?:[\s,]*(?:\b(?:please|pls|plz|thanks|now)|谢谢|一下|好吗|吧|啦)|[\s!.。~])+$", re.I)
_SHOWN = re.compile(r"(?:(?:tasks?|任务)\s?#?(?P<a>\d{1,9})|#?(?P<b>\d{1,9})\s?号)[\s?!.。]*", re.I)
_GIVEN = re.compile(rf"(?:(?:give|assign|指派|交给|转给|分配给?)\s?)?(?P<who>{_WHO})\s+{_N}[\s!.。]*", re.I)
_REMINDED = re.compile(rf"提醒我?\s?{_N}\s+(?P<rest>\S.*)")
_TOOK = re.compile(r"#(?P<n>\d{1,9})\s+(?P<rest>\d[\d.]*\s?(?:h|hours?|min|个?小时|分钟))", re.I)
_JOINED = re.compile(
    r"(?P<a>#?\d{1,9})(?:\s?(?:[/+;、]|(?<=\s)(?:then|before)\b|然后|再)\s?|\s+(?=\d{1,9}\s+\d))(?=#?\d{1,9}(?!\d|\s?[%分]))"
)
_SPAN = re.compile(r"#?(?P<a>\d{1,9})\s?[-–~]\s?#?(?P<b>\d{1,9})(?![\w%/:.-])")
_SPAN_MOST = 10
_LAST = re.compile(r"(?P<rest>\S.*?)\s+#?(?P<n>\d{1,9})[\s!.。]*", re.S)
_FIELD = re.compile(
    r"[@<%]|#\D|://|\d\s?(?:h|m|d|hours?|hrs?|min|minutes?|days?|个?小时|分钟|天)(?![A-Za-z])|of\s#?\d", re.I
)
_BY_WORDS = frozenset({"due", "deadline", "priority", "prio", "snooze", "later", "截止", "改期", "优先级", "推迟"})
# what follows a number where a word or a sign is wrong or lacks: (names of the verb, words, how the line should be)
_LEFT_OUT = "{name} {n} {rest}"
_FILLED = tuple(
    (frozenset(names.split()), re.compile(words, re.I | re.S), line)
    for names, words, line in (
        ("due deadline snooze later priority prio 截止 截止日期 改期 推迟 稍后 优先级",
         r"(?:is\b|改?到|至|改?[为成]|设[为成]|调到|是)\s*(?P<rest>\S.*)", _LEFT_OUT),
        ("rename", r"(?!to\b)[->→=:]*\s*(?P<rest>[^\W\d_].*)", "{name} {n} to {rest}"),
        ("改名 重命名", r"(?!为)[->→=:]*\s*(?P<rest>\w.*)", "{name} {n} 为 {rest}"),
        ("label tag 标签", r"(?P<rest>[^\s#<>@-]{2,20})", "{name} {n} #{rest}"),
        ("progress 进度", r"(?:百分之)?(?P<rest>\d{1,3})(?:\s?per ?cent)?", "{name} {n} {rest}%"),
        ("evidence proof 凭证 证据", r"(?P<rest>www\.\S+)", "{name} {n} https://{rest}"),
        ("spent 用时 耗时", r"(?P<rest>\d{1,2}):(?P<more>[0-5]\d)", "{name} {n} {rest}h {more}m"),
        ("part subtask 子任务", r"(?:under|to|in|into)\s(?P<rest>#?\d{1,9})", "{name} {n} of {rest}"),
        ("合并", r"[到进入]\s*(?P<rest>#?\d{1,9})", "{name} {rest} {n}"),
        ("after 前置 依赖", r"(?P<rest>#?\d{1,9})\s(?P<more>FS|SS|FF) ?(?P<lag>\d{1,3} ?(?:d|days?|天))",
         "{name} {n} {rest} {more} +{lag}"),
        ("split 拆分 拆解", r"(?:in ?to\s|成)\s?\S{1,8}(?:\s?(?:parts|pieces|份|块|部分|个))?", "{name} {n}"),
        ("解除", r"(?:阻塞|卡住|卡点)(?:状态)?", "{name} {n}"),
        ("describe 描述 说明 edit 编辑 修改", r"(?:title|note|标题|备注|描述)", "{name} {n}"),
    )
)  # fmt: skip
_SET_OFF = re.compile(r"$|[\s:,]*(?:by|on|to|of)?\s*[\d@<#]")  # what may follow an English verb after a number
_SET_OFF_ZH = re.compile(r"$|\W|[\d@<#]|[改设为是高中低紧]")
_ORDER = re.compile(r"(?P<name>\S+) (?P<n>\d{1,9}) (?P<words>\S.*)", re.S)


@dataclass(frozen=True)
class Mended:
    """A line as it was perhaps meant; `surely` where nothing but marks and blanks were put right."""

    line: str
    surely: bool = False


def readings(line: str, names: Collection[str]) -> Iterator[Mended]:
    """What the line may stand for, the surest first. `names` are those of the verbs."""
    text = line.strip()
    if len(text) > LONGEST or "\n" in text:
        return
    for reading in _written(text, flattened(text).translate(_MARKS), names):
        if filled := _filled(reading):
            yield filled
        yield reading


def plainly(line: str) -> str:
    """The line without a "please", a 一下 or a mark at its end; one that is nothing else stays."""
    text = line.strip()
    return text[: len(_COURTESY.sub("", flattened(text).translate(_MARKS)))] or text


def _filled(reading: Mended) -> Mended | None:
    """ "rename 42 The deck" as "rename 42 to The deck"."""
    order = _ORDER.fullmatch(reading.line)
    if order is None or (is_counted(order["words"]) and order["words"][0].islower() and not goes_on(order["words"])):
        return None
    for names, words, filled in _FILLED:
        if order["name"].lower() in names and (found := words.fullmatch(order["words"].strip())):
            parts = {"name": order["name"], "n": order["n"], **{k: v or "" for k, v in found.groupdict().items()}}
            return Mended(filled.format_map(parts).strip(), surely=reading.surely and filled == _LEFT_OUT)
    return None


def _written(text: str, flat: str, names: Collection[str]) -> Iterator[Mended]:
    yield Mended(text, surely=True)
    if (shorter := plainly(text)) != text:
        yield Mended(shorter, surely=True)
    if match := _SHOWN.fullmatch(flat):
        yield Mended(f"show {match['a'] or match['b']}", surely=match["a"] is not None)
    at_head, after_number = _heads(tuple(names))
    if match := at_head.match(flat):
        yield from _after_a_verb(match["name"], text[match.end() :], flat[match.end() :])
    match = after_number.match(flat)
    if match and (_SET_OFF if match["name"].isascii() else _SET_OFF_ZH).match(flat[match.end() :]):
        yield _after_a_number(match, text[match.end() :])
    if match := _GIVEN.fullmatch(flat):
        yield Mended(f"assign {match['n']} {match['who']}")
    if match := _REMINDED.fullmatch(flat):
        yield Mended(f"remind {match['n']} {match['rest']}")
    if match := _TOOK.fullmatch(flat):
        yield Mended(f"spent {match['n']} {match['rest']}")
    yield from _mistyped(text, names)


@cache
def _heads(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb at the head of a line, and one that follows a number."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    english = "|".join(name for name in longest_first if name.isascii())
    chinese = "|".join(name for name in longest_first if not name.isascii())
    name = rf"(?P<name>(?:{english})(?![a-z_-])|(?:{chinese}))"
    return re.compile(name, re.I), re.compile(rf"{_N}\s?号?[\s:,]*{name}(?:了|为)?", re.I)


def _after_a_verb(name: str, text: str, flat: str) -> Iterator[Mended]:
    match = _NUMBERED.match(flat)
    if match and not re.match(r"\d", flat[match.end() :] if not match["mark"] else ""):
        rest = text[match.end() :]
        is_glued = bool(rest) and not match["mark"]
        if not is_glued or goes_on(f"{match['hao'] or ''}{rest}"):
            runs_on = name.isascii() and flat[0].isdigit()
            if not runs_on or goes_on(rest) or not rest:
                yield Mended(f"{name} {match['n']} {rest}".strip(), surely=not runs_on)
    if _JOINED.search(flat):
        yield Mended(f"{name} {_JOINED.sub(lambda found: found['a'] + ', ', flat.strip())}")
    if (span := _SPAN.search(flat)) and 0 < int(span["b"]) - int(span["a"]) < _SPAN_MOST:
        each = ", ".join(map(str, range(int(span["a"]), int(span["b"]) + 1)))
        yield Mended(f"{name} {flat[: span.start()].strip()}{each} {flat[span.end() :].strip()}".strip())
    if (last := _LAST.fullmatch(flat.strip())) and (_FIELD.search(last["rest"]) or name.lower() in _BY_WORDS):
        yield Mended(f"{name} {last['n']} {last['rest']}")


def _after_a_number(match: re.Match[str], rest: str) -> Mended:
    """42退回 数字旧了: surely an order where nothing stands between number and verb, and a blank or a mark after it."""
    line = f"{match['name']} {match['n']} {rest.strip(' :,：，')}".strip()
    is_set_off = not rest or not rest[0].isalnum()
    return Mended(line, surely=is_set_off and match.start("name") - match.end("n") == match[0].count("号"))


def _mistyped(text: str, names: Collection[str]) -> Iterator[Mended]:
    word, rest = [*text.split(None, 1), ""][:2]
    if not re.match(r"#?\s?\d", flattened(rest)) or is_deed(word.lower()):
        return
    if nearest := asides.nearest(word, [name for name in names if name.isascii()]):
        yield Mended(f"{nearest} {rest}")
        counts = re.sub(r"^#?\s?\d+", "", rest)
        if goes_on(counts) or not is_counted(counts):
            yield Mended(f"{nearest} #{rest.lstrip('#＃ ')}")
