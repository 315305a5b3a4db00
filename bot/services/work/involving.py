"""Those who have a part in a task beside its owner: who answers for it, and when each of them hears of it."""

from bot.services.people.actors import Actor
from bot.services.work import roles, telling
from models import History, RoleKind, Session, State, Task
from models.queries import people as people_queries
from models.queries import standups as team_queries

# the state a task comes to, and what the consulted are told then
CONSULTED = {State.DOING: "consult_start", State.REVIEW: "consult_review"}


def accountable_of(session: Session, task: Task) -> str | None:
    """Who answers for it and hears when it goes wrong: whoever was named, else its team's first lead who is there."""
    named = roles.ids(session, task, RoleKind.ACCOUNTABLE)
    team = team_queries.team_of(session, task)
    candidates: tuple[str, ...] = (*named, *(team.leads if team else ()))
    for person_id in candidates:
        person = people_queries.get(session, task.workspace_id, person_id)
        if person is not None and person.is_active:
            return person_id
    return None


def named(session: Session, actor: Actor, task: Task, before: dict[str, list[str]]) -> None:
    """People got a part just now: helpers hear of it, and so do those to be asked of work that is under way."""
    for person_id in _new(session, task, RoleKind.HELPER, before.get("helpers", [])):
        _tell(session, actor, task, person_id, "helping")
    if verb := CONSULTED.get(State(task.state)):
        for person_id in _new(session, task, RoleKind.CONSULTED, before.get("consulted", [])):
            _tell(session, actor, task, person_id, verb)


def moved(session: Session, actor: Actor, task: Task) -> None:
    """It was started, or goes to review: those to be asked may want to look at it now."""
    if verb := CONSULTED.get(State(task.state)):
        for person_id in roles.ids(session, task, RoleKind.CONSULTED):
            _tell(session, actor, task, person_id, verb)


def closed(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """It came to an end: one line to each who wants to know, but not to who is told as the one that gave it."""
    verb = "informed_cancel" if task.state == State.CANCELLED else "informed_done"
    for person_id in roles.ids(session, task, RoleKind.INFORMED):
        if person_id not in (task.creator_id, task.owner_id):
            _tell(session, actor, task, person_id, verb)


def _new(session: Session, task: Task, kind: RoleKind, before: list[str]) -> list[str]:
    had = {roles.read_role(one)[0] for one in before}
    return [person_id for person_id in roles.ids(session, task, kind) if person_id not in had]


def _tell(session: Session, actor: Actor, task: Task, person_id: str, verb: str) -> None:
    person = people_queries.get(session, task.workspace_id, person_id)
    if person is not None and person.can_be_told and person_id not in (actor.person.id, task.owner_id):
        telling.person(session, actor, task, person_id, verb, "")
