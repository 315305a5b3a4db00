"""Rehearsals that people ask for: played on a reader's side after the turn, within what each may see and lead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.answers.whys import Rehearsal, Would
from bot.clock import real_now
from bot.errors import conflict, forbidden
from bot.notices import Dropped
from bot.rules import civil, permissions
from bot.rules.permissions import Part
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import rehearsing
from bot.services.rhythm.rehearsing import CutShort, Sent
from models import Channel, Outbox, Person, Session, Task, Workspace
from models.queries import leading, parts, plans, together
from models.queries import people as people_queries
from models.queries import standups as team_queries

KIND = "rehearsal"
MOST_DAYS = 14
NO_LONGER_THAN = timedelta(seconds=8)  # a message that is being composed holds one of two readers
Compose = Callable[[Session, Outbox, datetime], Any]


@dataclass(frozen=True)
class Scope:
    """Whose messages somebody may rehearse: everybody's, or those of these people and channels."""

    everybody: bool
    people: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()

    def holds(self, to: str) -> bool:
        return self.everybody or to in self.people or to in self.channels


def scope_of(session: Session, workspace: Workspace, person: Person, now: datetime) -> Scope:
    """Their own, those of the teams they lead, and an admin's everybody's."""
    standing = permissions.standing(workspace, person)
    if Part.ADMIN in standing:
        return Scope(everybody=True)
    if Part.COLLEAGUE not in standing:
        return Scope(everybody=False, people=frozenset({person.id}))
    led = leading.list_led(session, person, now, of_workspace=Part.LEAD in standing)
    channels = frozenset(one.channel.id for one in led)
    members = {member.person_id for channel in channels
               for member in team_queries.list_team_members(session, workspace.id, channel)}  # fmt: skip
    return Scope(everybody=False, people=frozenset(members | {person.id}), channels=channels)


def ask(session: Session, actor: Actor, days: int, person: Person | None, channel: Channel | None) -> None:
    """Put a rehearsal on its way to the actor, of what they may know of: one at a time, for it takes seconds."""
    scope = scope_of(session, actor.workspace, actor.person, actor.now)
    for to in (person, channel):
        if to is not None and not scope.holds(to.id):
            raise forbidden("rehearse_your_own")
    if together.is_under_way(session, actor.workspace.id, actor.person.id, KIND):
        raise conflict("rehearsal_under_way")
    only = [to.id for to in (person, channel) if to is not None]
    letter = Letter(
        key=f"rehearsal:{actor.person.id}:{days}:{':'.join(only)}:{actor.now:%Y%m%d%H%M%S}", kind=KIND,
        to=actor.person.id, reader_id=actor.person.id, subject={"days": days, "only": only},
    )  # fmt: skip
    if not outbox.put(session, actor.workspace.id, letter, now=actor.now):
        raise conflict("rehearsal_under_way")


def compose(session: Session, row: Outbox, now: datetime, say: Compose) -> Rehearsal | Dropped:
    """Played when it is sent, with the rights of that moment; `say` puts each message into words."""
    workspace = people_queries.workspace(session, row.workspace_id)
    viewer = people_queries.get(session, row.workspace_id, row.to)
    if workspace is None or viewer is None or viewer.is_deleted:
        return Dropped("nobody to give it to")
    scope, only = scope_of(session, workspace, viewer, now), frozenset(row.subject["only"])
    days, began, cut_at = int(row.subject["days"]), real_now(), None
    found: list[Sent] = []
    try:
        for one in rehearsing.rehearse(session, workspace.id, now, now + timedelta(days=days), say,
                                       lambda at: real_now() - began < NO_LONGER_THAN):  # fmt: skip
            if scope.holds(one.to) and (not only or one.to in only):
                found.append(one)
    except CutShort as stopped:
        cut_at = stopped.at
    return Rehearsal(viewer, days, would(session, viewer, found, now), cut_at)


def in_full(
    session: Session, workspace: Workspace, to: str, now: datetime, days: int, say: Compose,
    tell: Callable[[datetime], None],
) -> tuple[tuple[Would, ...], dict[str, str]] | None:  # fmt: skip
    """Everything, for who runs the server, and what everybody is called; `to` is one of these, and None where it is
    nobody's name. `tell` hears of each day as it begins."""
    wanted = people_queries.ids_called(session, workspace.id, to.lstrip("@#")) if to else set()
    if to and not wanted:
        return None
    days_told: set[date] = set()

    def goes_on(at: datetime) -> bool:
        if (day := civil.local_date(at, civil.zone(workspace.zone))) not in days_told:
            days_told.add(day)
            tell(at)
        return True

    sent = [one for one in rehearsing.rehearse(session, workspace.id, now, now + timedelta(days=days), say, goes_on)
            if not to or one.to in wanted]  # fmt: skip
    numbers = {number for one in sent for _, number in one.items}
    tasks = {task.number: task for task in parts.list_numbered(session, workspace.id, numbers)}
    names = people_queries.names_of(session, workspace.id, (one.to for one in sent))
    return tuple(told(one, tasks) for one in sent), names


def would(session: Session, viewer: Person, sent: Iterable[Sent], now: datetime) -> tuple[Would, ...]:
    """With the tasks that the viewer may see; the others are counted."""
    rows = list(sent)
    numbers = {number for one in rows for _, number in one.items}
    seen = {task.number: task for task in plans.list_seen(session, viewer, numbers, now)}
    return tuple(told(one, seen) for one in rows)


def told(one: Sent, tasks: dict[int, Task]) -> Would:
    known = tuple((kind, tasks[number]) for kind, number in one.items if number in tasks)
    return Would(one.at, one.kind, one.to, known, len(one.items) - len(known))
