"""Reading what people have to do with tasks: hand-overs, and all that is in somebody's hands."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, and_, cast, exists, or_
from sqlmodel import Session, col, select

from models.person import Person
from models.queries import sight
from models.queries.people import literal
from models.task import LIVE, History, Role, Task
from models.team import Team


def last_hand_over(session: Session, task: Task) -> History | None:
    """The hand-over that brought the task to its owner, if a word went with it."""
    entry = session.exec(
        select(History).where(
            History.workspace_id == task.workspace_id, History.number == task.number,
            col(History.kind).in_(("assign", "handover")), col(History.undone_by).is_(None),
        ).order_by(col(History.id).desc()).limit(1)
    ).first()  # fmt: skip
    return entry if entry and entry.note and entry.after.get("owner_id") == task.owner_id else None


def list_in_hands(session: Session, person: Person) -> list[Task]:
    """Every live task that person owns or has a part in, whoever may see it: for our own work only."""
    has_part = exists().where(
        and_(col(Role.workspace_id) == Task.workspace_id, col(Role.number) == Task.number,
             col(Role.person_id) == person.id)
    )  # fmt: skip
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == person.workspace_id, col(Task.state).in_(LIVE),
            or_(col(Task.owner_id) == person.id, has_part),
        ).order_by(col(Task.ends_at).is_(None), col(Task.ends_at), col(Task.number))
    ))  # fmt: skip


def visible_among(session: Session, viewer: Person, numbers: Iterable[int], now: datetime) -> set[int]:
    """Those of the tasks that the viewer may see."""
    return set(session.exec(
        select(Task.number).where(
            Task.workspace_id == viewer.workspace_id, col(Task.number).in_(list(numbers)), sight.of(viewer, now)
        )
    ))  # fmt: skip


def list_visible_among(session: Session, viewer: Person, numbers: Iterable[int], now: datetime) -> list[Task]:
    """The tasks themselves."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == viewer.workspace_id, col(Task.number).in_(list(numbers)), sight.of(viewer, now)
        )
    ))  # fmt: skip


def list_numbered(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Task]:
    """Those tasks without asking who looks: for who runs the server only."""
    numbered = col(Task.number).in_(list(numbers))
    return list(session.exec(select(Task).where(Task.workspace_id == workspace_id, numbered)))


def kinds_of(session: Session, person: Person) -> dict[int, list[str]]:
    """The roles that person has, by task."""
    found: dict[int, list[str]] = {}
    for role in session.exec(select(Role).where(Role.workspace_id == person.workspace_id, Role.person_id == person.id)):
        found.setdefault(role.number, []).append(role.kind)
    return found


def list_led_by(session: Session, person: Person) -> list[str]:
    """The channels of the teams that person leads."""
    return [team.channel_id for team in session.exec(
        select(Team).where(
            Team.workspace_id == person.workspace_id,
            cast(col(Team.leads), String).like(f'%"{literal(person.id)}"%', escape="\\"),
        ).order_by(col(Team.channel_id))
    )]  # fmt: skip


def list_teams(session: Session, workspace_id: str, channel_ids: Iterable[str]) -> list[Team]:
    """Those teams, held until the turn ends."""
    return list(session.exec(
        select(Team).where(Team.workspace_id == workspace_id, col(Team.channel_id).in_(list(channel_ids)))
        .order_by(col(Team.channel_id)).with_for_update()
    ))  # fmt: skip


def list_admins(session: Session, workspace_id: str) -> list[Person]:
    """Slack's own admins of the workspace."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == workspace_id, col(Person.is_admin).is_(True), col(Person.is_deleted).is_(False)
        ).order_by(col(Person.id))
    ))  # fmt: skip


def answers_to(session: Session, workspace_id: str, ids: Iterable[str], manager: Person) -> bool:
    """Whether one of those people answers to that manager."""
    return session.exec(
        select(Person.id).where(
            Person.workspace_id == workspace_id, col(Person.id).in_(list(ids)), Person.manager_id == manager.id
        ).limit(1)
    ).first() is not None  # fmt: skip
