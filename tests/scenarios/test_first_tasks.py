"""A newcomer's first minutes: make a task by every door, finish it, take it back, in both languages."""

from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, World, action_ids, words_of


async def test_a_task_made_by_a_slash_command_gets_a_receipt_and_a_card_in_the_channel(world: World) -> None:
    receipt = await world.command(MAYA, "/task send the Q3 deck to @dana by Friday 5pm !high #launch")
    assert "#1" in receipt
    card = await world.sees(ANN, "send the Q3 deck", LAUNCH)
    assert "#1" in words_of(card)
    assert f"<@{DANA}>" in words_of(card)
    assert "say:done" in action_ids(card)


async def test_the_owner_of_a_given_task_is_told_in_their_own_language(world: World) -> None:
    await world.command(MAYA, "/task write the summary @lilei by Friday")
    told = await world.sees(LILEI, "write the summary")
    assert "任务" in words_of(told)


async def test_done_by_a_button_redraws_the_card_and_undo_takes_it_back(world: World) -> None:
    await world.command(ANN, "/task proofread the page tomorrow")
    card = await world.sees(ANN, "proofread the page", LAUNCH)
    await world.click(ANN, card, "say:done", LAUNCH)
    finished = await world.sees(ANN, "Done", LAUNCH)
    await world.click(ANN, finished, "say:undo", LAUNCH)
    again = await world.sees(ANN, "Open", LAUNCH)
    assert "say:done" in action_ids(again)


async def test_a_line_in_the_direct_conversation_makes_a_task_with_its_card_there(world: World) -> None:
    await world.say(LILEI, "明天下午3点前把报价单发给客户 重要")
    card = await world.sees(LILEI, "#1")
    assert "把报价单发给客户" in words_of(card)
    assert "say:done" in action_ids(card)
