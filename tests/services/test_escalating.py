"""Whom each policy tells on a real database: every beginning, every role, repeats, limits, very many at once."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.notices import Nudge, Nudges
from bot.rules.escalation import Hears, Policy, Step, When, kept
from bot.services.rhythm import policies
from bot.services.work import life, tasks
from models import History, Occurrence, OccurrenceState, Role, RoleKind, Session, Task, Workspace
from models.queries import tasks as task_queries
from tests.factories import TEAM, acting, make_person, make_task
from tests.services.test_chasing import TEN, WEEK, World, heard
from tests.services.ticking import berlin, moments, step

MONDAY = date(2026, 3, 9)


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def in_force(session: Session, *wanted: Policy) -> None:
    """These and none of the shipped ones."""
    workspace = session.get_one(Workspace, TEAM)
    ids = {policy.id for policy in wanted}
    off = [Policy(name, When(name), (Step(1, 0, (Hears.OWNER,)),), on=False)
           for name in ("late", "blocked", "unacked", "review") if name not in ids]  # fmt: skip
    workspace.escalation = [kept(policy) for policy in (*off, *wanted)]
    session.add(workspace)
    session.flush()


def told(session: Session, policy: str, until: datetime = TEN + WEEK) -> list[tuple[str, str]]:
    return [(clock, who) for clock, who, what in heard(session, TEN, until) if what == f"escalation.{policy}"]


def late(world: World) -> Task:
    return world.taken(due_at=berlin("15:00"), due_on=MONDAY)


def blocked(world: World) -> Task:
    task = world.begun()
    life.block(world.session, acting(world.session, world.ann, now=TEN), task, reason="the numbers")
    return task


@pytest.mark.parametrize(
    ("when", "prepare", "clock"),
    [
        (When.LATE, late, "Tue 15:00"),
        (When.BLOCKED, blocked, "Tue 10:00"),
        (When.UNACKED, lambda world: world.given(), "Tue 10:00"),
        (When.SILENT, lambda world: world.begun(), "Tue 10:00"),
    ],
)
def test_each_beginning_has_its_clock(world: World, when: When, prepare: Callable[[World], Task], clock: str):
    in_force(world.session, Policy("own", when, (Step(1, 0, (Hears.LEADS,)),)))
    prepare(world)
    assert told(world.session, "own") == [(clock, world.maya.id)]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Hears.OWNER, {"U0ANN"}), (Hears.CREATOR, {"U0BOB"}), (Hears.ACCOUNTABLE, {"U0ACC"}),
        (Hears.LEADS, {"U0MAYA"}), (Hears.MANAGER, {"U0MGR"}), (Hears.STAND_IN, {"U0IDA"}), (Hears.REVIEWERS, set()),
    ],
)  # fmt: skip
def test_each_role_is_who_it_is_when_it_is_told(world: World, role: Hears, expected: set[str]):
    for name in ("U0ACC", "U0MGR", "U0IDA"):
        make_person(world.session, name)
    world.ann.manager_id, world.ann.stand_in_id = "U0MGR", "U0IDA"
    in_force(world.session, Policy("own", When.LATE, (Step(1, 0, (role,)),)))
    task = late(world)
    world.session.add(Role(workspace_id=TEAM, number=task.number, person_id="U0ACC", kind=RoleKind.ACCOUNTABLE))
    world.session.flush()
    assert {who for _, who in told(world.session, "own")} == expected


def test_history_says_who_heard_as_what_and_why(world: World):
    task = late(world)
    heard(world.session, TEN, TEN + WEEK)
    entries = [one.after for one in task_queries.list_history(world.session, task) if one.kind == "escalated"]
    assert {(one["to"], one["as"], one["days"]) for one in entries} == {
        ("U0ANN", "owner", 1), ("U0BOB", "creator", 1), ("U0MAYA", "leads", 3),
    }  # fmt: skip


def test_the_last_step_is_said_again_and_any_action_ends_it(world: World):
    in_force(world.session, Policy("own", When.LATE, (Step(1, 0, (Hears.LEADS,)),), repeats=3))
    task = late(world)
    assert [clock for clock, _ in told(world.session, "own", berlin("18:00", 12))] == [
        "Tue 15:00", "Wed 15:00", "Thu 15:00",
    ]  # fmt: skip
    tasks.note(world.session, acting(world.session, world.ann, now=berlin("09:30", 13)), task, "half of it is there")
    assert heard(world.session, berlin("09:30", 13), berlin("18:00", 13)) == []


@pytest.mark.parametrize(
    ("policy", "count"),
    [
        (Policy("own", When.LATE, (Step(1, 0, (Hears.LEADS,)),), priority=1), 0),
        (Policy("own", When.LATE, (Step(1, 0, (Hears.LEADS,)),), labels=("launch",)), 0),
        (Policy("own", When.LATE, (Step(1, 0, (Hears.LEADS,)),), labels=("x", "client")), 1),
        (Policy("own", When.LATE, (Step(1, 0, (Hears.LEADS,)),), on=False), 0),
    ],
)
def test_only_what_a_policy_covers_is_escalated(world: World, policy: Policy, count: int):
    in_force(world.session, policy)
    world.taken(due_at=berlin("15:00"), due_on=MONDAY, labels=["client"])
    assert len(told(world.session, "own")) == count


def test_a_new_policy_over_very_many_old_tasks_is_one_message_a_day_that_counts_the_rest(world: World):
    """Two working hours later, so that it can still be taken back; the most urgent are named, and only those are told:
    of the rest nothing is said to have been told, and it is named on the next mornings."""
    session = world.session
    in_force(session)
    old = berlin("15:00", 2)
    made = [make_task(session, world.ann, creator=world.ann, channel=world.channel, now=old, priority=4)
            for _ in range(46)]  # fmt: skip
    made += [make_task(session, world.ann, creator=world.ann, channel=world.channel, now=old, priority=1)
             for _ in range(2)]  # fmt: skip
    for task in made:
        life.start(session, acting(session, world.ann, now=old), task)
        task.chase_at = None
    world.ann.nudging = {"all": "off"}
    admin = acting(session, world.ann, now=TEN)
    session.get_one(Workspace, TEAM).admins = [world.ann.id]
    policies.save(session, admin, None, Policy("", When.SILENT, (Step(2, 0, (Hears.LEADS,)),)))
    said = [(now, one) for now in moments(session, TEN, berlin("18:00")) for one in step(session, now)
            if isinstance(one, Nudges)]  # fmt: skip
    assert [(now, one.person.id, len(one.items), one.more) for now, one in said] == [
        (berlin("12:00"), world.maya.id, 12, 36)
    ]
    assert [item.task.level for item in said[0][1].items[:3]] == [1, 1, 4]  # type: ignore[union-attr]
    rows = list(session.exec(select(Occurrence).where(Occurrence.person_id == world.maya.id,
                                                      Occurrence.kind == "nudge.escalation.silent-2")))  # fmt: skip
    assert len(rows) == 48
    assert {row.state for row in rows} == {OccurrenceState.SENT, OccurrenceState.PENDING}
    assert {int(row.subject) for row in rows if row.state == OccurrenceState.SENT} == _escalated(session)
    assert len(_escalated(session)) == 12
    assert {row.tell_at for row in rows if row.state == OccurrenceState.PENDING} == {berlin("9:00", 10)}
    said += [(now, one) for now in moments(session, berlin("18:00"), berlin("18:00", 13))
             for one in step(session, now) if isinstance(one, Nudges)]  # fmt: skip
    assert [(len(one.items), one.more) for _, one in said] == [(12, 36), (12, 24), (12, 12), (12, 0)]
    assert _escalated(session) == {task.number for task in made}


def _escalated(session: Session) -> set[int]:
    """The tasks in whose history it stands that somebody was told."""
    return set(session.exec(select(History.number).where(History.kind == "escalated")))


def test_more_own_reminders_than_a_message_names_are_all_said(session: Session):
    ann = make_person(session)
    at = berlin("15:00")
    made = [make_task(session, ann, now=TEN) for _ in range(15)]
    for task in made:
        task.snoozed_until = task.nudge_at = at
    session.flush()
    said = [one for now in moments(session, berlin("14:59"), berlin("15:10")) for one in step(session, now)
            if isinstance(one, Nudges)]  # fmt: skip
    assert [len(one.items) for one in said] == [12, 3]
    named = {item.task.number for one in said for item in one.items if isinstance(item, Nudge)}
    assert named == {task.number for task in made}


def test_a_policy_taken_back_within_two_hours_tells_nobody(world: World):
    session = world.session
    in_force(session)
    late(world).chase_at = None
    session.get_one(Workspace, TEAM).admins = [world.ann.id]
    admin = acting(session, world.ann, now=berlin("10:00", 12))
    policies.save(session, admin, None, Policy("", When.LATE, (Step(1, 0, (Hears.LEADS,)),)))
    assert heard(session, berlin("10:00", 12), berlin("11:00", 12)) == []
    policies.remove(session, acting(session, world.ann, now=berlin("11:00", 12)), None, "late-2")
    assert [one for one in heard(session, berlin("11:00", 12), berlin("18:00", 13)) if "late-2" in one[2]] == []
