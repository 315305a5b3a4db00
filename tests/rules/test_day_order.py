"""The order a person gives a day by hand, and why the first of it is the first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.rules import day_order
from models import Task

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
TODAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 6)


def a_task(number: int, **fields: Any) -> Task:
    given = {"workspace_id": "T", "number": number, "title": "x", "owner_id": "U0ANN", "creator_id": "U0ANN"}
    return Task(**(given | {"created_at": NOW, "updated_at": NOW} | fields))


def placed(*numbers: int, on: date = TODAY) -> list[Task]:
    return [a_task(number, day_on=on, day_rank=rank) for rank, number in enumerate(numbers)]


PUT = (
    # what stands in an order, what comes first, the order then, and how many tasks change
    ([], (42,), [42], 1),
    ([1, 2, 3], (3,), [3, 1, 2], 1),
    ([1, 2, 3], (3, 9), [3, 9, 1, 2], 2),
    ([1, 2, 3], (1,), [1, 2, 3], 0),
    ([1, 2, 3], (1, 2, 3), [1, 2, 3], 0),
    ([1, 2, 3], (3, 2, 1), [3, 2, 1], 3),
    ([1, 2, 3], (2, 2, 1), [2, 1, 3], 2),
)


@pytest.mark.parametrize(("stands", "first", "then", "changed"), PUT)
def test_what_is_put_first_comes_first_and_the_rest_stays(
    stands: list[int], first: tuple[int, ...], then: list[int], changed: int
):
    tasks = placed(*stands)
    ranks = day_order.ranks(first, tasks, TODAY)
    held = {task.number: task for task in (*(a_task(number) for number in first), *tasks)}
    for number, rank in ranks.items():
        held[number].day_on, held[number].day_rank = TODAY, rank
    assert [task.number for task in day_order.by_hand(held.values(), TODAY)] == then
    assert len(ranks) == changed


def test_the_order_of_another_day_counts_no_more():
    yesterday = placed(5, 6, on=date(2026, 3, 8))
    assert day_order.by_hand(yesterday, TODAY) == ()
    assert set(day_order.ranks((7,), yesterday, TODAY)) == {7}


SOON, HAND = {"rule": "due_soon", "level": 2, "days": 3}, {"rule": "by_hand", "level": 1}
WHY = (
    ({"day_on": TODAY, "day_rank": 0, "level": 1}, FRIDAY, (50,), ("by_hand",)),
    ({"ends_at": NOW - timedelta(days=3)}, FRIDAY, (50,), ("late", "waited_for")),
    ({"ends_at": NOW + timedelta(hours=8), "level": 2, "level_reasons": [SOON]}, TODAY, (), ("today",)),
    ({"ends_at": NOW + timedelta(hours=8), "level": 1, "level_reasons": [HAND]}, TODAY, (), ("today", "level")),
    ({"ends_at": NOW + timedelta(days=4)}, date(2026, 3, 13), (), ("due",)),
    ({}, None, (), ("next",)),
)


@pytest.mark.parametrize(("fields", "due", "waited_by", "reasons"), WHY)
def test_it_says_why_the_first_is_the_first(
    fields: dict[str, Any], due: date | None, waited_by: tuple[int, ...], reasons: tuple[str, ...]
):
    assert day_order.first_because(a_task(1, **fields), due, TODAY, NOW, waited_by).reasons == reasons
