"""No sequence of edits leaves tasks waiting for each other, by order, by parts, or by both."""

import os
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.errors import UserError
from bot.services.people.actors import Actor
from bot.services.plan import plans, splitting
from bot.services.work import roles, tasks, undoing
from models import Session, Task
from models.queries import tasks as queries
from tests.factories import acting, make_person, make_task

COUNT = 5
EXAMPLES = int(os.environ.get("MUSTER_EXAMPLES", "30"))
TWO = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1))
STEPS = st.lists(
    st.tuples(st.sampled_from(("after", "after", "part", "part", "alone", "free", "edit", "merge", "undo")), TWO,
              st.sampled_from(("FS", "SS", "FF"))),
    min_size=4, max_size=14,
)  # fmt: skip


@pytest.fixture(scope="module")
def world(sqlite_engine: Engine) -> Iterator[tuple[Session, Actor, list[int]]]:
    """Tasks that every example begins with anew."""
    with sqlite_engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            ann = make_person(session)
            numbers = [make_task(session, ann, title=f"Step {n}").number for n in range(COUNT)]
            yield session, acting(session, ann), numbers
        whole.rollback()


def act(session: Session, actor: Actor, verb: str, one: Task, other: Task, link: str) -> None:
    written = f"{other.number} {link} +1"
    deeds: dict[str, Callable[[], object]] = {
        "after": lambda: plans.after(session, actor, one, [written]),
        "part": lambda: plans.part(session, actor, one, other.number),
        "alone": lambda: plans.part(session, actor, one, None),
        "free": lambda: plans.not_after(session, actor, one, None),
        "edit": lambda: tasks.edit(session, actor, one, {"parent_number": other.number, "after": [written]}),
        "merge": lambda: splitting.merge(session, actor, one, [other]),
        "undo": lambda: [undoing.undo(session, actor, entry) for entry in queries.list_history(session, one)
                         if entry.undone_by is None and entry.kind not in ("undo", "add")][:1],
    }  # fmt: skip
    deeds[verb]()


def check(found: list[Task], session: Session) -> None:
    """By an oracle of its own: a task waits for what it comes after and for its parts, and never for its kin."""
    parents = {task.number: task.parent_number for task in found}
    after = {task.number: [roles.read_link(one)[0] for one in roles.held(session, task, "after")] for task in found}
    waits = {task.number: {*after[task.number], *(n for n, above in parents.items() if above == task.number)}
             for task in found}  # fmt: skip
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        raise AssertionError(f"these wait for each other: {error.args[1]}") from None
    above: dict[int, set[int]] = {}
    for number, whole in parents.items():
        above[number], at = set(), whole
        while at is not None:
            above[number].add(at)
            at = parents[at]
    kin = [(one, two) for one, two in product(parents, parents) if one in above[two] and
           (one in after[two] or two in after[one])]  # fmt: skip
    assert kin == []


@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_no_sequence_of_edits_makes_tasks_wait_for_each_other(
    world: tuple[Session, Actor, list[int]], steps: list[tuple[str, tuple[int, int], str]]
) -> None:
    session, actor, numbers = world
    point = session.begin_nested()
    for verb, (one, other), link in steps:
        first, second = (queries.get_unseen(session, actor.workspace.id, numbers[at]) for at in (one, other))
        assert first is not None
        assert second is not None
        try:
            with session.begin_nested():
                act(session, actor, verb, first, second, link)
        except UserError:
            session.expire_all()
        check([task for n in numbers if (task := queries.get_unseen(session, actor.workspace.id, n))], session)
    point.rollback()
    session.expire_all()
