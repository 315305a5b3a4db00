"""An admin sees what could not be delivered and puts it right, in both languages; nothing is said twice."""

from typing import Any

from bot.services.messages import inbox
from handlers.slack import facts
from tests.scenarios.test_operating import fetch
from tests.scenarios.test_set_aside import PLAIN_LEARN, confused
from tests.scenarios.world import ANN, LAUNCH, LILEI, MAYA, World, action_ids, eventually, words_of

POST = "chat.postMessage"
PLANTS = "water the plants"


async def admins(world: World, *people: str) -> None:
    def work(session: Any) -> None:
        from models import Workspace  # noqa: PLC0415 - only here
        from playground.world import TEAM_ID  # noqa: PLC0415 - only here

        workspace = session.get(Workspace, TEAM_ID)
        workspace.admins = list(people)
        session.add(workspace)

    await world.parts.database.submit(work)


async def shown(world: World, person: str, line: str = "/muster outbox") -> dict[str, Any]:
    said = await world.post("commands", user=person, channel=LAUNCH, command="/muster", text=line.split(" ", 1)[1])
    assert said["ok"], said
    return dict(said["response"])


def button(page: dict[str, Any], beginning: str) -> str:
    return next(one for one in sorted(action_ids(page)) if one.startswith(f"say:outbox:{beginning}"))


async def private(world: World, person: str, words: str) -> dict[str, Any]:
    return await world.sees(person, words, LAUNCH, posted=False)


async def test_a_card_that_was_refused_is_seen_explained_and_retried(every_world: World) -> None:
    world = every_world
    await admins(world, MAYA, LILEI)
    assert "Nothing is stuck" in await world.command(MAYA, "/muster outbox")
    await world.post("faults", method=POST, kind="error", error="restricted_action_read_only_channel", channel=LAUNCH)
    await world.command(ANN, f"/task {PLANTS} tomorrow")
    told = await world.sees(MAYA, "couldn't deliver 1 message")
    await world.sees(LILEI, "有 1 条消息没送到")
    assert PLANTS not in words_of(told)
    await world.click(MAYA, told, "say:outbox")
    page = await world.sees(MAYA, "Only some people may post there", posted=False)
    assert f"<#{LAUNCH}>" in words_of(page)
    assert "#1" in words_of(page)
    assert PLANTS not in words_of(page)
    await world.sees(MAYA, "couldn't deliver 1 message")  # what told of it stays
    assert "那里限制了谁能发言" in await world.command(LILEI, "/muster 未送达")
    await world.click(MAYA, page, button(page, "retry"))
    await world.sees(ANN, PLANTS, LAUNCH)
    assert "Nothing is stuck" in await world.command(MAYA, "/muster outbox")
    assert [PLANTS in words_of(one) for one in await world.messages(ANN, LAUNCH) if not one.get("ephemeral")] == [True]


async def test_only_admins_see_it_and_a_second_tap_is_told_so(world: World) -> None:
    await admins(world, MAYA)
    await world.post("faults", method=POST, kind="error", error="thread_not_found", channel=LAUNCH)
    await world.command(ANN, f"/task {PLANTS} tomorrow")
    await world.sees(MAYA, "couldn't deliver 1 message")
    assert "Only admins" in await world.command(ANN, "/muster outbox")
    page = await shown(world, MAYA)
    assert "What it replies to is gone" in words_of(page)
    ref = button(page, "drop").rsplit(":", 1)[1]
    assert "1 is dropped" in await world.command(MAYA, f"/muster outbox drop {ref}")
    assert "settled already" in await world.command(MAYA, f"/muster outbox retry {ref}")
    assert "Nothing is stuck" in await world.command(MAYA, "/muster outbox")


async def test_what_was_set_aside_is_worked_on_when_it_can_be(world: World, monkeypatch: Any) -> None:
    await admins(world, MAYA)
    monkeypatch.setattr(inbox, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(facts, "learn", confused)
    await world.post("messages", user=ANN, channel="dm", text="write the odd report by tomorrow")
    await world.sees(ANN, "give an admin this number", within=10)
    await world.sees(MAYA, "couldn't work on 1 message")
    monkeypatch.setattr(facts, "learn", PLAIN_LEARN)
    page = words_of(await shown(world, MAYA))
    assert "Message to me" in page
    assert "odd" not in page
    assert "1 is tried again" in await world.command(MAYA, "/muster outbox retry all")
    await world.sees(ANN, "write the odd report", within=10)


async def test_sending_is_paused_tried_and_goes_on(world: World) -> None:
    await admins(world, MAYA)
    fault: dict[str, Any] = {"method": POST, "kind": "error", "error": "missing_scope", "count": None}
    await world.post("faults", **fault)
    for number in range(20):
        await world.command(ANN, f"/task {PLANTS} {number} tomorrow")

    async def paused() -> bool:
        return '"paused": 1' in (await fetch(world, "/readyz"))[1]

    assert await eventually(paused, 20)
    assert "muster_breaker_open 1.0" in (await fetch(world, "/metrics"))[1]
    await world.command(ANN, "/task feed the cat tomorrow")
    assert "· 21" in await world.command(ANN, "/task list"), "people are answered all the same"
    assert "I paused at" in await world.command(MAYA, "/muster outbox")
    async with world.http.delete("/people/faults") as cleared:
        assert cleared.status == 200
    assert "trying one message" in await world.command(MAYA, "/muster outbox try")
    await world.sees(ANN, "feed the cat", LAUNCH, within=15)

    async def goes_on() -> bool:
        return not await paused()

    assert await eventually(goes_on)
