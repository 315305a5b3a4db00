"""Talk as it comes: kind questions, bare verbs, everything at once, tasks by their words; nothing is made or done on a guess."""

# ruff: noqa: E501 - a row of a table is read as one

import pytest

from tests.scenarios.test_understanding import answer
from tests.scenarios.world import LILEI, MAYA, TOM, World, action_ids, words_of

TASKS = (
    "send the deck by Friday #launch",
    "call the printer tomorrow",
    "tidy the shelf",
    f"draft the poster for <@{TOM}> by Friday",
)
TASKS_ZH = ("写发布公告", "整理会议室", "发报价单给客户", f"做预算 <@{TOM}>")

ENGLISH = (
    ("when is the deck due?", "Show #1"), ("/task is the deck finished?", "Show #1"), ("how do I change a date?", "/task due 42"),
    ("cancel the deck", "Cancel #1"), ("i called the printer", "Finish #2"), ("give the shelf to @tom", "Assign #3 to @Tom"),
    ("done", "Which task"), ("cancel all my tasks", "All 3 of them"), ("postpone everything to Friday", "All 3 of them"),
    ("delete 3", "Cancel #3"), ("show 1 and 2", "#2 call the printer"), ("/task hello", "Hello!"), ("/task #1", "send the deck"),
    ("/task 3", "tidy the shelf"), ("/task 👍", "👍"), ("??", "/task"), ("who are you", "I'm Muster"),
    ("who created 4?", "added it"), ("when will #4 be done?", "due Fri 13 Mar"), ("what did I finish last week", "Nothing was finished last week"),
    ("can you move #1 to Thursday?", "Thu 12 Mar"), ("move #1 and #2 to Tuesday", "#2"), ("show me everything about poster", "#4"),
    ("could you close 3 for me", "✅ Done"), ("mark #1 #2 done", "✅ Done"),
)  # fmt: skip
CHINESE = (
    ("公告写完了吗", "查看 #1"), ("谁在做预算", "查看 #4"), ("写公告的进度怎么样", "查看 #1"), ("怎么改截止日期", "/task 截止"),
    ("今天天气怎么样", "建成任务"), ("做完了", "说的是哪项任务"), ("全部完成", "全部 3 项"), ("删掉2", "取消 #2"), ("公告改周四", "#1 改到周四"),
    ("会议室整理完了", "完成 #2"), ("报价单已经发给客户了", "完成 #3"), ("公告给Tom", "#1 转给 @Tom"), ("Tom 的任务", "#4"),
    ("谁在负责4号", "负责"), ("再见", "回头见"), ("/task 你好", "你好"), ("能把3改到周四吗", "3月12日"), ("3号加个备注：先等等", "先等等"),
    ("把 #1 和 #2 改到周五", "3月13日"), ("完成三号", "已完成"), ("恢复3", "#3"), ("1号给Tom", TOM),
)  # fmt: skip


@pytest.mark.parametrize(("user", "tasks", "lines"), [(MAYA, TASKS, ENGLISH), (LILEI, TASKS_ZH, CHINESE)])
async def test_no_question_and_no_order_becomes_a_task(
    world: World, user: str, tasks: tuple[str, ...], lines: tuple[tuple[str, str], ...]
) -> None:
    for line in tasks:
        await world.command(user, f"/task {line}")
    for line, words in lines:
        said = await world.command(user, line) if line.startswith("/") else words_of(await answer(world, user, line))
        assert words in said, (line, said)
    assert "#5" in await world.command(user, "/task add buy milk"), "nothing else was made"


async def test_one_tap_does_it_to_all_and_one_takes_it_back(world: World) -> None:
    for line in TASKS[:3]:
        await world.command(MAYA, f"/task {line}")
    question = await answer(world, MAYA, "cancel all my tasks")
    assert {"say:which:1", "say:which:2", "say:which:3", "say:which:all"} <= action_ids(question)
    await world.click(MAYA, question, "say:which:all")
    await world.sees(MAYA, "ancelled", posted=False)
    assert "#1" not in await world.command(MAYA, "/task list")


OPENED = (
    ("hi Muster, book a room for Friday", "#1* book a room"), ("task: water the plants", "#2* water the plants"),
    ("please add a task for Tom: check the lights", "#3* check the lights"), ("记一下：买牛奶", "#4* 买牛奶"), ("8号开会", "#5* 开会"),
)  # fmt: skip


async def test_a_title_begins_with_the_work(world: World) -> None:
    for line, words in OPENED:
        assert words in words_of(await answer(world, MAYA, line)), line
