"""Whatever was read is shown, and put right by one tap or by a reply, in both languages, as people do."""

from typing import Any

from tests.scenarios.test_verbs import answer_to, ask, card_shows, option_of
from tests.scenarios.world import ANN, DANA, GENERAL, LAUNCH, LILEI, MAYA, TOM, World, action_ids, eventually, words_of


async def shows(
    world: World, viewer: str, number: int, words: str, channel: str = "dm", thread_ts: str | None = None
) -> dict[str, Any]:
    """Wait until that task's card says so."""

    async def look() -> dict[str, Any] | None:
        there = await world.messages(viewer, channel, thread_ts)
        cards = [m for m in there if f"*#{number}*" in words_of(m) and "say:edit" not in action_ids(m)
                 and not m.get("ephemeral") and {"say:done", "say:reopen"} & action_ids(m)]  # fmt: skip
        return next((m for m in cards if words in words_of(m)), None)

    found = await eventually(look)
    assert found is not None, [words_of(m) for m in await world.messages(viewer, channel, thread_ts)]
    return dict(found)


def row_of(message: dict[str, Any]) -> str:
    """The block that the pickers stand in."""
    return next(str(block["block_id"]) for block in message["blocks"]
                if any(one.get("action_id", "").startswith("pick:") for one in block.get("elements", ())))  # fmt: skip


async def pick(world: World, user: str, message: dict[str, Any], verb: str, channel: str = "dm", **picked: str) -> None:
    await world.click(user, message, f"pick:{verb}", channel, block_id=row_of(message), **picked)


async def test_an_english_task_is_put_right_by_taps(world: World) -> None:
    await world.say(MAYA, "send the deck by next Friday 5pm !high #launch")
    card = await shows(world, MAYA, 1, "Read: due “by next Friday 5pm” · high “!high” · label “#launch”")
    assert "or Fri 13 Mar?" in words_of(card)
    await world.click(MAYA, card, "say:due:other")
    card = await shows(world, MAYA, 1, "Fri 13 Mar 17:00")
    assert "or Fri" not in words_of(card)
    assert "due “" not in words_of(card)
    await pick(world, MAYA, card, "due", selected_date="2026-03-18")
    card = await shows(world, MAYA, 1, "Wed 18 Mar 17:00")
    await pick(world, MAYA, card, "priority", selected_option="1")
    card = await shows(world, MAYA, 1, "🔴 1 urgent · ⚪")
    assert "high “" not in words_of(card)
    await pick(world, MAYA, card, "assign", selected_user=DANA)
    await shows(world, MAYA, 1, f"👤 <@{DANA}>")
    await shows(world, DANA, 1, "📬")


async def test_an_english_task_is_put_right_by_replies(world: World) -> None:
    await world.say(MAYA, "send the deck by Friday 5pm")
    card = await shows(world, MAYA, 1, "Fri 13 Mar 17:00")
    thread = card["ts"]
    for reply, shown in (
        ("make it Thursday", "Thu 12 Mar 17:00"), ("Friday 3pm", "Fri 13 Mar 15:00"),
        ("high priority", "🟡 2 high · ⚪"), ("rename to Send the final deck", "Send the final deck"),
        ("#launch", "#launch"), ("no date", f"👤 <@{MAYA}> · 🟡 2 high"),
        ("every Tuesday", "every Tuesday"), ("done", "✅ done"), ("undo", "⚪ open"), ("not me, @dana", f"<@{DANA}>"),
    ):  # fmt: skip
        await world.say(MAYA, reply, thread_ts=thread)
        await shows(world, MAYA, 1, shown)
    await world.say(MAYA, "Thursday is a holiday", thread_ts=thread)
    await shows(world, MAYA, 1, "💬 1")
    await world.sees(MAYA, "> Thursday is a holiday", thread_ts=thread, within=20)


async def test_a_chinese_task_is_put_right_by_taps_and_replies(world: World) -> None:
    await world.say(LILEI, "把报价单发给客户，下周三下午3点前，重要")
    card = await shows(world, LILEI, 1, "识别：截止 “下周三下午3点前” · 重要 “重要”")
    await pick(world, LILEI, card, "due", selected_date="2026-03-20")
    card = await shows(world, LILEI, 1, "3月20日 周五 15:00")
    thread = card["ts"]
    for reply, shown in (
        ("改到周四", "3月12日 周四 15:00"), ("推迟到下周一", "3月16日 周一 15:00"), ("改成明天下午3点", "明天 15:00"),
        ("高优先级", "🟡 2 高 · ⚪"), ("改名为发报价单", "发报价单"), ("每周二", "每周二"),
        ("不限时间", f"👤 <@{LILEI}> · 🟡 2 高"),
        ("完成了", "✅ 已完成"), ("撤销", "⚪ 待办"), ("不是我，给@tom", f"<@{TOM}>"),
    ):  # fmt: skip
        await world.say(LILEI, reply, thread_ts=thread)
        await shows(world, LILEI, 1, shown)
    await world.say(LILEI, "周四放假", thread_ts=thread)
    await shows(world, LILEI, 1, "💬 1")
    await world.sees(LILEI, "> 周四放假", thread_ts=thread, within=20)


async def test_a_name_that_fits_nobody_is_picked_and_the_line_is_whole(world: World) -> None:
    await world.say(MAYA, "ask @bobby for the price by Friday")
    asked = await world.sees(MAYA, "I can't find anyone called “bobby”")
    await pick(world, MAYA, asked, "make", selected_user=TOM)
    card = await shows(world, TOM, 1, "ask @Tom for the price")
    assert "13 Mar" in words_of(card)


async def test_a_day_that_is_gone_is_picked_anew(world: World) -> None:
    await world.say(MAYA, "pay the invoice by yesterday -- the blue one")
    asked = await world.sees(MAYA, "has passed")
    await pick(world, MAYA, asked, "make", selected_date="2026-03-20")
    card = await shows(world, MAYA, 1, "20 Mar")
    assert "> the blue one" in words_of(card)
    assert "pay the invoice" in words_of(card)


async def test_a_very_long_line_is_picked_as_whole_as_a_short_one(world: World) -> None:
    words = "the quarterly figures of every region " * 20
    await world.say(MAYA, f"ask @bobby for {words} by Friday")
    asked = await world.sees(MAYA, "I can't find anyone called “bobby”")
    await pick(world, MAYA, asked, "make", selected_user=TOM)
    await shows(world, TOM, 1, "every region")


async def test_who_else_is_asked_wherever_a_name_is_not_clear(world: World) -> None:
    await world.command(MAYA, "/task send the deck")
    asked = await ask(world, MAYA, "/task assign 1 @bobby")
    assert "bobby" in words_of(asked)
    await pick(world, MAYA, asked, "assign", LAUNCH, selected_user=TOM)
    await shows(world, TOM, 1, "send the deck")
    asked = await ask(world, MAYA, "/task list @bobby")
    await pick(world, MAYA, asked, "list", LAUNCH, selected_user=TOM)
    assert await eventually(lambda: _says(world, MAYA, "Tom's tasks"))


async def _says(world: World, user: str, words: str) -> bool:
    return words in words_of(await answer_to(world, user))


async def test_in_a_channel_a_comment_is_counted_and_not_answered(world: World) -> None:
    await world.command(ANN, "/task bake the bread by Friday")
    card = await card_shows(world, "bake the bread", "open")
    await world.settled()
    before = len(await world.messages(ANN))
    await world.say(ANN, "the oven is warm", LAUNCH, thread_ts=card["ts"])
    await world.say(ANN, "and Thursday is a holiday", LAUNCH, thread_ts=card["ts"])
    await card_shows(world, "bake the bread", "💬 2")
    assert len(await world.messages(ANN)) == before
    await world.say(ANN, "make it Thursday", LAUNCH, thread_ts=card["ts"])
    await card_shows(world, "bake the bread", "12 Mar")


async def test_in_the_thread_of_a_mention_the_one_task_is_meant(every_world: World) -> None:
    world = every_world
    top = await world.say(ANN, "@muster proofread the page by Friday", GENERAL)
    await shows(world, ANN, 1, "13 Mar", GENERAL, top)
    await world.say(ANN, "@muster make it Thursday", GENERAL, thread_ts=top)
    await shows(world, ANN, 1, "12 Mar", GENERAL, top)
    await world.say(ANN, "tomorrow", GENERAL, thread_ts=top)
    await world.say(ANN, "I will read it on the train", GENERAL, thread_ts=top)
    await world.settled()
    card = await shows(world, ANN, 1, "12 Mar", GENERAL, top)
    assert "💬" not in words_of(card)
    await world.say(ANN, "改到下周一", GENERAL, thread_ts=top)
    await shows(world, ANN, 1, "16 Mar", GENERAL, top)
    await world.say(ANN, "done", GENERAL, thread_ts=top)
    await shows(world, ANN, 1, "✅ done", GENERAL, top)


async def test_where_several_tasks_stand_in_a_thread_it_is_asked_which(world: World) -> None:
    top = await world.say(ANN, "@muster proofread the page by Friday", GENERAL)
    await shows(world, ANN, 1, "13 Mar", GENERAL, top)
    await world.say(ANN, "@muster print the page by Friday", GENERAL, thread_ts=top)
    await shows(world, ANN, 2, "13 Mar", GENERAL, top)
    await world.say(ANN, "@muster make it Thursday", GENERAL, thread_ts=top)
    asked = await world.sees(ANN, "Which task do you mean by “make it Thursday”?")
    await world.click(ANN, asked, "say:which:2")
    await shows(world, ANN, 2, "12 Mar", GENERAL, top)
    await shows(world, ANN, 1, "13 Mar", GENERAL, top)


async def test_what_people_say_to_each_other_elsewhere_stays_theirs(world: World) -> None:
    top = await world.say(ANN, "the page needs work", GENERAL)
    await world.say(ANN, "@muster proofread the page by Friday", GENERAL, thread_ts=top)
    await shows(world, ANN, 1, "13 Mar", GENERAL, top)
    await world.say(ANN, "make it Thursday", GENERAL, thread_ts=top)
    await world.say(ANN, "done", GENERAL, thread_ts=top)
    await world.settled()
    await shows(world, ANN, 1, "13 Mar", GENERAL, top)


async def test_once_it_is_not_fresh_the_menu_has_the_pickers_verbs(world: World) -> None:
    await world.command(ANN, "/task bake the bread by Friday")
    fresh = await card_shows(world, "bake the bread", "Read:")
    assert "pick:due" in action_ids(fresh)
    await world.move_clock("2026-03-09T01:35:00+00:00")
    await card_shows(world, "bake the bread", "Read:")
    await world.command(ANN, "/task label 1 #home")
    card = await card_shows(world, "bake the bread", "#home")
    assert "Read:" not in words_of(card)
    assert "pick:due" not in action_ids(card)
    await world.click(ANN, card, "say:more", LAUNCH, selected_option=option_of(card, "say:more", "priority 1"))
    option = {"type": "static_select", "selected_option": {"value": "2"}}
    assert (await world.submit(ANN, priority=option))["response_action"] in ("closed", "clear")
    await card_shows(world, "bake the bread", "🟡 2 high (set by hand) · ⚪")


async def test_under_a_card_muster_answers_whoever_speaks_to_it(world: World) -> None:
    await world.command(ANN, "/task bake the bread by Friday")
    card = await card_shows(world, "bake the bread", "open")
    thread = card["ts"]
    for words, answer in (
        ("is it done?", "*Not yet*"), ("when is it due?", "due Fri 13 Mar"), ("what's late?", "late"),
        ("thanks", "You're welcome"), ("the oven is warm", "Note added"), ("never mind", "Shall I cancel #1"),
    ):  # fmt: skip
        await world.say(ANN, f"@muster {words}", LAUNCH, thread_ts=thread)
        assert await eventually(lambda answer=answer: _heard(world, ANN, answer)), [
            words_of(m) for m in await world.messages(ANN)
        ] + [words_of(m) for m in await world.messages(ANN, LAUNCH, thread)]
    note = await world.sees(ANN, "Note added")
    await world.click(ANN, note, "say:undo")
    assert await eventually(lambda: _counts_no_notes(world))


async def _counts_no_notes(world: World) -> bool:
    return "💬" not in words_of(await card_shows(world, "bake the bread", "open"))


async def _heard(world: World, user: str, words: str) -> bool:
    return any(words in words_of(message) for message in await world.messages(user))
