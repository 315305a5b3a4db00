"""Two replicas, or one that is restarted, come by at the same moment: each thing falls due once and is told once."""

import asyncio
import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.services.work import life, tasks
from models import Occurrence, Outbox, Session
from models.db import connect, is_sqlite
from scheduler import EVERYTHING_DUE, nudges
from scheduler.due import TOGETHER, run_due
from tests.factories import acting, make_person, make_task
from tests.services.ticking import at_three, berlin

TWO = berlin("14:00")
PEOPLE = 6


def backlog(session: Session) -> None:
    """For each of them by two o'clock: an announcement, a reminder and what silence brings."""
    boss = make_person(session, "U0BOSS")
    for nth in range(PEOPLE):
        ann = make_person(session, f"U0ANN{nth}")
        ann.brief_at = TWO
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


def many(session: Session) -> None:
    ann = make_person(session)
    for _ in range(3 * TOGETHER):
        task = make_task(session, ann, now=berlin("9:00"))
        task.nudge_at = task.snoozed_until = TWO


@pytest.mark.postgres
async def test_what_one_process_is_at_work_on_the_other_passes_over_and_does_the_rest(postgres_url: str) -> None:
    first, second = connect(postgres_url), connect(postgres_url)
    began, goes_on, reminders = threading.Event(), threading.Event(), nudges.DUE[1]

    def hanging(session: Session, key: tuple[str, int], now: datetime) -> None:
        if not began.is_set():
            began.set()
            assert goes_on.wait(20), "the second waited for the first"
        reminders.do(session, key, now)

    try:
        await first.submit(many)
        slow = asyncio.create_task(run_due(first, replace(reminders, do=hanging, failed={}), TWO))
        assert await asyncio.to_thread(began.wait, 20)
        by_second = await run_due(second, reminders, TWO)
        goes_on.set()
        assert (await slow, by_second) == (TOGETHER, 2 * TOGETHER)
        rows = await first.read(lambda session: session.exec(select(Occurrence.subject)).all())
        assert (len(rows), len(set(rows))) == (3 * TOGETHER, 3 * TOGETHER)
    finally:
        goes_on.set()
        await first.close()
        await second.close()


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
