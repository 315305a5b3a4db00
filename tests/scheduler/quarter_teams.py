"""The teams of a simulated quarter: their standups and digests, who answers, and leads who change their minds."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from bot.services.people.actors import Actor
from bot.services.rhythm import digests, standup_answers, standup_runs, standups
from models import AnswerState, Channel, Person, Session
from models.queries import digests as digest_queries
from models.queries import people as people_queries
from models.queries import standups as queries
from tests.factories import TEAM
from tests.scheduler.quarter_people import Cast, attempt, workspace_of

REGION = "DE"  # the holidays of the workspace: digests keep them
HOURS = (time(8), time(9, 30), time(10), time(11, 45))
EVERY_DAY, MONDAYS = (1, 2, 3, 4, 5), (1,)
SAID = ("The list is done", "Next is the deck", "None"), ("Half of it", "The rest", "We wait for the printer")


@dataclass
class Teams:
    """What is known of the teams beside their rows: when a lead last changed something, and whom they asked at once."""

    changed: dict[str, datetime] = field(default_factory=dict)
    asked_at_once: set[str] = field(default_factory=set)


def settle(session: Session, cast: Cast, began: datetime) -> Teams:
    """A standup in three teams of eight, one of them by one clock; a digest each day, on Mondays, or none."""
    workspace = workspace_of(session)
    workspace.holiday_region = REGION
    session.add(workspace)
    teams = Teams()
    for n, (channel_id, crew) in enumerate(cast.teams.items()):
        actor, channel = _lead(session, cast, began), _channel(session, channel_id)
        zone = people_queries.get(session, TEAM, crew[0]).zone
        if n % 8 in (0, 2, 5):
            optional = (crew[-1],) if n % 8 else ()
            standups.set_up(session, actor, channel, standups.Settings(
                at=HOURS[n % 2 + 1], zone=zone if n % 8 == 2 else None, leads=(crew[0],), optional=optional,
                members=tuple(one for one in crew if one not in optional)))  # fmt: skip
        if n % 4 < 3:
            days = MONDAYS if n % 4 == 1 else EVERY_DAY
            digests.set_up(session, actor, channel, digests.Settings(days, time(16 + n % 2), zone))
        teams.changed[channel_id] = began
    return teams


def _lead(session: Session, cast: Cast, now: datetime) -> Actor:
    """Who leads all of them."""
    workspace = workspace_of(session)
    return Actor(workspace, people_queries.get(session, TEAM, workspace.leads[0]), now)


def _channel(session: Session, channel_id: str) -> Channel:
    return people_queries.channel(session, TEAM, channel_id)


def answer(session: Session, person: Person, channel_id: str, on: date, now: datetime, random: Random) -> str:
    """Somebody who was asked answers, in time or late, or will not today."""
    row = queries.answer(session, (TEAM, channel_id, on, person.id))
    if row is None or row.state not in (AnswerState.ASKED, AnswerState.MISSED):
        return "asked and gone" if row is None else f"asked and {row.state}"
    actor = Actor(workspace_of(session), person, now)
    if row.state == AnswerState.ASKED and random.random() < 0.1:
        return attempt(session, lambda: standup_answers.skip(session, actor, row) and "standup skipped")
    texts = random.choice(SAID)
    return attempt(session, lambda: standup_answers.answer(session, actor, row, texts) and "standup answered")


def change_of_mind(session: Session, teams: Teams, cast: Cast, now: datetime, random: Random) -> str:
    """What a lead does in some channel: asks at once, pauses, takes it up again, moves the hour."""
    channel_id = random.choice(list(cast.teams))
    actor, channel = _lead(session, cast, now), _channel(session, channel_id)
    standup, digest = queries.standup(session, TEAM, channel_id), digest_queries.get(session, TEAM, channel_id)
    teams.changed[channel_id] = now

    def change() -> str:
        if standup is not None and standup.paused:
            standups.resume(session, actor, channel)
            return "standup resumed"
        if digest is not None and digest.paused:
            digests.resume(session, actor, channel)
            return "digest resumed"
        if digest is not None and (standup is None or random.random() < 0.3):
            digests.pause(session, actor, channel)
            return "digest paused"
        return _change_standup(session, teams, actor, channel, random) if standup is not None else "nothing"

    return attempt(session, change)


def _change_standup(session: Session, teams: Teams, actor: Actor, channel: Channel, random: Random) -> str:
    match random.randrange(3):
        case 0:
            standup_runs.run_now(session, actor, channel)
            teams.asked_at_once.add(channel.id)
            return "standup now"
        case 1:
            standups.pause(session, actor, channel)
            return "standup paused"
        case _:
            members = standups.participants(session, channel)
            zone = random.choice((None, actor.person.zone))
            standups.set_up(session, actor, channel, standups.Settings(
                at=random.choice(HOURS), zone=zone,
                members=tuple(member.person_id for member, _ in members if not member.optional),
                optional=tuple(member.person_id for member, _ in members if member.optional)))  # fmt: skip
            return "standup moved"
