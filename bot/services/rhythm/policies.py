"""Escalation policies of the workspace and of teams: reading, changing, and what they would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.answers.policies import Ahead
from bot.errors import UserError, not_found
from bot.rules import chasing, escalation, permissions
from bot.rules.escalation import MOST_POLICIES, Policy
from bot.services.people import teams
from bot.services.people.actors import Actor
from bot.services.rhythm import chasing as silence
from bot.services.rhythm import errands, standups
from models import Channel, ErrandKind, Session, Team
from models.queries import chases as queries
from models.queries import standups as team_queries

VERB, TEAM_VERB = "workspace escalation", "team escalation"
AHEAD_DAYS = 5
LOOKED_AT = 100

Kept = list[dict[str, Any]] | None


def check_may_change(session: Session, actor: Actor, channel: Channel | None) -> None:
    """A team's are its leads'; the workspace's are the admins'."""
    if channel is not None:
        standups.check_may_set_up(session, actor, channel, TEAM_VERB)
    else:
        permissions.check_set_up(actor.workspace, actor.person, VERB)


def may_change(session: Session, actor: Actor, channel: Channel | None) -> bool:
    try:
        check_may_change(session, actor, channel)
    except UserError:
        return False
    return True


def in_force(session: Session, actor: Actor, channel: Channel | None) -> tuple[Policy, ...]:
    return silence.policies_of(actor.workspace, team_of(session, channel))


def team_of(session: Session, channel: Channel | None) -> Team | None:
    return team_queries.team(session, channel.workspace_id, channel.id) if channel is not None else None


def kept(session: Session, actor: Actor, channel: Channel | None) -> Kept:
    team = team_of(session, channel)
    if channel is not None:
        return team.escalation if team is not None else None
    return actor.workspace.escalation


def find(policies: Sequence[Policy], policy_id: str) -> Policy:
    found = next((policy for policy in policies if policy.id == policy_id), None)
    if found is None:
        raise not_found("no_such_policy")
    return found


def save(session: Session, actor: Actor, channel: Channel | None, wanted: Policy) -> tuple[Policy, ...]:
    """Keep one policy, a new one at the end. Raises UserError at the field that is amiss."""
    check_may_change(session, actor, channel)
    if wrong := escalation.amiss(wanted):
        raise _refusal(*wrong)
    before = in_force(session, actor, channel)
    if not wanted.id:
        wanted = replace(wanted, id=_free_id(before, wanted))
    if all(policy.id != wanted.id for policy in before):
        after = (*before, wanted)
    else:
        after = tuple(wanted if policy.id == wanted.id else policy for policy in before)
    if len(after) > MOST_POLICIES:
        raise UserError("too_many_policies", most=MOST_POLICIES)
    # a team that says anything of its own is not what the workspace says, even where it is as shipped
    _keep(session, actor, channel, escalation.differing(after) or ([] if channel is not None else None))
    return in_force(session, actor, channel)


def remove(session: Session, actor: Actor, channel: Channel | None, policy_id: str) -> None:
    """One of their own goes; one that was shipped is as shipped again."""
    check_may_change(session, actor, channel)
    before = in_force(session, actor, channel)
    find(before, policy_id)
    after = [policy for policy in before if policy.id != policy_id]
    _keep(session, actor, channel, escalation.differing(after) or ([] if channel is not None else None))


def put_back(session: Session, actor: Actor, channel: Channel | None, rows: Kept) -> None:
    """All of them as these rows say; None is as shipped, or for a team as the workspace says."""
    check_may_change(session, actor, channel)
    _keep(session, actor, channel, rows)


def _keep(session: Session, actor: Actor, channel: Channel | None, rows: Kept) -> None:
    """From now on they hold; live tasks are looked at anew by the clock, a few hundred at a time."""
    if channel is not None:
        team = teams.ensure(session, actor, channel)
        team.escalation = rows
        session.add(team)
    else:
        actor.workspace.escalation = rows
        session.add(actor.workspace)
    if channel is not None:
        queries.look_again_in(session, actor.workspace.id, channel.id, actor.now)
    else:
        errands.begin(session, actor.workspace, ErrandKind.LOOKS, "", actor.now)


def _free_id(policies: Sequence[Policy], wanted: Policy) -> str:
    taken = {policy.id for policy in (*policies, *escalation.SHIPPED)}
    return next(name for n in range(2, MOST_POLICIES + 10) if (name := f"{wanted.when.value}-{n}") not in taken)


def _refusal(key: str, step: int) -> UserError:
    fields: Mapping[str, str] = {"policy_tells_nobody": f"to{step}", "policy_repeats": "repeats"}
    return UserError(key, field=fields.get(key, f"wait{step or 1}"), most=escalation.MOST_DAYS)


def ahead(session: Session, actor: Actor, channel: Channel | None) -> Ahead:
    """What the policies would bring in the next days if nobody did anything: by the tasks that end first."""
    now, until = actor.now, actor.now + timedelta(days=AHEAD_DAYS)
    where = channel.id if channel is not None else None
    found = queries.list_live_in(session, actor.workspace.id, where, LOOKED_AT)
    people: set[str] = set()
    messages, at_once = 0, 0
    for task in found:
        facts = silence.facts_of(session, actor.workspace, task, now)
        coming = [one for one in chasing.coming(facts) if one.kind.startswith(chasing.ESCALATION) and one.at <= until]
        messages += len(coming)
        people |= {one.person_id for one in coming}
        at_once += any(one.at <= now for one in coming)
    more = queries.count_live(session, actor.workspace.id, where) - len(found)
    return Ahead(len(found), AHEAD_DAYS, messages, len(people), at_once, more)
