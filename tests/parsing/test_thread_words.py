"""What a line in a task's thread asks of that task, and what is about something else."""

from datetime import UTC, datetime

import pytest

from bot.parsing.talk import thread_words

NOW = datetime(2026, 3, 9, 9, 20, tzinfo=UTC)

ASKED = (
    ("when is it due?", "due?"), ("when's this due", "due?"), ("due?", "due?"), ("what's the deadline?", "due?"),
    ("when is this task due?", "due?"), ("is it late?", "due?"), ("它什么时候到期", "due?"), ("什么时候交？", "due?"),
    ("is it done?", "done?"), ("is this done yet", "done?"), ("done?", "done?"), ("做完了吗", "done?"),
    ("完成了吗？", "done?"), ("who has it?", "who?"), ("who's on this?", "who?"), ("who?", "who?"),
    ("谁负责？", "who?"), ("这个谁负责", "who?"), ("谁在做", "who?"), ("is it blocked?", "blocked?"),
    ("卡住了吗？", "blocked?"), ("status?", "state?"), ("status", "state?"), ("any update on this?", "state?"),
    ("any news?", "state?"), ("how is it going?", "state?"), ("进展如何", "state?"), ("进度怎么样了？", "state?"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "about"), ASKED)
def test_a_question_about_it_is_about_the_task_of_the_thread(said: str, about: str) -> None:
    assert thread_words.asked(said, 7, NOW) == f"show 7 {about}"


NOT_ASKED = (
    "what's due this week", "what is late?", "my tasks", "逾期的任务有哪些", "今天有什么任务？", "is #2 done?",
    "2号做完了吗", "Thursday is a holiday", "still working on the details", "the oven is warm", "没做完",
    "who will bring the cake?", "is the client happy?", "客户同意了吗？", "thanks", "it is done",
)  # fmt: skip


@pytest.mark.parametrize("said", NOT_ASKED)
def test_other_words_ask_nothing_of_it(said: str) -> None:
    assert thread_words.asked(said, 7, NOW) is None


OF_ANOTHER = (
    ("what's due this week", "list due:week"), ("help", "help"), ("what can you do?", "help"),
    ("#2 is done", "done #2"), ("is #2 done?", "show 2 done?"), ("把2号改到周五", "due #2 周五"),
    ("逾期的任务", "list late"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "line"), OF_ANOTHER)
def test_a_line_of_its_own_is_known(said: str, line: str) -> None:
    assert thread_words.of_another(said, NOW, "UTC") == (line, "")


@pytest.mark.parametrize("said", ["2 of 3 pages are done", "the printer is done", "周四放假", "we need 2 more days"])
def test_a_comment_is_no_line_of_its_own(said: str) -> None:
    assert thread_words.of_another(said, NOW, "UTC") is None
