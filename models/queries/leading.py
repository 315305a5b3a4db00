"""Reading the teams that somebody leads, and their tasks as far as this person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, or_
from sqlmodel import Session, col, func, select

from models.person import Channel, ChannelKind, Membership, Person
from models.queries.conditions import is_blocked, is_late, is_unacknowledged, leads, led_by
from models.queries.days import Look, chosen, ordered
from models.queries.tasks import ROSTER_FOR
from models.task import State, Task
from models.team import Digest, Standup, Team, TeamMember


@dataclass(frozen=True)
class Led:
    """A team's channel; `is_inside` says that the lead is known to be a member of it."""

    channel: Channel
    is_inside: bool


def list_led(session: Session, person: Person, now: datetime, *, of_workspace: bool) -> list[Led]:
    """The teams whose lead they are and whose channel they may see; a closed one only while they are known to be in it.

    `of_workspace`: a lead of the workspace leads the teams that have none.
    """
    mine = led_by(person)
    member = and_(col(Membership.workspace_id) == Channel.workspace_id, col(Membership.channel_id) == Channel.id,
                  col(Membership.person_id) == person.id)  # fmt: skip
    rows = session.exec(
        select(Channel, Membership.person_id)
        .join(Team, and_(col(Team.workspace_id) == Channel.workspace_id, col(Team.channel_id) == Channel.id))
        .outerjoin(Membership, member)
        .where(Team.workspace_id == person.workspace_id, col(Channel.is_archived).is_(False),
               or_(mine, leads == "[]") if of_workspace else mine)
        .order_by(col(Channel.name), col(Channel.id))
    )  # fmt: skip
    found = [Led(channel, member_id is not None and _is_fresh(channel, now)) for channel, member_id in rows]
    is_colleague = not (person.is_guest or person.is_stranger)
    return [led for led in found if led.is_inside or (is_colleague and led.channel.kind == ChannelKind.PUBLIC)]


def leads_of_teams_with(session: Session, person: Person) -> set[str]:
    """Everybody who leads a team that this person takes part in."""
    teams = session.exec(
        select(Team)
        .join(TeamMember, and_(col(TeamMember.workspace_id) == Team.workspace_id,
                               col(TeamMember.channel_id) == Team.channel_id))
        .where(TeamMember.workspace_id == person.workspace_id, TeamMember.person_id == person.id)
    )  # fmt: skip
    return {lead for team in teams for lead in team.leads}


def _is_fresh(channel: Channel, now: datetime) -> bool:
    return channel.roster_at is not None and channel.roster_at > now - ROSTER_FOR


def may_read(session: Session, person: Person, channel: Channel, now: datetime) -> bool:
    """Whether they may know what is said there: everybody in an open channel, else who is known to be in it."""
    if channel.kind == ChannelKind.PUBLIC and not (person.is_guest or person.is_stranger):
        return True
    member = session.get(Membership, (channel.workspace_id, channel.id, person.id))
    return member is not None and _is_fresh(channel, now)


def list_unsure(session: Session, person: Person, before: datetime, limit: int) -> list[str]:
    """Channels of teams they lead whose members decide what they see, and were not read since that moment."""
    closed = col(Channel.kind) != ChannelKind.PUBLIC
    return list(session.exec(
        select(Channel.id)
        .join(Team, and_(col(Team.workspace_id) == Channel.workspace_id, col(Team.channel_id) == Channel.id))
        .where(Team.workspace_id == person.workspace_id, col(Channel.bot_is_in).is_(True),
               led_by(person), or_(col(Channel.roster_at).is_(None), col(Channel.roster_at) < before),
               *([] if person.is_guest or person.is_stranger else [closed]))
        .order_by(col(Channel.roster_at).asc().nulls_first(), col(Channel.id)).limit(limit)
    ))  # fmt: skip


def _of(look: Look, led: Iterable[Led]) -> list[ColumnElement[bool]]:
    """Everything said in a channel that they are in, else what everybody may see."""
    teams = list(led)
    inside = [team.channel.id for team in teams if team.is_inside]
    return [col(Task.source_channel).in_([team.channel.id for team in teams]), *chosen(look),
            or_(col(Task.source_channel).in_(inside), col(Task.source_is_private).is_(False))]  # fmt: skip


def count_of_teams(session: Session, look: Look, led: Iterable[Led]) -> dict[str, dict[str, int]]:
    """How many live tasks each of these channels has, and what is the matter with them."""
    looked_at = {
        "late": is_late(look.now), "blocked": is_blocked(), "review": col(Task.state) == State.REVIEW,
        "doing": col(Task.state) == State.DOING,
        "unread": is_unacknowledged(),
        "ownerless": col(Person.is_deleted).is_(True),
        "undated": col(Task.ends_at).is_(None),
    }  # fmt: skip
    sums = [func.sum(case((condition, 1), else_=0)) for condition in looked_at.values()]
    rows = session.exec(
        select(Task.source_channel, func.count(), *sums)
        .join(Person, and_(col(Person.workspace_id) == Task.workspace_id, col(Person.id) == Task.owner_id))
        .where(*_of(look, led)).group_by(col(Task.source_channel))
    )  # fmt: skip
    names = ("live", *looked_at)
    return {str(channel): dict(zip(names, map(int, numbers), strict=True)) for channel, *numbers in rows}


def list_of_team(session: Session, look: Look, led: Led, limit: int) -> list[Task]:
    return list(session.exec(select(Task).where(*_of(look, [led])).order_by(*ordered(look)).limit(limit)))


def list_rituals(session: Session, workspace_id: str, channels: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which of these channels have a standup, and which a digest."""
    wanted = list(channels)
    standups = session.exec(
        select(Standup.channel_id).where(Standup.workspace_id == workspace_id, col(Standup.channel_id).in_(wanted))
    )
    digests = session.exec(
        select(Digest.channel_id).where(Digest.workspace_id == workspace_id, col(Digest.channel_id).in_(wanted))
    )
    return set(standups), set(digests)
