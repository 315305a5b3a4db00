"""Two processes with one clock: what one is at work on the other passes over, and does not wait for."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.services.rhythm import nudges
from models import Occurrence, Session
from models.db import plain_engine
from tests.factories import NOW, TEAM, make_person, make_task

HOUR = timedelta(hours=1)


@pytest.mark.postgres
def test_what_another_process_is_at_work_on_is_passed_over(postgres_url: str):
    engine = plain_engine(postgres_url)
    with Session(engine) as session:
        task = make_task(session, make_person(session), due_at=NOW + 9 * HOUR)
        task.nudge_at, number = NOW, task.number
        session.commit()
    with Session(engine) as one, Session(engine) as other:
        nudges.fall_due(one, (TEAM, number), NOW)
        in_time = _within(5, lambda: nudges.fall_due(other, (TEAM, number), NOW))
        assert in_time, "it waited"
        assert other.exec(select(Occurrence)).all() == []
        one.commit()
    with Session(engine) as session:
        assert len(session.exec(select(Occurrence)).all()) == 1
    engine.dispose()


def _within(seconds: float, act: Callable[[], None]) -> bool:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()
