"""Who may do what: one table of verbs. Seeing is decided in the queries; this is about acting."""

from collections.abc import Iterable
from enum import StrEnum

from bot.errors import forbidden
from models import ChannelKind, Person, Role, Task, Workspace

CLOSED = (ChannelKind.PRIVATE, ChannelKind.GROUP_DM)  # only their members know what is said there


class Part(StrEnum):
    """What somebody is to a task. Whoever sees it is a viewer, and may be more."""

    OWNER = "owner"
    CREATOR = "creator"
    ACCOUNTABLE = "accountable"
    HELPER = "helper"
    REVIEWER = "reviewer"
    CONSULTED = "consulted"
    INFORMED = "informed"
    AWAITED = "awaited"
    LEAD = "lead"
    ADMIN = "admin"
    VIEWER = "viewer"


STEERING = frozenset({Part.OWNER, Part.CREATOR, Part.ACCOUNTABLE, Part.HELPER, Part.LEAD, Part.ADMIN})
WORKING = frozenset({Part.OWNER, Part.HELPER})
ANYBODY = frozenset(Part)

# every verb that changes a task, and who may say it
RIGHTS: dict[str, frozenset[Part]] = {
    "note": ANYBODY,
    "ack": frozenset({Part.OWNER}),
    "decline": frozenset({Part.OWNER}),
    "accept": frozenset({Part.REVIEWER, Part.ACCOUNTABLE}),
    "return": frozenset({Part.REVIEWER, Part.ACCOUNTABLE}),
    "start": STEERING,
    "done": STEERING,
    "submit": STEERING,
    "archive": STEERING,
    "progress": STEERING,
    "evidence": STEERING | {Part.REVIEWER},
    "spent": STEERING,
    "describe": STEERING,
    "closing": STEERING | {Part.REVIEWER},
    "cancel": STEERING,
    "reopen": STEERING,
    "block": STEERING,
    "unblock": STEERING,
    "assign": STEERING,
    "due": STEERING,
    "priority": STEERING,
    "order": frozenset({Part.OWNER}),
    "snooze": STEERING,
    "edit": STEERING,
}


def parts_of(
    workspace: Workspace, actor: Person, task: Task, roles: Iterable[Role], team_leads: Iterable[str] = ()
) -> frozenset[Part]:
    """All that the actor is to a task that they see. Guests and people from outside neither lead nor administer.

    `team_leads` lead the team of the channel that the task comes from.
    """
    found = {Part.VIEWER}
    found |= {Part(role.kind) for role in roles if role.person_id == actor.id}
    named = {Part.OWNER: task.owner_id, Part.CREATOR: task.creator_id, Part.AWAITED: task.blocked_by_id}
    found |= {part for part, person_id in named.items() if person_id == actor.id}
    if not (actor.is_stranger or actor.is_guest):
        found |= {Part.LEAD} if actor.id in (*workspace.leads, *team_leads) else set()
        found |= {Part.ADMIN} if is_admin(workspace, actor) else set()
    return frozenset(found)


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
