"""What stands beside a task in rows of its own, people's parts and what it comes after, read and changed as lists.

A reviewer of the first step is their id, of another step or one that any may accept `2:any:U0ANN`. A task that has to
be finished first is its number, any other link `41 SS +2`. `case` is how it went, in the words of its closing form.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from models import Case, Dependency, Link, Role, RoleKind, Session, StepMode, Task
from models.queries import plans as plan_queries
from models.queries import tasks as queries

FIELDS = {
    "accountable": RoleKind.ACCOUNTABLE,
    "helpers": RoleKind.HELPER,
    "reviewers": RoleKind.REVIEWER,
    "consulted": RoleKind.CONSULTED,
    "informed": RoleKind.INFORMED,
}
AFTER = "after"
CASE = "case"


def held(session: Session, task: Task, name: str) -> Any:
    """The value of a field of the task, roles included."""
    if name == AFTER:
        return [written_link(row) for row in queries.list_dependencies(session, task)]
    if name == CASE:
        return _held_case(session, task)
    if name not in FIELDS:
        return getattr(task, name)
    rows = [role for role in queries.list_roles(session, task) if role.kind == FIELDS[name]]
    return [written_role(row) for row in sorted(rows, key=lambda row: (row.step, row.person_id))]


def held_by_each(session: Session, tasks: Sequence[Task]) -> dict[int, dict[str, list[Any]]]:
    """The people of each of these tasks of one workspace, and what it comes after, by number and field."""
    found: dict[int, dict[str, list[Any]]] = {task.number: {name: [] for name in (*FIELDS, AFTER)} for task in tasks}
    names = {kind: name for name, kind in FIELDS.items()}
    workspace_id = tasks[0].workspace_id if tasks else ""
    rows = plan_queries.list_roles_of(session, workspace_id, found) if found else []
    for role in sorted(rows, key=lambda row: (row.number, row.step, row.person_id)):
        found[role.number][names[RoleKind(role.kind)]].append(written_role(role))
    for tie in plan_queries.list_ties(session, workspace_id, found) if found else []:
        found[tie.number][AFTER].append(written_link(tie))
    return found


def rows_of(task: Task, name: str, value: Iterable[Any]) -> list[Role | Dependency]:
    """The rows of a field of a task that has none yet."""
    here: dict[str, Any] = {"workspace_id": task.workspace_id, "number": task.number}
    if name == AFTER:
        return [Dependency(**here, after_number=number, link=link, lag_days=lag)
                for number, link, lag in map(read_link, value)]  # fmt: skip
    return [Role(**here, person_id=person_id, kind=FIELDS[name], step=step, mode=mode)
            for person_id, step, mode in map(read_role, value)]  # fmt: skip


def ids(session: Session, task: Task, kind: RoleKind) -> list[str]:
    return [role.person_id for role in queries.list_roles(session, task) if role.kind == kind]


def put(session: Session, task: Task, name: str, value: Any) -> None:
    """Give a field of the task that value, roles included."""
    if name == AFTER:
        _put_after(session, task, value)
    elif name == CASE:
        _put_case(session, task, value)
    elif name in FIELDS:
        _put_people(session, task, FIELDS[name], value)
    else:
        setattr(task, name, value)


def written_role(role: Role) -> str:
    return written(role.person_id, role.step, StepMode(role.mode))


def written(person_id: str, step: int, mode: StepMode) -> str:
    plain = step == 1 and mode == StepMode.ALL
    return person_id if plain else f"{step}:{mode}:{person_id}"


def read_role(written: str) -> tuple[str, int, StepMode]:
    """(person, step, mode)"""
    if ":" not in written:
        return written, 1, StepMode.ALL
    step, mode, person_id = written.split(":")
    return person_id, int(step), StepMode(mode)


def written_link(row: Dependency) -> int | str:
    plain = row.link == Link.FINISH_TO_START and row.lag_days == 0
    return row.after_number if plain else f"{row.after_number} {row.link} {row.lag_days:+d}"


def read_link(written: int | str) -> tuple[int, Link, int]:
    """(number, which ends, working days between them)"""
    if isinstance(written, int):
        return written, Link.FINISH_TO_START, 0
    number, link, lag = written.split()
    return int(number), Link(link), int(lag)


def _put_people(session: Session, task: Task, kind: RoleKind, value: list[str]) -> None:
    wanted = {person_id: (step, mode) for person_id, step, mode in map(read_role, value)}
    rows = {role.person_id: role for role in queries.list_roles(session, task) if role.kind == kind}
    for person_id in rows.keys() - wanted.keys():
        session.delete(rows[person_id])
    for person_id, (step, mode) in wanted.items():
        row = rows.get(person_id) or Role(workspace_id=task.workspace_id, number=task.number, person_id=person_id,
                                          kind=kind)  # fmt: skip
        row.step, row.mode = step, mode
        session.add(row)
    session.flush()


def _put_after(session: Session, task: Task, value: list[int | str]) -> None:
    wanted = {number: (link, lag) for number, link, lag in map(read_link, value)}
    rows = {row.after_number: row for row in queries.list_dependencies(session, task)}
    for number in rows.keys() - wanted.keys():
        session.delete(rows[number])
    for number, (link, lag) in wanted.items():
        row = rows.get(number) or Dependency(workspace_id=task.workspace_id, number=task.number, after_number=number)
        row.link, row.lag_days = link, lag
        session.add(row)
    session.flush()


def _held_case(session: Session, task: Task) -> dict[str, Any] | None:
    row = session.get(Case, (task.workspace_id, task.number))
    if row is None:
        return None
    return {"documents": row.documents, "went_well": row.went_well, "lesson": row.lesson, "tags": list(row.tags),
            "by_id": row.by_id, "at": row.at.isoformat()}  # fmt: skip


def _put_case(session: Session, task: Task, value: dict[str, Any] | None) -> None:
    row = session.get(Case, (task.workspace_id, task.number))
    if value is None:
        if row is not None:
            session.delete(row)
        session.flush()
        return
    row = row or Case(workspace_id=task.workspace_id, number=task.number, by_id=value["by_id"], at=task.updated_at)
    for name, said in (value | {"at": datetime.fromisoformat(value["at"])}).items():
        setattr(row, name, said)
    session.add(row)
    session.flush()
