"""The program: its options and its life on a port."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime

import aiohttp

from playground.__main__ import arguments
from playground.config import START


def test_options_become_settings() -> None:
    config = arguments(["--port", "0", "--app-token", "xapp-1", "--lang", "zh", "--now", "2026-07-01T08:00:00+02:00"])
    assert (config.port, config.app_token, config.lang) == (0, "xapp-1", "zh")
    assert config.start == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert arguments([]).start == START


async def test_it_serves_until_it_is_told_to_stop(session: aiohttp.ClientSession) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    async with asyncio.timeout(20):
        line = (await program.stdout.readline()).decode()
    origin = line.split(" at ")[1].split("/ ")[0]
    async with session.get(f"{origin}/people/state") as response:
        assert (await response.json())["bot"]["connected"] is False
    program.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        assert await program.wait() == 0
