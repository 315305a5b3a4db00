"""Reading teams, standups, their runs and answers."""

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from models import holding
from models.person import Person
from models.prepared import row
from models.task import Task
from models.team import AnswerState, Standup, StandupAnswer, StandupRun, Team, TeamMember

RunKey = tuple[str, str, date]
AnswerKey = tuple[str, str, date, str]
WAITING = (AnswerState.PLANNED, AnswerState.ASKED)


def team(session: Session, workspace_id: str, channel_id: str) -> Team | None:
    return row(session, Team, (workspace_id, channel_id))


def team_of(session: Session, task: Task) -> Team | None:
    """The team in whose channel the task was named."""
    return team(session, task.workspace_id, task.source_channel) if task.source_channel else None


def list_team_members(session: Session, workspace_id: str, channel_id: str) -> list[TeamMember]:
    return list(session.exec(
        select(TeamMember).where(TeamMember.workspace_id == workspace_id, TeamMember.channel_id == channel_id)
        .order_by(col(TeamMember.person_id))
    ))  # fmt: skip


def list_members(session: Session, workspace_id: str, channel_id: str) -> list[tuple[TeamMember, Person]]:
    """The members with who they are, whatever became of them since."""
    return list(session.exec(
        select(TeamMember, Person)
        .join(Person, (col(Person.workspace_id) == TeamMember.workspace_id)
              & (col(Person.id) == TeamMember.person_id))
        .where(TeamMember.workspace_id == workspace_id, TeamMember.channel_id == channel_id)
        .order_by(col(TeamMember.person_id))
    ))  # fmt: skip


def is_team_member(session: Session, workspace_id: str, channel_id: str, person_id: str) -> bool:
    return session.get(TeamMember, (workspace_id, channel_id, person_id)) is not None


def standup(session: Session, workspace_id: str, channel_id: str) -> Standup | None:
    return session.get(Standup, (workspace_id, channel_id))


def list_of_member(session: Session, person: Person) -> list[Standup]:
    """The standups this person is asked in."""
    return list(session.exec(
        select(Standup)
        .join(TeamMember, (col(TeamMember.workspace_id) == Standup.workspace_id)
              & (col(TeamMember.channel_id) == Standup.channel_id))
        .where(TeamMember.workspace_id == person.workspace_id, TeamMember.person_id == person.id)
        .order_by(col(Standup.channel_id))
    ))  # fmt: skip


def due_standups(session: Session, now: datetime, limit: int = 200) -> list[Standup]:
    """Standups whose next run is to be opened."""
    return list(session.exec(
        select(Standup).where(col(Standup.next_at).is_not(None), col(Standup.next_at) <= now)
        .order_by(col(Standup.next_at)).limit(limit)
    ))  # fmt: skip


def take_standup(session: Session, workspace_id: str, channel_id: str) -> Standup | None:
    """The standup as it stands now, held against another process until this transaction ends."""
    return holding.row(session, Standup, (workspace_id, channel_id))


def run(session: Session, workspace_id: str, channel_id: str, on: date) -> StandupRun | None:
    return session.get(StandupRun, (workspace_id, channel_id, on))


def last_run_on(session: Session, workspace_id: str, channel_id: str) -> date | None:
    return session.exec(
        select(func.max(StandupRun.on)).where(
            StandupRun.workspace_id == workspace_id, StandupRun.channel_id == channel_id
        )
    ).one()  # fmt: skip


def due_wraps(session: Session, now: datetime, limit: int = 200) -> list[StandupRun]:
    return list(session.exec(
        select(StandupRun).where(col(StandupRun.wrap_at).is_not(None), col(StandupRun.wrap_at) <= now)
        .order_by(col(StandupRun.wrap_at)).limit(limit)
    ))  # fmt: skip


def take_run(session: Session, key: RunKey) -> StandupRun | None:
    """The run as it stands now, held against another process."""
    return holding.row(session, StandupRun, key)


def list_answers(session: Session, workspace_id: str, channel_id: str, on: date) -> list[StandupAnswer]:
    return list(session.exec(
        select(StandupAnswer).where(
            StandupAnswer.workspace_id == workspace_id, StandupAnswer.channel_id == channel_id, StandupAnswer.on == on
        ).order_by(col(StandupAnswer.person_id))
    ))  # fmt: skip


def list_planned(session: Session, workspace_id: str, channel_id: str) -> list[StandupAnswer]:
    """Members of runs under way who were not asked yet."""
    return list(session.exec(
        select(StandupAnswer).where(
            StandupAnswer.workspace_id == workspace_id, StandupAnswer.channel_id == channel_id,
            StandupAnswer.state == AnswerState.PLANNED,
        ).order_by(col(StandupAnswer.on), col(StandupAnswer.person_id))
    ))  # fmt: skip


def answer(session: Session, key: AnswerKey) -> StandupAnswer | None:
    return session.get(StandupAnswer, key)


def take_answer(session: Session, key: AnswerKey) -> StandupAnswer | None:
    """One member's part as it stands now, held against another process."""
    return holding.row(session, StandupAnswer, key)


def due_answers(session: Session, now: datetime, limit: int = 500) -> list[StandupAnswer]:
    """Members to be asked, reminded, or no longer waited for."""
    return list(session.exec(
        select(StandupAnswer).where(col(StandupAnswer.next_at).is_not(None), col(StandupAnswer.next_at) <= now)
        .order_by(col(StandupAnswer.next_at)).limit(limit)
    ))  # fmt: skip


def list_waiting_for(session: Session, person: Person) -> list[StandupAnswer]:
    """What this person was asked and has not answered, the first to close first."""
    return list(session.exec(
        select(StandupAnswer).where(
            StandupAnswer.workspace_id == person.workspace_id, StandupAnswer.person_id == person.id,
            StandupAnswer.state == AnswerState.ASKED,
        ).order_by(col(StandupAnswer.close_at), col(StandupAnswer.channel_id))
    ))  # fmt: skip


def list_parts(session: Session, person: Person, on: date) -> list[StandupAnswer]:
    """Every run of that day this person has a part in."""
    return list(session.exec(
        select(StandupAnswer).where(
            StandupAnswer.workspace_id == person.workspace_id, StandupAnswer.person_id == person.id,
            StandupAnswer.on == on,
        ).order_by(col(StandupAnswer.close_at), col(StandupAnswer.channel_id))
    ))  # fmt: skip


def last_part(session: Session, person: Person, channel_id: str | None = None) -> StandupAnswer | None:
    """The newest run this person has a part in, in that channel or anywhere."""
    query = select(StandupAnswer).where(
        StandupAnswer.workspace_id == person.workspace_id, StandupAnswer.person_id == person.id
    )
    if channel_id is not None:
        query = query.where(StandupAnswer.channel_id == channel_id)
    return session.exec(query.order_by(col(StandupAnswer.on).desc(), col(StandupAnswer.close_at).desc())).first()


def last_answered_before(session: Session, person: Person, channel_id: str, before: date) -> StandupAnswer | None:
    """What this person said last time."""
    return session.exec(
        select(StandupAnswer).where(
            StandupAnswer.workspace_id == person.workspace_id, StandupAnswer.person_id == person.id,
            StandupAnswer.channel_id == channel_id, StandupAnswer.state == AnswerState.ANSWERED,
            StandupAnswer.on < before,
        ).order_by(col(StandupAnswer.on).desc()).limit(1)
    ).first()  # fmt: skip
