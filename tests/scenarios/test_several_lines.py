"""Minutes and lists as people paste them: understood, shown once, made with one tap, asked about where unclear."""

import asyncio
from typing import Any

import pytest

from tests.scenarios.world import (
    ANN,
    DANA,
    GENERAL,
    LAUNCH,
    LEADS,
    LILEI,
    MAYA,
    TOM,
    World,
    action_ids,
    eventually,
    words_of,
)

MINUTES = """Launch meeting 9 March
Attendees: Dana, Tom

*Discussion*
• the launch has slipped

*Action items:*
• Dana: send the deck by Friday
    ◦ get the figures (@tom, Thu)
        ▪ check last year's
• [x] book the hall
• pay the invoice by 1 March 2026
• ask @bobby for the price
• call the printer

Thanks!"""
MINUTES_ZH = """会议纪要 3月9日
参会人：Dana、Tom
一、讨论内容
1. 上线推迟一周
二、待办：
1、Dana：周五前发合同
（1）整理附件
2、Tom负责联系印刷厂
3、@小明明 写总结"""


async def asked_in_dm(world: World, user: str, words: str) -> dict[str, Any]:
    return await world.sees(user, words)


async def shows(world: World, user: str, ts: str, words: str, channel: str = "dm") -> dict[str, Any]:
    """Wait until the message at that place says those words."""

    async def look() -> dict[str, Any] | None:
        found = [message for message in await world.messages(user, channel) if message["ts"] == ts]
        return found[0] if found and words in words_of(found[0]) else None

    now = await eventually(look)
    assert now is not None, [words_of(message) for message in await world.messages(user, channel)]
    return dict(now)


async def tap(world: World, user: str, message: dict[str, Any], action: str, then: str, **more: Any) -> dict[str, Any]:
    await world.click(user, message, action, more.pop("channel", "dm"), **more)
    return await shows(world, user, message["ts"], then)


async def titles(world: World, user: str, wish: str = "all") -> str:
    return await world.command(user, f"/task list {wish}")


async def test_english_minutes_become_tasks_and_questions(world: World) -> None:
    await world.say(MAYA, MINUTES)
    asked = await asked_in_dm(world, MAYA, "Turn these lines into 6 tasks?")
    shown = words_of(asked)
    for line in ("• send the deck — @Dana, Fri 13 Mar", "◦ get the figures — @Tom, Thu 12 Mar",
                 "▪ check last year's — @Tom, Thu 12 Mar", "• pay the invoice — ❓ “by 1 March 2026” has passed",
                 "❓ who is “bobby”?", "Already ticked off, so left out: “book the hall”",
                 "“the launch has slipped”"):  # fmt: skip
        assert line in shown, (line, shown)
    assert "#1" not in await titles(world, MAYA)
    made = await tap(world, MAYA, asked, "say:many", "Added 4 tasks")
    made = await tap(world, MAYA, made, "pick:many", "Added 5 tasks", selected_date="2026-03-13")
    assert "Who do you mean by" in words_of(made) or "anyone called “bobby”" in words_of(made)
    made = await tap(world, MAYA, made, "pick:many", "Added 6 tasks", selected_user=TOM)
    assert not {"pick:many", "say:many:skip"} & action_ids(made)
    assert f"<@{DANA}>" in words_of(made)
    await tap_undo(world, MAYA, made)


async def tap_undo(world: World, user: str, made: dict[str, Any]) -> None:
    """One tap takes all of them back."""
    await world.click(user, made, "say:undo")
    await world.sees(user, "Undone", posted=False)
    for person in (user, DANA, TOM):
        assert "*#" not in await titles(world, person, "")


async def test_chinese_minutes_become_tasks_and_questions(world: World) -> None:
    await world.say(LILEI, MINUTES_ZH)
    asked = await asked_in_dm(world, LILEI, "要把这几行建成 4 项任务吗")
    shown = words_of(asked)
    for line in ("• 发合同 — @Dana、3月13日 周五", "◦ 整理附件 — @Dana、3月13日 周五", "• 联系印刷厂 — @Tom",
                 "❓ “小明明”是哪一位？", "“上线推迟一周”"):  # fmt: skip
        assert line in shown, (line, shown)
    made = await tap(world, LILEI, asked, "say:many", "已新建 3 项任务")
    await tap(world, LILEI, made, "say:many:skip", "已新建 3 项任务")
    assert await eventually(lambda: _is_asked_no_more(world, LILEI, "小明明"))
    assert "整理附件" in await titles(world, DANA, "")


async def _is_asked_no_more(world: World, user: str, name: str) -> bool:
    ours = [words_of(message) for message in await world.messages(user, "dm") if message.get("bot_id")]
    return not any("已新建" in words and name in words for words in ours)


async def test_a_list_typed_after_the_command_is_confirmed_and_made_once(world: World) -> None:
    await world.command(MAYA, "/task - send the deck\n- call the printer\n  - ask for the price\n- book the hall")
    asked = [message for message in await world.messages(MAYA, LAUNCH) if message.get("ephemeral")][-1]
    assert "Add 4 tasks" in words_of(asked)
    await asyncio.gather(*(world.click(MAYA, asked, "say:many", LAUNCH) for _ in range(2)))
    made = await shows(world, MAYA, asked["ts"], "➕ Added", LAUNCH)
    await world.settled()
    assert "*#4*" in await titles(world, MAYA)
    assert "*#5*" not in await titles(world, MAYA)
    cards = [message for message in await world.messages(ANN, LAUNCH) if "send the deck" in words_of(message)]
    assert cards == [], "one answer, and no card for each in the channel"
    assert "say:undo" in action_ids(made)


async def test_a_list_said_to_the_bot_in_a_channel_is_asked_about_in_private(world: World) -> None:
    await world.say(
        MAYA, "@muster By Friday:\n• send the deck @dana\n    ◦ get the figures\n• call the printer", GENERAL
    )
    asked = await asked_in_dm(world, MAYA, "Turn these lines into 3 tasks?")
    assert "◦ get the figures — @Dana, Fri 13 Mar" in words_of(asked)
    await tap(world, MAYA, asked, "say:many", "Added 3 tasks")
    await world.sees(DANA, "send the deck")


async def test_the_shortcut_offers_every_line_of_a_message(world: World) -> None:
    ts = await world.say(DANA, "- renew the domain by Friday\n- call the printer", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    asked = await world.sees(ANN, "Turn these lines into 2 tasks?", GENERAL, posted=False)
    await world.click(ANN, asked, "say:many", GENERAL)
    assert "renew the domain" in words_of(await shows(world, ANN, asked["ts"], "Added 2 tasks", GENERAL))


async def test_all_of_it_may_be_one_task_or_none(world: World) -> None:
    await world.say(MAYA, "Prepare the launch:\n- the hall\n- the flyers")
    asked = await asked_in_dm(world, MAYA, "Turn these lines into 2 tasks?")
    await tap(world, MAYA, asked, "say:one", "Added")
    await world.sees(MAYA, "*#1* Prepare the launch")
    assert "- the flyers" in await world.command(MAYA, "/task show 1")
    await world.say(MAYA, "- send it\n- call Bob")
    asked = await asked_in_dm(world, MAYA, "• call Bob")
    await tap(world, MAYA, asked, "say:forget", "nothing has been added")
    assert "*#2*" not in await titles(world, MAYA)


async def test_two_lines_about_one_thing_are_one_task(world: World) -> None:
    await world.say(MAYA, "send the deck to the printer\nthey need it for the board meeting")
    card = await world.sees(MAYA, "*#1* send the deck to the printer")
    assert "they need it for the board meeting" in words_of(card)


async def test_sixty_lines_are_made_in_two_taps_and_none_is_lost(world: World) -> None:
    await world.say(MAYA, "\n".join(f"{number}. Prepare the room for guest {number}" for number in range(1, 61)))
    asked = await asked_in_dm(world, MAYA, "Add the first 50")
    assert "10 more than I can add at once" in words_of(asked)
    made = await tap(world, MAYA, asked, "say:many", "Added 50 tasks")
    made = await tap(world, MAYA, made, "say:many", "Added 60 tasks")
    assert "guest 60" in words_of(made)


async def test_who_would_hear_of_it_from_outside_is_named_before_the_tap(world: World) -> None:
    await world.command(MAYA, "/task - send the plan to @tom\n- call @dana", LEADS)
    asked = [message for message in await world.messages(MAYA, LEADS) if message.get("ephemeral")][-1]
    assert f"<@{TOM}>" in words_of(asked)
    assert "not the conversation" in words_of(asked)


LONG = "please look at the page " + "and then at the next one " * 90


@pytest.mark.parametrize(("line", "action", "then"), [
    (f"the thing {'with many words ' * 140}", "say:make", "Added"),
    (f"{LONG} by 1 March 2026", "say:make", "Added"),
])  # fmt: skip
async def test_a_line_too_long_for_a_button_is_kept_beside_it(world: World, line: str, action: str, then: str) -> None:
    ts = await world.say(MAYA, line)

    async def look() -> dict[str, Any] | None:
        later = [message for message in await world.messages(MAYA) if message["ts"] > ts]
        return later[-1] if later else None

    asked = await eventually(look)
    assert "too long" not in words_of(asked)
    await world.click(MAYA, asked, action)
    await world.sees(MAYA, then, posted=False)
    await world.sees(MAYA, "*#1*")
