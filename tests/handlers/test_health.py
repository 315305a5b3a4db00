"""What operators read of the running program."""

from pathlib import Path
from typing import cast

from aiohttp import web

from bot.clock import Clock
from bot.rules.pace import Pace
from handlers.http.health import Health
from models import Session
from models.db import connect, upgrade
from models.holding import Busy
from models.queries import allowances


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


async def test_the_pace_of_the_workspace_that_takes_fewest_is_told(sqlite_url: str) -> None:
    database = connect(sqlite_url, serving=False)
    pace, now = Pace(), Clock().now()

    def refused(session: Session) -> None:
        for workspace_id in ("T0SLOW", "T0USUAL"):
            known = pace.fresh(workspace_id, now)
            if workspace_id == "T0SLOW":
                pace.refused(known, now, now, now)
            assert allowances.keep(session, known)

    await database.submit(refused)
    await database.close()
    assert "muster_pace_per_minute 140.0" in await figures(sqlite_url, 0)
