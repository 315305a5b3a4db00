"""A plan of twelve tasks, played by several people in both languages: parts, order, what moves, who may begin."""

from typing import Any

from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, World, eventually, words_of

PLAN = (
    "launch the site !high ~12d", "write the copy ^1 ~2d by 10 March", "draw the pages ^1 ~3d by 12 March after #2",
    "build the pages ^1 ~3d by 17 March after #3", "build the shop ^1 ~2d by 17 March after #3",
    "test everything ^1 by 19 March after #4, #5", "translate the copy ^1 by 12 March after #2 SS +1d @lilei",
    "proof the translation ^1 by 13 March after #7 @lilei", "brief the press ^1 by 20 March after #6",
    "announce it ^1 by 23 March after #9 @dana", "order flowers by 23 March", "thank everybody by 24 March after #10",
)  # fmt: skip


async def answer(world: World, user: str, line: str) -> dict[str, Any]:
    await world.command(user, f"/task {line}", LAUNCH)
    return [m for m in await world.messages(user, LAUNCH) if m.get("ephemeral")][-1]


async def card_says(world: World, title: str, words: str) -> None:
    async def look() -> bool:
        there = [m for m in await world.messages(ANN, LAUNCH) if not m.get("ephemeral")]
        return any(f" {title}" in words_of(m).split("\n")[0] and words in words_of(m) for m in there)

    if not await eventually(look):
        seen = [words_of(m) for m in await world.messages(ANN, LAUNCH) if title in words_of(m)]
        raise AssertionError(f"no card of {title!r} says {words!r}: {seen}")


async def test_a_plan_of_twelve_from_its_first_line_to_who_may_begin(world: World) -> None:
    for line in PLAN:
        await world.command(MAYA, f"/task {line}", LAUNCH)
    await card_says(world, "launch the site", "0 of 9 parts done")
    # a circle is refused and named
    assert "#2 → #10 → #9 → #6 → #4 → #3 → #2" in await world.command(MAYA, "/task after 2 10", LAUNCH)
    assert "绕成一圈" in await world.command(LILEI, "/task 7 依赖 8", LAUNCH)
    # a date that moves others is shown first
    asked = await answer(world, MAYA, "due 4 19 March")
    shown = words_of(asked)
    assert "4 tasks that come after it move as well" in shown
    for row in ("test everything", "Thu 19 Mar → Fri 20 Mar", "1 working day later", "brief the press", "announce it"):
        assert row in shown, shown
    assert "order flowers" not in shown
    await card_says(world, "test everything", "19 Mar")
    await world.click(MAYA, asked, "say:move:all", LAUNCH)
    saved = await world.sees(MAYA, "moved along", LAUNCH, posted=False)
    await card_says(world, "test everything", "20 Mar")
    await card_says(world, "announce it", "24 Mar")
    await world.click(MAYA, saved, "say:undo", LAUNCH)
    await card_says(world, "test everything", "19 Mar")
    await card_says(world, "announce it", "23 Mar")
    # who comes next hears of it; who begins early is told so
    assert "Begun early" in await world.command(MAYA, "/task start 3", LAUNCH)
    await world.command(MAYA, "/task done 2, 3", LAUNCH)
    await card_says(world, "launch the site", "2 of 9 parts done")
    for line in ("done 4, 5", "done 6", "done 9"):
        await world.command(MAYA, f"/task {line}", LAUNCH)
    told = await world.sees(DANA, "You can start")
    assert "announce it" in words_of(told)
    await world.click(DANA, told, "say:start")
    # the whole asks about its parts before it closes
    asked = await answer(world, MAYA, "done 1")
    assert "3 parts of this task are still open" in words_of(asked)
    await world.click(MAYA, asked, "say:close:all", LAUNCH)
    await card_says(world, "launch the site", "9 of 9 parts done")


async def test_the_same_in_chinese(world: World) -> None:
    for line in ("上线官网 ~5天", "写文案 3月10日前 ~1天", "做页面 3月12日前 在 #2 之后", "测试 3月13日前"):
        await world.command(LILEI, f"/task {line}", LAUNCH)
    await world.command(LILEI, "/task 4 依赖 3", LAUNCH)
    for number in (2, 3, 4):
        assert "的子任务" in await world.command(LILEI, f"/task {number} 是 1 的子任务", LAUNCH)
    assert "子任务完成 0/3" in await world.command(LILEI, "/task 查看 1", LAUNCH)
    asked = await answer(world, LILEI, "改期 2 3月12日")
    assert "后面的 2 项任务也要顺延" in words_of(asked)
    assert "晚 1 个工作日" in words_of(asked)
    await world.click(LILEI, asked, "say:move:all", LAUNCH)
    await world.sees(LILEI, "2 项任务一起调整", LAUNCH, posted=False)
    assert "不能排在它之后" in await world.command(LILEI, "/task 1 依赖 2", LAUNCH)
    asked = await answer(world, LILEI, "完成 1")
    assert "还有 3 项子任务没完成" in words_of(asked)
    await world.click(LILEI, asked, "say:stay", LAUNCH)
    split = await world.command(LILEI, "/task 拆分 4 手机上 ~1天；电脑上 ~1天", LAUNCH)
    assert "已拆成 2 部分" in split
    assert "合计 2 天" in split
    assert "已合并" in await world.command(LILEI, "/task 合并 5 6", LAUNCH)
    assert "提前开始了" in await world.command(LILEI, "/task 开始 3", LAUNCH)


ZH_PLAN = (
    "官网改版上线 3月24日前 ~12天",
    "写文案 ^1 3月10日前 ~2天",
    "出设计稿 ^1 3月12日前 在 #2 之后",
    "做首页 ^1 3月17日前 在 #3 之后",
    "做商城 ^1 3月17日前 在 #3 之后 @maya",
    "整体测试 ^1 3月19日前 在 #4、#5 之后",
    "翻译文案 ^1 3月13日前 在 #2 SS+1天 之后 @maya",
    "校对译文 ^1 3月16日前 在 #7 之后 @maya",
    "写新闻稿 ^1 3月20日前 在 #6 FF+1天 之后",
    "对外发布 ^1 3月24日前 在 #9 FS+1天 之后 @dana",
    "订鲜花 3月23日前",
    "发感谢信 3月25日前",
)


async def test_a_plan_of_twelve_in_chinese_with_several_owners_moved_told_and_taken_back(world: World) -> None:
    await world.move_clock("2026-03-09T16:30:00+00:00")  # everybody but the planner is at work, and hears at once
    for line in ZH_PLAN:
        await world.command(LILEI, f"/task {line}", LAUNCH)
    await card_says(world, "官网改版上线", "0 of 9 parts done")
    # an order against the dates asks first, saves only itself or everything, or nothing
    asked = await answer(world, LILEI, "12 依赖 10 FS+1天")
    assert "#12 还排不到 #10 之后" in words_of(asked)
    assert "晚 1 个工作日" in words_of(asked)
    await world.click(LILEI, asked, "say:stay", LAUNCH)
    await world.click(LILEI, asked, "say:follow:all", LAUNCH)
    await world.sees(LILEI, "已排在 #10 之后", LAUNCH, posted=False)
    await card_says(world, "发感谢信", "26 Mar")
    # one date moves what hangs on it by every kind of link, and each owner hears of theirs once
    asked = await answer(world, LILEI, "改期 5 3月19日")
    shown = words_of(asked)
    assert "后面的 4 项任务也要顺延" in shown, shown
    for title in ("整体测试", "写新闻稿", "对外发布", "发感谢信"):
        assert title in shown, shown
    await world.click(LILEI, asked, "say:move:all", LAUNCH)
    saved = await world.sees(LILEI, "4 项任务一起调整", LAUNCH, posted=False)
    await card_says(world, "整体测试", "20 Mar")
    assert "对外发布" in words_of(await world.sees(DANA, "moved with #5"))
    await world.click(LILEI, saved, "say:undo", LAUNCH)
    await card_says(world, "整体测试", "19 Mar")
    await card_says(world, "发感谢信", "26 Mar")
    await world.sees(DANA, "took it back")
    # the whole takes its open parts along
    await world.command(LILEI, "/task 完成 2", LAUNCH)
    asked = await answer(world, LILEI, "改期 1 3月26日")
    assert "8 个没完成的子任务一起调整，晚 2 个工作日" in words_of(asked)
    await world.click(LILEI, asked, "say:move:all", LAUNCH)
    saved = await world.sees(LILEI, "一起调整", LAUNCH, posted=False)
    await card_says(world, "做首页", "19 Mar")
    await world.click(LILEI, saved, "say:undo", LAUNCH)
    await card_says(world, "做首页", "17 Mar")
