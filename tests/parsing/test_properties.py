"""What holds for every line: what was written out is read back, and a rhythm keeps its days and its hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing.lines.task_line import Draft, read
from bot.rules import civil
from tests.parsing import writing
from tests.parsing.writing import Said
from tests.sizes import examples

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def what_it_says(draft: Draft, *, dated: bool) -> dict[str, object]:
    """A draft in the terms it was written in; the first day of a rhythm is not written."""
    return {
        "title": draft.title, "people": tuple(ref.value for ref in draft.people),
        "reviewers": tuple(ref.value for ref in draft.reviewers), "on": draft.due.on if draft.due and dated else None,
        "at": draft.due.at if draft.due else None, "rule": draft.rrule, "priority": draft.priority,
        "important": draft.important, "labels": draft.labels, "project": draft.project,
        "estimate": draft.estimate_days, "parent": draft.parent, "after": draft.after, "note": draft.note,
    }  # fmt: skip


def what_was_meant(said: Said) -> dict[str, object]:
    return {
        "title": said.title, "people": said.people, "reviewers": said.reviewers, "on": said.on, "at": said.at,
        "rule": said.rule[1] if said.rule else None, "priority": said.priority, "important": said.important,
        "labels": said.labels, "project": said.project, "estimate": said.hours / 8 if said.hours else None,
        "parent": said.parent, "after": said.after, "note": said.note,
    }  # fmt: skip


@settings(max_examples=examples(100, 300))
@given(writing.drafts(writing.ENGLISH_TITLES, writing.ENGLISH_RULES))
def test_what_is_written_in_english_is_read_back(said: Said) -> None:
    line = writing.english(said)
    assert what_it_says(read(line, now=NOW, zone=ZONE), dated=said.rule is None) == what_was_meant(said), line


@settings(max_examples=examples(100, 300))
@given(writing.drafts(writing.CHINESE_TITLES, writing.CHINESE_RULES))
def test_what_is_written_in_chinese_is_read_back(said: Said) -> None:
    line = writing.chinese(said)
    assert what_it_says(read(line, now=NOW, zone=ZONE), dated=said.rule is None) == what_was_meant(said), line


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31))  # noqa: DTZ001 - a civil time, put into each zone
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca")
RULES = [*((f"post it {words} at 09:00", rule) for words, rule in writing.ENGLISH_RULES),
         *((f"{words}9:00发周报", rule) for words, rule in writing.CHINESE_RULES)]  # fmt: skip


def falls_on(rule: dict[str, str], day: date) -> bool:
    """Whether a rule without an interval names this day, by looking at the day alone."""
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if "BYMONTH" in rule and day.month != int(rule["BYMONTH"]):
        return False
    if "BYMONTHDAY" in rule:
        return day.day == int(rule["BYMONTHDAY"]) or (rule["BYMONTHDAY"] == "-1" and day == last)
    if "BYSETPOS" in rule:
        return day.weekday() < 5 and not any(
            (day + timedelta(days=ahead)).weekday() < 5 for ahead in range(1, (last - day).days + 1)
        )
    named = rule.get("BYDAY", "")
    if named[:1].isdigit():
        return DAYS[day.weekday()] == named[-2:] and (day.day - 1) // 7 + 1 == int(named[:-2])
    return not named or DAYS[day.weekday()] in named.split(",")


@pytest.mark.parametrize(("line", "rule"), RULES, ids=[line for line, _ in RULES])
@settings(max_examples=examples(8, 25))
@given(start=STARTS, zone=st.sampled_from(ZONES))
def test_a_rhythm_begins_on_its_first_day_and_keeps_its_hour_over_years(
    line: str, rule: str, start: datetime, zone: str
) -> None:
    now = start.replace(tzinfo=ZoneInfo(zone))
    draft = read(line, now=now, zone=zone)
    assert (draft.rrule, draft.due and draft.due.at) == (rule, time(9))
    assert draft.due is not None
    parts = dict(part.split("=") for part in rule.split(";"))
    day = now.date() if start.time() <= time(9) else now.date() + timedelta(days=1)
    anyday = not {"BYDAY", "BYMONTHDAY"} & parts.keys()
    while not (anyday or falls_on(parts, day)):
        day += timedelta(days=1)
    assert draft.due.on == day
    begin = datetime.combine(draft.due.on, time(9))
    came = rrulestr(rule, dtstart=begin).between(begin, begin + timedelta(days=3 * 366), inc=True)
    assert came[0] == begin
    assert anyday or all(falls_on(parts, one.date()) for one in came)
    hours = {civil.instant(one.date(), time(9), ZoneInfo(zone)).astimezone(ZoneInfo(zone)).time() for one in came}
    assert hours == {time(9)}, "nine o'clock stays nine o'clock where clocks change"
