"""What a reviewer is asked, and what became of it once they are asked anew."""

from bot.answers.reviews import AskEnded, ReviewAsk
from bot.rules import reviewing as rules
from bot.services.review import review_steps
from models import Card, Outbox, Session, Task
from models.queries import asking
from models.queries import people as people_queries
from models.queries import tasks as queries

NOTED = ("note", "progress", "evidence")
SHOWN_NOTES = 5
LOOKED_AT = 200


def asked(session: Session, task: Task, person_id: str | None) -> ReviewAsk | None:
    """What a reviewer is asked, as long as the task waits for them: the last submission and what was noted for it."""
    if person_id is None or person_id not in review_steps.standing(session, task).missing:
        return None
    history = queries.list_history(session, task)
    submits = [entry for entry in history if entry.kind == "submit" and entry.undone_by is None]
    if not submits:
        return None
    since = submits[1].at if len(submits) > 1 else task.created_at
    said = [entry for entry in history if entry.kind in NOTED and entry.undone_by is None and entry.note.strip()
            and since <= entry.at]  # fmt: skip
    ids = {submits[0].actor_id} | {entry.actor_id for entry in said}
    people = people_queries.list_by_ids(session, task.workspace_id, ids)
    by = people.get(submits[0].actor_id)
    return ReviewAsk(by, submits[0].note, tuple(reversed(said[:SHOWN_NOTES])), people) if by else None


def ended(session: Session, task: Task, card: Card) -> AskEnded | None:
    """What became of a message that asked for acceptance; None for one that stands, and for any other card."""
    if card.reader_id is None:
        return None
    rows = asking.list_asks(session, task.workspace_id, task.number, card.reader_id)
    mine = next((row for row in rows if (row.channel_id, row.ts) == (card.channel_id, card.ts)), None)
    if mine is None:
        return None
    history = queries.list_history(session, task, LOOKED_AT)
    if mine is rows[0] and not rules.is_superseded(history, _version(mine)):
        return None
    end = rules.end_of(history, _version(mine), card.reader_id)
    return AskEnded(end.kind, end.actor_id, end.note) if end is not None else AskEnded("")


def _version(row: Outbox) -> int:
    """The task's version when it was asked."""
    return int(row.key.split(":")[2].removeprefix("v"))
