"""Workspaces, people and conversations: kept as Slack tells us of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from bot.errors import Kind, UserError
from bot.heard import ChannelFacts, Profile
from bot.rules import availability, civil
from models import Channel, ChannelKind, Membership, Person, Session, Workspace
from models.queries import people as queries
from models.queries import tasks as task_queries


def settle_in(session: Session, workspace_id: str, *, name: str, bot_user_id: str, now: datetime) -> Workspace:
    """The workspace the token belongs to, made on the first start."""
    workspace = queries.workspace(session, workspace_id)
    if workspace is None:
        workspace = Workspace(id=workspace_id, created_at=now)
    workspace.name, workspace.bot_user_id = name or workspace.name, bot_user_id
    workspace.suspended, workspace.ended_at = False, None
    session.add(workspace)
    session.flush()
    return workspace


def keep_profile(session: Session, workspace: Workspace, profile: Profile, now: datetime) -> Person:
    """Write down what Slack says of a person. News older than what we know is not taken."""
    person = queries.get(session, workspace.id, profile.id)
    if person is None:
        person = Person(workspace_id=workspace.id, id=profile.id, refreshed_at=now)
    elif is_old(profile, person):
        return person
    put(session, workspace, person, profile, now)
    session.flush()
    return person


class Known(Protocol):
    """What is known of somebody, as far as news of them are measured by it."""

    name: str
    real_name: str
    locale: str
    zone: str
    slack_updated: int


def is_old(profile: Profile, known: Known) -> bool:
    return bool(profile.updated) and profile.updated < known.slack_updated


def told(profile: Profile, known: Known, workspace: Workspace) -> dict[str, Any]:
    """What is to stand in the row, by column: what Slack leaves out stays as it is known."""
    return {
        "name": profile.name or known.name, "real_name": profile.real_name or known.real_name,
        "display_name": profile.display_name, "locale": profile.locale or known.locale,
        "zone": profile.zone if civil.is_zone(profile.zone) else known.zone or workspace.zone,
        "is_admin": profile.is_admin, "is_guest": profile.is_guest, "is_stranger": profile.is_stranger,
        "is_deleted": profile.is_deleted, "is_bot": profile.is_bot, "slack_updated": profile.updated,
    }  # fmt: skip


def put(session: Session, workspace: Workspace, person: Person, profile: Profile, now: datetime) -> None:
    """The same written into the row, with their next morning; `keep_profile` for who knows it is news."""
    zone_before = person.zone
    for name, value in told(profile, person, workspace).items():
        setattr(person, name, value)
    person.refreshed_at = now
    if not person.can_be_told:
        person.brief_at = None
    elif person.brief_at is None or person.zone != zone_before:
        person.brief_at = availability.hours(person, workspace).next_start(now)
    session.add(person)


def plan_briefs(session: Session, now: datetime) -> None:
    """Plan everybody's next morning afresh: for a test clock that is set back before its first move."""
    for workspace in queries.list_workspaces(session):
        for person in queries.list_with_brief(session, workspace.id):
            person.brief_at = availability.hours(person, workspace).next_start(now)
            session.add(person)


def keep_channel(session: Session, workspace_id: str, facts: ChannelFacts, now: datetime) -> Channel:
    """Write down what Slack says of a conversation, and its members where they were read."""
    channel = queries.channel(session, workspace_id, facts.id)
    if channel is None:
        channel = Channel(workspace_id=workspace_id, id=facts.id)
    channel.name, channel.read_at = facts.name or channel.name, now
    keep_kind(session, channel, facts.kind)
    channel.is_shared, channel.is_archived, channel.bot_is_in = facts.is_shared, facts.is_archived, facts.bot_is_in
    if facts.members is not None:
        channel.roster_at = now
    session.add(channel)
    session.flush()
    if facts.members is not None:
        _keep_members(session, channel, set(facts.members))
    return channel


def keep_kind(session: Session, channel: Channel, kind: str) -> None:
    """A channel made private takes its tasks along, and so does one made public."""
    was_public, is_public = channel.kind == ChannelKind.PUBLIC, kind == ChannelKind.PUBLIC
    channel.kind = kind
    if was_public != is_public:
        task_queries.keep_source_private(session, channel.workspace_id, channel.id, is_private=not is_public)


def _keep_members(session: Session, channel: Channel, members: set[str]) -> None:
    known = queries.member_ids(session, channel.workspace_id, channel.id)
    for gone in known - members:
        left(session, channel.workspace_id, channel.id, gone)
    for new in members - known:
        session.add(Membership(workspace_id=channel.workspace_id, channel_id=channel.id, person_id=new))
    session.flush()


def joined(session: Session, workspace_id: str, channel_id: str, person_id: str) -> None:
    if queries.channel(session, workspace_id, channel_id) is None:
        return
    if not queries.is_member(session, workspace_id, channel_id, person_id):
        session.add(Membership(workspace_id=workspace_id, channel_id=channel_id, person_id=person_id))


def left(session: Session, workspace_id: str, channel_id: str, person_id: str) -> None:
    row = session.get(Membership, (workspace_id, channel_id, person_id))
    if row is not None:
        session.delete(row)


def lose_channel(session: Session, workspace_id: str, channel_id: str, *, archived: bool = False) -> None:
    """The bot can no longer speak there."""
    channel = queries.channel(session, workspace_id, channel_id)
    if channel is not None:
        channel.bot_is_in, channel.is_archived, channel.roster_at = False, archived or channel.is_archived, None
        session.add(channel)


def known(session: Session, workspace: Workspace, person_ids: Iterable[str], now: datetime) -> dict[str, Person]:
    """Those people; one we never heard of gets a row to be filled in later."""
    ids = list(dict.fromkeys(person_ids))
    found = queries.list_by_ids(session, workspace.id, ids)
    for person_id in ids:
        if person_id not in found:
            found[person_id] = keep_profile(session, workspace, Profile(id=person_id), now)
    return found


def check_active(person: Person, refusal: str = "cannot_own", *, on_field: str | None = None) -> None:
    """Whoever a task counts on must be there to answer for it. Raises UserError."""
    if person.is_deleted and not person.name:
        raise UserError("no_such_person", Kind.NOT_FOUND, field=on_field, name=person.id)
    if not person.is_active:
        raise UserError(refusal, Kind.FORBIDDEN, field=on_field, name=person.called)
