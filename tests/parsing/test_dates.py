"""Dates, clocks and recurrences as people write them, English and Chinese side by side."""

from datetime import UTC, date, datetime, time

import pytest

from bot.parsing.dates.when import read_when
from bot.parsing.lines.task_line import read

WEDNESDAY = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)  # 10:15 in Shanghai
ZONE = "Asia/Shanghai"


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


# English, Chinese, the day meant on Wednesday 11 March 2026, the clock
DATES = [
    ("today", "今天", day(3, 11), None),
    ("tomorrow", "明天", day(3, 12), None),
    ("in 3 days", "三天后", day(3, 14), None),
    ("in two weeks", "两周后", day(3, 25), None),
    ("in 3 business days", "3个工作日后", day(3, 16), None),
    ("in half an hour", "半小时后", day(3, 11), time(10, 45)),
    ("in an hour and a half", "一个半小时后", day(3, 11), time(11, 45)),
    ("in 2 hours", "2小时后", day(3, 11), time(12, 15)),
    ("friday", "周五", day(3, 13), None),
    ("wednesday", "周三", day(3, 18), None),
    ("this friday", "本周五", day(3, 13), None),
    ("next friday", "下周五", day(3, 20), None),
    ("friday next week", "下星期五", day(3, 20), None),
    ("next week", "下周", day(3, 16), None),
    ("next month", "下个月", day(4, 1), None),
    ("end of the month", "月底", day(3, 31), None),
    ("eom", "本月底", day(3, 31), None),
    ("end of next month", "下月底", day(4, 30), None),
    ("end of the year", "年底", day(12, 31), None),
    ("this weekend", "周末", day(3, 14), None),
    ("may 5", "5月5日", day(5, 5), None),
    ("5th of May", "五月五号", day(5, 5), None),
    ("January 5", "1月5日", day(1, 5, 2027), None),
    ("March 5, 2027", "2027年3月5日", day(3, 5, 2027), None),
    ("2026-04-02", "2026-04-02", day(4, 2), None),
    ("4/2", "4/2", day(4, 2), None),
    ("on the 12th", "12号", day(3, 12), None),
    ("on the 1st", "1号", day(4, 1), None),
    ("the 20th of next month", "下个月20号", day(4, 20), None),
    ("tomorrow morning", "明天上午", day(3, 12), None),
    ("tonight", "今晚", day(3, 11), None),
    ("3pm", "下午3点", day(3, 11), time(15)),
    ("at 3", "三点", day(3, 11), time(15)),
    ("9:30 am", "上午9点半", day(3, 12), time(9, 30)),
    ("tomorrow at 5:15 pm", "明天下午五点一刻", day(3, 12), time(17, 15)),
    ("8pm this evening", "今晚八点", day(3, 11), time(20)),
    ("tomorrow noon", "明天中午", day(3, 12), time(12)),
    ("friday noon", "周五中午12点", day(3, 13), time(12)),
    ("half past two tomorrow", "明天两点半", day(3, 12), time(14, 30)),
    ("tomorrow 14:00", "明天14:00", day(3, 12), time(14)),
    ("May 5 at 10am", "5月5号上午十点", day(5, 5), time(10)),
    ("second friday of april", "下个月第二个周五", day(4, 10), None),
    ("day after tomorrow", "后天", day(3, 13), None),
    ("a week from friday", "下周五", day(3, 20), None),
    ("eod friday", "周五之前", day(3, 13), None),
    ("Sept. 5", "九月五号", day(9, 5), None),
    ("Friday, 20 March", "3月20号，周五", day(3, 20), None),
    ("tomorrow 9-10am", "明天上午9点到10点", day(3, 12), time(9)),
    ("9 tomorrow morning", "明早九点", day(3, 12), time(9)),
    ("tomorrow at five", "明天下午五点", day(3, 12), time(17)),
    ("in 1h30m", "1小时30分钟后", day(3, 11), time(11, 45)),
    ("by friday 5pm", "周五下午5点前", day(3, 13), time(17)),
]


@pytest.mark.parametrize(("english", "chinese", "on", "at"), DATES, ids=[row[0] for row in DATES])
def test_a_date_reads_the_same_in_both_languages(english: str, chinese: str, on: date, at: time | None) -> None:
    for text in (english, chinese):
        when = read_when(text, now=WEDNESDAY, zone=ZONE)
        assert when is not None, text
        assert (when.on, when.at) == (on, at), text


# English, Chinese, the rule, the clock, the first day
REPEATS = [
    ("every day", "每天", "FREQ=DAILY", None, day(3, 11)),
    ("every day at 9am", "每天上午9点", "FREQ=DAILY", time(9), day(3, 12)),
    ("every 3 days", "每3天", "FREQ=DAILY;INTERVAL=3", None, day(3, 11)),
    ("every other day", "每隔一天", "FREQ=DAILY;INTERVAL=2", None, day(3, 11)),
    ("every week", "每周", "FREQ=WEEKLY", None, day(3, 11)),
    ("every monday", "每周一", "FREQ=WEEKLY;BYDAY=MO", None, day(3, 16)),
    ("mondays at 9:00", "每周一9点", "FREQ=WEEKLY;BYDAY=MO", time(9), day(3, 16)),
    ("every mon, wed and fri", "每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR", None, day(3, 11)),
    ("every two weeks on thursday", "每两周的周四", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", None, day(3, 12)),
    ("every workday", "每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None, day(3, 11)),
    ("15th of every month", "每月15号", "FREQ=MONTHLY;BYMONTHDAY=15", None, day(3, 15)),
    ("last day of every month", "每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1", None, day(3, 31)),
    (
        "every last working day of the month",
        "每月最后一个工作日",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        None,
        day(3, 31),
    ),
    ("second friday of every month", "每月第二个周五", "FREQ=MONTHLY;BYDAY=2FR", None, day(3, 13)),
    ("every quarter", "每季度", "FREQ=MONTHLY;INTERVAL=3", None, day(3, 11)),
    ("every year on october 1", "每年10月1日", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", None, day(10, 1)),
    ("every friday until june 30", "每周五直到6月30日", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630", None, day(3, 13)),
    ("every 1st and 15th of the month", "每月1号和15号", "FREQ=MONTHLY;BYMONTHDAY=1,15", None, day(3, 15)),
    ("every monday to friday at 9am", "周一至周五每天9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9), day(3, 12)),
    ("every morning at 8", "每天早上8点", "FREQ=DAILY", time(8), day(3, 12)),
    ("starting april 1 every monday", "从4月1日起每周一", "FREQ=WEEKLY;BYDAY=MO", None, day(4, 6)),
    ("every week for 5 times", "每周共5次", "FREQ=WEEKLY;COUNT=5", None, day(3, 11)),
]


@pytest.mark.parametrize(("english", "chinese", "rule", "at", "first"), REPEATS, ids=[row[0] for row in REPEATS])
def test_a_rhythm_reads_the_same_in_both_languages(
    english: str, chinese: str, rule: str, at: time | None, first: date
) -> None:
    for text in (english, chinese):
        draft = read(f"{text} stand up" if text == english else f"{text}开会", now=WEDNESDAY, zone=ZONE)
        assert draft.rrule == rule, text
        assert draft.due is not None
        assert (draft.due.on, draft.due.at) == (first, at), text
        assert draft.title in ("stand up", "开会")


NO_DATES = [
    "ask April about the budget",
    "may I have the keys",
    "march for science",
    "upgrade node to 20.11.1",
    "fix bug in v2.3",
    "compare 16:9 screens",
    "the score was 3:2",
    "pay $1,200 to the vendor",
    "call 555-1234",
    "book room 301",
    "fix line 42",
    "move to the 2nd floor",
    "second draft of the deck",
    "the cat sat on the mat",
    "sun cream for the trip",
    "send the weekly newsletter",
    "write the daily report",
    "24/7 support",
    "Black Friday campaign",
    "1:1 notes",
    "10 people on call",
    "reduce the load by 5",
    "email bob at 3 different addresses",
    "review 3/4 of the document",
    "read <https://example.com/2026/03/12|the 3pm notes>",
    "https://example.com/2026-03-12/friday",
    "rename `tomorrow` to `next_day`",
    "三号楼的门禁",
    "坐5号线",
    "今日头条投放",
    "升高零点五度",
    "10点五度",
    "一点都不急",
    "3点建议",
    "六点骰子",
    "十分重要的会议",
    "早一点到",
    "10个人",
    "升级到3.10.2",
    "时间安排",
    "每日优鲜的合同",
    "`明天` 这个词",
    "4/5 stars from Ann",
    "errors since monday",
    "what broke yesterday",
    "五点要求",
    "2026年第一季度总结",
    "准备每周例会材料",
    "上周五的数据",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    draft = read(text, now=WEDNESDAY, zone=ZONE)
    assert (draft.due, draft.rrule, draft.title) == (None, None, text)


@pytest.mark.parametrize(
    ("zone", "on", "at"),
    [
        ("Asia/Shanghai", day(3, 12), time(3, 15)),
        ("Europe/Berlin", day(3, 11), time(20, 15)),
        ("America/Los_Angeles", day(3, 11), time(12, 15)),
        ("Pacific/Kiritimati", day(3, 12), time(9, 15)),
    ],
)
def test_the_speaker_own_day_and_hour_count(zone: str, on: date, at: time) -> None:
    now = datetime(2026, 3, 11, 18, 15, tzinfo=UTC)
    hour_on = read_when("in one hour", now=now, zone=zone)
    assert hour_on is not None
    assert (hour_on.on, hour_on.at) == (on, at)


def test_an_hour_stays_an_hour_when_clocks_change() -> None:
    just_before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Berlin
    when = read_when("in 1 hour", now=just_before, zone="Europe/Berlin")
    assert when is not None
    assert when.at == time(3, 30)


def test_next_friday_keeps_the_other_reading() -> None:
    when = read_when("next friday", now=WEDNESDAY, zone=ZONE)
    assert when is not None
    assert (when.on, when.other) == (day(3, 20), day(3, 13))


@pytest.mark.parametrize(
    ("english", "chinese", "past"),
    [
        ("yesterday", "昨天", True),
        ("2026-03-01", "2026年3月1日", True),
        ("today at 9am", "今天上午9点", True),
        ("today at 11am", "今天上午11点", False),
        ("today", "今天", False),
    ],
)
def test_a_date_in_the_past_says_so(english: str, chinese: str, past: bool) -> None:
    for text in (english, chinese):
        when = read_when(text, now=WEDNESDAY, zone=ZONE)
        assert when is not None, text
        assert when.past is past, text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("plan it from 16 to 20 March", "排期从3月16日到3月20日"), ("plan it March 16-20", "排期3月16日到20日")],
)
def test_a_range_gives_a_start_and_an_end(english: str, chinese: str) -> None:
    for text in (english, chinese):
        draft = read(text, now=WEDNESDAY, zone=ZONE)
        assert draft.start is not None
        assert draft.due is not None
        assert (draft.start.on, draft.due.on) == (day(3, 16), day(3, 20)), text
        assert draft.title in ("plan it", "排期")


@pytest.mark.parametrize("text", ["send it friday", "5 apples", "none", "", "every monday", "发给周五的人们"])
def test_a_text_that_is_more_than_a_date_is_no_date(text: str) -> None:
    assert read_when(text, now=WEDNESDAY, zone=ZONE) is None
