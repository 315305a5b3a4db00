"""A page of the directory, kept at a small price: only what is otherwise is written, and all of it together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.heard import Profile
from bot.rules import availability
from bot.services.messages import hearing
from bot.services.people import people
from bot.services.rhythm import errands
from models import Person, Session, Workspace
from models.queries import census as queries

FRESH = timedelta(hours=12)  # who was looked at since then need not be written down as looked at again


@dataclass
class Unknown:
    """What is known of somebody of whom nothing is."""

    name: str = ""
    real_name: str = ""
    locale: str = ""
    zone: str = ""
    slack_updated: int = 0


NOBODY = Unknown()


def list_gone(session: Session, workspace_id: str, profiles: Sequence[Profile]) -> list[Profile]:
    """Whose account was deactivated since: much follows from it, so each is taken in for themselves."""
    deleted = {profile.id: profile for profile in profiles if profile.is_deleted}
    known = queries.standing(session, workspace_id, deleted)
    return [deleted[id_] for id_, row in known.items() if not row.is_deleted]


def take_page(session: Session, workspace: Workspace, profiles: Sequence[Profile], now: datetime) -> int:
    """Keep what Slack says of so many people. Returns of how many it was news.

    Who has left and is not known stays unknown, be it that they were never here or are erased.
    """
    known = queries.standing(session, workspace.id, [profile.id for profile in profiles])
    new: dict[str, Profile] = {}
    changed: dict[str, Profile] = {}
    looked_at: list[str] = []
    for profile in profiles:
        row = known.get(profile.id)
        if row is None:
            if not profile.is_deleted:
                new[profile.id] = profile
        elif people.is_old(profile, row):
            continue
        elif _is_news(profile, row, workspace):
            changed[profile.id] = profile
        elif row.refreshed_at < now - FRESH:
            looked_at.append(profile.id)
    _add(session, workspace, new.values(), now)
    _change(session, workspace, changed, now)
    queries.refreshed(session, workspace.id, looked_at, now)
    return len(new) + len(changed)


def _is_news(profile: Profile, row: Any, workspace: Workspace) -> bool:
    said = people.told(profile, row, workspace)
    return _can_be_told(profile) != (row.brief_at is not None) or any(getattr(row, name) != said[name] for name in said)


def _can_be_told(profile: Profile) -> bool:
    return not (profile.is_deleted or profile.is_bot or profile.is_stranger)


def _add(session: Session, workspace: Workspace, profiles: Iterable[Profile], now: datetime) -> None:
    """Who is new works the usual hours, so in one zone all begin at the same moment."""
    mornings: dict[str, datetime] = {}
    rows = []
    for profile in profiles:
        said = people.told(profile, NOBODY, workspace)
        zone = said["zone"]
        if _can_be_told(profile) and zone not in mornings:
            somebody = Person(workspace_id=workspace.id, id=profile.id, zone=zone, refreshed_at=now)
            mornings[zone] = availability.hours(somebody, workspace).next_start(now)
        brief_at = mornings[zone] if _can_be_told(profile) else None
        rows.append({"workspace_id": workspace.id, "id": profile.id, "refreshed_at": now, "brief_at": brief_at} | said)
    queries.add(session, rows)


def _change(session: Session, workspace: Workspace, changed: dict[str, Profile], now: datetime) -> None:
    """Those who moved to another zone have their dates and standups moved by the clock, piece by piece.

    Events go on coming while a page is kept, and what they brought since the page was compared is newer than it.
    """
    moved = []
    for person in queries.hold(session, workspace.id, changed):
        profile, zone_before = changed[person.id], person.zone
        if people.is_old(profile, person):
            continue
        if profile.is_deleted and not person.is_deleted:
            hearing.take_in(session, workspace, profile, now)
            continue
        people.put(session, workspace, person, profile, now)
        if zone_before and person.zone != zone_before:
            moved.append(person.id)
    session.flush()
    if moved:
        errands.have_moved(session, workspace.id, sorted(moved), now)
