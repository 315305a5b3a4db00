"""Free talk in a direct message: what is asked is shown, what is ordered is done, what is unclear is one tap away."""

# ruff: noqa: E501 - a row of a table is read as one

from typing import Any

import pytest

from tests.scenarios.test_understanding import answer
from tests.scenarios.world import ANN, DANA, GENERAL, LAUNCH, LEADS, LILEI, MAYA, TOM, World, action_ids, words_of


async def asked(world: World, user: str, line: str) -> str:
    return words_of(await answer(world, user, line))


async def some_tasks(world: World) -> None:
    """Of Maya: two due this week, one without a date, one urgent; of Dana: one, which she finished. It is Monday."""
    for line in (
        "/task send the deck by Friday #launch", "/task call the printer tomorrow", "/task tidy the shelf",
        "/task renew the domain next Tuesday !urgent", f"/task book the hall for <@{DANA}> by Wednesday",
    ):  # fmt: skip
        await world.command(MAYA, line)
    await world.command(DANA, "/task done 5")
    await world.sees(MAYA, "finished a task you assigned")


LISTS = (
    ("what's on my plate", "Your tasks* · 4", ("#1", "#2", "#3", "#4"), ("#5",)),
    ("what's due this week", "Your tasks due this week* · 2", ("#1", "#2"), ("#3", "#4")),
    ("anything due tomorrow?", "Your tasks due tomorrow* · 1", ("#2",), ("#1",)),
    ("what's due by Friday", "Your tasks due by Fri 13 Mar* · 2", ("#1", "#2"), ("#4",)),
    ("which tasks have no date", "Your tasks without a date* · 1", ("#3",), ("#1",)),
    ("show me urgent tasks", "Your urgent tasks* · 1", ("#4",), ("#1",)),
    ("what did @dana finish this week", "Dana finished this week* · 1", ("#5",), ("#1",)),
    ("what has dana done since Monday", "Dana finished", ("#5",), ("#1",)),
    ("what have I assigned to @dana", "Tasks you assigned to Dana", (), ("#1",)),
    ("what's in #launch", "#launch", ("#1",), ("#5",)),
    ("what should I do first", "first things first", ("#4",), ("#5",)),
    ("what's late", "You're not late with anything", (), ("#1",)),
    ("what is @tom working on", "All of Tom's tasks", (), ("#1",)),
    ("我这周有什么要交的", "Your tasks due this week* · 2", ("#1", "#2"), ("#3",)),
    ("李雷在忙什么", "What 李雷 is working on", (), ("#1",)),
    ("what is new today", "New on your list today* · 4", ("#1", "#4"), ("#5",)),
)  # fmt: skip


async def test_what_people_ask_is_answered_by_a_list_that_says_what_was_asked(world: World) -> None:
    await some_tasks(world)
    for line, heading, there, absent in LISTS:
        said = await asked(world, MAYA, line)
        assert heading in said, (line, said)
        assert all(number in said for number in there), (line, said)
        assert not any(number in said for number in absent), (line, said)


TYPED = (
    ("/task list due:week", "Your tasks due this week"), ("/task list tomorrow", "Your tasks due tomorrow"),
    ("/task list @dana done:week", "Dana finished this week"), ("/task list is:late #launch", "Your late tasks"),
    ("/task 列表 本周", "Your tasks due this week"), ("/task list due:friday", "Your tasks due on Fri 13 Mar"),
    ("/task list all urgent", "Urgent tasks"), ("/task list due:nonsense", "nonsense"),
    ("/task list by:me", "Tasks you added"), ("/task list given", "Tasks you assigned"),
    ("/task list blocked due:week", "Your tasks due this week · blocked"), ("/task list !1", "Your urgent tasks"),
    ("/task list the suppliers we lost", "list the suppliers we lost"),
)  # fmt: skip


async def test_a_list_may_be_typed_in_words(world: World) -> None:
    await some_tasks(world)
    for line, words in TYPED:
        assert words in await world.command(MAYA, line), line


async def test_a_task_of_a_private_channel_is_in_nobody_elses_lists(world: World) -> None:
    await world.command(MAYA, "/task settle the budget by Friday !urgent #launch", LEADS)
    for line in (
        "what's due this week for @maya",
        "what's in #launch",
        "list all urgent",
        "what is @maya's deadline this week",
    ):
        assert "settle the budget" not in await asked(world, TOM, line), line


async def test_a_question_about_one_task_is_answered_before_the_task_is_shown(world: World) -> None:
    await some_tasks(world)
    for line, words in (
        ("is #1 done?", "*Not yet*"), ("is 5 done?", "*Yes*"), ("when is #1 due", "due Fri 13 Mar"),
        ("who is working on #5", "has it"), ("is 1 blocked?", "isn't blocked"), ("status of 1", "open"),
        ("1号做完了吗", "*Not yet*"), ("when is 3 due?", "no date yet"),
    ):  # fmt: skip
        said = await asked(world, MAYA, line)
        assert words in said, (line, said)


ORDERS = (
    ("move #1 to Thursday", "Thu 12 Mar"), ("push 1 back a week", "Thu 19 Mar"), ("1 往后推一周", "Thu 26 Mar"),
    ("1 改到周五", "Fri 13 Mar"), ("make 1 urgent", "1 urgent"), ("1 is blocked by @dana waiting for the price", "waiting"),
    ("1 is no longer blocked", "nblocked"), ("i'm working on 1", "Started"), ("give 1 to @dana", DANA),
    ("undo that", "Undone"), ("remind me about 1 tomorrow at 9", "noozed until"), ("1 is done, sent by mail", "✅ Done"),
    ("2做完了", "✅ Done"), ("不做3了", "ancelled"), ("撤销刚才的", "Undone"), ("rename 3 to Sort the shelf", "Sort the shelf"),
)  # fmt: skip


async def test_orders_in_free_words_do_what_the_typed_line_does(world: World) -> None:
    await some_tasks(world)
    for line, words in ORDERS:
        said = await asked(world, MAYA, line)
        assert words in said, (line, said)
        assert "#6" not in said, (line, said)


async def test_a_task_named_by_its_words_is_asked_about_and_never_guessed(world: World) -> None:
    await some_tasks(world)
    question = await answer(world, MAYA, "mark the deck as done")
    assert "Did you mean *#1 send the deck*?" in words_of(question)
    assert "✅" not in await world.command(MAYA, "/task show 1")
    await world.click(MAYA, question, "say:meant")
    await world.sees(MAYA, "✅ Done", posted=False)
    await world.command(MAYA, "/task call the printer again")
    several = await answer(world, MAYA, "move the printer to Friday")
    assert {"say:meant:0", "say:meant:1", "say:make"} <= action_ids(several)
    assert "Make it a task" in await asked(world, MAYA, "I finished the unheard-of thing")


async def test_words_that_match_no_task_are_new_work(world: World) -> None:
    await some_tasks(world)
    assert "#6" in await asked(world, MAYA, "move the desks to Friday")
    assert "#7" in await world.command(MAYA, "/task move the printer to Friday")


async def test_several_people_of_one_name_are_asked_about_and_a_strange_word_is_nobody(world: World) -> None:
    assert "My tasks" in await asked(world, MAYA, "what is marketing working on?")


async def test_a_reminder_comes_at_its_moment_and_not_before(world: World) -> None:
    await world.say(MAYA, "remind me in half an hour to call the client back")
    card = words_of(await world.sees(MAYA, "#1"))
    assert "call the client back" in card
    assert "remind" not in card.replace("🔔 reminder", "")
    await world.move_clock("2026-03-09T01:40:00+00:00")
    assert not [m for m in await world.messages(MAYA) if "reminder" in words_of(m) and "Here's" in words_of(m)]
    await world.move_clock("2026-03-09T01:50:30+00:00")
    assert "call the client back" in words_of(await world.sees(MAYA, "Here's your reminder"))


REMINDED = (
    (MAYA, "remind me to call Bob tomorrow at 15:00", "call Bob", "2026-03-10T13:30:00+00:00", "2026-03-10T14:00:30+00:00"),
    (LILEI, "明天下午三点提醒我开会", "开会", "2026-03-10T06:30:00+00:00", "2026-03-10T07:00:30+00:00"),
    (MAYA, "remind me to water the plants", "water the plants", "2026-03-09T16:30:00+00:00", "2026-03-09T17:00:30+00:00"),
)  # fmt: skip


@pytest.mark.parametrize(("user", "line", "title", "before", "at"), REMINDED)
async def test_a_reminder_at_an_hour_or_at_the_end_of_the_day(
    world: World, user: str, line: str, title: str, before: str, at: str
) -> None:
    await world.say(user, line)
    await world.sees(user, "#1")

    heading = "你让我这时提醒你" if user == LILEI else "Here's your reminder"

    async def reminders() -> list[dict[str, Any]]:
        return [m for m in await world.messages(user) if heading in words_of(m)]

    await world.move_clock(before)
    assert not await reminders()
    await world.move_clock(at)
    assert title in words_of(await world.sees(user, heading))


async def test_a_reminder_for_somebody_is_a_task_of_theirs(world: World) -> None:
    said = await world.command(MAYA, f"/task remind <@{DANA}> to send the deck on Friday")
    assert f"<@{DANA}>" in said
    assert "send the deck" in said
    assert "remind" not in said


async def test_a_reminder_that_is_moved_still_comes_at_its_moment(world: World) -> None:
    await world.say(MAYA, "remind me to call Bob tomorrow at 15:00")
    await world.sees(MAYA, "#1")
    assert "16:00" in await asked(world, MAYA, "move 1 to tomorrow at 16:00")
    await world.move_clock("2026-03-10T14:30:00+00:00")
    assert not [m for m in await world.messages(MAYA) if "Here's your reminder" in words_of(m)]
    await world.move_clock("2026-03-10T15:00:30+00:00")
    await world.sees(MAYA, "Here's your reminder")


OFFERED = (
    (f"where did <@{DANA}> put the keys?", "What Dana has"), ("what colour is #1", "Show #1"),
    ("why are the invoices so late?", "What is late"), ("who cooks tomorrow?", "What's due then"), ("why?", "My tasks"),
    ("the blue one", "My tasks"),
)  # fmt: skip


async def test_what_is_not_understood_gets_three_suggestions_and_no_apology(world: World) -> None:
    for line, label in OFFERED:
        said = await answer(world, MAYA, line)
        assert label in words_of(said), (line, words_of(said))
        assert "Make it a task" in words_of(said), line
        assert len([name for name in action_ids(said) if name.startswith("say:offer:")]) == 3
        assert not any(word in words_of(said).lower() for word in ("sorry", "not sure", "don't understand"))
    offered = await answer(world, MAYA, OFFERED[0][0])
    await world.click(MAYA, offered, "say:offer:person")
    await world.sees(MAYA, "Dana has no open tasks", posted=False)


SLIPS = (
    (MAYA, "hlep", "“help”"), (MAYA, "lsit", "“list”"), (MAYA, "shwo 42", "show 42"), (MAYA, "lst", "“list”"),
    (LILEI, "撤消", "“撤销”"), (LILEI, "列标", "“列表”"), (LILEI, "完城 42", "“完成 42”"), (LILEI, "完城42", "“完成 42”"),
)  # fmt: skip


@pytest.mark.parametrize(("user", "line", "words"), SLIPS)
async def test_a_slip_of_a_verb_is_asked_about(world: World, user: str, line: str, words: str) -> None:
    assert words in await asked(world, user, line)


async def test_both_languages_are_understood_whatever_the_profile_says(world: World) -> None:
    await world.command(MAYA, "/task send the deck by Friday")
    assert "Your tasks" in await asked(world, MAYA, "我有哪些任务？")
    assert "你的任务" in await asked(world, LILEI, "what's on my plate?")


async def test_the_same_lists_on_every_database(every_world: World) -> None:
    world = every_world
    await some_tasks(world)
    await world.command(MAYA, "/task 写发布公告 周五前 #发布 +阿波罗")
    for line, words in (
        ("what's due this week", "· 3"), ("what did @dana finish this week", "· 1"), ("#发布 有哪些任务", "#6"),
        ("show me #launch", "#1"), ("show me +阿波罗", "#6"), ("tasks without a due date", "· 1"), ("urgent tasks", "· 1"),
        ("what's new since yesterday", "· 5"), ("tasks created by me", "· 5"),
    ):  # fmt: skip
        said = await asked(world, MAYA, line)
        assert words in said, (line, said)


async def test_talk_in_a_mention_is_understood_too(world: World) -> None:
    await world.command(ANN, "/task send the deck by Friday")
    await world.say(ANN, "@muster what's due this week?", GENERAL)
    await world.say(ANN, "@muster move 1 to Thursday", GENERAL)
    await world.settled()
    assert "Thu 12 Mar" in await world.command(ANN, "/task show 1", LAUNCH)
