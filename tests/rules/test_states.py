"""A state is good once it was made here, for this browser, and for ten minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import states
from bot.sealing import KeyRing, new_key, ring_of

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
KEY = new_key("one")


def ring(*lines: str) -> KeyRing:
    found = ring_of("\n".join(lines or (KEY,)))
    assert found is not None
    return found


ME, OTHER = states.browser(None), states.browser(None)


def test_a_state_that_comes_back_to_the_same_browser_in_time_is_good():
    state = states.make(ring(), ME, NOW)
    found = states.check(ring(), state, ME, NOW + timedelta(minutes=9, seconds=59))
    assert found.expires == NOW + timedelta(minutes=10)
    assert found.fingerprint not in state
    assert states.make(ring(), ME, NOW) != state


@pytest.mark.parametrize(
    ("browser", "after", "reason"),
    [
        (ME, timedelta(minutes=10), "late"),
        (ME, timedelta(days=365), "late"),
        (OTHER, timedelta(), "elsewhere"),
        ("", timedelta(), "elsewhere"),
        (None, timedelta(), "elsewhere"),
    ],
    ids=["ten minutes later", "a year later", "another browser", "an empty cookie", "no cookie"],
)
def test_late_or_in_another_browser_it_is_not(browser: str | None, after: timedelta, reason: str):
    with pytest.raises(states.WrongState) as refused:
        states.check(ring(), states.make(ring(), ME, NOW), browser, NOW + after)
    assert refused.value.reason == reason


def test_nobody_can_make_one_or_let_one_live_longer():
    nonce, expires, mark = states.make(ring(), ME, NOW).split(".")
    for forged in ("", "x", f"{nonce}.{expires}", f"{nonce}.{expires}.{mark}x", f"{nonce}.{expires}.{mark[:-1]}é"):
        with pytest.raises(states.WrongState) as refused:
            states.check(ring(), forged, ME, NOW)
        assert refused.value.reason == "forged"
    for changed in (f"{nonce}.{int(expires) + 1}.{mark}", f"{nonce}.999999999999.{mark}", f"{mark}.{expires}.{mark}"):
        with pytest.raises(states.WrongState) as refused:
            states.check(ring(), changed, ME, NOW)
        assert refused.value.reason == "elsewhere"
    with pytest.raises(states.WrongState):
        states.check(ring(new_key("one")), states.make(ring(), ME, NOW), ME, NOW)


def test_a_new_first_key_does_not_send_those_away_who_are_on_their_way():
    state = states.make(ring(), ME, NOW)
    assert states.check(ring(new_key("two"), KEY), state, ME, NOW)


def test_a_browser_keeps_what_it_is_known_by_unless_that_is_none_of_ours():
    assert states.browser(ME) == ME
    assert states.browser("short") != "short"
    assert len(states.browser("x" * 500)) == 43
