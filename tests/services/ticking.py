"""Let the clock tick on a session and say all that waits, as the scheduler and the delivery do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.notices import Brief, Dropped, Nudges
from bot.rules import nudging
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import notices
from bot.services.messages.deliveries import settled
from bot.services.rhythm.steps import NUDGES
from models import OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries, due
from tests.factories import TEAM, make_task

ROUNDS = 5
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def berlin(clock: str, day: int = 9) -> datetime:
    """That wall time in Berlin, in March 2026 before the clocks change."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - HOUR


MORNING, NOON = berlin("9:00"), berlin("12:00")


def mornings_were_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world that begins in the middle of a day, and not because Muster was away: tests/services/test_downtime.py."""
    monkeypatch.setattr(nudging, "AWAY_AFTER", timedelta(days=30))


def at_three(session: Session, owner: Person, **fields: Any) -> Task:
    """A task due on Monday at 15:00 in Berlin."""
    return make_task(session, owner, **({"due_on": date(2026, 3, 9), "due_at": berlin("15:00")} | fields))


def tick(session: Session, now: datetime) -> None:
    """Each kind until nothing of it is due: what was missed may bring the next that was missed, too."""
    for step in NUDGES:
        for _ in range(ROUNDS):
            for key in (keys := step.list_due(session, now)):
                step.do(session, key, now)
            if not keys:
                break


def deliver(session: Session, now: datetime) -> list[Any]:
    """Say all that waits the way delivery does; returns the briefs and nudges that were said."""
    said = []
    while rows := deliveries.claimable(session, now=now, real=now, limit=100):
        for row in rows:
            assert row.id is not None
            row.state = OutboxState.SENDING
            notice = notices.compose(session, row, now) if row.kind in ("brief", "nudge") else None
            outcome = Outcome(Verdict.SENT, channel_id="D1", ts="1.1")
            if isinstance(notice, Dropped):
                outcome = Outcome(Verdict.DROPPED, notice.reason)
            elif notice is not None:
                said.append(notice)
            left_out = notice.left_out if isinstance(notice, Brief | Nudges) else ()
            settled(session, row.id, row.generation, outcome, version=0, left_out=left_out, now=now, real=now)
        session.flush()
    return said


def step(session: Session, now: datetime) -> list[Any]:
    tick(session, now)
    return deliver(session, now)


def moments(session: Session, since: datetime, until: datetime) -> Iterator[datetime]:
    """Each moment at which something falls due, as the clock would come by."""
    now = since
    while (found := due.next_moment(session, now)) is not None and found <= until:
        now = max(found, now)
        yield now


def end_of(session: Session, kind: str, subject: str, person: Person, when: str) -> tuple[str, str] | None:
    row = deliveries.occurrence(session, TEAM, kind, subject, person.id, when)
    return (row.state, row.reason) if row else None


def workspace(session: Session) -> Workspace:
    found = session.get(Workspace, TEAM)
    assert found is not None
    return found
