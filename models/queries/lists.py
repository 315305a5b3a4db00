"""What a list may be narrowed by: state, date, label, project, priority, and when it was done or added."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_
from sqlmodel import col

from models.person import Person
from models.queries import sight
from models.queries.conditions import awaits, is_blocked
from models.queries.people import literal
from models.task import State, Task

A_DAY_AROUND = timedelta(hours=36)  # between a civil day anywhere on earth and the same day in the asker's zone
CLOSED = (State.DONE, State.ARCHIVED)
A_TO_Z = str.maketrans(ascii_uppercase, ascii_lowercase)


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both of them part of it, and the instants at which they begin and end.

    Either side may be open. With neither there is no bound at all.
    """

    first: date | None = None
    last: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None


class Wanted(Protocol):
    """The part of a filter that is read here."""

    @property
    def state(self) -> str: ...
    @property
    def undated(self) -> bool: ...
    @property
    def level(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def label_channel_id(self) -> str: ...
    @property
    def project(self) -> str: ...
    @property
    def waits_for_id(self) -> str | None: ...
    @property
    def accepts_id(self) -> str | None: ...
    @property
    def due(self) -> Days | None: ...
    @property
    def done(self) -> Days | None: ...
    @property
    def new(self) -> Days | None: ...


def narrowed(wanted: Wanted, viewer: Person, now: datetime) -> list[ColumnElement[bool]]:
    """One condition for each wish; the coarse bounds on `ends_at` are there for its index."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.state:
        conditions.append(col(Task.state) == wanted.state)
    if wanted.undated:
        conditions.append(col(Task.ends_at).is_(None))
    if wanted.level is not None:
        conditions.append(_at_least(wanted.level))
    if wanted.label or wanted.label_channel_id:
        conditions.append(_about(wanted, viewer, now))
    if wanted.project:
        conditions.append(of_project(wanted.project))
    if wanted.waits_for_id:
        conditions += [col(Task.blocked_by_id) == wanted.waits_for_id, is_blocked()]
    if wanted.accepts_id:
        conditions.append(awaits(viewer.workspace_id, wanted.accepts_id))
    return conditions + _dated(wanted)


def _dated(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.due:
        conditions += due(wanted.due)
    if wanted.done:
        conditions += [col(Task.state).in_(CLOSED), *within(col(Task.closed_at), wanted.done)]
    if wanted.new:
        conditions += within(col(Task.created_at), wanted.new)
    return conditions


def _about(wanted: Wanted, viewer: Person, now: datetime) -> ColumnElement[bool]:
    """A label, or a channel and the label that is called as it: who may not see the channel learns nothing by it."""
    from_there = and_(col(Task.source_channel) == wanted.label_channel_id, sight.of_source(viewer, now))
    return or_(*([labelled(wanted.label)] if wanted.label else []), *([from_there] if wanted.label_channel_id else []))


def newest_first(query: Select[Any]) -> Select[Any]:
    """What was closed or added last comes first."""
    return query.order_by(func.coalesce(col(Task.closed_at), col(Task.created_at)).desc(), col(Task.number).desc())


def _at_least(level: int) -> ColumnElement[bool]:
    """As urgent as that, by hand or by the rules."""
    return col(Task.level) <= level


def of_project(project: str) -> ColumnElement[bool]:
    return func.lower(col(Task.project)).in_(_lowered(project))


def labelled(label: str) -> ColumnElement[bool]:
    """Labels are a JSON array of text: SQLite keeps it with letters escaped, PostgreSQL as it came."""
    kept = func.lower(cast(col(Task.labels), String))
    written = {json.dumps(one, ensure_ascii=escaped) for one in cases(label) for escaped in (True, False)}
    forms = {form for one in written for form in _lowered(one)}
    return or_(*(kept.like(f"%{literal(form)}%", escape="\\") for form in sorted(forms)))


def cases(word: str) -> set[str]:
    """A word as it may have been written: SQLite knows the case of the letters from A to Z alone."""
    return {word.lower()} if word.isascii() else {word, word.lower(), word.capitalize(), word.title(), word.upper()}


def _lowered(word: str) -> set[str]:
    """What lower() may make of the word in either database, however it was written."""
    return {form for one in cases(word) for form in (one.translate(A_TO_Z), one.lower())}


def due(days: Days) -> list[ColumnElement[bool]]:
    """A named hour falls on a day of the asker's zone, a civil date stays itself."""
    dated: list[ColumnElement[bool]] = [col(Task.due_at).is_(None), col(Task.due_on).is_not(None)]
    timed: list[ColumnElement[bool]] = [col(Task.due_at).is_not(None), *within(col(Task.due_at), days)]
    coarse: list[ColumnElement[bool]] = [col(Task.ends_at).is_not(None)]
    if days.first is not None:
        dated.append(col(Task.due_on) >= days.first)
    if days.last is not None:
        dated.append(col(Task.due_on) <= days.last)
    if days.starts is not None:
        coarse.append(col(Task.ends_at) >= days.starts - A_DAY_AROUND)
    if days.ends is not None:
        coarse.append(col(Task.ends_at) <= days.ends + A_DAY_AROUND)
    return [*coarse, or_(and_(*dated), and_(*timed))]


def within(column: Any, days: Days) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = [column.is_not(None)]
    if days.starts is not None:
        bounds.append(column >= days.starts)
    if days.ends is not None:
        bounds.append(column < days.ends)
    return bounds
