"""Reading a person's day for App Home: a few rows of each section, and how many there are in all."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_
from sqlmodel import Session, col, select

from models.person import Person
from models.queries import lists
from models.queries.conditions import awaits, is_blocked, is_late, is_live, is_unacknowledged
from models.queries.listing import Filter
from models.task import History, State, Task

PLACED, LATE, TODAY, SOON, LATER = range(5)
FOR_TODAY = (PLACED, LATE, TODAY)
ABOUTS, DIFFERENT = 45, 300


@dataclass(frozen=True)
class Look:
    """Whose day it is, at which moment, when their days end, and what they chose to see of it.

    `only` is late, blocked or review, `sort` due or new; anything else means no choice.
    """

    person: Person
    now: datetime
    today: date
    tonight: datetime
    soon_on: date
    soon_until: datetime
    only: str = ""
    sort: str = ""
    label: str = ""
    project: str = ""


def chosen(look: Look) -> list[ColumnElement[bool]]:
    """What a look at live tasks leaves over."""
    wanted = Filter(label=look.label, project=look.project)
    by_only = {"late": is_late(look.now), "blocked": is_blocked(), "review": col(Task.state) == State.REVIEW}
    only = [by_only[look.only]] if look.only in by_only else []
    return [col(Task.workspace_id) == look.person.workspace_id, is_live(), *only,
            *lists.narrowed(wanted, look.person, look.now)]  # fmt: skip


def _part(look: Look) -> ColumnElement[int]:
    """Where a live task of theirs stands in their day: as rules.nudging.agenda says it."""
    asleep = and_(col(Task.snoozed_until).is_not(None), col(Task.snoozed_until) > look.now,
                  or_(col(Task.due_at).is_(None), col(Task.due_at) != col(Task.snoozed_until)))  # fmt: skip
    placed = and_(col(Task.day_on).is_not(None), col(Task.day_on) == look.today, col(Task.day_rank).is_not(None))
    return case(
        (asleep, LATER), (placed, PLACED),
        (and_(col(Task.due_at).is_(None), col(Task.due_on).is_(None)), LATER),
        (is_late(look.now), LATE), (_by(look.today, look.tonight), TODAY), (_by(look.soon_on, look.soon_until), SOON),
        else_=LATER,
    )  # fmt: skip


def _by(day: date, ends: datetime) -> ColumnElement[bool]:
    """Due by that day: a named hour falls on a day of the reader's zone, a civil date stays itself."""
    dated = and_(col(Task.due_at).is_(None), col(Task.due_on).is_not(None), col(Task.due_on) <= day)
    return or_(dated, and_(col(Task.due_at).is_not(None), col(Task.due_at) < ends))


def ordered(look: Look) -> tuple[Any, ...]:
    """As the reader likes it; most pressing first as rules.priority.order says it."""
    dated = (col(Task.ends_at).is_(None), col(Task.ends_at), col(Task.number))
    if look.sort == "new":
        return (col(Task.created_at).desc(), col(Task.number).desc())
    return dated if look.sort == "due" else (is_late(look.now).desc(), col(Task.level), *dated)


def _mine(look: Look) -> list[ColumnElement[bool]]:
    return [col(Task.owner_id) == look.person.id, *chosen(look)]


def count_mine(session: Session, look: Look) -> dict[int, int]:
    """How many of their live tasks stand in which part of their day."""
    part = _part(look).label("part")
    return dict(session.exec(select(part, func.count()).where(*_mine(look)).group_by(part)).all())


def list_mine(session: Session, look: Look, parts: Iterable[int], *, skip: int = 0, limit: int) -> list[Task]:
    part = _part(look)
    by_hand = case((part == PLACED, col(Task.day_rank)), else_=0)
    return list(session.exec(
        select(Task).where(*_mine(look), part.in_(list(parts)))
        .order_by(part, by_hand, *ordered(look)).offset(skip).limit(limit)
    ))  # fmt: skip


def waiting(look: Look) -> dict[str, list[ColumnElement[bool]]]:
    """What waits for them, by kind: for their word in a review, for their help, for their first word."""
    me, chosen_now = look.person.id, chosen(look)
    return {
        "accept": [*chosen_now, awaits(look.person.workspace_id, me)],
        "blocked": [*chosen_now, col(Task.blocked_by_id) == me, is_blocked(), col(Task.owner_id) != me],
        "ack": [*chosen_now, col(Task.owner_id) == me, is_unacknowledged()],
    }  # fmt: skip


def count(session: Session, conditions: Iterable[ColumnElement[bool]]) -> int:
    return session.exec(select(func.count()).select_from(Task).where(*conditions)).one()


def list_some(
    session: Session, look: Look, conditions: Iterable[ColumnElement[bool]], *, skip: int = 0, limit: int
) -> list[Task]:
    return list(session.exec(
        select(Task).where(*conditions).order_by(*ordered(look)).offset(skip).limit(limit)
    ))  # fmt: skip


def _given(look: Look) -> list[ColumnElement[bool]]:
    return [col(Task.creator_id) == look.person.id, col(Task.owner_id) != look.person.id, *chosen(look)]


def count_given(session: Session, look: Look) -> dict[tuple[str, bool, bool], int]:
    """How many of those they gave to others are in which state, late or not, blocked or not."""
    late, blocked = is_late(look.now).label("late"), is_blocked().label("blocked")
    rows = session.exec(
        select(Task.state, late, blocked, func.count()).where(*_given(look)).group_by(col(Task.state), late, blocked)
    )
    return {(state, bool(is_late_), bool(is_blocked_)): n for state, is_late_, is_blocked_, n in rows}


def list_given(session: Session, look: Look, *, skip: int = 0, limit: int) -> list[Task]:
    """Late first, then blocked, then by state: what waits for acceptance, is begun, is not begun."""
    states = case((col(Task.state) == State.REVIEW, 0), (col(Task.state) == State.DOING, 1), else_=2)
    grouped = () if look.sort in ("due", "new") else (is_late(look.now).desc(), is_blocked().desc(), states)
    return list(session.exec(
        select(Task).where(*_given(look)).order_by(*grouped, *ordered(look)).offset(skip).limit(limit)
    ))  # fmt: skip


def _done(look: Look, since: datetime) -> list[ColumnElement[bool]]:
    """Finished tasks leave for the archive, so that this stays few."""
    about = lists.narrowed(Filter(label=look.label, project=look.project), look.person, look.now)
    return [col(Task.workspace_id) == look.person.workspace_id, col(Task.owner_id) == look.person.id,
            col(Task.state) == State.DONE, col(Task.closed_at) >= since, *about]  # fmt: skip


def count_done(session: Session, look: Look, since: datetime) -> int:
    return count(session, _done(look, since))


def list_done(session: Session, look: Look, since: datetime, *, skip: int = 0, limit: int) -> list[Task]:
    """The newest first."""
    return list(session.exec(
        select(Task).where(*_done(look, since)).order_by(col(Task.closed_at).desc(), col(Task.number).desc())
        .offset(skip).limit(limit)
    ))  # fmt: skip


def list_abouts(session: Session, person: Person) -> tuple[list[str], list[str]]:
    """(projects, labels) of their live tasks and of those they gave."""
    projects: set[str] = set()
    labels: set[str] = set()
    written = cast(col(Task.labels), String)  # PostgreSQL does not compare JSON
    for held in (col(Task.owner_id), col(Task.creator_id)):  # each by its index; together they would have none
        rows = session.exec(
            select(Task.project, written)
            .where(col(Task.workspace_id) == person.workspace_id, held == person.id, is_live(),
                   or_(col(Task.project).is_not(None), written != "[]"))
            .distinct().limit(DIFFERENT)
        )  # fmt: skip
        for project, of_task in rows:
            projects |= {project} if project else set()
            labels |= set(json.loads(of_task))
    return sorted(projects)[:ABOUTS], sorted(labels)[:ABOUTS]


def last_change(session: Session, person: Person, since: datetime) -> tuple[History, Task] | None:
    """The newest thing they did since then that they may still take back."""
    row = session.exec(
        select(History, Task).join(Task, and_(col(Task.workspace_id) == History.workspace_id,
                                              col(Task.number) == History.number))
        .where(History.workspace_id == person.workspace_id, History.actor_id == person.id, History.at >= since)
        .order_by(col(History.at).desc(), col(History.id).desc()).limit(1)
    ).first()  # fmt: skip
    return (row[0], row[1]) if row is not None else None
