"""Progress, evidence, effort and descriptions: what they change, who may, and what takes them back."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import UserError
from bot.rules import evidence
from bot.rules.evidence import Shown
from bot.services.people import teams
from bot.services.work import beside, life, undoing, working
from models import Channel, Session, State, Task
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

LINK = Shown("link", "https://example.com/a.pdf", "draft")


@pytest.fixture
def task(session: Session) -> Task:
    return make_task(session, make_person(session), channel=make_channel(session, members=("U0ANN", "U0BOB")))


def ann(session: Session, **more: Any) -> Any:
    return acting(session, make_person(session), **more)


def refusal(work: Any) -> str:
    with pytest.raises(UserError) as refused:
        work()
    return refused.value.key


def test_a_note_of_its_owner_says_how_far_it_is_and_what_shows_it(session: Session, task: Task) -> None:
    entry = working.note(session, ann(session), task, "spoke to the printer", [LINK], percent=60)
    assert (entry.kind, entry.note, task.percent) == ("progress", "spoke to the printer", 60)
    assert task.evidence == [
        {"kind": "link", "value": LINK.value, "name": "draft", "by": "U0ANN", "at": NOW.isoformat()}
    ]
    undoing.undo(session, ann(session), entry)
    assert (task.percent, task.evidence) == (None, None)


def test_a_note_of_a_bystander_is_a_comment_and_loses_nothing(session: Session, task: Task) -> None:
    bob = acting(session, make_person(session, "U0BOB"))
    entry = working.note(session, bob, task, "looks nearly done", [LINK], percent=60)
    assert (entry.kind, task.percent, task.evidence) == ("note", None, None)
    assert entry.note == f"60% looks nearly done\n📎 draft {LINK.value}"


def test_evidence_is_there_once_has_its_limit_and_can_be_taken_away(session: Session, task: Task) -> None:
    working.show(session, ann(session), task, [LINK])
    assert refusal(lambda: working.show(session, ann(session), task, [LINK])) == "evidence_there"
    more = [Shown("figure", f"{number} copies") for number in range(evidence.MOST)]
    assert refusal(lambda: working.show(session, ann(session), task, more)) == "too_much_evidence"
    assert refusal(lambda: working.take_away(session, ann(session), task, 2)) == "no_such_evidence"
    gone = working.take_away(session, ann(session), task, 1)
    assert task.evidence == []
    undoing.undo(session, ann(session), gone)
    assert [one["value"] for one in task.evidence or ()] == [LINK.value]


def test_time_spent_adds_up_and_can_be_undone(session: Session, task: Task) -> None:
    working.spent(session, ann(session), task, 180)
    entry = working.spent(session, ann(session), task, 30, "calls")
    assert (task.spent_minutes, entry.note) == (210, "calls")
    undoing.undo(session, ann(session), entry)
    assert task.spent_minutes == 180


def test_time_in_progress_stands_in_until_somebody_says_how_long_it_took(session: Session, task: Task) -> None:
    assert working.measured(session, ann(session), task) is None
    life.start(session, ann(session), task)
    later = ann(session, now=NOW + timedelta(hours=9))
    assert working.measured(session, later, task) == 140  # 9:00 to 11:20 in Berlin
    working.spent(session, later, task, 60)
    assert working.measured(session, later, task) is None


def shaped(session: Session, task: Task, *, strict: bool) -> None:
    channel = session.get(Channel, (TEAM, task.source_channel))
    assert channel is not None
    teams.set_shape(session, teams.ensure(session, ann(session), channel), ("goal", "where"), strict=strict)


def test_a_team_that_asks_for_a_description_is_told_what_lacks_and_nothing_stops(session: Session, task: Task) -> None:
    shaped(session, task, strict=False)
    assert beside.of(session, task, None, NOW, is_fresh=False).lacking == ("goal", "where")
    entry = working.describe(session, ann(session), task, {"goal": "a full stand", "where": ""})
    assert task.described == {"goal": "a full stand"}
    assert beside.of(session, task, None, NOW, is_fresh=False).lacking == ("where",)
    life.start(session, ann(session), task)
    assert task.state == State.DOING
    assert refusal(lambda: undoing.undo(session, ann(session), entry)) == "changed_since"


def test_a_strict_team_starts_nothing_that_is_not_described(session: Session, task: Task) -> None:
    shaped(session, task, strict=True)
    assert refusal(lambda: life.start(session, ann(session), task)) == "describe_first"
    assert refusal(lambda: working.describe(session, ann(session), task, {"goal": " "})) == "nothing_described"
    working.describe(session, ann(session), task, {"goal": "a full stand", "where": "#launch"})
    life.start(session, ann(session), task)
    assert task.state == State.DOING
