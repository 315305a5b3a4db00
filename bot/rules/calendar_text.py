"""What of a calendar's text makes somebody away: which events count, and when they are, with all their repetitions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules import civil

MOST_BYTES = 4 * 1024 * 1024  # some hand out their whole past
MOST_COUNTING = 400  # events that may count, with what changes them
MOST_FOUND = 600
ONE_DAY = timedelta(days=1)
OOF = "OOF"
ELSEWHERE = frozenset({"WORKINGELSEWHERE", "TENTATIVE"})
TOO_OFTEN = re.compile(r"FREQ=(?:SECOND|MINUTE|HOUR)LY", re.IGNORECASE)
FACTS = ("SUMMARY", "UID", "X-MICROSOFT-CDO-BUSYSTATUS", "RRULE", "DTSTART")
KEPT = frozenset({"VEVENT", "VTIMEZONE", ""})

_LEAVE = r"annual|sick|paid|unpaid|parental|maternity|paternity|family"
_EN = (
    r"ooo|oof|out of (?:the )?office|(?:on )?(?:annual |paid |family )?vacations?|(?:on )?holidays?|away|off|pto"
    rf"|(?:days?|time) off|off work|on leave|(?:on )?(?:{_LEAVE}) leave|sick(?: day)?|sabbatical"
)
_KIND = "(?:年休|年|病|事|产|陪产|婚|丧|育儿|探亲)"
_ZH = rf"我?[在要]?(?:[请休]{_KIND}?假|{_KIND}假|放假|度假|调休|补休|不在办公室)[中了]?"
_PART = (
    r"(?:[（(\[【,，:：|/–—-]|\s)*"
    r"(?P<part>mornings?|afternoons?|a\.?m\.?|p\.?m\.?|half(?: a)? day|上午|下午|半天)?"
)
_WORDS = "in|to|until|till|til|from|with|at|for|today|tomorrow|all day"
_TAIL = (
    rf"(?P<tail>\s*(?:$|[:：|(（\[【\]】)）,，/·!！.。~～–—].*|-\s.*|(?:{_WORDS})\b.*"
    r"|[\d一二两三四五六七八九十]+\s*个?[天日周].*|全天.*|[到至].*))"
)
AWAY = re.compile(rf"[\W_]*(?:(?:{_EN})(?![\w'’])|{_ZH}){_PART}{_TAIL}", re.IGNORECASE | re.DOTALL)
MORNING, AFTERNOON, WHOLE = "morning", "afternoon", "whole"
HALVES = dict.fromkeys(("morning", "mornings", "am", "上午"), MORNING) | dict.fromkeys(
    ("afternoon", "afternoons", "pm", "下午"), AFTERNOON
)


class NotRead(Exception):
    """A calendar that is not read: `why` is a row of render.slack.calendars.WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Found:
    """One time away: dates for whole days, the last one not included, else instants. `part` is a half that it names."""

    begins: date | datetime
    ends: date | datetime
    part: str = WHOLE

    @property
    def is_days(self) -> bool:
        return not isinstance(self.begins, datetime)


def part_away(title: str, names: Sequence[str] = ()) -> str | None:
    """Which part of its days a title says somebody is away: "OOO", "Vacation: Italy", 请假（下午）; None for none.

    "Vacation planning", "Bob OOO" and 休假制度讨论 say nothing of who owns the calendar, unless Bob is one of `names`.
    """
    said = " ".join(title.split())[:200]
    for name in sorted((name for name in names if len(name) > 1), key=len, reverse=True):
        said = re.sub(rf"^\W*{re.escape(name)}(?:['’]s)?(?:\s+is\b)?[\s:：|/–—-]*", "", said, flags=re.IGNORECASE)
        said = re.sub(rf"[\s:：|/–—-]+{re.escape(name)}\W*$", "", said, flags=re.IGNORECASE)
    match = AWAY.fullmatch(said)
    if match is None:
        return None
    part = (match["part"] or "").lower().replace(".", "")
    if part.startswith("half") or part == "半天":
        return _half_of(match["tail"])
    return HALVES.get(part, WHOLE)


def _half_of(tail: str) -> str | None:
    """Which half; where half a day is said and not which, nothing is guessed."""
    if re.search(r"\b(?:morning|am)\b|上午", tail, re.IGNORECASE):
        return MORNING
    return AFTERNOON if re.search(r"\b(?:afternoon|pm)\b|下午", tail, re.IGNORECASE) else None


def read(text: bytes, zone: ZoneInfo, first: date, last: date, names: Sequence[str] = ()) -> list[Found]:
    """When somebody is away between those dates. Times without a zone are theirs. Raises NotRead.

    It may take as long as whoever wrote the calendar wants: it is for a process of its own.
    """
    if len(text) > MOST_BYTES:
        raise NotRead("too_large")
    lines = _unfolded(text)
    chosen = _chosen(lines, names)
    if not chosen:
        return []
    import icalendar  # noqa: PLC0415 - both take a third of a second, which only who reads a calendar pays
    import recurring_ical_events  # noqa: PLC0415

    query, skipped = recurring_ical_events.CalendarQuery, recurring_ical_events.CalendarQuery.suppressed_errors
    lenient = type("Lenient", (query,), {"suppressed_errors": [*skipped, LookupError, ValueError, TypeError]})
    found: list[Found] = []
    for calendar in icalendar.Calendar.from_ical("\r\n".join(chosen) + "\r\n", multiple=True):
        events = recurring_ical_events.of(calendar, skip_bad_series=True, calendar_query=lenient).between(
            first, last + ONE_DAY)  # fmt: skip
        if len(events) > MOST_FOUND:
            raise NotRead("too_large")
        found += [one for event in events if (one := _of_event(event, zone, names)) is not None]
    return sorted(found, key=lambda one: (str(one.begins), str(one.ends)))


def is_calendar(text: bytes) -> bool:
    return text.lstrip(b"\xef\xbb\xbf\r\n\t ")[:15].upper() == b"BEGIN:VCALENDAR"


def _unfolded(text: bytes) -> list[str]:
    if not is_calendar(text):
        raise NotRead("no_calendar")
    said = text.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n[ \t]", "", said).lstrip().split("\n")


def _chosen(lines: list[str], names: Sequence[str]) -> list[str]:
    """The calendar with those events only that may count, and what changes them: meetings are never looked into."""
    blocks = list(_blocks(lines))
    facts = [_facts(block) if name == "VEVENT" else {} for name, block in blocks]
    wanted = {one["UID"] for one in facts if one and _may_count(one, names)}
    kept = [
        name != "VEVENT" or (one["UID"] in wanted and bool(one["DTSTART"]))
        for (name, _), one in zip(blocks, facts, strict=True)
    ]
    events = sum(is_kept and name == "VEVENT" for (name, _), is_kept in zip(blocks, kept, strict=True))
    if events > MOST_COUNTING:
        raise NotRead("too_large")
    return (
        [line for (_, block), is_kept in zip(blocks, kept, strict=True) if is_kept for line in block] if events else []
    )


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each component that counts, by name, without what is inside of an event; the calendar's own lines have none."""
    name, depth, block = "", 0, list[str]()
    for line in lines:
        mark, _, what = line.partition(":")
        is_begin, is_end = mark.upper() == "BEGIN", mark.upper() == "END"
        what = what.strip().upper()
        if (is_begin or is_end) and what == "VCALENDAR":
            name, depth = "", 0
            yield "", [f"{mark.upper()}:VCALENDAR"]
        elif depth == 0 and not is_begin:
            yield "", [line]
        else:
            before, depth = depth, depth + is_begin - is_end
            name, block = (what, []) if before == 0 else (name, block)
            if name != "VEVENT" or max(before, depth) == 1:
                block.append(line)
            if depth == 0 and name in KEPT:
                yield name, block


def _facts(block: list[str]) -> dict[str, str]:
    found = dict.fromkeys(FACTS, "")
    for line in block:
        head = re.match(r"[\w-]+", line)
        if head is not None and (name := head[0].upper()) in found:
            found[name] = _value(line)
    return found


def _value(line: str) -> str:
    """What stands after the first colon that is not within quotes."""
    quoted = False
    for place, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], line[place + 1 :]).strip()
    return ""


def _may_count(facts: dict[str, str], names: Sequence[str]) -> bool:
    is_said = facts["X-MICROSOFT-CDO-BUSYSTATUS"].upper() == OOF or part_away(facts["SUMMARY"], names) is not None
    return is_said and TOO_OFTEN.search(facts["RRULE"]) is None


def _of_event(event: Any, zone: ZoneInfo, names: Sequence[str]) -> Found | None:
    """Its time, if it counts."""
    starts = event.get("DTSTART")
    if starts is None:
        return None
    begins = starts.dt
    is_days = not isinstance(begins, datetime)
    part = _part_of(event, names, is_days=is_days)
    if part is None:
        return None
    ends = event["DTEND"].dt if event.get("DTEND") is not None else begins + (ONE_DAY if is_days else timedelta())
    if is_days:
        return Found(begins, max(_date(ends), begins + ONE_DAY), part)
    return Found(_instant(begins, zone), max(_instant(ends, zone), _instant(begins, zone)), WHOLE)


def _part_of(event: Any, names: Sequence[str], *, is_days: bool) -> str | None:
    """Marked out of office counts, whatever it is called; else the title, where nobody else is invited.

    Whole days are often marked as free by the calendar itself; hours are only by who wants to be asked meanwhile.
    """
    busy, said = _word(event, "X-MICROSOFT-CDO-BUSYSTATUS"), part_away(str(event.get("SUMMARY") or ""), names)
    if _word(event, "STATUS") == "CANCELLED" or busy in ELSEWHERE:
        return None
    if busy == OOF:
        return said or WHOLE
    is_free = _word(event, "TRANSP") == "TRANSPARENT" or busy == "FREE"
    return None if event.get("ATTENDEE") or (is_free and not is_days) else said


def _word(event: Any, name: str) -> str:
    return str(event.get(name) or "").strip().upper()


def _date(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return civil.instant(moment, time(), zone)
    return moment if moment.tzinfo is not None else civil.instant(moment.date(), moment.time(), zone)
