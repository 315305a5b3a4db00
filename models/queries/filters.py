"""What each filter of a line asks of a task. Who looks is part of every question that tells of other things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.person import Person
from models.queries import lists, sight
from models.queries.conditions import is_blocked, is_late, is_live, is_unacknowledged
from models.queries.lists import Days
from models.task import History, Role, RoleKind, State, Task


@dataclass(frozen=True)
class Term:
    """One filter, read: people and channels are ids. `values` are any of which it may be; `said` is how it is shown."""

    key: str
    said: str
    values: tuple[str, ...] = ()
    days: Days | None = None
    without: bool = False


Test = Callable[[Person, datetime], ColumnElement[bool]]


def condition(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    """Turned round, it holds for all that the filter does not hold for: what is not known is not so."""
    found = _CONDITIONS[term.key](viewer, term, now)
    return func.coalesce(not_(found), true()) if term.without else found


def _dates(column: Any) -> Callable[[Person, Term, datetime], ColumnElement[bool]]:
    return lambda viewer, term, now: and_(*lists.within(column, term.days or Days()))


def _due(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    if term.days is not None:
        return and_(*lists.due(term.days))
    return col(Task.ends_at).is_(None)


def _is(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    return or_(*(_IS[value](viewer, now) for value in term.values))


def _has(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    return or_(*(_HAS[value](viewer, now) for value in term.values))


def _in(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    """Who is named on a task sees it, but not which conversation it comes from."""
    return and_(col(Task.source_channel).in_(term.values), sight.of_source(viewer, now))


def _level(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    bounds = [tuple(int(one) for one in value.split("..")) for value in term.values]
    return or_(*(col(Task.level).between(low, high) for low, high in bounds))


def _label(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    return or_(*(lists.labelled(value) for value in term.values))


def _project(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    return or_(*(lists.of_project(value) for value in term.values))


def _in_role(kind: RoleKind) -> Callable[[Person, Term, datetime], ColumnElement[bool]]:
    return lambda viewer, term, now: _named_as(kind, term.values)


def _named_as(kind: str, people: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        col(Role.workspace_id) == Task.workspace_id, col(Role.number) == Task.number, col(Role.kind) == kind,
        col(Role.person_id).in_(people),
    )  # fmt: skip


def _my_role(viewer: Person, term: Term, now: datetime) -> ColumnElement[bool]:
    columns = {"owner": col(Task.owner_id), "creator": col(Task.creator_id)}
    return or_(*(columns[value] == viewer.id if value in columns else _named_as(value, (viewer.id,))
                 for value in term.values))  # fmt: skip


def _has_left(viewer: Person, now: datetime) -> ColumnElement[bool]:
    return exists().where(col(Person.workspace_id) == Task.workspace_id, col(Person.id) == Task.owner_id,
                          col(Person.is_deleted).is_(True))  # fmt: skip


def _has_parts(viewer: Person, now: datetime) -> ColumnElement[bool]:
    """Only parts that the viewer may see count."""
    part = aliased(Task)
    seen = select(part.parent_number).where(
        part.workspace_id == viewer.workspace_id, col(part.parent_number).is_not(None), sight.of(viewer, now, part)
    )
    return col(Task.number).in_(seen)


def _has_comments(viewer: Person, now: datetime) -> ColumnElement[bool]:
    return exists().where(col(History.workspace_id) == Task.workspace_id, col(History.number) == Task.number,
                          col(History.kind) == "note", col(History.undone_by).is_(None))  # fmt: skip


def _has_reviewer(viewer: Person, now: datetime) -> ColumnElement[bool]:
    return exists().where(col(Role.workspace_id) == Task.workspace_id, col(Role.number) == Task.number,
                          col(Role.kind) == RoleKind.REVIEWER)  # fmt: skip


_LIVE = is_live()
_IS: Mapping[str, Test] = {
    "late": lambda viewer, now: and_(is_late(now), _LIVE),
    "blocked": lambda viewer, now: and_(is_blocked(), _LIVE),
    "repeating": lambda viewer, now: col(Task.rrule).is_not(None),
    "unassigned": _has_left,
    "unacknowledged": lambda viewer, now: is_unacknowledged(),
    "mine": lambda viewer, now: col(Task.owner_id) == viewer.id,
    "private": lambda viewer, now: col(Task.source_is_private).is_(True),
    "public": lambda viewer, now: col(Task.source_is_private).is_(False),
    "important": lambda viewer, now: or_(col(Task.important).is_(True), col(Task.priority) <= 2),
    "snoozed": lambda viewer, now: col(Task.snoozed_until) > now,
    "reminder": lambda viewer, now: and_(col(Task.snoozed_until) == col(Task.due_at), _LIVE),
    "part": lambda viewer, now: col(Task.parent_number).is_not(None),
    "waiting": lambda viewer, now: and_(col(Task.blocked_by_id) == viewer.id, is_blocked()),
    "undated": lambda viewer, now: col(Task.ends_at).is_(None),
    "doing": lambda viewer, now: col(Task.state) == State.DOING,
    "review": lambda viewer, now: col(Task.state) == State.REVIEW,
    "done": lambda viewer, now: col(Task.state).in_(lists.CLOSED),
    "urgent": lambda viewer, now: col(Task.level) == 1,
    "live": lambda viewer, now: _LIVE,
    "closed": lambda viewer, now: not_(_LIVE),
}  # fmt: skip
_HAS: Mapping[str, Test] = {
    "evidence": lambda viewer, now: func.coalesce(func.json_array_length(col(Task.evidence)), 0) > 0,
    "parts": _has_parts,
    "note": lambda viewer, now: col(Task.note) != "",
    "comments": _has_comments,
    "date": lambda viewer, now: col(Task.ends_at).is_not(None),
    "estimate": lambda viewer, now: col(Task.estimate_days).is_not(None),
    "label": lambda viewer, now: func.json_array_length(col(Task.labels)) > 0,
    "project": lambda viewer, now: func.coalesce(col(Task.project), "") != "",
    "reviewer": _has_reviewer,
    "link": lambda viewer, now: and_(col(Task.source_link).is_not(None), sight.of_source(viewer, now)),
}
_CONDITIONS: Mapping[str, Callable[[Person, Term, datetime], ColumnElement[bool]]] = {
    "owner": lambda viewer, term, now: col(Task.owner_id).in_(term.values),
    "by": lambda viewer, term, now: col(Task.creator_id).in_(term.values),
    "due": _due,
    "label": _label,
    "status": lambda viewer, term, now: col(Task.state).in_(term.values),
    "is": _is,
    "created": _dates(col(Task.created_at)),
    "closed": _dates(col(Task.closed_at)),
    "done": lambda viewer, term, now: and_(
        col(Task.state).in_(lists.CLOSED), *lists.within(col(Task.closed_at), term.days or Days())),
    "priority": _level,
    "project": _project,
    "in": _in,
    "role": _my_role,
    "has": _has,
    **{kind.value: _in_role(kind) for kind in RoleKind},
}  # fmt: skip
SORTS: Mapping[str, Any] = {
    "due": col(Task.ends_at), "priority": col(Task.level), "created": col(Task.created_at),
    "updated": col(Task.updated_at), "title": func.lower(col(Task.title)),
}  # fmt: skip


def sorted_by(sort: str) -> list[ColumnElement[Any]]:
    """`due`, or `-due` for the other way round: what was touched last and the latest days first. None comes last."""
    column = SORTS[sort.removeprefix("-")]
    newest_first = sort.removeprefix("-") in ("created", "updated")
    ordered = column.desc() if sort.startswith("-") != newest_first else column.asc()
    return [column.is_(None), ordered, col(Task.number).asc()]
