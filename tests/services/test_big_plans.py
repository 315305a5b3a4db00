"""Plans of many tasks: what they ask of the database does not grow with them."""

import os
from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import select

from bot.notices import Dropped, TasksMoved
from bot.rules.permissions import OF_TASKS
from bot.services.people.actors import Actor
from bot.services.plan import moved, slips
from bot.services.work import rights, roles, tasks
from models import Card, Dependency, Occurrence, Outbox, OutboxState, Session, Task, Team
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace
from tests.statements import counted

MANY = 200 if "MUSTER_EXAMPLES" in os.environ else 60
FIRST, MOVED_TO = date(2026, 3, 10), date(2026, 3, 24)
SHOWN, SAVED, TAKEN_BACK = 12, 45, 30


def a_plan(session: Session, count: int) -> tuple[Actor, list[Task]]:
    """Everything that a task may have is had by many: owners with a manager, channels, teams, wholes, cards, nudges."""
    make_workspace(session, leads=["U0LEAD"])
    lead = make_person(session, "U0LEAD")
    crew = [make_person(session, f"U0CREW{n}") for n in range(count // 4)]
    for person in crew[::2]:
        person.manager_id = lead.id
    channels = [make_channel(session, f"C0ROOM{n}", members=(lead.id,)) for n in range(count // 5)]
    session.add_all(
        Team(workspace_id=TEAM, channel_id=channel.id, leads=[crew[0].id], created_at=NOW) for channel in channels
    )
    made: list[Task] = []
    for n in range(count):
        task = make_task(session, crew[n % len(crew)], creator=lead, channel=channels[n % len(channels)],
                         due_on=FIRST + timedelta(days=n))  # fmt: skip
        befores = {made[-1].number, made[n // 2].number} if made else set()
        session.add_all(Dependency(workspace_id=TEAM, number=task.number, after_number=one) for one in befores)
        made.append(task)
    actor = acting(session, lead, now=NOW + timedelta(hours=1))
    for whole, part in zip(made[: count // 5], reversed(made), strict=False):
        part.parent_number = whole.number
    for task in made:
        key = f"nudge:{task.number}"
        session.add(Card(workspace_id=TEAM, channel_id="C0ROOM0", ts=f"1.{task.number}", number=task.number))
        session.add(Occurrence(workspace_id=TEAM, kind="nudge.soon", subject=str(task.number), person_id=task.owner_id,
                               when="w", due_at=NOW, outbox_key=key))  # fmt: skip
        session.add(Outbox(workspace_id=TEAM, key=key, kind="nudge", to=task.owner_id, due_at=NOW, created_at=NOW,
                           try_real=NOW, nonce=key, state=OutboxState.SENT))  # fmt: skip
    session.flush()
    session.expire_all()
    return actor, made


def test_many_tasks_are_shown_moved_and_taken_back_in_as_many_statements_as_twenty(session: Session) -> None:
    asked = []
    for count in (20, MANY):
        inner = session.begin_nested()
        actor, made = a_plan(session, count)
        with counted(session) as shown:
            slip = slips.ahead(session, actor, made[0], MOVED_TO)
        assert len(slip.rows) == count - 1
        session.expire_all()
        with counted(session) as saved:
            entry, _ = slips.save(session, actor, made[0], on=MOVED_TO, at=None)
        together = [one for one in slips.taken_together(session, entry) if one.kind == "slip"]
        assert len(together) == count - 1
        with counted(session) as taken_back:
            slips.take_back(session, actor, together)
        assert made[-1].due_on == FIRST + timedelta(days=count - 1)
        asked.append((len(shown), len(saved), len(taken_back)))
        inner.rollback()
        session.expunge_all()
    (few, many) = asked
    assert [most - least for least, most in zip(few, many, strict=True)] == [0, 0, 0], (asked, saved)
    assert many[0] <= SHOWN, shown
    assert many[1] <= SAVED, saved
    assert many[2] <= TAKEN_BACK, taken_back


def test_all_cards_of_what_moved_and_of_its_wholes_are_drawn_again_and_so_are_its_nudges(session: Session) -> None:
    actor, made = a_plan(session, 20)
    whole = make_task(session, actor.person)
    made[5].parent_number = whole.number
    session.add(Card(workspace_id=TEAM, channel_id="C0ROOM1", ts="2.1", number=whole.number))
    for card in session.exec(select(Card)).all():
        card.draw_at = None
    slips.save(session, actor, made[0], on=MOVED_TO, at=None)
    assert [card.ts for card in session.exec(select(Card)) if card.draw_at is None] == []
    letters = session.exec(select(Outbox).where(Outbox.kind == "nudge")).all()
    assert [row.redraw_at is not None and row.redraw_at <= actor.now for row in letters] == [True] * 20


@pytest.mark.parametrize("verb", ["slip", "handover", "ack", "show", "accept", "unblock"])
def test_the_rights_to_many_tasks_are_the_rights_to_each(session: Session, verb: str) -> None:
    make_workspace(session, leads=["U0TOP"], admins=["U0BOSS"])
    who = ("ANN", "BOB", "HELP", "MANAGER", "LEAD", "TOP", "BOSS", "NOBODY")
    people = {name: make_person(session, f"U0{name}") for name in who}
    people["GUEST"] = make_person(session, "U0GUEST", is_guest=True)
    people["ANN"].manager_id = people["HELP"].manager_id = "U0MANAGER"
    people["BOB"].manager_id = "U0GUEST"
    channel = make_channel(session, members=tuple(person.id for person in people.values()))
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=["U0LEAD"], created_at=NOW))
    found = []
    for owner, place, helper in product(("ANN", "BOB"), (None, channel), ("", "HELP", "LEAD")):
        task = make_task(session, people[owner], creator=people["BOB"], channel=place)
        for kind in ("helpers", "reviewers", "accountable") if helper else ():
            roles.put(session, task, kind, [f"1:all:U0{helper}"] if kind == "reviewers" else [f"U0{helper}"])
        task.blocked_by_id = "U0NOBODY" if helper else None
        found.append(task)
    session.flush()
    actor = acting(session, people["ANN"])
    some = 0
    for person in people.values():
        each = {task.number for task in found if rights.can(session, actor.workspace, person, task, verb)}
        assert rights.can_all(session, actor.workspace, person, found, verb) == each, (person.id, verb)
        some += len(each)
    assert some, f"nobody may {verb}: nothing was compared"
    assert verb in OF_TASKS


def letters(session: Session) -> dict[str, Outbox]:
    return {row.to: row for row in session.exec(select(Outbox).where(Outbox.kind == moved.KIND))}


def moves_of(said: object) -> list[tuple[int, int, int]]:
    assert isinstance(said, TasksMoved), said
    return [(task.number, before.day, after.day) for task, before, after in said.moves]


def five_in_a_row(session: Session) -> tuple[Actor, list[Task]]:
    """The first is Ann's and private; then come two of Bob's, one of hers and one of Cat's."""
    ann, bob, cat = (make_person(session, f"U0{name}") for name in ("ANN", "BOB", "CAT"))
    channel = make_channel(session, members=(ann.id, bob.id, cat.id))
    made: list[Task] = []
    for n, owner in enumerate((ann, bob, bob, ann, cat)):
        task = make_task(session, owner, creator=ann, channel=channel if n else None, due_on=date(2026, 3, 9 + n))
        session.add_all(Dependency(workspace_id=TEAM, number=task.number, after_number=one.number) for one in made[-1:])
        made.append(task)
    return acting(session, ann), made


def test_each_other_owner_hears_of_all_that_moved_in_one_letter(session: Session) -> None:
    actor, made = five_in_a_row(session)
    slips.save(session, actor, made[0], on=date(2026, 3, 10), at=None)
    told = letters(session)
    assert set(told) == {"U0BOB", "U0CAT"}
    said = moved.compose(session, told["U0BOB"], actor.now)
    assert moves_of(said) == [(2, 10, 11), (3, 11, 12)]
    assert isinstance(said, TasksMoved)
    assert said.cause is None, "they do not see what moved them"
    made[1].owner_id = "U0CAT"
    tasks.due(session, acting(session, actor.person, now=actor.now + timedelta(hours=1)), made[2], on=None, at=None)
    assert isinstance(moved.compose(session, told["U0BOB"], actor.now), Dropped)


@pytest.mark.parametrize("was_said", [False, True])
def test_an_undo_takes_the_letter_back_where_it_stands_and_writes_none(session: Session, was_said: bool) -> None:
    actor, made = five_in_a_row(session)
    entry, _ = slips.save(session, actor, made[0], on=date(2026, 3, 10), at=None)
    row = letters(session)["U0BOB"]
    row.state = OutboxState.SENT if was_said else OutboxState.PENDING
    later = acting(session, actor.person, now=actor.now + timedelta(minutes=5))
    slips.take_back(session, later, [one for one in slips.taken_together(session, entry) if one.kind == "slip"])
    said = moved.compose(session, row, later.now)
    assert len(letters(session)) == 2
    if was_said:
        assert row.redraw_at == later.now
        assert moves_of(said) == [(2, 10, 11), (3, 11, 12)]
        assert isinstance(said, TasksMoved)
        assert said.taken_back
    else:
        assert (row.redraw_at, said) == (None, Dropped("moved again or taken back"))
