"""Our messages that are drawn again: taken by one process, at the pace all keep together, and what became of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from bot.rules import redrawing
from bot.rules.sending import MESSAGE_IS_LOST, TOKEN_IS_DEAD, Outcome, Verdict
from bot.services.messages import outbox
from bot.services.people import installing
from models import Card, Outbox, Session
from models.queries import deliveries as queries
from models.queries import tasks as task_queries

AGAIN = timedelta(seconds=15)
FOR = timedelta(days=1)  # a message that old is no longer looked at
MAY_HAVE_COME = (Verdict.SENT, Verdict.UNKNOWN)

May = Callable[[Mapping[str, int]], Mapping[str, int]]


def claim(
    session: Session, *, now: datetime, moment: datetime, lease: timedelta, limit: int, may: May
) -> list[Card | Outbox]:  # fmt: skip
    """Take cards and other messages to draw: they are wanted again when the lease ends, by a wish that is known by its
    moment. `may` says how many of so many the pace allows in each workspace. Leases and pace go by the `moment` that
    all share; whose own clock is ahead of it takes nothing that another draws.
    """
    now = min(now, moment)
    cards, letters = queries.stale_cards(session, now, moment), queries.stale_messages(session, now, moment)
    wishes = sorted([(one.draw_at or now, one) for one in cards] + [(one.redraw_at or now, one) for one in letters],
                    key=itemgetter(0))[:limit]  # fmt: skip
    left, taken = Counter(may(Counter(one.workspace_id for _, one in wishes))), list[Card | Outbox]()
    for _, one in wishes:
        if left[one.workspace_id] > 0:
            left[one.workspace_id] -= 1
            taken.append(one)
    return [_taken(session, one, moment + lease) for one in taken]


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
    if not redrawing.is_ours(fresh.draw_at, card.draw_at):
        if outcome.verdict in MAY_HAVE_COME:
            fresh.draw_at = redrawing.once_more(fresh.draw_at, now)
    elif outcome.verdict == Verdict.SENT:
        task = task_queries.get_unseen(session, card.workspace_id, card.number)
        if is_last and task is not None and task.version == version:
            session.delete(fresh)
            return
        fresh.shown_version, fresh.attempts = version, 0
        is_new = fresh.draw_at == card.draw_at and (task is None or task.version == version)
        fresh.draw_at = None if is_new or task is None else now
    elif outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, card.workspace_id, now)
    elif outcome.verdict == Verdict.WAIT:
        fresh.draw_at = now + timedelta(seconds=outcome.wait_seconds)
    else:
        _draw_later(fresh, outcome, now, wanted_anew=fresh.draw_at != card.draw_at)
    session.add(fresh)


def _draw_later(card: Card, outcome: Outcome, now: datetime, *, wanted_anew: bool) -> None:
    """What Slack refuses or cannot take for long is left as it stands, until the task changes again."""
    card.attempts += 1
    if outcome.verdict == Verdict.REFUSED or card.attempts >= outbox.TRIES:
        card.attempts, card.draw_at = 0, now if wanted_anew else None
    else:
        card.draw_at = now + timedelta(seconds=outbox.pause_after(card.attempts))


def redrawn(session: Session, row_id: int, asked_at: datetime, outcome: Outcome, *, now: datetime) -> None:
    """The same for any other message of ours that is drawn again."""
    row = queries.outbox_row(session, row_id, lock=True)
    if row is None:
        return
    if not redrawing.is_ours(row.redraw_at, asked_at):
        if outcome.verdict in MAY_HAVE_COME:
            row.redraw_at = redrawing.once_more(row.redraw_at, now)
    elif outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, row.workspace_id, now)
    elif outcome.verdict == Verdict.WAIT:
        row.redraw_at = now + timedelta(seconds=outcome.wait_seconds)
    elif outcome.verdict in (Verdict.UNKNOWN, Verdict.NOT_SENT) and now - (row.sent_at or now) < FOR:
        row.redraw_at = now + AGAIN
    else:
        row.redraw_at = now if row.redraw_at != asked_at else None
    session.add(row)
