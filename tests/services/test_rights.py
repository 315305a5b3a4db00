"""What somebody may do with a task, asked of the facts as they stand in the database: for one task and for many."""

import pytest

from bot.errors import Kind, UserError
from bot.rules.permissions import OF_TASKS, Part
from bot.services.work import rights
from models import Person, Role, RoleKind, Session, Task, Team, Workspace
from tests.commands.walking import ACTORS, COLLEAGUES, NAMED, PRIVATE, PUBLIC, World, id_of, parts
from tests.factories import NOW, TEAM, make_channel, make_person, make_task, make_workspace
from tests.statements import counted

VERBS = {allowed: verb for verb, allowed in OF_TASKS.items()}.values()  # one of each kind of right


def somebody(session: Session, person_id: str) -> Person:
    found = session.get(Person, (TEAM, person_id))
    assert found is not None
    return found


def here(session: Session) -> Workspace:
    found = session.get(Workspace, TEAM)
    assert found is not None
    return found


@pytest.mark.parametrize("channel", [PUBLIC, PRIVATE])
def test_each_may_do_what_the_table_says_with_one_task_and_with_many_alike(session: Session, channel: str):
    world = World(session, channel)
    workspace = here(session)
    for actor in ACTORS:
        person = somebody(session, id_of(actor))
        for verb in VERBS:
            may = bool(OF_TASKS[verb] & parts(actor, channel))
            assert rights.can(session, workspace, person, world.tasks[0], verb) == may, (actor, verb)
            several = rights.can_all(session, workspace, person, iter(world.tasks), verb)
            assert several == ({1, 2} if may else set()), (actor, verb)


def test_what_they_are_to_it_is_told_as_it_is(session: Session):
    world = World(session, PRIVATE)
    for actor in (*NAMED, *COLLEAGUES):
        found = rights.parts_of(session, here(session), somebody(session, id_of(actor)), world.tasks[0])
        assert found == parts(actor, PRIVATE) | {Part.COLLEAGUE}, actor


@pytest.fixture
def plenty(session: Session) -> dict[str, Task]:
    """Tasks that differ in one thing each: whose they are, who helps, which channel they come from."""
    make_workspace(session)
    ann, bob, cleo = (make_person(session, one) for one in ("U0ANN", "U0BOB", "U0CLEO"))
    led, other = make_channel(session, "C0LED"), make_channel(session, "C0OTHER")
    session.add(Team(workspace_id=TEAM, channel_id="C0LED", leads=["U0CLEO"], created_at=NOW))
    tasks = {
        "ann's": make_task(session, ann, channel=other),
        "bob's": make_task(session, bob, channel=other),
        "bob's, and ann helps": make_task(session, bob, channel=other),
        "bob's, and ann is told": make_task(session, bob, channel=other),
        "bob's, of the channel that cleo leads": make_task(session, bob, channel=led),
        "cleo's, said to the bot alone": make_task(session, cleo),
    }
    for name, kind in (("bob's, and ann helps", RoleKind.HELPER), ("bob's, and ann is told", RoleKind.INFORMED)):
        session.add(Role(workspace_id=TEAM, number=tasks[name].number, person_id="U0ANN", kind=kind))
    session.flush()
    return tasks


def may(session: Session, tasks: dict[str, Task], person_id: str, verb: str) -> set[str]:
    """The names of those with which they may do that; one by one it has to be the same."""
    person, workspace = somebody(session, person_id), here(session)
    numbers = rights.can_all(session, workspace, person, tasks.values(), verb)
    alone = {task.number for task in tasks.values() if rights.can(session, workspace, person, task, verb)}
    assert alone == numbers
    return {name for name, task in tasks.items() if task.number in numbers}


def test_of_many_tasks_each_is_asked_for_by_itself(session: Session, plenty: dict[str, Task]):
    assert may(session, plenty, "U0ANN", "done") == {"ann's", "bob's, and ann helps"}
    assert may(session, plenty, "U0ANN", "due") == {"ann's"}
    assert may(session, plenty, "U0CLEO", "due") == {
        "bob's, of the channel that cleo leads", "cleo's, said to the bot alone",
    }  # fmt: skip
    assert rights.can_all(session, here(session), somebody(session, "U0ANN"), [], "due") == frozenset()


@pytest.mark.parametrize(
    ("whom", "those"),
    [
        ("U0ANN", {"ann's", "bob's, and ann helps", "bob's, and ann is told"}),
        ("U0CLEO", {"cleo's, said to the bot alone"}),
        ("U0DAN", set()),
    ],
)
def test_whom_one_answers_to_may_hand_over_what_one_has_a_part_in_and_nothing_else(
    session: Session, plenty: dict[str, Task], whom: str, those: set[str]
):
    make_person(session, "U0BOSS")
    somebody(session, whom if whom != "U0DAN" else make_person(session, "U0DAN").id).manager_id = "U0BOSS"
    session.flush()
    assert may(session, plenty, "U0BOSS", "handover") == those
    assert may(session, plenty, "U0BOSS", "due") == set()


@pytest.mark.parametrize("who", [{"is_guest": True}, {"is_stranger": True}])
def test_a_guest_or_somebody_from_outside_hands_over_nobody_s_tasks(
    session: Session, plenty: dict[str, Task], who: dict[str, bool]
):
    make_person(session, "U0BOSS", **who)
    somebody(session, "U0ANN").manager_id = "U0BOSS"
    session.flush()
    assert may(session, plenty, "U0BOSS", "handover") == set()


def test_many_tasks_cost_no_more_statements_than_one(session: Session, plenty: dict[str, Task]):
    workspace, cleo = here(session), make_person(session, "U0BOSS")
    asked = []
    for tasks in (list(plenty.values())[:1], list(plenty.values())):
        with counted(session) as statements:
            rights.can_all(session, workspace, cleo, tasks, "handover")
        asked.append(len(statements))
    assert asked == [3, 3]


def test_who_may_not_is_refused_with_whose_task_it_is(session: Session, plenty: dict[str, Task]):
    workspace, ann = here(session), somebody(session, "U0ANN")
    rights.check(session, workspace, ann, plenty["ann's"], "due")
    theirs = make_task(session, somebody(session, "U0BOB"), creator=somebody(session, "U0CLEO"))
    with pytest.raises(UserError) as refused:
        rights.check(session, workspace, ann, theirs, "due")
    assert (refused.value.key, refused.value.kind) == ("not_yours", Kind.FORBIDDEN)
    assert refused.value.params == {"number": theirs.number, "owner": "U0BOB", "creator": "U0CLEO"}
