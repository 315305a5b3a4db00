""" "How do I …?": the verb whose line of help answers it."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re

_HOW = re.compile(
    r"(?:please |hey |hi |so )*(?:how (?:do|can|could|would|should|does|to)(?: (?:i|we|you|one|somebody))?|how to|what is the way to"
    r"|where (?:do|can) i) (?P<en>.{3,60}?)[\s?？.!]*"
    r"|(?:请问|我|那)*\s?(?:该|要|应该)?(?:怎么样?|怎样|如何|咋)(?:才能|可以|能|去|样)?\s?(?P<zh>.{2,24}?)[\s?？。呢啊呀吗]*",
    re.IGNORECASE,
)
_ENGLISH = {
    "due": "due date deadline dates deadlines reschedule postpone move", "undo": "undo revert",
    "assign": "assign give hand reassign delegate transfer owner person someone somebody else colleague",
    "cancel": "cancel delete remove drop", "done": "finish complete close done mark finished", "reopen": "reopen restore",
    "rename": "rename name title", "snooze": "snooze later mute", "remind": "remind reminder reminders reminded",
    "block": "block blocked stuck", "unblock": "unblock", "start": "start begin started", "label": "label tag labels tags",
    "repeat": "repeat recurring repeating weekly daily", "priority": "priority urgent important priorities",
    "note": "note comment notes comments", "list": "list lists see view", "find": "find search", "edit": "edit",
    "add": "add create make new",
}  # fmt: skip
_LOOSE = frozenset(
    """a an the my of for on in to it its this that one i me from task tasks todo to-do as is be change set put get turn
    off over into back with up again last thing step take something things your them all mark due and""".split()  # noqa: SIM905 - reads as a line
)
_CHINESE = {
    "undo": "撤销 撤回 反悔", "due": "截止日期 截止时间 日期 期限 截止 改期 延期 推迟 时间", "reopen": "重开 重新打开 恢复",
    "assign": "转给别人 转给 交给别人 交给 指派 分配 转交 派给 派 负责人", "cancel": "取消 删除 删掉 作废", "rename": "改名 重命名 标题 名字",
    "done": "标记完成 完成 结束 关闭", "snooze": "稍后提醒 稍后 推后提醒", "remind": "提醒", "block": "卡住 阻塞", "unblock": "解除",
    "label": "标签", "repeat": "重复 循环", "priority": "优先级 紧急", "note": "备注 评论 进展", "list": "查看 列表 看 列出",
    "find": "查找 搜索", "edit": "编辑", "start": "开始", "add": "新建 添加 建任务 建 加任务 创建 新增 加",
}  # fmt: skip
_LOOSE_ZH = re.compile(
    r"修改|更改|变更|调整|设置|设定|操作|去掉|任务|待办|别人|同事|一个|一条|某人|给|改|设|把|将|我|的|个|条|了|一下|到|上|为|成|自己|你|\s"
)


def verb_asked(line: str) -> str:
    """The verb whose use is asked about; empty where the line asks anything else."""
    match = _HOW.fullmatch(" ".join(line.split())) if len(line) <= 80 else None
    if match is None:
        return ""
    return _english(match["en"]) if match["en"] else _chinese(match["zh"])


def _english(words: str) -> str:
    said = re.findall(r"[a-z-]+|#?\d+", words.lower())
    known = {word: verb for verb, row in _ENGLISH.items() for word in row.split()}
    if any(word not in known and word not in _LOOSE and not word.lstrip("#").isdigit() for word in said):
        return ""
    found = [verb for verb in _ENGLISH if any(known.get(word) == verb for word in said)]
    return found[0] if found else ""


def _chinese(words: str) -> str:
    found, rest = "", words
    for verb, row in _CHINESE.items():
        for name in row.split():
            if name in rest:
                found, rest = found or verb, rest.replace(name, "")
    return found if not _LOOSE_ZH.sub("", re.sub(r"#?\d+号?", "", rest)) else ""
