"""Two clocks go on with the same errands while people move and change their hours: nothing is lost."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.heard import Profile
from bot.rules.availability import Away
from bot.services.messages import census
from bot.services.people import away
from models import Errand, Session, Task
from models.db import Database, connect
from models.queries import people
from scheduler import errands
from scheduler.due import run_due
from tests.factories import NOW, TEAM, acting, make_person, make_task, make_workspace

SHANGHAI, LATER = "Asia/Shanghai", NOW + timedelta(minutes=1)
PEOPLE, EACH = 6, 50


def fill(session: Session) -> None:
    for nth in range(PEOPLE):
        ann = make_person(session, f"U{nth}")
        for _ in range(EACH):
            make_task(session, ann, due_on=NOW.date())


def move(session: Session, zone: str) -> None:
    page = [Profile(id=f"U{nth}", name=f"u{nth}", real_name=f"U{nth}", locale="en-US", zone=zone)
            for nth in range(PEOPLE)]  # fmt: skip
    census.take_page(session, make_workspace(session), page, NOW)


def go_away(session: Session, person_id: str) -> None:
    person = people.get(session, TEAM, person_id)
    assert person is not None
    tomorrow = NOW.date() + timedelta(days=1)
    away.put(session, acting(session, person), person, Away(tomorrow, tomorrow, by=person_id))


async def until_done(database: Database) -> None:
    while await run_due(database, errands.DUE[0], LATER):
        pass


@pytest.mark.always
@pytest.mark.postgres
async def test_two_clocks_and_people_who_change_meanwhile_end_with_every_date_right(postgres_url: str) -> None:
    first, second = connect(postgres_url), connect(postgres_url)
    try:
        await first.submit(fill)
        await first.submit(lambda session: move(session, "UTC"))
        await asyncio.gather(
            until_done(first), until_done(second), second.submit(lambda session: move(session, SHANGHAI)),
            *(first.submit(lambda session, nth=nth: go_away(session, f"U{nth}")) for nth in range(3)),  # type: ignore[misc]
        )  # fmt: skip
        await until_done(second)
        left = await first.read(lambda session: list(session.exec(select(Errand))))
        ends = await first.read(lambda session: set(session.exec(select(Task.ends_at))))
        begun_again = first.begun_again | second.begun_again
    finally:
        await first.close()
        await second.close()
    assert left == []
    assert [end.hour for end in ends if end is not None] == [10], "six in the evening in Shanghai"
    assert "40P01" not in begun_again, "they wait for each other in one order"
