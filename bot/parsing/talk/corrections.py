"""A reply that corrects a task: the verb line it stands for. What is not surely one is left a comment."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.dates.when import read_duration, read_snooze, read_when
from bot.parsing.lines import task_line

LONGEST = 400
_WHO = (
    r"(?:(?!@(?:channel|here|everyone)\b)"
    r"(?:<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[A-Za-z\u00c0-\u024f0-9_.\-]+|@[\u4e00-\u9fff·]{2,5}?))"
)
_NAME = rf"(?:{_WHO}|[A-Za-z\u00c0-\u024f][\w.'-]*(?: [A-Za-z\u00c0-\u024f][\w.'-]*){{0,2}})"
_IT = r"(?:it|this|that|the task|this task|this one|that one)"
_DATE = r"(?:the )?(?:due )?(?:date|deadline)|due"


@dataclass(frozen=True)
class Correction:
    """What follows the verb and the number of a task; `by` moves its date by a length instead.

    `is_plain` where it can mean nothing else, even among words that people say to each other.
    """

    verb: str
    words: str = ""
    by: timedelta | None = None
    is_plain: bool = False


@dataclass(frozen=True)
class _Moment:
    now: datetime
    zone: str


_Reader = Callable[[re.Match[str], _Moment], Correction | None]


def read(text: str, *, now: datetime, zone: str) -> Correction | None:
    """What a reply asks to be changed; None for a comment. A question changes nothing."""
    said = text.strip()
    if not said or said.endswith(("?", "？")):
        return None
    if ended := _ended(said):
        return ended
    if len(said) > LONGEST or "\n" in said:
        return None
    said = _COURTESY_BEFORE.sub("", _COURTESY_AFTER.sub("", said)).strip()
    moment = _Moment(now, zone)
    for pattern, reader in _ROWS:
        if (match := pattern.fullmatch(said)) and (found := reader(match, moment)):
            return found
    return None


def is_rhythm(text: str) -> bool:
    """ "every Tuesday" and nothing else."""
    draft = task_line.read(text, now=ANY_DAY, zone="UTC")
    return (
        draft.rrule is not None and not draft.title.strip(" .。!！") and {name for name, _ in draft.taken} == {"rrule"}
    )


def are_labels(text: str) -> bool:
    return _LABELS.fullmatch(text) is not None


def is_hour_alone(text: str, *, now: datetime, zone: str) -> bool:
    """ "5pm" names no day of its own: said early it is today, said late it is tomorrow."""
    early, late = (read_when(text, now=_at(now, zone, hour, minute), zone=zone) for hour, minute in ((0, 1), (23, 59)))
    return bool(early and late and early.at == late.at and late.on - early.on == timedelta(days=1) and not early.past)


def _at(now: datetime, zone: str, hour: int, minute: int) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(hour=hour, minute=minute)


_LABELS = re.compile(r"(?:(?:#(?!\d+(?:\s|$))[\w/-]+|<#C[A-Z0-9]+(?:\|[^>]*)?>)[\s,，、]*)+")
_COURTESY_BEFORE = re.compile(
    r"^(?:(?:please|pls|ok(?:ay)?|sorry|actually|oops|no(?=[,!.])|hmm|well|then|let'?s|(?:can|could) you)\b[\s,:!.]+"
    r"|(?:请|麻烦(?:你)?|不好意思|不对|嗯|那就|还是|好的|抱歉|算了)[\s，,。！!]*)+",
    re.I,
)
_COURTESY_AFTER = re.compile(r"(?:[\s,，]*(?:please|pls|thanks|thank you|thx|吧|哈|谢谢|[.。!！~～]))+$", re.I)

_DONE_WORDS = (
    r"done|finished|completed?|closed|(?:it'?s|it is|this is|that'?s|all) (?:all )?(?:done|finished|completed?)"
    r"|✅|:white_check_mark:"
    r"|(?:已经?|都|全部)?(?:完成|搞定|做完|办完|弄完|处理完|做好|办好|弄好)[了啦]?|好了|已办"
)
_DONE = re.compile(rf"(?:(?:ok|okay|yes|yep|嗯|好的)[\s,，!.]+)?(?:{_DONE_WORDS})[\s.!。！✅👍🎉~～]*", re.I)
_DONE_AND = re.compile(
    r"(?:done|finished|completed?)(?:\s*[,;:.!—–-]+\s+|\s*\n\s*"
    r"| (?=(?:sent|e?mailed|shipped|merged|paid|published|uploaded|delivered|signed|posted|see)\b|https?://|<http))"
    r"(?P<en>\S.*)"
    r"|(?:已经?)?(?:完成|搞定|做完|办完)了?(?:[，,。；;：:！!]\s*|\s+)(?P<zh>\S.*)",
    re.I | re.S,
)
_BEGINS = re.compile(r"start|begin|from\b|since\b|开始|从|自", re.I)
_NOT_ALL = re.compile(r"\d+\s*[%％]|half\b|almost\b|nearly\b|一半|大半|部分|差不多|not\b", re.I)
_CANCEL = re.compile(rf"(?:cancel|drop)(?: {_IT})?|取消(?:掉)?(?:这个|该|此)?(?:任务)?了?|不(?:用)?做了|作废", re.I)
_CANCEL_AND = re.compile(
    rf"cancel(?: {_IT})?\s*[,;:—–-]+\s+(?P<en>\S.*)|取消(?:任务)?[，,；;：:]\s*(?P<zh>\S.*)", re.I | re.S
)


def _ended(said: str) -> Correction | None:
    """ "done", "done, sent by mail", "cancel: no longer wanted"."""
    if _DONE.fullmatch(said):
        return Correction("done", is_plain=True)
    if (match := _DONE_AND.fullmatch(said)) and not _NOT_ALL.match(note := (match["en"] or match["zh"]).strip()):
        return Correction("done", note)
    if _CANCEL.fullmatch(_COURTESY_AFTER.sub("", said)):
        return Correction("cancel", is_plain=any(word in said.lower() for word in ("task", "任务")))
    if match := _CANCEL_AND.fullmatch(said):
        return Correction("cancel", (match["en"] or match["zh"]).strip())
    return None


def _says(verb: str, words: str = "", *, is_plain: bool = False) -> _Reader:
    return lambda match, moment: Correction(verb, words, is_plain=is_plain)


def _due(*, is_plain: bool) -> _Reader:
    """A date and nothing else; a rhythm sets the rhythm."""

    def reader(match: re.Match[str], moment: _Moment) -> Correction | None:
        words = match["when"].strip()
        if _BEGINS.match(words):
            return None
        if when := read_when(words, now=moment.now, zone=moment.zone):
            return Correction("due", words, is_plain=is_plain) if is_plain or not when.past else None
        return Correction("repeat", words, is_plain=is_plain) if is_rhythm(words) else None

    return reader


def _not_but(match: re.Match[str], moment: _Moment) -> Correction | None:
    """ "not Friday, Thursday"."""
    old, new = (read_when(match[name].strip(), now=moment.now, zone=moment.zone) for name in ("old", "when"))
    return Correction("due", match["when"].strip(), is_plain=True) if old and new else None


def _moved(direction: int) -> _Reader:
    def reader(match: re.Match[str], moment: _Moment) -> Correction | None:
        length = read_duration(match["long"])
        return Correction("due", by=direction * length, is_plain=True) if length else None

    return reader


def _snooze(match: re.Match[str], moment: _Moment) -> Correction | None:
    return _later("snooze", match, moment)


def _remind(match: re.Match[str], moment: _Moment) -> Correction | None:
    return _later("remind", match, moment)


def _later(verb: str, match: re.Match[str], moment: _Moment) -> Correction | None:
    words = match["when"].strip()
    starts = ANY_DAY.time().replace(hour=9)
    until = read_snooze(words, now=moment.now, zone=moment.zone, day_start=starts)
    return Correction(verb, words) if until else None


def _assign(*, is_plain: bool) -> _Reader:
    return lambda match, moment: Correction("assign", match["who"].strip(), is_plain=is_plain)


_LEVELS = {"最高": "1", "紧急": "1", "加急": "1", "高": "2", "中": "3", "普通": "3", "一般": "3", "低": "4", "top": "1"}


def _priority(match: re.Match[str], moment: _Moment) -> Correction:
    level = match["level"].lower()
    return Correction("priority", _LEVELS.get(level, level))


def _rename(match: re.Match[str], moment: _Moment) -> Correction:
    return Correction("rename", f"to {match['title'].strip()}", is_plain=True)


def _labels(match: re.Match[str], moment: _Moment) -> Correction | None:
    return Correction("label", match["labels"].strip()) if are_labels(match["labels"].strip()) else None


def _block(match: re.Match[str], moment: _Moment) -> Correction:
    return Correction("block", match["why"].strip())


_MOVE = r"make|move|push|shift|change|set|put|bring|reschedule|postpone|delay|defer|extend"
_MOVE_ZH = r"改期|改|推迟|延期|延后|延|推|挪|移|调整?|提前|顺延|推后|换|定"
_LEVEL = r"[1-5]|urgent|asap|critical|high|medium|normal|low|someday"
_LEVEL_ZH = r"最高|紧急|加急|高|中|普通|一般|低"

# a reply without its courtesies, whole; earlier rows are asked first
_TABLE: tuple[tuple[str, _Reader], ...] = (
    (r"start(?:ed)?|on it|doing|开始了?|在做了?|进行中", _says("start")),
    (rf"undo(?: {_IT})?|撤销|撤回", _says("undo", is_plain=True)),
    (rf"reopen(?: {_IT})?|重开|重新打开", _says("reopen", is_plain=True)),
    (r"unblock(?:ed)?|不卡了|解除(?:阻塞)?", _says("unblock")),
    (
        r"(?:no|without an?y?|remove the|clear the|drop the) (?:due )?(?:date|deadline)|no time limit"
        r"|不限(?:制)?(?:时间|日期)?|(?:没有|无|不设|不要|去掉|删掉|取消)(?:截止)?(?:日期|时间|期限)",
        _says("due", "none", is_plain=True),
    ),
    (
        r"(?:no|don'?t|do not|stop) (?:repeat|repeating|recurrence)(?: it)?|不(?:用|要|再)?重复|(?:取消|停止)重复",
        _says("repeat", "none", is_plain=True),
    ),
    # who
    (
        rf"(?:give|assign|hand|pass|reassign|transfer) (?:{_IT} )?(?:over |on )?to (?P<who>{_NAME})",
        _assign(is_plain=True),
    ),
    (
        rf"not (?:me|mine|for me|{_WHO})[\s,;.:—–-]+(?:(?:but|it'?s|give it to|for) )*(?P<who>{_WHO})",
        _assign(is_plain=True),
    ),
    (
        rf"(?:it'?s |this is )?(?:for )?(?P<who>{_WHO})(?: instead| (?:will|should|can) (?:do|take) {_IT})?",
        _assign(is_plain=False),
    ),
    (
        rf"(?:(?:不是|不归)(?:我|{_WHO})(?:的|负责|做)?[\s，,。；;]*)(?:而?是|给|交给|转给|找|改?由|让)?\s*(?P<who>{_WHO})"
        r"\s*(?:来)?(?:做|负责|处理|跟进|办)?",
        _assign(is_plain=True),
    ),
    (
        r"(?:把)?(?:它|这个|任务|这个任务)?(?:负责人)?(?:给|交给|转给|转交给?|指派给?|分配给?|分给|派给|移交给?|换成|换|改成|改为|改由|让|由)"
        rf"\s*(?P<who>{_WHO})\s*(?:来)?(?:做|负责|处理|跟进|办|完成)?",
        _assign(is_plain=True),
    ),
    (rf"(?P<who>{_WHO})\s*来?(?:做|负责|处理|跟进|办)", _assign(is_plain=False)),
    (
        r"(?:交给|转给|转交给|指派给|分配给|移交给)\s*(?P<who>[\u4e00-\u9fff]{1,3}[^\s了的吧吗呢])",
        _assign(is_plain=False),
    ),
    (rf"(?:i'?ll|i will|let me) (?:take|do) {_IT}|mine|我来(?:做|负责|处理)?|给我|交给我", _says("assign", "me")),
    # how urgent
    (
        rf"(?:(?:it'?s|this is|that'?s|make {_IT}|set {_IT} to) )?(?:very |really )?(?P<level>urgent|asap|critical)",
        _priority,
    ),
    (rf"(?:(?:it'?s|this is|make {_IT}|set {_IT} to) )?(?:an? )?(?P<level>{_LEVEL}|top) prio(?:rity)?", _priority),
    (rf"(?:set (?:the )?)?prio(?:rity)?(?: (?:to|is))?\s*[:=]?\s*(?P<level>{_LEVEL})", _priority),
    (rf"[!！](?P<level>{_LEVEL}|{_LEVEL_ZH})", _priority),
    (
        r"not (?:so |that |very )?urgent|no (?:rush|hurry)|(?:不|没那么|不太|不用)(?:着急|急|紧急)|不用赶",
        _says("priority", "low"),
    ),
    (r"(?:这个?|它)?(?:很|非常|特别|比较)?(?:紧急|加急|急)", _says("priority", "urgent")),
    (rf"(?P<level>{_LEVEL_ZH})优先级?", _priority),
    (rf"优先级?\s*(?:改|设|调)?(?:成|为|到|是)?\s*[:：]?\s*(?P<level>{_LEVEL_ZH}|[1-5])", _priority),
    # what it is called
    (rf"(?:re)?name(?: {_IT}|(?: the)? title)? (?:to|as)\s*[:：]?\s*(?P<title>\S.*)", _rename),
    (r"(?:change|set|make) (?:the )?(?:title|name) (?:to|as)?\s*[:：]?\s*(?P<title>\S.*)", _rename),
    (r"(?:rename|(?:new )?title)\s*[:：]\s*(?P<title>\S.*)", _rename),
    (r"(?:把)?(?:标题|名称|名字|题目|任务名)\s*(?:改|换|设)?(?:成|为|叫|作)\s*[:：]?\s*(?P<title>\S.*)", _rename),
    (r"(?:标题|名称)\s*[:：]\s*(?P<title>\S.*)", _rename),
    (r"(?:改名|重命名|更名)(?:成|为|叫|作)?\s*[:：]?\s*(?P<title>\S.*)", _rename),
    (r"(?:(?:add |put )?(?:the )?(?:labels?|tags?)\s*:?\s*|add )?(?P<labels>[#<].*)", _labels),
    (r"(?:(?:加上?|添加|打上?)?(?:个)?标签\s*[:：]?\s*)(?P<labels>[#<].*)", _labels),
    (r"block(?:ed)?\s*(?:on|by|:)\s*(?P<why>\S.*)", _block),
    (r"(?:卡住了?|被?阻塞了?)\s*[，,：:]\s*(?P<why>\S.*)", _block),
    # when
    (r"snooze(?: (?:it|this))?(?: (?:until|till|for|to))? (?P<when>\S.*)", _snooze),
    (r"remind me(?: again)? (?P<when>\S.*)", _remind),
    (r"(?P<when>.+?)(?:后|再|之后)?(?:再)?提醒(?:我)?(?:一下)?", _remind),
    (rf"(?:{_MOVE}|put off)(?: {_IT}| {_DATE})?(?: back| out)?(?: by| for)? (?P<long>.+?)(?: later)?", _moved(1)),
    (rf"(?:{_MOVE})(?: {_IT}| {_DATE})?(?: forward| up)(?: by)? (?P<long>.+)", _moved(-1)),
    (r"(?:再)?(?:推迟|延期|延后|推后|顺延|延长|往后推|晚)\s*(?P<long>.+)", _moved(1)),
    (r"提前\s*(?P<long>.+)", _moved(-1)),
    (r"not (?P<old>.+?)(?:[,;]\s*(?:but )?| but )(?:(?:it'?s|on|by) )?(?P<when>.+)", _not_but),
    (r"不是(?P<old>.+?)[，,；;]\s*(?:而?是|改到|应该是)?\s*(?P<when>.+)", _not_but),
    (
        rf"(?:{_MOVE}) (?:{_IT}|{_DATE})(?: (?:back|out|off|forward))?(?: (?:to|till|until|for|on|by|due|is))*"
        r" (?P<when>.+?)(?: instead| then)?",
        _due(is_plain=True),
    ),
    (
        rf"(?:{_MOVE})(?: (?:back|out|off))? (?:to|till|until|on|by) (?P<when>.+?)(?: instead| then)?",
        _due(is_plain=True),
    ),
    (
        rf"(?:it'?s |it is |is )?(?:{_DATE})(?: date)?(?: is| to| on| by)*\s*[:=]?\s*(?P<when>.+?)(?: instead)?",
        _due(is_plain=True),
    ),
    (r"(?P<when>.+?) (?:instead|rather)", _due(is_plain=True)),
    (
        r"(?:把)?(?:任务|它|这个)?(?:的)?(?:截止)?(?:日期|时间|期限|ddl)?(?:先|再)?"
        rf"(?:{_MOVE_ZH})(?:一下)?(?:到|至|成|为|在)?\s*(?P<when>.+)",
        _due(is_plain=True),
    ),
    (r"(?:截止|到期)(?:日期|时间)?\s*(?:是|为|在|到)?\s*[:：]?\s*(?P<when>.+)", _due(is_plain=True)),
    (r"(?P<when>.+?)(?:截止|到期|完成|交)?", _due(is_plain=False)),
)
_ROWS = tuple((re.compile(pattern, re.I | re.S), reader) for pattern, reader in _TABLE)
