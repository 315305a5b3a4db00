"""Acceptance: a finished task is submitted to its reviewers, who accept it step by step or return it with a reason."""

from dataclasses import replace
from typing import Any

from bot.errors import UserError, conflict, forbidden
from bot.rules import lifecycle
from bot.rules import reviewing as rules
from bot.rules.reviewing import ReturnReason, Step
from bot.services.people.actors import Actor
from bot.services.review import review_steps
from bot.services.work import endings, involving, life, telling
from bot.services.work.changing import change
from bot.services.work.life import UNBLOCKED
from bot.services.work.tasks import NOTE_MAX
from models import History, Session, State, Task
from models.queries import tasks as queries


def finish(session: Session, actor: Actor, task: Task, *, note: str = "") -> History:
    """The work is done: closed where nobody has to accept it, else submitted to those who have."""
    if task.state == State.REVIEW:
        return _close_accepted(session, actor, task, note)
    if review_steps.steps(session, task):
        return submit(session, actor, task, note=note)
    check_evidence(session, actor, task, "done")
    return life.done(session, actor, task, note=note)


def check_evidence(session: Session, actor: Actor, task: Task, verb: str) -> None:
    life.next_state(session, actor, task, verb)
    if task.needs_evidence and not task.evidence:
        raise conflict("evidence_first", number=task.number)


def submit(session: Session, actor: Actor, task: Task, *, note: str = "") -> History:
    """Hand it to the people of the first step: a new submission is looked at from the beginning."""
    if task.state == State.REVIEW:
        raise _waits(session, task)
    check_evidence(session, actor, task, "submit")
    steps = review_steps.steps(session, task)
    if not steps:
        raise conflict("nobody_reviews", number=task.number)
    patch: dict[str, Any] = {
        "state": State.REVIEW, "submitted_at": actor.now, "review_step": steps[0].number, "accepted_by": [],
        "score": None, **UNBLOCKED, "snoozed_until": None,
    }  # fmt: skip
    entry = change(session, actor, task, "submit", patch, note=note[:NOTE_MAX])
    review_steps.ask(session, actor, task)
    involving.moved(session, actor, task)
    return entry


def accept(session: Session, actor: Actor, task: Task, *, score: int | None = None, remark: str = "") -> History:
    """Say yes for the open step. The last yes closes the task."""
    if score is not None and score not in rules.SCORES:
        raise UserError("no_such_score", field="score")
    step = _my_step(session, actor, task)
    now = rules.after_accept(review_steps.steps(session, task), step, task.accepted_by or (), actor.person.id)
    patch: dict[str, Any] = {"accepted_by": list(now.accepted)}
    if now.step is not None:
        patch["review_step"] = now.step.number
    if score is not None:
        patch["score"] = score
    if not now.missing:
        patch |= {"state": State.DONE, "closed_at": actor.now, **UNBLOCKED, "snoozed_until": None}
    entry = change(session, _unsurprised(session, actor, task), task, "accept", patch, note=remark[:NOTE_MAX])
    _say(session, entry, step=step.number)
    if task.state == State.REVIEW:
        if now.step != step:
            review_steps.ask(session, actor, task)
        return entry
    endings.follow(session, actor, task, entry)
    _tell_end(session, actor, task, remark)
    return entry


def _tell_end(session: Session, actor: Actor, task: Task, remark: str) -> None:
    if task.owner_id != actor.person.id:
        telling.person(session, actor, task, task.owner_id, "accept", remark)
    telling.giver(session, actor, task, "accept", remark)


def send_back(session: Session, actor: Actor, task: Task, reason: ReturnReason | None, words: str) -> History:
    """Return it to its owner with a reason, of a kind if that is known; that counts as rework."""
    step = _my_step(session, actor, task)
    if not words.strip():
        raise UserError("why_returned", field="words")
    patch = {
        "state": lifecycle.check_move(task, "return"), "returns": task.returns + 1, "review_step": 0,
        "accepted_by": [], "submitted_at": None, "score": None, "started_at": task.started_at or actor.now,
    }  # fmt: skip
    entry = change(session, _unsurprised(session, actor, task), task, "return", patch, note=words[:NOTE_MAX])
    _say(session, entry, step=step.number, **({"return_reason": reason.value} if reason else {}))
    if task.owner_id != actor.person.id:
        telling.person(session, actor, task, task.owner_id, "return", words)
    return entry


def check_in_review(task: Task) -> None:
    """Raises a refusal that says where it stands, to who would accept or return what nobody handed in."""
    if task.state != State.REVIEW:
        raise conflict("not_in_review", number=task.number, state=task.state)


def _say(session: Session, entry: History, **facts: Any) -> None:
    """What the record tells beside the fields that changed."""
    entry.after = entry.after | facts
    session.add(entry)
    session.flush()


def _my_step(session: Session, actor: Actor, task: Task) -> Step:
    """The open step, if it waits for this person. Raises a refusal that says for whom it waits."""
    check_in_review(task)
    now = review_steps.standing(session, task)
    me = actor.person.id
    if now.step is None or me not in now.step.people:
        people = now.missing
        raise forbidden("not_your_step", number=task.number, people=people) if people else _waits(session, task)
    if me not in now.missing:
        raise conflict("accepted_already", number=task.number)
    return now.step


def _unsurprised(session: Session, actor: Actor, task: Task) -> Actor:
    """Two people of one step say yes at the same moment: the card of the second is older, and still means the same."""
    if actor.expects is None or actor.expects == task.version:
        return actor
    newer = queries.list_history(session, task, limit=20)
    return replace(actor, expects=None) if rules.still_meant(newer, actor.expects) else actor


def _waits(session: Session, task: Task) -> UserError:
    missing = review_steps.standing(session, task).missing
    if not missing:
        return conflict("review_complete", number=task.number)
    return conflict("waits_for_review", number=task.number, people=missing)


def _close_accepted(session: Session, actor: Actor, task: Task, note: str) -> History:
    """A review whose people were changed until nobody was missing is closed by those who steer the task."""
    if review_steps.standing(session, task).missing:
        raise _waits(session, task)
    patch = {"state": State.DONE, "closed_at": actor.now, **UNBLOCKED, "snoozed_until": None}
    entry = change(session, actor, task, "done", patch, note=note)
    endings.follow(session, actor, task, entry)
    telling.giver(session, actor, task, "done", note)
    return entry
