"""What a list is called and what an empty one says, in both languages: whose tasks, which, and of when."""

from datetime import UTC, date, datetime

import pytest

from bot.answers import TaskList
from bot.render import slack
from models.queries.listing import Filter, Page
from models.queries.lists import Days
from tests.render import reading, samples

DANA = samples.person("U0DANA", "Dana")
AN_INSTANT = datetime(2026, 3, 9, tzinfo=UTC)
ME, HERS = {"owner_id": "U0ANN"}, {"owner_id": "U0DANA"}


def days(first: int | None, last: int | None) -> Days:
    """Days of the week of 9 March 2026."""
    return Days(*(date(2026, 3, day) if day else None for day in (first, last)), AN_INSTANT, AN_INSTANT)


def drawn(wanted: Filter, language: str = "en", heading: str = "mine") -> str:
    answer = TaskList(heading, wanted, Page((), 0, 1, 8), "list", {}, DANA if wanted.owner_id != "U0ANN" else None)
    return str(slack.message(answer, samples.reader(language))["text"])


HEADINGS = [
    (Filter(**ME, done=days(9, 15), live=False), "You finished this week", "你本周完成的任务"),
    (Filter(**HERS, done=days(9, 15), live=False), "Dana finished this week", "Dana 本周完成的任务"),
    (Filter(**HERS, done=days(2, 8), live=False), "Dana finished last week", "Dana 上周完成的任务"),
    (Filter(**ME, due=days(9, 15)), "Your tasks due this week", "你本周到期的任务"),
    (Filter(**ME, due=days(None, 15)), "Your tasks for this week", "你本周要做的任务"),
    (Filter(**ME, due=days(None, 13)), "Your tasks due by Fri 13 Mar", "你3月13日 周五前到期的任务"),
    (Filter(**ME, due=days(16, 22)), "Your tasks due next week", "你下周到期的任务"),
    (Filter(**ME, due=days(1, 31), late=True), "Your tasks due this month · overdue", "你本月到期的任务 · 已逾期"),
    (Filter(**ME, undated=True), "Your tasks without a date", "你没有日期的任务"),
    (Filter(**HERS, state="doing"), "What Dana is working on", "Dana 正在做的任务"),
    (Filter(state="review"), "Tasks in review", "待验收的任务"),
    (Filter(**ME, level=1), "Your urgent tasks", "你的紧急任务"),
    (Filter(waits_for_id="U0ANN"), "Tasks waiting for you", "在等你的任务"),
    (Filter(creator_id="U0ANN", owner_id="U0DANA"), "Tasks you assigned to Dana", "你交给 Dana 的任务"),
    (Filter(creator_id="U0ANN", with_own=True), "Tasks you added", "你添加的任务"),
    (Filter(label="launch", late=True), "All late tasks · #launch", "所有逾期的任务 · #launch"),
    (Filter(channel_id="C0LAUNCH", due=days(9, 15)),
     "Tasks due this week · in this channel", "本周到期的任务 · 本频道"),
    (Filter(**ME, new=days(8, None)), "New on your list since Sun 8 Mar", "你3月8日 周日以来新增的任务"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "english", "chinese"), HEADINGS)
def test_a_heading_says_what_was_asked(wanted: Filter, english: str, chinese: str) -> None:
    assert drawn(wanted).splitlines()[0] == f"*{english}*"
    assert drawn(wanted, "zh").splitlines()[0] == f"*{chinese}*"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("wanted", [wanted for wanted, _, _ in HEADINGS])
def test_an_empty_list_says_so_and_leads_to_more(wanted: Filter, language: str) -> None:
    assert len(drawn(wanted, language).splitlines()) >= 2
    answer = TaskList("mine", wanted, Page((), 0, 1, 8), "list", {}, DANA)
    lines = reading.buttons(slack.message(answer, samples.reader(language))).values()
    assert all(line.startswith("list") for line in lines)
    narrow = wanted.creator_id is None or wanted.due is not None
    assert bool(lines) is narrow
