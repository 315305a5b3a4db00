"""Block Kit payloads that are right, and small builders to bend them."""

from typing import Any

from playground.blockkit import problems_in_message, problems_in_view

Json = dict[str, Any]
PICTURE = "https://example.com/a.png"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "v", text: str = "t", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("hello"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def accessory(element: Json) -> Json:
    return section(accessory=element)


def asked(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Title"), "element": element, **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def said(*elements: Json) -> Json:
    return rich({"type": "rich_text_section", "elements": list(elements)})


def table(rows: int = 1, columns: int = 1, **more: Any) -> Json:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)], **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("New task"), "submit": plain("Save"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def text_of(length: int) -> str:
    return "x" * length


def groups(count: int, label: str = "g") -> list[Json]:
    return [{"label": plain(label), "options": [option()]} for _ in range(count)]


def chart(drawn: Json) -> Json:
    return {"type": "data_visualization", "title": "x", "chart": drawn}


def bullets(**more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": [said(TEXT)["elements"][0]], **more}


def errors_of(*blocks: Json) -> set[str]:
    return {problem.error for problem in problems_in_message({"text": "x", "blocks": list(blocks)})}


def view_errors(view: Any) -> set[str]:
    return {problem.error for problem in problems_in_view(view)}


CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": PICTURE, "alt_text": "a picture"}
TEXT = {"type": "text", "text": "hello"}
SELECT = {"type": "static_select", "action_id": "s", "options": [option("a"), option("b")]}
WORKFLOW = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/2"}}
CARD = {"type": "card", "title": mrkdwn("A card")}
TASK = {"type": "task_card", "task_id": "1", "title": "A step", "status": "pending"}
PIE = {"type": "pie", "segments": [{"label": "open", "value": 3}]}
LINES = {"series": [{"name": "done", "data": [{"label": "Mon", "value": 1.5}]}]}
VIDEO = {
    "type": "video",
    "alt_text": "a video",
    "title": plain("Tour"),
    "video_url": "https://example.com/v",
    "thumbnail_url": PICTURE,
}
RAW = {"type": "raw_text", "text": "x"}

GOOD_BLOCKS: list[Json] = [
    section(),
    section(expand=True, block_id="b"),
    {"type": "section", "fields": [mrkdwn("a"), plain("b")]},
    section(text=mrkdwn("<!channel> <@U1> <!date^1700000000^{date}|later> *b*")),
    section(text={"type": "plain_text", "text": "x", "emoji": True}),
    section(text={"type": "mrkdwn", "text": "x", "verbatim": True}),
    {"type": "divider"},
    {"type": "header", "text": plain("Today")},
    {"type": "context", "elements": [mrkdwn("a"), plain("b"), IMAGE]},
    {**IMAGE, "title": plain("A chart")},
    {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}},
    {"type": "image", "alt_text": "x", "slack_file": {"url": "https://files.slack.com/x"}},
    {"type": "markdown", "text": "# Hello"},
    {"type": "file", "external_id": "x", "source": "remote"},
    {"type": "call", "call_id": "R1"},
    VIDEO,
    table(2, 3, column_settings=[{"align": "right", "is_wrapped": True}]),
    {"type": "table", "rows": [[said(TEXT)]]},
    {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete")}]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0", "accessibility_label": "bad"},
            }
        ],
    },
    TASK,
    {**TASK, "details": said(TEXT), "sources": [{"type": "url", "url": "https://a.example", "text": "a"}]},
    {"type": "plan", "title": "Plan", "tasks": [TASK]},
    CARD,
    {"type": "carousel", "elements": [CARD, CARD]},
    {"type": "container", "title": plain("More"), "child_blocks": [section()], "is_collapsible": True},
    {"type": "data_table", "caption": "Load", "rows": [[RAW], [{"type": "raw_number", "value": 3}]]},
    {"type": "data_visualization", "title": "Load", "chart": PIE},
    {"type": "data_visualization", "title": "Load", "chart": {"type": "bar", **LINES, "axis_config": {}}},
    {"type": "auth_provider", "value": "x", "name": plain("Git"), "is_connected": False},
]


BUTTONS: list[Json] = [
    button(),
    button(style="primary", value="v" * 2000, url="https://a.example", confirm=CONFIRM),
    button(accessibility_label="x" * 75, agent_prompt="x" * 4000),
    {"type": "workflow_button", "text": plain("Run"), "workflow": WORKFLOW},
    {"type": "overflow", "action_id": "o", "options": [option("1", url="https://a.example"), option("2")]},
]
MENUS: list[Json] = [
    SELECT,
    {**SELECT, "initial_option": option("b"), "placeholder": plain("Pick"), "confirm": {**CONFIRM, "style": "danger"}},
    {"type": "static_select", "option_groups": [{"label": plain("A"), "options": [option("a")]}]},
    {"type": "external_select", "min_query_length": 0, "initial_option": option("x")},
    {"type": "users_select", "initial_user": "U1"},
    {"type": "conversations_select", "filter": {"include": ["im"]}, "default_to_current_conversation": True},
    {"type": "channels_select", "initial_channel": "C1"},
]
PICKERS: list[Json] = [
    {"type": "datepicker", "initial_date": "2026-02-28"},
    {"type": "timepicker", "initial_time": "23:59", "timezone": "Asia/Shanghai"},
]
TICKS: list[Json] = [
    {"type": "checkboxes", "options": options(10), "initial_options": [option("3")]},
    {"type": "radio_buttons", "options": [{"text": mrkdwn("*a*"), "value": "a", "description": mrkdwn("_b_")}]},
]
MANY: list[Json] = [
    {"type": "multi_static_select", "options": options(2), "initial_options": options(2), "max_selected_items": 2},
    {"type": "multi_external_select"},
    {"type": "multi_users_select", "initial_users": ["U1", "U2"]},
    {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    {"type": "multi_channels_select", "initial_channels": ["C1"]},
]
TYPED: list[Json] = [
    {"type": "plain_text_input", "multiline": True, "min_length": 0, "max_length": 3000, "initial_value": ""},
    {"type": "email_text_input", "initial_value": "a@b.example"},
    {"type": "url_text_input", "placeholder": plain("https://…")},
    {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5", "min_value": "-1", "max_value": "2"},
    {"type": "rich_text_input", "initial_value": said(TEXT)},
    {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
]
MOMENT: Json = {"type": "datetimepicker", "initial_date_time": 1_700_000_000}
FILES: Json = {"type": "file_input", "filetypes": ["pdf"], "max_files": 10}
