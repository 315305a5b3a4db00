"""What the receipt of a change says beside its verb: how far, how good, who has it now."""

from typing import Any

import pytest

from bot.answers import Changed, Created, HandedOver, Shown
from bot.answers.plans import Plan
from bot.notices import TaskTold
from bot.render import slack
from models import Role, RoleKind
from tests.render import reading, samples


def receipt(answer: Any, language: str = "en") -> str:
    return reading.page(slack.message(answer, samples.reader(language, person_id="U0ANN")))


def test_progress_says_how_far() -> None:
    view = samples.view(samples.task(percent=60), undo=samples.entry("progress", {"percent": None}, {"percent": 60}))
    assert "📈 60%" in receipt(Changed("progress", (view,), undo=(55,)))


@pytest.mark.parametrize("state", ["review", "done"])
def test_an_accept_says_its_score(state: str) -> None:
    given = samples.view(samples.task(state=state, score=4), undo=samples.entry("accept", {}, {"score": 4}))
    assert "⭐ 4 of 5" in receipt(Changed("accept", (given,), undo=(55,)))
    earlier = samples.view(samples.task(state=state, score=4), undo=samples.entry("accept", {}, {"step": 2}))
    assert "⭐" not in receipt(Changed("accept", (earlier,), undo=(55,))), "that is somebody else's score"


def test_whose_work_was_accepted_reads_the_score() -> None:
    view = samples.view(samples.task(state="done", score=5))
    told = slack.notice(TaskTold(view, samples.person("U0BOB", "Bob"), "accept"), samples.reader())
    assert "⭐ 5 of 5" in reading.page(told)


def test_a_part_that_was_handed_over_is_not_the_task() -> None:
    helper = Role(workspace_id="T1", number=42, person_id="U0DANA", kind=RoleKind.HELPER)
    change = samples.entry("handover", {"helpers": ["U0BOB"]}, {"helpers": ["U0DANA"]})
    page = receipt(HandedOver("handover", (samples.view(samples.task(), undo=change, roles=(helper,)),), undo=(55,)))
    assert "Handed over to" not in page
    assert "<@U0DANA>" in page


def test_an_acceptance_that_fell_away_is_said() -> None:
    change = samples.entry("handover", {"reviewers": ["U0BOB"]}, {"reviewers": []})
    answer = HandedOver("handover", (samples.view(samples.task(), undo=change),), undo=(55,))
    assert "Nobody else reviews it now" in receipt(answer)
    assert "没有其他人验收" in receipt(answer, "zh")


def test_a_large_task_of_ones_own_may_be_split_from_its_receipt() -> None:
    view = samples.view(samples.task(owner_id="U0ANN", estimate_days=5), plan=Plan(may_split=True))
    assert "split 42" in receipt(Created(view, "here", False))
    assert "split 42" in receipt(Shown(view, (), {}))


def test_evidence_beyond_three_is_no_crowd() -> None:
    held = [{"kind": "figure", "value": str(number)} for number in range(4)]
    view = samples.view(samples.task(evidence=held), undo=samples.entry("evidence", {}, {}))
    page = receipt(Changed("evidence", (view,), undo=(55,)), "zh")
    assert "还有 1 项" in page
    assert "人" not in page
