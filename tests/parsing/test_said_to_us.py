"""Corrections put to Muster in free words: what each asks for, and what stays a comment."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.parsing.talk import said_to_us

NOW = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)
ZONE = "Asia/Shanghai"

ONE = (
    ("I meant Thursday", "due Thursday"), ("sorry, I meant Thursday", "due Thursday"), ("是周四", "due 周四"),
    ("我说的是周四", "due 周四"), ("不对，应该是周四", "due 周四"), ("it should be Friday", "due Friday"),
    ("sorry, I meant Tom", "named Tom"), ("for Tom", "named Tom"), ("not me, tom", "named tom"), ("Tom", "named Tom"),
    ("that's for Dana", "named Dana"), ("给Tom", "named Tom"), ("交给 Tom", "named Tom"),
    ("不是我，是Tom", "named Tom"),
    ("I meant @tom", "assign @tom"), ("给韩梅梅", "named 韩梅梅"),
    ("I'm on it", "start"), ("working on it", "start"), ("在做了", "start"), ("stuck", "block"), ("I'm stuck", "block"),
    ("卡住了", "block"), ("waiting for Ann", "block on Ann"), ("在等报价", "block 等报价"), ("delete this", "cancel"),
    ("删掉", "cancel"), ("删了吧", "cancel"), ("can you make it Friday?", "due Friday"), ("能改到周五吗", "due 周五"),
    ("could you move it to Monday please", "due Monday"), ("改到周四行吗？", "due 周四"), ("call it X", "rename to X"),
    ("call it the final deck", "rename to the final deck"), ("改成紧急", "priority 1"), ("改成低优先级", "priority 4"),
    ("never mind", "withdrawn"), ("Nevermind.", "withdrawn"), ("forget it", "withdrawn"), ("算了", "withdrawn"),
    ("不用了", "withdrawn"), ("wrong date", "wrong date"), ("日期错了", "wrong date"), ("人错了", "wrong person"),
    ("wrong person", "wrong person"), ("don't remind me again", "snooze"), ("别再提醒我了", "snooze"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "line"), ONE)
def test_what_is_put_to_muster_is_the_line_that_would_be_typed(said: str, line: str) -> None:
    found = said_to_us.read_all(said, now=NOW, zone=ZONE)
    assert [f"{one.verb} {one.words}".strip() for one in found] == [line]


TWO = (
    ("Thursday, and give it to @ann", ["due Thursday", "assign @ann"]),
    ("改到周四，给@dana", ["due 周四", "assign @dana"]),
    ("Friday and urgent", ["due Friday", "priority urgent"]), ("改成紧急，改到周五", ["priority 1", "due 周五"]),
    ("give it to @ann, by Friday", ["assign @ann", "due by Friday"]),
)  # fmt: skip


@pytest.mark.parametrize(("said", "lines"), TWO)
def test_two_things_at_once_are_two(said: str, lines: list[str]) -> None:
    assert [f"{one.verb} {one.words}" for one in said_to_us.read_all(said, now=NOW, zone=ZONE)] == lines


MORE = (
    ("one more day please", 1),
    ("another week", 7),
    ("再给我一天", 1),
    ("give me two more days", 2),
    ("多给我两天", 2),
)


@pytest.mark.parametrize(("said", "days"), MORE)
def test_more_time_is_counted(said: str, days: int) -> None:
    (found,) = said_to_us.read_all(said, now=NOW, zone=ZONE)
    assert (found.verb, found.by) == ("due", timedelta(days=days))


COMMENTS = (
    "Thursday is a holiday", "can you send me the file?", "can you finish it?", "能完成吗？", "call it done",
    "call it a day",
    "the date is fine", "I talked to the printer on Friday", "周四放假", "不是我说的", "给客户发了",
    "waiting for it to cool",
    "I meant to call", "is Tom there?", "the oven is warm, and the bread is in", "我在等一下",
)  # fmt: skip


@pytest.mark.parametrize("said", COMMENTS)
def test_other_words_stay_a_comment(said: str) -> None:
    found = said_to_us.read_all(said, now=NOW, zone=ZONE)
    assert [one for one in found if one.verb != said_to_us.NAMED] == []
