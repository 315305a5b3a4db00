"""The pace that all processes keep together: counted with what is claimed, slowed down by whoever hears Slack's no."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.rules.pace import Pace
from models import Allowance, Lane, Outbox, Session
from models.queries import allowances
from models.queries.deliveries import Waiting

TRIES = 9  # others write it in between, each for a moment


def chosen(
    pace: Pace, known: dict[str, Allowance], waiting: Iterable[Waiting], most: int, kept: int, now: datetime
) -> list[Waiting]:
    """Those of them that may go now, `most` at most, the last `kept` of these only where they are answers to people.

    They are taken from what is `known` of their workspaces, and are to be `counted`.
    """
    found: list[Waiting] = []
    for one in waiting:
        if one.lane != Lane.PEOPLE and len(found) >= most - kept:
            break
        if one.workspace_id not in known:
            there = allowances.read_along(one.workspace_id, one.allowance)
            known[one.workspace_id] = there or pace.fresh(one.workspace_id, now)
            pace.refill(known[one.workspace_id], now)
        if pace.take(known[one.workspace_id], one.lane, one.to, now):
            found.append(one)
        if len(found) == most:
            break
    return found


def counted(
    session: Session, pace: Pace, known: dict[str, Allowance], chosen: Sequence[Waiting], now: datetime
) -> list[Waiting]:
    """Those of them that may go once it is written down; all of a transaction at once.

    One statement for each workspace, whatever goes there, and two more where another process was faster.
    """
    sure: list[Waiting] = []
    for workspace_id in sorted({one.workspace_id for one in chosen}):  # all wait for each other in this order
        of_it = [one for one in chosen if one.workspace_id == workspace_id]
        sure += _counted(session, pace, known[workspace_id], of_it, now)
    return [one for one in chosen if one in sure]


def _counted(session: Session, pace: Pace, known: Allowance, there: list[Waiting], now: datetime) -> list[Waiting]:
    """Those of them that may go by what is written down by now."""
    for _ in range(TRIES):
        if not there or allowances.keep(session, known):
            return there
        known = allowances.find(session, known.workspace_id) or known
        pace.refill(known, now)
        there = [one for one in there if pace.take(known, one.lane, one.to, now)]
    return []


def refused(
    session: Session, pace: Pace, row: Outbox, seconds: float, now: datetime, moment: datetime | None = None
) -> None:
    """Slack asked for a pause when that was sent: it is every process's, by the `moment` they share, or `now`."""
    moment = moment or now
    began_at = moment - (now - (row.started_at or now))  # by this process's own clock it was so long ago
    for _ in range(TRIES):
        there = allowances.find(session, row.workspace_id) or pace.fresh(row.workspace_id, moment)
        pace.refused(there, began_at, moment + timedelta(seconds=seconds), moment)
        if allowances.keep(session, there):
            break


def may_draw(
    session: Session, pace: Pace, method: str, wanted: Mapping[str, int], now: datetime
) -> dict[str, int]:  # fmt: skip
    """How many of those that are `wanted` in each workspace may be drawn now; they are counted.

    It comes last in a transaction: all wait for each other in the order of the workspaces.
    """
    return {workspace_id: _to_draw(session, pace, method, workspace_id, wanted[workspace_id], now)
            for workspace_id in sorted(wanted)}  # fmt: skip


def _to_draw(session: Session, pace: Pace, method: str, workspace_id: str, wanted: int, now: datetime) -> int:
    for _ in range(TRIES):
        there = _drawn_so_far(session, pace, method, workspace_id, now)
        granted = pace.draw(there, wanted, now)
        if not granted or allowances.keep(session, there):
            return granted
    return 0


def drew_too_fast(
    session: Session, pace: Pace, method: str, workspace_id: str, seconds: float, now: datetime
) -> None:  # fmt: skip
    """Slack asked for a pause in drawing: it is every process's."""
    until = now + timedelta(seconds=seconds)
    for _ in range(TRIES):
        there = _drawn_so_far(session, pace, method, workspace_id, now)
        there.paused_until = max(until, there.paused_until or until)
        if allowances.keep(session, there):
            break


def _drawn_so_far(session: Session, pace: Pace, method: str, workspace_id: str, now: datetime) -> Allowance:
    return allowances.find(session, workspace_id, method) or pace.fresh_to_draw(workspace_id, method, now)
