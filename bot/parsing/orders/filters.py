"""Filters as people write them: `owner:@ann due:this week -label:draft`, 负责人：@李雷 是：逾期, beside free words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

NAMES = {
    "owner": ("owner", "assignee", "负责人", "责任人", "归属"),
    "by": ("by", "from", "creator", "来自", "创建人", "创建者", "发起人"),
    "due": ("due", "deadline", "截止", "到期", "截止日期"),
    "label": ("label", "labels", "tag", "标签"),
    "status": ("status", "state", "状态"),
    "is": ("is", "是"),
    "created": ("created", "added", "new", "创建", "新增", "创建于"),
    "closed": ("closed", "关闭", "关闭于", "结束"),
    "done": ("done", "finished", "完成", "完成于"),
    "priority": ("priority", "prio", "优先级"),
    "project": ("project", "项目"),
    "in": ("in", "channel", "频道", "来源"),
    "role": ("role", "角色", "我是"),
    "reviewer": ("reviewer", "审核人", "审批人", "评审人", "验收人"),
    "helper": ("helper", "协作人", "协助人", "参与人"),
    "accountable": ("accountable", "总负责人", "总负责", "主责人", "问责人"),
    "consulted": ("consulted", "咨询人", "顾问"),
    "informed": ("informed", "抄送人", "抄送", "知会人"),
    "has": ("has", "有", "含"),
    "sort": ("sort", "order", "排序"),
}
VALUES = {
    "status": {
        "open": ("open", "todo", "待办", "未开始", "待处理"), "doing": ("doing", "started", "进行中", "在做"),
        "review": ("review", "审核", "审核中", "待验收", "验收中"), "done": ("done", "finished", "完成", "已完成"),
        "archived": ("archived", "归档", "已归档"), "cancelled": ("cancelled", "canceled", "取消", "已取消", "作废"),
    },
    "is": {
        "late": ("late", "overdue", "逾期", "延期", "过期", "已逾期"),
        "blocked": ("blocked", "stuck", "卡住", "阻塞", "受阻"),
        "repeating": ("repeating", "recurring", "重复", "周期"),
        "unassigned": ("unassigned", "无人负责", "没人管", "未分配"),
        "unacknowledged": ("unacknowledged", "unconfirmed", "未确认", "待确认"), "mine": ("mine", "我的", "我负责的"),
        "private": ("private", "私密", "私有", "不公开"), "public": ("public", "公开"),
        "important": ("important", "重要"), "snoozed": ("snoozed", "推迟", "已推迟"),
        "reminder": ("reminder", "reminders", "提醒"),
        "part": ("part", "subtask", "子任务"),
        "waiting": ("waiting", "等我"), "undated": ("undated", "无日期", "没日期"),
        "doing": ("doing", "started", "进行中", "在做"), "review": ("review", "审核", "审核中", "待验收", "验收中"),
        "done": ("done", "finished", "已完成", "完成"), "urgent": ("urgent", "紧急"),
        "live": ("live", "active", "open", "未完成", "未关闭"), "closed": ("closed", "已关闭", "已结束"),
    },
    "has": {
        "evidence": ("evidence", "证据", "凭证", "成果"), "parts": ("parts", "subtasks", "子任务"),
        "note": ("note", "notes", "备注", "说明"), "comments": ("comment", "comments", "评论", "进展"),
        "date": ("date", "due", "日期", "截止"), "estimate": ("estimate", "估时", "工时", "预估"),
        "label": ("label", "labels", "标签"), "project": ("project", "项目"),
        "reviewer": ("reviewer", "reviewers", "验收人", "审核人"), "link": ("link", "source", "链接", "来源"),
    },
    "role": {
        "owner": NAMES["owner"], "creator": NAMES["by"], "accountable": NAMES["accountable"],
        "helper": NAMES["helper"], "reviewer": NAMES["reviewer"], "consulted": NAMES["consulted"],
        "informed": NAMES["informed"],
    },
    "sort": {
        "due": NAMES["due"], "priority": NAMES["priority"], "created": NAMES["created"],
        "updated": ("updated", "changed", "更新", "更新时间"), "title": ("title", "name", "标题", "名称"),
    },
}  # fmt: skip
DATED = frozenset({"due", "created", "closed", "done"})
OF_PEOPLE = frozenset({"owner", "by", "reviewer", "helper", "accountable", "consulted", "informed"})
WITHOUT_DATE = frozenset({"none", "no", "无", "没有"})
ANY_DATE = frozenset({"any", "有", "任意"})
_KEYS = {name: key for key, names in NAMES.items() for name in names}
_KNOWN = {key: {name: value for value, names in rows.items() for name in names} for key, rows in VALUES.items()}
_QUOTES = str.maketrans("“”„「」『』", '"' * 7)
_TOKEN = re.compile(
    r'(?P<not>-)?(?P<key>[^\W\d_]{1,20}):(?P<value>"[^"]+"|<[^<>]+>(?:,<[^<>]+>)*|[^\s"<>][^\s"]*|[<>]=?[^\s"<>]+)'
    r'|-?"[^"]+"|\S+'
)
_JOINED = re.compile(r"(?:this|next|last|past|current)", re.IGNORECASE)
_LEVEL = re.compile(r"!?([1-5])(?:(?:\.\.|-|~|到)!?([1-5]))?")
LEVELS = {"urgent": 1, "紧急": 1, "high": 2, "重要": 2, "高": 2, "normal": 3, "普通": 3, "中": 3, "low": 4, "低": 4,
          "someday": 5, "以后": 5}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One filter. `values` are any of which it may be; `without` turns it round."""

    key: str
    values: tuple[str, ...]
    without: bool = False

    @property
    def value(self) -> str:
        return self.values[0]


@dataclass(frozen=True)
class Line:
    """A line of filters and the other words in their order. `wrong` are (name, value) where a filter has no such value,
    `strange` are names of none; what was written so is among the words, too."""

    terms: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    strange: tuple[str, ...] = ()

    @property
    def misspelt(self) -> str:
        """The name that was surely meant as a filter's: one like it, or one beside others."""
        return next((name for name in self.strange if self.terms or _is_like_one(name)), "")


def read(text: str) -> Line:
    """A name of one value said again widens it: owner:@ann owner:@tom are the tasks of both."""
    line = Line()
    plain = text.translate(_QUOTES).replace("：", ":").replace("≤", "<=").replace("≥", ">=")
    for token, match in _tokens(plain):
        key = _KEYS.get(match["key"].lower()) if match and match["key"] else None
        if match is None or not match["key"] or match["value"].startswith("//"):
            line = replace(line, words=(*line.words, token))
        elif key is None:
            line = replace(line, words=(*line.words, token), strange=(*line.strange, match["key"]))
        else:
            line = _with(line, key, match["value"].strip('"'), without=bool(match["not"]), said=match["key"])
    return line


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """One after the other; "due:this week" and "due:下 周五" are one, though there is a blank in it."""
    found = list(_TOKEN.finditer(text))
    at = 0
    while at < len(found):
        match = found[at]
        at += 1
        if match["key"] and at < len(found) and _JOINED.fullmatch(match["value"]) and not found[at]["key"]:
            match = _TOKEN.match(f'{match["not"] or ""}{match["key"]}:"{match["value"]} {found[at][0]}"') or match
            at += 1
        yield match[0], match


def _is_like_one(name: str) -> bool:
    return bool(get_close_matches(name.lower(), _KEYS, n=1, cutoff=0.75))


def _with(line: Line, key: str, value: str, *, without: bool, said: str) -> Line:
    if said == "创建" and _is_somebody(value):
        key = "by"
    if key == "sort" and value.startswith("-"):
        without, value = True, value[1:]
    values = [value] if key in DATED else _split(value)
    known = tuple(dict.fromkeys(_known(key, one) for one in values))
    if not known or "" in known:
        return replace(line, wrong=(*line.wrong, (key, value)))
    if key in OF_PEOPLE or key in ("status", "project", "in"):
        same = next((one for one in line.terms if one.key == key and one.without == without and not without), None)
        if same:
            wider = replace(same, values=tuple(dict.fromkeys((*same.values, *known))))
            return replace(line, terms=tuple(wider if one is same else one for one in line.terms))
    term = Term(key, known, without)
    return line if term in line.terms else replace(line, terms=(*line.terms, term))


def _split(value: str) -> list[str]:
    return re.findall(r"<[^<>]+>|[^,，、]+", value)


def _known(key: str, value: str) -> str:
    """A value by its one name; empty where there is none like it. Names, labels and days are read later."""
    if key in VALUES:
        return _KNOWN[key].get(value.lower(), "")
    if key == "priority":
        match = _LEVEL.fullmatch(value)
        level = LEVELS.get(value.lower().removeprefix("!"))
        if value.lower() in WITHOUT_DATE:
            return "none"
        return f"{match[1]}..{match[2] or match[1]}" if match else f"{level}..{level}" if level else ""
    if key == "due" and value.lower() in _KNOWN["is"] and _KNOWN["is"][value.lower()] == "late":
        return "overdue"
    return value.removeprefix("#") if key in ("label", "in") else value.removeprefix("+") if key == "project" else value


def _is_somebody(value: str) -> bool:
    """创建:@李雷 and 创建:李雷 name a person, 创建:本周 a day."""
    is_name = re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", value) and not re.search("[周日月天号期拜年今明昨前后近]", value)
    return value.startswith(("@", "<@")) or value in ("我", "me") or bool(is_name)


def written(term: Term, values: tuple[str, ...] | None = None) -> str:
    """The filter as a line shows it, and reads it again."""
    value = ",".join(values or term.values)
    quoted = f'"{value}"' if re.search(r"\s", value) and not value.startswith("<") else value
    return f"{'-' if term.without else ''}{term.key}:{quoted}"
