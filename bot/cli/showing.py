"""Commands that need no database and no Slack: `manifest`, `parse`, `rights`."""

import json
import os
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.asking import plain_failures


class Option(StrEnum):
    """What a manifest may ask for beyond the least."""

    THREADS = "threads"
    REACTIONS = "reactions"
    EMAIL = "email"


def manifest(
    url: Annotated[str, typer.Option(help="Public https address; without it the manifest is for Socket Mode.")] = "",
    option: Annotated[
        list[Option] | None, typer.Option(help="What to allow beyond the least; may be repeated.")
    ] = None,
    redirect: Annotated[
        str, typer.Option(help="SLACK_REDIRECT_URL, where people install Muster into workspaces themselves.")
    ] = "",
) -> None:
    """Print the Slack app manifest, to be pasted at api.slack.com/apps."""
    from bot.manifest import manifest as made  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        found: dict[str, Any] = made(
            socket_mode=not url, url=url or None, options=frozenset(str(one.value) for one in option or ()),
            redirect=redirect or None,
        )  # fmt: skip
        print(json.dumps(found, indent=2, ensure_ascii=False))


def parse(
    words: Annotated[
        list[str] | None, typer.Argument(help="A task line; without it, lines come from standard input.")
    ] = None,
    jsonl: Annotated[bool, typer.Option(help="Read {id, text, …} lines, write one line of fields for each.")] = False,
) -> None:
    """Show how a line is understood; it needs no settings and no network."""
    from bot.parsing.jsonl import read_jsonl, read_lines  # noqa: PLC0415 - start-up time of the other commands

    try:
        if jsonl:
            read_jsonl(sys.stdin.buffer, sys.stdout.buffer)
            return
        typed = (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
        read_lines([" ".join(words)] if words else typed, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered has no reader
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def rights() -> None:
    """Print who may do what, as a page of Markdown; it needs no settings and no network."""
    from bot.commands.rights import said_as  # noqa: PLC0415 - start-up time of the other commands
    from bot.render.rights import page  # noqa: PLC0415 - start-up time of the other commands

    print(page(said_as()), end="")
