"""What a turn has read it does not read again, and it never believes what is no longer so."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.services.work import roles
from models import Dependency, Person, Role, RoleKind, Session, State, Task, Team, known
from models.queries import around
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import standups as team_queries
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task
from tests.statements import counted

HELPER = RoleKind.HELPER


@pytest.fixture
def task(session: Session) -> Task:
    ann = make_person(session)
    make_person(session, "U0BOB")
    task = make_task(session, ann, channel=make_channel(session))
    session.add(Role(workspace_id=TEAM, number=task.number, person_id="U0BOB", kind=HELPER))
    session.flush()
    return task


READ: tuple[Callable[[Session, Task], object], ...] = (
    queries.list_roles,
    lambda session, task: queries.get(session, owner_of(session, task), task.number, NOW, hold=True),
    team_queries.team_of,
    lambda session, task: people_queries.get(session, TEAM, "U0NOBODY"),
    lambda session, task: people_queries.list_by_ids(session, TEAM, ("U0ANN", "U0BOB")),
    lambda session, task: plan_queries.list_parts(session, task, None, NOW),
    queries.list_dependencies,
)


def owner_of(session: Session, task: Task) -> Person:
    found = people_queries.get(session, TEAM, task.owner_id)
    assert found is not None
    return found


@pytest.mark.parametrize("read", READ)
def test_what_was_read_is_not_read_again_in_the_same_turn(
    session: Session, task: Task, read: Callable[[Session, Task], object]
) -> None:
    first = read(session, task)
    with counted(session) as said:
        assert read(session, task) == first
    assert said == []


def helpers(session: Session, task: Task) -> list[str]:
    return roles.ids(session, task, HELPER)


def test_a_part_that_is_given_or_taken_counts_at_once_written_or_not(session: Session, task: Task) -> None:
    assert helpers(session, task) == ["U0BOB"]
    row = Role(workspace_id=TEAM, number=task.number, person_id="U0ANN", kind=HELPER)
    session.add(row)
    assert helpers(session, task) == ["U0ANN", "U0BOB"]
    session.delete(row)
    assert helpers(session, task) == ["U0BOB"]
    roles.put(session, task, "helpers", [])
    assert helpers(session, task) == []
    assert not around.of(session, task).roles


def test_what_a_savepoint_took_back_was_never_there(session: Session, task: Task) -> None:
    inner = session.begin_nested()
    roles.put(session, task, "helpers", ["U0ANN"])
    assert helpers(session, task) == ["U0ANN"]
    inner.rollback()
    assert helpers(session, task) == ["U0BOB"]


def test_a_row_that_is_made_is_there(session: Session, task: Task) -> None:
    assert team_queries.team_of(session, task) is None
    session.add(Team(workspace_id=TEAM, channel_id="C0LAUNCH", created_at=NOW))
    session.flush()
    assert team_queries.team_of(session, task) is not None
    assert people_queries.get(session, TEAM, "U0NEW") is None
    make_person(session, "U0NEW")
    assert people_queries.get(session, TEAM, "U0NEW") is not None


def test_parts_and_orders_are_found_as_soon_as_they_are_given(session: Session, task: Task) -> None:
    ann = people_queries.get(session, TEAM, "U0ANN")
    assert ann is not None
    other = make_task(session, ann)
    assert plan_queries.list_parts(session, task, ann, NOW) == []
    assert plan_queries.list_followers(session, task) == []
    other.parent_number = task.number
    assert plan_queries.list_parts(session, task, ann, NOW) == [other]
    session.add(Dependency(workspace_id=TEAM, number=other.number, after_number=task.number))
    assert plan_queries.list_followers(session, task) == [other]
    assert queries.list_after(session, other) == [task.number]


def test_a_task_that_left_their_sight_is_not_found_again(session: Session, task: Task) -> None:
    bob = people_queries.get(session, TEAM, "U0BOB")
    assert bob is not None
    task.source_is_private, task.source_channel = True, None
    assert queries.get(session, bob, task.number, NOW, hold=True) is task
    roles.put(session, task, "helpers", [])
    assert queries.get(session, bob, task.number, NOW, hold=True) is None


def test_a_statement_that_writes_many_rows_is_heard_of(session: Session, task: Task) -> None:
    ann = people_queries.get(session, TEAM, "U0ANN")
    assert ann is not None
    other = make_task(session, ann)
    assert not around.of(session, task).parts
    session.exec(update(Task).where(col(Task.number) == other.number).values(parent_number=task.number))
    assert around.of(session, task).parts


def test_whoever_holds_a_task_reads_anew_what_stands_beside_it(session: Session, task: Task) -> None:
    said: list[str] = []
    known.once(session, ("beside",), (Role,), lambda: said.append("read"))
    queries.get_unseen(session, TEAM, task.number, hold=True)
    known.once(session, ("beside",), (Role,), lambda: said.append("read"))
    is_alone = session.get_bind().dialect.name == "sqlite"  # nobody else writes meanwhile
    assert is_alone or said == ["read", "read"]
    assert task.state == State.OPEN


def test_who_takes_a_number_may_have_waited_and_reads_anew_what_is_no_row(session: Session, task: Task):
    """On SQLite there is one writer, and nobody to wait for."""
    workspace = people_queries.workspace(session, TEAM)
    assert workspace is not None
    known.keep(session, ("something", TEAM), [Task], "as it was")
    queries.take_numbers(session, workspace, 1)
    waits = session.get_bind().dialect.name == "postgresql"
    assert known.at_hand(session, ("something", TEAM)) == (None if waits else "as it was")
    assert people_queries.workspace(session, TEAM) is workspace
