"""The workspace's rules of priority: what they lack, what others would change, and putting others in force."""

from collections.abc import Sequence
from datetime import timedelta

from bot.rules import availability, civil, dry_runs, priority
from bot.rules.dry_runs import Outcome
from bot.rules.priority import Around, Rule
from bot.services.people.actors import Actor
from bot.services.priority.levels import given_by_manager
from bot.services.rhythm import errands
from models import ErrandKind, Session, Task
from models.queries import ranking as queries
from models.queries.ranking import Month

DAYS = 30
EXAMPLES = 5
MOST_LOOKED_AT = queries.OF_A_MONTH


def in_force(actor: Actor) -> tuple[Rule, ...]:
    return priority.rules_of(actor.workspace.priority_rules)


def known(session: Session, actor: Actor) -> dict[str, int]:
    """How many people the directory knows for each rule that asks about people."""
    departments, managers = queries.count_known(session, actor.workspace.id)
    return {priority.DEPARTMENTS: departments, priority.MANAGER: managers}


def dry_run(session: Session, actor: Actor, rules: Sequence[Rule]) -> tuple[Outcome, tuple[int, ...]]:
    """What those rules would have made of the last month, by today's dates and people; with the examples to show.

    Only what the actor may see is counted and named.
    """
    zone = civil.zone(actor.person.zone, actor.workspace.zone)
    today = civil.local_date(actor.now, zone)
    hours = availability.hours(actor.person, actor.workspace)
    days = [today - timedelta(days=n) for n in range(DAYS - 1, 0, -1)]
    moments = [(day, hours.end_of(day)) for day in days]
    month = queries.month(session, actor.person, hours.start_of(days[0]), actor.now)
    around = {task.number: _around(month, task) for task in month.tasks}
    moments.append((today, actor.now))
    outcome = dry_runs.run(month.tasks, around, (in_force(actor), rules), moments)
    numbers = [one.task.number for one in sorted(outcome.differing, key=lambda one: (-len(one.days), one.task.number))]
    return outcome, tuple(numbers[:EXAMPLES])


def _around(month: Month, task: Task) -> Around:
    named = [month.people.get(one) for one in (task.owner_id, task.creator_id, *month.roles.get(task.number, ()))]
    departments = {person.department for person in named if person is not None and person.department}
    owner = month.people.get(task.owner_id)
    giver = month.givers.get(task.number, task.creator_id)
    return Around(tuple(sorted(departments)), given_by_manager(owner, giver) if owner else None)


def apply(session: Session, actor: Actor, rules: Sequence[Rule]) -> int:
    """From now on these rules hold; live tasks are reckoned anew by the clock, a few at a time.

    Returns how many of them the actor sees.
    """
    actor.workspace.priority_rules = priority.differing(rules)
    session.add(actor.workspace)
    session.flush()
    errands.begin(session, actor.workspace, ErrandKind.LEVELS, "", actor.now)
    return queries.count_live(session, actor.person, actor.now)
