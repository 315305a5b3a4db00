"""What is said in passing: calls for help, words that point at something else, slips of the keyboard."""

import re
from collections.abc import Collection

_LONGEST = 80
_HELP = re.compile(
    r"(?:please |pls |hey |hi |请|请问)?(?:"
    r"what (?:else )?can (?:you|i|muster) (?:do|say|ask)(?: here| for me)?|(?:can you )?help(?: me)?(?: please)?"
    r"|what do you do|commands|menu|how (?:does (?:this|it|muster) work|(?:do|can) i use (?:this|it|you|muster))"
    r"|how to use (?:this|it|muster)|who are you|what are you|what(?:'s| is) (?:this|muster)|what commands are there"
    r"|(?:你|muster)都?(?:能|会|可以)(?:做|干|帮我做|帮我)?(?:些|点)?(?:什么|啥|哪些事)|帮帮我|帮我(?:一下)?|你是谁|(?:使用)?说明"
    r"|(?:怎么|如何)(?:使?用|操作)(?:你|它)?|有(?:什么|哪些)(?:命令|功能)|帮助一下)",
    re.I,
)
_AROUND = re.compile(r"(?: please| pls|[\s吗呢呀啊吧!！.。,，~～?？])+$", re.I)
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


def asks_for_help(line: str) -> bool:
    """Whether somebody asks what can be said here; only where the whole line is nothing else."""
    return len(line) <= _LONGEST and _HELP.fullmatch(_AROUND.sub("", " ".join(line.split()))) is not None


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


# Characters that are typed for one another because they sound alike.
_SOUNDS_ALIKE = tuple(map(frozenset, (
    "成城程承诚呈乘", "消销肖削", "表标裱彪", "列烈裂例猎", "单但丹担", "帮邦棒", "助住注祝", "完玩顽碗", "撤彻掣",
    "开凯",
    "始使事式史", "取去曲", "清轻青请", "推退腿", "迟持吃池", "查察茶", "看砍刊", "指只止纸", "派排牌", "卡咖",
    "主住阻组",
    "塞赛色", "备倍被背", "注住柱", "编变边遍", "辑级集", "优尤忧", "先线", "级及极", "任认人", "务物误无", "搞稿告",
    "定订顶",
    "提体替", "醒行型", "新心信", "建件见健", "详祥相", "情请清", "添天填", "加家佳",
)))  # fmt: skip


def nearest_chinese(word: str, names: Collection[str], *, surely: bool) -> str | None:
    """The name with one character mistaken for another that sounds like it, or two swapped.

    `surely` where a number follows, so that any one wrong character will do.
    """
    if word in names:
        return None
    for name in names:
        differ = [(left, right) for left, right in zip(word, name, strict=False) if left != right]
        if len(name) != len(word) or not 2 <= len(word) <= 4 or len(differ) > 2:
            continue
        swapped = len(differ) == 2 and sorted(word) == sorted(name)
        alike = len(differ) == 1 and any(set(differ[0]) <= group for group in _SOUNDS_ALIKE)
        if swapped or alike or (surely and len(differ) == 1):
            return name
    return None


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
