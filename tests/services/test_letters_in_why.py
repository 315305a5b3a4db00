"""What is told of others' doing is kept for `/muster why`, too: dates that moved along, tasks that changed hands."""

from datetime import date

import pytest

from bot.render.occurrences import RULES, reason
from bot.services.messages import notices
from bot.services.plan import plans, slips
from bot.services.rhythm import why
from bot.services.work import handing, life, tasks, telling
from models import Person, Session, Task
from models.queries import deliveries
from tests.factories import acting, make_channel, make_person, make_task, make_workspace
from tests.services.ticking import HOUR, MINUTE, berlin, deliver

TEN = berlin("10:00")


class Team:
    """Ann leads, and works before Bob."""

    def __init__(self, session: Session) -> None:
        self.session = session
        make_workspace(session, leads=["U0ANN"])
        self.ann, self.bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
        self.channel = make_channel(session, members=(self.ann.id, self.bob.id))

    def task(self, owner: Person, creator: Person | None = None, **fields: object) -> Task:
        return make_task(self.session, owner, creator=creator, channel=self.channel, now=TEN, **fields)

    def told(self, person: Person, task: Task | None = None) -> list[tuple[str, str, str]]:
        actor = acting(self.session, person, now=TEN + HOUR)
        found = (why.of_person(self.session, actor, 1) if task is None
                 else why.of_task(self.session, actor, task, 1))  # fmt: skip
        return [(row.kind, row.state, row.reason) for row in found.rows]


@pytest.fixture
def team(session: Session) -> Team:
    return Team(session)


def slipped(team: Team, *owners: Person) -> list[Task]:
    """Ann's task is due on Tuesday and moves to Thursday; those of the others come after it."""
    first = team.task(team.ann, due_on=date(2026, 3, 10))
    later = [team.task(owner, owner, due_on=date(2026, 3, 11)) for owner in owners]
    actor = acting(team.session, team.ann, now=TEN)
    for one in later:
        plans.after(team.session, actor, one, [first.number])
    slips.save(team.session, actor, first, on=date(2026, 3, 12), at=None)
    return later


def test_whose_date_moved_along_reads_so_of_themselves_and_of_the_task(team: Team) -> None:
    (task,) = slipped(team, team.bob)
    deliver(team.session, TEN)
    assert team.told(team.bob) == [("moved", "sent", "")]
    assert team.told(team.bob, task) == [("moved", "sent", "")]


def test_of_several_that_moved_along_in_one_letter_each_is_told(team: Team) -> None:
    tasks_moved = slipped(team, team.bob, team.bob)
    assert team.told(team.bob) == [("moved", "pending", "")] * 2
    deliver(team.session, TEN)
    assert [team.told(team.bob, task) for task in tasks_moved] == [[("moved", "sent", "")]] * 2


def test_who_was_given_a_task_reads_so_and_it_ends_once(team: Team) -> None:
    task = team.task(team.bob, team.ann)
    assert team.told(team.bob) == [("given", "pending", "")]
    deliver(team.session, TEN)
    assert team.told(team.bob) == [("given", "sent", "")]
    handing.decline(team.session, acting(team.session, team.bob, now=TEN + MINUTE), task, reason="not mine")
    deliver(team.session, TEN + MINUTE)
    assert team.told(team.ann) == [("declined", "sent", "")]


def test_what_was_told_together_with_others_ends_with_that_one_message(team: Team) -> None:
    made = [team.task(team.bob, team.ann) for _ in range(3)]
    telling.together(team.session, acting(team.session, team.ann, now=TEN), made)
    deliver(team.session, TEN)
    assert team.told(team.bob) == [("given", "sent", "")] * 3
    rows = [deliveries.occurrence(team.session, task.workspace_id, "given", str(task.number), "U0BOB",
                                  f"given:{task.number}:v{task.version}") for task in made]  # fmt: skip
    assert len({row.outbox_key for row in rows if row}) == 1


def test_who_may_begin_now_reads_so(team: Team) -> None:
    first, later = team.task(team.ann), team.task(team.bob, team.bob)
    plans.after(team.session, acting(team.session, team.bob, now=TEN), later, [first.number])
    life.done(team.session, acting(team.session, team.ann, now=TEN), first)
    deliver(team.session, TEN)
    assert team.told(team.bob, later) == [("can_start", "sent", "")]


def test_one_that_was_not_true_any_more_says_why_it_was_left_out(team: Team) -> None:
    task = team.task(team.bob, team.ann)
    tasks.assign(team.session, acting(team.session, team.ann, now=TEN), task, team.ann)
    row = deliveries.outbox_by_key(team.session, task.workspace_id, f"given:{task.number}:v1")
    assert row is not None
    left_out = notices.compose(team.session, row, TEN)
    assert isinstance(left_out, notices.Dropped)
    assert reason(left_out.reason)


@pytest.mark.parametrize("kind", ["moved", "given", "declined", "can_start"])
def test_each_has_words(kind: str) -> None:
    assert kind in RULES
