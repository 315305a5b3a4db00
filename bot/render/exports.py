"""Tasks as a file: CSV that no spreadsheet takes for formulas, and JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.locales import Words, marked
from models import Dependency, Person, RoleKind
from models.queries.exports import Exported

BOM = "\ufeff"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = {
    "number": marked("Number"), "title": marked("Title"), "state": marked("State"), "blocked": marked("Blocked by"),
    "owner": marked("Owner"), "creator": marked("Created by"), "due": marked("Due"), "start": marked("Start"),
    "priority": marked("Priority (1–5)"), "labels": marked("Labels"), "project": marked("Project"),
    "estimate_days": marked("Estimate (days)"), "spent_hours": marked("Time spent (hours)"),
    "percent": marked("Percent"), "parent": marked("Part of"), "after": marked("Comes after"),
    "repeats": marked("Repeats"),
    "accountable": marked("Accountable"), "helpers": marked("Helpers"), "reviewers": marked("Reviewers"),
    "consulted": marked("Consulted"), "informed": marked("Informed"),
    "created": marked("Created"), "started": marked("Started"), "closed": marked("Closed"),
    "updated": marked("Updated"), "returns": marked("Times returned"), "score": marked("Score"),
    "evidence": marked("Evidence"), "note": marked("Note"), "link": marked("Link"),
}  # fmt: skip
STATES = {
    "open": marked("Open"), "doing": marked("In progress"), "review": marked("In review"), "done": marked("Done"),
    "archived": marked("Archived"), "cancelled": marked("Cancelled"),
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """Its bytes, and how many tasks are in it."""

    content: bytes
    count: int


def as_csv(rows: Iterable[Exported], zone: str, words: Words) -> File:
    """UTF-8 with a mark for Excel, every cell in quotes, the heads and states in the reader's language."""
    out, count = io.BytesIO(), 0
    text = io.TextIOWrapper(out, "utf-8", newline="")
    text.write(BOM)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([words(head) for head in COLUMNS.values()])
    for row in rows:
        count += 1
        values = values_of(row, zone)
        values["state"] = words(STATES[values["state"]])
        writer.writerow([cell(values[name]) for name in COLUMNS])
    text.flush()
    return File(out.getvalue(), count)


def as_json(rows: Iterable[Exported], zone: str, *, at: datetime, line: str) -> File:
    """One object: when it was made, for which line, how many tasks, and the tasks, each on a line of its own."""
    out, count = io.BytesIO(), 0
    for row in rows:
        count += 1
        out.write(b",\n" if count > 1 else b"")
        out.write(json.dumps(values_of(row, zone), ensure_ascii=False).encode())
    about = {"exported_at": at.isoformat(), "filter": line, "zone": zone, "count": count}
    head = json.dumps(about, ensure_ascii=False).removesuffix("}").encode()
    return File(b"".join((head, b', "tasks": [\n', out.getbuffer(), b"\n]}\n")), count)


def cell(value: Any) -> str:
    """A cell that a spreadsheet would read as a formula begins with an apostrophe, as OWASP advises."""
    if value is None:
        return ""
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def values_of(row: Exported, zone: str) -> dict[str, Any]:
    """Dates are ISO: a day of the owner's, or an instant in the reader's zone."""
    task, in_zone = row.task, ZoneInfo(zone)

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(in_zone).isoformat(timespec="seconds") if at else None

    return {
        "number": task.number, "title": task.title, "state": task.state,
        "blocked": (task.blocked_reason or "…") if task.is_blocked else None,
        "owner": _called(row, task.owner_id), "creator": _called(row, task.creator_id),
        "due": moment(task.due_at) or (task.due_on.isoformat() if task.due_on else None),
        "start": task.start_on.isoformat() if task.start_on else None, "priority": task.level,
        "labels": list(task.labels), "project": task.project or None, "estimate_days": task.estimate_days,
        "spent_hours": round(task.spent_minutes / 60, 2) if task.spent_minutes else None, "percent": task.percent,
        "parent": task.parent_number, "after": [_after(tie) for tie in row.ties],
        "repeats": task.rrule, **_roles(row), "created": moment(task.created_at),
        "started": moment(task.started_at), "closed": moment(task.closed_at), "updated": moment(task.updated_at),
        "returns": task.returns, "score": task.score,
        "evidence": [str(one.get("value") or one.get("name") or "") for one in task.evidence or ()],
        "note": task.note or None, "link": task.source_link if row.knows_source else None,
    }  # fmt: skip


def _after(tie: Dependency) -> str:
    """As it is typed: `#12 FS +2d`."""
    return f"#{tie.after_number} {tie.link}{f' {tie.lag_days:+d}d' if tie.lag_days else ''}"


def _roles(row: Exported) -> dict[str, list[str]]:
    kinds = {"accountable": RoleKind.ACCOUNTABLE, "helpers": RoleKind.HELPER, "reviewers": RoleKind.REVIEWER,
             "consulted": RoleKind.CONSULTED, "informed": RoleKind.INFORMED}  # fmt: skip
    return {
        name: [_called(row, role.person_id) for role in row.roles if role.kind == kind] for name, kind in kinds.items()
    }


def _called(row: Exported, person_id: str) -> str:
    person: Person | None = row.people.get(person_id)
    return person.called if person else person_id


def file_of(form: str, rows: Iterable[Exported], zone: str, words: Words, *, at: datetime, line: str) -> File:
    return as_csv(rows, zone, words) if form == "csv" else as_json(rows, zone, at=at, line=line)
