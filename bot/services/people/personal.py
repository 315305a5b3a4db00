"""Everything about one person and nobody else, as plain values for a file."""

from datetime import datetime
from typing import Any

from models import Inbox, Session
from models.queries import personal as queries

FORMAT = "muster.person/1"
OF_OTHERS = {  # what the others on a task said and did is theirs
    "task": ("number", "title", "state", "owner_id", "creator_id", "note", "said", "due_on", "due_at", "start_on",
             "estimate_days", "spent_minutes", "percent", "created_at", "started_at", "closed_at", "blocked_reason"),
    "history": ("number", "at", "kind", "before", "after", "note"),
}  # fmt: skip
UNSAID = frozenset({"workspace_id", "nonce", "lease_real", "started_real", "try_real", "generation"})


def everything(session: Session, workspace_id: str, person_id: str, now: datetime) -> dict[str, Any] | None:
    """`rows` holds a list for each table, empty ones too; None where nobody has that id."""
    person = queries.get(session, workspace_id, person_id)
    if person is None:
        return None
    rows = {
        str(model.__tablename__): [_told(model.__tablename__, one) for one in
                                   queries.rows_of(session, model, workspace_id, person_id)]
        for model in (*queries.THEIRS, *queries.NAMED)
    }  # fmt: skip
    heard = queries.heard_from(session, workspace_id, person_id)
    rows["inbox"] = [_told("inbox", row) for row in heard if _is_by(row, person_id)]
    profile = person.model_dump(mode="json", exclude={"workspace_id", *queries.SECRET})
    return {"format": FORMAT, "exported_at": now.isoformat(), "workspace": workspace_id, "person": profile,
            "reads_a_calendar": person.calendar_url is not None, "rows": rows}  # fmt: skip


def _told(table: Any, row: Any) -> dict[str, Any]:
    wanted = {"include": set(OF_OTHERS[table])} if table in OF_OTHERS else {"exclude": set(UNSAID)}
    told: dict[str, Any] = row.model_dump(mode="json", **wanted)
    return told


def _is_by(row: Inbox, person_id: str) -> bool:
    """Whether they said it, and not only somebody of them."""
    return person_id in (row.payload.get("user"), row.payload.get("person_id"))
