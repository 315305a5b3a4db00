"""Drafts for other programs as JSON lines, one line in, one line out; and for people, a field a line."""

import json
import math
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, TextIO
from zoneinfo import ZoneInfo, available_timezones

from bot.parsing.characters import TEXT_MAX, clean, places_in
from bot.parsing.lines.drafts import Draft, PersonRef
from bot.parsing.lines.task_line import read

LINE_MAX = 1_000_000
_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,18}(?![\d.eE]))')


class _Unreadable(Exception):
    """What is wrong with a line, in words for whoever wrote it."""


def _name(person: PersonRef) -> str:
    return person.value


def to_fields(draft: Draft) -> dict[str, Any]:
    """The fields of a draft as plain values; None where nothing was said."""
    due, start = draft.due, draft.start
    return {
        "title": draft.title,
        "owner": _name(draft.people[0]) if draft.people else None,
        "people": [_name(person) for person in draft.people] or None,
        "date": due.on.isoformat() if due else None,
        "time": due.at.strftime("%H:%M") if due and due.at else None,
        "other_date": due.other.isoformat() if due and due.other else None,
        "other_time": due.other_at.strftime("%H:%M") if due and due.other_at else None,
        "past": bool(due and due.past) or None,
        "start_date": start.on.isoformat() if start else None,
        "rrule": draft.rrule,
        "priority": draft.priority,
        "important": draft.important or None,
        "labels": list(draft.labels) or None,
        "project": draft.project,
        "estimate_days": draft.estimate_days,
        "parent": draft.parent,
        "after": list(draft.after) or None,
        "reviewers": [_name(person) for person in draft.reviewers] or None,
        "note": draft.note,
        "spans": [[span.start, span.end] for name, span in draft.taken if name in ("due", "rrule")],
    }


def read_jsonl(source: BinaryIO, out: BinaryIO) -> None:
    """Each line is {"id", "text", "lang"?, "reference_iso"?, "tz"?}; it is answered before the next is read.

    A line that cannot be read answers with its error.
    """
    for line in _lines(source):
        out.write(_written(_answer(line)))
        out.flush()


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines that say something; of one that is too long only the beginning, so that memory stays bounded."""
    while line := source.readline(LINE_MAX + 1):
        rest = line
        while rest and len(rest) > LINE_MAX and not rest.endswith(b"\n"):
            rest = source.readline(LINE_MAX + 1)
        if line.strip():
            yield line


def _written(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character in the id: only an escape can say it
        return json.dumps(answer, allow_nan=False).encode() + b"\n"


def _answer(line: bytes) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    try:
        asked = _asked(line)
        return _id_of(asked) | fields_of(asked)
    except _Unreadable as error:
        return (_id_of(asked) or _id_in(line)) | {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - the stream outlives one line, whatever it holds; the answer says what broke
        return _id_of(asked) | {"error": f"could not be read: {type(error).__name__}: {error}"[:200]}


def _asked(line: bytes) -> dict[str, Any]:
    if len(line) > LINE_MAX:
        raise _Unreadable(f"longer than {LINE_MAX} bytes")
    odd: list[str] = []
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=odd.append)
    except RecursionError:
        raise _Unreadable("not JSON: nested too deeply") from None
    except UnicodeDecodeError as error:
        raise _Unreadable(f"not UTF-8: {error.reason} at byte {error.start}") from None
    except ValueError as error:
        raise _Unreadable(f"not JSON: {error}") from None
    if odd:
        raise _Unreadable(f"not JSON: {odd[0]}")
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise _Unreadable("each line is an object with a text")
    return asked


def _id_of(asked: dict[str, Any]) -> dict[str, Any]:
    """The id as it came; one that is neither text nor a number is not repeated."""
    known = asked.get("id")
    if isinstance(known, str | int) or (isinstance(known, float) and math.isfinite(known)):
        return {"id": known}
    return {}


def _id_in(line: bytes) -> dict[str, Any]:
    """The id of a line that is no JSON, where it can be made out."""
    match = _ID.search(line[:LINE_MAX].decode("utf-8", "replace"))
    try:
        return {"id": json.loads(match[1])} if match else {}
    except ValueError:
        return {}


def fields_of(asked: dict[str, Any]) -> dict[str, Any]:
    raw = asked["text"][:TEXT_MAX]
    text = clean(raw)
    now, zone = _now_and_zone(asked)
    fields = to_fields(read(text, now=now, zone=zone, language=_language_of(asked)))
    if text != raw:
        places = places_in(raw, text)
        fields["spans"] = [[places[start], places[end]] for start, end in fields["spans"]]
    return fields


def _language_of(asked: dict[str, Any]) -> str | None:
    """en and zh, also with a region; of any other nothing is known."""
    said = asked.get("lang")
    code = re.split(r"[-_]", said.lower(), maxsplit=1)[0] if isinstance(said, str) else ""
    return code if code in ("en", "zh") else None


def _now_and_zone(asked: dict[str, Any]) -> tuple[datetime, str]:
    """A reference without an offset is civil time in the zone; without a reference it is now."""
    zone, written = asked.get("tz") or asked.get("zone") or "UTC", asked.get("reference_iso")
    try:
        here = ZoneInfo(zone)
        moment = datetime.fromisoformat(written) if written is not None else datetime.now(UTC)
        return (moment if moment.tzinfo else moment.replace(tzinfo=here)).astimezone(here), zone
    except (ValueError, TypeError, AttributeError, OSError, KeyError, OverflowError) as error:
        raise _Unreadable(f"bad reference_iso or tz: {error}") from None


def read_lines(lines: Iterable[str], out: TextIO) -> None:
    """What each line says, read as if it were said here and now; a blank line between two."""
    now = datetime.now(UTC)
    said = (to_fields(read(clean(line), now=now, zone=_zone_here())) for line in lines if line.strip())
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
    "other_time": "or at",
    "past": "in the past", "start_date": "starts", "rrule": "repeats", "priority": "priority",
    "important": "important", "labels": "labels", "project": "project", "estimate_days": "estimate in days",
    "parent": "part of", "after": "after", "note": "note",
}  # fmt: skip
