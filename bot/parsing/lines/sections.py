"""What the headings of minutes announce: work to be done, who was there, or what was only talked about."""

import re
from typing import Literal

from bot.parsing.lines.verbs import has_verb

Section = Literal["work", "facts", "talk", ""]

_WORK = (
    r"(?:(?:my|our|new|open|key|the|weekly|team|remaining)\s+)?"
    r"(?:action items?|actions?(?: points?| required| list)?|ais?"
    r"|next (?:steps?|actions?)|to[- ]?dos?(?: list| items?)?|tasks?(?: list)?|follow[- ]?ups?(?: items?)?"
    r"|deliverables?|assignments?|open items|things to do|what(?:'s| is) next|work items?)"
    r"(?:\s*[(（].*[)）]|[\s,–—-]+(?:for|from|by|until|due|before|this|next|of|after|\d).*)?"
    r"|(?:(?:本周|下周|今日|今天|明天|会后|近期|主要|我的|个人|新增|重点|各自)的?)?(?:待办(?:事项|任务|清单|列表)?"
    r"|行动(?:项|事项|计划|点)|下一?步(?:工作|计划|安排|行动|动作)?|后续(?:工作|事项|行动|安排|跟进|计划)?|跟进(?:事项|项)?"
    r"|任务(?:分工|分配|安排|清单|列表)?|分工(?:安排)?|工作(?:安排|计划|任务|分工)|计划|安排|要做的事情?|todo|需要做的)"
    r"(?:如下)?(?:\s*[(（].*[)）])?"
)
_FACTS = (
    r"attendees?|participants?|present|absent|apologies|regrets|invited|attending|date(?: and time)?|time|when|where"
    r"|location|place|room|venue|host|facilitator|chair(?:ed by)?|scribe|note[- ]?taker|minutes by|recorder|duration"
    r"|meeting link|dial[- ]?in|zoom|subject|cc|sent"
    r"|(?:参会|与会|出席|列席|缺席|请假|参加)(?:人员?|者|名单)?|(?:会议)?(?:时间|日期|地点|主题|链接)|会议室|(?:会议)?主持人?"
    r"|(?:会议)?记录(?:人员?)|抄送|主送|发件人|收件人"
)
_TALK = (
    r"(?:(?:team|weekly|daily|monthly|project|launch|sprint|product|kick-?off|meeting|sync|standup|call)\s+)*"
    r"(?:notes?|minutes|agenda|summary|recap)(?:[\s,–—-]+.{0,40})?"
    r"|discuss(?:ions?|ed)(?: points?| items?)?|topics?|decisions?(?: made)?|decided|background|context|updates?"
    r"|status(?: updates?)?|fyi|announcements?|parking lot|(?:open )?questions|risks?|issues|highlights|lowlights|done"
    r"|completed|finished|last week|progress|wins|takeaways|conclusions?"
    r"|(?:.{0,12})?(?:会议|周会|例会)(?:纪要|记录|内容|议程|议题|摘要|总结|要点|决议|结论)?(?:[\s(（]*\d.{0,20})?|纪要|议程|议题(?:内容)?"
    r"|讨论(?:内容|要点|事项|议题)?|决[议定](?:事项)?|结论|背景|概述|摘要|总结|备注|说明|通知|进展(?:情况)?|现状|问题|风险"
    r"|已完成(?:事项|工作)?|完成情况|上周(?:工作|进展|完成|总结)?|本周进展|亮点"
)
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("work", re.compile(_WORK, re.IGNORECASE)),
    ("facts", re.compile(_FACTS, re.IGNORECASE)),
    ("talk", re.compile(_TALK, re.IGNORECASE)),
)
_LABEL_OF_WORK = r"to[- ]?do|ai|action(?: item)?|next step|task|待办(?:事项)?|行动项|任务|下一步"
_LABEL_OF_TALK = r"notes?|agenda|decisions?|decided|context|background|fyi|summary|决[议定]|结论|背景|备注|议题"
_LABELS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("work", re.compile(_LABEL_OF_WORK, re.IGNORECASE)),
    ("facts", re.compile(rf"{_FACTS}|from|to|re|fwd?", re.IGNORECASE)),
    ("talk", re.compile(_LABEL_OF_TALK, re.IGNORECASE)),
)
_DUE = re.compile(
    r"(?:due(?: date| by)?|deadline|by when|ddl|截止(?:日期|时间)?|期限|完成时间)\s*[:：]\s*(?P<said>\S.*)",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:owners?|assignee|assigned to|responsible|dri|who|负责人?|责任人|经办人?)\s*[:：]\s*(?P<said>\S.*)",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"^(?:[^\w@<#]|:[a-z0-9_+-]+:|\d{1,2}[.)、])+|(?<![\s:：])[\s:：]++$")
_ENDS_IN_COLON = re.compile(r"[:：]\s*$")
_INLINE = re.compile(r"(?P<label>[^:：\n]{1,30})[:：]\s*(?P<rest>\S.*)", re.DOTALL)
_POINTS_DOWN = re.compile(
    r"(?:\b(?:these|this|following|below|the following|as follows)|如下|以下|下面|下列)\W*$", re.IGNORECASE
)


def section_of(heading: str) -> Section:
    """Which kind of section these words open; nothing where they are no heading that we know."""
    words = _ORNAMENT.sub("", heading.strip())
    if not words.isascii() and has_verb(words) and re.search(r"[发写补交看改]|整理", words):
        return "work" if _SECTIONS[0][1].fullmatch(words) else ""
    return next((section for section, pattern in _SECTIONS if pattern.fullmatch(words)), "")


def labelled(line: str) -> tuple[Section, str]:
    """`TODO: fix the page` is work, `Attendees: Dana, Tom` a fact; with what stands after the label."""
    match = _INLINE.fullmatch(line)
    if match is None:
        return "", line
    label = _ORNAMENT.sub("", match["label"]).strip()
    found: Section = next((section for section, pattern in _LABELS if pattern.fullmatch(label)), "")
    return found, match["rest"] if found == "work" else line


def ends_in_colon(line: str) -> bool:
    return _ENDS_IN_COLON.search(line) is not None


def points_down(line: str) -> bool:
    """Whether a line only leads to those below it: "please do the following"."""
    return _POINTS_DOWN.search(line) is not None


def with_field(text: str, line: str) -> str | None:
    """The item with what a line of its own says of it: `Due: Friday`, `负责人：李雷`; None for any other line."""
    if due := _DUE.fullmatch(line):
        said = due["said"]
        return f"{text} {said}" if not said.isascii() else f"{text} by {said.removeprefix('by ')}"
    if owner := _OWNER.fullmatch(line):
        said = owner["said"]
        work = labelled(text)[1]
        return f"{work} {said}" if said.startswith(("@", "<@")) else f"{said}: {work}"
    return None
