"""Two clocks go on with the same errands while people move and change their hours: nothing is lost."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlmodel import select

from bot.heard import Profile
from bot.rules import availability
from bot.rules.availability import Away, Part
from bot.services.messages import census
from bot.services.people import away, days_off
from bot.services.rhythm import errands as pieces
from models import Errand, ErrandKind, Session, Task, Workspace
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


# --- what was read before somebody else was waited for ----------------------------------------------------------------

Work = Callable[[Session], None]
TODAY = NOW.date()


def everybody_until_noon(session: Session) -> None:
    boss = people.get(session, TEAM, "U0BOSS")
    assert boss is not None
    days_off.say(session, acting(session, boss), None, TODAY, Part.MORNING, "Party")


def ann_until_noon(session: Session) -> None:
    ann = people.get(session, TEAM, "U0ANN")
    assert ann is not None
    away.put(session, acting(session, ann), ann, Away(TODAY, TODAY, Part.AFTERNOON, by=ann.id))


def by_the_clock(kind: ErrandKind, subject: str) -> Work:
    return lambda session: pieces.go_on(session, (TEAM, kind, subject), NOW)


def of_her_turn(session: Session) -> None:
    ann = people.get(session, TEAM, "U0ANN")
    assert ann is not None
    pieces.moved(session, acting(session, ann).workspace, ann, NOW)


def after_another_of_hers(session: Session) -> None:
    for key in (ErrandKind.ASKED, "U0ANN"), (ErrandKind.DAY, TODAY.isoformat()):
        by_the_clock(*key)(session)


def fill_a_day(session: Session) -> None:
    make_workspace(session, admins=["U0BOSS"])
    make_person(session, "U0BOSS")
    ann = make_person(session)
    for _ in range(3):
        make_task(session, ann, due_on=TODAY)
    for kind, subject in ((ErrandKind.ASKED, ann.id), (ErrandKind.DATES, ann.id), (ErrandKind.DAY, TODAY.isoformat())):
        pieces.leave(session, TEAM, kind, [subject], NOW)


@pytest.mark.always
@pytest.mark.postgres
@pytest.mark.parametrize(
    ("news", "older"),
    [
        pytest.param(everybody_until_noon, by_the_clock(ErrandKind.DATES, "U0ANN"), id="a day off, and the clock"),
        pytest.param(everybody_until_noon, of_her_turn, id="a day off, and a turn"),
        pytest.param(ann_until_noon, after_another_of_hers, id="an absence, and the clock"),
    ],
)
async def test_who_waited_for_tasks_reckons_with_what_holds_by_then(postgres_url: str, news: Work, older: Work) -> None:
    first, second, is_said = connect(postgres_url), connect(postgres_url), Event()

    def say(session: Session) -> None:
        news(session)
        is_said.set()
        sleep(1)  # the other has read what it can, and waits

    def go_on(session: Session) -> None:
        is_said.wait()
        older(session)

    try:
        await first.submit(fill_a_day)
        await asyncio.gather(first.submit(say), second.submit(go_on))
        ends = await first.read(lambda session: set(session.exec(select(Task.ends_at))))
        expected = await first.read(_end_for_ann)
    finally:
        await first.close()
        await second.close()
    assert ends == {expected}


def _end_for_ann(session: Session) -> object:
    ann, workspace = people.get(session, TEAM, "U0ANN"), session.get(Workspace, TEAM)
    assert ann is not None
    assert workspace is not None
    end = availability.hours(ann, workspace).end_of(TODAY)
    assert end.hour < 14
    return end
