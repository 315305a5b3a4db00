"""Who looks, and when, as places in a statement that is compiled once: the same conditions as for a person now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam

from models.columns import UtcDateTime
from models.person import Person
from models.queries.sight import FRESH_AFTER, fresh_after

NOW: Any = bindparam("now", type_=UtcDateTime)


@dataclass(frozen=True)
class _Viewer:
    """What kind of person looks changes the words of a statement; who it is does not."""

    is_guest: bool
    is_stranger: bool
    workspace_id: Any
    id: Any


def viewer(*, is_guest: bool, is_stranger: bool) -> Person:
    """What a query takes for one; nothing else of them is there."""
    return cast(Person, _Viewer(is_guest, is_stranger, bindparam("workspace"), bindparam("viewer")))


def taken_by(someone: Person, now: datetime) -> dict[str, Any]:
    """The values for these places."""
    return {"workspace": someone.workspace_id, "viewer": someone.id, "now": now, FRESH_AFTER: fresh_after(now)}
