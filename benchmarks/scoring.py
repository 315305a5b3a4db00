"""When a reading is right: strictly, or by any reading that people accept."""

import re
from dataclasses import dataclass
from typing import Any

from benchmarks.cases import DateCase, LineCase

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "COUNT", "UNTIL")
_NUMBERS = ("BYMONTH", "BYMONTHDAY")
FIELDS = (
    *("title", "owner", "people", "date", "time", "start_date", "rrule", "priority", "important", "labels"),
    *("project", "estimate_days", "parent", "after", "reviewers", "note"),
)
_LEADS = re.compile(
    r"(?:by|on|at|before|due|until|till|for|the|around|about|from|in|starting|[@,，、的在于]|\s)+", re.IGNORECASE
)
_HANGING = ",，.。"


@dataclass(frozen=True)
class Answer:
    """What a reader gave back; a rule is canonical, its clock apart."""

    date: str | None
    time: str | None
    rrule: dict[str, str] | None


@dataclass(frozen=True)
class Verdict:
    strict: bool
    accepted: bool


def canonical(written: str | None) -> tuple[dict[str, str] | None, str | None]:
    """A rule by its parts, in the one way they are compared, and the clock that stood in it."""
    if not written:
        return None, None
    body = written.upper().split("RRULE:")[-1].strip()
    parts = dict(part.split("=", 1) for part in body.split(";") if "=" in part)
    clock = _clock_of(parts)
    every = int(parts.pop("INTERVAL", "") or 1)
    every = _frequency(parts, every)
    _days(parts, every)
    for name in _NUMBERS:
        if name in parts:
            parts[name] = ",".join(str(number) for number in sorted(int(one) for one in parts[name].split(",") if one))
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    if every != 1:
        parts["INTERVAL"] = str(every)
    return {name: parts[name] for name in _PARTS if name in parts}, clock


def _clock_of(parts: dict[str, str]) -> str | None:
    hour, minute = parts.pop("BYHOUR", ""), parts.pop("BYMINUTE", "0").split(",")[0]
    return f"{int(hour):02d}:{int(minute):02d}" if hour.isdigit() else None


def _frequency(parts: dict[str, str], every: int) -> int:
    """Days that are weeks, and months that are years, are called so; the interval that goes with the name."""
    if parts.get("FREQ") == "DAILY":
        if "BYDAY" in parts and every == 1:
            parts["FREQ"] = "WEEKLY"
        elif every % 7 == 0 and not parts.keys() - {"FREQ", "COUNT", "UNTIL", "WKST"}:
            parts["FREQ"], every = "WEEKLY", every // 7
    if parts.get("FREQ") == "MONTHLY":
        if every % 12 == 0:
            parts["FREQ"], every = "YEARLY", every // 12
        elif "BYMONTH" in parts and every == 1:
            parts["FREQ"] = "YEARLY"
    return every


def _days(parts: dict[str, str], every: int) -> None:
    days = sorted({day.strip().lstrip("+") for day in parts.pop("BYDAY", "").split(",")} - {""}, key=_place)
    place = parts.get("BYSETPOS", "")
    if len(days) == 1 and days[0] in DAYS and place and "," not in place:
        days = [f"{int(parts.pop('BYSETPOS'))}{days[0]}"]
    if parts.get("FREQ") == "WEEKLY" and every == 1 and days == list(DAYS):
        parts["FREQ"], days = "DAILY", []
    if days:
        parts["BYDAY"] = ",".join(days)


def _place(day: str) -> tuple[int, str]:
    return (DAYS.index(day[-2:]) if day[-2:] in DAYS else len(DAYS), day)


def answer_of(fields: dict[str, Any]) -> Answer | None:
    """None where nothing of time was read."""
    rule, clock = canonical(fields.get("rrule"))
    time = (fields.get("time") or "")[:5] or (clock if rule else None)
    date = (fields.get("date") or "")[:10] or None
    return Answer(date, time, rule) if date or time or rule else None


def judge(case: DateCase, answer: Answer | None) -> Verdict:
    if case.kind == "none" or answer is None:
        right = case.kind == "none" and answer is None
        return Verdict(right, right)
    return _judge_rule(case, answer) if case.kind == "recurrence" else _judge_moment(case, answer)


def _judge_rule(case: DateCase, answer: Answer) -> Verdict:
    wanted = [canonical(rule)[0] for rule in (case.expected_rrule, *case.accept_rrule)]
    times = [case.expected_time, *case.accept_time]
    dated = not case.date_scored or not case.expected_date or answer.date == case.expected_date
    timed = not case.time_scored or answer.time == case.expected_time
    return Verdict(
        strict=dated and timed and answer.rrule == wanted[0],
        accepted=dated and (not case.time_scored or answer.time in times) and answer.rrule in wanted,
    )


def _judge_moment(case: DateCase, answer: Answer) -> Verdict:
    if answer.rrule:
        return Verdict(strict=False, accepted=False)
    strict = answer.date == case.expected_date and (not case.time_scored or answer.time == case.expected_time)
    others = case.accept if case.ambiguous else []
    return Verdict(strict, strict or any(_accepts(case, answer, date, time) for date, time in others))


def _accepts(case: DateCase, answer: Answer, date: str | None, time: str | None) -> bool:
    if date is not None and answer.date != date:
        return False
    if not case.time_scored:
        return True
    return answer.time == time and (time is not None or case.expected_time is None)


def span_is_right(case: DateCase, spans: list[list[int]]) -> bool | None:
    """Whether the words that are cut out are those that name the date, blanks and "by" or "on" apart."""
    start = case.text.find(case.span) if case.span else -1
    if case.span is None or start < 0:
        return None
    cut = {place for first, last in spans for place in range(first, min(last, len(case.text)))}
    return bool(cut) and _core(case.text, cut) == _core(case.text, set(range(start, start + len(case.span))))


def _core(text: str, places: set[int]) -> set[int]:
    seen = sorted(place for place in places if not text[place].isspace())
    if not seen:
        return set()
    lead = _LEADS.match(text, seen[0])
    begin = lead.end() if lead else seen[0]
    return {place for place in seen if place >= begin and text[place] not in _HANGING} or set(seen)


def wrong_fields(case: LineCase, fields: dict[str, Any]) -> list[str]:
    """The fields that say something else than the line; a rule's first date counts only where it is named."""
    unscored = {*case.unscored}
    if case.expected.get("rrule") and "date" not in case.expected:
        unscored.add("date")
    judged = [name for name in FIELDS if name not in unscored]
    return [name for name in judged if _plain(name, fields.get(name)) != _plain(name, case.expected.get(name))]


def _plain(name: str, value: Any) -> Any:
    if value in (None, [], False, ""):
        return None
    if name == "rrule":
        return canonical(value)
    if name == "estimate_days":
        return round(float(value), 3)
    if name in ("title", "note"):
        return " ".join(value.split())
    if isinstance(value, list):
        return sorted(str(one).lower() for one in value)
    return value
