"""How long a task shows which words it was read from, and which of them still hold."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models import History, State, Task

DATES = frozenset({"due_on", "due_at"})
COLUMNS: dict[str, frozenset[str]] = {
    "due": DATES, "start": frozenset({"start_on"}), "parent": frozenset({"parent_number"}),
    "people": frozenset({"owner_id"}),
}  # fmt: skip


def is_fresh(task: Task, now: datetime, span: timedelta) -> bool:
    """Made a moment ago, and nobody began it."""
    return task.state == State.OPEN and now - task.created_at <= span


def still_as_read(task: Task, history: Iterable[History]) -> dict[str, str]:
    """Field to the words it was read from, without the fields that somebody changed since."""
    changed = {name for entry in history if entry.kind not in ("add", "undo") and entry.undone_by is None
               for name in entry.after}  # fmt: skip
    return {name: words for name, words in (task.taken or {}).items() if not changed & COLUMNS.get(name, {name})}
