"""A task goes from hand to hand: taken note of, not taken, handed over with a word, and given a part in."""

from typing import Any

from bot.errors import conflict
from bot.rules import lifecycle
from bot.services.people.actors import Actor
from bot.services.people.people import check_active
from bot.services.work import involving, roles, telling
from bot.services.work.changing import change
from bot.services.work.tasks import NOTE_MAX
from models import History, Person, Session, Task
from models.queries import people as people_queries


def ack(session: Session, actor: Actor, task: Task) -> History:
    """Its owner has seen it. Whoever gave it reads so on the card."""
    lifecycle.check_live(task, "ack")
    if task.owner_id == actor.person.id and not lifecycle.awaits_ack(task):
        raise conflict("acked_already", number=task.number)
    return change(session, actor, task, "ack", {"acked_at": actor.now})


def decline(
    session: Session, actor: Actor, task: Task, *, reason: str = "", suggested: Person | None = None
) -> History:
    """Its owner gives it back to whoever made it, with why and perhaps who would be better."""
    state = lifecycle.check_move(task, "decline")
    if task.creator_id == task.owner_id:
        raise conflict("decline_own", number=task.number)
    creator = people_queries.get(session, task.workspace_id, task.creator_id)
    assert creator is not None, "a task's creator is always known"
    check_active(creator, "cannot_take_back")
    if suggested is not None:
        check_active(suggested, on_field="suggested")
    patch: dict[str, Any] = {"owner_id": creator.id, "snoozed_until": None}
    if task.state != state:
        patch |= {"state": state, "started_at": None}
    entry = change(session, actor, task, "decline", patch, note=reason[:NOTE_MAX])
    if creator.id != actor.person.id:
        telling.declined(session, actor, task, reason, suggested.id if suggested else "")
    return entry


def set_parts(session: Session, actor: Actor, task: Task, patch: dict[str, list[str]]) -> History | None:
    """Name who has which part, in the encoding of roles; None where nothing is different."""
    lifecycle.check_live(task, "roles")
    before = {name: roles.held(session, task, name) for name in patch}
    patch = {name: _without_owner(task, value) for name, value in patch.items()}
    patch = {name: value for name, value in patch.items() if sorted(before[name]) != sorted(value)}
    known = {roles.read_role(one)[0] for held in before.values() for one in held}
    for name, value in patch.items():
        ids = {roles.read_role(one)[0] for one in value} - known
        for person in people_queries.list_by_ids(session, task.workspace_id, ids).values():
            check_active(person, "cannot_take_part_in_it", on_field="step1" if name == "reviewers" else name)
    if not patch:
        return None
    entry = change(session, actor, task, "roles", patch)
    involving.named(session, actor, task, before)
    return entry


def _without_owner(task: Task, value: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(value) if roles.read_role(one)[0] != task.owner_id]
