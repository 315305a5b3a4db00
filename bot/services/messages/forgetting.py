"""What is let go at night: each piece in a turn of its own, so that people's turns come between."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.rules import retention
from bot.rules.retention import Kept
from bot.services.finding import homes, searching
from bot.services.messages import inbox
from models import Session, Workspace
from models.queries import housekeeping as queries

KEEP_REPLIES = timedelta(days=7)
KEEP_WISHES = homes.LATELY  # who has not looked for longer gets Home drawn when they open it again

Piece = Callable[[Session], int]  # how much it let go; 0 when nothing was left


def pieces(workspaces: Iterable[Workspace], now: datetime) -> Iterator[tuple[str, Piece]]:
    """What is let go, and how; each is done again until nothing is left of it."""
    yield "payloads", lambda session: queries.blank_payloads(session, now - inbox.KEEP_PAYLOADS)
    yield "gestures", lambda session: queries.delete_heard(session, now - inbox.KEEP_KEYS)
    yield "replies", lambda session: queries.blank_replies(session, now - KEEP_REPLIES)
    yield "long_lines", lambda session: queries.delete_long_lines(session, now - KEEP_REPLIES)
    yield "wishes", lambda session: queries.delete_wishes(session, now - KEEP_WISHES)
    for workspace in workspaces:
        if workspace.ended_at is not None and workspace.ended_at < now - retention.ENDED:
            yield "ended_workspaces", partial(queries.delete_workspace, workspace_id=workspace.id)
        else:
            yield from _of_workspace(workspace, now)


def _of_workspace(workspace: Workspace, now: datetime) -> Iterator[tuple[str, Piece]]:
    at, id_ = {what: retention.since(workspace, what, now) for what in Kept}, workspace.id
    if (before := at[Kept.DELIVERIES]) is not None:
        yield "letters", partial(queries.delete_letters, workspace_id=id_, before=before)
        yield "occurrences", partial(queries.delete_occurrences, workspace_id=id_, before=before)
        yield "suggestions", partial(queries.delete_suggestions, workspace_id=id_, before=before)
    if (before := at[Kept.ANSWERS]) is not None:
        yield "standup_answers", partial(queries.delete_answers, workspace_id=id_, before=before.date())
        yield "standup_runs", partial(queries.delete_runs, workspace_id=id_, before=before.date())
    if (before := at[Kept.HISTORY]) is not None:
        yield "history", partial(_delete_history, workspace_id=id_, before=before)


def _delete_history(session: Session, workspace_id: str, before: datetime) -> int:
    """Tasks are not found any more by comments that are gone."""
    deleted, tasks = queries.delete_history(session, workspace_id, before)
    for task in tasks:
        searching.again(session, task)
    return deleted
