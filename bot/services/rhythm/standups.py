"""Standups: a team's settings, and when its next run opens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.errors import UserError, not_found
from bot.rules import availability
from bot.rules import standups as rules
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import people, teams
from bot.services.people.actors import Actor
from models import (
    Channel,
    Lane,
    Person,
    RunState,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    Team,
    TeamMember,
    Workspace,
)
from models.queries import people as people_queries
from models.queries import standups as queries

HALF_A_DAY = timedelta(hours=12)
EVERYBODY_MOST = 100


@dataclass(frozen=True)
class Settings:
    """What a lead chose. `zone` None means each member's own; no members means everybody in a channel of few."""

    days: tuple[int, ...] = rules.WEEKDAYS
    at: time = time(9, 30)
    zone: str | None = None
    window_minutes: int = 150
    remind_minutes: int = 30
    questions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


def find(session: Session, workspace_id: str, channel_id: str | None) -> Standup:
    """The channel's standup. Raises not_found where there is none."""
    standup = queries.standup(session, workspace_id, channel_id) if channel_id else None
    if standup is None:
        raise not_found("no_standup_here", channel=channel_id)
    return standup


def check_may_set_up(session: Session, actor: Actor, channel: Channel, verb: str = "standup setup") -> Team | None:
    """The channel's team, if there is one yet. Raises forbidden for those who may not do that there."""
    team = queries.team(session, channel.workspace_id, channel.id)
    inside = people_queries.is_member(session, channel.workspace_id, channel.id, actor.person.id)
    rules.check_set_up(actor.workspace, actor.person, team, inside, verb)
    return team


def check_reachable(channel: Channel) -> None:
    if rules.is_lost(channel):
        raise UserError("bot_not_in_channel", channel=channel.id)


def everybody(session: Session, channel: Channel) -> tuple[str, ...]:
    """Who takes part unless somebody chooses: the channel's people; where they are many, somebody has to choose."""
    if people_queries.count_members(session, channel.workspace_id, channel.id) > EVERYBODY_MOST:
        return ()
    inside = people_queries.list_members(session, channel.workspace_id, channel.id)
    return tuple(person.id for person in inside if rules.takes_part(channel, person, True))


def set_up(session: Session, actor: Actor, channel: Channel, chosen: Settings) -> Standup:
    """Keep a team's settings; they hold from the next run on, and for whom today's run has not reached yet."""
    check_may_set_up(session, actor, channel)
    check_reachable(channel)
    members = _check_members(session, actor, channel, (*chosen.members, *chosen.optional))
    leads = people.known(session, actor.workspace, chosen.leads, actor.now)
    team = teams.ensure(session, actor, channel)
    teams.set_leads(session, team, [lead.id for lead in leads.values() if lead.is_active])
    teams.set_members(session, team, members, chosen.optional)
    standup = queries.standup(session, channel.workspace_id, channel.id)
    standup = standup or Standup(workspace_id=channel.workspace_id, channel_id=channel.id)
    standup.days, standup.at, standup.zone = list(chosen.days), chosen.at, chosen.zone
    standup.window_minutes, standup.remind_minutes = chosen.window_minutes, chosen.remind_minutes
    standup.questions = list(chosen.questions)
    session.add(standup)
    session.flush()
    replan_waiting(session, actor.workspace, standup, actor.now)
    plan(session, actor.workspace, standup, actor.now)
    return standup


def _check_members(session: Session, actor: Actor, channel: Channel, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Those who were chosen, or everybody; naming somebody who cannot see the channel is refused."""
    if not chosen:
        chosen = everybody(session, channel)
    if not chosen:
        raise UserError("no_members", field="members")
    inside = people_queries.members_among(session, channel.workspace_id, channel.id, chosen)
    known = people.known(session, actor.workspace, chosen, actor.now)
    outside = tuple(
        person.id for person in known.values() if not rules.takes_part(channel, person, person.id in inside)
    )
    if outside:
        raise UserError("cannot_take_part", field="members", people=outside)
    return tuple(known)


def pause(session: Session, actor: Actor, channel: Channel) -> Standup:
    """No more prompts until it is resumed; what was asked may still be answered."""
    standup = find(session, channel.workspace_id, channel.id)
    check_may_set_up(session, actor, channel, "standup pause")
    standup.paused, standup.next_on, standup.next_at = True, None, None
    session.add(standup)
    return standup


def resume(session: Session, actor: Actor, channel: Channel) -> Standup:
    standup = find(session, channel.workspace_id, channel.id)
    check_may_set_up(session, actor, channel, "standup resume")
    check_reachable(channel)
    standup.paused = False
    plan(session, actor.workspace, standup, actor.now)
    return standup


def pause_lost(session: Session, workspace: Workspace, standup: Standup, now: datetime) -> None:
    """The channel is gone for us: stop, and tell the leads once."""
    if standup.paused:
        return
    standup.paused, standup.next_on, standup.next_at = True, None, None
    session.add(standup)
    for lead in leads_of(session, workspace, standup.channel_id):
        outbox.put(session, workspace.id, Letter(
            key=f"standup:paused:{standup.channel_id}:{now.date().isoformat()}:{lead}", kind="standup.paused",
            to=lead, reader_id=lead, subject={"channel": standup.channel_id}, lane=Lane.PROMPTS,
        ), now=now)  # fmt: skip


def leads_of(session: Session, workspace: Workspace, channel_id: str) -> list[str]:
    """Who hears what only leads hear: the team's leads who are still here, else the workspace's."""
    team = queries.team(session, workspace.id, channel_id)
    for ids in (team.leads if team else [], workspace.leads):
        found = people_queries.list_by_ids(session, workspace.id, ids)
        active = [lead for lead in ids if lead in found and not found[lead].is_deleted]
        if active:
            return active
    return []


def participants(session: Session, channel: Channel) -> list[tuple[TeamMember, Person]]:
    """Members who may be asked as things stand: active, and still with a right to see the channel."""
    members = queries.list_members(session, channel.workspace_id, channel.id)
    ids = [person.id for _, person in members]
    inside = people_queries.members_among(session, channel.workspace_id, channel.id, ids)
    return [(member, person) for member, person in members if rules.takes_part(channel, person, person.id in inside)]


def takes_part(session: Session, channel: Channel, person: Person) -> bool:
    """Whether the standup may ask this person, and show what they say, as things stand."""
    inside = people_queries.is_member(session, channel.workspace_id, channel.id, person.id)
    return rules.takes_part(channel, person, inside)


def is_held(session: Session, workspace: Workspace, channel: Channel, standup: Standup, on: date) -> bool:
    """Whether anybody is to be asked on that date."""
    people_here = participants(session, channel)
    return any(rules.is_held(standup, availability.hours(person, workspace), on) for _, person in people_here)


def plan(
    session: Session, workspace: Workspace, standup: Standup, now: datetime, *, after_run: date | None = None
) -> None:
    """Set when the next run opens: the next that is still ahead, and never a second one for a date.

    After a run that opened, it is the next date even if that passed while we were down, so that it is noted.
    """
    standup.next_on, standup.next_at = None, None
    channel = people_queries.channel(session, standup.workspace_id, standup.channel_id)
    if channel is not None and not standup.paused:
        hours = [availability.hours(person, workspace) for _, person in participants(session, channel)]
        last = queries.last_run_on(session, standup.workspace_id, standup.channel_id)
        if after_run is not None:
            since, after = max(after_run + timedelta(days=1), now.date() - timedelta(days=rules.CATCH_UP_DAYS)), None
        else:
            since, after = (now - HALF_A_DAY).date(), now
        if last is not None:
            since = max(since, last + timedelta(days=1))
        found = rules.next_run(standup, hours, since=since, after=after)
        if found is not None:
            standup.next_on, standup.next_at = found
    session.add(standup)


def replan_waiting(session: Session, workspace: Workspace, standup: Standup, now: datetime) -> None:
    """Members of a run under way who were not asked yet follow the new settings."""
    for row in queries.list_planned(session, standup.workspace_id, standup.channel_id):
        person = people_queries.get(session, row.workspace_id, row.person_id)
        if person is not None:
            move(session, standup, row, availability.hours(person, workspace), now)


def move(session: Session, standup: Standup, row: StandupAnswer, hours: availability.Hours, now: datetime) -> None:
    """Give one who waits to be asked the moments that hold now; what would lie behind is now."""
    set_window(row, rules.window(standup, max(rules.ask_at(standup, hours, row.on), now)))
    session.add(row)
    run = queries.run(session, row.workspace_id, row.channel_id, row.on)
    if run is not None and run.state == RunState.OPEN:
        set_wrap(session, run)


def set_window(row: StandupAnswer, window: rules.Window) -> None:
    row.ask_at, row.remind_at, row.close_at = window.ask_at, window.remind_at, window.close_at
    row.next_at = window.ask_at


def set_wrap(session: Session, run: StandupRun) -> None:
    """A day ends when its last member's window does."""
    session.flush()
    rows = queries.list_answers(session, run.workspace_id, run.channel_id, run.on)
    run.wrap_at = max((row.close_at for row in rows if rules.is_expected(row)), default=None)
    session.add(run)


def moved(session: Session, workspace: Workspace, person: Person, now: datetime) -> None:
    """A person's zone or working time changed: what they wait for, and whole teams' next runs, follow."""
    for standup in shifted(session, workspace, person, now):
        plan_if_ahead(session, workspace, standup, now)


def shifted(session: Session, workspace: Workspace, person: Person, now: datetime) -> list[Standup]:
    """The same without those runs: the standups of which they are to be planned anew."""
    found = queries.list_of_member(session, person)
    for standup in found:
        for row in queries.list_planned(session, standup.workspace_id, standup.channel_id):
            if row.person_id == person.id:
                move(session, standup, row, availability.hours(person, workspace), now)
    return found


def plan_if_ahead(session: Session, workspace: Workspace, standup: Standup, now: datetime) -> None:
    """A run that is due is opened first."""
    if standup.next_at is None or standup.next_at > now:
        plan(session, workspace, standup, now)
