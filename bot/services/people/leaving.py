"""Somebody leaves: all that is in their hands is listed to a lead, and handed over in one go. Nothing goes silently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.answers.people import Holdings, Post
from bot.errors import UserError, conflict, forbidden
from bot.notices import Dropped, Leaving, Notice
from bot.rules import permissions
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import posts
from bot.services.people.actors import Actor
from bot.services.people.people import check_active
from bot.services.work import roles, telling
from bot.services.work.changing import change
from bot.services.work.tasks import find
from models import History, Outbox, Person, RoleKind, Session, Task, Workspace
from models.queries import parts as queries
from models.queries import people as people_queries
from models.queries import plans as plan_queries

KIND = "leaving"
REVIEWS = "reviewers"
PARTS = tuple(name for name in roles.FIELDS if name != REVIEWS)
MOST = 200  # tasks in one go


@dataclass(frozen=True)
class Takers:
    """Who takes over: one for all, else by group, else by task. A group without anybody stays as it is."""

    everything: str | None = None
    groups: Mapping[str, str | None] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)

    def of(self, group: str, number: int = 0) -> str | None:
        by_task = self.tasks.get(number) if group == "owned" else None
        return by_task or self.groups.get(group) or self.everything

    @property
    def ids(self) -> set[str]:
        named = (self.everything, *self.groups.values(), *self.tasks.values())
        return {one for one in named if one}


@dataclass(frozen=True)
class HandedOver:
    """The tasks that changed hands, each with its entry, those that could not, and the teams with a new lead.

    Of the teams, `led_before` are those that the new lead led already; `posts` are those of the directory.
    """

    done: list[tuple[Task, History]]
    not_done: list[UserError]
    teams: tuple[str, ...]
    led_before: frozenset[str] = frozenset()
    posts: tuple[Post, ...] = ()


def holdings(session: Session, viewer: Person, person: Person, now: datetime) -> Holdings:
    """What that person has in hand, as far as the viewer may see it, and how much there is beside."""
    everything = queries.list_in_hands(session, person)
    seen = {one.number for one in plan_queries.list_seen(session, viewer, [task.number for task in everything], now)}
    mine = [task for task in everything if task.number in seen]
    kinds = queries.kinds_of(session, person)
    owned = tuple(task for task in mine if task.owner_id == person.id)
    reviews = tuple(task for task in mine if RoleKind.REVIEWER in kinds.get(task.number, ()))
    others = tuple(task for task in mine if set(kinds.get(task.number, ())) - {RoleKind.REVIEWER})
    teams = queries.list_led_by(session, person)
    public = tuple(team for team in teams if people_queries.channel_name(session, viewer, team))
    hidden = len(everything) - len(mine) + len(teams) - len(public)
    return Holdings(person, owned, reviews, others, public, hidden, **posts.held(session, person))


def may_hand_over(workspace: Workspace, actor: Person, person: Person) -> bool:
    """Leads of the workspace, admins, and whom the person answers to."""
    if actor.is_guest or actor.is_stranger:
        return False
    return permissions.can_lead(workspace, actor, ()) or (
        person.manager_id is not None and person.manager_id == actor.id
    )


def check_may(actor: Actor, person: Person) -> None:
    if not may_hand_over(actor.workspace, actor.person, person):
        raise forbidden("no_handover", name=person.called)


def hand_over(session: Session, actor: Actor, person: Person, takers: Takers) -> HandedOver:
    """Give all the actor sees of it to others, each task by one change. Those who get several hear of it at once."""
    check_may(actor, person)
    _check_takers(session, actor, person, takers)
    held = holdings(session, actor.person, person, actor.now)
    numbers = sorted({task.number for group in (held.owned, held.reviews, held.parts) for task in group})
    done: list[tuple[Task, History]] = []
    not_done: list[UserError] = []
    for number in numbers:
        if len(done) == MOST:
            not_done.append(conflict("more_in_hand", most=MOST, name=person.called))
            break
        try:
            with session.begin_nested():
                task = find(session, actor, number)
                if patch := _patch(session, task, person, takers):
                    done.append((task, change(session, actor, task, "handover", patch)))
        except UserError as error:
            not_done.append(error)
    given = [task for task, entry in done if "owner_id" in entry.after and task.owner_id != actor.person.id]
    for task in given:
        telling.owner(session, actor, task)
    telling.together(session, actor, given)
    teams, led_before = _teams(session, person, held.teams, takers.of("leads"))
    given_posts, stays = posts.hand_over(session, person, {group: takers.of(group) for group in posts.GROUPS})
    return HandedOver(done, [*not_done, *stays], teams, led_before, given_posts)


def _check_takers(session: Session, actor: Actor, person: Person, takers: Takers) -> None:
    if not takers.ids:
        raise UserError("who_takes_over", field="everything")
    known = people_queries.list_by_ids(session, actor.workspace.id, takers.ids)
    for id_ in sorted(takers.ids):
        if id_ == person.id or id_ not in known:
            raise UserError("takes_over_from_self", field="everything")
        check_active(known[id_], on_field="everything")


def _patch(session: Session, task: Task, person: Person, takers: Takers) -> dict[str, Any]:
    """The fields of the task in which somebody else takes their place."""
    patch: dict[str, Any] = {}
    owner = task.owner_id
    if owner == person.id and (taker := takers.of("owned", task.number)):
        owner = taker
        patch |= {"owner_id": taker, "snoozed_until": None}
    for name in roles.FIELDS:
        held = roles.held(session, task, name)
        taker = takers.of("reviews" if name == REVIEWS else "parts")
        is_in = any(roles.read_role(one)[0] == person.id for one in held)
        now = _in_place(held, person.id, taker) if taker and is_in else list(held)
        now = [one for one in now if roles.read_role(one)[0] != owner]
        if now != list(held):
            patch[name] = now
    return patch


def _in_place(held: Iterable[str], person_id: str, taker: str) -> list[str]:
    """The list with the taker where the person stood, unless they are there already."""
    has_part = {roles.read_role(one)[0] for one in held}
    found = []
    for one in held:
        id_, step, mode = roles.read_role(one)
        if id_ != person_id:
            found.append(one)
        elif taker not in has_part:
            found.append(roles.written(taker, step, mode))
    return found


def _teams(
    session: Session, person: Person, teams: Iterable[str], taker: str | None
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Teams that get another lead in that person's place, and which of them that one led before."""
    changed, led_before = [], set()
    for team in queries.list_teams(session, person.workspace_id, teams) if taker else ():
        led_before |= {team.channel_id} if taker in team.leads else set()
        leads = dict.fromkeys(taker if one == person.id else one for one in team.leads)
        team.leads = [one for one in leads if one]
        session.add(team)
        changed.append(team.channel_id)
    return tuple(changed), frozenset(led_before)


def hand_back(
    session: Session, actor: Actor, person: Person, taker_id: str, teams: Iterable[str], led_before: Iterable[str]
) -> tuple[str, ...]:
    """The lead goes back to that person where the one who took it still leads; who led before goes on leading."""
    check_may(actor, person)
    stays, changed = set(led_before), []
    seen = [team for team in teams if people_queries.channel_name(session, actor.person, team)]
    for team in queries.list_teams(session, person.workspace_id, seen):
        if taker_id not in team.leads or person.id in team.leads:
            continue
        both = [person.id, taker_id] if team.channel_id in stays else [person.id]
        team.leads = [one for lead in team.leads for one in (both if lead == taker_id else [lead])]
        session.add(team)
        changed.append(team.channel_id)
    if not changed:
        raise conflict("lead_is_anothers", name=person.called)
    return tuple(changed)


# --- telling a lead ---------------------------------------------------------------------------------------------------


def left(session: Session, workspace: Workspace, person: Person, now: datetime) -> None:
    """An account was deactivated: one lead is told what is to be handed over, in one message."""
    everything = queries.list_in_hands(session, person)
    lead = lead_for(session, workspace, person)
    posts_held = any(posts.held(session, person).values())
    if lead is None or not (everything or posts_held or queries.list_led_by(session, person)):
        return
    outbox.put(session, workspace.id, Letter(
        key=f"leaving:{person.id}:{int(now.timestamp())}", kind=KIND, to=lead.id, reader_id=lead.id,
        subject={"person": person.id},
    ), now=now)  # fmt: skip
    seen = {one.number for one in plan_queries.list_seen(session, lead, [task.number for task in everything], now)}
    for task in everything:  # what the lead may not see is for those who made it to give to somebody
        if task.number not in seen and task.owner_id == person.id and task.creator_id != person.id:
            telling.about(session, task, task.creator_id, by=person.id, verb="owner_left", now=now)


def lead_for(session: Session, workspace: Workspace, person: Person) -> Person | None:
    """Whom they answer to, else a lead of the workspace, else an admin: the first who is there."""
    admins = [one.id for one in queries.list_admins(session, workspace.id)]
    for id_ in (person.manager_id, *workspace.leads, *workspace.admins, *admins):
        found = people_queries.get(session, workspace.id, id_) if id_ and id_ != person.id else None
        if found is not None and found.can_be_told:
            return found
    return None


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    workspace = people_queries.workspace(session, row.workspace_id)
    person = people_queries.get(session, row.workspace_id, row.subject["person"])
    reader = people_queries.get(session, row.workspace_id, row.reader_id or "")
    if workspace is None or person is None or reader is None or not may_hand_over(workspace, reader, person):
        return Dropped("may not hand it over any more")
    if not person.is_deleted:
        return Dropped("is back")
    held = holdings(session, reader, person, now)
    return Dropped("nothing is left to hand over") if held.is_empty else Leaving(held)


COMPOSERS = {KIND: compose}
