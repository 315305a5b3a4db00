"""What several questions ask of a task or a team in the same words: each condition is written here and nowhere else."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, literal_column
from sqlmodel import col, select

from models.person import Person
from models.queries.people import literal
from models.task import LIVE, Role, State, Task
from models.team import Team

leads: ColumnElement[str] = cast(col(Team.leads), String)


# written out, as they are the same in every statement
IN_WORDS: dict[State, Any] = {state: literal_column(f"'{state.value}'", String) for state in State}
_LIVE = col(Task.state).in_([IN_WORDS[state] for state in LIVE])


def is_live() -> ColumnElement[bool]:
    return _LIVE


def is_late(now: datetime) -> ColumnElement[bool]:
    """Of live tasks: past its moment."""
    return and_(col(Task.ends_at).is_not(None), col(Task.ends_at) < now)


def is_blocked() -> ColumnElement[bool]:
    """Of live tasks: held up."""
    return col(Task.blocked_at).is_not(None)


def is_unacknowledged() -> ColumnElement[bool]:
    """Given by somebody else, and its owner has not said that they saw it."""
    return and_(col(Task.acked_at).is_(None), col(Task.owner_id) != col(Task.creator_id), col(Task.state) == State.OPEN)


def awaits(workspace_id: str, person_id: str) -> ColumnElement[bool]:
    """Submitted work that waits for that person's word in its open step, as services.review_steps keeps it."""
    waits: Any = select(Role.number).where(
        Role.workspace_id == workspace_id, Role.person_id == person_id, col(Role.awaited).is_(True)
    )
    return and_(col(Task.state) == State.REVIEW, col(Task.number).in_(waits))


def led_by(person: Person) -> ColumnElement[bool]:
    """Teams that name the person among their leads."""
    return leads.like(f'%"{literal(person.id)}"%', escape="\\")
