"""People on a task: taken on, turned down, handed over; and what happens when somebody leaves."""

from handlers.slack.profiles import read_profiles
from playground.world import TEAM_ID
from tests.scenarios.world import ANN, DANA, LAUNCH, LEADS, LILEI, MAYA, TOM, World, action_ids, eventually, words_of


async def test_a_task_goes_from_hand_to_hand_until_somebody_takes_it_on(world: World) -> None:
    await world.command(MAYA, f"/task 修打印机 <@{TOM}> 周五 抄送 <@{LILEI}>", LAUNCH)
    card = await world.sees(TOM, "修打印机")
    assert {"say:ack", "say:decline"} <= action_ids(card)
    await world.click(TOM, card, "say:decline")
    said = await world.submit(TOM, reason={"type": "plain_text_input", "value": "I'm away on Friday"},
                              suggested={"type": "users_select", "selected_user": ANN})  # fmt: skip
    assert said["response_action"] in ("closed", "clear"), said
    back = await world.sees(MAYA, "I'm away on Friday")
    assert "Assign to Ann" in words_of(back)
    await world.click(MAYA, back, "say:assign:suggested")
    card = await world.sees(ANN, "修打印机")
    await world.click(ANN, card, "say:ack")

    async def taken_on() -> bool:
        there = await world.messages(MAYA, LAUNCH)
        return any("👍 got it" in words_of(one) for one in there)

    assert await eventually(taken_on), "whoever gave it reads so on the card in the channel"

    async def no_longer_asked() -> bool:
        return "say:ack" not in action_ids(await world.sees(ANN, "修打印机"))

    assert await eventually(no_longer_asked)
    await world.command(ANN, "/task done 1", LAUNCH)
    await world.sees(LILEI, "抄送给你：这项任务已完成")


async def test_what_a_colleague_who_leaves_had_in_hand_is_handed_over_in_one_form(world: World) -> None:
    for line in ("send the deck", "book the hall"):
        await world.command(MAYA, f"/task {line} <@{TOM}> by Friday", LAUNCH)
    await world.command(LILEI, f"/task @me check the prices review by <@{TOM}>", LAUNCH)
    await world.say(DANA, f"a private thing for <@{TOM}> tomorrow")
    await world.command(MAYA, f"/task merge the teams <@{TOM}>", LEADS)
    await world.sees(TOM, "private thing")
    await world.post("users", id=TOM, deleted=True)
    told = await world.sees(MAYA, "account has been deactivated", within=10.0)
    words = words_of(told)
    assert "Owns 2 tasks" in words
    assert "Reviews 1 task" in words
    assert "check the prices" in words
    assert "private thing" not in words
    assert "And 1 in a conversation you can't see" in words
    await world.sees(DANA, "is no longer here")
    await world.click(MAYA, told, "say:handover")
    said = await world.submit(MAYA, everything={"type": "users_select", "selected_user": ANN},
                              task2={"type": "users_select", "selected_user": LILEI})  # fmt: skip
    assert said["response_action"] in ("closed", "clear"), said
    await world.sees(ANN, "send the deck")
    await world.sees(LILEI, "book the hall")
    receipt = await world.sees(MAYA, "Handed over to")
    assert "say:undo" in action_ids(receipt)
    shown = await world.command(LILEI, "/task show 3", LAUNCH)
    assert f"<@{ANN}>" in shown


async def test_a_table_fills_the_directory_after_a_look_at_it(world: World) -> None:
    assert "Only admins" in await world.command(TOM, "/muster directory import")
    await world.command(MAYA, "/muster directory import")
    table = "姓名,部门,上级\n李雷,产品部,maya\nann,Engineering,maya\nnobody,X,"
    said = await world.submit(MAYA, table={"type": "plain_text_input", "value": table})
    assert said["ok"], said
    preview = await world.sees(MAYA, "2 people found", posted=False)
    assert "line 4" in words_of(preview)
    await world.click(MAYA, preview, "say:apply")
    await world.sees(MAYA, "People changed: 2", posted=False)
    shown = await world.command(MAYA, "/muster directory")
    assert "产品部" in shown
    assert "Engineering" in shown
    await world.command(MAYA, f"/muster person <@{MAYA}>")
    said = await world.submit(MAYA, manager_id={"type": "users_select", "selected_user": LILEI})
    assert "ring of managers" in str(said)


async def test_profiles_fill_what_nobody_wrote_down(world: World) -> None:
    await world.post("users", id=ANN, fields={"Xf0DEPART01": "Engineering", "Xf0MANAGER1": MAYA})
    assert await read_profiles(world.parts.desk, TEAM_ID, pause=0) == 0, "no field was chosen yet"
    await world.command(MAYA, "/muster directory fields")
    said = await world.submit(MAYA, department={"type": "plain_text_input", "value": "department"},
                              manager_id={"type": "plain_text_input", "value": "Manager"})  # fmt: skip
    assert said["response_action"] in ("closed", "clear"), said
    assert await read_profiles(world.parts.desk, TEAM_ID, pause=0) == 1
    shown = await world.command(MAYA, "/muster directory")
    assert "Engineering" in shown
    assert f"reports to <@{MAYA}>" in shown
    await world.post("faults", kind="scopes", scopes=["chat:write"])
    assert await read_profiles(world.parts.desk, TEAM_ID, pause=0) == 0
