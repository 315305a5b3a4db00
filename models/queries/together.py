"""What many tasks ask at once, in as many statements for two hundred of them as for one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, insert, text
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, func, select

from models import holding
from models.delivery import OPEN_ROWS, Occurrence, Outbox
from models.person import Person
from models.prepared import Insert, insert_into
from models.task import Card, History, Task
from models.team import Team

LETTER = Insert(Outbox, gives=("key",), if_new=True)
DUE = Insert(Occurrence)


def ids_answering_to(session: Session, workspace_id: str, ids: Iterable[str], manager: Person) -> set[str]:
    """Those of these people whose manager that person is."""
    return set(session.exec(
        select(Person.id).where(Person.workspace_id == workspace_id, Person.manager_id == manager.id,
                                col(Person.id).in_(sorted(set(ids))))
    ))  # fmt: skip


def leads_of(session: Session, workspace_id: str, channels: Iterable[str | None]) -> dict[str, list[str]]:
    """Who leads the teams of these channels; a channel without a team is left out."""
    wanted = sorted({one for one in channels if one is not None})
    if not wanted:
        return {}
    rows = session.exec(select(Team).where(Team.workspace_id == workspace_id, col(Team.channel_id).in_(wanted)))
    return {team.channel_id: list(team.leads) for team in rows}


def givers(session: Session, tasks: Iterable[Task]) -> dict[int, str]:
    """Who made the owner of each of these tasks, of one workspace, its owner: whoever made it where nobody else did."""
    found = {task.number: task for task in tasks}
    if not found:
        return {}
    rows = session.exec(
        select(History.number, History.actor_id, History.after).where(
            History.workspace_id == next(iter(found.values())).workspace_id, col(History.number).in_(sorted(found)),
            History.kind != "undo", col(History.undone_by).is_(None),
            cast(col(History.after), String).like('%"owner_id"%'),
        ).order_by(col(History.id))
    )  # fmt: skip
    gave = {number: actor for number, actor, after in rows if after.get("owner_id") == found[number].owner_id}
    return {number: gave.get(number, task.creator_id) for number, task in found.items()}


def tell(session: Session, entries: Sequence[History]) -> None:
    """Add entries whose ids nobody asks for: one that is asked for its id is a statement of its own on SQLite."""
    session.flush()
    if entries:
        session.execute(insert(History), [entry.model_dump(exclude={"id"}) for entry in entries])


def keep(session: Session, entries: Sequence[History]) -> list[History]:
    """Add entries of one turn, and one for each task, with the ids that they get."""
    if not entries:
        return []
    tell(session, entries)
    one = entries[0]
    rows = session.exec(
        select(History).where(
            History.workspace_id == one.workspace_id, History.actor_id == one.actor_id, History.at == one.at,
            History.kind == one.kind, col(History.number).in_([entry.number for entry in entries]),
        ).order_by(col(History.id))
    )  # fmt: skip
    kept = {(entry.number, entry.version): entry for entry in rows}
    return [kept[entry.number, entry.version] for entry in entries]


def write_alike(tasks: Iterable[Task], fields: Iterable[str]) -> None:
    """Have these fields written for each of the tasks, changed or not: what is written alike is one statement."""
    names = sorted(fields)
    for task in tasks:
        for name in names:
            flag_modified(task, name)


def hold_cards(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Card]:
    """Where these tasks are shown; the cards are kept from being let go by their drawing until the turn ends."""
    return holding.rows(
        session, select(Card).where(Card.workspace_id == workspace_id, col(Card.number).in_(sorted(set(numbers))))
    )


def keys_said(session: Session, workspace_id: str, numbers: Iterable[int], since: datetime) -> list[str]:
    """The names of the messages that were written about these tasks lately."""
    rows = session.exec(
        select(Occurrence.outbox_key).where(
            Occurrence.workspace_id == workspace_id,
            col(Occurrence.subject).in_([str(number) for number in sorted(set(numbers))]),
            func.coalesce(Occurrence.ended_at, Occurrence.due_at) >= since,
            col(Occurrence.outbox_key).startswith("nudge:"),
        )
    )  # fmt: skip
    return [key for key in rows if key is not None]


def hold_letters(session: Session, workspace_id: str, keys: Iterable[str]) -> list[Outbox]:
    """The messages with these names, kept from whoever sends them until the turn ends."""
    wanted = sorted(set(keys))
    if not wanted:
        return []
    return holding.rows(session, select(Outbox).where(Outbox.workspace_id == workspace_id, col(Outbox.key).in_(wanted)))


def put(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Add messages, but for those whose names are there already; the names of those that were added."""
    if len(rows) <= 1:
        return {row["key"] for row in rows if LETTER.put(session, **row)}
    session.flush()
    said = insert_into(Outbox, session.get_bind().dialect.name)
    wanted = said.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
    return set(session.execute(wanted.returning(col(Outbox.key)), [LETTER.whole(row) for row in rows]).scalars())


def is_under_way(session: Session, workspace_id: str, to: str, kind: str) -> bool:
    """Whether such a message to that reader is yet to be said."""
    wanted = select(Outbox.id).where(text(f"outbox.{OPEN_ROWS}"), Outbox.workspace_id == workspace_id, Outbox.to == to,
                                     Outbox.kind == kind).limit(1)  # fmt: skip
    return session.exec(wanted).first() is not None


def put_due(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add what fell due, all in one statement: nobody asks which of it is new."""
    if len(rows) == 1:
        DUE.put(session, **rows[0])
    elif rows:
        session.flush()
        session.execute(insert(Occurrence), [DUE.whole(row) for row in rows])


def list_told_by(session: Session, workspace_id: str, keys: Iterable[str]) -> list[Occurrence]:
    """What fell due and is told by these messages."""
    return holding.rows(session, select(Occurrence).where(
        Occurrence.workspace_id == workspace_id, col(Occurrence.outbox_key).in_(sorted(set(keys)))
    ))  # fmt: skip
