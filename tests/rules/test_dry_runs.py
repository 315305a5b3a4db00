"""What other rules would have made of a month of tasks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.rules import dry_runs, priority
from bot.rules.priority import Around
from models import State, Task

DAYS = [date(2026, 3, 1) + timedelta(days=n) for n in range(9)]
MOMENTS = [(day, datetime(day.year, day.month, day.day, 18, tzinfo=UTC)) for day in DAYS]
WIDER = priority.rules_of({"due_soon": {"days": 5}})


def a_task(number: int, **fields: Any) -> Task:
    given = {"workspace_id": "T", "number": number, "title": "x", "owner_id": "U0ANN", "creator_id": "U0ANN"}
    long_ago = datetime(2026, 2, 1, tzinfo=UTC)
    return Task(**(given | {"created_at": long_ago, "updated_at": long_ago} | fields))


def test_it_says_which_tasks_would_have_stood_elsewhere_and_on_which_days():
    due = a_task(1, ends_at=datetime(2026, 3, 9, 18, tzinfo=UTC))
    outcome = dry_runs.run([due, a_task(2)], {}, (priority.SHIPPED, WIDER), MOMENTS)
    assert outcome.asked == 2
    (one,) = outcome.differing
    assert (one.task.number, one.before, one.after, one.days) == (1, 3, 2, (date(2026, 3, 4), date(2026, 3, 5)))
    assert outcome.days == one.days
    assert outcome.before == outcome.after == {2: 1, 3: 1}


def test_a_task_counts_only_while_it_was_live():
    ends = datetime(2026, 3, 9, 18, tzinfo=UTC)
    closed = a_task(1, ends_at=ends, state=State.DONE, closed_at=datetime(2026, 3, 4, 20, tzinfo=UTC))
    later = a_task(2, ends_at=ends, created_at=datetime(2026, 3, 5, 8, tzinfo=UTC))
    gone = a_task(3, state=State.CANCELLED, closed_at=datetime(2026, 2, 2, tzinfo=UTC))
    outcome = dry_runs.run([closed, later, gone], {}, (priority.SHIPPED, WIDER), MOMENTS)
    assert outcome.asked == 2
    assert {one.task.number: one.days for one in outcome.differing} == {
        1: (date(2026, 3, 4),), 2: (date(2026, 3, 5),),
    }  # fmt: skip


def test_a_rule_about_people_moves_the_counts_and_a_number_by_hand_does_not():
    around = {1: Around(given_by_manager="U0BOSS"), 2: Around(given_by_manager="U0BOSS")}
    without = priority.rules_of({"manager": {"on": False}})
    outcome = dry_runs.run([a_task(1), a_task(2, priority=4)], around, (priority.SHIPPED, without), MOMENTS)
    assert [one.task.number for one in outcome.differing] == [1]
    assert (outcome.before, outcome.after) == ({1: 1, 4: 1}, {3: 1, 4: 1})
    assert len(outcome.days) == len(DAYS)
