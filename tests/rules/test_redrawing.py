"""One moment says both that a message is wanted anew and until when somebody draws it."""

from datetime import datetime, timedelta

import pytest

from bot.rules.redrawing import FAR, INSTANT, is_ours, once_more, wished
from tests.factories import NOW

LEASE = NOW + timedelta(seconds=10)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (None, NOW),
        (NOW - timedelta(hours=1), NOW - timedelta(hours=1) - INSTANT),
        (NOW, NOW - INSTANT),
        (LEASE, LEASE + INSTANT),
        (NOW + FAR, NOW + FAR + INSTANT),
        (NOW + FAR + INSTANT, NOW),
    ],
    ids=["rests", "waits", "is due now", "is drawn", "by a clock that is behind", "left by a clock that was ahead"],
)
def test_a_wish_keeps_its_place_and_takes_nothing_from_who_draws(at: datetime | None, then: datetime):
    assert wished(at, NOW) == then


@pytest.mark.parametrize(
    ("at", "ours"),
    [(None, False), (LEASE, True), (LEASE + 3 * INSTANT, True), (LEASE - INSTANT, False),
     (LEASE + timedelta(seconds=1), False)],
)  # fmt: skip
def test_what_was_taken_is_known_by_its_moment_and_newer_wishes_change_little_of_it(at: datetime | None, ours: bool):
    assert is_ours(at, LEASE) is ours
    assert is_ours(None, None)


def test_what_others_took_too_is_drawn_after_them_once_more():
    assert (once_more(None, NOW), once_more(LEASE, NOW)) == (NOW, LEASE + INSTANT)
