"""Ids of the playground's cast and channels, and small makers of Block Kit objects."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

MAYA, LILEI, ANN, DANA = "U0MAYA0001", "U0LILEI001", "U0ANN00001", "U0DANA0001"
GENERAL, LAUNCH, LEADS = "C0GENERAL1", "C0LAUNCH01", "C0LEADS001"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": f"{action_id} 42", **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json, block_id: str = "doing") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def modal(title: str, *blocks: Json, callback_id: str = "form", **more: Any) -> Json:
    shown = {"title": plain(title), "submit": plain("Save"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": callback_id, **shown, "blocks": list(blocks), **more}


PRIORITIES = [option("High"), option("Normal"), option("Low")]

CARD: list[Json] = [
    section(
        f"*#42 Send the Q3 deck to <@{DANA}>*\nOwner <@{DANA}>"
        " · due <!date^1773414000^{date_short_pretty} at {time}|Friday> · :red_circle: 1",
        block_id="card",
        accessory={"type": "overflow", "action_id": "more", "options": [option("Snooze"), option("History")]},
    ),
    {
        "type": "context",
        "elements": [mrkdwn(f"From <@{MAYA}> in <#{LAUNCH}> · understood *Friday 4pm* as Friday 13 March")],
    },
    actions(
        button("Got it", "ack", style="primary"),
        button("Start", "start"),
        button(
            "Not mine",
            "decline",
            style="danger",
            confirm={
                "title": plain("Hand it back?"),
                "text": mrkdwn("Maya will hear that *#42* is not yours."),
                "confirm": plain("Hand back"),
                "deny": plain("Keep it"),
            },
        ),
    ),
]

DIGEST: list[Json] = [
    {"type": "header", "text": plain("Launch, this morning :sunrise:")},
    {
        "type": "section",
        "fields": [mrkdwn("*Done*\n6 (+2)"), mrkdwn("*Late*\n1"), mrkdwn("*Due today*\n3"), mrkdwn("*Waiting*\n2")],
    },
    {
        "type": "table",
        "column_settings": [{}, {"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": text} for text in row]
            for row in (
                ("Task", "Owner", "Late"),
                ("#38 Press kit", "Gus Moreau", "2 d"),
                ("#40 Landing page", "李雷", "1 d"),
            )
        ],
    },
    {"type": "divider"},
]
