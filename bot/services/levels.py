"""What the rules of priority make of a task, kept beside it so that queries and people sort by the same."""

from datetime import datetime

from bot.rules import priority
from bot.rules.priority import Around
from models import Person, Session, Task, Workspace
from models.queries import people as people_queries
from models.queries import ranking as queries


def settle(session: Session, workspace: Workspace, task: Task, now: datetime) -> bool:
    """Set its level, the reasons, and when to look again; True where level or reasons are others than before.

    What is closed keeps the level it had.
    """
    if not task.is_live:
        task.level_at = None
        return False
    rules = priority.rules_of(workspace.priority_rules)
    weight = priority.weigh(task, around(session, task), rules, now)
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


def given_by_manager(owner: Person, giver_id: str) -> str | None:
    return giver_id if owner.manager_id and giver_id == owner.manager_id != owner.id else None
