"""The checks every message and view passes before Slack accepts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.blockkit import Problem, problems_in_message, problems_in_view
from playground.slack import Slack
from playground.webapi.call import ApiError, Call
from playground.world import Json

CONTENT = ("text", "blocks", "attachments", "metadata", "markdown_text")


def content_of(call: Call) -> Json:
    """The parts of a message as sent; absent ones are left out."""
    content: Json = {}
    for name in ("text", "markdown_text"):
        if call.args.get(name) is not None:
            content[name] = call.text(name)
    for name in ("blocks", "attachments", "metadata"):
        value = call.structure(name)
        if value is not None:
            content[name] = value
    return content


def check_message(slack: Slack, content: Json) -> None:
    refuse(message_problems(slack, content))


def check_view(slack: Slack, view: Json) -> None:
    refuse(view_problems(slack, view))


def refuse(problems: list[Problem]) -> None:
    if problems:
        raise ApiError(problems[0].error, *[problem.detail for problem in problems])


def message_problems(slack: Slack, content: Json) -> list[Problem]:
    return problems_in_message(content) or _file_problems(slack, content.get("blocks"))


def view_problems(slack: Slack, view: Json) -> list[Problem]:
    return problems_in_view(view) or _file_problems(slack, view.get("blocks"))


def _file_problems(slack: Slack, blocks: Any) -> list[Problem]:
    """An image may show an uploaded file only once its upload is complete."""
    return [
        Problem(error="invalid_blocks", detail="invalid slack file [json-pointer:/blocks]")
        for shown in _slack_files(blocks)
        if not _is_there(slack, shown)
    ]


def _is_there(slack: Slack, shown: Json) -> bool:
    if "id" in shown:
        file = slack.world.files.get(str(shown["id"]))
        return file is not None and file.completed
    wanted = str(shown.get("url", ""))
    return any(file.id in wanted for file in slack.world.files.values() if file.completed)


def _slack_files(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for item in value:
            yield from _slack_files(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "slack_file" and isinstance(item, dict):
                yield item
            else:
                yield from _slack_files(item)
