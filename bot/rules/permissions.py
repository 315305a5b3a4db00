"""Who may do what: one table of verbs. Seeing is decided in the queries; this is about acting."""

from collections.abc import Iterable
from enum import StrEnum

from bot.errors import forbidden
from models import ChannelKind, Person, Role, Task, Workspace

CLOSED = (ChannelKind.PRIVATE, ChannelKind.GROUP_DM)  # only their members know what is said there


class Part(StrEnum):
    """What somebody is to a task, or to a team. Whoever sees it is a viewer, and may be more.

    Everybody is one of three: a colleague, a guest of the workspace, or from outside of it. A founder is a colleague
    in a channel that has no team yet.
    """

    OWNER = "owner"
    CREATOR = "creator"
    ACCOUNTABLE = "accountable"
    HELPER = "helper"
    REVIEWER = "reviewer"
    CONSULTED = "consulted"
    INFORMED = "informed"
    AWAITED = "awaited"
    MANAGER = "manager"
    LEAD = "lead"
    ADMIN = "admin"
    VIEWER = "viewer"
    COLLEAGUE = "colleague"
    GUEST = "guest"
    OUTSIDER = "outsider"
    FOUNDER = "founder"


SEEING = frozenset({Part.VIEWER})
STEERING = frozenset({Part.OWNER, Part.CREATOR, Part.ACCOUNTABLE, Part.LEAD, Part.ADMIN})
WORKING = STEERING | {Part.HELPER}
JUDGING = frozenset({Part.REVIEWER, Part.ACCOUNTABLE})
OUR_PEOPLE = frozenset({Part.COLLEAGUE, Part.GUEST})
EVERYBODY = OUR_PEOPLE | {Part.OUTSIDER}
OF_THE_TEAM = frozenset({Part.LEAD, Part.ADMIN, Part.FOUNDER})
ADMINS = frozenset({Part.ADMIN})

# what is done to one task, and by whom who sees it
OF_TASKS: dict[str, frozenset[Part]] = {
    "show": SEEING,
    "history": SEEING,
    "next": SEEING,
    "note": SEEING,
    "ack": frozenset({Part.OWNER}),
    "decline": frozenset({Part.OWNER}),
    "start": WORKING,
    "progress": WORKING,
    "evidence": WORKING | {Part.REVIEWER},
    "spent": WORKING,
    "describe": WORKING,
    "block": WORKING,
    "unblock": WORKING | {Part.AWAITED},
    "done": WORKING,
    "submit": WORKING,
    "accept": JUDGING,
    "return": JUDGING,
    "closing": WORKING | {Part.REVIEWER},
    "cancel": STEERING,
    "reopen": STEERING,
    "archive": STEERING,
    "assign": STEERING,
    "roles": STEERING,
    "handover": frozenset({Part.LEAD, Part.ADMIN, Part.MANAGER}),
    "edit": STEERING,
    "due": STEERING,
    "slip": STEERING,
    "priority": STEERING,
    "snooze": STEERING,
    "order": frozenset({Part.OWNER}),
    "after": STEERING,
    "part": STEERING,
    "split": STEERING,
    "merge": STEERING,
    "merged": STEERING,
    "skip": STEERING,
    "only": STEERING,
    "onwards": STEERING,
}

# what is about no task, or about several: of the tasks it tells of, everybody is shown those that they see
OF_OTHERS: dict[str, frozenset[Part]] = {
    "add": EVERYBODY,
    "list": EVERYBODY,
    "find": EVERYBODY,
    "export": EVERYBODY,
    "cases": EVERYBODY,
    "home": EVERYBODY,
    "suggest": EVERYBODY,
    "undo": EVERYBODY,
    "help": EVERYBODY,
    "standup help": EVERYBODY,
    "standup report": EVERYBODY,
    "standup preview": OUR_PEOPLE,
    "standup answer": OUR_PEOPLE,
    "standup setup": OF_THE_TEAM,
    "standup run": OF_THE_TEAM,
    "standup pause": OF_THE_TEAM,
    "standup resume": OF_THE_TEAM,
    "digest help": EVERYBODY,
    "digest preview": EVERYBODY,
    "digest setup": OF_THE_TEAM,
    "digest pause": OF_THE_TEAM,
    "digest resume": OF_THE_TEAM,
    "digest off": OF_THE_TEAM,
    "muster help": EVERYBODY,
    "muster why": EVERYBODY,
    "muster rehearse": EVERYBODY,
    "muster away": OUR_PEOPLE,
    "muster back": OUR_PEOPLE,
    "muster skip": OUR_PEOPLE,
    "muster hours": OUR_PEOPLE,
    "muster calendar": OUR_PEOPLE,
    "calendar hosts": ADMINS,
    "muster holidays": EVERYBODY,
    "days off": ADMINS,
    "away of others": ADMINS | {Part.LEAD, Part.MANAGER},
    "muster quiet": OUR_PEOPLE,
    "muster nudges": OUR_PEOPLE,
    "team nudges": OF_THE_TEAM,
    "muster escalation": OUR_PEOPLE,
    "workspace escalation": ADMINS,
    "team escalation": OF_THE_TEAM,
    "muster shape": OF_THE_TEAM,
    "muster setup": ADMINS,
    "muster directory": OUR_PEOPLE,
    "muster person": OUR_PEOPLE,
    "muster handover": ADMINS | {Part.LEAD, Part.MANAGER},
    "muster emoji": ADMINS,
    "muster release": ADMINS,
    "muster outbox": ADMINS,
    "muster rules": ADMINS,
}

RIGHTS: dict[str, frozenset[Part]] = OF_TASKS | OF_OTHERS


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
    return frozenset(found) | standing(workspace, actor, team_leads)


def standing(
    workspace: Workspace, person: Person, leads: Iterable[str] = (), *, founds: bool = False
) -> frozenset[Part]:
    """What somebody is to a team with those leads, or to the workspace. Only colleagues lead, administer or found."""
    if person.is_deleted:
        return frozenset()
    kind = kind_of(person)
    if kind != Part.COLLEAGUE:
        return frozenset({kind})
    is_so = {Part.LEAD: person.id in (*workspace.leads, *leads), Part.FOUNDER: founds,
             Part.ADMIN: person.is_admin or person.id in workspace.admins}  # fmt: skip
    return frozenset({kind} | {part for part, holds in is_so.items() if holds})


def kind_of(person: Person) -> Part:
    if person.is_stranger:
        return Part.OUTSIDER
    return Part.GUEST if person.is_guest else Part.COLLEAGUE


def is_admin(workspace: Workspace, person: Person) -> bool:
    return Part.ADMIN in standing(workspace, person)


def check_set_up(workspace: Workspace, person: Person, verb: str = "muster setup") -> None:
    """Settings of the whole workspace. Raises a refusal that names who may."""
    if not RIGHTS[verb] & standing(workspace, person):
        raise forbidden("admins_only", admins=tuple(workspace.admins))


def can_lead(workspace: Workspace, person: Person, leads: Iterable[str]) -> bool:
    """Leads of the team, leads of the workspace and admins see what is meant for leads."""
    return bool(standing(workspace, person, leads) & {Part.LEAD, Part.ADMIN})


def can_take_part(workspace: Workspace, person: Person, verb: str) -> bool:
    """What is for people of the workspace, whichever team they are in."""
    return bool(RIGHTS[verb] & standing(workspace, person))
