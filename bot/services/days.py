"""A person's day: what App Home shows."""

from bot.answers import MyDay
from bot.rules import availability, nudging, permissions, priority
from bot.services.actors import Actor
from models import Session
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries


def my_day(session: Session, actor: Actor) -> MyDay:
    """Everything live that is theirs, what waits for them, and what they gave away."""
    person, now = actor.person, actor.now
    hours = availability.hours(person, actor.workspace)
    agenda = nudging.agenda(task_queries.list_live_of(session, person), hours, now)
    waiting = [task for task in task_queries.list_blocked_on(session, person) if task.owner_id != person.id]
    given = sorted(task_queries.list_given_by(session, person), key=lambda task: priority.order(task, now))
    mine = (*agenda.late, *agenda.today, *agenda.soon, *agenda.later)
    named = {task.owner_id for task in (*waiting, *given)} | {task.creator_id for task in mine} | {person.id}
    return MyDay(
        person=person, on=hours.today(now),
        late=agenda.late, today=agenda.today, soon=agenda.soon, later=agenda.later,
        blocked_on=tuple(waiting), given=tuple(given),
        people=people_queries.list_by_ids(session, person.workspace_id, named),
        to_answer=tuple((channel, row.on, row.close_at) for channel, row in queries.to_answer(session, person, now)),
        is_admin=permissions.is_admin(actor.workspace, person), is_set_up=actor.workspace.set_up_at is not None,
    )  # fmt: skip
