"""What a newcomer types in passing is understood, or asked about; nothing that was said is lost."""

from typing import Any

import pytest

from tests.scenarios.world import ANN, DANA, GENERAL, LAUNCH, LILEI, MAYA, TOM, World, action_ids, words_of


async def form_after(world: World, user: str, line: str) -> dict[str, Any]:
    """The state of every field in the form that a line opens."""
    await world.command(user, line)
    (view,) = (await world.get("views", user=user))["views"]
    return fields_of(view)


def fields_of(view: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        first = next((value for name, value in element.items() if name.startswith("initial_")), "")
        found[block.get("block_id", "")] = first["value"] if isinstance(first, dict) else first
    return found


LINES: list[tuple[str, dict[str, str]]] = [
    ("book hotel by Friday 3pm !high #x ~2d", {"title": "book hotel", "due_on": "2026-03-13", "due_at": "15:00",
                                                "priority": "2", "labels": "x", "estimate": "2"}),
    ("send the deck to @tom -- the long one", {"title": "send the deck to @Tom", "owner": TOM, "note": "the long one"}),
    ("ask @nobody for the price tomorrow", {"title": "ask @nobody for the price", "owner": "", "due_on": "2026-03-10"}),
    ("book the hall @nobody @dana", {"title": "book the hall @nobody", "owner": DANA}),
    ("water the plants every Monday", {"title": "water the plants every Monday", "due_on": ""}),
    ("draft it +apollo review by @tom", {"title": "draft it +apollo review by @Tom", "owner": ""}),
    ("pay the invoice by yesterday", {"title": "pay the invoice by yesterday", "due_on": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), LINES)
async def test_the_form_keeps_all_that_the_line_said(world: World, line: str, fields: dict[str, str]) -> None:
    there = await form_after(world, MAYA, f"/task new {line}")
    assert {name: there[name] for name in fields} == fields


async def test_the_shortcut_fills_the_form_from_the_message(world: World) -> None:
    ts = await world.say(DANA, "please renew the domain by Friday !high", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    (view,) = (await world.get("views", user=ANN))["views"]
    there = fields_of(view)
    assert (there["due_on"], there["priority"]) == ("2026-03-13", "2")
    said = await world.submit(ANN, title={"type": "plain_text_input", "value": "Renew it"})
    assert said["response_action"] in ("closed", "clear"), said


CHANNELS = (
    ("update the page <#C0LAUNCH01|launch> by Friday", "update the page", "launch"),
    ("写方案 <#C0LAUNCH01|launch> 周五前", "写方案", "launch"),
    ("post the news in <#C0LAUNCH01|launch>", "post the news in #launch", ""),
    ("把公告发到 <#C0LAUNCH01|launch> 频道", "把公告发到 #launch 频道", ""),
    ("update the page <#C0LAUNCH01> today", "update the page", "launch"),
)


@pytest.mark.parametrize(("line", "title", "label"), CHANNELS)
async def test_a_channel_that_stands_like_a_label_is_one(world: World, line: str, title: str, label: str) -> None:
    there = await form_after(world, MAYA, f"/task new {line}")
    assert (there["title"], there["labels"]) == (title, label)
