"""Escalation policies: shipped, kept where they differ, and whom they cover."""

import pytest

from bot.rules import escalation
from bot.rules.availability import Wait
from bot.rules.escalation import Hears, Policy, Step, When
from models import Task


def task(**fields: object) -> Task:
    return Task(workspace_id="T", number=1, title="t", owner_id="U0ANN", creator_id="U0BOB", **fields)


LATE = Policy("late", When.LATE, (Step(1, 0, (Hears.OWNER,)), Step(3, 0, (Hears.LEADS,))))


def test_with_nothing_kept_the_shipped_policies_are_in_force():
    assert escalation.policies_of(None) == escalation.SHIPPED
    assert escalation.differing(escalation.SHIPPED) is None


def test_a_kept_policy_stands_in_for_the_shipped_one_of_its_name_and_others_come_after():
    own = Policy("late", When.LATE, (Step(0, 4, (Hears.MANAGER,)),))
    new = Policy("quiet", When.SILENT, (Step(5, 0, (Hears.OWNER,)),), labels=("launch",), priority=2)
    kept = escalation.differing((own, *escalation.SHIPPED[1:], new))
    assert kept is not None
    assert [row["id"] for row in kept] == ["late", "quiet"]
    found = escalation.policies_of(kept)
    assert (found[0], found[1:-1], found[-1]) == (own, escalation.SHIPPED[1:], new)


@pytest.mark.parametrize(
    ("why", "policy", "repeats", "waits"),
    [
        ("each step once", LATE, 0, [(1, Wait(1)), (2, Wait(3))]),
        ("the last one again after as long", LATE, 2, [(1, Wait(1)), (2, Wait(3)), (3, Wait(5)), (4, Wait(7))]),
        ("one step, in hours", Policy("r", When.REVIEW, (Step(0, 4, (Hears.REVIEWERS,)),)), 1,
         [(1, Wait(0, 4)), (2, Wait(0, 8))]),
    ],
)  # fmt: skip
def test_the_moments_of_a_policy(why: str, policy: Policy, repeats: int, waits: list[tuple[int, Wait]]):
    repeated = Policy(policy.id, policy.when, policy.steps, repeats)
    assert [(nth, wait) for nth, wait, _ in repeated.moments()] == waits, why


@pytest.mark.parametrize(
    ("why", "fields", "policy", "covered"),
    [
        ("any task", {}, LATE, True),
        ("switched off", {}, Policy("late", When.LATE, LATE.steps, on=False), False),
        ("only pressing ones, and it is not", {"level": 3}, Policy("late", When.LATE, LATE.steps, priority=2), False),
        ("only pressing ones, and it is", {"level": 1}, Policy("late", When.LATE, LATE.steps, priority=2), True),
        ("only of a label, and it has it", {"labels": ["launch", "x"]},
         Policy("late", When.LATE, LATE.steps, labels=("launch",)), True),
        ("only of a label, and it has another", {"labels": ["x"]},
         Policy("late", When.LATE, LATE.steps, labels=("launch",)), False),
    ],
)  # fmt: skip
def test_whom_a_policy_covers(why: str, fields: dict[str, object], policy: Policy, covered: bool):
    assert policy.covers(task(**fields)) is covered, why
