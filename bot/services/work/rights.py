"""What somebody is to a task, and so what they may do with it: the facts that the table of rights is read with."""

from collections.abc import Iterable

from bot.errors import forbidden
from bot.rules import permissions
from bot.rules.permissions import Part
from models import Person, Role, Session, Task, Workspace
from models.queries import plans, together
from models.queries import standups as team_queries
from models.queries import tasks as queries


def parts_of(session: Session, workspace: Workspace, person: Person, task: Task) -> frozenset[Part]:
    """All that the person is to a task that they see."""
    team = team_queries.team_of(session, task)
    roles = queries.list_roles(session, task)
    return permissions.parts_of(workspace, person, task, roles, team.leads if team else ())


def can(session: Session, workspace: Workspace, person: Person, task: Task, verb: str) -> bool:
    allowed = permissions.RIGHTS[verb]
    if allowed & parts_of(session, workspace, person, task):
        return True
    return Part.MANAGER in allowed and _manages(session, person, task)


def can_all(session: Session, workspace: Workspace, person: Person, tasks: Iterable[Task], verb: str) -> frozenset[int]:
    """Those of these tasks with which the person may do that: as `can` says, for all of them in three queries."""
    wanted = list(tasks)
    roles: dict[int, list[Role]] = {task.number: [] for task in wanted}
    for role in plans.list_roles_of(session, workspace.id, roles):
        roles[role.number].append(role)
    leads = together.leads_of(session, workspace.id, {task.source_channel for task in wanted})
    allowed = permissions.RIGHTS[verb]
    can_do = {
        task.number for task in wanted
        if allowed & permissions.parts_of(workspace, person, task, roles[task.number],
                                          leads.get(task.source_channel or "", ()))
    }  # fmt: skip
    if Part.MANAGER in allowed and not (person.is_guest or person.is_stranger):
        named = {task.number: {task.owner_id, *(role.person_id for role in roles[task.number])} for task in wanted}
        theirs = together.ids_answering_to(session, workspace.id, set().union(*named.values()), person)
        can_do |= {number for number, ids in named.items() if ids & theirs}
    return frozenset(can_do)


def _manages(session: Session, person: Person, task: Task) -> bool:
    """Whether somebody with a part in it answers to that person."""
    ids = {task.owner_id, *(role.person_id for role in queries.list_roles(session, task))}
    if person.is_guest or person.is_stranger:
        return False
    return bool(together.ids_answering_to(session, task.workspace_id, ids, person))


def check(session: Session, workspace: Workspace, person: Person, task: Task, verb: str) -> None:
    """Raises a refusal that says whose task it is."""
    if not can(session, workspace, person, task, verb):
        raise forbidden("not_yours", number=task.number, owner=task.owner_id, creator=task.creator_id)
