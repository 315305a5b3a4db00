"""The command line. Each command is a plain function; this page is the list of them all."""

import typer

from bot.cli import delivering, erasing, keeping, reading, running, showing
from bot.cli.keys import keys

COMMANDS = (
    running.serve,
    running.demo,
    running.migrate,
    running.doctor,
    running.probe,
    keeping.backup,
    keeping.restore,
    keeping.hold,
    delivering.outbox,
    erasing.erase,
    showing.manifest,
    showing.parse,
    showing.rights,
    reading.export,
    reading.rehearse,
)

cli = typer.Typer(
    name="muster", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Muster, a task assistant that lives in Slack.",
)  # fmt: skip
for command in COMMANDS:
    cli.command()(command)
cli.add_typer(keys, name="keys")


def main() -> None:
    """The console script."""
    cli()
