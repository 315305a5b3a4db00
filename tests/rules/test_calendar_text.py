"""Which events of a calendar make somebody away, and when: titles, marks, repetitions, zones, and what is hostile."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import calendar_text
from bot.rules.calendar_text import Found, NotRead, part_away, read

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 2), date(2027, 4, 1)


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events, each given as its lines parted by blanks of three."""
    blocks = []
    for number, event in enumerate(events):
        lines = [line.strip() for line in event.strip().split("\n")]
        uid = [] if any(line.startswith("UID") for line in lines) else [f"UID:{number}@x"]
        blocks += ["BEGIN:VEVENT", *uid, *lines, "END:VEVENT"]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head.split(), *blocks, "END:VCALENDAR", ""]
    ).encode()


def days(first: date, last: date, part: str = "whole") -> Found:
    return Found(first, last + timedelta(days=1), part)


def found(*events: str, head: str = "", zone: ZoneInfo = BERLIN, names: tuple[str, ...] = ()) -> list[Found]:
    return read(calendar(*events, head=head), zone, FIRST, LAST, names)


WHOLE_DAY = "DTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260317\n"
THAT_DAY = days(date(2026, 3, 16), date(2026, 3, 16))


@pytest.mark.parametrize(
    "title",
    [
        "OOO", "ooo", "OOF", "Out of office", "out of the office", "Vacation", "On vacation", "Holiday", "holidays",
        "Annual leave", "PTO", "Day off", "Time off", "Sick leave", "Sick", "Away", "Off", "Sabbatical",
        "Parental leave", "OOO: Berlin", "OOO - Berlin", "OOO – back on Monday", "Vacation in Italy",
        "vacation until 27 March", "PTO (Spain)", "[OOO] Lisbon", "🌴 Vacation", "Vacation!", "OOO all day",
        "休假", "请假", "年假", "休年假", "请病假", "病假", "事假", "产假", "婚假", "调休", "放假", "休假中",
        "休假（三亚）",
        "【休假】三亚", "请假：家里有事", "请假3天", "年假到周五", "我请假", "不在办公室", "我在休假",
    ],
)  # fmt: skip
def test_such_a_title_is_away_for_the_whole_day(title: str) -> None:
    assert part_away(title) == "whole"
    assert found(f"SUMMARY:{title}\n{WHOLE_DAY}") == [THAT_DAY]


@pytest.mark.parametrize(
    "title",
    [
        "Vacation planning", "OOO policy", "Bob OOO", "Holiday party", "Discuss holidays", "Office", "Off-site",
        "offsite", "Away day agenda", "PTO review with Ann", "Sick of meetings", "Christmas holiday", "Weekly", "Busy",
        "", "Leave for the airport", "Offer letter", "Ptolemy", "Team vacation", "OOO Bob", "Half marathon", "AM",
        "讨论休假制度", "休假制度讨论", "休假审批", "李雷休假", "请假流程培训", "假期安排", "年会", "放假通知",
        "半天会",
        "half day off-site", "Vacation half day", "请假半天", "away's", "holidaying",
    ],
)  # fmt: skip
def test_such_a_title_is_a_meeting_or_says_too_little(title: str) -> None:
    assert part_away(title) is None
    assert found(f"SUMMARY:{title}\n{WHOLE_DAY}") == []


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("OOO morning", "morning"), ("OOO (afternoon)", "afternoon"), ("Vacation AM", "morning"),
        ("PTO p.m.", "afternoon"), ("请假上午", "morning"), ("请假（下午）", "afternoon"), ("休假 下午", "afternoon"),
        ("OOO half day (morning)", "morning"),
        ("请假半天：下午", "afternoon"), ("on leave, afternoon", "afternoon"),
    ],
)  # fmt: skip
def test_a_title_may_name_the_half_of_the_day(title: str, part: str) -> None:
    assert found(f"SUMMARY:{title}\n{WHOLE_DAY}") == [days(date(2026, 3, 16), date(2026, 3, 16), part)]


@pytest.mark.parametrize(
    ("title", "names", "is_away"),
    [
        ("Ann: vacation", ("Ann", "Ann Weber"), True), ("Ann Weber OOO", ("Ann", "Ann Weber"), True),
        ("Ann's vacation", ("Ann",), True), ("OOO Ann", ("Ann",), True), ("OOO - Ann", ("Ann",), True),
        ("Ann is away", ("Ann",), True), ("李雷休假", ("李雷",), True), ("李雷 请假", ("李雷",), True),
        ("Anna OOO", ("Ann",), False), ("Ann Lee OOO", ("Ann", "Ann Weber"), False), ("Bob OOO", ("Ann",), False),
        ("李雷休假", ("王芳",), False),
    ],
)  # fmt: skip
def test_ones_own_name_may_stand_beside_it_and_nobody_elses(title: str, names: tuple[str, ...], is_away: bool) -> None:
    assert (found(f"SUMMARY:{title}\n{WHOLE_DAY}", names=names) == [THAT_DAY]) is is_away


TEN_TO_NOON = "DTSTART:20260316T090000Z\nDTEND:20260316T110000Z\n"
HOURS = Found(datetime(2026, 3, 16, 9, tzinfo=UTC), datetime(2026, 3, 16, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (f"SUMMARY:Dentist\n{TEN_TO_NOON}", []),
        (f"SUMMARY:OOO\n{TEN_TO_NOON}", [HOURS]),
        (f"SUMMARY:Dentist\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\n{TEN_TO_NOON}", [HOURS]),
        (f"SUMMARY:Conference\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\n{WHOLE_DAY}", [THAT_DAY]),
        (f"SUMMARY:Conference\nX-MICROSOFT-CDO-BUSYSTATUS:oof\nATTENDEE:mailto:b@x.y\n{WHOLE_DAY}", [THAT_DAY]),
        (f"SUMMARY:Conference\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\n{WHOLE_DAY}", []),
        (f"SUMMARY:Vacation\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n{WHOLE_DAY}", [THAT_DAY]),
        (f"SUMMARY:Vacation\nTRANSP:TRANSPARENT\n{WHOLE_DAY}", [THAT_DAY]),
        (f"SUMMARY:OOO\nTRANSP:TRANSPARENT\n{TEN_TO_NOON}", []),
        (f"SUMMARY:OOO\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n{TEN_TO_NOON}", []),
        (f"SUMMARY:OOO\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\n{WHOLE_DAY}", []),
        (f"SUMMARY:OOO\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n{WHOLE_DAY}", []),
        (f"SUMMARY:OOO\nSTATUS:CANCELLED\n{WHOLE_DAY}", []),
        (f"SUMMARY:Trip\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nSTATUS:CANCELLED\n{WHOLE_DAY}", []),
        (f"SUMMARY:OOO\nATTENDEE:mailto:b@x.y\nORGANIZER:mailto:c@x.y\n{WHOLE_DAY}", []),
        (f"SUMMARY;LANGUAGE=en-us:Out of office\n{WHOLE_DAY}", [THAT_DAY]),
        (f"SUMMARY;X-A=\"a:b\":OOO\n{WHOLE_DAY}", [THAT_DAY]),
        ("SUMMARY:OOO\\, back soon\nDTSTART;VALUE=DATE:20260316", [THAT_DAY]),
        ("SUMMARY:OOO\nDTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260316", [THAT_DAY]),
        ("SUMMARY:OOO\nDTSTART;VALUE=DATE:20260316\nDURATION:P3D", [days(date(2026, 3, 16), date(2026, 3, 18))]),
        ("SUMMARY:OOO\nDTSTART:20260316T090000Z\nDURATION:PT2H", [HOURS]),
        (f"SUMMARY:OOO\n{WHOLE_DAY}BEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nSUMMARY:x\nEND:VALARM", [THAT_DAY]),
        ("SUMMARY:OOO", []),
        ("SUMMARY:OOO\nDTSTART;VALUE=DATE:20250316", []),
        ("SUMMARY:OOO\nDTSTART;VALUE=DATE:20270816", []),
    ],
)  # fmt: skip
def test_what_an_event_says_of_itself(event: str, expected: list[Found]) -> None:
    assert found(event) == expected


@pytest.mark.parametrize(
    ("starts", "head", "zone", "begins"),
    [
        ("DTSTART:20260316T090000", "", "Europe/Berlin", "2026-03-16T08:00"),
        ("DTSTART:20260316T090000", "", "Asia/Shanghai", "2026-03-16T01:00"),
        ("DTSTART;TZID=America/New_York:20260316T090000", "", "Europe/Berlin", "2026-03-16T13:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260316T090000", "", "Asia/Shanghai", "2026-03-16T08:00"),
        ("DTSTART;TZID=Nowhere/At All:20260316T090000", "", "Europe/Berlin", "2026-03-16T08:00"),
        ("DTSTART:20260316T090000Z", "X-WR-TIMEZONE:Asia/Tokyo", "Europe/Berlin", "2026-03-16T09:00"),
        ("DTSTART:20260316T090000", "X-WR-TIMEZONE:Asia/Tokyo", "Europe/Berlin", "2026-03-16T00:00"),
        ("DTSTART:20260329T023000", "", "Europe/Berlin", "2026-03-29T01:00"),
    ],
)
def test_times_are_of_their_zone_else_the_calendars_else_the_persons(
    starts: str, head: str, zone: str, begins: str
) -> None:
    (one,) = found(f"SUMMARY:OOO\n{starts}\nDURATION:PT8H", head=head, zone=ZoneInfo(zone))
    assert one.begins == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_a_series_is_followed_with_what_was_left_out_moved_or_renamed() -> None:
    series = (
        "UID:a\nSUMMARY:Day off\nDTSTART;VALUE=DATE:20260306\nRRULE:FREQ=WEEKLY;COUNT=6\nEXDATE;VALUE=DATE:20260313"
    )
    moved = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260320\nSUMMARY:Day off\nDTSTART;VALUE=DATE:20260319"
    worked = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260327\nSUMMARY:Working after all\nDTSTART;VALUE=DATE:20260327"
    gone = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260403\nSUMMARY:Day off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260403"
    assert found(series, moved, worked, gone) == [days(day, day) for day in (
        date(2026, 3, 6), date(2026, 3, 19), date(2026, 4, 10))]  # fmt: skip
    one_off = "UID:b\nRECURRENCE-ID;VALUE=DATE:20260320\nSUMMARY:OOO\nDTSTART;VALUE=DATE:20260320"
    meeting = "UID:b\nSUMMARY:Weekly\nDTSTART;VALUE=DATE:20260306\nRRULE:FREQ=WEEKLY"
    assert found(meeting, one_off) == [days(date(2026, 3, 20), date(2026, 3, 20))]


def test_a_series_without_an_end_is_read_as_far_as_the_window_goes() -> None:
    every_friday = "SUMMARY:PTO\nDTSTART;TZID=Europe/Berlin:20250103T090000\nDURATION:PT9H\nRRULE:FREQ=WEEKLY;BYDAY=FR"
    there = found(every_friday)
    assert (len(there), there[0].begins) == (56, datetime(2026, 3, 6, 8, tzinfo=UTC))
    assert there[4].begins == datetime(2026, 4, 3, 7, tzinfo=UTC), "at nine in summer, too"


DAILY = "SUMMARY:OOO\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "no_calendar"),
        (b"<!DOCTYPE html><title>Sign in</title>", "no_calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no_calendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * calendar_text.MOST_BYTES, "too_large"),
        (calendar(*(f"SUMMARY:OOO\n{WHOLE_DAY}" for _ in range(401))), "too_large"),
        (calendar(*(f"UID:u{one}\n{DAILY}" for one in range(3))), "too_large"),
    ],
    ids=["nothing", "a page", "a card", "large", "many events", "many days"],
)  # fmt: skip
def test_what_is_no_calendar_or_too_much_of_one_is_not_read(text: bytes, why: str) -> None:
    with pytest.raises(NotRead) as refused:
        read(text, BERLIN, FIRST, LAST)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "text",
    [
        calendar("SUMMARY:OOO\nDTSTART:20260316T090000Z\nRRULE:FREQ=SECONDLY"),
        calendar("SUMMARY:OOO\nDTSTART:20260316T090000Z\nRRULE:INTERVAL=1;FREQ=minutely"),
        calendar("SUMMARY:OOO\nDTSTART;VALUE=DATE:nonsense"),
        calendar("SUMMARY:OOO\nDTSTART;VALUE=DATE:20260316\nRRULE:FREQ=NEVER"),
        calendar("SUMMARY:Weekly\nDTSTART:20260316T090000Z\nRRULE:FREQ=SECONDLY"),
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2000 + b"SUMMARY:OOO\r\n",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VEVENT\nEND:X\nBEGIN:\n:::\n;\n",
        b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n\xff\xfe\r\nEND:VCALENDAR\r\n",
        calendar("SUMMARY:Weekly\nDESCRIPTION:BEGIN:VEVENT\n SUMMARY:OOO\n DTSTART;VALUE=DATE:20260316"),
    ],
)
def test_what_is_broken_or_repeats_by_the_second_makes_nobody_away(text: bytes) -> None:
    assert read(text, BERLIN, FIRST, LAST) == []


def test_a_large_calendar_of_meetings_is_not_looked_into() -> None:
    meeting = f"SUMMARY:Weekly\nDESCRIPTION:{'words ' * 40}\n{TEN_TO_NOON}"
    assert found(*[meeting] * 5000, f"SUMMARY:OOO\n{WHOLE_DAY}") == [THAT_DAY]
