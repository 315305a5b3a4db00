"""Reading what people have to do with tasks: all that is in somebody's hands, and who leads."""

from collections.abc import Iterable

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select

from models import holding
from models.person import Person
from models.queries.conditions import led_by
from models.task import LIVE, Role, Task
from models.team import Team


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
            led_by(person),
        ).order_by(col(Team.channel_id))
    )]  # fmt: skip


def list_teams(session: Session, workspace_id: str, channel_ids: Iterable[str]) -> list[Team]:
    """Those teams, held until the turn ends."""
    return holding.rows(
        session, select(Team).where(Team.workspace_id == workspace_id, col(Team.channel_id).in_(list(channel_ids)))
    )


def list_admins(session: Session, workspace_id: str) -> list[Person]:
    """Slack's own admins of the workspace."""
    return list(session.exec(
        select(Person).where(
            Person.workspace_id == workspace_id, col(Person.is_admin).is_(True), col(Person.is_deleted).is_(False)
        ).order_by(col(Person.id))
    ))  # fmt: skip
