"""`muster keys`: making a key, sealing everything anew with it, and looking whether all of it opens."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from bot.cli.asking import plain_failures, read

AT_ONCE = 50

keys = typer.Typer(no_args_is_help=True, help="The keys that tokens are sealed with in the database.")


@keys.command()
def new(
    name: Annotated[str, typer.Option(help="What to call it: small letters, digits and -.")] = "",
) -> None:
    """Make a key, and print it as a line for MUSTER_KEYS or the file of keys."""
    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.sealing import new_key, ring_of  # noqa: PLC0415 - start-up time of the other commands

    with _in_a_line():
        line = new_key(name or f"k{real_now():%Y%m%d}")
        ring_of(line)
        print(line)
    print("Keep it where only Muster can read it. Where there are keys already, put it before them, restart Muster,\n"
          "and run `muster keys rotate`; then the old ones can go.", file=sys.stderr)  # fmt: skip


@keys.command()
def rotate() -> None:
    """Seal with the first key what others have sealed. SQLite: stop Muster first; PostgreSQL: it may go on serving."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures(), _in_a_line():
        url, ring = _settings()
        count = asyncio.run(_rotate(url, ring))
        print(f"{count} installations are sealed anew with the key {ring.first}." if count
              else f"Everything is sealed with the key {ring.first} already.")  # fmt: skip


async def _rotate(url: str, ring: Any) -> int:
    """A few rows a transaction: whoever serves beside is not held up."""
    from bot import sealing  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.people import calendars, installing  # noqa: PLC0415 - start-up time of the other commands
    from models.db import connect  # noqa: PLC0415 - start-up time of the other commands

    database = connect(url)
    sealing.use(ring)
    try:
        count = await _through(database, lambda session, after: installing.reseal(session, ring, after, AT_ONCE), "")
        await _through(database, lambda session, after: calendars.reseal(session, after, AT_ONCE), ("", ""))
        return count
    finally:
        await database.close()


async def _through(database: Any, piece: Any, after: Any) -> int:
    """Until there is nothing left to go on with; how many it were."""
    count = 0
    while after is not None:
        done, after = await database.submit(lambda session: piece(session, after))  # noqa: B023
        count += done
    return count


@keys.command()
def check() -> None:
    """Look whether all that is sealed opens, and with which key. It only reads, so Muster may go on serving."""
    from bot import sealing  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.people import calendars, installing  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures(), _in_a_line():
        url, ring = _settings()
        sealing.use(ring)
        found = read(url, lambda session: installing.looked_at(session, ring))
        calendars_closed = read(url, calendars.count_closed)
    closed = [one for one in found if not one.opens]
    for key_id, count in sorted(Counter(one.said for one in found if one.opens).items()):
        print(f"key {key_id}: {count} installations")
    for one in closed:
        print(f"{one.owner} does not open: {one.said}")
    if calendars_closed:
        print(f"The addresses of {calendars_closed} calendars do not open.")
    fault = bool(closed or calendars_closed)
    print("Give the keys back that these were sealed with." if fault else "Everything opens.")
    raise typer.Exit(1 if fault else 0)


@contextmanager
def _in_a_line() -> Iterator[None]:
    """A ring that cannot be used, or what does not open, is told in one line."""
    from bot.sealing import CannotOpen, WrongKeys  # noqa: PLC0415 - start-up time of the other commands

    try:
        yield
    except (WrongKeys, CannotOpen) as error:
        raise SystemExit(f"muster: {error}.") from None


def _settings() -> tuple[str, Any]:
    """Where the database is, and the ring. Raises WrongSetting."""
    from bot.settings import WrongSetting, load_key_settings  # noqa: PLC0415 - start-up time of the other commands

    settings = load_key_settings()
    ring = settings.ring()
    if ring is None:
        raise WrongSetting("MUSTER_KEYS is missing: run `muster keys new`")
    return settings.database_url, ring
