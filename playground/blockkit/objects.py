"""The composition objects: texts, options, confirmations and the like."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from playground.blockkit.checks import (
    Check,
    Rule,
    at_least_one,
    breach,
    by_type,
    choice,
    exactly_one,
    flag,
    listing,
    shape,
    string,
)

WEB_ADDRESS = r"https?://\S+"
ANY_ADDRESS = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"


def plain(most: int) -> Check:
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": flag})})


def any_text(most: int) -> Check:
    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": flag}),
        }
    )


identifier = string(255)
style = choice("primary", "danger")
web_address = string(3000, pattern=WEB_ADDRESS)
any_address = string(3000, pattern=ANY_ADDRESS)

confirm = shape(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": style},
)

menu_option = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
overflow_option = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": any_address})
tick_option = shape({"text": any_text(75), "value": string(150)}, {"description": any_text(75)})

menu_options = listing(menu_option, 1, 100)
menu_groups = listing(shape({"label": plain(75), "options": menu_options}), 1, 100)

dispatch_actions = shape(
    {"trigger_actions_on": listing(choice("on_enter_pressed", "on_character_entered"), 1, 2)},
)
conversation_filter = shape(
    {},
    {
        "include": listing(choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
slack_file = shape({}, {"id": string(255), "url": web_address}, exactly_one("id", "url"))

IMAGE_FIELDS: Mapping[str, Check] = {"image_url": web_address, "slack_file": slack_file}
one_image_source = exactly_one("image_url", "slack_file")


def calendar_date(value: Any, at: str) -> Iterator[str]:
    try:
        good = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        good = False
    if not good:
        yield breach("must be a date written YYYY-MM-DD", at)


def offered(value: Mapping[str, Any]) -> list[Any]:
    """Every option of a menu, whether it stands in a group or not."""
    grouped = [option for group in value.get("option_groups", []) for option in group["options"]]
    return [*value.get("options", []), *grouped]


def initial_is_offered(name: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[str]:
        chosen = value.get(name, [])
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if one not in offered(value):
                yield f"{name} must be among the options"

    return rule


def initial_within(name: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[str]:
        most = value.get("max_selected_items")
        if most is not None and len(value.get(name, [])) > most:
            yield f"{name} has more items than max_selected_items"

    return rule
