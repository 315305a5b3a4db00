"""Reads what a payload says, the way a person or a machine would."""

import re
from collections.abc import Iterator
from typing import Any

TOKEN = re.compile(r"<([^<>]*)>")


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload, at any depth."""
    if isinstance(value, dict):
        yield value
        for held in value.values():
            yield from objects(held)
    elif isinstance(value, list):
        for held in value:
            yield from objects(held)


def markup(payload: dict[str, Any]) -> list[str]:
    """Every text that Slack reads as markup, the fallback text among them."""
    fallback = [payload["text"]] if isinstance(payload.get("text"), str) else []
    return fallback + [found["text"] for found in objects(payload) if found.get("type") == "mrkdwn"]


def shown(payload: dict[str, Any]) -> list[str]:
    """Every text a reader sees, in markup or plain; placeholders and labels too."""
    plain = [found["text"] for found in objects(payload) if found.get("type") == "plain_text"]
    return markup(payload) + plain


def buttons(payload: dict[str, Any]) -> dict[str, str]:
    """Label to the line that a button or an entry of a menu types."""
    found = {}
    for element in objects(payload):
        if element.get("type") == "button":
            found[element["text"]["text"]] = element["value"]
        for option in element.get("options", []) if element.get("type") == "overflow" else []:
            found[option["text"]["text"]] = option["value"]
    return found


def page(payload: dict[str, Any]) -> str:
    """The payload as a readable page: texts, [buttons], (entries of menus), <fields>."""
    return "\n".join(line for block in payload["blocks"] for line in _block(block))


def _block(block: dict[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "section" | "header":
            yield block["text"]["text"]
            if "accessory" in block:
                yield f"  {_element(block['accessory'])}"
        case "context":
            yield "  " + " | ".join(element["text"] for element in block["elements"])
        case "actions":
            yield "  " + " ".join(_element(element) for element in block["elements"])
        case "input":
            yield f"<{block['block_id']}> {block['label']['text']}: {_element(block['element'])}"
        case other:
            yield f"-- {other} --"


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']} = {element['value']}]"
    if element["type"] == "overflow":
        entries = ", ".join(f"{option['text']['text']} = {option['value']}" for option in element["options"])
        return f"({entries})"
    return str(element.get("initial_value", element.get("initial_date", element["type"])))
