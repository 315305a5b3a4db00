"""Edits and deletions that come before what they change, in the wrong order, or while it waits to be read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services.messages import inbox
from models import Inbox
from tests.handlers.knocking import deliver
from tests.scenarios.test_source_messages import EDITED, TEAM, has, quiet, task
from tests.scenarios.world import ANN, World, a_world, eventually, words_of


def event_of_edit(ts: str, was: str, text: str, at: str) -> dict[str, Any]:
    said = {"type": "message", "user": ANN, "ts": ts}
    return {
        "type": "message", "subtype": "message_changed", "hidden": True, "channel": "D0ANN00001", "channel_type": "im",
        "ts": at, "event_ts": at, "message": said | {"text": text}, "previous_message": said | {"text": was},
    }  # fmt: skip


async def test_an_edit_that_overtakes_its_message_is_what_counts(world: World) -> None:
    ts = "1773019202.000001"
    said = {"type": "message", "user": ANN, "ts": ts, "text": "send the deck", "channel": "D0ANN00001",
            "channel_type": "im"}  # fmt: skip
    assert (
        await deliver(world, event_of_edit(ts, "send the deck", "send the slides", "1773019203.000001"), "EvE") == 200
    )
    assert await deliver(world, said, "EvM") == 200
    await world.sees(ANN, "#1")
    await quiet(world)
    assert (await task(world)).title == "send the slides"
    assert await task(world, 2) is None


async def test_of_two_edits_in_the_wrong_order_the_newer_one_is_offered(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    newer = f"{float(ts) + 9:.6f}"
    older = f"{float(ts) + 5:.6f}"
    was = "send the deck by Friday"
    assert await deliver(world, event_of_edit(ts, was, "send the slides by Friday", newer), "EvN") == 200
    await world.sees(ANN, EDITED)
    assert await deliver(world, event_of_edit(ts, was, "send the desk by Friday", older), "EvO") == 200
    assert await deliver(world, event_of_edit(ts, was, "send the slides by Friday", newer), "EvN2") == 200
    await quiet(world)
    offers = [message for message in await world.messages(ANN) if EDITED in words_of(message)]
    assert len(offers) == 1
    assert "slides" in words_of(offers[0])


async def test_what_still_waits_to_be_read_is_read_as_it_stands_now(sqlite_url: str) -> None:
    deck, call = "1773019102.000001", "1773019102.000002"

    def hold(session: Any) -> None:
        for ts, text in ((deck, "send the deck"), (call, "call the printer")):
            payload = {"user": ANN, "ts": ts, "channel": "D0ANN00001", "channel_type": "im", "text": text}
            session.add(Inbox(workspace_id=TEAM, key=f"message:D0ANN00001:{ts}", door="dm", payload=payload,
                              received_at=datetime(2026, 3, 9, 1, 20, tzinfo=UTC)))  # fmt: skip

    async with a_world(sqlite_url) as world:
        await world.parts.database.submit(hold)  # as another process had heard them, and died
        newer = event_of_edit(deck, "send the deck", "send the slides", "1773019109.000001")
        older = event_of_edit(deck, "send the deck", "send the desk", "1773019108.000001")
        gone = {"type": "message", "subtype": "message_deleted", "channel": "D0ANN00001", "ts": "1773019110.000001",
                "deleted_ts": call, "previous_message": {"user": ANN, "ts": call}}  # fmt: skip
        for number, event in enumerate((newer, older, gone)):
            assert await deliver(world, event, f"Ev{number}") == 200
    async with a_world(sqlite_url) as world:
        assert await eventually(lambda: task(world))
        await quiet(world)
        assert (await task(world)).title == "send the slides"
        assert await task(world, 2) is None
        assert not await has(world, ANN, EDITED)


@pytest.mark.parametrize(
    ("news", "title"), [({"text": "send the slides", "edited": "1.1"}, "send the slides"), ({"gone": True}, None)]
)
async def test_what_changes_between_being_listed_and_being_begun_is_read_as_it_is_then(
    world: World, monkeypatch: pytest.MonkeyPatch, news: dict[str, Any], title: str | None
) -> None:
    begin = inbox.attempt

    def just_before(session: Any, workspace_id: str, key: str, *rest: Any, **more: Any) -> Inbox | None:
        if key.startswith("message:D0ANN"):
            inbox.overtake(session, workspace_id, key, news)
        return begin(session, workspace_id, key, *rest, **more)

    monkeypatch.setattr(inbox, "attempt", just_before)
    await world.say(ANN, "send the deck")
    await quiet(world)
    found = await task(world)
    assert (found and found.title) == title
