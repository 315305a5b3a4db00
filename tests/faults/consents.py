"""Who lets Muster in with a browser, and again where Muster asks for it; and tokens that run out, or are about to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlmodel import select

from bot.clock import real_now
from handlers.slack.tokens import GOOD_FOR
from models import Installation, InstallationState, Session
from models.db import plain_engine
from tests.faults.process import House
from tests.faults.reckoning import reading
from tests.scenarios.installed import Installed, Workspace

LOOKS_EVERY = 0.2
NOBODY: Any = None  # Muster is a process of its own


@dataclass
class Admin:
    """`times` counts how often Muster was let in."""

    house: House
    times: int = 0

    async def let_in(self) -> None:
        house = self.house
        jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
        async with aiohttp.ClientSession(house.slack.origin) as http, aiohttp.ClientSession(cookie_jar=jar) as browser:
            home = Workspace(http, NOBODY, house.slack.origin)
            there = Installed(house.slack, home, house.address, browser)
            consenting = await there.begin(params={"option": "threads"})  # without history a repetition is W1
            status, said = await there.page(await there.agree(home, consenting))
            assert status == 200, said
        self.times += 1

    @asynccontextmanager
    async def does_as_asked(self) -> AsyncIterator[None]:
        """Lets it in, and again whenever that is needed, as soon as somebody answers."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            if await asyncio.to_thread(is_wanted, self.house):
                with suppress(AssertionError, aiohttp.ClientError):  # it died meanwhile, or has not come up yet
                    await self.let_in()


def consent(house: House) -> Installation:
    [row] = reading(house, select(Installation))
    assert isinstance(row, Installation)
    return row


def is_wanted(house: House) -> bool:
    """Nobody let it in yet, or it cannot go on by itself."""
    rows: list[Installation] = reading(house, select(Installation))  # type: ignore[assignment]
    return not any(row.state == InstallationState.ACTIVE and row.refresh_token for row in rows)


async def run_out(house: House) -> None:
    """All access tokens are refused from now on."""
    assert (await house.post("expire"))["tokens"] > 0


async def about_to(house: House) -> None:
    """The token lives on for an hour, as Muster knows by now: time to renew it beside."""
    engine = plain_engine(house.database_url)
    with Session(engine) as session:
        for row in session.exec(select(Installation)):
            row.expires_real = real_now() + timedelta(hours=1)
            session.add(row)
        session.commit()
    engine.dispose()
    await asyncio.sleep(GOOD_FOR + 0.1)


def renewals(house: House) -> list[str]:
    """What became of each try to get a token, after the first one."""
    return [row["outcome"] for row in house.slack.record.calls if row["method"] == "oauth.v2.access"][1:]
