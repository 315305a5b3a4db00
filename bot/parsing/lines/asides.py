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
_CHINESE_QUESTION = re.compile(
    r"(?:请问|那|我想知道|想问)?\s?(?:怎么|怎样|如何|谁在|谁|为什么|为何|什么时候|哪[些个天]|几点|多少|是不是|有没有|能不能|可不可以)[^:：\n]*"
    r"|[^\n]*(?:吗|怎么样了?|咋样|谁在做|谁做|是谁|进度如何|(?:什么时候|啥时候|几时|哪天)\S{0,6})"
    r"|(?!(?:请|帮|帮我|麻烦)?(?:问|查|看|写|确认|讨论|研究|了解|弄清|搞清|想|说明|解释|整理|总结|统计|告诉|通知|核[对实]|梳理|调[查研]|记|列|定))"
    r"[^\n]*(?:什么|啥|谁负责|呢|几点|多少|哪里|哪儿|怎么办|了没有?|如何了?)"
)
_WISH = re.compile(r"能|可以|可否|方便|麻烦|帮")
_CHINESE_END = re.compile(r"[\s?？。.!！~～啊呀]+$")
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
    if _CHINESE_QUESTION.fullmatch(_CHINESE_END.sub("", line.strip())) and not (names_something and _WISH.search(line)):
        return True
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


_WORDS_OF_THEIR_OWN = frozenset(
    word
    for row in (
        "删除 恢复 消除 清除 排除 解决 解释 解答 完善 完结 开会 开发 开放 开启 取得 取出 取款 提交 提供 提前 提高",
        "提问 提取 备案 备用 备课 查询 查收 查验 查账 列出 列举 转发 转账 转移 转达 推广 推荐 推进 标记 标价 标注",
        "重启 重做 重装 重写 编写 编制 编排 改进 改善 改造 分析 分享 分发 分类 指导 指定 指出 撤离 撤换 作业 作文",
        "添置 新品 新闻 阻止 进场 进货 任命 交接 交付 交流 交换",
    )
    for word in row.split()
)


def nearest_chinese(word: str, names: Collection[str], *, surely: bool) -> str | None:
    """The name with one character mistaken for another that sounds like it, or two swapped.

    `surely` where a number follows, so that any one wrong character will do.
    """
    if word in names or word in _WORDS_OF_THEIR_OWN:
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
