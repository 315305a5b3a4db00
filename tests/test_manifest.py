"""The manifest against Slack's limits, and against what Muster really does."""

from typing import Any

import pytest

from bot.manifest import CORE_SCOPES, OPTIONS, SCOPES, manifest
from bot.settings import WrongSetting
from playground.cast import COMMANDS
from playground.config import GRANTED

URL = "https://muster.example.com"
EVERYTHING = frozenset(OPTIONS)
# What Slack wants granted before it sends an event; one of several is enough.
NEEDS = {
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"}, "channel_rename": {"channels:read"}, "channel_unarchive": {"channels:read"},
    "group_archive": {"groups:read"}, "group_rename": {"groups:read"}, "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"}, "message.groups": {"groups:history"}, "message.im": {"im:history"},
    "reaction_added": {"reactions:read"}, "dnd_updated_user": {"dnd:read"},
    "team_join": {"users:read"}, "user_change": {"users:read"},
}  # fmt: skip
NEEDS_NOTHING = {
    "app_home_opened", "app_uninstalled", "team_access_granted", "team_access_revoked", "tokens_revoked",
}  # fmt: skip


BACK = f"{URL}/slack/oauth_redirect"


def test_where_people_install_it_themselves_slack_knows_the_way_back_and_organisations_may():
    made = manifest(socket_mode=True, redirect=BACK)
    assert made["oauth_config"]["redirect_urls"] == [BACK]
    assert made["settings"]["org_deploy_enabled"] is True
    assert {"team_access_granted", "team_access_revoked"} <= set(events(made))
    alone = manifest(socket_mode=True)
    assert "redirect_urls" not in alone["oauth_config"]
    assert alone["settings"]["org_deploy_enabled"] is False
    assert scopes(made) == scopes(alone), "no more is asked for"


@pytest.mark.parametrize("wrong", ["http://muster.example.com/slack/oauth_redirect", URL, "muster"])
def test_a_way_back_that_slack_would_not_take_is_refused(wrong: str):
    with pytest.raises(WrongSetting, match="oauth_redirect"):
        manifest(socket_mode=True, redirect=wrong)


def scopes(made: dict[str, Any]) -> list[str]:
    return list(made["oauth_config"]["scopes"]["bot"])


def events(made: dict[str, Any]) -> list[str]:
    return list(made["settings"]["event_subscriptions"]["bot_events"])


def addresses(value: Any) -> list[str]:
    """Every address anywhere in it."""
    if isinstance(value, dict):
        return [found for inner in value.values() for found in addresses(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in addresses(inner)]
    return [value] if isinstance(value, str) and "://" in value else []


@pytest.mark.parametrize("options", [frozenset(), EVERYTHING])
def test_every_event_has_the_scope_that_slack_wants_for_it(options: frozenset[str]):
    made = manifest(socket_mode=True, options=options)
    for event in events(made):
        assert event in NEEDS_NOTHING or NEEDS[event] & set(scopes(made)), event


def test_the_playground_offers_the_commands_as_the_manifest_does():
    keys = ("command", "description", "usage_hint")
    told = [{key: command[key] for key in keys} for command in manifest(socket_mode=True)["features"]["slash_commands"]]
    assert list(COMMANDS) == told


def test_without_options_only_the_core_is_asked_for():
    made = manifest(socket_mode=True)
    assert scopes(made) == list(CORE_SCOPES)
    assert not {"channels:history", "groups:history", "users:read.email", "reactions:read"} & set(scopes(made))


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_adds_its_scopes_and_events_and_nothing_else(option: str):
    core, more = manifest(socket_mode=True), manifest(socket_mode=True, options=frozenset({option}))
    assert set(scopes(more)) - set(scopes(core)) == set(OPTIONS[option][0])
    assert set(events(more)) - set(events(core)) == set(OPTIONS[option][1])


def test_doctor_can_say_of_every_scope_what_is_lost_without_it():
    assert set(SCOPES) == set(scopes(manifest(socket_mode=True, options=EVERYTHING)))


def test_the_playground_grants_what_the_manifest_asks_for():
    assert set(SCOPES) <= GRANTED


def test_in_socket_mode_the_manifest_names_no_address():
    made = manifest(socket_mode=True)
    assert made["settings"]["socket_mode_enabled"] is True
    assert addresses(made) == []


def test_over_http_every_door_leads_to_the_same_address():
    made = manifest(socket_mode=False, url=URL + "/")
    commands = made["features"]["slash_commands"]
    assert set(addresses(made)) == {URL + "/slack/events"}
    assert [command["url"] for command in commands] == [URL + "/slack/events"] * len(commands)
    assert made["settings"]["interactivity"]["message_menu_options_url"] == URL + "/slack/events"
    assert made == manifest(socket_mode=False, url=URL + "/slack/events")


@pytest.mark.parametrize("url", [None, "", "http://muster.example.com", "muster.example.com"])
def test_over_http_an_address_slack_cannot_use_is_refused(url: str | None):
    with pytest.raises(WrongSetting, match="https://"):
        manifest(socket_mode=False, url=url)


def test_an_unknown_option_is_refused_with_the_names_there_are():
    with pytest.raises(WrongSetting, match="'emial'; there are: threads, reactions, email"):
        manifest(socket_mode=True, options=frozenset({"emial"}))


def test_the_manifest_stays_within_slacks_limits():
    made = manifest(socket_mode=True, options=EVERYTHING)
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["shortcuts"]) <= 10
    assert all(len(shortcut["description"]) <= 150 for shortcut in features["shortcuts"])
    assert all(len(command["usage_hint"]) <= 1000 for command in features["slash_commands"])
    assert len(events(made)) <= 100
    assert len(set(scopes(made))) == len(scopes(made)) <= 255


def test_people_and_channels_in_commands_come_with_their_ids():
    assert all(command["should_escape"] for command in manifest(socket_mode=True)["features"]["slash_commands"])
