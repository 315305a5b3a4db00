"""What the rules of priority make of a task, kept beside it so that queries and people sort by the same."""

from collections.abc import Sequence
from datetime import datetime

from bot.rules import priority
from bot.rules.priority import Around
from models import Person, Session, Task, Workspace
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import ranking as queries
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
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    return Around(queries.list_departments(session, task), given_by_manager(owner, queries.given_by(session, task))
                  if owner is not None and owner.manager_id else None)  # fmt: skip


def around_all(session: Session, tasks: Sequence[Task]) -> dict[int, Around]:
    """The same for many tasks of one workspace, by their numbers, in three queries at most."""
    if not tasks:
        return {}
    workspace_id = tasks[0].workspace_id
    working: dict[int, set[str]] = {task.number: {task.owner_id, task.creator_id} for task in tasks}
    for role in plan_queries.list_roles_of(session, workspace_id, working):
        if role.kind in queries.WORKING:
            working[role.number].add(role.person_id)
    people = people_queries.list_by_ids(session, workspace_id, {one for ids in working.values() for one in ids})
    managed = [task for task in tasks if people[task.owner_id].manager_id]
    givers = together.givers(session, managed)
    found = {}
    for task in tasks:
        departments = {people[one].department or "" for one in working[task.number] if one in people}
        owner = people[task.owner_id]
        giver = given_by_manager(owner, givers[task.number]) if owner.manager_id else None
        by_hand = task.priority is not None
        found[task.number] = Around() if by_hand else Around(tuple(sorted(departments - {""})), giver)
    return found


def given_by_manager(owner: Person, giver_id: str) -> str | None:
    return giver_id if owner.manager_id and giver_id == owner.manager_id != owner.id else None
