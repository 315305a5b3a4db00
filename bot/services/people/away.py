"""Absences: who may say them, what they change at once, and how they are taken back."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from bot.errors import UserError, conflict, forbidden
from bot.rules import absences, availability, civil, permissions
from bot.rules.availability import Away, Part
from bot.rules.permissions import RIGHTS
from bot.rules.permissions import Part as Is
from bot.services.finding import homes
from bot.services.people import standing_in
from bot.services.people.actors import Actor
from bot.services.rhythm import errands, standup_runs
from models import Person, Session, Task, Workspace, holding
from models.queries import leading

OF_OTHERS = "away of others"


def check_own(actor: Actor, verb: str = "muster away") -> None:
    if not permissions.can_take_part(actor.workspace, actor.person, verb):
        raise forbidden("not_our_people")


def may_say(session: Session, actor: Actor, person: Person) -> bool:
    """Everybody of the workspace of themselves; of others whom they lead, manage or administer."""
    if person.id == actor.person.id:
        return permissions.can_take_part(actor.workspace, actor.person, "muster away")
    is_so = permissions.standing(actor.workspace, actor.person, leading.leads_of_teams_with(session, person))
    if Is.COLLEAGUE in is_so and person.manager_id == actor.person.id:
        is_so |= {Is.MANAGER}
    return bool(RIGHTS[OF_OTHERS] & is_so)


def check(session: Session, actor: Actor, person: Person) -> None:
    """Raises forbidden."""
    if person.id == actor.person.id:
        check_own(actor)
    elif not may_say(session, actor, person):
        raise forbidden("away_of_others", name=person.called)


def kept_of(person: Person) -> list[Away]:
    return [Away.of(row) for row in person.away or ()]


def today_of(actor: Actor, person: Person) -> date:
    return civil.local_date(actor.now, civil.zone(person.zone, actor.workspace.zone))


def put(session: Session, actor: Actor, person: Person, away: Away) -> tuple[Away, str]:
    """Keep an absence. Returns it as it stands now, and what `restore` needs to take it back."""
    check(session, actor, person)
    today = today_of(actor, person)
    if away.last < today:
        raise UserError("date_is_past", field="last", on=away.last)
    if away.last < away.first:
        raise UserError("ends_before_it_begins", field="last")
    if away.last - away.first > absences.LONGEST or away.first - today > absences.LONGEST:
        raise UserError("date_too_far", field="last")
    before = _held(session, person)
    after = absences.with_one(before, away, today)
    keep(session, actor, person, after)
    now_kept = next(one for one in after if one.part == away.part and one.first <= away.first <= one.last)
    return now_kept, way_back(before, after)


def end(session: Session, actor: Actor, person: Person, first: date, last: date, part: Part) -> tuple[Away, str]:
    """Take one absence away, wherever it lies. Raises a conflict where there is none."""
    check(session, actor, person)
    before = _held(session, person)
    after = absences.without_one(before, first, last, part)
    if len(after) == len(before):
        raise conflict("not_away", name=person.called)
    keep(session, actor, person, after)
    return next(one for one in before if one not in after), way_back(before, after)


def back(session: Session, actor: Actor, person: Person) -> tuple[Away, str]:
    """They are here again today."""
    check(session, actor, person)
    before, today = _held(session, person), today_of(actor, person)
    here_again = [one for one in before if one.first <= today <= one.last]
    if not here_again:
        raise conflict("not_away", name=person.called)
    after = absences.back_on(before, today)
    keep(session, actor, person, after)
    return here_again[0], way_back(before, after)


def way_back(before: Iterable[Away], after: Iterable[Away]) -> str:
    """What a line needs to restore it: how it must stand, and how it stood."""
    return f"{_name_of(after)} {_written(before)}"


def restore(session: Session, actor: Actor, person: Person, said: str) -> None:
    """Take the last change back, unless there was another one since."""
    check(session, actor, person)
    stands, _, stood = said.partition(" ")
    if _name_of(_held(session, person)) != stands:
        raise conflict("away_changed_since", name=person.called)
    try:
        before = [Away.of(row) for row in json.loads(stood)]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise conflict("away_changed_since", name=person.called) from None
    keep(session, actor, person, before)


def _written(kept: Iterable[Away]) -> str:
    return json.dumps([away.kept() for away in kept], separators=(",", ":"), sort_keys=True)


def _name_of(kept: Iterable[Away]) -> str:
    return hashlib.sha256(_written(kept).encode()).hexdigest()[:12]


def _held(session: Session, person: Person) -> list[Away]:
    """As they stand now, held until the turn ends: two who say something at once lose nothing."""
    session.flush()
    holding.again(session, person)
    return kept_of(person)


def keep(session: Session, actor: Actor, person: Person, found: list[Away]) -> None:
    before = kept_of(person)
    person.away = [away.kept() for away in found] or None
    session.add(person)
    session.flush()
    moved(session, actor.workspace, person, actor)
    standing_in.tell(session, actor, person, before, found)


def moved(session: Session, workspace: Workspace, person: Person, actor: Actor) -> None:
    """When they work is otherwise now: so are their dates, their mornings, and whom the standups wait for."""
    hours = availability.hours(person, workspace)
    if person.brief_at is not None and (person.brief_at > actor.now or not hours.at_work(actor.now)):
        person.brief_at = hours.next_start(actor.now)
        session.add(person)
    errands.moved(session, workspace, person, actor.now)
    standup_runs.leave_out_absent(session, person, hours, actor.now)
    homes.wish(session, workspace.id, (person.id,), actor.now)


def falls_due(session: Session, actor: Actor, person: Person, away: Away) -> tuple[Task, ...]:
    """Their tasks that fall due meanwhile, as far as the actor sees them."""
    return standing_in.falls_due(session, actor.person, person, away, actor.now)


stand_in_of = standing_in.of


def away_until(workspace: Workspace, person: Person, actor: Actor) -> date | None:
    """The last day of the absence that somebody is in; None for who is there."""
    today = civil.local_date(actor.now, civil.zone(person.zone, workspace.zone))
    return absences.until(kept_of(person), today)
