"""Whole lines that ask for a list, a file of one, proposals or the order of the day, each with the line it stands for."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re

from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.talk import talk_questions

_LONGEST = 100
_REVIEW = r"(?:review|accept|approve|sign off)"
_REVIEW_NOUN = r"(?:review|acceptance|approval|sign-?off|ok)"
_CHECK = r"(?:来|去)?(?:验收|审核|审批|评审)"
_WORK = r"(?:任务|事情?|东西|工作|活儿?)?"
_SEE = r"(?:请|帮我)?(?:看一?下|看看|查看|列出|显示|给我看看?)?"
_HOW_MANY = r"(?:有?(?:哪些|什么|啥|多少))?[吗呢]?"
_ROWS = tuple((re.compile(pattern, re.IGNORECASE), line) for pattern, line in (
    (rf"(?:what|which tasks?|anything|is anything|what else|everything|tasks?|all)?(?:'s| is| are)?(?: there| still)*(?: tasks?)?\s?(?:(?:waiting|pending|up|due|open|that waits?|left) )+(?:for )?(?:me to {_REVIEW}|my {_REVIEW_NOUN})", "list accept"),
    (rf"(?:what|which tasks?)(?: else)? (?:do|should|must|can|shall) i (?:have to |need to |still |must |get to )*{_REVIEW}(?: today| now)?", "list accept"),
    (rf"(?:show |list )?(?:me )?(?:my )?(?:tasks?|what|things?|work|everything)(?: (?:i have|i need|there is|for me))? to {_REVIEW}", "list accept"),
    (rf"{_SEE}(?:有(?:什么|哪些|没有|啥)?|哪些(?:任务)?(?:在|是)?|什么)?(?:需要|等着|等|待|要|轮到|该)我{_CHECK}(?:的)?{_WORK}{_HOW_MANY}", "list accept"),
    (rf"{_SEE}我(?:要|需要|得|该|待)(?:去)?(?:验收|审核|审批|评审)(?:的){_WORK}{_HOW_MANY}", "list accept"),
    (rf"(?:what|which tasks?|what else|anything)(?:'s| is| are)? (?:that )?(?:still )?(?:waits?|waiting|pending) (?:for|on) (?:me to {_REVIEW}(?: it| them)?|my {_REVIEW_NOUN})", "list accept"),
    (r"(?:show |list |ls |see )?(?:me )?(?:all )?(?:my |the )?(?:repeating|recurring|repeated)(?: (?:tasks?|ones|work))?|(?:what|which tasks?) (?:repeats?|recurs?|comes? again)", "list is:repeating"),
    (rf"{_SEE}(?:列表\s?|清单\s?)?(?:我的|所有|全部)?(?:重复|循环|周期性?)的?任务{_HOW_MANY}|(?:列表|清单)\s?(?:重复|循环|周期)", "list is:repeating"),
    (r"(?:show |list |see )?(?:me )?(?:all )?(?:the )?(?:tasks? (?:of|in|for) )?(?:the |my )?teams? (?:that )?i lead|(?:show |list |see )(?:me )?(?:the )?(?:tasks? of )?my teams?|(?:tasks? of )?my teams'? tasks?", "list teams"),
    (rf"{_SEE}我(?:带|负责|管|领导)的(?:团队|小组|组)(?:的)?{_WORK}{_HOW_MANY}{_WORK}|{_SEE}我(?:们)?团队(?:的)任务{_HOW_MANY}", "list teams"),
    (r"who(?:'s| is| are)? (?:still )?(?:waiting|waits?|wait) (?:for|on) me", "list waiting"),
    (rf"{_SEE}(?:(?:谁|有谁|哪些人|哪些任务|什么)(?:在|都在|正在|还在)?等(?:着)?我(?:呢)?|(?:在)?等(?:着)?我的{_WORK}|卡在我这(?:里|儿|边)?的{_WORK}){_HOW_MANY}", "list waiting"),
    (r"(?:what|which tasks?) (?:did|have) i (?:give|given|hand|handed|assign|assigned|delegate|delegated)(?: (?:out|away|over))?(?: to (?:others|other people|people|the team|somebody else))?", "list given"),
    (r"(?:the )?(?:tasks?|what) i(?:'ve| have)? (?:gave|given|handed|assigned|delegated)(?: (?:out|away|over))?(?: to (?:others|other people|people))?", "list given"),
    (rf"{_SEE}我(?:交办|交代|指派|分配|派|布置|安排|分派)(?:给别人|给大家|出去|下去)?的{_WORK}{_HOW_MANY}|{_SEE}我给(?:别人|大家|出去)的任务{_HOW_MANY}", "list given"),
    (r"(?:show |list |see )?(?:me )?(?:all )?(?:my |the )?saved (?:lists?|filters?|searches|views?)", "list saved"),
    (rf"{_SEE}(?:我)?(?:已)?(?:保存|收藏)的?(?:筛选|列表|清单|过滤器?|查询|视图)(?:条件)?{_HOW_MANY}", "list saved"),
    (r"(?:(?:any|got any|have you (?:got )?any|do you have any) (?:suggestions?|proposals?)|(?:please )?suggest (?:something|anything)|what (?:do|would) you (?:suggest|propose|recommend))(?: for me)?(?: today)?", "suggest"),
    (r"(?:给我?(?:一?点儿?|一些|些|几个|来点)?|有(?:什么|没有|啥)?|来点儿?)建议[吗呢]?", "suggest"),
    (r"(?:let me )?(?:order|re-?order|sort) my (?:day|tasks)(?: (?:for )?today)?", "order"),
    (r"(?:重新)?(?:排|调整|重排)(?:一?下)?(?:我)?今天(?:的)?(?:任务|工作|事情)?(?:的)?(?:顺序|次序|先后)", "order"),
))  # fmt: skip
_FORM = r"(?:csv|json|excel|表格|电子表格)"
_TURN_INTO = r"(?:成|为|作|到)\s?"
_EXPORTED = re.compile(
    rf"导出\s?(?P<form>{_FORM})"
    rf"|导出\s?(?P<what>\S.{{0,60}}?)\s?(?:(?:{_TURN_INTO}|\s){{1,2}}一?[个份]?\s?(?P<as>{_FORM})(?:文件)?)?"
    rf"|(?:把|将)\s?(?P<this>\S.{{0,60}}?)\s?导出(?:来)?(?:(?:{_TURN_INTO})?一?[个份]?\s?(?P<into>{_FORM})(?:文件)?)?"
)
_END = re.compile(r"(?:[\s,，]*(?:please|pls|thanks|谢谢|吧|[.。!！?？~～]))+$", re.IGNORECASE)


def wanted(line: str) -> str | None:
    """The line that somebody would have typed; None where these words ask for none of this."""
    text = _END.sub("", " ".join(line.split()).replace("’", "'"))
    if not text or len(text) > _LONGEST or "\n" in line:
        return None
    found = next((typed for pattern, typed in _ROWS if pattern.fullmatch(text)), None)
    return found or _exported(text)


def _exported(text: str) -> str | None:
    match = _EXPORTED.fullmatch(text)
    if match is None:
        return None
    form = match["form"] or match["as"] or match["into"] or "csv"
    what = (match["what"] or match["this"] or "").strip()
    return f"export {form} {what}".strip()


def as_filters(words: str) -> str | None:
    """ "my late tasks" and 逾期任务 as the filters of a list; None where they name no list."""
    asked = talk_questions.question(words, ANY_DAY)
    if asked is None or asked[1] or asked[0].split()[0] != "list":
        return None
    return asked[0].removeprefix("list").strip() or "mine"
