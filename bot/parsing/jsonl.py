"""Drafts for other programs as JSON lines, one line in, one line out; and for people, a field a line."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo, available_timezones

from bot.parsing.drafts import Draft, PersonRef
from bot.parsing.task_line import read


def _name(person: PersonRef) -> str:
    return person.value


def to_fields(draft: Draft) -> dict[str, Any]:
    """The fields of a draft as plain values."""
    due, start = draft.due, draft.start
    return {
        "title": draft.title,
        "owner": _name(draft.people[0]) if draft.people else None,
        "people": [_name(person) for person in draft.people],
        "date": due.on.isoformat() if due else None,
        "time": due.at.strftime("%H:%M") if due and due.at else None,
        "other_date": due.other.isoformat() if due and due.other else None,
        "past": bool(due and due.past),
        "start_date": start.on.isoformat() if start else None,
        "rrule": draft.rrule,
        "priority": draft.priority,
        "important": draft.important,
        "labels": list(draft.labels),
        "project": draft.project,
        "estimate_days": draft.estimate_days,
        "parent": draft.parent,
        "after": list(draft.after),
        "reviewers": [_name(person) for person in draft.reviewers],
        "note": draft.note,
        "spans": [[span.start, span.end] for name, span in draft.taken if name in ("due", "rrule")],
    }


def read_jsonl(lines: Iterable[str], out: TextIO) -> None:
    """Each line is {"text", "reference_iso"?, "zone"?, "id"?}; a malformed one answers with its error."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(_answer(line), ensure_ascii=False) + "\n")
            out.flush()


def read_lines(lines: Iterable[str], out: TextIO) -> None:
    """What each line says, read as if it were said here and now; a blank line between two."""
    now = datetime.now(UTC)
    said = (to_fields(read(line, now=now, zone=_zone_here())) for line in lines if line.strip())
    for place, fields in enumerate(said):
        out.write("\n" * bool(place) + "".join(f"{name}: {words}\n" for name, words in _in_words(fields)))


def _zone_here() -> str:
    """The zone of this machine where it says its name, else UTC."""
    name = os.environ.get("TZ", "")
    return name if name in available_timezones() else "UTC"


def _in_words(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields that say something, under the names that people use."""
    fields = fields | {"due": " ".join(part for part in (fields["date"], fields["time"]) if part)}
    for name, label in _LABELS.items():
        value = fields[name]
        if value is True:
            yield label, "yes"
        elif value:
            yield label, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_LABELS = {
    "title": "title", "people": "people", "reviewers": "reviewers", "due": "due", "other_date": "or due",
    "past": "in the past", "start_date": "starts", "rrule": "repeats", "priority": "priority",
    "important": "important", "labels": "labels", "project": "project", "estimate_days": "estimate in days",
    "parent": "part of", "after": "after", "note": "note",
}  # fmt: skip


def _answer(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        return {"error": f"not JSON: {error}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": "each line is an object with a text"}
    known = {"id": asked["id"]} if "id" in asked else {}
    zone = asked.get("zone") or "UTC"
    try:
        now = _moment(asked.get("reference_iso"), ZoneInfo(zone))
    except (ValueError, TypeError, OSError, KeyError) as error:
        return {**known, "error": f"bad reference_iso or zone: {error}"}
    return {**known, **to_fields(read(asked["text"], now=now, zone=zone))}


def _moment(written: Any, zone: ZoneInfo) -> datetime:
    """A reference without an offset is civil time in the zone."""
    if written is None:
        return datetime.now(UTC)
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
