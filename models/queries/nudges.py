"""Reading what nudges and briefs were said and what there is to say."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Executable, and_, bindparam, exists, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import holding, known
from models.delivery import Occurrence, OccurrenceState, Outbox
from models.person import Channel, Person
from models.prepared import Prepared, adopted, table_of
from models.queries import numbered
from models.task import LIVE, History, Role, RoleKind, State, Task
from models.team import AnswerState, StandupAnswer

Key = TypeVar("Key", int, str)
LONG_HELD = timedelta(days=60)  # nobody is told of what is older
SAID = (OccurrenceState.PENDING, OccurrenceState.SENT, OccurrenceState.UNKNOWN)


def hold_person(session: Session, workspace_id: str, person_id: str) -> Person | None:
    """The person, kept from every other process until the transaction ends."""
    return holding.row(session, Person, (workspace_id, person_id))


def hold_task(session: Session, workspace_id: str, number: int) -> Task | None:
    """The task, kept from every other process until the transaction ends."""
    return holding.row(session, Task, (workspace_id, number))


def claim_task(session: Session, workspace_id: str, number: int) -> Task | None:
    """The same for the clock, who passes over what somebody else is at work on: it is due at the next tick still."""
    if (taken := holding.taken(session, Task, (workspace_id, number))) is not None:
        return taken
    wanted = select(Task).where(Task.workspace_id == workspace_id, Task.number == number)
    return next(iter(holding.rows(session, wanted, or_pass=True)), None)


def claim_person(session: Session, workspace_id: str, person_id: str) -> Person | None:
    """The same of a person."""
    if (taken := holding.taken(session, Person, (workspace_id, person_id))) is not None:
        return taken
    wanted = select(Person).where(Person.workspace_id == workspace_id, Person.id == person_id)
    return next(iter(holding.rows(session, wanted, or_pass=True)), None)


def _free(dialect: str) -> Executable:
    here = col(Task.workspace_id) == bindparam("workspace")
    query = select_columns(table_of(Task)).where(here, numbered.among(Task.number, dialect))
    whole: Executable = holding.passing(query, Task, dialect)
    return whole


FREE = Prepared(_free)


def take_tasks(session: Session, keys: Sequence[tuple[str, int]]) -> list[Task]:
    """Those of them that nobody else is at work on, in that order."""
    found = {}
    for workspace_id, numbers in _by_workspace(keys).items():
        for row in FREE.rows(session, workspace=workspace_id, numbers=numbered.bound(session, numbers)):
            if (task := adopted(session, Task, row, anew=True)) is not None:
                found[workspace_id, task.number] = task
    holding.have_taken(session, found.values())
    return [found[key] for key in keys if key in found]


def take_people(session: Session, keys: Sequence[tuple[str, str]]) -> list[Person]:
    """Those of them that nobody else is at work on, in that order."""
    found = {(person.workspace_id, person.id): person for workspace_id, ids in _by_workspace(keys).items()
             for person in holding.take_free(session, select(Person).where(
                 Person.workspace_id == workspace_id, col(Person.id).in_(ids)))}  # fmt: skip
    for key, person in found.items():
        known.keep(session, (Person, key), [Person], person)
    return [found[key] for key in keys if key in found]


def _by_workspace(keys: Iterable[tuple[str, Key]]) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for workspace_id, key in keys:
        found.setdefault(workspace_id, []).append(key)
    return found


def has_anything(session: Session, person: Person) -> bool:
    """Whether anything live is theirs or waits for them: most people have nothing, and this is all they cost."""
    mine = exists().where(and_(col(Task.workspace_id) == person.workspace_id, col(Task.owner_id) == person.id,
                               col(Task.state).in_(LIVE)))  # fmt: skip
    waits = exists().where(and_(col(Task.workspace_id) == person.workspace_id, col(Task.blocked_by_id) == person.id,
                                col(Task.state).in_(LIVE)))  # fmt: skip
    accepts = exists().where(and_(
        col(Role.workspace_id) == person.workspace_id, col(Role.person_id) == person.id,
        col(Role.kind).in_((RoleKind.REVIEWER, RoleKind.ACCOUNTABLE)), col(Task.workspace_id) == Role.workspace_id,
        col(Task.number) == Role.number, col(Task.state) == State.REVIEW,
    ))  # fmt: skip
    follows = exists().where(*_follows(person))
    return bool(session.exec(select(or_(mine, waits, accepts, follows))).one())


def _follows(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Role.workspace_id) == person.workspace_id, col(Role.person_id) == person.id,
        col(Role.kind) == RoleKind.INFORMED, col(Task.workspace_id) == Role.workspace_id,
        col(Task.number) == Role.number, col(Task.state).in_(LIVE),
    )  # fmt: skip


def list_followed(session: Session, person: Person) -> list[Task]:
    """Live tasks of others of which the person is kept informed."""
    found = session.exec(select(Task).join(Role, and_(*_follows(person))).where(Task.owner_id != person.id))
    return list(found)


def last_brief(session: Session, person: Person, nothing_to_say: str) -> Occurrence | None:
    """The newest morning that was said, or had nothing to say."""
    return session.exec(
        select(Occurrence).where(
            Occurrence.workspace_id == person.workspace_id, Occurrence.kind == "brief", Occurrence.subject == "",
            Occurrence.person_id == person.id,
            or_(col(Occurrence.state) == OccurrenceState.SENT,
                and_(col(Occurrence.state) == OccurrenceState.SKIPPED, col(Occurrence.reason) == nothing_to_say)),
        ).order_by(col(Occurrence.when).desc()).limit(1)
    ).first()  # fmt: skip


def given_since(session: Session, person: Person, since: datetime) -> list[Task]:
    """Live tasks that somebody else made theirs since then and that they have not touched."""
    by_them = aliased(History)
    touched = exists().where(and_(col(by_them.workspace_id) == Task.workspace_id, col(by_them.number) == Task.number,
                                  col(by_them.actor_id) == person.id, col(by_them.at) >= since))  # fmt: skip
    rows = session.exec(
        select(Task, History.after).join(History, and_(col(History.workspace_id) == Task.workspace_id,
                                                       col(History.number) == Task.number))
        .where(Task.workspace_id == person.workspace_id, Task.owner_id == person.id, col(Task.state).in_(LIVE),
               History.at >= since, History.actor_id != person.id, ~touched)
        .order_by(col(Task.number))
    )  # fmt: skip
    return list({task.number: task for task, after in rows if after.get("owner_id") == person.id}.values())


def acted_since(session: Session, task: Task, person_id: str, since: datetime) -> bool:
    """Whether that person did anything to the task lately."""
    return session.exec(
        select(History.id).where(
            History.workspace_id == task.workspace_id, History.number == task.number,
            History.actor_id == person_id, History.at > since,
        ).limit(1)
    ).first() is not None  # fmt: skip


def given_by(session: Session, task: Task) -> History | None:
    """The change that made it its owner's, if somebody else made it."""
    rows = session.exec(
        select(History).where(
            History.workspace_id == task.workspace_id, History.number == task.number,
            History.actor_id != task.owner_id, col(History.undone_by).is_(None),
            col(History.kind).in_(("add", "assign", "handover", "edit")),
        ).order_by(col(History.id).desc())
    )  # fmt: skip
    return next((entry for entry in rows if entry.after.get("owner_id") == task.owner_id), None)


def has_more_due(session: Session, person: Person, now: datetime) -> bool:
    """Whether a moment of theirs has come that the clock has not dealt with: their morning, or a task's."""
    task = exists().where(and_(col(Task.workspace_id) == person.workspace_id, col(Task.owner_id) == person.id,
                               col(Task.nudge_at).is_not(None), col(Task.nudge_at) <= now))  # fmt: skip
    brief_has_come = person.brief_at is not None and person.brief_at <= now
    return brief_has_come or bool(session.exec(select(task)).one())


def count_letters(session: Session, person: Person, besides: str, since: datetime) -> int:
    """How many messages of nudges were written to that person since then, beside those of one kind alone.

    What fell due days before may be told today: the letter counts, not what is in it.
    """
    return session.exec(
        select(func.count(func.distinct(Occurrence.outbox_key)))
        .join(Outbox, and_(col(Outbox.workspace_id) == Occurrence.workspace_id,
                           col(Outbox.key) == Occurrence.outbox_key))
        .where(
            Occurrence.workspace_id == person.workspace_id, Occurrence.person_id == person.id,
            Occurrence.due_at >= since - LONG_HELD, col(Occurrence.state).in_(SAID), Occurrence.kind != besides,
            Outbox.kind == "nudge", Outbox.created_at >= since,
        )
    ).one()  # fmt: skip


def due_people(session: Session, now: datetime, limit: int = 200) -> list[tuple[str, str]]:
    """(workspace, person) of those who are to be told something by now, who waits longest first."""
    # grouped by what no index holds: SQLite would read all that is untold for the sake of its order, not what is due
    workspace_id, person_id = col(Occurrence.workspace_id).concat(""), col(Occurrence.person_id).concat("")
    found = session.exec(
        select(workspace_id, person_id)
        .where(col(Occurrence.tell_at).is_not(None), col(Occurrence.tell_at) <= now)
        .group_by(workspace_id, person_id).order_by(func.min(Occurrence.tell_at)).limit(limit)
    )  # fmt: skip
    return [(workspace_id, person_id) for workspace_id, person_id in found]


def hold_untold(session: Session, workspace_id: str, person_id: str, now: datetime) -> list[Occurrence]:
    """What that person is to be told by now, kept from every other process until the transaction ends."""
    found: list[Occurrence] | None = known.at_hand(session, (Occurrence, workspace_id, person_id, now))
    if found is None:
        found = holding.rows(session, _untold(workspace_id, [person_id], now))
    return sorted(found, key=lambda row: (row.due_at, row.kind, row.subject))


def read_untold(session: Session, keys: Iterable[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """Hold what these people, who are held, are to be told by now; `hold_untold` need not ask for it then.

    Returns those who are to be told anything.
    """
    found: dict[tuple[str, str], list[Occurrence]] = {key: [] for key in keys}
    for workspace_id, ids in _by_workspace(found).items():
        for row in holding.rows(session, _untold(workspace_id, ids, now)):
            found[row.workspace_id, row.person_id].append(row)
    for key, rows in found.items():
        known.keep(session, (Occurrence, *key, now), (), rows)
    return {key for key, rows in found.items() if rows}


def _untold(workspace_id: str, ids: Iterable[str], now: datetime) -> SelectOfScalar[Occurrence]:
    return select(Occurrence).where(
        Occurrence.workspace_id == workspace_id, col(Occurrence.person_id).in_(ids),
        col(Occurrence.tell_at).is_not(None), col(Occurrence.tell_at) <= now,
    )  # fmt: skip


def list_told(session: Session, workspace_id: str, outbox_key: str) -> list[Occurrence]:
    """What one message tells, what fell due first before the rest."""
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.outbox_key == outbox_key)
        .order_by(col(Occurrence.due_at), col(Occurrence.kind), col(Occurrence.subject))
    ))  # fmt: skip


def to_answer(session: Session, person: Person, now: datetime) -> list[tuple[Channel, StandupAnswer]]:
    """Standups that wait for that person's answer, the first to close first."""
    return list(session.exec(
        select(Channel, StandupAnswer).join(Channel, and_(col(Channel.workspace_id) == StandupAnswer.workspace_id,
                                                          col(Channel.id) == StandupAnswer.channel_id))
        .where(StandupAnswer.workspace_id == person.workspace_id, StandupAnswer.person_id == person.id,
               StandupAnswer.state == AnswerState.ASKED, StandupAnswer.close_at > now)
        .order_by(col(StandupAnswer.close_at))
    ))  # fmt: skip
