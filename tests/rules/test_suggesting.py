"""What is proposed for a task and why, as a table, and what counts as its like."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.rules import suggesting
from bot.rules.suggesting import Known, Week
from models import State, Task

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)
CALM, FULL = Week(2, 5, date(2026, 3, 12)), Week(7.5, 5, date(2026, 3, 16))
MONTH_AGO = NOW - 30 * DAY


def a_task(**fields: Any) -> Task:
    given = {"workspace_id": "T", "number": 1, "title": "x", "owner_id": "U0ANN", "creator_id": "U0ANN"}
    return Task(**(given | {"created_at": MONTH_AGO, "updated_at": NOW} | fields))


def known(task: Task, **more: Any) -> Known:
    return Known(task, **more)


PROPOSED = (
    # the task, what is known around it, the week, and what is proposed: field, value, reason
    ({}, {}, CALM, None),
    ({}, {"waited_by": (50, 51)}, CALM, ("priority", "2", "waited_for")),
    ({"level": 2}, {"waited_by": (50,)}, CALM, None),
    ({"state": State.REVIEW}, {"waited_by": (50,)}, CALM, None),
    ({"ends_at": NOW + 9 * DAY}, {"late": 3, "samples": 6}, CALM, ("priority", "2", "often_late")),
    ({"ends_at": NOW + 9 * DAY}, {"late": 4, "samples": 4}, CALM, None),
    ({"ends_at": NOW + 9 * DAY}, {"late": 2, "samples": 6}, CALM, None),
    ({}, {"late": 6, "samples": 6}, CALM, None),
    ({"important": True, "level": 2}, {}, CALM, ("due_on", "2026-03-12", "important_undated")),
    ({"important": True, "level": 2, "ends_at": NOW + 20 * DAY}, {}, CALM, None),
    ({"important": True, "level": 2}, {}, Week(2, 5, None), None),
    ({"ends_at": NOW + DAY, "due_on": date(2026, 3, 10)}, {"helper_id": "U0BOB"}, FULL,
     ("owner_id", "U0BOB", "overload_delegate")),
    ({"ends_at": NOW + DAY, "due_on": date(2026, 3, 10)}, {}, FULL, ("due_on", "2026-03-16", "overload")),
    ({"ends_at": NOW + DAY, "due_on": date(2026, 3, 10)}, {"helper_id": "U0BOB"}, CALM, None),
    ({"ends_at": NOW + DAY, "due_on": date(2026, 3, 10), "state": State.DOING}, {"helper_id": "U0BOB"}, FULL, None),
    ({"ends_at": NOW + DAY, "due_on": date(2026, 3, 10), "due_at": NOW + DAY}, {}, FULL, None),
    ({"ends_at": NOW + 20 * DAY, "due_on": date(2026, 3, 29)}, {}, FULL, None),
    ({"important": True, "level": 1, "ends_at": NOW + DAY, "due_on": date(2026, 3, 10)}, {"helper_id": "U0BOB"}, FULL,
     None),
    ({"updated_at": MONTH_AGO}, {}, CALM, ("state", "cancelled", "dead")),
    ({"updated_at": MONTH_AGO, "creator_id": "U0BOB"}, {}, CALM, ("priority", "5", "untouched")),
    ({"updated_at": MONTH_AGO, "ends_at": NOW + 9 * DAY}, {}, CALM, ("priority", "5", "untouched")),
    ({"updated_at": MONTH_AGO, "creator_id": "U0BOB", "priority": 5, "level": 5}, {}, CALM, None),
    ({"updated_at": MONTH_AGO + DAY}, {}, CALM, None),
    ({"updated_at": MONTH_AGO, "blocked_at": NOW}, {}, CALM, None),
    ({"priority": 2, "level": 2, "ends_at": NOW + 20 * DAY}, {"late": 0, "samples": 9}, CALM,
     ("priority", "3", "seldom_late")),
    ({"priority": 2, "level": 2, "ends_at": NOW + 20 * DAY}, {"late": 0, "samples": 4}, CALM, None),
    ({"priority": 2, "level": 2, "ends_at": NOW + 10 * DAY}, {"late": 0, "samples": 9}, CALM, None),
)  # fmt: skip


@pytest.mark.parametrize(("fields", "more", "week", "wanted"), PROPOSED)
def test_at_most_one_change_is_proposed_with_its_reason(
    fields: dict[str, Any], more: dict[str, Any], week: Week, wanted: tuple[str, str, str] | None
):
    found = suggesting.propose(known(a_task(**fields), **more), week, NOW)
    assert (found and (found.field, found.proposed, found.reason)) == wanted


LIKE = (
    ({"labels": ["launch"]}, {"labels": ["launch", "x"], "owner_id": "U0BOB"}, True),
    ({"title": "Quarterly budget review"}, {"title": "Review the quarterly budget"}, True),
    ({"title": "Quarterly budget review"}, {"title": "Review the quarterly budget", "owner_id": "U0BOB"}, False),
    ({"title": "Quarterly budget review"}, {"title": "Budget for the fair"}, False),
    ({"title": "整理季度预算表"}, {"title": "核对季度预算"}, True),
    ({"title": "x"}, {"title": "x"}, False),
)


@pytest.mark.parametrize(("one", "other", "is_like"), LIKE)
def test_its_like_share_a_label_or_an_owner_and_words(one: dict[str, Any], other: dict[str, Any], is_like: bool):
    assert suggesting.like(a_task(**one), a_task(**other)) is is_like


def test_lateness_counts_what_was_closed_after_its_date():
    closed = [a_task(labels=["launch"], ends_at=NOW - 5 * DAY, closed_at=NOW - days * DAY) for days in (6, 4, 3)]
    stranger = a_task(labels=["fair"], ends_at=NOW - 5 * DAY, closed_at=NOW)
    assert suggesting.lateness(a_task(labels=["launch"]), [*closed, stranger]) == (2, 3)


def test_what_nobody_estimated_counts_half_a_day():
    assert suggesting.load([a_task(estimate_days=3), a_task()]) == 3.5
