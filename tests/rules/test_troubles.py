"""What a refusal means for whoever mends it, and when so many fail that a workspace is let be."""

from datetime import timedelta

import pytest

from bot.rules.sending import REFUSALS
from bot.rules.troubles import TRIP, Trouble, failed_more, keeps, pause_before, trouble_of


@pytest.mark.parametrize(("reason", "trouble"), [
    ("not_in_channel", Trouble.NOT_IN), ("channel_not_found", Trouble.NOT_IN), ("is_archived", Trouble.ARCHIVED),
    ("msg_too_long", Trouble.TOO_LONG), ("user_disabled", Trouble.PERSON), ("missing_scope", Trouble.SCOPE),
    ("restricted_action_read_only_channel", Trouble.POSTING), ("thread_not_found", Trouble.NO_REPLY),
    ("ekm_access_denied", Trouble.ORGANISATION), ("invalid_blocks", Trouble.FORM), ("token_revoked", Trouble.TOKEN),
    ("could not be composed: KeyError", Trouble.WORDS), ("history unreadable: not sent again", Trouble.UNREADABLE),
    ("http 503", Trouble.BROKE_OFF), ("timeout", Trouble.BROKE_OFF), ("", Trouble.BROKE_OFF),
    ("new_in_2027", Trouble.SAID_OTHERWISE),
])  # fmt: skip
def test_a_reason_tells_what_helps(reason: str, trouble: Trouble) -> None:
    assert trouble_of(reason) == trouble


def test_every_refusal_that_slack_may_give_has_a_meaning() -> None:
    assert [name for name in sorted(REFUSALS) if trouble_of(name) == Trouble.SAID_OTHERWISE] == []


@pytest.mark.parametrize(("failures", "count"), [
    ([("C1", "missing_scope")] * TRIP, TRIP),
    ([("C1", "not_in_channel")] * TRIP, 1),  # one channel is lost
    ([(f"C{n}", "not_in_channel") for n in range(TRIP)], TRIP),  # all of them are
    ([("C1", "invalid_blocks")] * TRIP, 0),  # the message was wrong, not the place
    ([("C1", "could not be composed: KeyError")] * TRIP, 0),
    ([("C1", "missing_scope"), ("C1", "is_archived"), ("C2", "is_archived"), ("C1", "not_in_channel")], 3),
])  # fmt: skip
def test_each_conversation_counts_once_for_its_own_fault(failures: list[tuple[str, str]], count: int) -> None:
    failing: list[str] = []
    for to, reason in failures:
        failing = failed_more(failing, to, reason)
    assert len(failing) == count


@pytest.mark.parametrize(("reason", "kept"), [
    ("missing_scope", True), ("http 500", True), ("not_in_channel", False), ("msg_too_long", False),
])  # fmt: skip
def test_only_what_is_about_the_workspace_is_kept_while_it_is_let_be(reason: str, kept: bool) -> None:
    assert keeps(reason) is kept


def test_tries_are_farther_and_farther_apart_up_to_an_hour() -> None:
    assert [pause_before(n) / timedelta(minutes=1) for n in range(6)] == [5, 10, 20, 40, 60, 60]
    assert pause_before(10_000) == timedelta(hours=1)
