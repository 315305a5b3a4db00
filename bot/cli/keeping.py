"""Commands that keep what is there: `backup`, `restore`, `hold`."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from bot.cli.asking import plain_failures, write

FAILED_ITS_CHECK = 3
TELL_EVERY = 2.0


def megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


def messages(count: int) -> str:
    return "1 message waits" if count == 1 else f"{count} messages wait"


def erased_again(count: int | None) -> str:
    if count is None:
        return "Nothing here tells who was erased since: erase them again with muster erase."
    if count == 0:
        return "Nobody was erased since."
    return f"{'1 person' if count == 1 else f'{count} people'} erased since then: erased in it, too."


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


def restore(
    copy: Annotated[str, typer.Argument(metavar="FILE", help="A backup made by `muster backup`.")],
) -> None:
    """Put a backup back, with the outbox on hold: nothing old is sent. What was there stays beside it."""
    from pathlib import Path  # noqa: PLC0415 - start-up time of the other commands

    from bot.cli.erasing import forget_again  # noqa: PLC0415 - start-up time of the other commands
    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands
    from models import restoring  # noqa: PLC0415 - start-up time of the other commands
    from models.failures import Damaged, Unfit  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        try:
            done = restoring.restore(load_database_url(), Path(copy), real_now(), progress("put back"), forget_again)
        except Damaged as error:
            print(f"muster: {error}.", file=sys.stderr)
            raise typer.Exit(FAILED_ITS_CHECK) from None
        except Unfit as error:
            raise SystemExit(f"muster: nothing was restored: {error}.") from None
        print(f"{done.file} is now the backup {copy}.")
        if done.kept is not None:
            print(f"What was there is {done.kept}.")
        if done.copied_at is not None:
            print(f"It knows nothing after {done.copied_at:%Y-%m-%d %H:%M} UTC.")
        print(erased_again(done.erased))
        print(f"The outbox is on hold: {messages(done.waiting)}. Start Muster, have a look, then let them go:\n"
              "  /muster release in Slack, or, while Muster is stopped, muster hold --release")  # fmt: skip


def hold(
    release: Annotated[bool, typer.Option("--release", help="Let them go.")] = False,
) -> None:
    """Put the outbox on hold, as after pg_restore; with --release let it go. SQLite: stop Muster first."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands
    from models import Session  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import holds  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Session) -> int:
        return holds.let_all_go(session) if release else holds.put_on_hold(session)

    with plain_failures():
        waiting = write(load_database_url(), work)
        print(f"Released: {messages(waiting)} no more. Muster looks for each in Slack before it says it." if release
              else f"On hold: {messages(waiting)}. Start Muster; its admins hear of it.")  # fmt: skip
