"""What the database holds about one person: which rows are theirs alone, and which of others name them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, inspect, or_
from sqlmodel import Session, SQLModel, and_, col, func, select

from models.closing import Case, SavedFilter, Suggestion
from models.delivery import Inbox, Occurrence, Outbox
from models.errand import Errand
from models.home import Home, HomeWish
from models.line import LongLine
from models.person import Membership, Person
from models.task import Card, History, Role, Task
from models.team import StandupAnswer, Team, TeamMember

PIECE = 200
SECRET = frozenset({"calendar_url", "becomes"})  # what opens something is not handed out in a file
# rows that are about one person and nobody else, by the columns that say whom
THEIRS: dict[type[SQLModel], tuple[str, ...]] = {
    Card: ("reader_id",), Errand: ("subject",), HomeWish: ("person_id",), Home: ("person_id",),
    LongLine: ("person_id",), Membership: ("person_id",), Occurrence: ("person_id",), Outbox: ("to", "reader_id"),
    SavedFilter: ("person_id",), StandupAnswer: ("person_id",), Suggestion: ("person_id",), TeamMember: ("person_id",),
}  # fmt: skip
# rows of the work of many, with the columns that say what one person was in it
NAMED: dict[type[SQLModel], tuple[str, ...]] = {
    Case: ("by_id",), History: ("actor_id",), Role: ("person_id",), Task: ("owner_id", "creator_id", "blocked_by_id"),
}  # fmt: skip


def get(session: Session, workspace_id: str, person_id: str) -> Person | None:
    return session.get(Person, (workspace_id, person_id))


def is_elsewhere(session: Session, person_id: str) -> bool:
    """Whether anybody, in whatever workspace, has that id or one that it is a part of."""
    return (
        session.exec(select(Person.id).where(contains(session, col(Person.id), [person_id])).limit(1)).first()
        is not None
    )


def of_person(model: type[SQLModel], columns: Iterable[str], workspace_id: str, person_id: str) -> ColumnElement[bool]:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return and_(table.c.workspace_id == workspace_id, or_(*(table.c[name] == person_id for name in columns)))


def rows_of(session: Session, model: type[SQLModel], workspace_id: str, person_id: str) -> Sequence[SQLModel]:
    """In the order of their keys."""
    columns = (THEIRS | NAMED)[model]
    query = select(model).where(of_person(model, columns, workspace_id, person_id))
    return session.exec(query.order_by(*inspect(model).primary_key)).all()


def heard_from(session: Session, workspace_id: str, person_id: str) -> list[Inbox]:
    """What Slack sent us that names them, as far as its words are still kept."""
    named = contains(session, col(Inbox.payload), [person_id])
    return list(session.exec(select(Inbox).where(Inbox.workspace_id == workspace_id, named).order_by(col(Inbox.key))))


def count(session: Session, model: type[SQLModel], workspace_id: str, person_id: str) -> int:
    columns = (THEIRS | NAMED)[model]
    query = select(func.count()).select_from(model).where(of_person(model, columns, workspace_id, person_id))
    return session.exec(query).one()


def count_live(session: Session, workspace_id: str, person_id: str, states: Iterable[str]) -> int:
    """Tasks that somebody else would have to take over."""
    return session.exec(
        select(func.count()).select_from(Task)
        .where(Task.workspace_id == workspace_id, Task.owner_id == person_id, col(Task.state).in_(list(states)))
    ).one()  # fmt: skip


def contains(session: Session, where: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of the words stands in a column, as it is written there: no letter of them means anything else."""
    place = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    return or_(*(place(cast(where, String), word) > 0 for word in words))


# --- words of theirs in the work of many --------------------------------------------------------------------------


def lone_tasks(session: Session, workspace_id: str, person_id: str, empty: str, limit: int = PIECE) -> list[Task]:
    """Tasks that nobody but them ever had a part in, made where nobody else was, and whose words are still there."""
    others = select(Role.number).where(Role.workspace_id == Task.workspace_id, Role.number == Task.number)
    acts = select(History.id).where(History.workspace_id == Task.workspace_id, History.number == Task.number,
                                    History.actor_id != person_id)  # fmt: skip
    direct = or_(col(Task.source_channel).is_(None), col(Task.source_channel).startswith("D"))
    return list(session.exec(
        select(Task).where(Task.workspace_id == workspace_id, Task.owner_id == person_id, Task.creator_id == person_id,
                           col(Task.source_is_private).is_(True), direct, Task.title != empty,
                           ~others.exists(), ~acts.exists())
        .order_by(col(Task.number)).limit(limit)
    ))  # fmt: skip


def all_made(session: Session, workspace_id: str, person_id: str, empty: str, limit: int = PIECE) -> list[Task]:
    """All that they made, whoever works on it."""
    return list(session.exec(
        select(Task).where(Task.workspace_id == workspace_id, Task.creator_id == person_id, Task.title != empty)
        .order_by(col(Task.number)).limit(limit)
    ))  # fmt: skip


def teams_led_by(session: Session, workspace_id: str, person_id: str) -> list[Team]:
    teams = session.exec(select(Team).where(Team.workspace_id == workspace_id))
    return [team for team in teams if person_id in team.leads]


def made_tasks(session: Session, workspace_id: str, person_id: str, limit: int = PIECE) -> list[Task]:
    """Tasks of theirs that still hold their very words, or why it is stuck by their account."""
    theirs = or_(
        and_(col(Task.creator_id) == person_id, or_(col(Task.said) != "", col(Task.taken).is_not(None))),
        and_(col(Task.owner_id) == person_id, col(Task.blocked_reason).is_not(None), col(Task.blocked_reason) != ""),
    )
    return list(session.exec(
        select(Task).where(Task.workspace_id == workspace_id, theirs).order_by(col(Task.number)).limit(limit)
    ))  # fmt: skip


def worded_history(session: Session, workspace_id: str, person_id: str, limit: int = PIECE) -> list[History]:
    """Comments and remarks of theirs."""
    return list(session.exec(
        select(History).where(History.workspace_id == workspace_id, History.actor_id == person_id, History.note != "")
        .order_by(col(History.id)).limit(limit)
    ))  # fmt: skip


def told_cases(session: Session, workspace_id: str, person_id: str, limit: int = PIECE) -> list[Case]:
    """How it went, in their words."""
    worded = or_(col(Case.documents) != "", col(Case.went_well) != "", col(Case.lesson) != "")
    return list(session.exec(
        select(Case).where(Case.workspace_id == workspace_id, Case.by_id == person_id, worded)
        .order_by(col(Case.number)).limit(limit)
    ))  # fmt: skip


def history_of(session: Session, task: Task) -> list[History]:
    return list(session.exec(
        select(History).where(History.workspace_id == task.workspace_id, History.number == task.number)
    ))  # fmt: skip


def cards_of(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Card]:
    return list(
        session.exec(select(Card).where(Card.workspace_id == workspace_id, col(Card.number).in_(sorted(numbers))))
    )


def tasks_of(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Task]:
    return list(
        session.exec(select(Task).where(Task.workspace_id == workspace_id, col(Task.number).in_(sorted(numbers))))
    )


def referring(session: Session, workspace_id: str, person_id: str) -> list[Person]:
    """Whose manager or stand-in they are."""
    return list(session.exec(
        select(Person).where(Person.workspace_id == workspace_id,
                             or_(col(Person.manager_id) == person_id, col(Person.stand_in_id) == person_id))
    ))  # fmt: skip
