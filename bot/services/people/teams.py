"""Teams: a channel that works together, with its leads and the people who take part."""

from collections.abc import Iterable

from bot.services.people.actors import Actor
from models import Channel, Session, Team, TeamMember
from models.queries import standups as queries


def ensure(session: Session, actor: Actor, channel: Channel) -> Team:
    """The channel's team, made on first use; whoever set it up leads it until they name others."""
    team = queries.team(session, channel.workspace_id, channel.id)
    if team is None:
        team = Team(workspace_id=channel.workspace_id, channel_id=channel.id, leads=[actor.person.id],
                    created_at=actor.now)  # fmt: skip
        session.add(team)
        session.flush()
    return team


def set_leads(session: Session, team: Team, leads: Iterable[str]) -> None:
    """Name the leads; with nobody named they stay who they are, so that a team is never without one."""
    team.leads = list(dict.fromkeys(leads)) or team.leads
    session.add(team)


def set_shape(session: Session, team: Team, shape: Iterable[str], *, strict: bool) -> None:
    """What the team's tasks are described with; a team that asks for nothing insists on nothing."""
    team.shape = list(shape) or None
    team.strict = strict and bool(team.shape)
    session.add(team)


def set_members(session: Session, team: Team, members: Iterable[str], optional: Iterable[str] = ()) -> None:
    """Who is asked from the next standup on; the optional ones are members too."""
    free = set(optional)
    wanted = dict.fromkeys([*members, *free])
    known = {row.person_id: row for row in queries.list_team_members(session, team.workspace_id, team.channel_id)}
    for person_id in wanted:
        row = known.pop(person_id, None) or TeamMember(
            workspace_id=team.workspace_id, channel_id=team.channel_id, person_id=person_id
        )
        row.optional = person_id in free
        session.add(row)
    for gone in known.values():
        session.delete(gone)
    session.flush()
