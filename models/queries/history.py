"""Reading what happened to a task."""

from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import known, prepared
from models.prepared import Insert
from models.task import History, Task

PAGE = 10
LATELY = 50
NEW = Insert(History, gives=("id",))
HANDS_OVER = ("assign", "handover")


@dataclass(frozen=True)
class HistoryPage:
    """Some entries, the newest first; page 1 holds the newest of all."""

    entries: tuple[History, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Past:
    """What a card says of what happened: the newest entries, and what of all of them still counts.

    `newest` is the last change of what is seen, `handed_over` how the task came to its owner, if a word went with it.
    """

    entries: tuple[History, ...]
    newest: History | None
    handed_over: History | None
    notes: int


def drawn_up(values: dict[str, Any]) -> History:
    """An entry with those values, of which nothing is written yet."""
    return prepared.drawn_up(History, values)


def keep(session: Session, entry: History) -> None:
    """Something that happened just now."""
    NEW.keep(session, entry)


def keep_first(session: Session, task: Task, entry: History) -> None:
    """The task began with it, and nothing else happened to it so far."""
    known.keep(session, _key(task), [History], Past((entry,), entry, None, 0))


def _key(task: Task) -> tuple[str, str, int]:
    return ("past", task.workspace_id, task.number)


def past_of(session: Session, task: Task, kinds_left_out: tuple[str, ...]) -> Past:
    """In one statement, unless more happened than is read at once."""
    return cast(Past | None, known.at_hand(session, _key(task))) or _past_of(session, task, kinds_left_out)


def _past_of(session: Session, task: Task, kinds_left_out: tuple[str, ...]) -> Past:
    entries = tuple(session.exec(_of(task).order_by(col(History.id).desc()).limit(LATELY)))
    is_all = len(entries) < LATELY
    newest = next((one for one in entries if one.kind not in kinds_left_out), None)
    if newest is None and not is_all:
        newest = _first(session, _of(task).where(col(History.kind).not_in(kinds_left_out)))
    handed = next((one for one in entries if one.kind in HANDS_OVER and one.undone_by is None), None)
    if handed is None and not is_all:
        handed = _first(session, _of(task).where(col(History.kind).in_(HANDS_OVER), col(History.undone_by).is_(None)))
    told = handed is not None and handed.note and handed.after.get("owner_id") == task.owner_id
    notes = sum(one.kind == "note" and one.undone_by is None for one in entries)
    return Past(entries, newest, handed if told else None, notes if is_all else _count_notes(session, task))


def _of(task: Task) -> SelectOfScalar[History]:
    return select(History).where(History.workspace_id == task.workspace_id, History.number == task.number)


def _first(session: Session, query: SelectOfScalar[History]) -> History | None:
    return session.exec(query.order_by(col(History.id).desc()).limit(1)).first()


def _count_notes(session: Session, task: Task) -> int:
    return session.exec(
        select(func.count()).select_from(History).where(
            History.workspace_id == task.workspace_id, History.number == task.number, History.kind == "note",
            col(History.undone_by).is_(None),
        )
    ).one()  # fmt: skip


def page_of(session: Session, task: Task, number: int = 1) -> HistoryPage:
    """A page past the end is the last one."""
    of_task = (History.workspace_id == task.workspace_id, History.number == task.number)
    total = session.exec(select(func.count()).select_from(History).where(*of_task)).one()
    number = max(1, min(number, -(-total // PAGE)))
    rows = session.exec(
        select(History).where(*of_task).order_by(col(History.id).desc()).offset((number - 1) * PAGE).limit(PAGE)
    )
    return HistoryPage(tuple(rows), total, number)


def newest_since(session: Session, task: Task, version: int, kinds_left_out: tuple[str, ...]) -> History | None:
    """The newest change of the task after that version of it, but for kinds that change nothing of what is seen."""
    return session.exec(
        select(History).where(
            History.workspace_id == task.workspace_id, History.number == task.number, History.version > version,
            col(History.kind).not_in(kinds_left_out),
        ).order_by(col(History.id).desc()).limit(1)
    ).first()  # fmt: skip
