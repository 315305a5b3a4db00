"""What stands before the words that matter: greetings, "task:", "can you …?"; taken off before a line is read."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re

_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|heya|hiya|yo|good (?:morning|afternoon|evening)|morning)(?: (?:there|all|team|bot|muster))?\s*(?:[,.!，。！]+\s*|\s(?=please\b|can you\b|could you\b))"
    r"|(?:hi|hello|hey),? muster[\s,.!，。！]+|muster\s*[,:，：]\s*"
    r"|(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|早)[呀啊]?\s?(?:muster)?[,，.。!！~～\s]+)(?=\S)",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"(?:(?:please|pls|can you|could you|would you|kindly)\s+)*"
    r"(?:(?:new )?(?:task|to-?do)\s*[:：]\s*"
    r"|(?:add|create|make|open|log|new|put down|set up)(?: me| us)? (?:(?:a|an|another|the|one) )?(?:new )?(?:task|to-?do|ticket)(?: for me)?\s*(?:[:：]\s*|\s+to\s+(?=[a-z])))"
    r"|(?:请|麻烦|帮我|帮忙|给我|再)*\s?(?:加|建|添加|新建|创建|新增|记|添)(?:一?个|一?条|一?项)?\s?(?:新的?)?(?:任务|待办)(?:事项)?\s?[:：,，]\s?"
    r"|(?:任务|待办)\s?[:：]\s?"
    r"|(?:请|麻烦|帮我|帮忙|先)*\s?(?:记一下|记下来?|记个事|记录一下|记一笔)\s?[:：,，]\s?",
    re.IGNORECASE,
)
_MADE_FOR = re.compile(
    r"(?:(?:please|pls|can you|could you|would you)\s+)*"
    r"(?:add|create|make|open|new)(?: (?:a|an|another|one))?(?: new)? (?:task|to-?do) for (?P<who><@[A-Z0-9]+(?:\|[^>]*)?>|@?[A-Za-z][\w.\-]{0,30})\s*(?::|：|\sto\s)\s*(?=\S)"
    r"|(?:请|麻烦|帮我)*给\s?(?P<who_zh><@[A-Z0-9]+(?:\|[^>]*)?>|@?[A-Za-z][\w.\-]{0,30}|@?[\u4e00-\u9fff]{2,3}?)\s?(?:加|建|派|安排|新建)(?:一?个|一?条|一?项)?\s?(?:任务|待办)\s?[:：]\s?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:(?:please|pls|hey|hi|muster)[\s,]+)*(?:can|could|would|will) you (?:please |pls |kindly |just |maybe )*(?P<order>\S.*?)"
    r"(?:[\s,]+(?:please|pls|for me|thanks))*\s?[?？.!]*"
    r"|(?:请问|那|你)*\s?(?:能不能|可不可以|可否|能否|能|可以|可以帮我|能帮我)(?:帮我|帮忙|麻烦你?|请)?\s?(?P<order_zh>\S.*?)\s?(?:吗|么|嘛|不)?\s?[?？]?",
    re.IGNORECASE,
)
_MILD = re.compile(
    r"(?:[\s,]+(?:for me|please|pls))+[\s.!]*$|(?<=\S)(?:好吗|可以吗|行吗|好不好|行不行|好么)\s?[?？]?$", re.I
)
_COUNTED = re.compile(r"(?P<n>[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)号")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
_A_PLACE = r"楼|仓|库|线|门|店|机|房|院|车|会议|厅|桌|台|展|馆|宿舍|柜|箱|方案|样品|设备|井|炉|泵|地块|标段|合同|文件|窗口|员工"
_HAO = re.compile(rf"(?<!\d)(?P<n>\d{{1,9}})\s?号(?!{_A_PLACE})")
LONGEST = 400


def opened(line: str) -> str:
    """The line without a greeting or a "task:" before it; what is nothing else stays as it is."""
    text = line.strip()
    if len(text) > LONGEST or "\n" in text:
        return line
    rest = text
    for _ in range(2):
        rest = _without(_GREETING, rest)
    if (match := _MADE_FOR.match(rest)) and rest[match.end() :].strip():
        who = match["who"] or match["who_zh"]
        if who.lower() not in ("me", "us", "the", "my", "our", "a"):
            return f"{who if who[0] in '@<' else f'@{who}'} {rest[match.end() :].strip()}"
    rest = _without(_MADE, rest)
    return rest if any(letter.isalnum() for letter in rest) else line


def _without(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :].lstrip() if match and text[match.end() :].strip() else text


def ordered(line: str) -> str:
    """The order in a kind question: "can you move 1 to Friday?" is "move 1 to Friday"; other lines as they are."""
    text = line.strip()
    if len(text) > LONGEST or "\n" in text:
        return line
    match = _ASKED.fullmatch(text)
    text = (match["order"] or match["order_zh"]) if match else text
    return _MILD.sub("", text).strip() or line


def with_digits(line: str) -> str:
    """完成三号 as 完成3号: how people say a number in Chinese."""
    return _COUNTED.sub(lambda match: f"{_number(match['n'])}号", line)


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def days_or_numbers(line: str) -> list[int]:
    """Of every "N号": it may be the number of a task, or the day of a month."""
    return [int(match["n"]) for match in _HAO.finditer(line)]


def as_numbers(line: str) -> str:
    """Every "N号" written as #N."""
    return _HAO.sub(lambda match: f" #{match['n']} ", line).strip()
