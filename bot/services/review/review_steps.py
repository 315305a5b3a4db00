"""The steps of a review as they stand: what a change of people does to them, and who is told that it is their turn."""

from collections.abc import Iterable
from typing import Any

from bot.rules import reviewing
from bot.rules.reviewing import Standing, Step
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.work import roles, telling
from models import Person, RoleKind, Session, State, Task
from models.queries import people as people_queries
from models.queries import tasks as queries

ASKED = "task.review"
PEOPLE_OF_IT = frozenset({"owner_id", "reviewers", "accountable"})
STANDS_BY = PEOPLE_OF_IT | {"state", "review_step", "accepted_by"}


def steps(session: Session, task: Task) -> tuple[Step, ...]:
    return reviewing.steps(task.owner_id, queries.list_roles(session, task))


def standing(session: Session, task: Task) -> Standing:
    return reviewing.standing(task, steps(session, task))


def asked(session: Session, task: Task) -> tuple[str, ...] | None:
    """Whom a task in review waits for; None for one that is not in review."""
    return standing(session, task).missing if task.state == State.REVIEW else None


def settled(session: Session, task: Task, asked: Iterable[str], before: dict[str, Any]) -> dict[str, Any]:
    """What it does to the review of a task that its people were changed, once they are: fields to give new values.

    `asked` are those it waited for, `before` the fields as they were.
    """
    held = [roles.read_role(one) for one in before.get("reviewers", ())]
    passed = {person_id for person_id, step, _ in held if step < task.review_step}
    of = steps(session, task)
    opened = reviewing.open_again(of, task.review_step, asked, passed) if held else task.review_step
    now = reviewing.after_roles(of, opened, task.accepted_by or ())
    if now.step is None:
        return {}
    patch = {"review_step": now.step.number, "accepted_by": list(now.accepted)}
    return {name: value for name, value in patch.items() if getattr(task, name) != value}


def keep(session: Session, task: Task) -> None:
    """Write down beside the people of a task which of them it waits for, so that each finds what waits for them."""
    people = queries.list_roles(session, task)
    missing = reviewing.standing(task, reviewing.steps(task.owner_id, people)).missing
    for role in people:
        is_awaited = role.person_id in missing and role.kind in (RoleKind.REVIEWER, RoleKind.ACCOUNTABLE)
        if role.awaited != is_awaited:
            role.awaited = is_awaited
            session.add(role)


def follow(session: Session, actor: Actor, task: Task, before: Iterable[str]) -> None:
    """The people of a task in review were changed: who is newly asked hears it, its owner where nobody is missing."""
    if task.state != State.REVIEW:
        return
    if standing(session, task).missing:
        ask(session, actor, task, but=before)
    else:
        telling.about(session, task, task.owner_id, by=actor.person.id, verb="nobody_to_accept", now=actor.now)


def ask(session: Session, actor: Actor, task: Task, *, but: Iterable[str] = ()) -> None:
    """Tell the people of the open step that it is their turn, and the task's creator of those who cannot hear it."""
    missing = [person_id for person_id in standing(session, task).missing if person_id not in but]
    found = people_queries.list_by_ids(session, task.workspace_id, missing)
    for person_id in missing:
        if not is_there(found.get(person_id)):
            _not_there(session, actor, task, person_id)
        elif person_id != actor.person.id:
            outbox.put(session, task.workspace_id, Letter(
                key=f"review:{task.number}:v{task.version}:{person_id}", kind=ASKED, to=person_id, reader_id=person_id,
                subject={"number": task.number, "by": actor.person.id},
            ), now=actor.now)  # fmt: skip


def is_there(person: Person | None) -> bool:
    """Whether a message reaches them."""
    return person is not None and person.can_be_told


def _not_there(session: Session, actor: Actor, task: Task, person_id: str) -> None:
    """A reviewer whom no message reaches holds nobody up in silence: who gave the task names another."""
    for reader_id in (task.creator_id, task.owner_id):
        if is_there(people_queries.get(session, task.workspace_id, reader_id)):
            telling.about(session, task, reader_id, by=person_id, verb="reviewer_gone", now=actor.now)
            return


def list_waiting_for(session: Session, person: Person) -> list[Task]:
    """What waits for that person's yes or no, the longest waiting first."""
    found = queries.list_in_review_by(session, person.workspace_id, person.id)
    return [task for task in found if person.id in standing(session, task).missing]


def left(session: Session, actor: Actor, person_id: str) -> None:
    """Somebody left: of every task whose open step waits for them, who gave it is told."""
    for task in queries.list_in_review_by(session, actor.workspace.id, person_id):
        if person_id in standing(session, task).missing:
            _not_there(session, actor, task, person_id)
