"""When somebody is away, in the words that people use, and what only sounds like it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.parsing.talk.talk_away import Absence, read_absence, said_freely

NOW = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday
WED, THU, FRI, SUN = date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 8)
MON, TUE, NEXT_WED, NEXT_SUN = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 15)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("until friday", Absence(WED, FRI, until=True)),
        ("till monday", Absence(WED, MON, until=True)),
        ("to monday", Absence(WED, MON)),
        ("through friday", Absence(WED, FRI)),
        ("tomorrow until friday", Absence(THU, FRI)),
        ("3/4-3/10 vacation", Absence(WED, TUE, note="vacation")),
        ("3/1-3/10", Absence(WED, TUE)),
        ("mar 9 - mar 13 dentist", Absence(MON, date(2026, 3, 13), note="dentist")),
        ("9-13 march", Absence(MON, date(2026, 3, 13))),
        ("from monday to wednesday", Absence(MON, NEXT_WED)),
        ("2026-03-09 to 2026-03-11 vacation", Absence(MON, NEXT_WED, note="vacation")),
        ("tomorrow", Absence(THU, THU)),
        ("tomorrow morning", Absence(THU, THU, "morning")),
        ("this afternoon", Absence(WED, WED, "afternoon")),
        ("friday afternoon", Absence(FRI, FRI, "afternoon")),
        ("next week", Absence(MON, NEXT_SUN)),
        ("this week", Absence(WED, SUN)),
        ("for 3 days", Absence(WED, FRI)),
        ("from tomorrow for two weeks", Absence(THU, date(2026, 3, 18))),
        ("到周五", Absence(WED, FRI)),
        ("到下周五", Absence(WED, date(2026, 3, 13))),
        ("下周一到周三", Absence(MON, NEXT_WED)),
        ("3月4日到3月10日 年假", Absence(WED, TUE, note="年假")),
        ("3月4号-10号", Absence(WED, TUE)),
        ("明天上午", Absence(THU, THU, "morning")),
        ("周四下午", Absence(THU, THU, "afternoon")),
        ("下周", Absence(MON, NEXT_SUN)),
        ("三天", Absence(WED, FRI)),
        ("明天起三天", Absence(THU, date(2026, 3, 7))),
        ("从周一开始休三天", Absence(MON, NEXT_WED)),
    ],
)
def test_days_away_are_read(words: str, meant: Absence) -> None:
    assert read_absence(words, NOW) == meant


@pytest.mark.parametrize(
    "words",
    ["", "gibberish", "tonight", "until 3pm", "every friday", "yesterday", "thursday and friday", "今晚",
     "明天下午三点", "2026-03-09 2026-03-13", "until friday " * 40],
)  # fmt: skip
def test_what_is_no_such_days_is_not_guessed_at(words: str) -> None:
    assert read_absence(words, NOW) is None


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("I'm away until Monday", "away until Monday"),
        ("i am on vacation 3/9-3/13.", "away 3/9-3/13"),
        ("I'll be out of office tomorrow", "away tomorrow"),
        ("I’m taking Friday off", "away Friday"),
        ("I'm not working tomorrow morning", "away tomorrow morning"),
        ("I'm sick today", "away today"),
        ("ooo next week", "away next week"),
        ("away tomorrow", "away tomorrow"),
        ("I'm back", "back"),
        ("Back from vacation!", "back"),
        ("skip today", "skip today"),
        ("我请假到周五", "away 到周五"),
        ("明天上午请假", "away 明天上午"),
        ("我下周一到周三休假", "away 下周一到周三"),
        ("请假三天", "away 三天"),
        ("我想请两天年假", "away 两天"),
        ("我下周出差", "away 下周"),
        ("我周五不在", "away 周五"),
        ("我回来了", "back"),
        ("销假", "back"),
        ("今天不上班", "skip today"),
    ],
)
def test_talk_of_being_away_is_understood(line: str, meant: str) -> None:
    assert said_freely(line, NOW, in_talk=True) == meant


@pytest.mark.parametrize("line", ["ooo next week", "明天上午请假", "away tomorrow"])
def test_where_nobody_talks_to_us_alone_a_bare_line_may_be_work(line: str) -> None:
    assert said_freely(line, NOW, in_talk=False) is None


@pytest.mark.parametrize(
    "line",
    ["away game on friday", "I'm off", "out of milk tomorrow", "send the deck out tomorrow", "I'm away",
     "check that I'm away until friday", "write the leave policy until friday", "I'm out of coffee tomorrow",
     "张三请假到周五", "提交请假申请 明天", "写出差报告 周五", "周五出差去上海", "整理休假制度 明天",
     "明天不上班的人名单", "我明天要准备休假交接"],
)  # fmt: skip
def test_work_that_only_sounds_like_it_is_left_alone(line: str) -> None:
    assert said_freely(line, NOW, in_talk=True) is None
