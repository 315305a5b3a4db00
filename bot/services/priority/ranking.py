"""What comes first: levels that time changes, the order a person gives their day, and why its first is the first."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import UserError, not_found
from bot.rules import availability, day_order, nudging
from bot.rules.availability import Hours
from bot.rules.day_order import FirstBecause
from bot.rules.nudging import Agenda
from bot.services.finding import homes
from bot.services.messages import outbox
from bot.services.people.actors import Actor
from bot.services.priority import levels
from bot.services.work import changing
from models import History, Person, Session, Task
from models.queries import nudges as nudge_queries
from models.queries import people as people_queries
from models.queries import ranking as queries
from models.queries import tasks as task_queries

MOST_IN_A_DAY = 10


def due(session: Session, now: datetime) -> list[tuple[str, int]]:
    """(workspace, number) of the tasks whose level time may have changed."""
    return queries.due_levels(session, now)


def reckon(session: Session, key: tuple[str, int], now: datetime) -> None:
    """Reckon the level of one task anew, and have its cards drawn again where it is another."""
    task, workspace = nudge_queries.hold_task(session, *key), people_queries.workspace(session, key[0])
    if task is None or workspace is None or task.level_at is None or task.level_at > now:
        return
    if levels.settle(session, workspace, task, now):
        changing.redraw(session, task, now)
        homes.changed(session, task, {}, {}, now)
    session.add(task)


def put_off(session: Session, key: tuple[str, int], until: datetime) -> None:
    task = nudge_queries.hold_task(session, *key)
    if task is not None and task.level_at is not None:
        task.level_at = until
        session.add(task)


def today(session: Session, actor: Actor) -> tuple[Task, ...]:
    """What a person may put in an order for today: what is placed, late or due, in the order it stands in now."""
    agenda = agenda_of(session, actor)
    return (*agenda.placed, *agenda.late, *agenda.today)[:MOST_IN_A_DAY]


def agenda_of(session: Session, actor: Actor) -> Agenda:
    hours = availability.hours(actor.person, actor.workspace)
    return nudging.agenda(task_queries.list_live_of(session, actor.person), hours, actor.now)


def put_first(session: Session, actor: Actor, numbers: Sequence[int]) -> list[tuple[Task, History]]:
    """These become the first of today, in this order; only what has to change does. Others' tasks are refused."""
    own = {task.number: task for task in queries.list_own(session, actor.person, numbers)}
    for number in numbers:
        if number not in own:
            raise _not_own(session, actor, number)
    hours = availability.hours(actor.person, actor.workspace)
    on = hours.today(actor.now)
    ranks = day_order.ranks(numbers, task_queries.list_live_of(session, actor.person), on)
    done = [
        (own[number], changing.change(session, actor, own[number], "order", {"day_on": on, "day_rank": rank}))
        for number, rank in ranks.items()
        if (own[number].day_on, own[number].day_rank) != (on, rank)
    ]
    outbox.redraw(session, actor.workspace.id, f"brief:{actor.person.id}:{on}", actor.now)
    return done


def _not_own(session: Session, actor: Actor, number: int) -> UserError:
    """Unseen is unknown; closed or somebody else's says so."""
    task = task_queries.get(session, actor.person, number, actor.now)
    if task is None:
        return not_found("no_such_task", number=number)
    if task.owner_id == actor.person.id:
        return UserError("cannot_move", number=number, verb="order", state=task.state)
    return UserError("order_your_own", number=number, owner=task.owner_id)


def first_because(session: Session, person: Person, agenda: Agenda, hours: Hours, now: datetime) -> FirstBecause | None:
    """Why the first task of their day is the first; None when there is nothing to choose from."""
    return why_first(session, person, agenda.first, hours, now)


def why_first(session: Session, person: Person, task: Task | None, hours: Hours, now: datetime) -> FirstBecause | None:
    """Why that task stands before the others."""
    if task is None:
        return None
    waiting = queries.list_waiting_for(session, person, [task.number], now).get(task.number, [])
    due = nudging.due_day(task, hours.zone)
    return day_order.first_because(task, due, hours.today(now), now, tuple(waiting))
