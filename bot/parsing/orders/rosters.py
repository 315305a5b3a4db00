"""A table of people pasted from a spreadsheet: who works where, for whom, and who stands in for them."""

import csv
import io
from dataclasses import dataclass

HEADERS: dict[str, frozenset[str]] = {
    "who": frozenset({
        "name", "person", "people", "email", "e-mail", "mail", "handle", "user", "username", "slack", "id",
        "姓名", "名字", "成员", "员工", "邮箱", "电子邮箱", "邮件", "账号", "用户名", "工号",
    }),
    "department": frozenset({"department", "dept", "team", "group", "unit", "部门", "团队", "科室", "组"}),
    "manager_id": frozenset({
        "manager", "line manager", "boss", "supervisor", "lead", "reports to", "经理", "上级", "直属上级", "主管",
        "汇报对象",
    }),
    "stand_in_id": frozenset({
        "stand_in", "stand-in", "stand in", "standin", "substitute", "deputy", "cover", "代理人", "代班", "代班人",
        "替补", "职务代理", "职务代理人", "备岗",
    }),
}  # fmt: skip
MARKS = ",;\t，；|"
MOST = 5000


@dataclass(frozen=True)
class RosterLine:
    """One line as it was pasted; `said` has only the fields whose columns are there, empty where nothing is said."""

    number: int
    text: str
    who: tuple[str, ...]
    said: dict[str, str]


@dataclass(frozen=True)
class PastedRoster:
    lines: tuple[RosterLine, ...]
    unread: tuple[tuple[int, str], ...]
    has_header: bool


def read_roster(text: str) -> PastedRoster:
    """The lines under a header; without one that names people and something about them nothing can be read."""
    rows = _rows(text)
    if not rows:
        return PastedRoster((), (), has_header=False)
    columns = [_column(cell) for cell in rows[0][1]]
    fields = [name for name in columns if name not in ("", "who")]
    if "who" not in columns or not fields or len(fields) != len(set(fields)):
        return PastedRoster((), (), has_header=False)
    lines: list[RosterLine] = []
    unread: list[tuple[int, str]] = []
    for number, cells in rows[1:MOST]:
        shown = ", ".join(cells)
        who = tuple(cell for name, cell in zip(columns, cells, strict=False) if name == "who" and cell)
        if not who or len(cells) > len(columns):
            unread.append((number, shown))
            continue
        padded = [*cells, *("" for _ in columns)]
        said = {name: padded[place] for place, name in enumerate(columns) if name not in ("", "who")}
        lines.append(RosterLine(number, shown, who, said))
    return PastedRoster(tuple(lines), tuple(unread), has_header=True)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(line, cells), with whatever mark the first line has between its cells."""
    text = text.lstrip("\ufeff").strip("\r\n")
    first = text.partition("\n")[0]
    mark = max(MARKS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((reader.line_num, stripped))
    except csv.Error:
        return []
    return rows


def _column(cell: str) -> str:
    name = cell.strip().lower().lstrip("@#")
    return next((field for field, names in HEADERS.items() if name in names or name.replace("_", " ") in names), "")
