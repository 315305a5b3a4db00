"""Two replicas, or one that is restarted, come by at the same moment: each thing falls due once and is told once."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.services.work import life, tasks
from models import Occurrence, Outbox, Session
from models.db import connect, is_sqlite
from scheduler import EVERYTHING_DUE
from scheduler.due import run_due
from tests.factories import acting, make_person, make_task
from tests.services.ticking import at_three, berlin

TWO = berlin("14:00")
PEOPLE = 6


def backlog(session: Session) -> None:
    """For each of them by two o'clock: an announcement, a reminder and what silence brings."""
    boss = make_person(session, "U0BOSS")
    for nth in range(PEOPLE):
        ann = make_person(session, f"U0ANN{nth}")
        at_three(session, ann, now=berlin("9:00"))
        make_task(session, ann, creator=boss, now=berlin("10:00"))
        begun = make_task(session, ann, now=berlin("9:00", 4))
        life.start(session, acting(session, ann, now=berlin("9:00", 4)), begun)
        own = make_task(session, ann, now=berlin("9:00"))
        tasks.snooze(session, acting(session, ann, now=berlin("9:00")), own, TWO)


def told(session: Session) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many messages of each kind each got, and how often each thing was told."""
    kinds = ("nudge", "brief")
    letters = Counter((row.to, row.kind) for row in session.exec(select(Outbox).where(col(Outbox.kind).in_(kinds))))
    rows = session.exec(select(Occurrence).where(col(Occurrence.outbox_key).startswith("nudge:")))
    return letters, Counter((row.subject, row.kind) for row in rows)


async def test_the_same_moment_in_two_processes_tells_everybody_once(database_url: str) -> None:
    first = connect(database_url)
    second = first if is_sqlite(database_url) else connect(database_url)  # one process has its file for itself
    try:
        await first.submit(backlog)

        async def passes(now: datetime) -> None:
            for due in EVERYTHING_DUE:  # both at the same kind at the same time, where they meet most
                await asyncio.gather(run_due(first, due, now), run_due(second, due, now))

        for now in (TWO, TWO, TWO + timedelta(seconds=1)):
            await passes(now)
        letters, fell = await first.read(told)
        each = [(f"U0ANN{nth}", kind) for nth in range(PEOPLE) for kind in ("brief", "nudge")]
        assert letters == dict.fromkeys(each, 1)
        assert set(fell.values()) == {1}
        assert {kind for _, kind in fell} >= {"nudge.soon", "nudge.snoozed"}
    finally:
        await first.close()
        if second is not first:
            await second.close()
