"""Commands that keep what is there: `backup`, `restore`, `hold`."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from bot.cli.asking import plain_failures

FAILED_ITS_CHECK = 3
TELL_EVERY = 2.0


def megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


def progress(what: str) -> Callable[[int], None]:
    """Tells on standard error how much is written by now, every other second; short work says nothing."""
    import time  # noqa: PLC0415 - start-up time of the other commands

    told = time.monotonic()

    def tell(size: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            print(f"… {what}: {megabytes(size)}", file=sys.stderr, flush=True)

    return tell


def backup(
    to: Annotated[str, typer.Argument(metavar="[FILE]", help="The file to write; without it, one by the date.")] = "",
) -> None:
    """Copy the database into one file and check the copy; Muster may go on serving. No file is written over."""
    from pathlib import Path  # noqa: PLC0415 - start-up time of the other commands

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands
    from models import backups  # noqa: PLC0415 - start-up time of the other commands
    from models.failures import Damaged, Unfit  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        url = load_database_url()
        name = to or backups.name_of(url, real_now())
        try:
            made = backups.make(url, Path(name), progress("the copy"))
        except Damaged as error:
            print(f"muster: {error}", file=sys.stderr)
            raise typer.Exit(FAILED_ITS_CHECK) from None
        except Unfit as error:
            raise SystemExit(f"muster: no backup was made: {error}.") from None
        rows = f", {made.rows:,} rows" if made.rows is not None else ""
        print(f"{made.file}: {megabytes(made.size)}{rows}, checked, in {made.seconds:.1f} s.")
