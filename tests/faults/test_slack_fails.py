"""Slack fails in every way it can; every message arrives once, and no call is made that must not be made."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Outbox, OutboxState, Session
from models.queries import deliveries
from models.queries.tasks import get_unseen, list_cards
from tests.scenarios.world import ANN, GENERAL, LAUNCH, MAYA, World, a_world, eventually

TEAM = "T0MUSTER1"
QUIET = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.DEAD)


@pytest.fixture
async def world(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Muster with little patience: what takes minutes with Slack takes a second here."""
    monkeypatch.setenv("MUSTER_SETTLE_SECONDS", "0.5")
    monkeypatch.setattr("bot.services.messages.outbox.FIRST_WAIT", 0.2)
    async with a_world(sqlite_url) as found:
        yield found


async def spoil(world: World, kind: str, method: str = "chat.postMessage", **more: Any) -> None:
    said = await world.post("faults", kind=kind, method=method, **more)
    assert said["ok"], said


async def row_of(world: World, key: str) -> Outbox:
    found = await world.parts.database.read(lambda session: deliveries.outbox_by_key(session, TEAM, key))
    assert found is not None
    return found


async def put(world: World, key: str, to: str, kind: str = "reply") -> None:
    letter, now = Letter(key=key, kind=kind, to=to, subject={"message": {"text": key}}), world.parts.clock.now()
    await world.parts.database.submit(lambda session: outbox.put(session, TEAM, letter, now=now))
    world.parts.delivery.wake()


async def ends(world: World, key: str, within: float = 20.0) -> Outbox:
    """The row of that key, when its fate is known."""

    async def look() -> Outbox | None:
        row = await row_of(world, key)
        return row if row.state in QUIET else None

    found = await eventually(look, within)
    assert found is not None, await row_of(world, key)
    return found


async def nonces(world: World, channel: str = LAUNCH) -> Counter[str]:
    said = (await world.get("messages", channel=channel))["messages"]
    return Counter(message["metadata"]["event_payload"]["k"] for message in said if message.get("metadata"))


@pytest.mark.parametrize(
    ("kind", "more", "lag"),
    [
        ("drop_before", {}, 0),
        ("drop_after", {}, 0),
        ("drop_after", {}, 0.4),
        ("500", {}, 0),
        ("500_after", {}, 0),
        ("500_after", {}, 0.4),
        ("hang", {"seconds": 30}, 0),
        ("error", {"error": "fatal_error"}, 0),
        ("error", {"error": "a_name_of_tomorrow"}, 0),
    ],
    ids=lambda value: value.get("error", "") if isinstance(value, dict) else str(value),
)
async def test_a_call_that_fails_in_the_dark_is_made_good_once(
    world: World, kind: str, more: dict[str, Any], lag: float
):
    if lag:
        await world.post("faults", kind="history_lag", seconds=lag)
    await spoil(world, kind, **more)
    await world.command(ANN, "/task Send the deck")
    await world.command(ANN, "/task Call the bank")
    first, second = await ends(world, "card:1"), await ends(world, "card:2")
    assert (first.state, second.state) == (OutboxState.SENT, OutboxState.SENT)
    assert await nonces(world) == Counter([first.nonce, second.nonce])
    assert float(first.ts or 0) < float(second.ts or 0), "the second waited for the first"
    looked = await world.calls("conversations.history")
    assert len(looked) >= 1


async def test_a_rate_limit_is_waited_out_and_costs_no_try(world: World):
    await spoil(world, "429", seconds=2)
    await world.command(ANN, "/task Send the deck")
    await world.command(ANN, "/task Call the bank", GENERAL)
    rows = [await ends(world, "card:1"), await ends(world, "card:2")]
    assert [(row.state, row.attempts) for row in rows] == [(OutboxState.SENT, 1)] * 2
    calls = await world.calls("chat.postMessage")
    limited = next(call for call in calls if call["outcome"] == "ratelimited")
    after = [at(call) for call in calls if call["n"] > limited["n"] and call["outcome"] == "ok"]
    early = [moment for moment in after if (moment - at(limited)).total_seconds() < 2]
    assert len(early) <= 1, "at most the one that was on its way"
    assert min((moment - at(limited)).total_seconds() for moment in after if moment not in early) >= 2


def at(call: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(call["at"]).astimezone(UTC)


async def test_a_conversation_that_cannot_be_read_is_spoken_to_again_only_where_it_helps(world: World):
    await spoil(world, "error", "conversations.history", error="missing_scope", count=None)
    await spoil(world, "500_after", channel=LAUNCH)
    await world.command(ANN, "/task Send the deck")
    row = await ends(world, "card:1")
    assert (row.state, row.ts is not None) == (OutboxState.SENT, True)
    assert (await nonces(world))[row.nonce] == 2, "a card may come twice, but it does come"

    await world.command(ANN, "/task Learn where we are", GENERAL)
    await ends(world, "card:2")
    await spoil(world, "500_after", channel=GENERAL)
    await put(world, "hello", GENERAL, kind="hello")
    hello = await ends(world, "hello")
    assert (hello.state, hello.reason) == (OutboxState.DEAD, "history unreadable: not sent again")
    assert (await nonces(world, GENERAL))[hello.nonce] == 1, "a channel does not hear it twice"


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_lost_channel_costs_one_call_and_the_maker_gets_the_card(world: World, error: str):
    await world.command(ANN, "/task Know the channel")
    await ends(world, "card:1")
    await spoil(world, "error", error=error, channel=LAUNCH)
    await world.command(ANN, "/task Send the deck")
    lost = await ends(world, "card:2")
    assert (lost.state, lost.reason, lost.attempts) == (OutboxState.DEAD, error, 1)
    assert (await ends(world, "card:2:dm")).state == OutboxState.SENT
    await world.sees(ANN, "Send the deck")


async def test_a_revoked_token_ends_all_calls_and_loses_nothing(world: World):
    await world.command(ANN, "/task Send the deck")
    await ends(world, "card:1")
    await spoil(world, "error", "*", error="token_revoked", count=None)
    await world.command(ANN, "/task Call the bank")
    await world.command(ANN, "/task done 1")

    async def suspended() -> bool:
        return await world.parts.database.read(_suspended)

    assert await eventually(suspended)
    await asyncio.sleep(0.3)  # what was on its way
    before = await calls_of_ours(world)
    for to in (ANN, MAYA, LAUNCH):
        await put(world, f"to {to}", to)
    await asyncio.sleep(2.0)
    assert await calls_of_ours(world) == before
    assert {(await row_of(world, key)).state for key in ("card:2", f"to {MAYA}")} == {OutboxState.PENDING}


async def calls_of_ours(world: World) -> list[int]:
    methods = ("chat.postMessage", "chat.update", "conversations.history", "conversations.replies")
    return [call["n"] for method in methods for call in await world.calls(method)]


def _suspended(session: Session) -> bool:
    return bool(session.exec(deliveries.suspended()).all())


async def test_a_deleted_card_is_forgotten_and_not_posted_again(world: World):
    await world.command(ANN, "/task Send the deck")
    card = await ends(world, "card:1")
    said = await world.http.delete("/people/messages", json={"user": MAYA, "channel": LAUNCH, "ts": card.ts})
    assert said.status == 200
    await world.command(ANN, "/task done 1")

    async def forgotten() -> bool:
        return await world.parts.database.read(
            lambda session: (task := get_unseen(session, TEAM, 1)) is not None and not list_cards(session, task)
        )

    assert await eventually(forgotten)
    await world.command(ANN, "/task reopen 1")
    await asyncio.sleep(0.5)
    assert (await nonces(world))[card.nonce] == 0
    assert [call["outcome"] for call in await world.calls("chat.update")] == ["message_not_found"]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500", "500_after"])
async def test_a_redraw_that_failed_is_drawn_again(world: World, kind: str):
    await world.command(ANN, "/task Send the deck")
    await ends(world, "card:1")
    await spoil(world, kind, "chat.update", count=2)
    await world.command(ANN, "/task done 1")
    await world.sees(ANN, "✅ done", LAUNCH, within=10)


async def test_a_message_that_cannot_be_composed_is_set_aside_and_others_go_on(world: World):
    await put(world, "poison", LAUNCH, kind="no such kind")
    await world.command(ANN, "/task Send the deck")
    poison, card = await ends(world, "poison"), await ends(world, "card:1")
    assert (poison.state, poison.attempts, poison.reason) == (OutboxState.DEAD, 3, "could not be composed: KeyError")
    assert card.state == OutboxState.SENT


async def test_slow_redraws_do_not_hold_up_what_is_said(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MUSTER_SETTLE_SECONDS", "6")
    async with a_world(sqlite_url) as world:
        await world.command(ANN, "/task Send the deck")
        await ends(world, "card:1")
        await spoil(world, "hang", "chat.update", seconds=30, count=None)
        await world.command(ANN, "/task done 1")
        began = asyncio.get_running_loop().time()
        await world.command(ANN, "/task Call the bank", GENERAL)
        await ends(world, "card:2")
        assert asyncio.get_running_loop().time() - began < 5.5, "one redraw hangs for six seconds"
