"""Reading tasks by the message they came from."""

from sqlmodel import Session, col, select

from models.delivery import InboxState
from models.queries import deliveries
from models.task import State, Task


def list_of_message(session: Session, workspace_id: str, channel_id: str, ts: str) -> list[Task]:
    """Every task of that message, whoever made it; for our own work only, never for an answer."""
    return list(session.exec(
        select(Task).where(Task.workspace_id == workspace_id, Task.source_channel == channel_id, Task.source_ts == ts)
        .order_by(col(Task.number))
    ))  # fmt: skip


def list_standing(session: Session, workspace_id: str, channel_id: str, ts: str) -> list[Task]:
    """The same without what was cancelled: those that make a second task of it one too many."""
    found = list_of_message(session, workspace_id, channel_id, ts)
    return [task for task in found if task.state != State.CANCELLED]


def is_source(session: Session, workspace_id: str, channel_id: str, ts: str) -> bool:
    """Whether a task came from that message, or may yet: it was heard and waits to be worked on."""
    query = select(Task.number).where(
        Task.workspace_id == workspace_id, Task.source_channel == channel_id, Task.source_ts == ts
    )
    if session.exec(query.limit(1)).first() is not None:
        return True
    heard = deliveries.find_heard(session, workspace_id, f"message:{channel_id}:{ts}", None)
    return heard is not None and heard.state == InboxState.RECEIVED
