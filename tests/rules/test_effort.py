"""How long work took, measured by the owner's working time in progress."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import effort
from bot.rules.availability import Hours
from models import History
from tests.factories import TEAM

HOURS = Hours(ZoneInfo("Europe/Berlin"), time(9), time(17), (1, 2, 3, 4, 5))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Berlin; the 9th is a Monday, the 29th the night the clocks go forward."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


@pytest.mark.parametrize(("since", "until", "minutes"), [
    (at(9, 10), at(9, 12), 120),
    (at(9, 7), at(9, 10), 60),
    (at(9, 16), at(9, 23), 60),
    (at(9, 16), at(10, 10), 120),
    (at(13, 16), at(16, 10), 120),
    (at(14, 10), at(15, 12), 0),
    (at(27, 16, 30), at(30, 9, 30), 60),
    (at(10, 10), at(9, 10), 0),
    (at(9, 10), at(9, 10, 0) + timedelta(seconds=59), 0),
])  # fmt: skip
def test_only_working_time_counts(since: datetime, until: datetime, minutes: int) -> None:
    assert effort.working_minutes(HOURS, since, until) == minutes


def test_a_task_forgotten_for_many_years_is_measured_at_once() -> None:
    assert effort.working_minutes(HOURS, at(9, 10) - timedelta(days=100_000), at(9, 10)) > 0


def move(state: str, moment: datetime, kind: str = "edit") -> History:
    return History(workspace_id=TEAM, number=1, at=moment, actor_id="ann", kind=kind, version=1,
                   after={"state": state})  # fmt: skip


@pytest.mark.parametrize(("moves", "minutes"), [
    ((), 0),
    ((move("doing", at(9, 9)),), 8 * 60),
    ((move("doing", at(9, 9)), move("review", at(9, 10))), 60),
    ((move("doing", at(9, 9)), move("review", at(9, 10)), move("doing", at(9, 12)), move("done", at(9, 13))), 120),
    ((move("doing", at(9, 9)), move("doing", at(9, 11)), move("done", at(9, 12))), 180),
    ((move("doing", at(9, 9)), move("open", at(9, 10), "undo")), 60),
])  # fmt: skip
def test_the_time_in_progress_is_measured_from_the_moves_of_a_task(moves: tuple[History, ...], minutes: int) -> None:
    assert effort.measured_minutes(moves, HOURS, at(9, 18)) == minutes
