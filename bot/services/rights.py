"""What somebody is to a task, and so what they may do with it: the facts that the table of rights is read with."""

from bot.errors import forbidden
from bot.rules import permissions
from bot.rules.permissions import Part
from models import Person, Session, Task, Workspace
from models.queries import parts
from models.queries import standups as team_queries
from models.queries import tasks as queries


def parts_of(session: Session, workspace: Workspace, person: Person, task: Task) -> frozenset[Part]:
    """All that the person is to a task that they see."""
    team = team_queries.team(session, workspace.id, task.source_channel) if task.source_channel else None
    roles = queries.list_roles(session, task)
    return permissions.parts_of(workspace, person, task, roles, team.leads if team else ())


def can(session: Session, workspace: Workspace, person: Person, task: Task, verb: str) -> bool:
    allowed = permissions.RIGHTS[verb]
    if allowed & parts_of(session, workspace, person, task):
        return True
    return Part.MANAGER in allowed and _manages(session, person, task)


def _manages(session: Session, person: Person, task: Task) -> bool:
    """Whether somebody with a part in it answers to that person."""
    ids = {task.owner_id, *(role.person_id for role in queries.list_roles(session, task))}
    return not (person.is_guest or person.is_stranger) and parts.answers_to(session, task.workspace_id, ids, person)


def check(session: Session, workspace: Workspace, person: Person, task: Task, verb: str) -> None:
    """Raises a refusal that says whose task it is."""
    if not can(session, workspace, person, task, verb):
        raise forbidden("not_yours", number=task.number, owner=task.owner_id, creator=task.creator_id)
