"""Numbers of tasks, lengths of time and snoozes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing.dates.when import read_duration, read_snooze
from bot.parsing.orders.refs import read_refs
from tests.sizes import examples

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)  # Wednesday, 10:15 in Shanghai


@pytest.mark.parametrize(
    ("text", "numbers", "rest"),
    [
        ("42", (42,), ""),
        ("#42", (42,), ""),
        ("#42 #43", (42, 43), ""),
        ("#42,43", (42, 43), ""),
        ("42, 43 and 44 done", (42, 43, 44), "done"),
        ("#42、#43 已发送", (42, 43), "已发送"),
        ("＃４２ ok", (42,), "ok"),
        ("#42 #42", (42,), ""),
        ("42 3h", (42,), "3h"),
        ("42 5 clean work", (42,), "5 clean work"),
        ("42 next Friday", (42,), "next Friday"),
        ("#42 #43 sent by mail", (42, 43), "sent by mail"),
        ("42, then rest", (42,), ", then rest"),
        ("T-42", (), "T-42"),
        ("3pm", (), "3pm"),
        ("4.2 is out", (), "4.2 is out"),
        ("10% less", (), "10% less"),
        ("0", (), "0"),
        ("the suppliers", (), "the suppliers"),
        ("", (), ""),
    ],
)
def test_numbers_at_the_start_are_tasks(text: str, numbers: tuple[int, ...], rest: str) -> None:
    assert read_refs(text) == (numbers, rest)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", 2 * HOUR),
        ("90m", 1.5 * HOUR),
        ("1d", 24 * HOUR),
        ("1 hour", HOUR),
        ("1.5 hours", 1.5 * HOUR),
        ("half an hour", HOUR / 2),
        ("1 day 4 hours", 28 * HOUR),
        ("2小时", 2 * HOUR),
        ("两个小时", 2 * HOUR),
        ("半小时", HOUR / 2),
        ("半个小时", HOUR / 2),
        ("一个半小时", 1.5 * HOUR),
        ("90分钟", 1.5 * HOUR),
        ("3天", 72 * HOUR),
        ("1w", 168 * HOUR),
        ("2 apples", None),
        ("soon", None),
        ("0h", None),
        ("", None),
    ],
)
def test_a_length_of_time(text: str, length: timedelta | None) -> None:
    assert read_duration(text) == length


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2h", "2026-03-11T12:15"),
        ("半小时", "2026-03-11T10:45"),
        ("tomorrow", "2026-03-12T09:00"),
        ("明天", "2026-03-12T09:00"),
        ("next week", "2026-03-16T09:00"),
        ("下周", "2026-03-16T09:00"),
        ("friday 3pm", "2026-03-13T15:00"),
        ("周五下午3点", "2026-03-13T15:00"),
        ("today", "2026-03-12T09:00"),
        ("yesterday", None),
        ("today at 9am", None),
        ("every monday", None),
        ("someday", None),
    ],
)
def test_a_snooze_is_a_moment_to_come(text: str, until: str | None) -> None:
    moment = read_snooze(text, now=NOW, zone="Asia/Shanghai", day_start=time(9))
    assert (moment.strftime("%Y-%m-%dT%H:%M") if moment else None) == until
    assert moment is None or moment.utcoffset() == 8 * HOUR


@settings(max_examples=examples(40, 100))
@given(st.text(max_size=40))
def test_no_text_breaks_the_small_readers(text: str) -> None:
    read_refs(text)
    read_duration(text)
    moment = read_snooze(text, now=NOW, zone="Europe/Berlin", day_start=time(9))
    assert moment is None or moment > NOW
