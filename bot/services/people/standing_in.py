"""Who stands in for somebody that goes away hears once what falls due meanwhile, in time to ask about it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.notices import Dropped, Notice, StandingIn
from bot.rules import availability, letters
from bot.rules.availability import SKIP, Away, Hours, Part
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import occurrences
from bot.services.work import rights
from models import Lane, Outbox, OutboxState, Person, Session, Task
from models.queries import deliveries, plans
from models.queries import people as people_queries
from models.queries import tasks as task_queries

KIND = "standing_in"
NOTHING = "nothing to say"
A_DAY, LOOKS_BACK = timedelta(days=1), 14
TAKES_OVER, MOVES = "assign", "due"


def of(session: Session, person: Person) -> Person | None:
    found = people_queries.get(session, person.workspace_id, person.stand_in_id) if person.stand_in_id else None
    return found if found is not None and not found.is_deleted else None


def falls_due(session: Session, viewer: Person, person: Person, away: Away, now: datetime) -> tuple[Task, ...]:
    """Their tasks that fall due meanwhile, as far as the viewer sees them."""
    if away.part != Part.WHOLE:
        return ()
    found = [task for task in task_queries.list_live_of(session, person)
             if task.due_on is not None and away.first <= task.due_on <= away.last]  # fmt: skip
    return tuple(plans.list_seen(session, viewer, (task.number for task in found), now))


def tell(session: Session, actor: Actor, person: Person, before: Iterable[Away], after: Iterable[Away]) -> None:
    """Of each absence that is new, however it came to be known; what was said of one is not said again."""
    stand_in = of(session, person)
    known = {one.first for one in before}
    new = [one for one in after if one.part == Part.WHOLE and one.source != SKIP and one.first not in known]
    if stand_in is None or not stand_in.can_be_told or not new:
        return
    hours = availability.hours(stand_in, actor.workspace)
    for one in new:
        key = _key(session, actor, person, stand_in, one.first)
        occurrences.put(session, actor.workspace.id, kind=KIND, subject="", person_id=stand_in.id, when=key,
                        due_at=actor.now, now=actor.now, outbox_key=key)  # fmt: skip
        outbox.put(session, actor.workspace.id, Letter(
            key=key, kind=KIND, to=stand_in.id, reader_id=stand_in.id,
            subject={"person": person.id, "first": one.first.isoformat()}, lane=Lane.PROMPTS,
            due_at=letters.free_at(stand_in, hours, max(actor.now, _day_before(hours, one.first))),
            expires_at=availability.hours(person, actor.workspace).end_of(one.last),
        ), now=actor.now)  # fmt: skip


def _key(session: Session, actor: Actor, person: Person, stand_in: Person, first: date) -> str:
    """One letter an absence; one that was left out, as the absence was taken back, does not stand for the next."""
    key = f"{KIND}:{person.id}:{first}:{stand_in.id}"
    known = deliveries.outbox_by_key(session, actor.workspace.id, key)
    left_out = known is not None and known.state == OutboxState.DROPPED
    return f"{key}:{actor.now.isoformat()}" if left_out else key


def _day_before(hours: Hours, first: date) -> datetime:
    """When the last working day of who stands in begins before that day: both may still be there."""
    days = (first - back * A_DAY for back in range(1, LOOKS_BACK))
    return hours.start_of(next((day for day in days if hours.works_on(day)), first))


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """What falls due as things stand when it is read; nothing where they are there after all, or nothing falls due."""
    workspace = people_queries.workspace(session, row.workspace_id)
    reader = people_queries.get(session, row.workspace_id, row.to)
    person = people_queries.get(session, row.workspace_id, row.subject["person"])
    if workspace is None or reader is None or person is None or not reader.can_be_told:
        return Dropped("nobody to tell")
    first = date.fromisoformat(row.subject["first"])
    away = next((one for one in map(Away.of, person.away or ())
                 if one.part == Part.WHOLE and one.first <= first <= one.last), None)  # fmt: skip
    if away is None or person.stand_in_id != reader.id:
        return Dropped("not away, or another stands in")
    found = falls_due(session, reader, person, away, now)
    if not found:
        return Dropped(NOTHING)
    may = {verb: rights.can_all(session, workspace, reader, found, verb) for verb in (TAKES_OVER, MOVES)}
    return StandingIn(person, away, found, may[TAKES_OVER], may[MOVES])


COMPOSERS = {KIND: compose}
