"""Commands that run Muster or look whether it could run: `serve`, `demo`, `migrate`, `doctor`, `probe`."""

import sys
from typing import Annotated

import typer

from bot.cli.asking import Language, plain_failures


def serve() -> None:
    """Run the assistant; settings come from the environment and `.env`."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot import logs  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import load  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        settings = load()
        logs.set_up(settings.log_level)
        from bot.app import serve as run  # noqa: PLC0415 - it takes a second or two; a wrong setting is told at once

        asyncio.run(run(settings))


def demo(
    port: Annotated[int, typer.Option(envvar="DEMO_PORT", help="Port of the page.")] = 8700,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    lang: Annotated[Language, typer.Option(envvar="DEMO_LANG", help="Language of the workspace.")] = Language.EN,
    postgres: Annotated[str, typer.Option(envvar="DEMO_DATABASE_URL", help="A database instead of a fresh file.")] = "",
    socket: Annotated[bool, typer.Option(help="Connect by Socket Mode instead of HTTP.")] = False,
) -> None:
    """Show Muster in a small Slack on this machine; no account is needed."""
    from bot.demo import run  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        run(port=port, browser=browser, language=lang.value, database_url=postgres, socket=socket)


def migrate() -> None:
    """Bring the database to this version's tables."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands
    from models.db import revision_of, upgrade  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        url = load_database_url()
        upgrade(url)
        print(f"The database is at revision {revision_of(url)[0]}.")


def doctor() -> None:
    """Check settings, tokens, scopes, database, clock and fonts; say how to mend each."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot import doctor as checks  # noqa: PLC0415 - start-up time of the other commands

    found = asyncio.run(checks.examine())
    print("\n".join(checks.lines(found)))
    raise typer.Exit(checks.exit_code(found))


def probe(
    channel: Annotated[str, typer.Option(help="Id of a channel to try things in; Muster must be a member of it.")],
    to: Annotated[str, typer.Option(help="The file to write the answers to, as JSON.")] = "",
    wait: Annotated[float, typer.Option(min=0, max=600, help="Seconds to wait for a click, and for its return.")] = 90,
    posts: Annotated[int, typer.Option(min=1, max=100, help="How many messages to time.")] = 10,
) -> None:
    """Ask a live Slack what no document answers: it posts to a channel of yours, measures, and removes it again."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands
    from pathlib import Path  # noqa: PLC0415 - start-up time of the other commands

    from slack_sdk.errors import SlackApiError  # noqa: PLC0415 - start-up time of the other commands

    from bot import probe as asked  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import load  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        try:
            found = asyncio.run(asked.run(load(), channel, wait=wait, posts=posts, say=_progress))
        except SlackApiError as error:
            raise SystemExit(f"muster: Slack answers {error.response.get('error')}. {asked.MEND}") from None
        print("\n".join(asked.lines(found)))
        if to:
            asked.write(found, Path(to))
            print(f"The answers with their figures are in {to}.")


def _progress(said: str) -> None:
    print(said, file=sys.stderr, flush=True)
