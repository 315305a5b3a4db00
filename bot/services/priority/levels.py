"""What the rules of priority make of a task, kept beside it so that queries and people sort by the same."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.rules import priority
from bot.rules.priority import Around
from models import Person, Role, Session, Task, Workspace
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import ranking as queries
from models.queries import tasks as task_queries
from models.queries import together


def settle(session: Session, workspace: Workspace, task: Task, now: datetime, *, known: Around | None = None) -> bool:
    """Set its level, the reasons, and when to look again; True where level or reasons are others than before.

    What is closed keeps the level it had. Who is on it is looked up unless it is `known`.
    """
    if not task.is_live:
        task.level_at = None
        return False
    rules = priority.rules_of(workspace.priority_rules)
    weight = priority.weigh(task, known or around(session, task), rules, now)
    had = task.level, task.level_reasons or []
    task.level, task.level_reasons = weight.level, list(weight.reasons) or None
    task.level_at = priority.next_at(task, rules, now)
    return had != (task.level, task.level_reasons or [])


def around(session: Session, task: Task) -> Around:
    """The people on it, as far as the directory knows them."""
    if task.priority is not None:
        return Around()
    return _around_each(session, [task], task_queries.list_roles(session, task))[task.number]


def around_all(session: Session, tasks: Sequence[Task]) -> dict[int, Around]:
    """The same for many tasks of one workspace, by their numbers, in three queries at most."""
    if not tasks:
        return {}
    rows = plan_queries.list_roles_of(session, tasks[0].workspace_id, [task.number for task in tasks])
    return _around_each(session, tasks, rows)


def around_new(session: Session, task: Task, named: Iterable[str], giver_id: str) -> Around:
    """The same for a task that is being made: `named` work on it beside its owner."""
    people = people_queries.list_by_ids(session, task.workspace_id, {task.owner_id, task.creator_id, *named})
    return _around(task, people.values(), people[task.owner_id], giver_id)


def _around_each(session: Session, tasks: Sequence[Task], rows: Iterable[Role]) -> dict[int, Around]:
    working: dict[int, set[str]] = {task.number: {task.owner_id, task.creator_id} for task in tasks}
    for role in rows:
        if role.kind in queries.WORKING:
            working[role.number].add(role.person_id)
    ids = {one for named in working.values() for one in named}
    people = people_queries.list_by_ids(session, tasks[0].workspace_id, ids)
    givers = together.givers(session, [task for task in tasks if people[task.owner_id].manager_id])
    return {
        task.number: _around(task, (people[one] for one in working[task.number] if one in people),
                             people[task.owner_id], givers.get(task.number, ""))
        for task in tasks
    }  # fmt: skip


def _around(task: Task, people: Iterable[Person], owner: Person, giver_id: str) -> Around:
    if task.priority is not None:
        return Around()
    departments = {person.department for person in people if person.department}
    return Around(tuple(sorted(departments)), given_by_manager(owner, giver_id))


def given_by_manager(owner: Person, giver_id: str) -> str | None:
    return giver_id if owner.manager_id and giver_id == owner.manager_id != owner.id else None
