"""What cannot be worked on is tried three times, then set aside, and the person who said it is told."""

from typing import Any

import pytest
from sqlmodel import select

from bot.services.messages import inbox
from handlers.slack import facts
from models import Inbox, InboxState, Session
from tests.scenarios.world import ANN, World, words_of

PLAIN_LEARN = facts.learn


async def confused(database: Any, client: Any, heard: Any, now: Any) -> Any:
    if "odd" in heard.text:
        raise ZeroDivisionError
    return await PLAIN_LEARN(database, client, heard, now)


async def dead(world: World) -> list[tuple[str, str, int]]:
    def read(session: Session) -> list[tuple[str, str, int]]:
        rows = session.exec(select(Inbox).where(Inbox.state == InboxState.DEAD))
        return [(row.door, row.outcome, row.failures) for row in rows]

    return await world.parts.database.read(read)


async def test_who_said_what_we_cannot_work_on_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(facts, "learn", confused)
    await world.post("messages", user=ANN, channel="dm", text="an odd thing by tomorrow")
    told = words_of(await world.sees(ANN, "give an admin this number", within=10))
    assert "odd" not in told
    assert await dead(world) == [("dm", "failed three times", 3)]
    await world.say(ANN, "Write the minutes by tomorrow")
    await world.sees(ANN, "Write the minutes")


async def test_the_next_words_do_not_wait_for_what_rests(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "learn", confused)
    await world.post("messages", user=ANN, channel="dm", text="an odd thing by tomorrow")
    await world.post("messages", user=ANN, channel="dm", text="Write the minutes by tomorrow")
    await world.sees(ANN, "Write the minutes")
    assert await dead(world) == []
