"""A task that nobody finishes, by the clock: brief, before its hour, late, who gave it, the lead, another owner."""

import re

import pytest

from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, TOM, World, action_ids, words_of

DATE = re.compile(r"<!date[^|]*\|([^>]*)>")
MEMBERS = [ANN, DANA, LILEI, MAYA, TOM]


async def said(world: World, user: str, words: str) -> list[str]:
    """All that was said to somebody with these words in it, dates as they read them."""
    return [DATE.sub(r"\1", words_of(one)) for one in await world.messages(user) if words in words_of(one)]


@pytest.mark.timeout(240)
async def test_the_whole_story_of_a_task_that_does_not_move(world: World) -> None:
    await world.command(TOM, "/standup setup")
    done = await world.submit(TOM, members={"type": "multi_users_select", "selected_users": MEMBERS})
    assert done["response_action"] in ("closed", "clear"), done
    await world.command(MAYA, f"/task send the deck to the printer <@{ANN}> on 10 March at 3pm")
    await world.command(TOM, f"/task 把报价单发给客户 <@{LILEI}> 3月10日下午3点")
    await world.say(ANN, "ack 1")
    await world.say(LILEI, "收到 2")

    await world.move_clock("2026-03-10T16:00:00+00:00")  # Tuesday, 17:00 in Berlin
    assert any("send the deck" in one for one in await said(world, ANN, "Good morning"))
    assert any("报价单" in one for one in await said(world, LILEI, "早"))
    assert len(await said(world, ANN, "⏰ Due in 1 h")) == 1
    assert len(await said(world, LILEI, "⏰")) == 2
    assert len(await said(world, ANN, "⏰ Past due")) == 1

    await world.move_clock("2026-03-11T16:00:00+00:00")  # a working day late
    [owner] = await said(world, ANN, "there's been no word for 1 working day")
    assert "A word or another date is enough" in owner
    [giver] = await said(world, MAYA, "Late, and nothing has moved for 1 working day")
    assert "You gave it to" in giver
    [chinese] = await said(world, LILEI, "这个任务逾期了")
    assert "1 个工作日没有消息" in chinese
    assert "改个日期就行" in chinese
    assert await said(world, TOM, "you lead the team") == []

    await world.move_clock("2026-03-16T03:00:00+00:00")  # three working days late, and Tom is at work
    lead = await world.sees(TOM, "Late, and nothing has moved for 3 working days")
    assert {"say:note", "say:assign", "say:due", "say:handover"} <= action_ids(lead)
    history = DATE.sub(r"\1", await world.command(TOM, "/task history 1"))
    assert "told you (lead): late, and nothing moved for 3 working days" in history
    assert re.search(r"told Maya.* \(gave it\): late, and nothing moved for 1 working day", history)
    history = await world.command(LILEI, "/task 历史 2")
    assert "告诉了你（负责人）：逾期，1 个工作日没有动静" in history

    await world.command(TOM, f"/task assign 1 <@{DANA}>", LAUNCH)
    await world.sees(DANA, "send the deck to the printer")
    await world.sees(TOM, "✅ #1 has moved on")
