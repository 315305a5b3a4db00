"""Reviews in steps: who is missing, what an accept and a change of people do, and the rounds of a record."""

import pytest

from bot.rules import reviewing
from bot.rules.reviewing import Standing, Step
from models import History, Role, RoleKind, StepMode
from tests.factories import NOW, TEAM


def role(person_id: str, step: int = 1, mode: str = "all", kind: RoleKind = RoleKind.REVIEWER) -> Role:
    return Role(workspace_id=TEAM, number=42, person_id=person_id, kind=kind, step=step, mode=mode)


def steps_of(*written: str) -> tuple[Step, ...]:
    """`1 all ann bob` is a step."""
    found = []
    for one in written:
        number, mode, *people = one.split()
        found.append(Step(int(number), StepMode(mode), tuple(people)))
    return tuple(found)


@pytest.mark.parametrize(("roles", "wanted"), [
    ((), ()),
    ((role("ann"),), ("1 all ann",)),
    ((role("bob"), role("ann")), ("1 all ann bob",)),
    ((role("cid", 3, "any"), role("dan", 3, "any"), role("ann", 1)), ("1 all ann", "3 any cid dan")),
    ((role("owner"), role("ann")), ("1 all ann",)),
    ((role("owner"),), ()),
    ((role("eve", kind=RoleKind.ACCOUNTABLE),), ("1 all eve",)),
    ((role("eve", kind=RoleKind.ACCOUNTABLE), role("ann")), ("1 all ann",)),
    ((role("owner", kind=RoleKind.ACCOUNTABLE),), ()),
    ((role("hal", kind=RoleKind.HELPER), role("con", kind=RoleKind.CONSULTED)), ()),
])  # fmt: skip
def test_reviewers_stand_in_steps_and_nobody_accepts_their_own_work(
    roles: tuple[Role, ...], wanted: tuple[str, ...]
) -> None:
    assert reviewing.steps("owner", roles) == steps_of(*wanted)


@pytest.mark.parametrize(("step", "accepted", "missing"), [
    ("1 all ann bob", (), ("ann", "bob")),
    ("1 all ann bob", ("ann",), ("bob",)),
    ("1 all ann bob", ("ann", "bob"), ()),
    ("1 any ann bob", (), ("ann", "bob")),
    ("1 any ann bob", ("bob",), ()),
    ("1 any ann bob", ("somebody",), ("ann", "bob")),
])  # fmt: skip
def test_a_step_needs_all_or_any_of_its_people(step: str, accepted: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert steps_of(step)[0].missing(accepted) == missing


TWO = steps_of("1 all ann bob", "2 any cid dan")


@pytest.mark.parametrize(("step", "accepted", "who", "wanted"), [
    (TWO[0], (), "ann", Standing(TWO[0], ("ann",))),
    (TWO[0], ("ann",), "bob", Standing(TWO[1])),
    (TWO[1], (), "dan", Standing(TWO[1], ("dan",))),
])  # fmt: skip
def test_an_accept_waits_for_the_others_of_its_step_and_then_opens_the_next(
    step: Step, accepted: tuple[str, ...], who: str, wanted: Standing
) -> None:
    assert reviewing.after_accept(TWO, step, accepted, who) == wanted


def test_the_last_accept_leaves_nobody_missing() -> None:
    assert reviewing.after_accept(TWO, TWO[1], (), "dan").missing == ()


@pytest.mark.parametrize(("of", "number", "accepted", "step", "left", "missing"), [
    (("1 all ann bob", "2 all cid"), 1, ("ann",), 1, ("ann",), ("bob",)),
    (("1 all ann", "2 all cid"), 1, ("ann",), 2, (), ("cid",)),
    (("2 all cid",), 1, ("ann",), 2, (), ("cid",)),
    (("1 all ann",), 1, ("ann",), 1, ("ann",), ()),
    (("1 all ann",), 2, (), None, (), ()),
    ((), 1, ("ann",), None, (), ()),
    (("1 all bob",), 1, ("ann",), 1, (), ("bob",)),
    (("1 all ann bob", "2 all cid"), 2, (), 2, (), ("cid",)),
    (("1 any ann bob", "3 all cid"), 1, ("bob",), 3, (), ("cid",)),
])  # fmt: skip
def test_a_review_whose_people_change_moves_on_or_has_nobody_missing(
    of: tuple[str, ...], number: int, accepted: tuple[str, ...], step: int | None, left: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:  # fmt: skip
    found = reviewing.after_roles(steps_of(*of), number, accepted)
    assert (found.step.number if found.step else None, found.accepted, found.missing) == (step, left, missing)


def entry(kind: str, version: int, **more: object) -> History:
    return History(workspace_id=TEAM, number=42, at=NOW, actor_id="ann", kind=kind, version=version, **more)


def test_rounds_hold_what_was_said_of_each_submission_and_forget_what_was_undone() -> None:
    story = [entry("add", 1), entry("submit", 2), entry("accept", 3, undone_by=9), entry("return", 4),
             entry("note", 4), entry("submit", 5), entry("accept", 6), entry("accept", 7)]  # fmt: skip
    assert [[one.kind for one in round_.said] for round_ in reviewing.rounds(story)] == [["return"], ["accept"] * 2]


@pytest.mark.parametrize(("kinds", "since", "meant"), [
    ((), 4, True),
    (("accept",), 4, True),
    (("accept", "note"), 4, True),
    (("edit",), 4, False),
    (("edit",), 5, True),
    (("evidence", "accept"), 4, False),
])  # fmt: skip
def test_a_yes_on_an_older_card_still_counts_where_only_others_said_yes(
    kinds: tuple[str, ...], since: int, meant: bool
) -> None:
    assert reviewing.still_meant([entry(kind, 5) for kind in kinds], since) is meant
