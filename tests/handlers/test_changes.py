"""Edits and deletions as Slack tells them: what people do to their words, apart from all else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.slack import changes, shapes, surroundings
from handlers.slack.changes import Edited, Gone

BOT, ANN = "U0MUSTER01", "U0ANN00001"
SAID: dict[str, Any] = {"type": "message", "user": ANN, "text": "send the deck", "ts": "1773019202.000001"}


def changed(message: dict[str, Any], before: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "message", "subtype": "message_changed", "hidden": True, "channel": "C0GENERAL1", "ts": "1773019300.1",
        "event_ts": "1773019300.1", "channel_type": "channel", "message": message, "previous_message": before,
    } | more  # fmt: skip


def deleted(before: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "message", "subtype": "message_deleted", "hidden": True, "channel": "C0GENERAL1",
        "ts": "1773019300.1", "deleted_ts": SAID["ts"], "previous_message": before,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    "message",
    [
        SAID,
        SAID | {"attachments": [{"id": 1}]},
        SAID | {"text": " send the deck\u200b"},
        SAID | {"text": "send the slides", "bot_id": "B1"},
        SAID | {"text": "send the slides", "user": BOT},
        SAID | {"text": "send the slides", "subtype": "bot_message"},
        SAID | {"text": "send the slides", "edited": {"user": "U0OTHER001", "ts": "1773019300.1"}},
        SAID | {"text": "send the slides", "user": None},
        {},
    ],
    ids=["same", "preview", "blanks", "a bot", "ourselves", "an old bot", "somebody else", "nobody", "nothing"],
)  # fmt: skip
def test_what_is_no_edit_of_a_person_does_not_concern_us(message: dict[str, Any]) -> None:
    assert changes.of_event(changed(message, SAID), BOT) is None


def test_an_edit_is_told_with_the_words_before_and_after() -> None:
    found = changes.of_event(changed(SAID | {"text": "send the slides", "client_msg_id": "a"}, SAID), BOT)
    assert isinstance(found, Edited)
    assert (found.ts, found.at, found.was) == (SAID["ts"], "1773019300.1", "send the deck")
    assert found.payload["text"] == "send the slides"
    assert (found.payload["channel"], found.payload["channel_type"]) == ("C0GENERAL1", "channel")


def test_a_deletion_is_one_whether_it_leaves_a_tombstone_or_not() -> None:
    gone = Gone("C0GENERAL1", SAID["ts"], ANN)
    assert changes.of_event(deleted(SAID), BOT) == gone
    tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": SAID["ts"], "text": "deleted"}
    assert changes.of_event(changed(tombstone, SAID), BOT) == gone


@pytest.mark.parametrize("before", [SAID | {"bot_id": "B1"}, SAID | {"user": BOT}])
def test_a_message_of_ours_that_is_deleted_does_not_concern_us(before: dict[str, Any]) -> None:
    assert changes.of_event(deleted(before), BOT) is None


def test_an_author_who_is_not_told_is_nobody() -> None:
    assert changes.of_event(deleted({}), BOT) == Gone("C0GENERAL1", SAID["ts"], "")


@pytest.mark.parametrize(
    ("before", "after", "newly"),
    [("flowers", f"<@{BOT}> flowers", True), (f"<@{BOT}> a", f"<@{BOT}> b", False), (f"<@{BOT}> a", "a", False)],
)
def test_being_named_for_the_first_time_is_seen(before: str, after: str, newly: bool) -> None:
    found = changes.of_event(changed(SAID | {"text": after}, SAID | {"text": before}), BOT)
    assert isinstance(found, Edited)
    assert found.names_newly(BOT) is newly


@pytest.mark.parametrize(
    "event",
    [
        changed("no object", SAID),  # type: ignore[arg-type]
        changed(SAID | {"ts": 5}, SAID),
        changed(SAID | {"text": ["x"]}, SAID),
        changed(SAID | {"edited": "x"}, SAID),
        deleted(SAID, deleted_ts="yesterday"),
        {"type": "reaction_added", "user": ANN, "reaction": None, "item": {"type": "message"}},
        {"type": "reaction_added", "user": ANN, "reaction": "memo", "item": "x"},
        {"type": "reaction_added", "user": ANN, "reaction": "memo", "item": {"type": "message", "ts": "x"}},
    ],
)
def test_what_has_not_the_form_of_a_change_is_malformed(event: dict[str, Any]) -> None:
    assert not shapes.is_event({"type": "event_callback", "event_id": "Ev1", "team_id": "T0M", "event": event})


def test_files_are_named_with_their_address_and_nothing_else_is_taken_for_one() -> None:
    files = [
        {"title": "Plan\nB", "permalink": "https://x.slack.com/files/F1"}, {"name": "b.txt", "permalink": None},
        {"permalink": "javascript:alert(1)"}, "no file", {"name": "c.txt", "permalink": "https://x.slack.com/files/F2"},
    ]  # fmt: skip
    found = surroundings.files_of({"files": files})
    assert found == [["Plan B", "https://x.slack.com/files/F1"], ["c.txt", "https://x.slack.com/files/F2"]]
    assert surroundings.files_of({"files": None}) == []


def of_dnd(**status: Any) -> dict[str, Any]:
    told = {"dnd_enabled": True, "next_dnd_start_ts": 1773019200, "next_dnd_end_ts": 1773062400} | status
    return {"type": "event_callback", "event_id": "E1", "event": {"type": "dnd_updated_user", "user": ANN,
                                                                "dnd_status": told}}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "is_set"),
    [({}, True), ({"dnd_enabled": False}, False), ({"next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, False),
     ({"next_dnd_end_ts": 1773000000}, False)],
)  # fmt: skip
def test_a_do_not_disturb_holds_from_its_beginning_to_its_end(status: dict[str, Any], is_set: bool) -> None:
    told = of_dnd(**status)
    assert shapes.is_event(told)
    begins, ends = changes.quiet_of(told["event"]["dnd_status"])
    assert (begins is not None, ends is not None) == (is_set, is_set)
    assert not is_set or (begins, ends) == (moment(1773019200), moment(1773062400))


@pytest.mark.parametrize(
    "status",
    [{"dnd_enabled": "yes"}, {"next_dnd_end_ts": 10**13}, {"next_dnd_start_ts": "soon"}, {"dnd_enabled": None}],
)
def test_a_do_not_disturb_of_another_form_is_no_event(status: dict[str, Any]) -> None:
    assert not shapes.is_event(of_dnd(**status))


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
