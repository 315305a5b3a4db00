"""How fast we may speak, by table: bursts, refills, a workspace's share, and pauses that Slack asks for."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.pace import Pace

NOW = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("moments", "allowed"),
    [
        ([0, 0, 0, 0], [True, True, True, False]),
        ([0, 0, 0, 0.9], [True, True, True, False]),
        ([0, 0, 0, 1, 1], [True, True, True, True, False]),
        ([0, 0, 0, 60, 60, 60, 60], [True, True, True, True, True, True, False]),
        ([0, 0, 0, -5, 1], [True, True, True, False, True]),  # a clock that steps back gives nothing away
    ],
)
def test_a_conversation_takes_three_at_once_and_then_one_a_second(moments: list[float], allowed: list[bool]):
    pace = Pace()
    assert [pace.ready("T1", "C1", after(moment)) for moment in moments] == allowed


def test_a_workspace_has_sixty_at_once_and_then_two_hundred_a_minute():
    pace = Pace()
    assert sum(pace.ready("T1", f"C{number}", NOW) for number in range(100)) == 60
    assert sum(pace.ready("T1", f"D{number}", after(6)) for number in range(100)) == 20
    assert pace.ready("T2", "C1", NOW), "another workspace has its own share"


def test_a_conversation_that_must_wait_costs_the_workspace_nothing():
    pace = Pace()
    refused = [pace.ready("T1", "C1", NOW) for _ in range(200)]
    assert sum(refused) == 3
    assert sum(pace.ready("T1", f"D{number}", NOW) for number in range(100)) == 57


def test_redraws_have_a_budget_of_their_own():
    pace = Pace()
    assert sum(pace.ready_to_redraw("T1", NOW) for _ in range(100)) == 20
    assert pace.ready("T1", "C1", NOW)


@pytest.mark.parametrize(("method", "posts", "redraws"), [("post", False, True), ("update", True, False)])
def test_a_pause_holds_one_method_of_one_workspace_until_it_is_over(method: str, posts: bool, redraws: bool):
    pace = Pace()
    pace.pause(method, "T1", after(30))
    assert (pace.ready("T1", "C1", after(29.9)), pace.ready_to_redraw("T1", after(29.9))) == (posts, redraws)
    assert pace.ready("T2", "C1", NOW)
    assert pace.ready("T1", "C1", after(30))
    assert pace.ready_to_redraw("T1", after(30))


def test_of_two_pauses_the_longer_counts():
    pace = Pace()
    pace.pause("post", "T1", after(30))
    pace.pause("post", "T1", after(5))
    assert pace.paused("post", "T1", after(10)) == 20
    assert pace.paused("post", "T1", after(31)) == 0


def test_forgetting_what_is_idle_gives_nobody_more():
    pace = Pace()
    for _ in range(3):
        pace.ready("T1", "C1", NOW)
    pace.forget_idle(after(0.5))
    assert not pace.ready("T1", "C1", after(0.5))
    pace.forget_idle(after(600))
    assert [pace.ready("T1", "C1", after(600)) for _ in range(4)] == [True, True, True, False]
