"""What is said in passing: questions that mean a verb, words that point at something else, slips of the keyboard."""

import re
from collections.abc import Collection

_LONGEST = 80
_MY_TASKS = (
    r"(?:what are |what's |what is |show(?: me)? |list |see )?(?:all )?my (?:open |current )?"
    r"(?:tasks?|to-?dos?|to-?do list|list|work|plate)"
    r"|tasks?|to-?dos?|to-?do list|task list"
    r"|what (?:do i (?:have|need)(?: to do)?|should i do|have i got(?: to do)?|tasks do i have|am i working on)"
    r"(?: next)?"
    r"|what(?:'s| is) (?:next|on my plate|on my list|to do)(?: for me)?"
    r"|(?:我|我们)?(?:今天|今日|现在|目前|手头|明天|这周|本周|接下来)?(?:都|还)?有(?:些)?(?:哪些|什么|多少|几个|几项|啥)"
    r"(?:任务|事情?|活儿?|待办|工作)?(?:要(?:做|干|处理)|没做)?(?:的)?"
    r"|(?:我|我们)?(?:今天|今日|现在|目前|明天|这周|本周|接下来)?(?:都|还)?(?:要|该|需要|应该|得)(?:做|干|忙)(?:些|点)?"
    r"(?:什么|啥|哪些)(?:事情?)?"
    r"|(?:查看|看看|看一下|显示|列出|查一下)?(?:我的?|今天的|今日|本周)(?:任务|待办|清单|列表|事项|工作)(?:列表|清单|事项)?"
    r"|待办(?:事项)?|任务(?:列表|清单)|查看任务"
)
_WHAT_IS = (
    r"(?:what(?:'s| is| are)|which(?: tasks?)?(?: are| is)|show(?: me)?|any(?:thing)?|is anything|see)? ?(?:my |the )?"
)
_WHICH_ZH = r"(?:有|我有)?(?:哪些|什么|没有)?(?:任务)?(?:已经)?"
_TASKS_ZH = r"(?:了|的)*(?:任务)?(?:有哪些|有什么)?"
_MEANT: tuple[tuple[str, str], ...] = (
    (_MY_TASKS, "list"),
    (rf"{_WHAT_IS}(?:late|overdue)(?: tasks?)?|{_WHICH_ZH}(?:逾期|延期|过期|超期){_TASKS_ZH}", "list late"),
    (rf"{_WHAT_IS}(?:blocked|stuck)(?: tasks?)?|{_WHICH_ZH}被?(?:卡住|阻塞){_TASKS_ZH}", "list blocked"),
    (r"(?:show(?: me)? )?(?:all|everything|all (?:the )?tasks?)|(?:全部|所有)(?:的)?(?:任务)?", "list all"),
    (
        r"what can (?:you|i|muster) (?:do|say|ask)(?: here| for me)?|(?:can you )?help(?: me)?|what do you do|commands"
        r"|menu|how (?:does (?:this|it|muster) work|(?:do|can) i use (?:this|it|you|muster)|to use (?:this|it|muster))"
        r"|who are you|what are you|what(?:'s| is) (?:this|muster)"
        r"|(?:你|muster)都?(?:能|会|可以)(?:做|干|帮我做|帮我)?(?:些|点)?(?:什么|啥|哪些事)|帮帮我|帮我(?:一下)?|你是谁|(?:使用)?说明"
        r"|(?:怎么|如何)(?:使?用|操作)(?:你|它)?|有(?:什么|哪些)(?:命令|功能)",
        "help",
    ),
)
_PHRASES = tuple((re.compile(rf"(?:please |pls |hey |hi |请|请问)?(?:{said})", re.I), line) for said, line in _MEANT)
_AROUND = re.compile(r"(?: please| pls| today| now| right now| this week|[\s吗呢呀啊吧!！.。,，~～?？])+$", re.I)
_PERSON = r"(?P<who><@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[\w.\-]+)"
_HANDED = re.compile(
    rf"(?:把\s*)?[#＃]?(?P<zh>\d{{1,9}})\s*号?\s*(?:任务)?\s*(?:转交|移交|指派|分配|转|交)\s*给?\s*{_PERSON}"
    rf"|(?:hand|pass|transfer)(?: over)? #?(?P<en>\d{{1,9}})(?: over)?(?: to)? {_PERSON.replace('who', 'whom')}",
    re.I,
)
_QUESTION_FIRST = re.compile(
    r"(?:what|who|whom|whose|when|where|why|which|how)(?:'s|'re)?\b(?: (?:is|are|was|were|do|does|did|can|could|should"
    r"|would|will|has|have|many|much|come|about|long|often)\b)?|(?:is|are|was|were|do|does|did|has|have|am) ",
    re.I,
)
_QUESTION_WORDS = re.compile(r"谁|什么|啥|哪|怎么|为什么|为何|如何|几点|多少|是不是|有没有|是否")
_ELSEWHERE = re.compile(
    r"(?:please |pls |can you |could you )?"
    r"(?:(?:make|turn|add|create|save|log|track|note|record|put|remember) )?"
    r"(?:this|that|it|these|those)(?: one| thing| message| down)?"
    r"(?: (?:as |into |in |to |on )?(?:a |an |my )?(?:new )?(?:task|to-?do|to-?do list|list|ticket|tasks))?"
    r"(?: (?:for|to|with|by))?"
    r"|(?:make |create |add )?a (?:new )?task (?:of|from|out of|for) (?:this|that|it)"
    r"|(?:请|麻烦)?(?:帮我)?(?:把|将)?(?:记一下|记下|记录)?(?:这个|这件事情?|这事儿?|这条|那个|那件事情?|那条|它|此事|以上|上面的?|这)"
    r"(?:消息|任务|内容|事情?)?"
    r"(?:也)?(?:记录?|建|加|创建|转|变|设|做|存|添加|列|处理|新建|安排|交)?(?:一下|下来)?(?:成|为|作|到|给|入|进)?(?:一?[个项条])?新?"
    r"(?:任务|待办|清单|待办事项)?(?:里|吧|给)?",
    re.I,
)


def meant(line: str) -> str | None:
    """The command that a question or a phrase stands for; only where the whole line is nothing else."""
    if match := _HANDED.fullmatch(line.strip()):
        return f"assign {match['zh'] or match['en']} {match['who'] or match['whom']}"
    if len(line) > _LONGEST:
        return None
    said = _AROUND.sub("", " ".join(line.split()))
    return next((command for phrase, command in _PHRASES if phrase.fullmatch(said)), None)


def asks(line: str, *, names_something: bool) -> bool:
    """Whether a line is a question rather than a wish; one that names a person or a date is a wish said kindly."""
    ends_so = line.rstrip().endswith(("?", "？"))
    if _QUESTION_WORDS.search(line):
        return ends_so
    first = _QUESTION_FIRST.match(line)
    if first and (ends_so or " " in first[0].strip()):
        return True
    return ends_so and not names_something


def points_elsewhere(title: str) -> bool:
    """ "this", "make that a task", 这个: the words do not say what is to be done."""
    return _ELSEWHERE.fullmatch(title.strip(" ,，.。!！")) is not None


def nearest(word: str, names: Collection[str]) -> str | None:
    """The name somebody meant who typed this word: one slip away, two in a longer word."""
    word = word.lower()
    if word in names or len(word) < 3 or not word.isascii():
        return None
    most = 1 if len(word) <= 4 else 2
    found = sorted((slips(word, name), place) for place, name in enumerate(names) if abs(len(name) - len(word)) <= most)
    return list(names)[found[0][1]] if found and found[0][0] <= most and found[0][0] < len(word) - 1 else None


def slips(left: str, right: str) -> int:
    """How many letters were missed, added, mistaken or swapped."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, 1):
        older, before, row = before, row, [at]
        for place, other in enumerate(right, 1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and (letter, left[at - 2]) == (right[place - 2], other):
                least = min(least, older[place - 2] + 1)
            row.append(least)
    return row[-1]
