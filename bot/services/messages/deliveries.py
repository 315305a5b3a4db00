"""What a delivery changes around it: the card is known, the direct conversation is known, a lost channel is lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.answers import Reader
from bot.locales import language_of
from bot.rules.sending import CHANNEL_IS_LOST, PATIENCE, TOKEN_IS_DEAD, Outcome, Patience, Verdict
from bot.services.finding import exporting
from bot.services.messages import breaker, doubt, outbox
from bot.services.people import installing, people
from bot.services.rhythm import occurrences
from bot.services.work import telling
from models import Card, OccurrenceState, Outbox, OutboxState, Session
from models.queries import deliveries as queries
from models.queries import people as people_queries
from models.queries import standups as team_queries
from models.queries import tasks as task_queries

GIVEN = frozenset({"task.given", "task.given_together"})
CARDS = frozenset({"task.card", "task.given", "task.review", "nudge"})


def reader_of(session: Session, row: Outbox, now: datetime) -> Reader:
    """Whose eyes a message is for: a person's, or a channel's with its team's language and zone."""
    return reader(session, row.workspace_id, row.reader_id, row.to, now)


def reader(session: Session, workspace_id: str, person_id: str | None, channel_id: str | None, now: datetime) -> Reader:
    workspace = people_queries.workspace(session, workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    person = people_queries.get(session, workspace_id, person_id) if person_id else None
    if person is not None:
        return Reader(person.id, language_of(person.locale or workspace.locale), person.zone or workspace.zone, now)
    team = team_queries.team(session, workspace_id, channel_id) if channel_id else None
    locale = (team.locale if team else None) or workspace.locale
    return Reader(None, language_of(locale), (team.zone if team else None) or workspace.zone, now)


def settled(
    session: Session, row_id: int, generation: int, outcome: Outcome, *, version: int, now: datetime, real: datetime,
    left_out: Iterable[tuple[str, str, str, str]] = (), patience: Patience = PATIENCE,
) -> Outbox | None:  # fmt: skip
    """Settle a send and write down what follows from it. None when the row has moved on without us.

    `version` is the task's, as it was drawn; `left_out` is what was true no more: (kind, subject, when, why) each.
    """
    if outcome.verdict in (Verdict.SENT, Verdict.UNKNOWN):
        _end_left_out(session, row_id, left_out, now)
    if (outcome.verdict, outcome.reason) == (Verdict.DROPPED, occurrences.NOT_NOW):
        _put_back(session, row_id, generation, now)
    outcome = breaker.softened(session, row_id, outcome)
    row = outbox.settle(session, row_id, generation, outcome, now=now, real=real, patience=patience)
    if row is not None:
        follow(session, row, outcome, version=version, now=now)
        _ended(session, row, now, real)
    return row


def _ended(session: Session, row: Outbox, now: datetime, real: datetime) -> None:
    _owner_not_told(session, row, now)
    exporting.failed(session, row, now)
    breaker.ended(session, row, now, real)


def _end_left_out(
    session: Session, row_id: int, left_out: Iterable[tuple[str, str, str, str]], now: datetime
) -> None:  # fmt: skip
    row = queries.outbox_row(session, row_id)
    for kind, subject, when, why in left_out:
        found = queries.occurrence(session, row.workspace_id, kind, subject, row.to, when) if row is not None else None
        if found is not None and found.ended_at is None and why == occurrences.NOT_NOW:
            occurrences.put_back(found, now)
            session.add(found)
        elif found is not None and found.ended_at is None:
            occurrences.end(found, OccurrenceState.SUPERSEDED, why, now)
            session.add(found)


def _put_back(session: Session, row_id: int, generation: int, now: datetime) -> None:
    """Nothing of it could be said at this time."""
    row = queries.outbox_row(session, row_id, lock=True)
    if row is not None and (row.generation, row.state) == (generation, OutboxState.SENDING):
        for one in queries.open_occurrences_of(session, row.workspace_id, row.key):
            occurrences.put_back(one, now)
            session.add(one)
        session.flush()


def reconciled(session: Session, row: Outbox, outcome: Outcome, *, now: datetime, real: datetime) -> Outbox | None:
    """The same for an unknown send that was looked for. A card found again is drawn again: its version is not known."""
    known = outbox.found(session, row, outcome, now=now, real=real)
    if known is not None and outcome.verdict == Verdict.SENT:
        follow(session, known, outcome, version=0, now=now)
    if known is not None:
        _ended(session, known, now, real)
    if outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, row.workspace_id, now)
    return known


def looked_for(
    session: Session, row: Outbox, found: Mapping[str, Outcome], *, now: datetime, real: datetime
) -> tuple[Verdict, Outbox | None]:  # fmt: skip
    """The same by what was found of each thing that it tells; and the row, where it was still unknown."""
    outcome = doubt.looked_for(session, row, found, now)
    return outcome.verdict, reconciled(session, row, outcome, now=now, real=real)


def follow(session: Session, row: Outbox, outcome: Outcome, *, version: int, now: datetime) -> None:
    if outcome.verdict == Verdict.SENT and outcome.channel_id and outcome.ts:
        _keep_direct_channel(session, row, outcome.channel_id)
        if row.kind in CARDS:
            _keep_card(session, row, outcome.channel_id, outcome.ts, version, now)
    if outcome.verdict == Verdict.REFUSED:
        _refused(session, row, outcome, now)


def _keep_direct_channel(session: Session, row: Outbox, channel_id: str) -> None:
    person = people_queries.get(session, row.workspace_id, row.to)
    if person is not None and person.dm_channel != channel_id:
        person.dm_channel = channel_id
        session.add(person)


def _keep_card(session: Session, row: Outbox, channel_id: str, ts: str, version: int, now: datetime) -> None:
    """From now on the message follows its task; if the task moved on while it was sent, it is stale at once."""
    if row.kind == "nudge" or task_queries.get_card(session, row.workspace_id, channel_id, ts):
        return
    number = int(row.subject["number"])
    task = task_queries.get_unseen(session, row.workspace_id, number, hold=True)  # a change now does not see this card
    stale = task is not None and task.version != version
    session.add(Card(workspace_id=row.workspace_id, channel_id=channel_id, ts=ts, number=number,
                     reader_id=row.reader_id, shown_version=version, draw_at=now if stale else None))  # fmt: skip


def _refused(session: Session, row: Outbox, outcome: Outcome, now: datetime) -> None:
    if outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, row.workspace_id, now)
    elif outcome.reason in CHANNEL_IS_LOST:
        people.lose_channel(session, row.workspace_id, row.to, archived=outcome.reason == "is_archived")
        if row.kind == "task.card" and row.to != row.subject["by"]:
            _send_to_maker_instead(session, row, now)
    elif outcome.reason == "user_disabled" and (person := people_queries.get(session, row.workspace_id, row.to)):
        person.is_deleted, person.brief_at = True, None
        session.add(person)


def _owner_not_told(session: Session, row: Outbox, now: datetime) -> None:
    """A task given to somebody whom no message reaches: who gave it tells them."""
    if row.kind not in GIVEN or row.state != OutboxState.DEAD:
        return
    for number in row.subject.get("numbers") or [row.subject["number"]]:
        task = task_queries.get_unseen(session, row.workspace_id, number)
        if task is not None and task.owner_id == row.to:
            telling.not_told(session, task, giver_id=row.subject["by"], now=now)


def _send_to_maker_instead(session: Session, row: Outbox, now: datetime) -> None:
    """A card that cannot be posted where the work was named goes to the person who named it."""
    maker = row.subject["by"]
    letter = outbox.Letter(key=f"{row.key}:dm", kind=row.kind, to=maker, reader_id=maker, subject=row.subject)
    outbox.put(session, row.workspace_id, letter, now=now)


def address(session: Session, row: Outbox) -> str:
    """Where a row goes: the known direct conversation of a person, else as it was written."""
    if row.channel_id:
        return row.channel_id
    person = people_queries.get(session, row.workspace_id, row.to)
    return person.dm_channel if person is not None and person.dm_channel else row.to


def thread_of(session: Session, row: Outbox) -> tuple[str | None, str | None, bool]:
    """(thread ts, channel id, whether to wait) for a row whose parent may still be on its way."""
    if row.thread_key is None:
        return row.thread_ts, None, False
    parent = queries.outbox_by_key(session, row.workspace_id, row.thread_key)
    if parent is None or parent.state in (OutboxState.DEAD, OutboxState.DROPPED):
        return None, None, False
    return parent.ts, parent.channel_id, parent.state != OutboxState.SENT
