"""Levels are kept beside tasks and sorted by everywhere; time and rules change them; a day may have its own order."""

from datetime import date, timedelta

import pytest

from bot.errors import UserError
from bot.rules import availability, nudging, priority
from bot.services.people import directory
from bot.services.priority import priority_rules, ranking
from bot.services.work import life, tasks
from models import History, Person, RoleKind, Session, Task
from models.queries import tasks as queries
from models.queries.listing import Filter, list_page
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


def rules_of(task: Task) -> list[str]:
    return [reason["rule"] for reason in task.level_reasons or ()]


def tick(session: Session, now: object) -> int:
    keys = ranking.due(session, now)  # type: ignore[arg-type]
    for key in keys:
        ranking.reckon(session, key, now)  # type: ignore[arg-type]
    return len(keys)


def test_a_task_is_weighed_when_it_is_made_and_whenever_it_changes(session: Session, ann: Person):
    task = make_task(session, ann, due_on=MONDAY + 10 * DAY)
    assert (task.level, rules_of(task)) == (3, [])
    assert task.ends_at is not None
    assert task.level_at == task.ends_at - 3 * DAY
    tasks.due(session, acting(session, ann), task, on=MONDAY + DAY, at=None)
    assert (task.level, rules_of(task), task.level_at) == (2, ["due_soon"], None)
    tasks.priority(session, acting(session, ann), task, 4)
    assert (task.level, rules_of(task)) == (4, ["by_hand"])
    tasks.priority(session, acting(session, ann), task, None)
    assert (task.level, rules_of(task)) == (2, ["due_soon"])


def test_time_raises_it_at_its_moment_and_not_before(session: Session, ann: Person):
    task = make_task(session, ann, due_on=MONDAY + 10 * DAY)
    assert task.level_at is not None
    assert tick(session, task.level_at - DAY / 1000) == 0
    moment = task.level_at
    assert tick(session, moment) == 1
    assert (task.level, rules_of(task), task.level_at) == (2, ["due_soon"], None)
    assert tick(session, moment) == 0
    assert task.version == 1, "no change of anybody's, so nobody's button grows old"


def test_what_is_closed_keeps_the_level_it_had(session: Session, ann: Person):
    task = make_task(session, ann, due_on=MONDAY + DAY)
    life.done(session, acting(session, ann), task)
    assert (task.level, task.level_at) == (2, None)
    life.reopen(session, acting(session, ann, now=NOW + DAY), task)
    assert task.level == 2


def test_people_of_two_departments_raise_it_but_not_who_is_only_told(session: Session, ann: Person):
    bob, eve = make_person(session, "U0BOB"), make_person(session, "U0EVE")
    for person, department in ((ann, "Sales"), (bob, "Legal"), (eve, "Finance")):
        person.department = department
        session.add(person)
    session.flush()
    alone = make_task(session, ann)
    tasks.edit(session, acting(session, ann), alone, {"informed": ["U0EVE"]})
    assert alone.level == 3
    tasks.edit(session, acting(session, ann), alone, {"helpers": ["U0BOB"]})
    assert (alone.level, rules_of(alone)) == (2, ["departments"])
    assert (alone.level_reasons or [])[0]["departments"] == ["Legal", "Sales"]
    assert [role.kind for role in queries.list_roles(session, alone)] == [RoleKind.HELPER, RoleKind.INFORMED]


def test_what_the_owners_manager_assigns_is_urgent_until_somebody_else_does(session: Session, ann: Person):
    boss, bob = make_person(session, "U0BOSS"), make_person(session, "U0BOB")
    ann.manager_id = "U0BOSS"
    session.add(ann)
    given = make_task(session, ann, creator=boss)
    assert (given.level, rules_of(given)) == (1, ["manager"])
    own = make_task(session, bob, creator=ann)
    tasks.assign(session, acting(session, ann), own, ann)
    assert own.level == 3
    other = make_task(session, bob, creator=boss)
    tasks.assign(session, acting(session, boss), other, ann)
    assert (other.level, rules_of(other)) == (1, ["manager"])


def test_a_rule_that_is_switched_off_is_off_for_all_that_follows(session: Session, ann: Person):
    make_workspace(session, priority_rules={"due_soon": {"on": False}})
    task = make_task(session, ann, due_on=MONDAY)
    assert (task.level, task.level_at) == (3, None)


def test_lists_and_days_agree_on_the_order(session: Session, ann: Person):
    for days, fields in ((9, {}), (2, {}), (9, {"important": True}), (-1, {}), (2, {"important": True}), (1, {})):
        make_task(session, ann, due_on=MONDAY + days * DAY, **fields)
    make_task(session, ann, priority=1)
    make_task(session, ann)
    page = list_page(session, ann, Filter(owner_id=ann.id), NOW, size=20)
    by_python = sorted(queries.list_live_of(session, ann), key=lambda task: priority.order(task, NOW))
    assert [task.number for task in page.tasks] == [task.number for task in by_python] == [4, 5, 7, 6, 2, 3, 1, 8]


def test_what_is_put_first_leads_the_day_and_the_list_for_that_day(session: Session, ann: Person):
    late, today, someday = (
        make_task(session, ann, due_on=on) for on in (MONDAY - DAY, MONDAY, None)
    )  # fmt: skip
    done = ranking.put_first(session, acting(session, ann), [someday.number, today.number])
    assert [task.number for task, _ in done] == [3, 2]
    agenda = ranking.agenda_of(session, acting(session, ann))
    assert [task.number for task in (*agenda.placed, *agenda.late)] == [3, 2, 1]
    hours = availability.hours(ann, acting(session, ann).workspace)
    why = ranking.first_because(session, ann, agenda, hours, NOW)
    assert why is not None
    assert (why.number, why.reasons) == (3, ("by_hand",))
    page = list_page(session, ann, Filter(owner_id=ann.id, day=MONDAY), NOW)
    assert [task.number for task in page.tasks] == [3, 2, 1]
    tomorrow = list_page(session, ann, Filter(owner_id=ann.id, day=MONDAY + DAY), NOW + DAY)
    assert tomorrow.tasks[0] is late


def test_putting_first_can_be_undone_and_changes_nothing_twice(session: Session, ann: Person):
    one, two = make_task(session, ann, due_on=MONDAY), make_task(session, ann, due_on=MONDAY)
    assert len(ranking.put_first(session, acting(session, ann), [two.number])) == 1
    assert ranking.put_first(session, acting(session, ann), [two.number]) == []
    entry = queries.list_history(session, two)[0]
    assert isinstance(entry, History)
    assert (entry.kind, one.version) == ("order", 1)


REFUSED = (("closed", "cannot_move"), ("bobs", "order_your_own"), ("unseen", "no_such_task"))


@pytest.mark.parametrize(("which", "key"), REFUSED)
def test_only_ones_own_live_tasks_have_a_place_in_ones_day(session: Session, ann: Person, which: str, key: str):
    bob = make_person(session, "U0BOB")
    made = {
        "closed": make_task(session, ann), "bobs": make_task(session, bob, channel=make_channel(session)),
        "unseen": make_task(session, bob),
    }  # fmt: skip
    life.done(session, acting(session, ann), made["closed"])
    with pytest.raises(UserError) as refused:
        ranking.put_first(session, acting(session, ann), [made[which].number])
    assert refused.value.key == key


def test_the_first_says_who_waits_for_it_as_far_as_the_reader_may_know(session: Session, ann: Person):
    bob, channel = make_person(session, "U0BOB"), make_channel(session)
    late = make_task(session, ann, due_on=MONDAY - 3 * DAY)
    open_, hidden = make_task(session, bob, channel=channel), make_task(session, bob)
    for task in (open_, hidden):
        life.block(session, acting(session, bob), task, reason="waits", on=late.number)
    hours = availability.hours(ann, acting(session, ann).workspace)
    agenda = nudging.agenda(queries.list_live_of(session, ann), hours, NOW)
    why = ranking.first_because(session, ann, agenda, hours, NOW)
    assert why is not None
    assert (why.reasons, why.since, why.waited_by) == (("late", "waited_for"), date(2026, 3, 6), (open_.number,))


def test_a_dry_run_counts_and_names_only_what_the_admin_may_see(session: Session, ann: Person):
    bob = make_person(session, "U0BOB")
    seen = make_task(session, ann, due_on=MONDAY + 4 * DAY)
    make_task(session, bob, due_on=MONDAY + 4 * DAY)
    make_task(session, ann)
    wider = priority.rules_of({"due_soon": {"days": 7}})
    outcome, examples = priority_rules.dry_run(session, acting(session, ann), wider)
    assert (outcome.asked, {one.task.number for one in outcome.differing}) == (2, {seen.number})
    assert examples == (seen.number,)
    assert (seen.level, acting(session, ann).workspace.priority_rules) == (3, None), "nothing was changed"


def test_applied_rules_reach_every_live_task_by_and_by(session: Session, ann: Person):
    soon = make_task(session, ann, due_on=MONDAY + 5 * DAY)
    far, closed = make_task(session, ann, due_on=MONDAY + 20 * DAY), make_task(session, ann)
    life.done(session, acting(session, ann), closed)
    count = priority_rules.apply(session, acting(session, ann), priority.rules_of({"due_soon": {"days": 7}}))
    assert (count, soon.level) == (2, 3)
    assert tick(session, NOW) == 2
    assert (soon.level, far.level) == (2, 3)
    assert far.ends_at is not None
    assert far.level_at == far.ends_at - 7 * DAY
    assert acting(session, ann).workspace.priority_rules == {"due_soon": {"days": 7}}
    assert priority_rules.known(session, acting(session, ann)) == {"departments": 0, "manager": 0}


def test_one_that_fails_is_put_off(session: Session, ann: Person):
    task = make_task(session, ann, due_on=MONDAY + 10 * DAY)
    assert task.level_at is not None
    ranking.put_off(session, (TEAM, task.number), task.level_at + DAY)
    assert ranking.due(session, task.level_at - DAY / 2) == []


def test_a_department_that_becomes_known_raises_what_it_is_about(session: Session, ann: Person):
    bob = make_person(session, "U0BOB")
    directory.keep(session, ann, {"department": "Sales"}, "hand")
    task = make_task(session, bob, creator=ann)
    assert task.level == 3
    directory.keep(session, bob, {"department": "Legal"}, "hand")
    assert tick(session, NOW) == 1
    assert (task.level, rules_of(task)) == (2, ["departments"])
    directory.keep(session, bob, {"stand_in_id": ann.id}, "hand")
    assert tick(session, NOW) == 0
