"""What a newcomer types in passing is understood, or asked about; nothing that was said is lost."""

from typing import Any

import pytest

from tests.scenarios.world import ANN, DANA, GENERAL, LILEI, MAYA, TOM, World, action_ids, eventually, words_of


async def form_after(world: World, user: str, line: str) -> dict[str, Any]:
    """The state of every field in the form that a line opens."""
    await world.command(user, line)
    (view,) = await world.views(user)
    return fields_of(view)


def fields_of(view: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        first = next((value for name, value in element.items() if name.startswith("initial_")), "")
        found[block.get("block_id", "")] = first["value"] if isinstance(first, dict) else first
    return found


LINES: list[tuple[str, dict[str, str]]] = [
    ("book hotel by Friday 3pm !high #x ~2d", {"title": "book hotel", "due_on": "2026-03-13", "due_at": "15:00",
                                                "priority": "2", "labels": "x", "estimate": "2"}),
    ("send the deck to @tom -- the long one", {"title": "send the deck to @Tom", "owner": TOM, "note": "the long one"}),
    ("ask @nobody for the price tomorrow", {"title": "ask @nobody for the price", "owner": "", "due_on": "2026-03-10"}),
    ("book the hall @nobody @dana", {"title": "book the hall @nobody", "owner": DANA}),
    ("water the plants every Monday", {"title": "water the plants every Monday", "due_on": ""}),
    ("draft it +apollo review by @tom", {"title": "draft it +apollo review by @Tom", "owner": ""}),
    ("pay the invoice by yesterday", {"title": "pay the invoice by yesterday", "due_on": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), LINES)
async def test_the_form_keeps_all_that_the_line_said(world: World, line: str, fields: dict[str, str]) -> None:
    there = await form_after(world, MAYA, f"/task new {line}")
    assert {name: there[name] for name in fields} == fields


async def test_the_shortcut_fills_the_form_from_the_message(world: World) -> None:
    ts = await world.say(DANA, "please renew the domain by Friday !high", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    (view,) = await world.views(ANN)
    there = fields_of(view)
    assert (there["due_on"], there["priority"]) == ("2026-03-13", "2")
    said = await world.submit(ANN, title={"type": "plain_text_input", "value": "Renew it"})
    assert said["response_action"] in ("closed", "clear"), said


CHANNELS = (
    ("update the page <#C0LAUNCH01|launch> by Friday", "update the page", "launch"),
    ("写方案 <#C0LAUNCH01|launch> 周五前", "写方案", "launch"),
    ("post the news in <#C0LAUNCH01|launch>", "post the news in #launch", ""),
    ("把公告发到 <#C0LAUNCH01|launch> 频道", "把公告发到 #launch 频道", ""),
    ("update the page <#C0LAUNCH01> today", "update the page", "launch"),
)


@pytest.mark.parametrize(("line", "title", "label"), CHANNELS)
async def test_a_channel_that_stands_like_a_label_is_one(world: World, line: str, title: str, label: str) -> None:
    there = await form_after(world, MAYA, f"/task new {line}")
    assert (there["title"], there["labels"]) == (title, label)


async def answer(world: World, user: str, line: str) -> dict[str, Any]:
    """What is answered to a line in the direct conversation."""
    return await newest_after(world, user, await world.say(user, line))


async def newest_after(world: World, user: str, ts: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        later = [m for m in await world.messages(user) if m["ts"] > ts]
        return later[-1] if later else None

    found = await eventually(look)
    assert found is not None, ts
    return dict(found)


PASSING = (
    ("what can you do?", "/task"), ("help me", "/task"), ("what is late?", "late"), ("my tasks", "tasks"),
    ("what do I have to do today?", "tasks"), ("late", "late"), ("blocked", "locked"), ("ok", "👍"), ("👍", "👍"),
    ("thanks @muster you are great", "welcome"), ("why?", "My tasks"), ("can we ship the new page?", "My tasks"),
    ("who is on call today?", "My tasks"), ("make this a task", "what needs doing"), ("dnoe 20", "done 20"),
    ("done abc", "Make it a task"), ("show abc", "Make it a task"), ("accept 42", "no #42"), ("take 42", "start 42"),
    ("list page", "“list”"),
    ("list tomorrow", "due tomorrow"), ("cancle #3 no longer wanted", "cancel #3 no longer wanted"),
)  # fmt: skip
PASSING_ZH = (
    ("我有哪些任务？", "任务"), ("今天要做什么", "任务"), ("我的任务", "任务"), ("全部", "任务"), ("逾期", "逾期"),
    ("好的", "👍"), ("收到", "哪一项任务"), ("你能做什么", "/task"), ("撤回", "撤销"),
    ("把这个记成任务 @tom", "指的是什么"),
    ("今天谁值班？", "我的任务"), ("转交 8 @tom", "#8"), ("把 8 转交给 @tom", "#8"), ("移交 8 @tom", "#8"),
)  # fmt: skip


@pytest.mark.parametrize(("user", "lines"), [(MAYA, PASSING), (LILEI, PASSING_ZH)])
async def test_what_is_said_in_passing_makes_no_task(
    world: World, user: str, lines: tuple[tuple[str, str], ...]
) -> None:
    for line, words in lines:
        said = words_of(await answer(world, user, line))
        assert words in said, (line, said)
        assert "#1" not in said, (line, said)
    await world.settled()
    assert not [m for m in await world.messages(TOM) if "#1" in words_of(m)]


async def test_a_slip_is_mended_by_one_tap_and_may_still_be_a_task(world: World) -> None:
    await world.command(MAYA, "/task send the deck")
    asked = await answer(world, MAYA, "dnoe 1")
    assert {"say:meant", "say:make"} <= action_ids(asked)
    await world.click(MAYA, asked, "say:meant")
    await world.sees(MAYA, "✅ Done", posted=False)
    other = await answer(world, MAYA, "take 42")
    await world.click(MAYA, other, "say:make")
    await world.sees(MAYA, "#2", posted=False)


async def test_words_that_only_buttons_say_are_words_like_others_when_typed(world: World) -> None:
    for line in ("make slides for the talk", "share the plan with the team", "again check the lift"):
        assert line in await world.command(MAYA, f"/task {line}")


async def test_a_wish_that_ends_in_a_question_mark_is_a_task(world: World) -> None:
    assert "#1" in words_of(await answer(world, MAYA, "can you send the deck to @tom by Friday?"))


async def test_one_verb_is_done_to_all_it_fits_and_the_rest_is_told(world: World) -> None:
    for title in ("send the deck", "call the printer"):
        await world.command(MAYA, f"/task {title}")
    await world.command(MAYA, "/task done 2")
    said = await world.command(MAYA, "/task done 1 2 77")
    assert "✅ Done" in said
    assert "#2 is already done" in said
    assert "no #77" in said
    assert "already done" in await world.command(MAYA, "/task done 2 1")


async def test_a_name_without_its_sign_is_enough_where_one_person_fits(world: World) -> None:
    await world.command(MAYA, "/task send the deck")
    assert f"<@{TOM}>" in await world.command(MAYA, "/task assign 1 tom")
    assert f"<@{DANA}>" in await world.command(MAYA, "/task assign 1 dan")


async def test_an_unknown_name_can_be_chosen_and_stays_in_the_form(world: World) -> None:
    asked = await answer(world, MAYA, "ask @bobby for the price")
    assert "Choose a person…" in str(asked["blocks"])
    await world.click(MAYA, asked, "say:new")
    (view,) = await world.views(MAYA)
    assert fields_of(view)["title"] == "ask @bobby for the price"


UNKNOWN = (
    ("/task help foo", "“foo”"), ("/standup blah", "“blah”"), ("/muster blah", "“blah”"),
    ("/task show", "`/task show 42`"), ("/task cancel", "`/task cancel 42`"), ("/task 完成", "`/task 完成 42`"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "words"), UNKNOWN)
async def test_a_word_that_is_not_known_is_named_before_the_help(world: World, line: str, words: str) -> None:
    assert words in await world.command(MAYA, line)


async def test_pasted_lines_name_people_as_people_do(world: World) -> None:
    asked = await answer(world, MAYA, f"send the deck to <@{TOM}>\ncall the printer")
    assert "@Tom" in words_of(asked)
    assert TOM not in words_of(asked)


TITLES = (
    ("帮我提醒 @tom 明天交周报", "交周报", TOM),
    ("把@tom的方案发给@dana", "把@Tom的方案发给", DANA),
)


@pytest.mark.parametrize(("line", "title", "owner"), TITLES)
async def test_no_name_leaves_a_hole_in_the_title(world: World, line: str, title: str, owner: str) -> None:
    said = await world.command(LILEI, f"/task {line}")
    assert title in said
    assert f"<@{owner}>" in said


async def test_a_day_that_is_gone_is_asked_about_or_refused(world: World) -> None:
    assert "has passed" in await world.command(MAYA, "/task pay the invoice yesterday")
    await world.command(MAYA, "/task pay the invoice")
    assert "passed" in await world.command(MAYA, "/task snooze 1 yesterday")


async def test_a_mention_with_a_channel_link_makes_a_task_with_its_label(world: World) -> None:
    await world.say(ANN, "@muster proofread the page <#C0LAUNCH01|launch> by Friday", GENERAL)
    top = await world.sees(ANN, "proofread the page", GENERAL)
    card = await world.sees(ANN, "#1", GENERAL, thread_ts=top["ts"])
    assert "#launch" in words_of(card)
    assert "proofread the page #launch" not in words_of(card)
