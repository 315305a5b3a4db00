"""Corrections as they are put to Muster: asked politely, mended twice in one breath, with a bare name or in passing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.parsing.dates.when import read_duration
from bot.parsing.orders import links
from bot.parsing.talk import corrections
from bot.parsing.talk.corrections import Correction

WITHDRAWN, WRONG_DATE, WRONG_PERSON, NAMED = "withdrawn", "wrong date", "wrong person", "named"
_LONGEST = 200
_IT = r"(?:it|this|that|the task|this task|this one|that one)"
_EN_NAME = (
    r"(?!(?:me|you|him|her|them|us|it|this|that|now|today|sure|real|good|the|a|an|my|our)\b)[^\W\d_][\w.'-]{1,30}"
)
_NAME = rf"(?P<who>{_EN_NAME}(?: [A-Z][\w.'-]{{1,30}})?|[\u4e00-\u9fff·]{{2,4}})"
_LEVEL = r"(?P<level>最高|紧急|加急|高|中|普通|一般|低)"
_MEANT = re.compile(
    r"(?:(?:no|oh|oops|sorry|wait|actually|hmm)[\s,.!]+)*(?:(?:i|we) (?:mean|meant|meant to say|said)"
    r"|(?:it )?should(?: have been| be)|rather)"
    r"[\s,:]+|(?:(?:不对|不是|抱歉|不好意思|哦|啊|错了|等等)[\s，,。]*)*(?:(?:我)?(?:说|指|要说)的(?:其实)?是|我是说|我的意思是|其实是|应该是|是)\s*",
    re.I,
)
_POLITE = re.compile(
    r"(?:please )?(?:can|could|would|will) (?:you|we|u) (?:please )?(?P<en>\S.*?)(?:,? please)?\s*[?？]?"
    r"|(?:请问)?(?:能不能|可不可以|可以|能)(?:帮我|麻烦)?(?P<zh>\S.*?)(?:吗|么|嘛)?\s*[?？]?"
    r"|(?P<tail>\S.*?)[\s，,]*(?:行吗|可以吗|好吗|行不行|好不好|可以么|ok吗)\s*[?？]?",
    re.I,
)
_ASKED_FOR = frozenset({"due", "assign", "priority", "rename", "label", "repeat", "snooze", "remind", "cancel", NAMED})
_TWO = re.compile(r"[,;，；。]\s*(?:and |then |also |而且|并且?|同时|再)?|\s+and (?:also )?|\.\s+|并且|而且")
_ENDS = re.compile(r"(?:[\s,，]*(?:please|pls|thanks|thank you|吧|谢谢|了吧|[.。!！~～]))+$", re.I)
_SORRY = re.compile(
    r"^(?:(?:sorry|oops|no|oh|ok(?:ay)?|please|pls|actually"
    r"|抱歉|不好意思|不对|哦|请|麻烦)[\s,，.。!！]+)+",
    re.I,
)
_ROWS: tuple[tuple[re.Pattern[str], Correction], ...] = tuple(
    (re.compile(pattern, re.I), Correction(verb, words)) for pattern, verb, words in (
        (rf"never ?mind(?: (?:about )?{_IT})?|nvm|forget (?:about )?{_IT}|scratch {_IT}"
         r"|算了(?:吧)?|(?:这个)?不用了|不要了|不需要了|不必了|当我没说", WITHDRAWN, ""),
        (r"(?:(?:that'?s |it'?s )?the )?wrong (?:date|day|time|deadline)"
         r"|(?:the )?(?:date|day|time|deadline) is (?:wrong|incorrect|off)"
         r"|(?:日期|时间|截止日期|期限)(?:写|弄|搞|是)?(?:错了|不对|有误)"
         r"|(?:错|弄错|搞错)(?:日期|时间)了", WRONG_DATE, ""),
        (r"(?:(?:that'?s |it'?s )?the )?wrong (?:person|owner|one|guy)|(?:the )?(?:person|owner) is wrong"
         r"|(?:负责)?人(?:写|弄|搞|是)?(?:错了|不对)|(?:弄|搞)错人了|不是我的(?:任务|活儿?|事)", WRONG_PERSON, ""),
        (rf"(?:i'?m|i am|we'?re) (?:on|doing|working on|at) {_IT}(?: now)?|working on {_IT}|in progress"
         r"|(?:我)?(?:正在|在)(?:做|弄|处理|搞)(?:了|呢)?|我在跟了?", "start", ""),
        (rf"(?:(?:i'?m|i am|we'?re|{_IT} is|it'?s) )?(?:stuck|blocked)"
         r"|(?:我)?(?:被)?卡(?:住|着|壳)了?|做不下去了?|动不了了?", "block", ""),
        (rf"(?:delete|remove|scrap|kill|drop|bin)(?: {_IT})?"
         r"|(?:把)?(?:它|这个|这条)?(?:删(?:掉|了|除)?|撤(?:掉|了))", "cancel", ""),
        (r"(?:don'?t|do not|stop) remind(?:ing)? me(?: (?:again|about (?:it|this|that)|any ?more))*"
         r"|(?:别|不要|不用)(?:再)?(?:提醒|催)我?了?", "snooze", ""),
    )
)  # fmt: skip
_WAITS = re.compile(
    r"(?:(?:i'?m|we'?re|still|it'?s) )*waiting (?:for|on) (?P<en>(?!it\b|you to\b)\S.*)"
    r"|(?:(?:i'?m|it'?s|we'?re) )?stuck (?:on|because(?: of)?|with) (?P<on>\S.*)"
    r"|(?:还|正|一直)?在等(?:着)?(?P<zh>\S.*)|卡在(?P<at>\S.*)",
    re.I,
)
_CALLED = re.compile(
    rf"call {_IT} (?!done\b|off\b|a day\b|quits\b)(?P<en>\S.*)"
    r"|(?:改叫|就叫|叫做|名字(?:叫|是))\s*[:：]?\s*(?P<zh>\S.*)",
    re.I,
)
_MORE = re.compile(
    r"(?:(?:i |we )?(?:need|want)|give (?:me|us)|(?:can|could) (?:i|we) (?:have|get))?\s*"
    r"(?:(?:an(?:other| extra)|one more) (?P<unit>hour|day|week)"
    r"|(?P<n>\d{1,3}|two|three|four|five|ten) more (?P<units>hours|days|weeks))"
    r"(?: for (?:it|this|that))?"
    r"|(?:再|多)(?:多)?(?:给|宽限|要)(?:我|我们)?(?P<zh>.{1,8})",
    re.I,
)
_LEVELS = re.compile(
    rf"(?:把)?(?:它|这个)?(?:优先级)?(?:改|调|设|标记?|提|升|降)(?:成|为|到){_LEVEL}(?:优先级?)?", re.I
)
_LEVEL_NUMBERS = {"最高": "1", "紧急": "1", "加急": "1", "高": "2", "中": "3", "普通": "3", "一般": "3", "低": "4"}
_NAMED = re.compile(
    rf"(?:not (?:me|mine|for me|{_EN_NAME})[\s,;.:—–-]+(?:(?:but|it'?s|give it to|for) )*"
    rf"|(?:it'?s |this is |that'?s )?(?:for |to )|(?:it'?s |this is |that'?s )|give (?:{_IT} )?to |let "
    r"|(?:不是我的?[\s，,。；;]*)(?:而?是|给|交给|转给|找|让)?\s*|(?:把)?(?:它|这个|任务)?(?:给|交给|转给|派给|换成|让|找)\s*)?"
    rf"{_NAME}(?:'s)?(?: (?:will|should|can|to) (?:do|take|handle) {_IT}| instead|来?(?:做|负责|处理|跟进))?",
    re.I,
)


def read_all(text: str, *, now: datetime, zone: str) -> tuple[Correction, ...]:
    """What a reply to Muster asks to be changed, one or two things at once; nothing for a comment."""
    said = text.strip().replace("’", "'")
    if found := corrections.read(said, now=now, zone=zone):
        return (found,)
    if len(said) > _LONGEST or "\n" in said:
        return ()
    if one := _read(said, now, zone):
        return (one,)
    for match in _TWO.finditer(said):
        parts = (said[: match.start()].strip(), said[match.end() :].strip())
        both = [_read(part, now, zone) for part in parts if part]
        pair = tuple(one for one in both if one is not None and one.verb in _ASKED_FOR)
        if len(pair) == 2 and pair[0].verb != pair[1].verb:
            return pair
    return ()


def _read(said: str, now: datetime, zone: str) -> Correction | None:
    """A bare word is a name only where the line is nothing else."""
    found = list(_readings(said, now, zone))
    return next((one for one in found if one.verb != NAMED), found[-1] if found else None)


def _readings(said: str, now: datetime, zone: str) -> Iterator[Correction]:
    """As it stands, then without what is said before it to be polite."""
    plain = _SORRY.sub("", _ENDS.sub("", said)).strip()
    yield from _of_rows(plain, now, zone)
    if (meant := _MEANT.match(plain)) and (rest := plain[meant.end() :].strip()):
        yield from _of_rows(rest, now, zone)
    if polite := _POLITE.fullmatch(said.strip()):
        core = next(part for part in polite.groups() if part).strip()
        yield from (one for one in _of_rows(core, now, zone) if one.verb in _ASKED_FOR)


def _of_rows(said: str, now: datetime, zone: str) -> Iterator[Correction]:
    if found := corrections.read(said, now=now, zone=zone):
        yield found
    if said.endswith(("?", "？")):
        return
    yield from (correction for pattern, correction in _ROWS if pattern.fullmatch(said))
    if (match := _LEVELS.fullmatch(said)) is not None:
        yield Correction("priority", _LEVEL_NUMBERS[match["level"]])
    if match := _WAITS.fullmatch(said):
        yield Correction("block", f"on {match['en'] or match['on']}" if match["en"] or match["on"] else
                         f"等{match['zh'] or match['at']}")  # fmt: skip
    if ordered := links.said_of_it(said):
        yield Correction(*ordered)
    if match := _CALLED.fullmatch(said):
        yield Correction("rename", f"to {(match['en'] or match['zh']).strip()}")
    if (match := _MORE.fullmatch(said)) and (length := read_duration(_length(match))):
        yield Correction("due", by=length)
    if match := _NAMED.fullmatch(said):
        yield Correction(NAMED, match["who"].strip())


def _length(match: re.Match[str]) -> str:
    if match["zh"]:
        return match["zh"].removesuffix("时间").strip()
    return f"1 {match['unit']}" if match["unit"] else f"{match['n']} {match['units']}"


def with_person(correction: Correction, person_id: str) -> Correction:
    """Once the bare name is found to be somebody's."""
    return replace(correction, verb="assign", words=f"<@{person_id}>")
