"""What somebody wants to hear: quiet for a while, and how much of each kind; a team's word for its tasks."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.errors import UserError
from bot.rules import availability, chasing, nudging
from bot.rules.availability import Hours
from bot.rules.chasing import Level
from bot.rules.wishes import KINDS
from bot.services.people import teams
from bot.services.people.actors import Actor
from bot.services.rhythm import briefs, errands, standups
from models import Channel, ErrandKind, Session
from models.queries import chases as queries
from models.queries import nudges as nudge_queries

LONGEST = timedelta(days=14)


def quiet_until(actor: Actor) -> datetime | None:
    """The end of the quiet that holds now."""
    until = actor.person.quiet_until
    return until if until is not None and until > actor.now else None


def set_quiet(session: Session, actor: Actor, until: datetime | None) -> None:
    """Hold back what is not asked for until then; None ends it, and what was held is judged again at once."""
    person, was = actor.person, quiet_until(actor)
    if until is not None and until <= actor.now:
        raise UserError("quiet_is_past")
    if until is not None and until - actor.now > LONGEST:
        raise UserError("quiet_too_long", days=LONGEST.days)
    nudge_queries.hold_person(session, person.workspace_id, person.id)
    person.quiet_until = until
    session.add(person)
    session.flush()
    hours = availability.hours(person, actor.workspace)
    if was is not None and (until is None or until < was):
        queries.pull_untold(session, person, (was, hours.next_moment(was)), actor.now)
        _brief_after_all(session, actor, hours)


def _brief_after_all(session: Session, actor: Actor, hours: Hours) -> None:
    """A morning that the quiet held back may still be said today; one that was read is not said twice."""
    person, now = actor.person, actor.now
    if person.brief_at is None:
        return
    day = nudging.brief_day(hours, now)
    if day is not None:
        queries.forget_brief(session, person, day.isoformat(), briefs.QUIET)
    person.brief_at = hours.next_start(now) if day is None else now
    session.add(person)


def set_levels(session: Session, actor: Actor, wanted: Mapping[str, Level]) -> None:
    """How much of each kind the actor wants; a kind that is not named is as for all, and that as the team says."""
    person = actor.person
    check(wanted)
    person.nudging = {kind: level.value for kind, level in wanted.items()} or None
    session.add(person)
    queries.look_again_for(session, person, actor.now)
    if person.id in actor.workspace.leads:
        errands.begin(session, actor.workspace, ErrandKind.LOOKS, "", actor.now)


def set_team_levels(session: Session, actor: Actor, channel: Channel, wanted: Mapping[str, Level]) -> None:
    """How much a channel's tasks remind; the brief is a person's own and no team's."""
    standups.check_may_set_up(session, actor, channel, "team nudges")
    check(wanted)
    team = teams.ensure(session, actor, channel)
    team.nudging = {kind: level.value for kind, level in wanted.items() if kind != chasing.BRIEF} or None
    session.add(team)
    queries.look_again_in(session, channel.workspace_id, channel.id, actor.now)


def check(wanted: Mapping[str, Level]) -> None:
    for kind, level in wanted.items():
        if kind not in KINDS:
            raise UserError("no_such_level", words=f"{kind}:{level}")
