"""Our messages that are drawn again: taken by one process, at the pace all keep together, and what became of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from bot.rules.sending import MESSAGE_IS_LOST, TOKEN_IS_DEAD, Outcome, Verdict
from bot.services.messages import outbox
from bot.services.people import installing
from models import Card, Outbox, Session
from models.queries import deliveries as queries
from models.queries import tasks as task_queries

AGAIN = timedelta(seconds=15)
FOR = timedelta(days=1)  # a message that old is no longer looked at

May = Callable[[Mapping[str, int]], Mapping[str, int]]


def claim(
    session: Session, *, now: datetime, moment: datetime, lease: timedelta, limit: int, may: May
) -> list[Card | Outbox]:  # fmt: skip
    """Take cards and other messages to draw: they are wanted again when the lease ends, by a wish that is known by its
    moment. `may` says how many of so many the pace allows in each workspace, by the `moment` that all share.
    """
    cards, letters = queries.stale_cards(session, now, moment), queries.stale_messages(session, now, moment)
    wishes = sorted([(one.draw_at or now, one) for one in cards] + [(one.redraw_at or now, one) for one in letters],
                    key=itemgetter(0))[:limit]  # fmt: skip
    left, taken = Counter(may(Counter(one.workspace_id for _, one in wishes))), list[Card | Outbox]()
    for _, one in wishes:
        if left[one.workspace_id] > 0:
            left[one.workspace_id] -= 1
            taken.append(one)
    return [_taken(session, one, now + lease) for one in taken]


def _taken(session: Session, one: Card | Outbox, until: datetime) -> Card | Outbox:
    if isinstance(one, Card):
        one.draw_at = until
    else:
        one.redraw_at = until
    session.add(one)
    return one


def drawn(
    session: Session, card: Card, outcome: Outcome, *, version: int, now: datetime, is_last: bool = False
) -> None:
    """Write down what became of redrawing a card; a message that is gone is forgotten, never posted again.

    `is_last` says that its reader was told the task is gone: the card is let go, unless the task changed meanwhile.
    """
    fresh = task_queries.get_card(session, card.workspace_id, card.channel_id, card.ts, hold=True)
    if fresh is None:
        return
    if outcome.verdict == Verdict.DROPPED or outcome.reason in MESSAGE_IS_LOST:
        session.delete(fresh)
        return
    if outcome.verdict == Verdict.SENT:
        task = task_queries.get_unseen(session, card.workspace_id, card.number)
        if is_last and task is not None and task.version == version:
            session.delete(fresh)
            return
        fresh.shown_version, fresh.attempts = version, 0
        wanted_anew = fresh.draw_at != card.draw_at
        fresh.draw_at = now if task is not None and (wanted_anew or task.version != version) else None
    elif outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, card.workspace_id, now)
    elif outcome.verdict == Verdict.WAIT:
        fresh.draw_at = now + timedelta(seconds=outcome.wait_seconds)
    else:
        _draw_later(fresh, outcome, now)
    session.add(fresh)


def _draw_later(card: Card, outcome: Outcome, now: datetime) -> None:
    """What Slack refuses or cannot take for long is left as it stands, until the task changes again."""
    card.attempts += 1
    if outcome.verdict == Verdict.REFUSED or card.attempts >= outbox.TRIES:
        card.attempts, card.draw_at = 0, None
    else:
        card.draw_at = now + timedelta(seconds=outbox.pause_after(card.attempts))


def redrawn(session: Session, row_id: int, asked_at: datetime, outcome: Outcome, *, now: datetime) -> None:
    """The same for any other message of ours that is drawn again; a newer wish to redraw stays.

    Where another process drew it meanwhile, since this one took too long, it is not known who of them was last.
    """
    row = queries.outbox_row(session, row_id, lock=True)
    if row is None or row.redraw_at != asked_at:
        if row is not None and row.redraw_at is None and outcome.verdict == Verdict.SENT:
            row.redraw_at = now
            session.add(row)
        return
    if outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, row.workspace_id, now)
    elif outcome.verdict == Verdict.WAIT:
        row.redraw_at = now + timedelta(seconds=outcome.wait_seconds)
    elif outcome.verdict in (Verdict.UNKNOWN, Verdict.NOT_SENT) and now - (row.sent_at or now) < FOR:
        row.redraw_at = now + AGAIN
    else:
        row.redraw_at = None
    session.add(row)
