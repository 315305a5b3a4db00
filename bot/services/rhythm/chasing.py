"""What silence brings: who is reminded of a task that does not move, and whom an escalation tells."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from bot.logs import logger
from bot.rules import availability, chasing, escalation
from bot.rules.chasing import ESCALATION, Coming, Facts, Level
from bot.rules.escalation import Hears
from bot.rules.nudging import LATE_AFTER
from bot.services.rhythm import occurrences
from models import OccurrenceState, Person, Role, RoleKind, Session, Task, Team, Workspace
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import standups as team_queries
from models.queries import tasks as task_queries

log = logger(__name__)

TOO_LATE = "late: nobody was chased while Muster was away"


due = task_queries.due_chases


def take(session: Session, keys: Sequence[tuple[str, int]], now: datetime) -> list[tuple[str, int]]:
    """Those of them that are due and no other process is at work on."""
    tasks = queries.take_tasks(session, keys)
    return [(task.workspace_id, task.number) for task in tasks if task.chase_at is not None and task.chase_at <= now]


def look(session: Session, key: tuple[str, int], now: datetime) -> None:
    """Write down what silence has brought by now, for those it is for to be told, and when to look again."""
    task, workspace = queries.claim_task(session, *key), people_queries.workspace(session, key[0])
    if task is None or workspace is None or task.chase_at is None or task.chase_at > now:
        return
    found = chasing.coming(facts_of(session, workspace, task, now))
    for one in found:
        if one.at <= now:
            _fall_due(session, task, one, now)
    task.chase_at = min((one.at for one in found if one.at > now), default=None)
    session.add(task)


def put_off(session: Session, key: tuple[str, int], until: datetime) -> None:
    """Try one that failed later."""
    task = queries.hold_task(session, *key)
    if task is not None and task.chase_at is not None:
        task.chase_at = until
        session.add(task)


def _fall_due(session: Session, task: Task, one: Coming, now: datetime) -> None:
    """A reminder that comes an hour late is left out: the next one is true by then. An escalation is not lost."""
    missed = now - one.at > LATE_AFTER and not one.kind.startswith(ESCALATION)
    occurrences.put(
        session, task.workspace_id, kind=f"nudge.{one.kind}", subject=str(task.number), person_id=one.person_id,
        when=one.key, due_at=one.at, tell_at=None if missed else one.at, facts=dict(one.facts), now=now,
        state=OccurrenceState.EXPIRED if missed else OccurrenceState.PENDING, reason=TOO_LATE if missed else "",
    )  # fmt: skip


def facts_of(session: Session, workspace: Workspace, task: Task, now: datetime) -> Facts:
    """All that the silence around a task is measured by, as things stand now."""
    team = team_queries.team(session, workspace.id, task.source_channel) if task.source_channel else None
    roles, blocker = task_queries.list_roles(session, task), _blocker_of(session, task)
    owner = people_queries.get(session, workspace.id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    hears = _hears(workspace, team, task, owner, roles)
    ids = {task.owner_id, blocker or task.owner_id, *(one for group in hears.values() for one in group)}
    people = people_queries.list_by_ids(session, workspace.id, ids)
    hours = {one.id: availability.hours(one, workspace) for one in people.values()}
    if not hours[owner.id].works_on(hours[owner.id].today(now)):  # the one who stands in hears beside them
        hears[Hears.OWNER] += hears[Hears.STAND_IN]
    reached = {one.id for one in people.values() if one.can_be_told}
    return Facts(
        task, hours, {one.id: levels_of(one, team) for one in people.values()}, policies_of(workspace, team),
        {role: tuple(one for one in found if one in reached) for role, found in hears.items()},
        hears[Hears.REVIEWERS], blocker,
    )  # fmt: skip


def policies_of(workspace: Workspace, team: Team | None) -> tuple[escalation.Policy, ...]:
    """A team's own policies stand in for the workspace's."""
    own = team.escalation if team is not None else None
    kept = workspace.escalation if own is None else own
    for row in escalation.unreadable(kept):
        _say_once(workspace.id, str(row))
    return escalation.policies_of(kept)


@lru_cache(maxsize=64)
def _say_once(workspace_id: str, row: str) -> None:
    """It is read with every task: once is enough."""
    log.warning("a policy cannot be read and is left out", workspace=workspace_id, policy=row[:500])


def levels_of(person: Person, team: Team | None) -> dict[str, Level]:
    """What somebody wants to be reminded of: their own word, then their team's."""
    own = person.nudging or {}
    teams = (team.nudging or {}) if team is not None and "all" not in own else {}
    return {kind: Level(level) for kind, level in {**teams, **own}.items()}


def _hears(
    workspace: Workspace, team: Team | None, task: Task, owner: Person, roles: Iterable[Role]
) -> dict[Hears, tuple[str, ...]]:
    leads = (team.leads if team is not None else None) or workspace.leads
    known = list(roles)
    return {
        Hears.OWNER: (owner.id,), Hears.CREATOR: (task.creator_id,), Hears.LEADS: tuple(leads),
        Hears.ACCOUNTABLE: tuple(role.person_id for role in known if role.kind == RoleKind.ACCOUNTABLE),
        Hears.REVIEWERS: tuple(role.person_id for role in known if role.kind == RoleKind.REVIEWER and role.awaited),
        Hears.MANAGER: (owner.manager_id,) if owner.manager_id else (),
        Hears.STAND_IN: (owner.stand_in_id,) if owner.stand_in_id else (),
    }  # fmt: skip


def _blocker_of(session: Session, task: Task) -> str | None:
    """Whom a blocked task waits for: the person named, or who owns the task that it waits for."""
    if not task.is_blocked or task.blocked_by_id is not None:
        return task.blocked_by_id if task.is_blocked else None
    if task.blocked_by_number is None:
        return None
    before = task_queries.get_unseen(session, task.workspace_id, task.blocked_by_number)
    return before.owner_id if before is not None and before.is_live and before.owner_id != task.owner_id else None


def in_two_working_hours(hours: availability.Hours, now: datetime) -> datetime:
    """After Muster was away people have that long to act before anybody above them hears."""
    return hours.after(hours.next_moment(now), availability.Wait(hours=2))
