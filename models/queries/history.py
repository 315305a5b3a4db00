"""Reading what happened to a task."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.task import History, Task

PAGE = 10


@dataclass(frozen=True)
class HistoryPage:
    """Some entries, the newest first; page 1 holds the newest of all."""

    entries: tuple[History, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


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
