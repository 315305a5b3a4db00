"""Whole payloads as the Web API and the interactivity answers carry them, and Slack's names for their faults."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.blockkit.checks import breach, exactly_one, flag, listing, shape, string
from playground.blockkit.objects import menu_option, plain
from playground.blockkit.surfaces import breaches_in_blocks, of_type, shown_size

MOST_TEXT = 40_000
MOST_MARKDOWN = 12_000
MOST_IN_ALL_BLOCKS = 13_000
MOST_METADATA_BYTES = 8 * 1024
MOST_ATTACHMENTS = 100
MOST_VIEW_BYTES = 250 * 1024


@dataclass(frozen=True)
class Problem:
    """One reason for which Slack would refuse a payload."""

    error: str
    detail: str


NOT_JSON = object()


def decoded(value: Any) -> Any:
    """Form-encoded calls carry their structures as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return NOT_JSON


def size_in_bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="surrogatepass"))


def problems_in_message(payload: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with the text, blocks, attachments and metadata of a message."""
    text, markdown = payload.get("text"), payload.get("markdown_text")
    blocks, attachments = decoded(payload.get("blocks") or []), decoded(payload.get("attachments") or [])
    found = [*_in_text(text, markdown), *_in_blocks(blocks), *_in_attachments(attachments)]
    if markdown and (blocks or text):
        found.append(Problem("markdown_text_conflict", "markdown_text stands alone"))
    if not (_says_something(text) or _says_something(markdown) or blocks or attachments):
        found.append(Problem("no_text", "a message needs text, blocks or attachments"))
    if len(_tables(blocks, attachments)) > 1:
        found.append(Problem("only_one_table_allowed", "a message may hold one table"))
    if payload.get("metadata") is not None:
        found += _in_metadata(decoded(payload["metadata"]))
    return found


def _says_something(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _in_text(text: Any, markdown: Any) -> Iterator[Problem]:
    for name, value, most in (("text", text, MOST_TEXT), ("markdown_text", markdown, MOST_MARKDOWN)):
        if value is not None and not isinstance(value, str):
            yield Problem("invalid_arguments", breach("must be a string", f"/{name}"))
        elif value and len(value) > most:
            yield Problem("msg_too_long", breach(f"must be less than {most + 1} characters", f"/{name}"))


def _in_blocks(blocks: Any) -> Iterator[Problem]:
    if not isinstance(blocks, list):
        yield Problem("invalid_blocks_format", breach("must be an array of blocks", "/blocks"))
        return
    for detail in breaches_in_blocks(blocks, "message", "/blocks"):
        yield Problem("invalid_blocks", detail)
    if sum(shown_size(block.get("text")) for block in of_type(blocks, "markdown")) > MOST_MARKDOWN:
        yield Problem("invalid_blocks", breach(f"markdown blocks hold more than {MOST_MARKDOWN} characters", "/blocks"))
    size = shown_size(blocks)
    if size > MOST_IN_ALL_BLOCKS:
        yield Problem("msg_blocks_too_long", f"{size} characters over all blocks, at most {MOST_IN_ALL_BLOCKS}")


def _in_attachments(attachments: Any) -> Iterator[Problem]:
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        yield Problem("invalid_attachments", breach("must be an array of objects", "/attachments"))
        return
    if len(attachments) > MOST_ATTACHMENTS:
        yield Problem("too_many_attachments", f"at most {MOST_ATTACHMENTS} attachments")
    for index, attachment in enumerate(attachments):
        for detail in breaches_in_blocks(attachment.get("blocks", []), "message", f"/attachments/{index}/blocks"):
            yield Problem("invalid_attachments", detail)


def _tables(blocks: Any, attachments: Any) -> list[dict[str, Any]]:
    inner = [one.get("blocks") for one in attachments if isinstance(one, dict)] if isinstance(attachments, list) else []
    return [table for held in (blocks, *inner) for table in of_type(held, "table")]


def _in_metadata(metadata: Any) -> Iterator[Problem]:
    if not isinstance(metadata, dict):
        yield Problem("invalid_metadata_format", breach("must be an object", "/metadata"))
        return
    kind, content = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind:
        yield Problem("invalid_metadata_format", breach("must be a string with content", "/metadata/event_type"))
    if not isinstance(content, dict):
        yield Problem("invalid_metadata_format", breach("must be an object", "/metadata/event_payload"))
    elif size_in_bytes(content) > MOST_METADATA_BYTES:
        yield Problem("metadata_too_large", f"event_payload holds more than {MOST_METADATA_BYTES} bytes")


def _left_to_the_surface(value: Any, at: str) -> Iterator[str]:
    return iter(())


VIEW_FIELDS = {
    "blocks": _left_to_the_surface,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL_FIELDS = {
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}
VIEWS = {
    "modal": shape({"title": MODAL_FIELDS["title"], "blocks": VIEW_FIELDS["blocks"]}, {**MODAL_FIELDS, **VIEW_FIELDS}),
    "home": shape({"blocks": VIEW_FIELDS["blocks"]}, VIEW_FIELDS),
}


def problems_in_view(view: Any) -> list[Problem]:
    """Everything wrong with a modal or an App Home."""
    view = decoded(view)
    if not isinstance(view, dict):
        return [Problem("invalid_arguments", breach("must be an object", "/view"))]
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [Problem("invalid_arguments", breach(f"unsupported type: {kind}", "/view/type"))]
    found = [Problem("invalid_arguments", detail) for detail in _breaches_in_view(view, kind)]
    if size_in_bytes(view) > MOST_VIEW_BYTES:
        found.append(Problem("view_too_large", f"at most {MOST_VIEW_BYTES} bytes"))
    return found


def _breaches_in_view(view: Mapping[str, Any], kind: str) -> Iterator[str]:
    yield from VIEWS[kind]({name: held for name, held in view.items() if name != "type"}, "/view")
    if "blocks" in view:
        yield from breaches_in_blocks(view["blocks"], kind, "/view/blocks")
    if kind == "modal" and "submit" not in view and of_type(view.get("blocks"), "input"):
        yield breach("submit is needed when a modal has input blocks", "/view")


group = shape({"label": plain(75), "options": listing(menu_option, 1, 100)})
suggestions = shape(
    {},
    {"options": listing(menu_option, 0, 100), "option_groups": listing(group, 0, 100)},
    exactly_one("options", "option_groups"),
)


def problems_in_options(body: Any) -> list[Problem]:
    """Everything wrong with the answer to a block_suggestion."""
    return [Problem("invalid_arguments", detail) for detail in suggestions(body, "")]
