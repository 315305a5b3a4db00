"""Tasks: who may see and change which, what each change records, and what undo can take back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import UserError
from bot.services.people import people
from bot.services.people.actors import Actor
from bot.services.work import life, tasks, undoing
from bot.services.work.tasks import Source
from models import Person, Role, RoleKind, Session, State, Task, TaskFields
from models.queries import tasks as queries
from models.queries.listing import Filter, list_page
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

Verb = Callable[[Session, Actor, Task, Person], Any]
LATER = NOW + timedelta(minutes=1)

VERBS: dict[str, Verb] = {
    "start": lambda session, actor, task, _: life.start(session, actor, task),
    "done": lambda session, actor, task, _: life.done(session, actor, task, note="sent"),
    "cancel": lambda session, actor, task, _: life.cancel(session, actor, task),
    "block": lambda session, actor, task, other: life.block(session, actor, task, reason="price", by=other.id),
    "assign": tasks.assign,
    "due": lambda session, actor, task, _: tasks.due(session, actor, task, on=date(2026, 3, 20), at=None),
    "priority": lambda session, actor, task, _: tasks.priority(session, actor, task, 1),
    "snooze": lambda session, actor, task, _: tasks.snooze(session, actor, task, NOW + timedelta(hours=5)),
    "edit": lambda session, actor, task, _: tasks.edit(session, actor, task, {"title": "Send it", "labels": ["x"]}),
}
NOTE: Verb = lambda session, actor, task, _: tasks.note(session, actor, task, "halfway")  # noqa: E731 - a row like those
WITH_A_HAND_IN_IT = ("start", "done", "block")  # what a helper does: the work, not what becomes of the task
MAY = {"owner": True, "creator": True, "helper": True, "admin": True, "lead": True, "reviewer": False,
       "colleague": False, "guest": False, "stranger": False, "strange admin": False}  # fmt: skip


def cast(session: Session) -> dict[str, Person]:
    """One person for every part that somebody may have on a task."""
    make_workspace(session, leads=["U0LEAD"])
    found = {part: make_person(session, f"U0{part.upper().replace(' ', '')}") for part in MAY}
    found["admin"].is_admin = found["strange admin"].is_admin = True
    found["guest"].is_guest = True
    found["stranger"].is_stranger = found["strange admin"].is_stranger = True
    session.flush()
    return found


def a_task_with_everybody(session: Session, who: dict[str, Person]) -> Task:
    channel = make_channel(session, members=tuple(person.id for person in who.values()))
    task = make_task(session, who["owner"], creator=who["creator"], channel=channel)
    for part, kind in (("helper", RoleKind.HELPER), ("reviewer", RoleKind.REVIEWER)):
        session.add(Role(workspace_id=TEAM, number=task.number, person_id=who[part].id, kind=kind))
    session.flush()
    return task


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_people_of_a_task_leads_and_admins_may_change_it(session: Session, verb: str) -> None:
    who = cast(session)
    other = make_person(session, "U0OTHER")
    found: dict[str, str | None] = {}
    for part, person in who.items():
        task = a_task_with_everybody(session, who)
        found[part] = refusal_of(lambda: VERBS[verb](session, acting(session, person), task, other))  # noqa: B023
        assert (task.version == 1) is (found[part] is not None)
    may_here = MAY | {"helper": verb in WITH_A_HAND_IN_IT}
    assert found == {part: None if may else "not_yours" for part, may in may_here.items()}


def refusal_of(change: Callable[[], Any]) -> str | None:
    try:
        change()
    except UserError as refused:
        return refused.key
    return None


def test_whoever_sees_a_task_may_write_a_note_on_it(session: Session) -> None:
    who = cast(session)
    task = a_task_with_everybody(session, who)
    for person in who.values():
        NOTE(session, acting(session, person), task, person)
    assert len(queries.list_history(session, task)) == 1 + len(who)
    assert task.version == 1


@pytest.mark.parametrize("verb", VERBS)
def test_every_change_counts_the_version_and_undo_gives_back_what_was(session: Session, verb: str) -> None:
    owner, other = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    task = make_task(session, owner, due_on=date(2026, 3, 13), priority=4)
    before = task.model_dump(exclude={"version", "updated_at", "nudge_at"})
    entry = VERBS[verb](session, acting(session, owner), task, other)
    assert (task.version, entry.kind, entry.actor_id) == (2, verb, owner.id)
    assert task.model_dump(exclude={"version", "updated_at", "nudge_at"}) != before
    undoing.undo(session, acting(session, owner, now=LATER), entry)
    assert task.version == 3
    assert task.model_dump(exclude={"version", "updated_at", "nudge_at"}) == before


def test_who_gave_a_task_out_of_their_hands_can_take_it_back(session: Session) -> None:
    who = cast(session)
    task = a_task_with_everybody(session, who)
    entry = tasks.assign(session, acting(session, who["owner"]), task, who["colleague"])
    undoing.undo(session, acting(session, who["owner"], now=LATER), entry)
    assert task.owner_id == who["owner"].id


def test_undo_of_a_new_task_cancels_it(session: Session) -> None:
    owner = make_person(session)
    task = make_task(session, owner)
    undoing.undo(session, acting(session, owner, now=LATER), queries.list_history(session, task)[0])
    assert task.state == State.CANCELLED


@pytest.mark.parametrize(
    ("minutes", "by_owner", "changed_since", "undone", "key"),
    [
        (11, True, False, False, "undo_too_late"),
        (1, False, False, False, "undo_not_yours"),
        (1, True, True, False, "changed_since"),
        (1, True, False, True, "undone_already"),
    ],
)
def test_undo_has_limits(
    session: Session, minutes: int, by_owner: bool, changed_since: bool, undone: bool, key: str
) -> None:
    owner, creator = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    task = make_task(session, owner, creator=creator)
    entry = life.start(session, acting(session, owner), task)
    if changed_since:
        tasks.priority(session, acting(session, creator), task, 2)
    actor = acting(session, owner if by_owner else creator, now=NOW + timedelta(minutes=minutes))
    if undone:
        undoing.undo(session, actor, entry)
    with pytest.raises(UserError) as refused:
        undoing.undo(session, actor, entry)
    assert refused.value.key == key


@pytest.mark.parametrize("verb", VERBS)
def test_a_tap_on_an_old_version_changes_nothing(session: Session, verb: str) -> None:
    owner, other = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    task = make_task(session, owner)
    tasks.priority(session, acting(session, owner), task, 2)
    before = task.model_dump()
    with pytest.raises(UserError) as refused:
        VERBS[verb](session, acting(session, owner, expects=1), task, other)
    assert refused.value.key == "changed_under_you"
    change = {"kind": "priority", "before": {"priority": None}, "after": {"priority": 2}, "note": "",
              "name": owner.called}  # fmt: skip
    assert refused.value.params == {
        "number": task.number, "state": "open", "owner": owner.id, "by": owner.id, "change": change}  # fmt: skip
    assert task.model_dump() == before


STATES = {
    State.OPEN: {"start", "done", "cancel", "block", "assign", "due", "priority", "snooze", "edit"},
    State.DOING: {"done", "cancel", "block", "assign", "due", "priority", "snooze", "edit"},
    State.DONE: {"edit"},
    State.CANCELLED: {"edit"},
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_allows_its_own_verbs(session: Session, state: State) -> None:
    owner, other = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    allowed: set[str] = set()
    for verb, change in VERBS.items():
        task = make_task(session, owner)
        task.state = state
        session.flush()
        refusal = refusal_of(lambda: change(session, acting(session, owner), task, other))  # noqa: B023
        assert refusal in (None, "cannot_move")
        allowed |= {verb} if refusal is None else set()
    assert allowed == STATES[state]


SEEN: tuple[tuple[str, dict[str, bool]], ...] = (
    ("public", {"member": True, "colleague": True, "guest": False, "guest inside": True, "stranger": False,
                "stranger inside": True, "owner": True, "blocker": True}),
    ("private", {"member": True, "colleague": False, "guest": False, "guest inside": True, "stranger": False,
                 "stranger inside": True, "owner": True, "blocker": True}),
    ("mpim", {"member": True, "colleague": False, "guest": False, "guest inside": True, "stranger": False,
              "stranger inside": True, "owner": True, "blocker": True}),
    ("im", {"member": True, "colleague": False, "guest": False, "guest inside": True, "stranger": False,
            "stranger inside": True, "owner": True, "blocker": True}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "expected"), SEEN)
def test_a_task_is_seen_by_its_people_and_by_who_may_see_its_conversation(
    session: Session, kind: str, expected: dict[str, bool]
) -> None:
    who = {part: make_person(session, f"U0{part.upper().replace(' ', '')}", is_guest="guest" in part,
                             is_stranger="stranger" in part) for part in expected}  # fmt: skip
    inside = tuple(who[part].id for part in expected if part == "member" or "inside" in part)
    channel = make_channel(session, members=inside, kind=kind)
    task = make_task(session, who["owner"], channel=channel)
    life.block(session, acting(session, who["owner"]), task, reason="price", by=who["blocker"].id)
    single = {part: queries.get(session, person, task.number, NOW) is not None for part, person in who.items()}
    listed = {part: list_page(session, person, Filter(), NOW).total == 1 for part, person in who.items()}
    assert single == expected
    assert listed == expected


def test_a_list_of_members_that_is_too_old_shows_nobody_anything(session: Session) -> None:
    owner, member = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    task = make_task(session, owner, channel=make_channel(session, members=(member.id,), kind="private"))
    assert queries.get(session, member, task.number, NOW + timedelta(minutes=4)) is not None
    assert queries.get(session, member, task.number, NOW + timedelta(minutes=6)) is None
    people.lose_channel(session, TEAM, "C0LAUNCH")
    assert queries.get(session, member, task.number, NOW) is None


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 10**20])
def test_a_number_of_no_task_is_not_found(session: Session, number: int) -> None:
    owner = make_person(session)
    with pytest.raises(UserError) as refused:
        tasks.find(session, acting(session, owner), number)
    assert refused.value.key == "no_such_task"


@pytest.mark.parametrize(
    ("words", "empty"),
    [
        ("", True), ("  \n", True), ("...", True), ("!?", True), ("—", True), ("\u3164", True), ("\u2800", True),
        ("\u200d", True), ("e", False), ("7", False), ("写", False), ("🎉", False), ("- a", False), ("५", False),
    ],
)  # fmt: skip
def test_a_title_must_say_something(session: Session, words: str, empty: bool) -> None:
    owner = make_person(session)
    actor = acting(session, owner)
    if not empty:
        assert tasks.add(
            session, actor, TaskFields(title=words, owner_id=owner.id), tasks.People(), Source("form")
        ).number
        return
    with pytest.raises(UserError, match="empty_task"):
        tasks.add(session, actor, TaskFields(title=words, owner_id=owner.id), tasks.People(), Source("form"))
    task = make_task(session, owner)
    with pytest.raises(UserError, match="empty_task"):
        tasks.edit(session, actor, task, {"title": words})


@pytest.mark.parametrize(
    ("flags", "key"),
    [
        ({"is_deleted": True}, "cannot_own"),
        ({"is_bot": True}, "cannot_own"),
        ({"is_deleted": True, "name": ""}, "no_such_person"),
        ({}, None),
        ({"is_guest": True}, None),
        ({"is_stranger": True}, None),
    ],
)
def test_only_who_is_there_can_be_given_a_task(session: Session, flags: dict[str, Any], key: str | None) -> None:
    owner, other = make_person(session, "U0ANN"), make_person(session, "U0BEN", **flags)
    task = make_task(session, owner)
    if key is None:
        tasks.assign(session, acting(session, owner), task, other)
        assert task.owner_id == other.id
        return
    with pytest.raises(UserError) as refused:
        tasks.assign(session, acting(session, owner), task, other)
    assert refused.value.key == key


def test_a_task_may_only_come_after_one_its_maker_sees(session: Session) -> None:
    owner, other = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    hidden, seen = make_task(session, other), make_task(session, owner)
    fields = TaskFields(title="Send it", owner_id=owner.id)
    made = tasks.add(session, acting(session, owner), fields, tasks.People(after=(seen.number,)), Source("slash"))
    assert queries.list_after(session, made) == [seen.number]
    for number in (hidden.number, 99):
        with pytest.raises(UserError) as refused:
            tasks.add(session, acting(session, owner), fields, tasks.People(after=(number,)), Source("slash"))
        assert (refused.value.key, refused.value.params) == ("no_such_task", {"number": number})


def test_a_button_makes_its_task_once(session: Session) -> None:
    owner = make_person(session)
    fields = TaskFields(title="Send it", owner_id=owner.id)
    tap = Source("button", channel_id="D0ANN", ts="1.1", said="Send it")
    made = tasks.add(session, acting(session, owner), fields, tasks.People(), tap)
    with pytest.raises(UserError) as refused:
        tasks.add(session, acting(session, owner), fields, tasks.People(), tap)
    assert (refused.value.key, refused.value.params) == ("added_already", {"number": made.number})
    tasks.add(
        session, acting(session, owner), fields, tasks.People(), Source("button", "D0ANN", ts="1.2", said="Send it")
    )


def test_a_reminder_moves_with_its_moment_whichever_verb_moves_it(session: Session) -> None:
    ann = make_person(session)
    for change in ("due", "edit"):
        task = make_task(session, ann, due_on=date(2026, 3, 10), due_at=NOW + timedelta(days=1))
        tasks.remind(session, acting(session, ann), task, NOW + timedelta(days=1))
        later = NOW + timedelta(days=2)
        if change == "due":
            tasks.due(session, acting(session, ann), task, on=later.date(), at=later)
        else:
            tasks.edit(session, acting(session, ann), task, {"due_on": later.date(), "due_at": later})
        assert (task.due_at, task.snoozed_until, task.nudge_at) == (later, later, later), change
