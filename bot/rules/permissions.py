"""Who may do what. Seeing is decided in the queries; this is about acting."""

from collections.abc import Iterable

from bot.errors import forbidden
from models import ChannelKind, Person, Role, RoleKind, Task, Workspace

COMMENTS = frozenset({"note"})
CLOSED = (ChannelKind.PRIVATE, ChannelKind.GROUP_DM)  # only their members know what is said there


def is_admin(workspace: Workspace, person: Person) -> bool:
    return (person.is_admin and not person.is_stranger) or person.id in workspace.admins


def can_set_up(workspace: Workspace, person: Person) -> bool:
    return is_admin(workspace, person)


def check_set_up(workspace: Workspace, person: Person) -> None:
    if not can_set_up(workspace, person):
        raise forbidden("admins_only", admins=tuple(workspace.admins))


def can_lead(workspace: Workspace, person: Person, leads: Iterable[str]) -> bool:
    """Leads of the team, leads of the workspace and admins may change a team's settings."""
    return person.id in leads or person.id in workspace.leads or is_admin(workspace, person)


def can_change(workspace: Workspace, actor: Person, task: Task, roles: Iterable[Role]) -> bool:
    """The people on a task change it; leads and admins too. Guests and people from outside only their own."""
    if actor.id in (task.owner_id, task.creator_id):
        return True
    if any(role.person_id == actor.id and role.kind in (RoleKind.HELPER, RoleKind.ACCOUNTABLE) for role in roles):
        return True
    return not actor.is_stranger and (is_admin(workspace, actor) or actor.id in workspace.leads)


def check_change(workspace: Workspace, actor: Person, task: Task, roles: Iterable[Role], verb: str) -> None:
    """Who sees a task may comment on it; only its people may change it."""
    if verb not in COMMENTS and not can_change(workspace, actor, task, roles):
        raise forbidden("not_yours", number=task.number, owner=task.owner_id, creator=task.creator_id)
