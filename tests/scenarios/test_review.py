"""A piece of work from its making to its case, played by several people in Chinese."""

from typing import Any

from sqlmodel import select

from models import Person, Session, Workspace
from tests.scenarios.test_forms import text
from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, World, action_ids, eventually, words_of

REMOVED = "https://example.com/sample.pdf"


def speak_chinese(session: Session) -> None:
    """The workspace and everybody in it."""
    for row in (*session.exec(select(Workspace)), *session.exec(select(Person))):
        row.locale = "zh-CN" if isinstance(row, Person) else "zh"
        session.add(row)


async def card(world: World, words: str) -> dict[str, Any]:
    """The card in the channel, once it says so."""

    async def look() -> dict[str, Any] | None:
        cards = [
            m for m in await world.messages(MAYA, LAUNCH) if not m.get("ephemeral") and "印展会宣传册" in words_of(m)
        ]
        return cards[0] if cards and words in words_of(cards[0]) else None

    found = await eventually(look)
    assert found, [words_of(m) for m in await world.messages(MAYA, LAUNCH)]
    return dict(found)


async def test_work_is_accepted_in_steps_reworked_scored_and_kept_as_a_case(world: World) -> None:
    await work_with_evidence(world)
    await accepted_once_and_returned(world)
    await reworked_and_accepted(world)
    await kept_and_put_away(world)


async def work_with_evidence(world: World) -> None:
    await world.parts.database.submit(speak_chinese)
    await world.command(MAYA, "/task 印展会宣传册 @李雷 周五 需凭证")
    await world.command(MAYA, f"/task 审核人 1 <@{ANN}> 然后 <@{DANA}>")
    assert "收到" in await world.command(LILEI, "/task 收到 1")
    assert "需要凭证" in words_of(await card(world, "需要凭证"))

    assert "已开始" in await world.command(LILEI, "/task 开始 1")
    assert "已记录进度" in await world.command(LILEI, f"/task 进展 1 60% 打样好了 {REMOVED}")
    shown = words_of(await card(world, "60%"))
    assert "example.com/sample.pdf" in shown
    assert "已记录用时" in await world.command(LILEI, "/task 用时 1 3小时 联系印刷厂")


async def accepted_once_and_returned(world: World) -> None:
    submitted = await world.command(LILEI, "/task 完成 1 请验收")
    assert "已提交验收" in submitted
    assert "第 1 步（共 2 步）" in submitted
    ask = await world.sees(ANN, "提交了这项任务")
    assert "印展会宣传册" in words_of(ask)
    assert "打样好了" in words_of(ask)
    assert {"say:accept", "say:accept!", "say:return"} <= action_ids(ask)
    await world.click(ANN, ask, "say:accept")
    await card(world, "第 2 步")

    ask = await world.sees(DANA, "提交了这项任务")
    await world.click(DANA, ask, "say:return")
    saved = await world.submit(DANA, reason={"type": "static_select", "selected_option": {"value": "defect"}},
                               words=text("第 3 页缺图"))  # fmt: skip
    assert saved.get("response_action") in (None, "clear", "closed"), saved
    back = await world.sees(LILEI, "退回了这项任务")
    assert "第 3 页缺图" in words_of(back)


async def reworked_and_accepted(world: World) -> None:
    back = await world.sees(LILEI, "退回了这项任务")
    await world.click(LILEI, back, "say:submit")
    await card(world, "第 1 步")
    closed = await world.sees(ANN, "之后又请你验收了一次")
    assert "已退回" in words_of(closed)
    assert action_ids(closed) == {"say:show"}
    assert "已验收" in await world.command(ANN, "/task accept 1")
    accepted = await world.command(DANA, "/task 验收 1 5 这次很好")
    assert "🎉" in accepted
    assert "验收通过" in words_of(await world.sees(LILEI, "验收通过了这项任务"))

    record = await world.command(LILEI, "/task 查看 1")
    for words in ("第 1 轮", "第 2 轮", "退回：有缺陷", "第 3 页缺图", "5 分（满分 5 分）", "这次很好"):
        assert words in record, (words, record)


async def kept_and_put_away(world: World) -> None:
    await world.command(LILEI, "/task 结案 1")
    await world.submit(LILEI)
    await world.sees(LILEI, "没有填写内容，就不保存总结了")
    await world.command(LILEI, "/task 结案 1")
    await world.submit(LILEI, lesson=text("先打样再印"), tags=text("印刷，宣传册"))
    assert "已归档" in await world.command(MAYA, "/task 归档 1")
    for words in ("宣传册", "印刷", "打样"):
        assert "先打样再印" in await world.command(LILEI, f"/task 案例 {words}")
    assert "还没有" in await world.command(LILEI, "/task 案例 火箭")


async def test_the_nights_that_a_moved_clock_jumps_over_put_old_work_away(world: World) -> None:
    await world.command(LILEI, "/task 盘点仓库")
    await world.command(LILEI, "/task 完成 1")
    await world.move_clock("2026-03-22T08:00:00Z")
    assert "归档" not in await world.command(LILEI, "/task 历史 1")
    await world.move_clock("2026-03-24T08:00:00Z")
    assert "Muster 归档了任务" in await world.command(LILEI, "/task 历史 1")
