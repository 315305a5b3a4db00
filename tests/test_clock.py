"""Domain time may be moved forward; what has only passed on the way is no step back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, real_now

START = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)


def test_a_moment_that_passed_on_the_way_changes_nothing() -> None:
    clock = Clock(START)
    clock.move(START + timedelta(hours=1))
    clock.move(START + timedelta(minutes=59, seconds=50))
    assert clock.now() >= START + timedelta(hours=1)


def test_a_real_step_back_is_refused() -> None:
    clock = Clock(START)
    with pytest.raises(ValueError, match="never goes backwards"):
        clock.move(START - timedelta(minutes=1))


def test_another_machine_s_time_is_moved_as_far_as_ours() -> None:
    assert Clock().shown_at(START) == START
    clock = Clock(START)
    assert abs(clock.shown_at(real_now() - timedelta(minutes=5)) - (START - timedelta(minutes=5))) < timedelta(
        minutes=1
    )
