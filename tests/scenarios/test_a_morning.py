"""The next working morning in three zones: briefs, standup prompts, answers, the report, one digest."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, TOM, World, words_of

ZONES = {LILEI: "Asia/Shanghai", TOM: "Asia/Shanghai", ANN: "Europe/Berlin", MAYA: "Europe/Berlin",
         DANA: "America/Los_Angeles"}  # fmt: skip


def local_hour(message: dict[str, Any], user: str) -> str:
    """When a message came, on the wall of that person."""
    return datetime.fromtimestamp(float(message["ts"]), ZoneInfo(ZONES[user])).strftime("%a %H:%M")


async def set_up_rituals(world: World) -> None:
    await world.command(MAYA, "/standup setup")
    said = await world.submit(MAYA, members={"type": "multi_users_select", "selected_users": list(ZONES)})
    assert said["response_action"] in ("closed", "clear"), said
    await world.command(MAYA, "/digest setup")
    said = await world.submit(MAYA)
    assert said["response_action"] in ("closed", "clear"), said


async def give_everybody_something(world: World) -> None:
    for user in ZONES:
        await world.command(user, "/task tidy the desk on 10 March")


async def found(world: World, user: str, words: str) -> list[dict[str, Any]]:
    return [m for m in await world.messages(user) if words in words_of(m) and not m.get("ephemeral")]


BRIEF = {LILEI: "早", TOM: "Good morning", ANN: "Good morning", MAYA: "Good morning", DANA: "Good morning"}


@pytest.mark.timeout(240)
async def test_everybody_is_greeted_and_asked_at_their_own_hour(every_world: World) -> None:
    world = every_world
    await give_everybody_something(world)
    await set_up_rituals(world)
    await world.move_clock("2026-03-10T17:30:00+00:00")  # Tuesday, 10:30 in Los Angeles
    for user in ZONES:
        briefs = [local_hour(m, user) for m in await found(world, user, BRIEF[user])]
        assert briefs.count("Tue 09:00") == 1, (user, briefs)
        prompts = [local_hour(m, user) for m in await found(world, user, "站会" if user == LILEI else "Standup in")]
        assert prompts.count("Tue 09:30") == 1, (user, prompts)


@pytest.mark.timeout(240)
async def test_answers_become_the_report_and_the_wrap_up_comes_once(world: World) -> None:
    await give_everybody_something(world)
    await set_up_rituals(world)
    await world.move_clock("2026-03-10T08:45:00+00:00")  # Tuesday, 9:45 in Berlin; Shanghai was asked hours ago
    prompt = (await found(world, ANN, "how's it going"))[-1]
    await answer_by_form(world, ANN, prompt)
    parent = await world.sees(MAYA, "1 of 5", LAUNCH)
    await world.sees(MAYA, "Wrote the page", LAUNCH, thread_ts=parent["ts"])
    await world.move_clock("2026-03-11T01:00:00+00:00")
    wraps = [m for m in await world.messages(MAYA, LAUNCH, parent["ts"]) if "🏁" in words_of(m)]
    assert len(wraps) == 1, [words_of(m) for m in await world.messages(MAYA, LAUNCH, parent["ts"])]
    digests = [m for m in await world.messages(MAYA, LAUNCH) if "📰" in words_of(m)]
    days = [local_hour(m, MAYA) for m in digests]
    assert days.count("Tue 17:00") == 1, days
    assert len(days) == len(set(days)), days


async def answer_by_form(world: World, user: str, prompt: dict[str, Any]) -> None:
    answer = next(element for block in prompt["blocks"] if block["type"] == "actions" for element in block["elements"]
                  if "/standup answer" in element["value"])  # fmt: skip
    await world.click(user, prompt, answer["action_id"])
    said = await world.submit(user, q0={"type": "plain_text_input", "value": "Wrote the page"},
                              q1={"type": "plain_text_input", "value": "Read it once more"})  # fmt: skip
    assert said["response_action"] in ("closed", "clear"), said


async def test_a_message_of_another_time_is_not_sent_again_by_a_second_tick(world: World) -> None:
    await give_everybody_something(world)
    await world.move_clock("2026-03-10T08:05:00+00:00")
    before = len(await found(world, ANN, "Good morning"))
    await world.move_clock("2026-03-10T08:10:00+00:00")
    assert len(await found(world, ANN, "Good morning")) == before
