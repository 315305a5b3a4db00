"""How pressing a task is: by hand or by the rules, with every reason, and when time will change it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules import priority, quadrants
from bot.rules.priority import SHIPPED, Around
from models import State, Task

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TWO = Around(departments=("Legal", "Sales"))
BOSS = Around(given_by_manager="U0BOSS")
BOTH = Around(departments=("Legal", "Sales"), given_by_manager="U0BOSS")


def a_task(**fields: Any) -> Task:
    given = {"workspace_id": "T", "number": 1, "title": "x", "owner_id": "U0ANN", "creator_id": "U0ANN"}
    return Task(**(given | {"created_at": NOW, "updated_at": NOW} | fields))


WEIGHED = (
    # what is known of the task, the people on it, its level and the rules that say so
    ({}, Around(), 3, []),
    ({"important": True}, Around(), 2, ["important"]),
    ({"ends_at": NOW + 3 * DAY}, Around(), 2, ["due_soon"]),
    ({"ends_at": NOW + 3 * DAY + timedelta(seconds=1)}, Around(), 3, []),
    ({"ends_at": NOW - 9 * DAY}, Around(), 2, ["due_soon"]),
    ({"important": True, "ends_at": NOW + DAY}, Around(), 1, ["due_soon", "important"]),
    ({}, Around(departments=("Sales",)), 3, []),
    ({}, TWO, 2, ["departments"]),
    ({"ends_at": NOW + DAY}, TWO, 2, ["due_soon", "departments"]),
    ({"important": True}, TWO, 2, ["important"]),
    ({}, BOSS, 1, ["manager"]),
    ({"ends_at": NOW + DAY}, BOTH, 1, ["manager", "due_soon", "departments"]),
    ({"priority": 4, "important": True, "ends_at": NOW}, BOTH, 4, ["by_hand"]),
    ({"priority": 1}, Around(), 1, ["by_hand"]),
)


@pytest.mark.parametrize(("fields", "around", "level", "rules"), WEIGHED)
def test_the_most_urgent_rule_wins_and_all_reasons_are_kept(
    fields: dict[str, Any], around: Around, level: int, rules: list[str]
):
    weight = priority.weigh(a_task(**fields), around, SHIPPED, NOW)
    assert (weight.level, [reason["rule"] for reason in weight.reasons]) == (level, rules)


def test_a_reason_carries_the_facts_of_its_rule():
    weight = priority.weigh(a_task(ends_at=NOW + DAY), BOTH, SHIPPED, NOW)
    assert weight.reasons == (
        {"rule": "manager", "level": 1, "manager_id": "U0BOSS"},
        {"rule": "due_soon", "level": 2, "days": 3},
        {"rule": "departments", "level": 2, "departments": ["Legal", "Sales"]},
    )


def test_a_workspace_keeps_only_what_differs_from_the_rules_as_shipped():
    own = {"due_soon": {"days": 5}, "manager": {"on": False}, "departments": {"days": 9, "unknown": 1}}
    rules = priority.rules_of(own)
    assert priority.rules_of(None) == SHIPPED
    assert priority.differing(rules) == {"due_soon": {"days": 5}, "manager": {"on": False}}
    assert priority.differing(SHIPPED) is None
    soon = a_task(ends_at=NOW + 5 * DAY)
    assert priority.weigh(soon, BOSS, rules, NOW).level == 2
    assert priority.weigh(soon, BOSS, rules, NOW).reasons[0]["days"] == 5


MOMENTS = (
    ({"ends_at": NOW + 10 * DAY}, NOW + 7 * DAY),
    ({"ends_at": NOW + 2 * DAY}, None),
    ({"ends_at": NOW + 10 * DAY, "priority": 3}, None),
    ({"ends_at": NOW + 10 * DAY, "state": State.DONE}, None),
    ({}, None),
)


@pytest.mark.parametrize(("fields", "moment"), MOMENTS)
def test_it_knows_when_time_alone_changes_the_level(fields: dict[str, Any], moment: datetime | None):
    task = a_task(**fields)
    assert priority.next_at(task, SHIPPED, NOW) == moment
    if moment:
        before, after = (priority.weigh(task, Around(), SHIPPED, at).level for at in (moment - DAY / 1000, moment))
        assert (before, after) == (3, 2)


def test_without_the_rule_no_moment_is_waited_for():
    rules = priority.rules_of({"due_soon": {"on": False}})
    assert priority.next_at(a_task(ends_at=NOW + 10 * DAY), rules, NOW) is None


def test_late_comes_first_then_the_level_then_the_date():
    late = a_task(number=1, level=4, ends_at=NOW - DAY)
    urgent = a_task(number=2, level=1)
    dated = a_task(number=3, level=3, ends_at=NOW + 2 * DAY)
    sooner = a_task(number=4, level=3, ends_at=NOW + DAY)
    undated = a_task(number=5, level=3)
    tasks = sorted((undated, dated, sooner, urgent, late), key=lambda task: priority.order(task, NOW))
    assert [task.number for task in tasks] == [1, 2, 4, 3, 5]


QUADRANTS = (
    ({"important": True, "ends_at": NOW + DAY}, "do_first"),
    ({"priority": 1}, "do_first"),
    ({"important": True}, "plan"),
    ({"priority": 2, "ends_at": NOW + 9 * DAY}, "plan"),
    ({"ends_at": NOW - DAY}, "delegate"),
    ({"ends_at": NOW + 5 * DAY, "level_reasons": [{"rule": "due_soon", "level": 2, "days": 7}]}, "delegate"),
    ({"ends_at": NOW + 9 * DAY}, "defer"),
    ({"priority": 4}, "defer"),
    ({}, "defer"),
)


@pytest.mark.parametrize(("fields", "quadrant"), QUADRANTS)
def test_importance_and_urgency_make_the_quadrant(fields: dict[str, Any], quadrant: str):
    assert quadrants.quadrant(a_task(**fields), NOW) == quadrant
