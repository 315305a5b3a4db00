"""The database is locked, full or gone: nobody is told that it was kept, and it passes by itself."""

import asyncio
import itertools
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from models import Session
from tests.conftest import EVERYTHING
from tests.handlers.knocking import deliver
from tests.ports import HOST, free_port
from tests.scenarios.world import ANN, LAUNCH, LILEI, MAYA, World, a_world, eventually, words_of

# for how long the file is locked, and how long the writer waits for it (as a rule 5,000 ms)
LOCKED = ((1.0, 5000), (3.0, 5000), (10.0, 5000), (10.0, 900)) if EVERYTHING else ((1.0, 5000), (5.0, 400))
UNSAVED, UNSAVED_ZH = AWAY = "couldn't be saved", "没能保存"
FULL = "My disk is full", "磁盘满了"
LOCK = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


@contextmanager
def held_by_another_process(url: str, seconds: float) -> Iterator[None]:
    """The write lock of the file; it ends by itself."""
    command = [sys.executable, "-c", LOCK, url.removeprefix("sqlite:///"), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        assert process.wait(timeout=30) == 0


def message(words: str, ts: str) -> dict[str, str]:
    return {"type": "message", "user": ANN, "channel": "D0ANN00001", "channel_type": "im", "text": words, "ts": ts}


CALL = message("Call the bank tomorrow", "1773019201.1")


@pytest.mark.parametrize(("seconds", "patience"), LOCKED)
async def test_a_locked_file_is_waited_for_and_then_said_to_be_locked(
    sqlite_url: str, seconds: float, patience: int
) -> None:
    async with a_world(sqlite_url) as world:
        await world.command(LILEI, "/task 订会议室")
        await world.say(ANN, "hello")
        await world.parts.database.submit(lambda session: pragma(session, f"busy_timeout={patience}"))
        world.parts.desk.patience = 2.0
        with held_by_another_process(sqlite_url, seconds):
            began = time.monotonic()
            asked = asyncio.create_task(world.command(LILEI, "/task 周五前寄样品"))
            heard = asyncio.create_task(deliver(world, CALL, "EvLOCK"))
            answer, status = await asyncio.gather(asked, heard)
            assert time.monotonic() - began < 2.9, "Slack would have given up on us"
            assert (status == 503) == (seconds > world.parts.desk.patience)
            is_saved = await _what_was_told(world, answer, seconds + 6)
        world.parts.desk.patience = 15.0
        assert await deliver(world, CALL, "EvLOCK") == 200
        await world.sees(ANN, "Call the bank")
        listed = await world.command(ANN, "/task list all")
        assert (listed.count("Call the bank"), "寄样品" in listed) == (1, is_saved)
        assert is_saved or seconds > 2 * patience / 1000, "it was waited for"
        assert not is_saved or seconds < 10 * patience / 1000, "it was not waited for without end"


async def _what_was_told(world: World, answer: str, within: float) -> bool:
    """Whether it was saved, as LILEI heard it: at once, or where it was to be confirmed."""
    if "还在处理" in answer:

        async def look() -> str:
            said = [words_of(one) for one in await world.messages(LILEI, LAUNCH) if one.get("ephemeral")]
            return next((one for one in said if "寄样品" in one), "")

        answer = await eventually(look, within)
    assert "寄样品" in answer, "the words come back, whatever became of them"
    return UNSAVED_ZH not in answer


def pragma(session: Session, words: str) -> None:
    session.execute(text(f"PRAGMA {words}"))


class Wire:
    """What leads to PostgreSQL; it can be cut and mended."""

    def __init__(self, port: int) -> None:
        self.port, self._there = free_port(), port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._join, HOST, self.port)

    async def cut(self) -> None:
        """All that was joined falls apart, and nobody answers any more."""
        assert self._server is not None
        self._server.close()
        for end in self._ends:
            end.transport.abort()
        await self._server.wait_closed()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(HOST, self._there)
        self._ends |= {writer, there_writer}
        await asyncio.gather(_pour(reader, there_writer), _pour(there_reader, writer))
        self._ends -= {writer, there_writer}


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except ConnectionError:
        return
    finally:
        sink.close()


@asynccontextmanager
async def a_cut(url: str) -> AsyncIterator[tuple[str, Wire]]:
    """The same database at the end of a wire."""
    _, _, address = url.partition("@")
    port, _, name = address.partition("/")
    wire = Wire(int(port.rpartition(":")[2]))
    await wire.mend()
    yield f"postgresql://muster@{HOST}:{wire.port}/{name}", wire
    await wire.cut()


async def _is_refused_everywhere(world: World, card: dict[str, Any], words: tuple[str, str] = AWAY) -> None:
    """Nothing is kept and everybody hears it: a command, a click, a form, an event, Home."""
    in_english, in_chinese = words
    told = await world.command(LILEI, "/task 周五前寄样品")
    assert in_chinese in told, told
    assert "周五前寄样品" in told, "the words come back"
    await world.click(LILEI, card, "say:done", LAUNCH)
    await world.sees(LILEI, in_chinese, LAUNCH, posted=False)
    kept_open = await world.submit(ANN, title={"type": "plain_text_input", "value": "Book the room"})
    assert kept_open["response_action"] == "errors", kept_open
    assert in_english in str(kept_open)
    assert await deliver(world, CALL, "EvAWAY") == 503


async def _all_is_well_again(world: World) -> None:
    saved = await world.submit(ANN, title={"type": "plain_text_input", "value": "Book the room"})
    assert saved["response_action"] in ("closed", "clear"), "the form was kept open, with all that stood in it"
    assert await deliver(world, CALL, "EvAWAY") == 200
    assert "寄样品" in await world.command(LILEI, "/task 周五前寄样品")
    await world.sees(ANN, "Call the bank", within=15)
    listed = await world.command(ANN, "/task list all")
    assert [listed.count(title) for title in ("Call the bank", "Book the room", "寄样品", "订会议室")] == [1] * 4


@pytest.mark.postgres
async def test_a_database_that_is_gone_is_told_and_comes_back_without_a_restart(postgres_url: str) -> None:
    async with a_cut(postgres_url) as (url, wire), a_world(url) as world:
        await world.command(LILEI, "/task 订会议室")
        card = await world.sees(LILEI, "订会议室", LAUNCH)
        await world.say(ANN, "hello")
        await world.command(ANN, "/task new")
        await wire.cut()
        await _is_refused_everywhere(world, card)
        home = {"type": "app_home_opened", "user": MAYA, "channel": "D0MAYA0001", "tab": "home"}
        assert await deliver(world, home, "EvHOME") == 503, "it is drawn when Slack tells it again"
        await wire.mend()
        await _all_is_well_again(world)


@pytest.mark.postgres
async def test_over_a_socket_an_event_that_was_not_kept_is_not_acknowledged(postgres_url: str) -> None:
    async with (
        a_cut(postgres_url) as (url, wire),
        a_world(url, socket_mode=True, answer_seconds=2.0) as world,
    ):
        await world.command(LILEI, "/task 订会议室")
        await wire.cut()
        assert UNSAVED_ZH in await world.command(LILEI, "/task 周五前寄样品")
        saying = asyncio.create_task(
            world.post("messages", user=ANN, channel="dm", text="Call the bank tomorrow", wait=True)
        )
        assert await eventually(lambda: _was_not_acknowledged(world), within=10)
        await wire.mend()
        assert (await saying)["acknowledged"], "it came again"
        await world.sees(ANN, "Call the bank", within=15)


async def _was_not_acknowledged(world: World) -> bool:
    rows = (await world.get("calls"))["deliveries"]
    return any(row["outcome"] != "ok" for row in rows if row["kind"] == "events_api" and "outcome" in row)


async def test_a_full_disk_is_told_and_passes(sqlite_url: str) -> None:
    async with a_world(sqlite_url) as world:
        await world.command(LILEI, "/task 订会议室")
        card = await world.sees(LILEI, "订会议室", LAUNCH)
        await world.say(ANN, "hello")
        await world.command(ANN, "/task new")

        await world.parts.database.submit(fill_up)
        await _use_up(world)
        await _is_refused_everywhere(world, card, FULL)
        await world.parts.database.submit(
            lambda session: session.execute(text("PRAGMA max_page_count=1000000")) and None
        )
        await _all_is_well_again(world)
        with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def fill_up(session: Session) -> None:
    """No page more than there are."""
    pages = session.execute(text("PRAGMA page_count")).scalar_one()
    pragma(session, f"max_page_count={pages}")


async def _use_up(world: World) -> None:
    """The room within the pages: long words and short ones, until neither finds any."""
    refused = 0
    for number in itertools.count():
        words = "x" * 2500 if number % 2 else f"one more word {number}"
        refused = refused + 1 if FULL[0] in await world.command(MAYA, f"/task note 1 {words}") else 0
        status = await deliver(world, message(f"hello {number}", f"1773019300.{number:06}"), f"EvFULL{number}")
        refused = refused + 1 if status == 503 else 0
        if refused >= 8:
            return
