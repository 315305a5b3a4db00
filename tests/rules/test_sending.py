"""What Slack's answers mean for a message: every error name, and how long we wait before we believe anything."""

from datetime import timedelta

import pytest

from bot.rules.sending import (
    CHANNEL_IS_LOST,
    MESSAGE_IS_LOST,
    PATIENCE,
    REFUSALS,
    TOKEN_IS_DEAD,
    Patience,
    Verdict,
    how_it_broke_off,
    verdict_of_error,
)

SURELY_NOT = (
    "channel_not_found", "not_in_channel", "is_archived", "msg_too_long", "no_text", "invalid_blocks",
    "invalid_blocks_format", "cant_update_message", "message_not_found", "edit_window_closed", "restricted_action",
    "user_not_found", "cannot_dm_bot", "user_disabled", "missing_scope", "not_authed", "invalid_auth",
    "account_inactive", "token_revoked", "token_expired", "org_login_required", "team_access_not_granted",
    "ekm_access_denied",
)  # fmt: skip
MAY_HIDE_A_SUCCESS = ("fatal_error", "internal_error", "service_unavailable", "a_name_of_tomorrow", "", "OK")


@pytest.mark.parametrize("name", SURELY_NOT)
def test_a_refusal_is_final(name: str):
    assert verdict_of_error(name) == Verdict.REFUSED


@pytest.mark.parametrize("name", MAY_HIDE_A_SUCCESS)
def test_a_name_that_proves_nothing_is_unknown(name: str):
    assert verdict_of_error(name) == Verdict.UNKNOWN


@pytest.mark.parametrize("name", ["ratelimited", "rate_limited"])
def test_a_rate_limit_only_asks_to_wait(name: str):
    assert verdict_of_error(name) == Verdict.WAIT


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("", "died"),
        ("timeout", "timeout"),
        ("internal_error", "internal_error"),
        ("fatal_error", "fatal_error"),
        ("http 502", "http"),
        ("http 500", "http"),
        ("https", "other"),
        ("no http 500", "other"),
        ("a_name_of_tomorrow", "other"),
    ],
)
def test_why_a_send_broke_off_is_counted_under_one_of_a_few_names(reason: str, name: str):
    """Slack may think of any word: metrics do not grow with it."""
    assert how_it_broke_off(reason) == name


def test_what_ends_a_token_a_channel_or_a_message_is_a_refusal_of_one_kind_only():
    groups = (TOKEN_IS_DEAD, CHANNEL_IS_LOST, MESSAGE_IS_LOST)
    assert all(group <= REFUSALS for group in groups)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


@pytest.mark.parametrize("patience", [PATIENCE, Patience(timedelta(seconds=1), timedelta(seconds=0.5))])
def test_a_send_begun_at_the_last_moment_is_over_and_visible_when_its_lease_ends(patience: Patience):
    assert patience.begin + patience.call + patience.settle <= patience.lease


def test_with_slack_a_call_may_take_ten_seconds_and_settles_for_twenty():
    assert (PATIENCE.call, PATIENCE.settle) == (timedelta(seconds=10), timedelta(seconds=20))
