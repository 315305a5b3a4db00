"""Verbs said without a task, and verbs said of all tasks at once."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re
from datetime import datetime

from bot.parsing.dates.when import read_when

_VERBS = {
    "done": r"(?:finish|complete|close|done(?: with)?|i(?:'m| am) done(?: with)?|finished|completed|tick off|check off)",
    "cancel": r"(?:cancel|delete|remove|drop|clear|scrap|erase|wipe)",
    "start": r"(?:start|begin)",
    "reopen": r"(?:reopen|restore)",
    "due": r"(?:move|push|shift|postpone|reschedule|delay|defer|put off)",
}  # fmt: skip
_ALL = r"(?:all|everything|every task|all of (?:it|them|my tasks)|all (?:of )?(?:my|the|our) (?:open |late )?(?:tasks?|to-?dos?)|all (?:open )?(?:tasks|to-?dos)|my (?:whole |entire )?(?:list|tasks)|the (?:whole|entire) list)"
_ALL_ZH = r"(?:全部|所有|一切|全)(?:的)?(?:任务|待办|事情)?(?:都|全)?|(?:我的)?任务(?:全部|全|都)"
_VERBS_ZH = {
    "done": r"(?:完成|做完|搞定|标记为?完成|关闭|结束|弄完|办完)", "cancel": r"(?:取消|删除|删掉|作废|清空|删)",
    "start": r"(?:开始)", "reopen": r"(?:重开|恢复|重新打开)", "due": r"(?:改到|推迟到|延期到|延到|挪到|推到|移到|改期到)",
}  # fmt: skip
_POLITE = r"(?:(?:please|pls|ok|okay|now|just)[\s,]+|请|麻烦|帮我|帮忙)*"
_AFTER = r"(?:[\s,]*(?:please|pls|now|for me))*[\s.。!！~]*"
_EN_ALL = {
    verb: re.compile(
        rf"{_POLITE}{said} {_ALL}{' (?:to|until|till|for) (?P<when>.+)' if verb == 'due' else ''}{_AFTER}", re.I
    )
    for verb, said in _VERBS.items()
}
_EN_MARKED = re.compile(
    rf"{_POLITE}(?:mark|set|tick|check) {_ALL} (?:as )?(?:done|finished|complete|completed|off){_AFTER}|{_ALL} (?:is|are) (?:done|finished|completed)|all done",
    re.I,
)
_ZH_ALL = {
    verb: re.compile(rf"{_POLITE}(?:把|将)?(?:我的)?(?:{_ALL_ZH})\s?(?:都|全部)?{said}(?:{'(?P<when>.+)' if verb == 'due' else ''})(?:了|掉|吧)*{_AFTER}"
                     + ("" if verb == "due" else rf"|{_POLITE}{said}(?:掉|了)?(?:我的)?(?:{_ALL_ZH}){_AFTER}"))
    for verb, said in _VERBS_ZH.items()
}  # fmt: skip
_BARE = {
    "done": r"(?:i(?:'m| am) )?(?:all )?(?:done|finished|complete|completed|close|close it|mark (?:it )?(?:as )?done|done (?:with )?(?:it|that)|finish)|(?:我|已经|刚刚|刚|终于|总算)*(?:完成|做完|搞定|弄完|弄好|做好|办完|办好|写完|结束)(?:了|啦|喽)|搞定|完成|做好了",
    "cancel": r"(?:cancel|delete|remove|drop)(?: it| that| this)?|取消|删除|删掉|删了|取消(?:它|掉|了|吧|这个)|删掉(?:它|吧|这个)|作废|不做了",
    "start": r"(?:start|begin)(?: it| that| this)?|开始(?:了|吧|做)?|开工",
    "reopen": r"(?:reopen|restore)(?: it| that)?|重开|恢复|重新打开",
}  # fmt: skip
_ALL_DONE = re.compile(r"(?:我|已经)*(?:都|全|全都|全部)(?:已经)?(?:做完|完成|搞定|弄完|办完|做好)了?[。!！~]*")
_BARE_OF = {verb: re.compile(rf"{_POLITE}(?:{said}){_AFTER}", re.I) for verb, said in _BARE.items()}
LONGEST = 80


def of_all(line: str, now: datetime, zone: str) -> tuple[str, str] | None:
    """(verb, words after the numbers) of an order about everything: "cancel all my tasks", 全部推迟到周五."""
    text = " ".join(line.split()).replace("’", "'")
    if len(text) > LONGEST:
        return None
    if _EN_MARKED.fullmatch(text) or _ALL_DONE.fullmatch(text):
        return "done", ""
    for patterns in (_EN_ALL, _ZH_ALL):
        for verb, pattern in patterns.items():
            if match := pattern.fullmatch(text):
                when = (match.groupdict().get("when") or "").strip(" .。!！吧")
                if verb != "due" or read_when(when, now=now, zone=zone) is not None:
                    return verb, when
    return None


def bare(line: str) -> str:
    """The verb of a line that names no task at all: `done`, 做完了."""
    text = " ".join(line.split()).replace("’", "'")
    return next((verb for verb, said in _BARE_OF.items() if said.fullmatch(text)), "") if len(text) <= LONGEST else ""


_DELETED = re.compile(
    rf"{_POLITE}(?:delete|erase|remove|删掉|删除|删了|删|清除|移除)\s?(?:tasks? |任务)?(?P<many>#?\d{{1,9}}(?:(?:\s?[,、，]\s?|\s?and\s|和|\s(?=#))#?\d{{1,9}})*)\s?(?:号)?(?:任务)?(?:吧|了)?{_AFTER}"
    rf"|(?:把|将)\s?(?P<one>#?\d{{1,9}}(?:[和、]#?\d{{1,9}})*)\s?(?:号)?(?:任务)?(?:给)?(?:删掉|删除|删了|删){_AFTER}",
    re.I,
)


def deleted(line: str) -> str:
    """The numbers of what is to be deleted: 删掉9."""
    match = _DELETED.fullmatch(" ".join(line.split())) if len(line) <= LONGEST else None
    return ", ".join(re.findall(r"\d+", match["many"] or match["one"])) if match else ""


_RANGE = re.compile(
    r"(?P<lead>(?:\b(?:tasks?|items?|numbers?|nos?\.?)|任务)\s?#?|#)(?P<a>\d{1,9})\s?(?:号\s?)?(?:through|thru|to|until|till|-|–|—|~|到|至)\s?#?(?P<b>\d{1,9})(?:号)?(?![\d:/.-])"
    r"|(?<![\d/.:-])\b(?P<c>\d{1,9})\s(?:through|thru)\s#?(?P<d>\d{1,9})\b",
    re.IGNORECASE,
)
MOST = 10


def ranges_written_out(line: str) -> str:
    """ "tasks 1 through 3" as "tasks 1, 2, 3"; what spans more than ten numbers stays."""

    def read(match: re.Match[str]) -> str:
        first, last = int(match["a"] or match["c"]), int(match["b"] or match["d"])
        if not 0 < last - first < MOST:
            return match[0]
        return (match["lead"] or "") + ", ".join(str(number) for number in range(first, last + 1))

    return _RANGE.sub(read, line)
