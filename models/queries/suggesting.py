"""Reading proposals, and what they are made from: what was closed lately, who works in the same teams."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import holding
from models.closing import Suggestion, SuggestionState
from models.person import Person
from models.queries.tasks import visible
from models.task import LIVE, State, Task
from models.team import TeamMember

MOST_CLOSED = 1000
CLOSED = (State.DONE, State.ARCHIVED)


def get(session: Session, person: Person, suggestion_id: int, *, hold: bool = False) -> Suggestion | None:
    """A proposal made to that person; another's is as unknown as one that never was."""
    row = holding.row(session, Suggestion, suggestion_id) if hold else session.get(Suggestion, suggestion_id)
    return row if row is not None and (row.workspace_id, row.person_id) == (person.workspace_id, person.id) else None


def list_open(session: Session, person: Person) -> list[tuple[Suggestion, Task]]:
    """What waits for their choice, the oldest first."""
    return list(session.exec(
        select(Suggestion, Task).join(Task, and_(col(Task.workspace_id) == Suggestion.workspace_id,
                                                 col(Task.number) == Suggestion.number))
        .where(Suggestion.workspace_id == person.workspace_id, Suggestion.person_id == person.id,
               Suggestion.state == SuggestionState.OPEN)
        .order_by(col(Suggestion.id))
    ))  # fmt: skip


def count_open(session: Session, person: Person, since: datetime) -> int:
    """How many that were made since then, and still hold, wait for their choice."""
    return sum(1 for row, task in list_open(session, person) if row.made_at >= since and holds(row, task))


def holds(row: Suggestion, task: Task) -> bool:
    """Whether the task is still as it was when the change was proposed."""
    return task.state in LIVE and task.owner_id == row.person_id and task.version == row.facts.get("v")


def list_left(session: Session, person: Person, since: datetime) -> list[tuple[int, str]]:
    """(number, reason) of what they did not want lately."""
    return list(session.exec(
        select(Suggestion.number, Suggestion.reason).where(
            Suggestion.workspace_id == person.workspace_id, Suggestion.person_id == person.id,
            Suggestion.state == SuggestionState.LEFT, col(Suggestion.settled_at) >= since,
        )
    ))  # fmt: skip


def list_closed(session: Session, viewer: Person, since: datetime, now: datetime) -> list[Task]:
    """Tasks with a date that were finished since then, as far as the viewer may see them; the newest first."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == viewer.workspace_id, col(Task.state).in_(CLOSED), col(Task.closed_at) >= since,
            col(Task.ends_at).is_not(None), visible(viewer, now),
        ).order_by(col(Task.closed_at).desc()).limit(MOST_CLOSED)
    ))  # fmt: skip


def list_teammates(session: Session, person: Person) -> list[Person]:
    """People who are asked in the same standups."""
    mine = aliased(TeamMember)
    ids = select(TeamMember.person_id).join(
        mine, and_(col(mine.workspace_id) == TeamMember.workspace_id, col(mine.channel_id) == TeamMember.channel_id)
    ).where(TeamMember.workspace_id == person.workspace_id, col(mine.person_id) == person.id)  # fmt: skip
    return list(session.exec(
        select(Person).where(Person.workspace_id == person.workspace_id, Person.id != person.id,
                             col(Person.id).in_(ids)).order_by(col(Person.id))
    ))  # fmt: skip


def list_live_of(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, list[Task]]:
    """Everything live that each of these people owns."""
    found: dict[str, list[Task]] = {}
    rows = session.exec(select(Task).where(Task.workspace_id == workspace_id, col(Task.owner_id).in_(list(ids)),
                                           col(Task.state).in_(LIVE)))  # fmt: skip
    for task in rows:
        found.setdefault(task.owner_id, []).append(task)
    return found
