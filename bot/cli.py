"""The command line: `muster serve`, `demo`, `migrate`, `doctor`, `manifest`, `parse`, `rights`, `rehearse`."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

cli = typer.Typer(
    name="muster", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Muster, a task assistant that lives in Slack.",
)  # fmt: skip
Found = TypeVar("Found")


class Option(StrEnum):
    """What a manifest may ask for beyond the least."""

    THREADS = "threads"
    REACTIONS = "reactions"
    EMAIL = "email"


class Language(StrEnum):
    """What a workspace may speak in its channels."""

    EN = "en"
    ZH = "zh"


@contextmanager
def _plain_failures() -> Iterator[None]:
    """What the operator can mend is one line on standard error, not a trace."""
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time: `parse` and --help need no settings
    from models.failures import DatabaseInUse, Unreachable  # noqa: PLC0415 - start-up time: nor a database

    try:
        yield
    except WrongSetting as error:
        raise SystemExit(f"muster: {error}") from None
    except DatabaseInUse as error:
        raise SystemExit(
            f"muster: {error} is in use by another Muster: stop that one first, or use PostgreSQL for several."
        ) from None
    except Unreachable as error:
        raise SystemExit(f"muster: the database cannot be opened: {error}. Look at DATABASE_URL.") from None
    except OSError as error:
        raise SystemExit(f"muster: {error.strerror or error}") from None


@cli.command()
def serve() -> None:
    """Run the assistant; settings come from the environment and `.env`."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot import logs  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import load  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        settings = load()
        logs.set_up(settings.log_level)
        from bot.app import serve as run  # noqa: PLC0415 - it takes a second or two; a wrong setting is told at once

        asyncio.run(run(settings))


@cli.command()
def demo(
    port: Annotated[int, typer.Option(envvar="DEMO_PORT", help="Port of the page.")] = 8700,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    lang: Annotated[Language, typer.Option(envvar="DEMO_LANG", help="Language of the workspace.")] = Language.EN,
    postgres: Annotated[str, typer.Option(envvar="DEMO_DATABASE_URL", help="A database instead of a fresh file.")] = "",
    socket: Annotated[bool, typer.Option(help="Connect by Socket Mode instead of HTTP.")] = False,
) -> None:
    """Show Muster in a small Slack on this machine; no account is needed."""
    from bot.demo import run  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        run(port=port, browser=browser, language=lang.value, database_url=postgres, socket=socket)


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands
    from models.db import revision_of, upgrade  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        url = load_database_url()
        upgrade(url)
        print(f"The database is at revision {revision_of(url)[0]}.")


class FileForm(StrEnum):
    """What a file of tasks may be."""

    CSV = "csv"
    JSON = "json"


def _read(url: str, work: Callable[[Any], Found]) -> Found:
    """What the work finds in a database that another process may be serving from."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from models.db import connect  # noqa: PLC0415 - start-up time of the other commands

    async def read() -> Found:
        database = connect(url, serving=False)
        try:
            return await database.read(work)
        finally:
            await database.close()

    return asyncio.run(read())


def write_all(url: str, to: str, form: str, workspace_id: str, language: str) -> int:
    """Every task of a workspace, for who runs the server; how many there were. It only reads."""
    from pathlib import Path  # noqa: PLC0415 - start-up time of the other commands

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.locales import words  # noqa: PLC0415 - start-up time of the other commands
    from bot.render import exports  # noqa: PLC0415 - start-up time of the other commands
    from models import Session  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import exports as queries  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Session) -> int:
        chosen = _the_workspace(session, workspace_id)
        rows = list(queries.list_all(session, chosen.id))
        content = exports.file_of(form, rows, chosen.zone, words(language), at=real_now(), line="")
        Path(to).write_bytes(content)
        return len(rows)

    return _read(url, work)


@cli.command()
def export(
    to: Annotated[str, typer.Option(help="The file to write.")],
    form: Annotated[FileForm, typer.Option(help="What kind of file.")] = FileForm.CSV,
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    lang: Annotated[Language, typer.Option(help="Language of the heads in a CSV.")] = Language.EN,
) -> None:
    """Write every task of a workspace to a file, private ones too; it only reads, so Muster may go on serving."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        count = write_all(load_database_url(), to, form.value, workspace, lang.value)
        print(f"{count} tasks are in {to}.")


@cli.command()
def doctor() -> None:
    """Check settings, tokens, scopes, database, clock and fonts; say how to mend each."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot import doctor as checks  # noqa: PLC0415 - start-up time of the other commands

    found = asyncio.run(checks.examine())
    print("\n".join(checks.lines(found)))
    raise typer.Exit(checks.exit_code(found))


@cli.command()
def manifest(
    url: Annotated[str, typer.Option(help="Public https address; without it the manifest is for Socket Mode.")] = "",
    option: Annotated[
        list[Option] | None, typer.Option(help="What to allow beyond the least; may be repeated.")
    ] = None,
) -> None:
    """Print the Slack app manifest, to be pasted at api.slack.com/apps."""
    from bot.manifest import manifest as made  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        found: dict[str, Any] = made(
            socket_mode=not url, url=url or None, options=frozenset(str(one.value) for one in option or ())
        )
        print(json.dumps(found, indent=2, ensure_ascii=False))


@cli.command()
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


@cli.command()
def rights() -> None:
    """Print who may do what, as a page of Markdown; it needs no settings and no network."""
    from bot.commands.rights import said_as  # noqa: PLC0415 - start-up time of the other commands
    from bot.render.rights import page  # noqa: PLC0415 - start-up time of the other commands

    print(page(said_as()), end="")


def _the_workspace(session: Any, workspace_id: str) -> Any:
    """The one that is named, or the only one there is."""
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import people  # noqa: PLC0415 - start-up time of the other commands

    there = people.list_workspaces(session)
    chosen = [one for one in there if workspace_id in ("", one.id)]
    if len(chosen) != 1:
        names = ", ".join(one.id for one in there) or "none"
        raise WrongSetting(f"choose one workspace with --workspace; there are: {names}")
    return chosen[0]


def rehearsed(url: str, to: str, days: int, workspace_id: str, language: str) -> list[str]:
    """What would be sent, a line a message; how far it came is told on standard error. It only reads."""

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.locales import words  # noqa: PLC0415 - start-up time of the other commands
    from bot.render import rehearsals as render  # noqa: PLC0415 - start-up time of the other commands
    from bot.rules import civil  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.messages import notices  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.rhythm import rehearsals  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Any) -> list[str]:
        workspace = _the_workspace(session, workspace_id)
        zone = civil.zone(workspace.zone)
        found = rehearsals.in_full(session, workspace, to, real_now(), days, notices.compose, lambda at: print(
            f"… {render.stamp(at, zone)}", file=sys.stderr))  # fmt: skip
        if found is None:
            raise WrongSetting(f"nobody and no channel is called {to}")
        return list(render.lines(*found, zone, words(language)))

    return _read(url, work)


@cli.command()
def rehearse(
    to: Annotated[str, typer.Option(help="A person or a channel, by name or id; without it, everybody.")] = "",
    days: Annotated[int, typer.Option(min=1, max=31, help="How many days ahead.")] = 3,
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    lang: Annotated[Language, typer.Option(help="Language of the words.")] = Language.EN,
) -> None:
    """Show what would be sent to whom if nothing changed; nothing is sent, and Muster may go on serving."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    with _plain_failures():
        found = rehearsed(load_database_url(), to, days, workspace, lang.value)
        print("\n".join(found) if found else "Nothing would be sent.")


def main() -> None:
    """The console script."""
    cli()
