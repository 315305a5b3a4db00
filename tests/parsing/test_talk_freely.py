"""Lines as people say them in passing: openings, kind questions, verbs for all or for none, tasks by their words."""

# ruff: noqa: E501 - a row of a table is read as one

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.parsing.lines import asides
from bot.parsing.talk import talk_bulk, talk_by_words, talk_howto, talk_openings
from bot.parsing.talk.small_talk import small_talk
from bot.parsing.talk.talk_deeds import deed
from bot.parsing.talk.talk_questions import question

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
HERE = NOW.astimezone(ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("line", "rest"), [
    ("hi Muster, book a room", "book a room"), ("Hello! please remind me to call", "please remind me to call"),
    ("你好，帮我订会议室", "帮我订会议室"), ("task: water the plants", "water the plants"),
    ("create a task to water the plants", "water the plants"), ("加个任务：写周报", "写周报"), ("记一下：买牛奶", "买牛奶"),
    ("please add a task for Tom: check the lights", "@Tom check the lights"), ("task:", "task:"), ("hi", "hi"),
    ("create a task list for the new hire", "create a task list for the new hire"), ("早会安排", "早会安排"),
    ("new task for @dana by Friday", "new task for @dana by Friday"), ("morning run with Bob", "morning run with Bob"),
])  # fmt: skip
def test_what_stands_before_the_work_is_taken_off_and_never_all_of_it(line: str, rest: str) -> None:
    assert talk_openings.opened(line) == rest


@pytest.mark.parametrize(("line", "order"), [
    ("can you move #1 to Thursday?", "move #1 to Thursday"), ("could you close 2 for me", "close 2"),
    ("能把3改到周四吗", "把3改到周四"), ("把3改到周四好吗", "把3改到周四"), ("close 2 for me, please", "close 2"),
    ("send the deck", "send the deck"),
])  # fmt: skip
def test_an_order_may_be_put_as_a_question(line: str, order: str) -> None:
    assert talk_openings.ordered(line) == order


@pytest.mark.parametrize(("line", "verb"), [
    ("how do I change a date?", "due"), ("怎么改截止日期", "due"), ("如何撤销", "undo"), ("怎么把任务转给别人", "assign"),
    ("how can I delete a task?", "cancel"), ("how to move the desks", ""), ("怎么做蛋糕", ""), ("写周报", ""),
])  # fmt: skip
def test_who_asks_how_gets_the_line_of_that_verb(line: str, verb: str) -> None:
    assert talk_howto.verb_asked(line) == verb


@pytest.mark.parametrize(("line", "found"), [
    ("cancel all my tasks", ("cancel", "")), ("delete all", ("cancel", "")), ("全部完成", ("done", "")),
    ("postpone everything to Friday", ("due", "Friday")), ("都做完了", ("done", "")), ("把所有任务都取消", ("cancel", "")),
    ("全部推迟到周五", ("due", "周五")), ("all done", ("done", "")), ("finish all chapters", None), ("cancel all flights", None),
    ("move everything to the attic", None), ("完成全部翻译", None),
])  # fmt: skip
def test_an_order_about_everything_is_known_as_one(line: str, found: tuple[str, str] | None) -> None:
    assert talk_bulk.of_all(line, NOW, "Asia/Shanghai") == found


@pytest.mark.parametrize(("line", "verb"), [
    ("done", "done"), ("完成了", "done"), ("做完了", "done"), ("delete it", "cancel"), ("取消", "cancel"), ("开始", "start"),
    ("恢复", "reopen"), ("写完报告了", ""), ("start the car", ""),
])  # fmt: skip
def test_a_verb_may_name_no_task(line: str, verb: str) -> None:
    assert talk_bulk.bare(line) == verb


@pytest.mark.parametrize(("line", "numbers"), [
    ("删掉9", "9"), ("删除 #9", "9"), ("delete 9", "9"), ("把9和3删了", "9, 3"), ("delete 9 files", ""), ("删除旧文件", ""),
])  # fmt: skip
def test_what_is_to_be_deleted_is_named_by_its_number(line: str, numbers: str) -> None:
    assert talk_bulk.deleted(line) == numbers


@pytest.mark.parametrize(("line", "meant"), [
    ("move #1 and #2 to Thursday", "due 1, 2 Thursday"), ("把 #3 和 #6 改到周四", "due 3, 6 周四"), ("mark #1 #2 done", "done 1 2"),
    ("close tasks 1 through 3", "done 1 2 3"), ("42 and 43 are done, sent by mail", "done 42, 43 sent by mail"),
    ("#6 给Tom", "assign 6 Tom"), ("6交给Tom", "assign 6 Tom"), ("让Tom做6", "assign 6 Tom"), ("恢复9", "reopen 9"),
    ("#3 加个备注：先等等", "note 3 先等等"),
])  # fmt: skip
def test_an_order_takes_several_numbers_and_a_name_of_either_script(line: str, meant: str) -> None:
    said = deed(line, NOW, "Asia/Shanghai")
    assert said is not None
    assert said.line.replace("#", "") == meant


@pytest.mark.parametrize(("line", "title", "meant"), [
    ("cancel the deck", "send the deck", "cancel {task}"), ("start the shelf", "tidy the shelf", "start {task}"),
    ("give the deck to @tom", "send the deck", "assign {task} @tom"), ("rename the deck to x", "send the deck", "rename {task} to x"),
    ("i called the printer", "call the printer", "done {task}"), ("the domain is renewed", "renew the domain", "done {task}"),
    ("把会议室取消", "整理会议室", "cancel {task}"), ("完成公告", "写发布公告", "done {task}"), ("公告已完成", "写发布公告", "done {task}"),
    ("公告给Tom", "写发布公告", "assign {task} Tom"), ("公告改周四", "写发布公告", "due {task} 周四"),
    ("会议室整理完了", "整理会议室", "done {task}"), ("报价单已经发给客户了", "发报价单给客户", "done {task}"),
    ("公告写完了", "写发布公告", "done {task}"), ("把公告交给 @tom", "写发布公告", "assign {task} @tom"),
])  # fmt: skip
def test_an_order_or_news_fits_the_title_of_a_task(line: str, title: str, meant: str) -> None:
    found = talk_by_words.wide(line, NOW, "Asia/Shanghai")
    assert meant in [one.line for one in found if talk_by_words.fits(talk_by_words.content(one.thing), title)]


@pytest.mark.parametrize(("line", "title"), [
    ("cancel the flight", "send the deck"), ("完成预算", "写发布公告"), ("the deck is needed", "send the deck"),
    ("finish the deck by Friday", "send the deck"), ("buy a deck", "send the deck"), ("写公告", "写发布公告"),
])  # fmt: skip
def test_new_work_fits_no_task(line: str, title: str) -> None:
    found = talk_by_words.wide(line, NOW, "Asia/Shanghai")
    assert not [one for one in found if talk_by_words.fits(talk_by_words.content(one.thing), title)]


@pytest.mark.parametrize(("line", "title"), [
    ("when is the deck due?", "send the deck"), ("is the deck finished?", "send the deck"), ("公告写完了吗", "写发布公告"),
    ("公告什么时候到期", "写发布公告"), ("谁在做预算", "做预算"), ("培训材料谁在做", "准备培训材料"), ("写公告的进度怎么样", "写发布公告"),
])  # fmt: skip
def test_a_question_speaks_of_a_task_by_its_words(line: str, title: str) -> None:
    assert asides.asks(line, names_something=False)
    assert talk_by_words.fits(talk_by_words.asked_about(line), title)


@pytest.mark.parametrize(("line", "is_question"), [
    ("预算是谁在做", True), ("今天天气怎么样", True), ("如何撤销", True), ("怎么改截止日期", True), ("问问谁在用会议室", False),
    ("问客户要什么", False), ("写周报", False), ("看看客户的合同有什么问题", False),
])  # fmt: skip
def test_a_chinese_question_needs_no_mark(line: str, is_question: bool) -> None:
    assert asides.asks(line, names_something=True) is is_question


@pytest.mark.parametrize(("line", "meant"), [
    ("Tom 的任务", "list <@WHO>"), ("Tom在忙什么", "list <@WHO> is:doing"), ("Tom 有哪些任务", "list <@WHO>"),
    ("Tom 今天完成了什么", "list <@WHO> done:today"), ("我派给Tom的任务", "list by:me <@WHO>"), ("我的活", "list"),
    ("我手上有什么", "list"), ("tasks for tom", "list <@WHO>"), ("tell me what Tom is doing", "list <@WHO> is:doing"),
    ("show me everything about launch", "find launch"), ("who created 7?", "show 7 by?"), ("when will #7 be done?", "show 7 when?"),
    ("due in april", "list due:2026-04-01..2026-04-30"), ("谁在负责#6", "show 6 who?"), ("#8 为什么卡住了", "show 8 blocked?"),
])  # fmt: skip
def test_a_question_may_name_a_person_a_month_or_a_topic(line: str, meant: str) -> None:
    found = question(line, HERE)
    assert found is not None
    assert found[0] == meant


@pytest.mark.parametrize(("kind", "lines"), [
    ("farewell", "bye | good night | see you tomorrow | 再见 | 晚安"), ("sorry", "sorry | my bad | 抱歉"),
    ("praise", "great job | you're great | 你真棒 | [强]"), ("greeting", "hi, how are you? | 你好 Muster | :wave: | 👋"),
    ("here", "are you there? | 在么 | 在？ | 有人吗 | test | 测试"), ("courtesy", "cool 👍 | 好滴 | ok"), ("no", "no | 算了 | 没事了 | 不对"),
    ("yes", "yes | 对"), ("tired", "今天好累"), ("who", "who are you? | 你是谁"),
])  # fmt: skip
def test_small_talk_has_an_answer_of_its_own(kind: str, lines: str) -> None:
    for line in lines.split(" | "):
        assert small_talk(line) == kind, line


@pytest.mark.parametrize(
    "line", ["测试登录页", "sorry page needs texts", "test the login", "see Bob tomorrow", "今天好好休息"]
)
def test_work_that_only_begins_like_small_talk_is_none(line: str) -> None:
    assert small_talk(line) is None


def test_a_number_is_said_in_chinese_digits_too() -> None:
    assert talk_openings.with_digits("完成三号") == "完成3号"
    assert talk_openings.with_digits("二十一号") == "21号"
