"""What stands beside a task in rows of its own, people's parts and what it comes after, read and changed as lists."""

from typing import Any

from models import Dependency, Role, RoleKind, Session, Task
from models.queries import tasks as queries

FIELDS = {"helpers": RoleKind.HELPER, "reviewers": RoleKind.REVIEWER}
AFTER = "after"


def held(session: Session, task: Task, name: str) -> Any:
    """The value of a field of the task, roles included."""
    if name == AFTER:
        return queries.list_after(session, task)
    return ids(session, task, FIELDS[name]) if name in FIELDS else getattr(task, name)


def ids(session: Session, task: Task, kind: RoleKind) -> list[str]:
    return [role.person_id for role in queries.list_roles(session, task) if role.kind == kind]


def put(session: Session, task: Task, name: str, value: Any) -> None:
    """Give a field of the task that value, roles included."""
    if name == AFTER:
        _put_after(session, task, value)
        return
    if name not in FIELDS:
        setattr(task, name, value)
        return
    for role in queries.list_roles(session, task):
        if role.kind == FIELDS[name] and role.person_id not in value:
            session.delete(role)
    for person_id in value:
        if person_id not in ids(session, task, FIELDS[name]):
            session.add(Role(workspace_id=task.workspace_id, number=task.number, person_id=person_id,
                             kind=FIELDS[name]))  # fmt: skip
    session.flush()


def _put_after(session: Session, task: Task, numbers: list[int]) -> None:
    before = queries.list_after(session, task)
    for number in set(before) - set(numbers):
        session.delete(session.get_one(Dependency, (task.workspace_id, task.number, number)))
    for number in set(numbers) - set(before):
        session.add(Dependency(workspace_id=task.workspace_id, number=task.number, after_number=number))
    session.flush()
