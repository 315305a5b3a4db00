"""Who has which part in a task beside its owner: read and changed as lists of ids, like any other field."""

from typing import Any

from models import Role, RoleKind, Session, Task
from models.queries import tasks as queries

FIELDS = {"helpers": RoleKind.HELPER, "reviewers": RoleKind.REVIEWER}


def held(session: Session, task: Task, name: str) -> Any:
    """The value of a field of the task, roles included."""
    return ids(session, task, FIELDS[name]) if name in FIELDS else getattr(task, name)


def ids(session: Session, task: Task, kind: RoleKind) -> list[str]:
    return [role.person_id for role in queries.list_roles(session, task) if role.kind == kind]


def put(session: Session, task: Task, name: str, value: Any) -> None:
    """Give a field of the task that value, roles included."""
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
