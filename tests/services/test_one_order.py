"""Turns that want each other's rows on PostgreSQL: none ever waits for one that waits for it."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import UserError
from bot.services.people.actors import Actor
from bot.services.plan import plans, slips
from bot.services.priority import ranking
from bot.services.review import closing
from bot.services.rhythm import briefs, chasing, merged, nudges
from bot.services.work import life, tasks, undoing, working
from models import Card, Person, Session, Task, holding
from models.db import driver_url
from models.postgres import BUSY, DEADLOCK, TRY_AGAIN, PostgresThreads
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

COUNT, TURNS = 8, 160
WITHIN = 20.0
WEEKLY = "FREQ=WEEKLY;BYDAY=TU"

pytestmark = pytest.mark.postgres


@pytest.fixture
def threads(postgres_url: str) -> Iterator[PostgresThreads]:
    found = PostgresThreads(driver_url(postgres_url))
    yield found
    found.close()


def make_world(session: Session) -> None:
    """Tasks that come again, stand in trees and chains of both directions, and are shown in a channel."""
    make_workspace(session, leads=["U0ANN", "U0BEN"])
    ann, ben = make_person(session), make_person(session, "U0BEN")
    channel = make_channel(session, members=(ann.id, ben.id))
    for n in range(COUNT):
        task = make_task(session, ann if n % 2 else ben, channel=channel, due_on=NOW.date() + timedelta(days=n % 3),
                         rrule=WEEKLY if n % 3 == 0 else None)  # fmt: skip
        session.add(Card(workspace_id=TEAM, channel_id=channel.id, ts=f"{COUNT - n}.0", number=task.number))
    actor = acting(session, ann)
    for number, whole in ((2, 7), (3, 7), (5, 1)):
        plans.part(session, actor, tasks.find(session, actor, number), whole)
    for number, before in ((4, 6), (6, 2), (8, 3)):
        plans.after(session, actor, tasks.find(session, actor, number), [before])


def a_turn(chance: random.Random, number: int) -> Callable[[Session], str]:
    """One thing that people or the clock do, to tasks drawn by lot; what is refused is over."""
    one, other = chance.sample(range(1, COUNT + 1), 2)
    verb = chance.choice(sorted(DEEDS))
    now, who = NOW + timedelta(seconds=number), chance.choice(("U0ANN", "U0BEN"))

    def work(session: Session) -> str:
        person = session.get(Person, (TEAM, who))
        assert person is not None
        with suppress(UserError), session.begin_nested():
            DEEDS[verb](session, acting(session, person, now=now), one, other)
        return verb

    return work


def _slip(session: Session, actor: Actor, one: int, other: int) -> None:
    slips.save(session, actor, tasks.find(session, actor, one), on=NOW.date() + timedelta(days=other), at=None)


def _undo(session: Session, actor: Actor, one: int, other: int) -> None:
    newest = queries.last_change_by(session, actor.person, actor.now - timedelta(minutes=5))
    if newest is not None:
        undoing.undo(session, actor, newest)


def _both(session: Session, actor: Actor, one: int, other: int) -> None:
    for number in (one, other):
        tasks.priority(session, actor, tasks.find(session, actor, number), 1 + actor.now.second % 5)


def _put_away(session: Session, one: int) -> None:
    closing.archive_old(session, (NOW, TEAM, one), NOW + timedelta(days=20))


def _found(deed: Callable[[Session, Actor, Task], object]) -> Callable[[Session, Actor, int, int], object]:
    return lambda session, actor, one, other: deed(session, actor, tasks.find(session, actor, one))


DEEDS: dict[str, Callable[[Session, Actor, int, int], object]] = {
    "add": lambda session, actor, one, other: make_task(session, actor.person, now=actor.now, parent_number=one),
    "after": lambda session, actor, one, other: plans.after(session, actor, tasks.find(session, actor, one), [other]),
    "part": lambda session, actor, one, other: plans.part(session, actor, tasks.find(session, actor, one), other),
    "done": _found(life.done), "start": _found(life.start), "reopen": _found(life.reopen),
    "cancel": _found(life.cancel),
    "note": _found(lambda session, actor, task: working.progress(session, actor, task, 50)),
    "slip": _slip, "undo": _undo, "both": _both,
    "nudge": lambda session, actor, one, other: nudges.fall_due(session, (TEAM, one), actor.now + timedelta(days=1)),
    "chase": lambda session, actor, one, other: chasing.look(session, (TEAM, one), actor.now + timedelta(days=1)),
    "tell": lambda session, actor, one, other: merged.tell(session, (TEAM, actor.person.id), NOW + timedelta(days=2)),
    "brief": lambda session, actor, one, other: briefs.say(session, (TEAM, actor.person.id), NOW + timedelta(days=1)),
    "reckon": lambda session, actor, one, other: ranking.reckon(session, (TEAM, one), actor.now + timedelta(days=1)),
    "archive": lambda session, actor, one, other: _put_away(session, one),
}  # fmt: skip


def ended(futures: list[Future[str]]) -> list[str]:
    done = wait(futures, WITHIN * 3)
    assert not done.not_done, "a turn never ended"
    return [future.result() for future in futures]


def test_whatever_people_and_the_clock_do_at_once_there_is_no_deadlock(threads: PostgresThreads) -> None:
    threads.submit(make_world).result(WITHIN)
    chance = random.Random(7)
    said = ended([threads.submit(a_turn(chance, number)) for number in range(TURNS)])
    assert set(said) == set(DEEDS)
    assert not {state: threads.begun_again[state] for state in TRY_AGAIN if threads.begun_again[state]}


def holding_in_turn(meet: threading.Barrier, *deeds: Callable[[Session], object]) -> Callable[[Session], str]:
    """Do the first, wait until the other turn has done its first, do the second; later tries need not meet."""

    def work(session: Session) -> str:
        for deed in deeds:
            deed(session)
            with suppress(threading.BrokenBarrierError):
                meet.wait(1)
        return "ended"

    return work


def task(number: int) -> Callable[[Session], object]:
    return lambda session: holding.row(session, Task, (TEAM, number))


def numbering(session: Session) -> object:
    """A task is made, which takes the workspace's next number."""
    ben = session.get(Person, (TEAM, "U0BEN"))
    assert ben is not None
    return make_task(session, ben)


def renamed(number: int) -> Callable[[Session], object]:
    """Changed, without having been held."""

    def work(session: Session) -> None:
        found = session.get(Task, (TEAM, number))
        assert found is not None
        found.title += "!"
        session.add(found)
        session.flush()

    return work


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(task(1), task(2), id="two tasks"),
        pytest.param(numbering, task(1), id="a new task, and one that is there"),
        pytest.param(renamed(1), renamed(2), id="two tasks that nobody held"),
    ],
)
def test_who_wants_rows_crosswise_begins_again_instead_of_waiting(
    threads: PostgresThreads, first: Callable[[Session], object], second: Callable[[Session], object]
) -> None:
    threads.submit(make_world).result(WITHIN)
    meet = threading.Barrier(2)
    there = threads.submit(holding_in_turn(meet, first, second))
    back = threads.submit(holding_in_turn(meet, second, first))
    assert ended([there, back]) == ["ended", "ended"]
    assert set(threads.begun_again) == {BUSY}


def test_what_a_savepoint_held_is_let_go_with_it(threads: PostgresThreads) -> None:
    threads.submit(make_world).result(WITHIN)

    def work(session: Session) -> str:
        with suppress(UserError), session.begin_nested():
            task(5)(session)
            raise UserError("empty_task")
        task(1)(session)  # it stands before, and is waited for: nothing behind it is held
        return "ended"

    meet = threading.Barrier(2)
    other = threads.submit(holding_in_turn(meet, task(1), lambda session: None))
    meet.wait(WITHIN)
    waiting = threads.submit(work)
    assert not waiting.done()
    meet.wait(WITHIN)
    assert ended([other, waiting]) == ["ended", "ended"]
    assert not threads.begun_again


def test_many_rows_are_held_a_thousand_at_a_time(threads: PostgresThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "AT_ONCE", 3)
    threads.submit(make_world).result(WITHIN)
    meet = threading.Barrier(2)
    other = threads.submit(holding_in_turn(meet, task(COUNT), lambda session: None))
    meet.wait(WITHIN)
    waiting = threads.submit(lambda session: holding.unread(session, select(Task)))
    assert not waiting.done()
    meet.wait(WITHIN)
    assert ended([other]) == ["ended"]
    waiting.result(WITHIN)
    assert not threads.begun_again


def test_a_change_of_one_task_waits_for_nobody_who_makes_another(threads: PostgresThreads) -> None:
    threads.submit(make_world).result(WITHIN)
    changed = threading.Event()

    def adding(session: Session) -> str:
        numbering(session)
        assert changed.wait(WITHIN), "the change waited for the number of another task"
        return "ended"

    def changing(session: Session) -> str:
        ben = session.get(Person, (TEAM, "U0BEN"))
        assert ben is not None
        actor = acting(session, ben, now=NOW + timedelta(minutes=1))
        tasks.priority(session, actor, tasks.find(session, actor, 2), 1)
        return "ended"

    slow = threads.submit(adding)
    assert threads.submit(changing).result(WITHIN) == "ended"
    changed.set()
    assert ended([slow]) == ["ended"]
    assert not threads.begun_again


def test_a_deadlock_is_counted_where_somebody_evades_the_rule(threads: PostgresThreads) -> None:
    threads.submit(make_world).result(WITHIN)
    meet = threading.Barrier(2)

    def plainly(number: int) -> Callable[[Session], object]:
        return lambda session: session.exec(select(Task).where(Task.number == number).with_for_update()).one()

    there = threads.submit(holding_in_turn(meet, plainly(1), plainly(2)))
    back = threads.submit(holding_in_turn(meet, plainly(2), plainly(1)))
    assert ended([there, back]) == ["ended", "ended"]
    assert threads.begun_again[DEADLOCK] >= 1


def test_rows_are_held_in_one_place_only() -> None:
    root = Path(holding.__file__).parent.parent
    files = [path for folder in ("bot", "handlers", "models", "scheduler") for path in (root / folder).rglob("*.py")]
    assert [path.name for path in files if "with_for_update" in path.read_text(encoding="utf-8")] == ["holding.py"]
