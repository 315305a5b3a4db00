"""When a reading counts as right, and that the cases themselves are sound."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from benchmarks.cases import READING, DateCase, LineCase, load
from benchmarks.scoring import FIELDS, answer_of, canonical, judge, span_is_right, wrong_fields

CASES = load(sorted(READING.glob("*.jsonl")))
DATES = [case for case in CASES if isinstance(case, DateCase)]
LINES = [case for case in CASES if isinstance(case, LineCase)]


def case_of(
    kind: str, day: str | None = None, clock: str | None = None, rule: str | None = None, **more: Any
) -> DateCase:
    return DateCase(
        id="x", lang="en", text=more.pop("text", "by friday"), reference_iso="2026-03-11T10:00:00", kind=kind,
        expected_date=day, expected_time=clock, expected_rrule=rule, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FREQ=WEEKLY;BYDAY=FR,MO", "RRULE:FREQ=WEEKLY;INTERVAL=1;WKST=MO;BYDAY=MO,FR"),
        ("FREQ=DAILY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=TU,MO"),
        ("FREQ=DAILY;INTERVAL=14", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=MONTHLY;INTERVAL=12", "FREQ=YEARLY"),
        ("FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=01", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYDAY=+2TU", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR,SA", "freq=daily"),
        ("FREQ=DAILY;UNTIL=20260401T235959Z", "FREQ=DAILY;UNTIL=20260401"),
    ],
)
def test_two_ways_to_write_a_rule_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FREQ=DAILY", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=DAILY;COUNT=3", "FREQ=DAILY"),
        ("FREQ=DAILY;INTERVAL=7;BYMONTH=3", "FREQ=WEEKLY;BYMONTH=3"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU"),
    ],
)
def test_rules_that_differ_are_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_clock_in_a_rule_stands_apart() -> None:
    assert canonical("FREQ=DAILY;BYHOUR=9;BYMINUTE=30") == ({"FREQ": "DAILY"}, "09:30")


FRIDAY = "2026-03-13"
TWO = case_of("date", FRIDAY, ambiguous=True, accept=[["2026-03-20", None], ["2026-03-20", "17:00"]])
WEEKLY = case_of("recurrence", None, "09:00", "FREQ=WEEKLY;BYDAY=MO", date_scored=False)


@pytest.mark.parametrize(
    ("case", "fields", "strict", "accepted"),
    [
        (case_of("none"), {}, True, True),
        (case_of("none"), {"title": "all of it"}, True, True),
        (case_of("none"), {"date": FRIDAY}, False, False),
        (case_of("date", FRIDAY), {}, False, False),
        (case_of("date", FRIDAY), {"date": FRIDAY}, True, True),
        (case_of("date", FRIDAY), {"date": FRIDAY, "time": "09:00"}, False, False),
        (case_of("date", FRIDAY, time_scored=False), {"date": FRIDAY, "time": "09:00"}, True, True),
        (case_of("date", FRIDAY), {"date": FRIDAY, "rrule": "FREQ=DAILY"}, False, False),
        (case_of("datetime", FRIDAY, "17:00"), {"date": FRIDAY, "time": "17:00:00"}, True, True),
        (case_of("datetime", FRIDAY, "17:00"), {"date": FRIDAY, "time": "05:00"}, False, False),
        (TWO, {"date": "2026-03-20"}, False, True),
        (TWO, {"date": "2026-03-20", "time": "17:00"}, False, True),
        (TWO, {"date": "2026-03-20", "time": "18:00"}, False, False),
        (TWO, {"date": "2026-03-27"}, False, False),
        (WEEKLY, {"date": FRIDAY, "time": "09:00", "rrule": "FREQ=WEEKLY;BYDAY=MO"}, True, True),
        (WEEKLY, {"rrule": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9"}, True, True),
        (WEEKLY, {"rrule": "FREQ=WEEKLY;BYDAY=MO"}, False, False),
        (WEEKLY, {"time": "09:00", "rrule": "FREQ=WEEKLY"}, False, False),
    ],
)
def test_a_reading_is_right_strictly_or_by_another_reading(
    case: DateCase, fields: dict[str, Any], strict: bool, accepted: bool
) -> None:
    verdict = judge(case, answer_of(fields))
    assert (verdict.strict, verdict.accepted) == (strict, accepted)


@pytest.mark.parametrize(
    ("spans", "right"),
    [
        ([[9, 15]], True),
        ([[6, 15]], True),
        ([[5, 16]], True),
        ([[9, 12], [12, 15]], True),
        ([[0, 15]], False),
        ([[9, 14]], False),
        ([[9, 19]], False),
        ([], False),
    ],
)
def test_a_span_is_right_when_the_words_are(spans: list[list[int]], right: bool) -> None:
    case = case_of("date", FRIDAY, text="send, by friday 5 of it", span="friday")
    assert span_is_right(case, spans) is right


def test_a_line_is_right_when_every_field_is() -> None:
    expected = {"title": "pay rent", "people": ["ann", "bob"], "rrule": "FREQ=MONTHLY;INTERVAL=1", "estimate_days": 1}
    case = LineCase(id="x", lang="en", text="", reference_iso="", expected=expected, unscored=["note"])
    right = {"title": " pay  rent", "people": ["bob", "Ann"], "rrule": "FREQ=MONTHLY", "date": FRIDAY, "labels": [],
             "estimate_days": 1.0, "note": "left hanging", "important": False}  # fmt: skip
    assert wrong_fields(case, right) == []
    assert wrong_fields(case, right | {"title": "rent", "priority": 1}) == ["title", "priority"]


def test_every_case_has_a_name_of_its_own_and_words_to_read() -> None:
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []
    assert [case.id for case in CASES if not case.text.strip() or case.lang not in ("en", "zh")] == []
    assert len(DATES) >= 500
    assert len(LINES) >= 200


def test_every_case_expects_what_can_be() -> None:
    for case in DATES:
        datetime.fromisoformat(case.reference_iso)
        assert (case.kind == "none") == (case.expected_date is None and case.expected_rrule is None), case.id
        assert (case.kind == "recurrence") == (case.expected_rrule is not None), case.id
        assert case.kind != "date" or case.expected_time is None, case.id
        assert case.kind != "datetime" or case.expected_time, case.id
        assert not case.expected_date or date.fromisoformat(case.expected_date), case.id
        assert not case.span or case.span in case.text, case.id
        assert not case.expected_rrule or rrulestr(case.expected_rrule, dtstart=datetime(2026, 3, 11)), case.id  # noqa: DTZ001 - any start
    for line in LINES:
        assert set(line.expected) <= set(FIELDS), line.id
