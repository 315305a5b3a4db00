"""G11: nine o'clock comes to everybody at once, and all hear of their day within minutes, at Slack's pace."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from models import Outbox, OutboxState, Session
from models.db import plain_engine
from tests.factories import make_person, make_task
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.reckoning import breaches_of, reading
from tests.scenarios.world import eventually

NINE = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)  # in Berlin
IN_ALL = timedelta(minutes=6)


async def run(given: Given) -> Found:
    """`times` as fast as Slack allows, on both sides; so the six minutes are as much shorter."""
    people, times = given.much("people"), given.size["times"]
    async with a_house(given.fresh(), given.folder, pace=times) as house:
        ids = [(await house.post("users", name=f"p{n}", tz="Europe/Berlin"))["user"]["id"] for n in range(people)]
        await house.kill(await house.start())  # everybody is known
        _give_everybody_something(house, ids)
        house.slack.clock.reach(NINE - timedelta(seconds=2))
        await house.start()
        await eventually(lambda: _all_heard(house, ids), 3 + IN_ALL.total_seconds() / times + 60)
        rows = [row for row in _briefs(house) if row.to in set(ids)]
        breaches = breaches_of(house)
        limited = sum(call["outcome"] == "ratelimited" for call in house.slack.record.calls)
    last = max((row.sent_at for row in rows if row.sent_at), default=NINE) - NINE
    if len(rows) != people or any(row.state != OutboxState.SENT for row in rows):
        breaches.append(f"{people - sum(row.state == OutboxState.SENT for row in rows)} heard nothing")
    if last * times > IN_ALL:
        breaches.append(f"the last one heard after {last}")
    return Found(
        f"{people} briefs due at 09:00, both sides {times:g} × Slack's pace",
        f"all within {IN_ALL.total_seconds() / times:.0f} s, none lost to a 429",
        f"{len(rows)} sent, the last after {last.total_seconds():.1f} s; {limited} × 429",
        breaches,
    )


def _give_everybody_something(house: House, ids: list[str]) -> None:
    engine = plain_engine(house.database_url)
    with Session(engine, expire_on_commit=False) as session:
        for person_id in ids:
            make_task(session, make_person(session, person_id), due_on=date(2026, 3, 9))
        session.commit()
    engine.dispose()


def _briefs(house: House) -> list[Outbox]:
    return reading(house, select(Outbox).where(Outbox.kind == "brief"))  # type: ignore[return-value]


async def _all_heard(house: House, ids: list[str]) -> bool:
    sent = {row.to for row in _briefs(house) if row.state == OutboxState.SENT}
    return set(ids) <= sent
