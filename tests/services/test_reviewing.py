"""Acceptance: submitting, steps, scores, returns, people who change or leave, and two who accept at one moment."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select

from bot.errors import UserError
from bot.rules.reviewing import ReturnReason
from bot.services.review import review_steps, reviewing
from bot.services.work import changing, life, roles, undoing
from bot.services.work import tasks as services
from models import History, Outbox, Person, Session, State, Task
from models.db import connect
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

OWNER, CREATOR = "U0OWNER", "U0MAKER"


def reviewed(session: Session, *reviewers: str, **fields: Any) -> Task:
    """A task with those reviewers, written as in services.roles, and everybody known."""
    people = {name: make_person(session, name) for name in (OWNER, CREATOR, "U0ANN", "U0BOB", "U0CID")}
    task = make_task(session, people[OWNER], creator=people[CREATOR], channel=make_channel(session), **fields)
    roles.put(session, task, "reviewers", list(reviewers))
    return task


def as_(session: Session, person_id: str, **more: Any) -> Any:
    person = session.get(Person, (TEAM, person_id))
    assert person is not None
    return acting(session, person, **more)


def finish(session: Session, task: Task, **more: Any) -> History:
    return reviewing.finish(session, as_(session, OWNER), task, **more)


def accept(session: Session, task: Task, who: str, **more: Any) -> History:
    return reviewing.accept(session, as_(session, who), task, **more)


def stands(task: Task) -> tuple[str, int, list[str] | None]:
    return task.state, task.review_step, task.accepted_by


def told(session: Session, kind: str) -> list[tuple[str, str]]:
    rows = session.exec(select(Outbox).where(Outbox.kind == kind).order_by(col(Outbox.id)))
    return [(row.to, row.subject.get("verb", "")) for row in rows]


def refusal(work: Any) -> str:
    with pytest.raises(UserError) as refused:
        work()
    return refused.value.key


def test_done_closes_what_nobody_has_to_accept(session: Session) -> None:
    task = reviewed(session)
    finish(session, task)
    assert task.state == State.DONE


def test_done_submits_what_has_reviewers_and_asks_the_first_step(session: Session) -> None:
    task = reviewed(session, "U0ANN", "2:any:U0BOB", "2:any:U0CID")
    entry = finish(session, task, note="final version")
    assert stands(task) == (State.REVIEW, 1, [])
    assert (entry.kind, entry.note, task.submitted_at) == ("submit", "final version", NOW)
    assert told(session, "task.review") == [("U0ANN", "")]


def test_the_accountable_accepts_where_nobody_is_named_to_review(session: Session) -> None:
    task = reviewed(session)
    roles.put(session, task, "accountable", ["U0ANN"])
    finish(session, task)
    assert task.state == State.REVIEW
    accept(session, task, "U0ANN")
    assert task.state == State.DONE


def test_each_step_opens_the_next_and_the_last_accept_closes(session: Session) -> None:
    task = reviewed(session, "U0ANN", "U0BOB", "2:any:U0CID", f"2:any:{CREATOR}")
    finish(session, task)
    accept(session, task, "U0BOB")
    assert stands(task) == (State.REVIEW, 1, ["U0BOB"])
    accept(session, task, "U0ANN", score=3)
    assert stands(task) == (State.REVIEW, 2, [])
    assert {to for to, _ in told(session, "task.review")} == {"U0ANN", "U0BOB", "U0CID", CREATOR}
    accept(session, task, "U0CID", score=5, remark="clean work")
    assert (task.state, task.score, task.closed_at) == (State.DONE, 5, NOW)
    assert told(session, "task.told") == [(OWNER, "accept"), (CREATOR, "accept")]


def test_only_the_people_of_the_open_step_may_say_yes_or_no(session: Session) -> None:
    task = reviewed(session, "U0ANN", "2:all:U0BOB")
    assert refusal(lambda: accept(session, task, "U0ANN")) == "not_in_review"
    finish(session, task)
    for who in ("U0BOB", "U0CID", OWNER, CREATOR):
        assert refusal(lambda who=who: accept(session, task, who)) == "not_your_step"
        assert refusal(lambda who=who: send(session, task, who)) == "not_your_step"
    accept(session, task, "U0ANN")
    assert refusal(lambda: accept(session, task, "U0ANN")) == "not_your_step"


def send(session: Session, task: Task, who: str, words: str = "page 3 is missing") -> History:
    return reviewing.send_back(session, as_(session, who), task, ReturnReason.DEFECT, words)


def test_a_return_counts_as_rework_and_the_next_submission_begins_at_the_first_step(session: Session) -> None:
    task = reviewed(session, "U0ANN", "2:all:U0BOB")
    finish(session, task)
    accept(session, task, "U0ANN", score=4)
    entry = send(session, task, "U0BOB")
    assert (*stands(task), task.returns, task.score) == (State.DOING, 0, [], 1, None)
    assert (entry.note, entry.after["return_reason"]) == ("page 3 is missing", "defect")
    assert told(session, "task.told") == [(OWNER, "return")]
    finish(session, task)
    assert stands(task) == (State.REVIEW, 1, [])
    assert refusal(lambda: send(session, task, "U0ANN", " ")) == "why_returned"


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five(session: Session, score: int) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    assert refusal(lambda: accept(session, task, "U0ANN", score=score)) == "no_such_score"
    assert task.state == State.REVIEW


def test_submits_and_accepts_can_be_undone(session: Session) -> None:
    task = reviewed(session, "U0ANN", "U0BOB")
    submitted = finish(session, task)
    first, last = accept(session, task, "U0ANN"), accept(session, task, "U0BOB", score=5)
    undoing.undo(session, as_(session, "U0BOB"), last)
    assert (*stands(task), task.score, task.closed_at) == (State.REVIEW, 1, ["U0ANN"], None, None)
    undoing.undo(session, as_(session, "U0ANN"), first)
    undoing.undo(session, as_(session, OWNER), submitted)
    assert (*stands(task), task.submitted_at) == (State.OPEN, 0, None, None)


def test_done_again_says_for_whom_it_waits(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    assert refusal(lambda: finish(session, task)) == "waits_for_review"


def name_reviewers(session: Session, task: Task, *reviewers: str) -> History:
    return changing.change(session, as_(session, CREATOR), task, "edit", {"reviewers": list(reviewers)})


def test_a_step_that_loses_its_last_missing_person_moves_on(session: Session) -> None:
    task = reviewed(session, "U0ANN", "U0BOB", "2:all:U0CID")
    finish(session, task)
    accept(session, task, "U0ANN")
    entry = name_reviewers(session, task, "U0ANN", "2:all:U0CID")
    assert stands(task) == (State.REVIEW, 2, [])
    assert told(session, "task.review")[-1] == ("U0CID", "")
    undoing.undo(session, as_(session, CREATOR), entry)
    assert stands(task) == (State.REVIEW, 1, ["U0ANN"])


# at the second step: ANN has accepted, BOB is asked, CID comes last
RENAMED: tuple[tuple[tuple[str, ...], tuple[int, list[str]], str], ...] = (
    (("U0BOB", "2:all:U0CID"), (1, ["U0BOB"]), "the first left, and the steps are counted anew"),
    (("U0BOB",), (1, ["U0BOB"]), "written again as the only step"),
    (("U0CID",), (1, ["U0CID"]), "somebody else instead"),
    (("U0ANN", "2:all:U0CID", "3:all:U0BOB"), (2, ["U0CID"]), "one more before him"),
    (("U0ANN",), (2, []), "who has accepted is not asked again"),
)


@pytest.mark.parametrize(("now", "stands_at", "why"), RENAMED)
def test_steps_with_other_numbers_pass_nobody_over(
    session: Session, now: tuple[str, ...], stands_at: tuple[int, list[str]], why: str
) -> None:
    task = reviewed(session, "U0ANN", "2:all:U0BOB", "3:all:U0CID")
    finish(session, task)
    accept(session, task, "U0ANN")
    name_reviewers(session, task, *now)
    assert (task.review_step, list(review_steps.standing(session, task).missing)) == stands_at, why


def test_a_review_that_loses_everybody_asks_its_owner_and_can_be_closed(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    name_reviewers(session, task)
    assert told(session, "task.told") == [(OWNER, "nobody_to_accept")]
    finish(session, task)
    assert task.state == State.DONE


def test_a_new_reviewer_of_the_open_step_is_asked_and_the_others_are_not_asked_twice(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    name_reviewers(session, task, "U0ANN", "U0BOB")
    assert told(session, "task.review") == [("U0ANN", ""), ("U0BOB", "")]


def test_a_reviewer_who_becomes_the_owner_is_no_longer_asked(session: Session) -> None:
    task = reviewed(session, "U0ANN", "2:all:U0BOB")
    finish(session, task)
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    services.assign(session, as_(session, CREATOR), task, ann)
    assert stands(task) == (State.REVIEW, 2, [])


def test_a_reviewer_who_left_is_said_to_the_creator(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    ann.is_deleted = True
    finish(session, task)
    assert told(session, "task.review") == []
    assert told(session, "task.told") == [(CREATOR, "reviewer_gone")]


def test_evidence_is_asked_for_before_a_task_that_needs_it_is_handed_in(session: Session) -> None:
    for reviewers in ((), ("U0ANN",)):
        task = reviewed(session, *reviewers, needs_evidence=True)
        assert refusal(lambda task=task: finish(session, task)) == "evidence_first"
        task.evidence = [{"kind": "link", "value": "https://example.com/a", "name": "", "by": OWNER, "at": "-"}]
        finish(session, task)
        assert task.state != State.OPEN


def test_what_is_submitted_can_still_be_cancelled_and_reopened(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    life.cancel(session, as_(session, OWNER), task)
    assert refusal(lambda: accept(session, task, "U0ANN")) == "not_in_review"


def test_what_it_was_blocked_on_ends_with_the_review(session: Session) -> None:
    task = reviewed(session, "U0ANN")
    finish(session, task)
    life.block(session, as_(session, OWNER), task, reason="the printer")
    last = accept(session, task, "U0ANN")
    assert (task.state, task.blocked_at) == (State.DONE, None)
    undoing.undo(session, as_(session, "U0ANN"), last)
    assert (task.state, task.blocked_reason) == (State.REVIEW, "the printer")
    roles.put(session, task, "reviewers", [])
    finish(session, task)
    assert (task.state, task.blocked_at) == (State.DONE, None)


async def test_two_who_accept_at_the_same_moment_both_count(database_url: str) -> None:
    """The card of the second shows the version before the first one's yes."""
    database = connect(database_url)
    try:
        for mode in ("all", "any"):
            number, version = await database.submit(lambda session: submitted(session, mode))  # noqa: B023
            outcomes = await asyncio.gather(
                *(database.submit(lambda session, who=who: one_accepts(session, number, who, version))  # noqa: B023
                  for who in ("U0ANN", "U0BOB")), return_exceptions=True)  # fmt: skip
            state, kinds = await database.read(lambda session: story(session, number))  # noqa: B023
            refused = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
            assert state == State.DONE
            assert kinds.count("accept") == (2 if mode == "all" else 1)
            assert [error.key for error in refused] == ([] if mode == "all" else ["not_in_review"])
    finally:
        await database.close()


def submitted(session: Session, mode: str) -> tuple[int, int]:
    task = reviewed(session, f"1:{mode}:U0ANN", f"1:{mode}:U0BOB")
    finish(session, task)
    return task.number, task.version


def one_accepts(session: Session, number: int, who: str, version: int) -> None:
    actor = as_(session, who, expects=version)
    reviewing.accept(session, actor, services.find(session, actor, number))


def story(session: Session, number: int) -> tuple[str, list[str]]:
    task = session.get(Task, (TEAM, number))
    assert task is not None
    return task.state, [entry.kind for entry in queries.list_history(session, task)]


def test_an_accept_of_something_else_than_what_was_looked_at_is_refused(session: Session) -> None:
    task = reviewed(session, "U0ANN", "U0BOB")
    finish(session, task)
    seen = task.version
    services.edit(session, as_(session, OWNER), task, {"title": "Something else"})
    stale = as_(session, "U0ANN", expects=seen)
    assert refusal(lambda: reviewing.accept(session, stale, task)) == "changed_under_you"
