"""Somebody goes away and comes back, in both languages; whoever counts on them is told."""

from models import Person, Session
from playground.world import TEAM_ID
from tests.scenarios.world import ANN, LILEI, MAYA, TOM, World, action_ids, eventually, words_of


async def person(world: World, person_id: str) -> Person:
    workspace_id = TEAM_ID

    def look(session: Session) -> Person:
        found = session.get(Person, (workspace_id, person_id))
        assert found is not None
        return found

    return await world.parts.desk.database.read(look)


async def briefs(world: World, user: str, words: str) -> int:
    return sum(words in words_of(one) for one in await world.messages(user))


async def test_who_is_away_hears_nothing_and_whoever_counts_on_them_is_told(world: World) -> None:
    await world.command(ANN, "/task tidy the desk on 11 March")
    await world.command(LILEI, "/task 3月11日整理桌面")
    await world.command(MAYA, "/task call the bank on 11 March")
    await world.say(ANN, "I'm away until Friday")
    told = await world.sees(ANN, "You're away: Mon 9 Mar – Fri 13 Mar")
    assert "1 task falls due meanwhile" in words_of(told)
    assert {"say:away:undo", "say:away:other"} <= action_ids(told)
    await world.say(LILEI, "我请假到周五")
    told = await world.sees(LILEI, "已登记你的休假：3月9日 周一至3月13日 周五")
    assert "这段时间有 1 个任务到期" in words_of(told)
    assert "正在休假" not in await world.command(TOM, "/task review the figures for @maya by Friday")
    assert "is away up to Fri 13 Mar" in await world.command(TOM, "/task review the figures for @ann by Friday")
    await world.move_clock("2026-03-11T12:00:00+00:00")
    assert await briefs(world, MAYA, "Good morning") >= 1
    assert await briefs(world, ANN, "Good morning") == 0
    assert await briefs(world, LILEI, "早") == 0
    await world.say(LILEI, "我回来了")
    await world.sees(LILEI, "欢迎回来")
    await world.move_clock("2026-03-12T03:00:00+00:00")
    assert await briefs(world, LILEI, "早") == 1, "the morning after the day on which he said that he is back"


async def test_slacks_do_not_disturb_is_kept_as_it_is_told(world: World) -> None:
    await world.command(ANN, "/task")
    await world.post("users", id=ANN, dnd=True)

    async def is_quiet() -> bool:
        return (await person(world, ANN)).dnd_until is not None

    assert await eventually(is_quiet)
    await world.post("users", id=ANN, dnd=False)

    async def is_heard() -> bool:
        return (await person(world, ANN)).dnd_until is None

    assert await eventually(is_heard)
