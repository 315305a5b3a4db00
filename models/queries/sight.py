"""Who may see a task, and who may know where it comes from: the one rule that all other questions ask."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlmodel import col

from models.columns import UtcDateTime
from models.person import Channel, Membership, Person
from models.task import Role, Task

ROSTER_FOR = timedelta(minutes=5)
FRESH_AFTER = "fresh_after"


def of(viewer: Person, now: datetime, task: Any = Task) -> ColumnElement[bool]:
    """Whom a task may be shown to: the people named on it, and those who may see its source conversation.

    What a row says by itself comes first: of most tasks nothing else has to be looked up.
    """
    has_role = exists().where(
        and_(col(Role.workspace_id) == task.workspace_id, col(Role.number) == task.number,
             col(Role.person_id) == viewer.id)
    )  # fmt: skip
    return or_(
        *_is_public(viewer, task),
        col(task.owner_id) == viewer.id,
        col(task.creator_id) == viewer.id,
        col(task.blocked_by_id) == viewer.id,
        has_role,
        _is_fresh_member(viewer, now, task),
    )


def of_source(viewer: Person, now: datetime, task: Any = Task) -> ColumnElement[bool]:
    """Whether they may see the conversation it comes from."""
    return or_(*_is_public(viewer, task), _is_fresh_member(viewer, now, task))


def _is_public(viewer: Person, task: Any) -> list[ColumnElement[bool]]:
    """Guests and people from another organisation see a public channel's tasks only as members of it."""
    return [] if viewer.is_guest or viewer.is_stranger else [col(task.source_is_private).is_(False)]


def fresh_after(now: Any) -> Any:
    """Lists of members that were read before are not believed."""
    return now - ROSTER_FOR if isinstance(now, datetime) else bindparam(FRESH_AFTER, type_=UtcDateTime)


def _is_fresh_member(viewer: Person, now: datetime, task: Any) -> ColumnElement[bool]:
    """A private conversation counts only while its list of members is fresh: unknown means no."""
    return exists().where(
        and_(
            col(Channel.workspace_id) == task.workspace_id,
            col(Channel.id) == task.source_channel,
            col(Channel.roster_at) > fresh_after(now),
            col(Membership.workspace_id) == Channel.workspace_id,
            col(Membership.channel_id) == Channel.id,
            col(Membership.person_id) == viewer.id,
        )
    )
