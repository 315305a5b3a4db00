"""Somebody's working hours, as they or who leads them set them; their dates and mornings follow at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot.errors import UserError
from bot.rules import availability
from bot.rules.availability import NO_REGION
from bot.services.people import away
from bot.services.people.actors import Actor
from models import Person, Session


@dataclass(frozen=True)
class Chosen:
    """`week` holds weekdays with hours of their own; `region` None is the workspace's."""

    days: tuple[int, ...]
    starts: time
    ends: time
    week: Mapping[int, tuple[time, time]] = field(default_factory=dict)
    region: str | None = None


def save(session: Session, actor: Actor, person: Person, chosen: Chosen) -> None:
    """Raises UserError with the field that is wrong."""
    away.check(session, actor, person)
    if not chosen.days:
        raise UserError("no_days", field="days")
    if chosen.starts == chosen.ends:
        raise UserError("no_hours", field="to")
    if chosen.region not in (None, NO_REGION) and not availability.is_region(chosen.region):
        raise UserError("no_such_region", field="region", words=chosen.region)
    person.works_on = sorted(set(chosen.days))
    person.works_from, person.works_to = chosen.starts, chosen.ends
    person.week = {str(day): [clock.strftime("%H:%M") for clock in hours]
                   for day, hours in sorted(chosen.week.items())} or None  # fmt: skip
    person.region = chosen.region
    session.add(person)
    session.flush()
    away.moved(session, actor.workspace, person, actor)
