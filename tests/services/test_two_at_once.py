"""Two people change one task at the same moment: one wins, the other is told, and history has one entry a version."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from bot.clock import real_now
from bot.errors import UserError
from bot.rules.pace import Pace
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.work import life, tasks
from models import History, Person, Session, Task
from models.db import Database, connect
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

ROUNDS = 12


async def a_task(database: Database) -> int:
    def make(session: Session) -> int:
        ann, bob = make_person(session), make_person(session, "U0BOB")
        return make_task(session, ann, creator=bob, channel=make_channel(session)).number

    return await database.submit(make)


async def both(database: Database, number: int, expects: int | None) -> list[object]:
    """Both read before either writes, where the database lets them."""
    meet = threading.Barrier(2, timeout=0.2)

    def act(person_id: str, change: Callable[..., object]) -> Callable[[Session], str]:
        def work(session: Session) -> str:
            with suppress(threading.BrokenBarrierError):
                meet.wait()
            person = session.get(Person, (TEAM, person_id))
            assert person is not None
            actor = acting(session, person, now=NOW, expects=expects)
            change(session, actor, tasks.find(session, actor, number))
            return person_id

        return work

    return await asyncio.gather(
        database.submit(act("U0ANN", life.done)), database.submit(act("U0BOB", life.cancel)), return_exceptions=True
    )


async def test_one_wins_and_the_other_is_told(database_url: str) -> None:
    database = connect(database_url)
    try:
        for turn in range(ROUNDS):
            number = await a_task(database)
            outcomes = await both(database, number, expects=1 if turn % 2 else None)
            refused = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
            assert len(refused) == 1, outcomes
            assert refused[0].key in ("changed_under_you", "cannot_move")
            if refused[0].key == "changed_under_you":
                winner = next(outcome for outcome in outcomes if isinstance(outcome, str))
                kind = "done" if winner == "U0ANN" else "cancel"
                assert (refused[0].params["by"], refused[0].params["change"]["kind"]) == (winner, kind)
            version, kinds = await database.read(lambda session: story(session, number))  # noqa: B023
            assert version == 2
            assert len(kinds) == 2
    finally:
        await database.close()


def story(session: Session, number: int) -> tuple[int, list[str]]:
    task = session.get(Task, (TEAM, number))
    assert task is not None
    entries: list[History] = queries.list_history(session, task)
    return task.version, [entry.kind for entry in entries]


async def test_two_processes_that_claim_at_once_take_different_rows(database_url: str) -> None:
    """Each has read before the other has written, where the database lets them; what goes is counted in turns."""
    database, other = connect(database_url), connect(database_url, serving=False)
    meet = threading.Barrier(2, timeout=0.5)

    def write(session: Session) -> None:
        make_person(session)
        for number in range(16):
            assert outbox.put(session, TEAM, Letter(f"k{number}", "reply", f"C{number}"), now=NOW)

    def claim(session: Session) -> list[str]:
        rows = outbox.claim(session, now=NOW, real=real_now(), busy=(), limit=2, pace=Pace(1000.0))
        with suppress(threading.BrokenBarrierError):
            meet.wait()
        return [row.key for row in rows]

    try:
        await database.submit(write)
        found = await asyncio.gather(database.submit(claim), other.submit(claim))
    finally:
        await database.close()
        await other.close()
    assert [len(keys) for keys in found] == [2, 2]
    assert not set(found[0]) & set(found[1])
