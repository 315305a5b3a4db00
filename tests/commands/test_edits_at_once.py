"""Two gestures about one message at the same moment: one of them comes second, and knows what the first one did."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlmodel import col, select

from bot import commands
from bot.answers import Answer, Changed, Refused
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.messages import sources
from models import Outbox, Session, Task
from models.db import Database, connect
from tests.factories import NOW, TEAM, make_channel, make_person

ROUNDS = 10
FIRST, SECOND, THIRD = "write the report", "write the report by Friday", "write the report by Monday"


async def at_once(database: Database, *works: Callable[[Session], Answer]) -> list[object]:
    """All begin together, where the database lets them."""
    meet = threading.Barrier(len(works), timeout=0.2)

    def met(work: Callable[[Session], Answer]) -> Callable[[Session], object]:
        def begun(session: Session) -> object:
            with suppress(threading.BrokenBarrierError):
                meet.wait()
            try:
                return work(session)
            except UserError as error:
                return Refused(error)

        return begun

    return list(await asyncio.gather(*(database.submit(met(work)) for work in works)))


def react(ts: str, key: str) -> Callable[[Session], Answer]:
    heard = Heard(TEAM, "U0ANN", Door.REACTION, f"fix printer {ts}", Gesture(key), channel_id="C0LAUNCH",
                  channel_kind="public", ts=ts, meta={"once": True}, spoken_at=NOW)  # fmt: skip
    return lambda session: commands.captured(session, heard, NOW)


async def test_who_reacts_twice_at_once_makes_one_task(database_url: str) -> None:
    database = connect(database_url)
    try:
        await database.submit(lambda session: [make_person(session), make_channel(session)])
        for turn in range(ROUNDS):
            ts = f"77.{turn}"
            answers = await at_once(database, react(ts, f"{ts} a"), react(ts, f"{ts} b"))
            made = await database.read(lambda session: of_message(session, ts))  # noqa: B023
            assert len(made) == 1, answers
            keys = [answer.error.key for answer in answers if isinstance(answer, Refused)]
            assert keys == ["task_already"]
    finally:
        await database.close()


def of_message(session: Session, ts: str) -> list[Task]:
    return list(session.exec(select(Task).where(Task.source_ts == ts)))


def hear(ts: str, door: Door, text: str, key: str, **meta: str) -> Heard:
    return Heard(TEAM, "U0ANN", door, text, Gesture(f"{ts} {key}"), channel_id="D0ANN", channel_kind="im", ts=ts,
                 meta=dict(meta))  # fmt: skip


def edit(ts: str, was: str, text: str, seconds: int) -> Callable[[Session], Answer]:
    at = NOW + timedelta(seconds=seconds)
    heard = hear(ts, Door.DM, text, str(seconds), edited=f"{at.timestamp():.6f}", was=was)
    return lambda session: commands.edited(session, heard, at)


def offers(session: Session, ts: str) -> list[Outbox]:
    found = select(Outbox).where(Outbox.kind == sources.OFFER, col(Outbox.key).contains(f":{ts}:"))
    return list(session.exec(found.order_by(col(Outbox.id))))


async def test_an_edit_while_the_offer_before_is_taken_goes_on_from_there(database_url: str) -> None:
    database = connect(database_url)
    try:
        await database.submit(lambda session: [make_person(session), make_channel(session, "D0ANN", kind="im")])
        for turn in range(ROUNDS):
            ts = f"88.{turn}"
            said = hear(ts, Door.DM, FIRST, "said")
            await database.submit(lambda session: commands.run(session, said, NOW + timedelta(hours=turn)))  # noqa: B023
            await database.submit(edit(ts, FIRST, SECOND, 10))
            offer = (await database.read(lambda session: offers(session, ts)))[0]  # noqa: B023
            tap = hear("9.9", Door.BUTTON, f"reread @{offer.id}", ts)
            taken, _ = await at_once(
                database, lambda session: commands.run(session, tap, NOW), edit(ts, SECOND, THIRD, 20)  # noqa: B023
            )  # fmt: skip
            first, second = await database.read(lambda session: offers(session, ts))  # noqa: B023
            came_first = isinstance(taken, Changed)
            assert (first.subject["state"], second.subject["was"]) == (
                ("taken", SECOND) if came_first else ("replaced", FIRST)
            )
            (task,) = await database.read(lambda session: of_message(session, ts))  # noqa: B023
            assert str(task.due_on) == ("2026-03-13" if came_first else "None")
    finally:
        await database.close()
