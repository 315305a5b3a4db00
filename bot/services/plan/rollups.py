"""What a card shows of a task's place in a plan, for one reader or for everybody in its conversation."""

from datetime import datetime

from bot.answers.plans import Plan
from bot.rules import plan as rules
from bot.services.plan import following
from bot.services.work import roles
from models import Person, Session, State, Task
from models.queries import plans as queries
from models.queries import tasks as task_queries

SPLIT_OVER = 3.0  # person-days
MERGE_UNDER = 0.5


def of(session: Session, task: Task, viewer: Person | None, now: datetime) -> tuple[Plan, tuple[int | str, ...]]:
    """The plan, and what comes before the task, as far as they may know. With no viewer: what all who read the
    conversation may see."""
    parts = queries.list_parts(session, task, viewer, now)
    ties = task_queries.list_dependencies(session, task)
    befores = queries.list_beside(session, task, viewer, [row.after_number for row in ties], now)
    seen = {one.number: one for one in befores}
    after = tuple(roles.written_link(row) for row in ties if row.after_number in seen)
    waiting = [seen[row.after_number] for row in ties if row.after_number in seen
               and following.holds_up(row, seen[row.after_number])]  # fmt: skip
    shown = Plan(
        parts=tuple(parts), rolled=rules.roll_up(part_of(part) for part in parts),
        waiting=tuple(waiting) if task.is_live else (),
        may_split=task.is_live and not parts and (task.estimate_days or 0) > SPLIT_OVER,
        merge_with=_to_merge_with(session, task, viewer, now),
    )  # fmt: skip
    return shown, after


def part_of(task: Task) -> rules.Part:
    return rules.Part(
        number=task.number, parent=task.parent_number or 0, closed=task.state in (State.DONE, State.ARCHIVED),
        cancelled=task.state == State.CANCELLED, percent=task.percent, days=task.estimate_days, start=task.start_on,
        due=task.due_on,
    )  # fmt: skip


def _to_merge_with(session: Session, task: Task, viewer: Person | None, now: datetime) -> int | None:
    """A small part beside this small one; its owner is the one who is asked."""
    small = task.parent_number and task.is_live and task.estimate_days and task.estimate_days < MERGE_UNDER
    if not small or viewer is None or viewer.id != task.owner_id:
        return None
    other = queries.sibling(session, viewer, task, MERGE_UNDER, now)
    return other.number if other is not None else None
