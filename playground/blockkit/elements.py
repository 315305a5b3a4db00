"""Every interactive and plain element of Block Kit, one row each, and where it may stand."""

from collections.abc import Mapping

from playground.blockkit.checks import Check, choice, exactly_one, flag, listing, not_above, shape, string, whole
from playground.blockkit.objects import (
    IMAGE_FIELDS,
    any_address,
    calendar_date,
    confirm,
    conversation_filter,
    dispatch_actions,
    identifier,
    initial_is_offered,
    initial_within,
    menu_groups,
    menu_option,
    menu_options,
    one_image_source,
    overflow_option,
    plain,
    style,
    tick_option,
    web_address,
)
from playground.blockkit.rich_text import rich_text_document

ACTION: Mapping[str, Check] = {"action_id": identifier}
ASKING: Mapping[str, Check] = {**ACTION, "confirm": confirm, "focus_on_load": flag}
MENU: Mapping[str, Check] = {**ASKING, "placeholder": plain(150)}
MANY: Mapping[str, Check] = {**MENU, "max_selected_items": whole(1)}
TYPED: Mapping[str, Check] = {
    **ACTION,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": dispatch_actions,
}
ids = listing(string(255), 1)
decimal = string(255, pattern=r"-?\d+(\.\d+)?")
clock_time = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
reply_address: Mapping[str, Check] = {"response_url_enabled": flag}
conversation: Mapping[str, Check] = {"default_to_current_conversation": flag, "filter": conversation_filter}
feedback = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
external: Mapping[str, Check] = {"min_query_length": whole(0)}
static: Mapping[str, Check] = {"options": menu_options, "option_groups": menu_groups}
one_list = exactly_one("options", "option_groups")
trigger_inputs = listing(shape({"name": string(255), "value": string(3000, least=0)}), 1)
workflow = shape({"trigger": shape({"url": web_address}, {"customizable_input_parameters": trigger_inputs})})

ELEMENTS: Mapping[str, Check] = {
    "button": shape(
        {"text": plain(75)},
        {
            **ACTION,
            "value": string(2000),
            "url": any_address,
            "style": style,
            "confirm": confirm,
            "accessibility_label": string(75),
            "agent_prompt": string(4000),
        },
    ),
    "workflow_button": shape(
        {"text": plain(75), "workflow": workflow},
        {**ACTION, "style": style, "accessibility_label": string(75)},
    ),
    "feedback_buttons": shape({"positive_button": feedback, "negative_button": feedback}, ACTION),
    "icon_button": shape(
        {"icon": choice("trash"), "text": plain(75)},
        {
            **ACTION,
            "value": string(2000),
            "confirm": confirm,
            "accessibility_label": string(75),
            "visible_to_user_ids": listing(string(255), 1, 10),
        },
    ),
    "overflow": shape({"options": listing(overflow_option, 1, 5)}, {**ACTION, "confirm": confirm}),
    "checkboxes": shape(
        {"options": listing(tick_option, 1, 10)},
        {**ASKING, "initial_options": listing(tick_option, 1, 10)},
        initial_is_offered("initial_options"),
    ),
    "radio_buttons": shape(
        {"options": listing(tick_option, 1, 10)},
        {**ASKING, "initial_option": tick_option},
        initial_is_offered("initial_option"),
    ),
    "datepicker": shape({}, {**MENU, "initial_date": calendar_date}),
    "timepicker": shape({}, {**MENU, "initial_time": clock_time, "timezone": string(255)}),
    "datetimepicker": shape({}, {**ASKING, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
    "static_select": shape(
        {}, {**MENU, **static, "initial_option": menu_option}, one_list, initial_is_offered("initial_option")
    ),
    "external_select": shape({}, {**MENU, **external, "initial_option": menu_option}),
    "users_select": shape({}, {**MENU, "initial_user": string(255)}),
    "conversations_select": shape({}, {**MENU, **conversation, **reply_address, "initial_conversation": string(255)}),
    "channels_select": shape({}, {**MENU, **reply_address, "initial_channel": string(255)}),
    "multi_static_select": shape(
        {},
        {**MANY, **static, "initial_options": listing(menu_option, 1, 100)},
        one_list,
        initial_is_offered("initial_options"),
        initial_within("initial_options"),
    ),
    "multi_external_select": shape(
        {}, {**MANY, **external, "initial_options": listing(menu_option, 1, 100)}, initial_within("initial_options")
    ),
    "multi_users_select": shape({}, {**MANY, "initial_users": ids}, initial_within("initial_users")),
    "multi_conversations_select": shape(
        {}, {**MANY, **conversation, "initial_conversations": ids}, initial_within("initial_conversations")
    ),
    "multi_channels_select": shape({}, {**MANY, "initial_channels": ids}, initial_within("initial_channels")),
    "plain_text_input": shape(
        {},
        {
            **TYPED,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        not_above("min_length", "max_length"),
    ),
    "email_text_input": shape({}, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": shape({}, {**TYPED, "initial_value": string(3000)}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": decimal, "min_value": decimal, "max_value": decimal},
        not_above("min_value", "max_value"),
        not_above("min_value", "initial_value"),
        not_above("initial_value", "max_value"),
    ),
    "rich_text_input": shape({}, {**TYPED, "initial_value": rich_text_document}),
    "file_input": shape({}, {**ACTION, "filetypes": listing(string(255), 1), "max_files": whole(1, 10)}),
    "image": shape({"alt_text": string(2000)}, IMAGE_FIELDS, one_image_source),
    "url": shape({"url": web_address, "text": string(3000)}),
}

SINGLE_MENUS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MANY_MENUS = tuple(f"multi_{name}" for name in SINGLE_MENUS)

ACCESSORIES = (
    *("button", "checkboxes", "datepicker", "image", "overflow", "radio_buttons", "timepicker", "workflow_button"),
    *SINGLE_MENUS,
    *MANY_MENUS,
)
ACTIONS = (
    *("button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker"),
    *("workflow_button", *SINGLE_MENUS),
)
INPUTS = (
    *("checkboxes", "datepicker", "datetimepicker", "email_text_input", "file_input", "number_input"),
    *("plain_text_input", "radio_buttons", "rich_text_input", "timepicker", "url_text_input"),
    *SINGLE_MENUS,
    *MANY_MENUS,
)
CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")
