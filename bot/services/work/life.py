"""What a task goes through, from its start to its end: every move of it between states, and being blocked."""

from bot.errors import UserError, conflict
from bot.rules import lifecycle
from bot.services.people.actors import Actor
from bot.services.people.people import check_active
from bot.services.plan import following
from bot.services.work import beside, endings, involving, telling
from bot.services.work.changing import change, changed_under
from bot.services.work.tasks import NOTE_MAX
from models import History, Session, State, Task
from models.queries import people as people_queries

UNBLOCKED = {"blocked_at": None, "blocked_reason": None, "blocked_by_id": None, "blocked_by_number": None}


def next_state(session: Session, actor: Actor, task: Task, verb: str) -> State:
    """The state the verb leads to. Raises a conflict that says who was quicker, or else where the task stands."""
    try:
        return lifecycle.check_move(task, verb)
    except UserError:
        if actor.expects is None or actor.expects == task.version:
            raise
        quicker = changed_under(session, task, actor.expects)
        if quicker.params.get("by") in (None, actor.person.id):  # whoever taps twice knows what they did
            raise
        raise quicker from None


def start(session: Session, actor: Actor, task: Task) -> History:
    beside.check_described(session, task)
    state = next_state(session, actor, task, "start")
    entry = change(session, actor, task, "start", {"state": state, "started_at": actor.now})
    involving.moved(session, actor, task)
    following.started(session, actor, task)
    return entry


def done(session: Session, actor: Actor, task: Task, *, note: str = "") -> History:
    """Close it. What it was blocked on no longer matters."""
    state = next_state(session, actor, task, "done")
    patch = {"state": state, "closed_at": actor.now, **UNBLOCKED, "snoozed_until": None}
    entry = change(session, actor, task, "done", patch, note=note)
    endings.follow(session, actor, task, entry)
    telling.giver(session, actor, task, "done", note)
    return entry


def cancel(session: Session, actor: Actor, task: Task, *, note: str = "", for_good: bool = False) -> History:
    """Give it up; of a series only this one, unless it is `for_good`."""
    patch = {"state": next_state(session, actor, task, "cancel"), "closed_at": actor.now, **UNBLOCKED}
    patch |= {"rrule": None} if for_good else {}
    entry = change(session, actor, task, "cancel", patch, note=note)
    endings.follow(session, actor, task, entry)
    telling.giver(session, actor, task, "cancel", note)
    return entry


def reopen(session: Session, actor: Actor, task: Task) -> History:
    state = next_state(session, actor, task, "reopen")
    return change(session, actor, task, "reopen", {"state": state, "closed_at": None, "archived_at": None})


def block(
    session: Session, actor: Actor, task: Task, *, reason: str, by: str | None = None, on: int | None = None
) -> History:
    """Say that it cannot go on, why, and whom or what it waits for."""
    lifecycle.check_live(task, "block")
    if on == task.number:
        raise UserError("waits_for_itself", field="on", number=on)
    if by is not None and (helper := people_queries.get(session, task.workspace_id, by)) is not None:
        check_active(helper, "cannot_help", on_field="by")
    patch = {"blocked_at": actor.now, "blocked_reason": reason[:NOTE_MAX], "blocked_by_id": by, "blocked_by_number": on}
    entry = change(session, actor, task, "block", patch)
    telling.giver(session, actor, task, "block", reason)
    if by is not None and by != actor.person.id:
        telling.person(session, actor, task, by, "blocked_on_you", reason)
    return entry


def unblock(session: Session, actor: Actor, task: Task) -> History:
    lifecycle.check_live(task, "unblock")
    if task.blocked_at is None:
        raise conflict("not_blocked", number=task.number)
    return change(session, actor, task, "unblock", dict(UNBLOCKED))
