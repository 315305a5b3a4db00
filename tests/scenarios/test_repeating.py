"""Work that comes again, over weeks of the playground's clock, in both languages."""

from typing import Any

from tests.scenarios.test_verbs import ask
from tests.scenarios.world import ANN, LAUNCH, LILEI, World, eventually, words_of


async def card_of(world: World, viewer: str, number: int, *words: str, channel: str = LAUNCH) -> dict[str, Any]:
    """Wait until that task's card says all of this."""

    async def look() -> dict[str, Any] | None:
        cards = [m for m in await world.messages(viewer, channel)
                 if f"*#{number}*" in words_of(m) and not m.get("ephemeral")]  # fmt: skip
        return next((m for m in cards if all(one in words_of(m) for one in words)), None)

    found = await eventually(look)
    assert found is not None, [words_of(m) for m in await world.messages(viewer, channel)]
    return dict(found)


async def test_a_weekly_task_over_the_change_of_clocks(world: World) -> None:
    await world.command(ANN, "/task send the report every Monday 9am")
    card = await card_of(world, ANN, 1, "🔁 every Monday", "Done")
    await world.move_clock("2026-03-09T08:30:00+00:00")
    await world.click(ANN, card, "say:done", LAUNCH)
    await card_of(world, ANN, 1, "✅ done", "#2 follows")
    await card_of(world, ANN, 2, "Mon 16 Mar", "no. 2 of the series from #1")
    answer = await ask(world, ANN, "/task rename 2 to Send both reports")
    assert "It repeats. This change is for this one and the following." in words_of(answer)
    await world.click(ANN, answer, "say:only!", LAUNCH)
    await world.move_clock("2026-03-23T10:00:00+00:00")
    await world.command(ANN, "/task done 2 sent by mail")
    await card_of(world, ANN, 3, "send the report", "Mon 30 Mar")  # the 23rd was missed
    assert "Mon 30 Mar 09:00" in await world.command(ANN, "/task show 3"), "the clocks were moved on the 29th"
    await world.command(ANN, "/task undo")
    await card_of(world, ANN, 3, "cancelled")
    await card_of(world, ANN, 2, "⚪ open")
    await world.command(ANN, "/task skip 2")
    await card_of(world, ANN, 2, "Mon 30 Mar")
    asked = await ask(world, ANN, "/task cancel 2 nobody reads it")
    assert "#2 repeats. Cancel only this one, or the whole series?" in words_of(asked)
    await world.click(ANN, asked, "say:end!", LAUNCH)
    await card_of(world, ANN, 2, "cancelled")
    history = await world.command(ANN, "/task history 2")
    for words in ("it came again by its rhythm · follows: #1", "you edited it · title: send the report → Send both",
                  "you kept that change to this one", "you finished it · followed by: #3 · “sent by mail” · undone",
                  "you undid a change", "you skipped one and moved on to the next",
                  "you cancelled it · repeats: every Monday removed · “nobody reads it”"):  # fmt: skip
        assert words in history, (words, history)


async def test_every_day_on_its_day_in_chinese_and_nothing_is_made_up_for(world: World) -> None:
    await world.say(LILEI, "每天下午3点前发日报")
    await card_of(world, LILEI, 1, "🔁 每天", channel="dm")
    await world.say(LILEI, "重复 1 到日生成")
    await card_of(world, LILEI, 1, "到日生成下一次", channel="dm")
    await world.move_clock("2026-03-10T01:20:00+00:00")
    await card_of(world, LILEI, 2, "#1 起的第 2 次", channel="dm")
    brief = words_of(await world.sees(LILEI, "早"))
    assert "发日报" in brief
    await world.say(LILEI, "完成 2 发了")
    await world.move_clock("2026-03-12T03:00:00+00:00")
    await card_of(world, LILEI, 4, "#1 起的第 4 次", channel="dm")
    await world.say(LILEI, "历史 3")
    told = words_of(await world.sees(LILEI, "接续：#2", posted=False))
    assert "按周期自动生成 · 接续：#2" in told
    assert "到了下一次的日子 · 下一项：#4" in told
    await world.say(LILEI, "跳过 4")
    await card_of(world, LILEI, 4, "明天 15:00", channel="dm")
    await world.say(LILEI, "重复 4 无")
    await world.move_clock("2026-03-16T03:00:00+00:00")
    await world.settled()
    assert not any("*#5*" in words_of(m) for m in await world.messages(LILEI))
