"""What operators read of the running program."""

from pathlib import Path
from typing import cast

from aiohttp import web

from bot.clock import Clock
from handlers.http.health import Health
from models import Session
from models.db import connect, upgrade
from models.holding import Busy


async def figures(url: str, times: int) -> str:
    """/metrics after a transaction that could not have its rows so often."""
    upgrade(url)
    database, tried = connect(url, serving=False), list[int]()

    def busy_at_first(session: Session) -> None:
        if len(tried) < times:
            tried.append(1)
            raise Busy([])

    await database.submit(busy_at_first)
    page = await Health(database, Clock()).metrics(cast(web.Request, None))
    await database.close()
    assert isinstance(page.body, bytes)
    return page.body.decode()


async def test_how_often_turns_began_again_is_counted_by_why(postgres_url: str) -> None:
    assert 'muster_transactions_begun_again{why="busy"} 2.0' in await figures(postgres_url, 2)


async def test_one_writer_begins_nothing_again(tmp_path: Path) -> None:
    assert "muster_transactions_begun_again{" not in await figures(f"sqlite:///{tmp_path}/muster.db", 0)
