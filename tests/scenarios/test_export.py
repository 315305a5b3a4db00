"""A file asked for in a channel comes by direct message, whole, once, and with what its reader may see."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.scenarios.world import ANN, BOT_TOKEN, DANA, TOM, World, a_world, eventually


@pytest.fixture
async def world(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setenv("MUSTER_SETTLE_SECONDS", "0.5")
    monkeypatch.setattr("bot.services.messages.outbox.FIRST_WAIT", 0.2)
    async with a_world(sqlite_url) as found:
        yield found


async def files(world: World, reader: str) -> list[dict[str, Any]]:
    return [file for message in await world.messages(reader) for file in message.get("files") or ()]


async def file_number(world: World, reader: str, number: int) -> dict[str, Any]:
    async def look() -> list[dict[str, Any]]:
        there = await files(world, reader)
        return there if len(there) >= number else []

    there = await eventually(look, 15.0)
    assert len(there) == number, there
    return dict(there[-1])


async def content(file: dict[str, Any]) -> list[list[str]]:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with aiohttp.ClientSession() as http, http.get(file["url_private"], headers=headers) as answer:
        return list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"), newline="")))


async def test_a_list_comes_as_a_file_that_is_theirs_alone(world: World) -> None:
    await world.command(ANN, "/task =SUM(A1) send the deck #launch")
    await world.command(TOM, "/task order the printer #launch", channel="dm")
    said = await world.command(ANN, "/task export csv label:launch")
    assert "1 task" in said
    file = await file_number(world, ANN, 1)
    assert (file["name"].startswith("muster-tasks-2026-03-09-"), file["name"].endswith(".csv")) == (True, True)
    heads, row = await content(file)
    assert (heads[:2], row[1]) == (["Number", "Title"], "'=SUM(A1) send the deck")
    assert await files(world, TOM) == []
    await world.sees(ANN, "1 task that you can see")

    await world.post("faults", method="files.completeUploadExternal", kind="drop_after")
    await world.command(ANN, "/task export json")
    assert (await file_number(world, ANN, 2))["name"].endswith(".json")

    await world.post("faults", method="files.completeUploadExternal", kind="drop_before")
    await world.command(ANN, "/task export csv mine")
    await file_number(world, ANN, 3)

    await world.post("faults", method="files.getUploadURLExternal", kind="error", error="missing_scope")
    await world.command(ANN, "/task export csv is:live")
    await world.sees(ANN, "files:write")
    assert len(await files(world, ANN)) == 3


async def test_a_list_is_kept_by_buttons_and_said_in_chinese(world: World) -> None:
    await world.command(DANA, "/task send the deck #launch")
    assert "list launch-mine" in await world.command(DANA, "/task list save launch-mine label:launch")
    assert "send the deck" in await world.command(DANA, "/task list launch-mine")
    shown = await world.command(DANA, "/task list saved")
    assert "launch-mine" in shown
    from_china = await world.command("U0LILEI001", "/task 列表 状态:飞行中")
    assert "没有“飞行中”这个状态" in from_china
    assert "还没有保存过列表" in await world.command("U0LILEI001", "/task 列表 已保存")
