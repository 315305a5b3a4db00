"""The moments of standups as the clock asks for them: runs to open, members to ask, days to wrap up."""

from datetime import datetime

from models import Session
from models.queries import standups as queries
from models.queries.standups import AnswerKey, RunKey


def due_standups(session: Session, now: datetime) -> list[tuple[str, str]]:
    return [(row.workspace_id, row.channel_id) for row in queries.due_standups(session, now)]


def due_answers(session: Session, now: datetime) -> list[AnswerKey]:
    return [(row.workspace_id, row.channel_id, row.on, row.person_id) for row in queries.due_answers(session, now)]


def due_wraps(session: Session, now: datetime) -> list[RunKey]:
    return [(row.workspace_id, row.channel_id, row.on) for row in queries.due_wraps(session, now)]


def put_off_standup(session: Session, key: tuple[str, str], until: datetime) -> None:
    standup = queries.take_standup(session, *key)
    if standup is not None and standup.next_at is not None:
        standup.next_at = until
        session.add(standup)


def put_off_answer(session: Session, key: AnswerKey, until: datetime) -> None:
    row = queries.take_answer(session, key)
    if row is not None and row.next_at is not None:
        row.next_at = until
        session.add(row)


def put_off_wrap(session: Session, key: RunKey, until: datetime) -> None:
    run = queries.take_run(session, key)
    if run is not None and run.wrap_at is not None:
        run.wrap_at = until
        session.add(run)
