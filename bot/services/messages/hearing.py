"""Who speaks: everything the door learned on the way is kept, with what follows from it."""

from datetime import datetime

from bot.errors import forbidden
from bot.heard import ChannelFacts, Heard, Profile
from bot.services.people import calendars, leaving, people
from bot.services.people.actors import Actor
from bot.services.review import review_steps
from bot.services.rhythm import errands
from models import ChannelKind, Person, Session, Workspace
from models.queries import people as queries


def hear(session: Session, heard: Heard, now: datetime) -> tuple[Workspace, Person]:
    """The workspace and the speaker. Raises forbidden where Muster is not set up."""
    queries.read_speaker(session, heard.workspace_id, heard.person_id, heard.channel_id)
    workspace = queries.workspace(session, heard.workspace_id)
    if workspace is None or workspace.suspended:
        raise forbidden("not_installed")
    for profile in heard.profiles:
        take_in(session, workspace, profile, now)
    for facts in heard.channels:
        people.keep_channel(session, workspace.id, facts, now)
    actor = queries.get(session, workspace.id, heard.person_id)
    if actor is None:
        actor = people.keep_profile(session, workspace, Profile(id=heard.person_id), now)
    _be_where_they_speak(session, heard, actor, now)
    return workspace, actor


def meet(session: Session, workspace: Workspace, profile: Profile, now: datetime) -> None:
    """The same unasked: who has left and is not known stays unknown, be it that they were never here or are erased."""
    if not profile.is_deleted or queries.get(session, workspace.id, profile.id) is not None:
        take_in(session, workspace, profile, now)


def take_in(session: Session, workspace: Workspace, profile: Profile, now: datetime) -> Person:
    """Keep what Slack says of a person; where they moved, their dates and their standups move with them."""
    before = queries.get(session, workspace.id, profile.id)
    zone_before = before.zone if before is not None else ""
    was_there = before is not None and not before.is_deleted
    person = people.keep_profile(session, workspace, profile, now)
    if was_there and person.is_deleted:
        review_steps.left(session, Actor(workspace, person, now), person.id)
        leaving.left(session, workspace, person, now)
        calendars.forget(session, person)
    if zone_before and person.zone != zone_before:
        errands.moved(session, workspace, person, now)
    return person


def disturbs_not(
    session: Session, workspace_id: str, person_id: str, begins: datetime | None, ends: datetime | None
) -> None:
    """Slack's do-not-disturb of somebody, as it was told last; whom we never heard of has none."""
    person = queries.get(session, workspace_id, person_id)
    if person is not None:
        person.dnd_from, person.dnd_until = begins, ends
        session.add(person)


def _be_where_they_speak(session: Session, heard: Heard, actor: Person, now: datetime) -> None:
    """Slack let them speak there, so they are a member, whatever our list says."""
    if heard.channel_id is None or heard.channel_kind is None:
        return
    if queries.channel(session, heard.workspace_id, heard.channel_id) is None:
        facts = ChannelFacts(id=heard.channel_id, kind=heard.channel_kind)
        people.keep_channel(session, heard.workspace_id, facts, now)
    if heard.channel_kind in (ChannelKind.PRIVATE, ChannelKind.GROUP_DM):
        people.joined(session, heard.workspace_id, heard.channel_id, actor.id)
