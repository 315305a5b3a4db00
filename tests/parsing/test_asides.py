"""What people say in passing, slips of the keyboard, and days and names that a hasty reader takes wrongly."""

from datetime import UTC, date, datetime

import pytest

from bot.parsing.lines import asides
from bot.parsing.lines.task_line import read
from bot.parsing.talk.small_talk import small_talk

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
VERBS = ("show", "start", "done", "block", "assign", "due", "note", "cancel")


@pytest.mark.parametrize(("line", "something", "question"), [
    ("why?", False, True), ("who is on call today?", True, True), ("can you send the deck?", False, True),
    ("can you send it to @tom by Friday?", True, False), ("what is the plan", False, True),
    ("今天谁值班？", True, True),
    ("@tom 周五前能发吗？", True, False), ("send the deck", False, False), ("which hunt", False, False),
])  # fmt: skip
def test_a_question_is_no_wish(line: str, something: bool, question: bool) -> None:
    assert asides.asks(line, names_something=something) is question


@pytest.mark.parametrize(("title", "elsewhere"), [
    ("this", True), ("make this a task for", True), ("turn that into a task", True), ("把这个记成任务", True),
    ("这件事", True), ("this report", False), ("fix this", False), ("把这个文件发给客户", False), ("这周写周报", False),
])  # fmt: skip
def test_words_may_only_point_at_something_else(title: str, elsewhere: bool) -> None:
    assert asides.points_elsewhere(title) is elsewhere


@pytest.mark.parametrize(("word", "verb"), [
    ("dnoe", "done"), ("doen", "done"), ("cancle", "cancel"), ("asign", "assign"), ("strat", "start"), ("done", None),
    ("deck", None), ("accept", None), ("on", None), ("完城", None),
])  # fmt: skip
def test_a_slip_is_known_by_its_letters(word: str, verb: str | None) -> None:
    assert asides.nearest(word, VERBS) == verb


@pytest.mark.parametrize(("word", "name", "surely"), [
    ("撤消", "撤销", False), ("列标", "列表", False), ("帮住", "帮助", False), ("完城", "完成", True),
    ("开使", "开始", True), ("表列", "列表", False), ("报表", None, False), ("完工", "完成", True),
    ("完工", None, False), ("列表", None, True), ("写周报", None, True), ("撤", None, True),
])  # fmt: skip
def test_a_chinese_slip_sounds_alike_or_stands_before_a_number(word: str, name: str | None, surely: bool) -> None:
    names = ("撤销", "列表", "帮助", "完成", "开始", "重新打开")
    assert asides.nearest_chinese(word, names, surely=surely) == name


@pytest.mark.parametrize(
    "line", ["what can you do?", "help me", "help", "how do I use this?", "你能做什么？", "怎么用", "你是谁"]
)
def test_a_call_for_help_is_heard(line: str) -> None:
    assert asides.asks_for_help(line)


@pytest.mark.parametrize(
    "line", ["help me move the desks", "all hands meeting", "你能做什么演示", "commands for the lift", ""]
)
def test_a_line_that_only_begins_like_a_call_for_help_is_none(line: str) -> None:
    assert not asides.asks_for_help(line)


@pytest.mark.parametrize("line", ["ok", "OK!", "👍", ":+1:", "好的", "收到", "got it, thanks"])
def test_a_courtesy_asks_for_no_work(line: str) -> None:
    assert small_talk(line) in ("courtesy", "thanks")


DATES = (
    # line, title, day, the other likely day
    ("11月31日交货", "11月31日交货", None, None),
    ("call the bank 3/4", "call the bank", date(2027, 3, 4), date(2026, 4, 3)),
    ("交货 3/14", "交货", date(2026, 3, 14), None),
    ("给银行打电话 3/12", "给银行打电话", date(2026, 3, 12), None),
    ("pay the invoice yesterday", "pay the invoice", date(2026, 3, 10), None),
    ("交报告 昨天", "交报告", date(2026, 3, 10), None),
    ("fix what broke yesterday", "fix what broke yesterday", None, None),
    ("总结昨天的会议", "总结昨天的会议", None, None),
    ("下班前交报告", "交报告", date(2026, 3, 11), None),
    ("周五下班前交报告", "交报告", date(2026, 3, 13), None),
    ("water 0x", "water 0x", None, None),
)


@pytest.mark.parametrize(("line", "title", "on", "other"), DATES)
def test_days_that_are_easily_misread(line: str, title: str, on: date | None, other: date | None) -> None:
    draft = read(line, now=NOW, zone="Asia/Shanghai")
    due = draft.due
    assert (draft.title, due and due.on, due and due.other) == (title, on, other)
    assert due is None or due.past is (due.on < date(2026, 3, 11))


@pytest.mark.parametrize(("line", "title", "people"), [
    ("把@tom的PPT发给@ann", "把@tom的PPT发给", ["ann"]),
    ("send @tom's deck to @ann", "send @tom's deck to", ["ann"]),
    ("@tom的周报明天交", "@tom的周报交", ["tom"]),
    ("把@李雷的方案发给@韩梅梅", "把@李雷的方案发给", ["韩梅梅"]),
])  # fmt: skip
def test_whose_thing_it_is_stays_in_the_title(line: str, title: str, people: list[str]) -> None:
    draft = read(line, now=NOW, zone="Asia/Shanghai")
    assert (draft.title, [ref.value for ref in draft.people]) == (title, people)


@pytest.mark.parametrize(("line", "priority"), [("发合同 !高", 2), ("发合同 ！紧急", 1), ("发合同 !低 !高", 2)])
def test_a_priority_may_be_said_in_chinese(line: str, priority: int) -> None:
    assert read(line, now=NOW, zone="Asia/Shanghai").priority == priority
