"""A list is the same whether its statement was compiled once for all who ask, or is built for the one who asks now."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import col, select

from models import LIVE, Channel, Person, Role, RoleKind, Session, State, Task
from models.queries import listing, ranking, sight
from models.queries.listing import Filter
from tests.factories import NOW, TEAM, make_channel, make_person

DAY = date(2026, 3, 9)
PEOPLE: dict[str, dict[str, Any]] = {"U0ANN": {}, "U0BOB": {}, "U0GUEST": {"is_guest": True},
                                     "U0FAR": {"is_stranger": True}}  # fmt: skip
ASKED = (
    Filter(), Filter(live=False), Filter(owner_id="U0ANN", day=DAY), Filter(owner_id="U0GUEST", live=False),
    Filter(creator_id="U0BOB"), Filter(creator_id="U0BOB", with_own=True), Filter(channel_id="C0SECRET"),
    Filter(channel_id="C0OPEN", owner_id="U0BOB", live=False), Filter(creator_id="U0ANN", owner_id="U0FAR"),
)  # fmt: skip


@pytest.fixture
def people(session: Session) -> list[Person]:
    """Of each kind one, and 120 tasks of all of them, in the open, in a closed channel and in one long not read."""
    found = [make_person(session, one, **facts) for one, facts in PEOPLE.items()]
    make_channel(session, "C0OPEN", members=("U0ANN", "U0GUEST"))
    make_channel(session, "C0SECRET", kind="private", members=("U0BOB", "U0GUEST"))
    old = make_channel(session, "C0OLD", kind="private", members=tuple(PEOPLE))
    old.roster_at = NOW - timedelta(minutes=6)
    chance = Random(5)
    for number in range(1, 121):
        where = chance.choice(("C0OPEN", "C0SECRET", "C0OLD", None))
        session.add(Task(
            workspace_id=TEAM, number=number, title=f"n{number}", owner_id=chance.choice([*PEOPLE]),
            creator_id=chance.choice([*PEOPLE]), state=chance.choice((*LIVE, State.DONE)), level=chance.randint(1, 5),
            ends_at=chance.choice((None, NOW + timedelta(hours=chance.randint(-99, 99)))), source_channel=where,
            source_is_private=where != "C0OPEN", created_at=NOW, updated_at=NOW,
            day_on=chance.choice((None, DAY)), day_rank=chance.choice((None, 1, 2)),
            blocked_by_number=chance.randint(1, 9), blocked_at=chance.choice((None, NOW)),
        ))  # fmt: skip
    session.flush()
    session.add_all(Role(workspace_id=TEAM, number=number, person_id="U0FAR", kind=RoleKind.INFORMED)
                    for number in range(1, 120, 7))  # fmt: skip
    session.flush()
    return found


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_everybody_sees_by_the_compiled_list_what_they_see_by_the_plain_one(
    session: Session, people: list[Person], wanted: Filter
) -> None:
    for viewer in people:
        compiled = [listing.list_page(session, viewer, wanted, NOW, page=page, size=50) for page in (1, 2, 3)]
        built = listing.list_page(session, viewer, replace(wanted, level=9), NOW, size=500)  # no level is above it
        numbers = [task.number for task in built.tasks]
        shown = [task.number for page in compiled[: compiled[0].pages] for task in page.tasks]
        assert (shown, compiled[0].total) == (numbers, built.total)
        assert compiled[-1].number <= compiled[0].pages


def test_a_page_past_the_end_is_the_last_one(session: Session, people: list[Person]) -> None:
    first, past = (listing.list_page(session, people[1], Filter(live=False), NOW, page=page) for page in (1, 99))
    assert (past.number, past.total) == (first.pages, first.total)
    assert 0 < len(past.tasks) <= 8


def test_what_waits_for_a_task_is_what_its_reader_may_see_of_it(session: Session, people: list[Person]) -> None:
    for viewer in people:
        found = ranking.list_waiting_for(session, viewer, range(1, 10), NOW)
        blocked = (col(Task.state).in_(LIVE), col(Task.blocked_at).is_not(None), sight.of(viewer, NOW))
        seen = set(session.exec(select(Task.number, Task.blocked_by_number).where(Task.workspace_id == TEAM, *blocked)))
        assert {(waits, number) for number, waiting in found.items() for waits in waiting} == seen
        assert seen


def test_a_roster_grows_old_for_the_compiled_list_as_well(session: Session, people: list[Person]) -> None:
    bob = people[1]
    wanted, later = Filter(channel_id="C0SECRET", live=False), NOW + sight.ROSTER_FOR
    assert session.get_one(Channel, (TEAM, "C0SECRET")).roster_at == NOW
    fresh = listing.list_page(session, bob, wanted, later - timedelta(seconds=1), size=99).total
    stale = listing.list_page(session, bob, wanted, later, size=99)
    assert stale.total < fresh
    named = {task.number for task in stale.tasks if "U0BOB" not in (task.owner_id, task.creator_id)}
    assert named == set()
