"""A Monday morning in Chinese: why the first is first, another order, proposals; and an admin who tries a rule."""

import re
from typing import Any

from tests.scenarios.world import LAUNCH, LILEI, MAYA, World, eventually, words_of

MONDAY_MORNING = "2026-03-16T01:05:00+00:00"  # 09:05 in Shanghai


async def view_of(world: World, user: str) -> dict[str, Any]:
    views = await world.views(user)
    return dict(views[-1]) if views else {}


async def shows(world: World, user: str, *words: str) -> dict[str, Any]:
    """The open form, once these words stand in it in that order."""
    wanted = re.compile(".*".join(map(re.escape, words)), re.DOTALL)

    async def look() -> dict[str, Any] | None:
        view = await view_of(world, user)
        return view if wanted.search(words_of(view)) else None

    found = await eventually(look)
    assert found, (words, words_of(await view_of(world, user)))
    return dict(found)


async def test_a_morning_in_the_order_one_gives_it(world: World) -> None:
    for line in ("交周报 3月16日", "核对发票 3月16日", "写年度规划 重要"):
        await world.command(LILEI, f"/task {line}")
    await world.move_clock(MONDAY_MORNING)
    brief = await world.sees(LILEI, "先做 #1：今天到期")
    assert "💡 本周对你的任务有 1 条建议" in words_of(brief)
    await world.click(LILEI, brief, "say:order")
    view = await shows(world, LILEI, "交周报", "核对发票")
    second = next(block for block in view["blocks"] if "核对发票" in words_of({"blocks": [block]}))
    await world.post("actions", user=LILEI, view_id=view["id"], block_id=second["block_id"],
                     action_id="say:reorder", selected_option="reorder 2 1")  # fmt: skip
    await shows(world, LILEI, "核对发票", "交周报")
    said = await world.submit(LILEI)
    assert said["response_action"] in ("closed", "clear"), said
    await world.sees(LILEI, "先做 #2：你排在最前面")
    listed = await world.command(LILEI, "/task list")
    assert listed.index("核对发票") < listed.index("交周报")
    assert "🎯 重要但不紧急：给它排个日期。" in await world.command(LILEI, "/task show 3")


async def test_a_proposal_is_taken_with_one_tap(world: World) -> None:
    await world.command(LILEI, "/task 写年度规划 重要")
    await world.say(LILEI, "建议")
    asked = await world.sees(LILEI, "重要，但还没有日期", posted=False)
    button = next(element for block in asked["blocks"] for element in block.get("elements", ())
                  if str(element.get("value", "")).startswith("take"))  # fmt: skip
    await world.click(LILEI, asked, button["action_id"])
    await world.sees(LILEI, "✅ 好了，#1 已经改了。", posted=False)
    assert "📅" in await world.command(LILEI, "/task show 1")


async def test_an_admin_tries_rules_before_they_hold(world: World) -> None:
    await world.command(MAYA, "/task renew the lease on 14 March")
    assert "3 normal" not in await world.command(MAYA, "/task show 1")
    shown = await world.command(MAYA, "/muster rules")
    assert "No departments known (0 people), so it never applies." in shown
    await world.command(MAYA, "/muster rules edit")
    said = await world.post("views/submit", user=MAYA, values={"due_soon": {"value": "7"}})
    assert said["response_action"] in ("closed", "clear"), said
    tried = await world.sees(MAYA, "1 of 1 task would have had another level", LAUNCH, posted=False)
    assert "renew the lease" in words_of(tried)
    assert "due within" not in await world.command(MAYA, "/task show 1")
    apply = next(element for block in tried["blocks"] for element in block.get("elements", ())
                 if "rules apply" in str(element.get("value", "")))  # fmt: skip
    await world.click(MAYA, tried, apply["action_id"], LAUNCH)
    await world.settled()

    async def raised() -> bool:
        return "🟡 2 high (due within 7 days)" in await world.command(MAYA, "/task show 1")

    assert await eventually(raised)
    assert "管理员" in await world.command(LILEI, "/muster rules")
