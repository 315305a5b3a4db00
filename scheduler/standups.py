"""Standups whose run opens, members to be asked or no longer waited for, days to be wrapped up."""

from datetime import datetime

from bot.services import standup_runs
from models import Session
from models.queries import standups as queries
from models.queries.standups import AnswerKey, RunKey
from scheduler.due import Due


def due_standups(session: Session, now: datetime) -> list[tuple[str, str]]:
    return [(row.workspace_id, row.channel_id) for row in queries.due_standups(session, now)]


def due_answers(session: Session, now: datetime) -> list[AnswerKey]:
    return [(row.workspace_id, row.channel_id, row.on, row.person_id) for row in queries.due_answers(session, now)]


def due_wraps(session: Session, now: datetime) -> list[RunKey]:
    return [(row.workspace_id, row.channel_id, row.on) for row in queries.due_wraps(session, now)]


DUE = (
    Due("standups opened", due_standups, standup_runs.open_due),
    Due("standup members", due_answers, standup_runs.advance),
    Due("standups wrapped", due_wraps, standup_runs.wrap),
)
