"""A copy of a day ago is put back: what Slack has is not said again, nothing old is said, people are answered."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlmodel import col, select

from bot.app import muster
from bot.cli.asking import write
from bot.cli.erasing import forget_again
from bot.clock import real_now
from bot.rules.marks import parts
from bot.rules.pace import Pace
from bot.settings import Settings
from models import Occurrence, Outbox, OutboxState, Session, Workspace
from models.backups import make, tool
from models.db import is_sqlite, plain_engine
from models.queries import holds
from models.restoring import restore
from playground.app import running
from playground.config import Config
from playground.slack import Slack
from playground.world import Message
from tests.ports import free_port
from tests.scenarios.world import (
    ANN,
    BOT_TOKEN,
    BRISK,
    GENERAL,
    LILEI,
    MAYA,
    SECRET,
    START,
    UNHURRIED,
    World,
    eventually,
    words_of,
)

NEXT_DAY = "2026-03-10T10:30:00+00:00"  # Tuesday, 11:30 in Berlin, 18:30 in Shanghai
LATER = "2026-03-10T12:00:00+00:00"


@asynccontextmanager
async def a_slack() -> AsyncIterator[tuple[Slack, int]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    config = Config(signing_secret=SECRET, bot_token=BOT_TOKEN, port=0, clock_url=f"{address}/testing/clock",
                    retry_waits=(0.0, 0.1, 0.1), answer_seconds=20.0, rate_limits=BRISK,
                    request_url=f"{address}/slack/events")  # fmt: skip
    async with running(config) as slack:
        yield slack, port


@asynccontextmanager
async def serving(slack: Slack, port: int, url: str, now: str) -> AsyncIterator[World]:
    settings = Settings(slack_bot_token=BOT_TOKEN, slack_signing_secret=SECRET, slack_api_url=f"{slack.origin}/api/",
                        database_url=url, port=port, muster_test_clock=now, **UNHURRIED)  # type: ignore[arg-type]  # fmt: skip
    async with muster(settings) as running_parts, aiohttp.ClientSession(slack.origin) as http:
        running_parts.delivery.pace = Pace(BRISK)
        running_parts.desk.patience = 15.0
        world = World(http, running_parts)
        await eventually(lambda: _connected(world))
        await world.settled()
        yield world


async def _connected(world: World) -> bool:
    return bool((await world.get("state"))["bot"]["connected"])


def ours(slack: Slack) -> list[Message]:
    return [message for channel in slack.world.channels.values() for message in channel.messages if message.metadata]


def told(slack: Slack) -> Counter[str]:
    """Each thing that a message of ours tells, by its mark."""
    return Counter(part for message in ours(slack) if message.metadata
                   for part in parts(message.metadata["event_payload"]["k"]))  # fmt: skip


def mentions(slack: Slack, words: str) -> int:
    return len([one for one in ours(slack) if words in words_of(one.body)])


def reading(url: str, query: Any) -> list[Any]:
    engine = plain_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            return list(session.exec(query).all())
    finally:
        engine.dispose()


async def a_day(world: World) -> None:
    """Tasks with dates, a reminder, a standup, a digest: all that the clock speaks of."""
    await world.command(MAYA, f"/task send the deck to <@{ANN}> tomorrow 11:00")
    await world.command(MAYA, f"/task order the badges <@{LILEI}> today")
    await world.command(ANN, "/task remind me tomorrow 10:00 to call the printer", GENERAL)
    await world.command(MAYA, "/task water the plants <@U0ANN00001> by Friday", GENERAL)
    await world.settled()


def put_back(url: str, copy: Path, now: datetime) -> None:
    """A file by Muster, a server by its own tool; there Muster is told of it."""
    if is_sqlite(url):
        restore(url, copy, now, lambda size: None, forget_again)
        return
    subprocess.run([tool("pg_restore"), "--clean", "--if-exists", f"--dbname={url}", copy], check=True)
    write(url, holds.put_on_hold)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_copy_of_a_day_ago_says_nothing_twice_and_nothing_old(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
):
    url, copy = str(request.getfixturevalue(f"{database}_url")), tmp_path / "copy"
    async with a_slack() as (slack, port):
        async with serving(slack, port, url, START) as world:
            await a_day(world)
            make(url, copy, lambda size: None)
            await world.move_clock(NEXT_DAY)
            await world.command(MAYA, f"/task made after the copy <@{ANN}>", GENERAL)
            await world.settled()
        before, count = told(slack), len(ours(slack))
        named = mentions(slack, "call the printer")
        assert named >= 2, "its card, and the reminder"
        await asyncio.to_thread(put_back, url, copy, real_now())
        async with serving(slack, port, url, NEXT_DAY) as world:
            await world.settled()
            assert len(ours(slack)) == count, [words_of(one.body) for one in ours(slack)[count:]]
            assert "made after the copy" not in await world.command(ANN, "/task list", GENERAL)
            assert "#1001" in await world.command(ANN, "/task a task while it is on hold", GENERAL)
            await world.move_clock("2026-03-10T10:33:00+00:00")
            notice = await world.sees(MAYA, "I'm back from a backup")
            await world.click(MAYA, notice, "say:release")
            await world.settled()
            await world.move_clock(LATER)
        after = told(slack)
    assert {mark: number for mark, number in after.items() if number > 1} == {}
    assert mentions(slack, "call the printer") == named
    rows = reading(url, select(Outbox).order_by(col(Outbox.id)))
    ends = [(row.key, row.state, row.reason) for row in rows]
    assert {state for _, state, _ in ends} <= {OutboxState.SENT, OutboxState.DROPPED}, ends
    assert [key for key, _, reason in ends if reason == "said before the restore"], ends
    assert set(before) <= set(after)
    (workspace,) = reading(url, select(Workspace))
    assert not workspace.on_hold
    late = select(Occurrence).where(col(Occurrence.tell_at).is_not(None), Occurrence.due_at < workspace.resumed_at)
    assert reading(url, late) == []
