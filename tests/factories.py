"""Small worlds for tests of services: a workspace, people, tasks, with everything else left to defaults."""

from datetime import UTC, datetime
from typing import Any

from bot.heard import ChannelFacts, Profile
from bot.services.people import people
from bot.services.people.actors import Actor
from bot.services.work import tasks
from bot.services.work.tasks import Source
from models import Channel, Person, Session, Task, TaskFields, Workspace

NOW = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)  # Monday, 09:20 in Shanghai
TEAM = "T0MUSTER1"


def make_workspace(session: Session, **changes: Any) -> Workspace:
    workspace = people.settle_in(session, TEAM, name="Muster HQ", bot_user_id="U0BOT", now=NOW)
    for name, value in changes.items():
        setattr(workspace, name, value)
    session.add(workspace)
    session.flush()
    return workspace


def make_person(session: Session, person_id: str = "U0ANN", **changes: Any) -> Person:
    workspace = session.get(Workspace, TEAM) or make_workspace(session)
    fields: dict[str, Any] = {"name": person_id.lower(), "real_name": person_id, "zone": "Europe/Berlin"}
    fields["locale"] = "en-US"
    return people.keep_profile(session, workspace, Profile(id=person_id, **(fields | changes)), NOW)


def make_channel(
    session: Session, channel_id: str = "C0LAUNCH", *, members: tuple[str, ...] = (), **changes: Any
) -> Channel:
    if session.get(Workspace, TEAM) is None:
        make_workspace(session)
    fields: dict[str, Any] = {"kind": "public", "name": channel_id.lower(), "bot_is_in": True}
    return people.keep_channel(session, TEAM, ChannelFacts(id=channel_id, members=members, **(fields | changes)), NOW)


def acting(session: Session, person: Person, *, now: datetime = NOW, expects: int | None = None) -> Actor:
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    return Actor(workspace, person, now, expects)


def make_task(session: Session, owner: Person, *, creator: Person | None = None, channel: Channel | None = None,
              now: datetime = NOW, **fields: Any) -> Task:  # fmt: skip
    source = Source(door="slash", channel_id=channel.id if channel else None,
                    is_private=channel is None or channel.kind != "public")  # fmt: skip
    made = TaskFields(**({"title": "Send the deck", "owner_id": owner.id} | fields))
    return tasks.add(session, acting(session, creator or owner, now=now), made, tasks.People(), source)
