"""A newcomer's first minutes: make a task by every door, finish it, take it back, in both languages."""

from typing import Any

from tests.scenarios.world import ANN, DANA, GENERAL, LAUNCH, LILEI, MAYA, World, action_ids, eventually, words_of


async def test_a_task_made_by_a_slash_command_gets_a_receipt_and_a_card_in_the_channel(every_world: World) -> None:
    world = every_world
    receipt = await world.command(MAYA, "/task send the Q3 deck to @dana by Friday 5pm !high #launch")
    assert "#1" in receipt
    card = await world.sees(ANN, "send the Q3 deck", LAUNCH)
    assert "#1" in words_of(card)
    assert f"<@{DANA}>" in words_of(card)
    assert "say:done" in action_ids(card)


async def test_the_owner_of_a_given_task_is_told_in_their_own_language(every_world: World) -> None:
    world = every_world
    await world.command(MAYA, "/task write the summary @lilei by Friday")
    told = await world.sees(LILEI, "write the summary")
    assert "任务" in words_of(told)


async def test_done_by_a_button_redraws_the_card_and_undo_takes_it_back(every_world: World) -> None:
    world = every_world
    await world.command(ANN, "/task proofread the page tomorrow")
    card = await world.sees(ANN, "proofread the page", LAUNCH)
    await world.click(ANN, card, "say:done", LAUNCH)
    finished = await world.sees(ANN, "✅ done", LAUNCH)
    await world.click(ANN, finished, "say:undo", LAUNCH)
    again = await world.sees(ANN, "⚪ open", LAUNCH)
    assert "say:done" in action_ids(again)


async def test_a_line_in_the_direct_conversation_makes_a_task_with_its_card_there(every_world: World) -> None:
    world = every_world
    await world.say(LILEI, "明天下午3点前把报价单发给客户 重要")
    card = await world.sees(LILEI, "#1")
    assert "把报价单发给客户" in words_of(card)
    assert "say:done" in action_ids(card)


async def test_a_mention_in_a_channel_makes_one_task_though_it_arrives_twice(every_world: World) -> None:
    world = every_world
    await world.say(ANN, "@muster order the flowers by Thursday", GENERAL)
    top = await world.sees(ANN, "order the flowers", GENERAL)
    card = await world.sees(ANN, "#1", GENERAL, thread_ts=top["ts"])
    assert "order the flowers" in words_of(card)
    await world.settled()
    assert "#2" not in await world.command(ANN, "/task list")


async def test_the_message_shortcut_opens_the_form_filled_with_the_message(every_world: World) -> None:
    world = every_world
    ts = await world.say(DANA, "we should renew the domain", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    (view,) = await world.views(ANN)
    assert "we should renew the domain" in str(view["blocks"])
    said = await world.submit(ANN, title={"type": "plain_text_input", "value": "Renew the domain"})
    assert said["response_action"] in ("closed", "clear"), said
    card = await world.sees(ANN, "Renew the domain", GENERAL, thread_ts=ts)
    assert "#1" in words_of(card)


async def test_the_home_button_opens_a_form_and_home_shows_the_task_afterwards(every_world: World) -> None:
    world = every_world
    await world.post("home", user=ANN)
    view = await eventually(lambda: home_of(world, ANN))
    assert view is not None
    await world.post("actions", user=ANN, view_id="home", action_id="say:new")
    said = await world.submit(ANN, title={"type": "plain_text_input", "value": "Water the plants"})
    assert said["ok"], said

    async def shows() -> bool:
        home = await home_of(world, ANN)
        return home is not None and "Water the plants" in words_of(home)

    assert await eventually(shows)


async def home_of(world: World, user: str) -> dict[str, Any] | None:
    return (await world.get("home", user=user))["view"]


async def test_the_same_conversation_in_chinese(every_world: World) -> None:
    world = every_world
    receipt = await world.command(LILEI, "/task 明天下午3点前把报价单发给 @Maya 重要")
    assert "#1" in receipt
    assert "撤销" in receipt
    card = await world.sees(LILEI, "把报价单", LAUNCH)
    assert f"<@{MAYA}>" in words_of(card)
    assert "没有" not in await world.command(MAYA, "/task 列表")
    assert "完成" in await world.command(LILEI, "/task 完成 1")
    assert "撤销" in await world.command(LILEI, "/task 撤销")


async def test_words_in_the_thread_of_a_card_are_a_note_and_done_finishes_it(every_world: World) -> None:
    world = every_world
    await world.say(ANN, "call the caterer tomorrow")
    card = await world.sees(ANN, "#1")
    await world.say(ANN, "they call back at noon", thread_ts=card["ts"])
    await world.sees(ANN, "noon", thread_ts=card["ts"])
    await world.say(ANN, "done", thread_ts=card["ts"])

    async def finished() -> bool:
        return "say:reopen" in action_ids(await world.sees(ANN, "call the caterer"))

    assert await eventually(finished)
