"""What Slack tells of people and channels, thin and odd as it comes."""

from typing import Any

import pytest

from bot.heard import Profile
from handlers.slack import facts
from models import ChannelKind

FULL: dict[str, Any] = {
    "id": "U0ANN", "name": "ann", "real_name": "Ann F.", "tz": "Europe/Berlin", "locale": "en-US", "is_admin": True,
    "is_restricted": False, "deleted": False, "is_bot": False, "updated": 1773019200,
    "profile": {"real_name": "Ann Fischer", "display_name": "Ann"},
}  # fmt: skip


def test_a_full_user_object_is_read_whole() -> None:
    assert facts.profile_of(FULL) == Profile(
        id="U0ANN", name="ann", real_name="Ann Fischer", display_name="Ann", locale="en-US", zone="Europe/Berlin",
        is_admin=True, updated=1773019200,
    )  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FULL if name != "id"])
@pytest.mark.parametrize("odd", [None, 7, "", [], {}, {"x": 1}, -1, 10**30, float("inf"), "\ud800\x00"])
def test_a_user_object_with_anything_odd_in_it_is_still_a_person(name: str, odd: object) -> None:
    found = facts.profile_of(FULL | {name: odd})
    assert found.id == "U0ANN"
    for words in (found.name, found.real_name, found.display_name, found.zone, found.locale):
        words.encode("utf-8")
        assert "\x00" not in words
    assert 0 <= found.updated < 2**31


def test_the_thinnest_user_object_is_a_person_of_no_name() -> None:
    assert facts.profile_of({"id": "U0X"}) == Profile(id="U0X")


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"is_owner": True, "is_admin": False}, "is_admin"),
        ({"is_restricted": True}, "is_guest"),
        ({"is_ultra_restricted": True}, "is_guest"),
        ({"is_stranger": True}, "is_stranger"),
        ({"deleted": True}, "is_deleted"),
        ({"is_bot": True}, "is_bot"),
        ({"id": "USLACKBOT"}, "is_bot"),
    ],
)
def test_what_somebody_is_follows_from_slack_s_flags(changes: dict[str, Any], flag: str) -> None:
    assert getattr(facts.profile_of(FULL | changes), flag) is True


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ({}, ChannelKind.PUBLIC),
        ({"is_private": True}, ChannelKind.PRIVATE),
        ({"is_group": True}, ChannelKind.PRIVATE),
        ({"is_mpim": True, "is_private": True}, ChannelKind.GROUP_DM),
        ({"is_im": True}, ChannelKind.DM),
    ],
)
def test_a_conversation_is_as_open_as_slack_says(about: dict[str, Any], kind: str) -> None:
    assert facts.channel_of({"id": "C0X"} | about).kind == kind
