"""What the commands share: failures in one line, the database for reading, the workspace that is meant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TypeVar

Found = TypeVar("Found")


class Language(StrEnum):
    """What a workspace may speak in its channels."""

    EN = "en"
    ZH = "zh"


@contextmanager
def plain_failures() -> Iterator[None]:
    """What the operator can mend is one line on standard error, not a trace."""
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time: `parse` and --help need no settings
    from models.failures import Damaged, DatabaseInUse, NotSaved, Unreachable  # noqa: PLC0415 - start-up time: nor a database

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
    except Damaged as error:
        raise SystemExit(f"muster: {error}.") from None
    except NotSaved as error:
        raise SystemExit(f"muster: the database did not take it: {error}.") from None
    except OSError as error:
        raise SystemExit(f"muster: {error.strerror or error}") from None


def read(url: str, work: Callable[[Any], Found]) -> Found:
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


def write(url: str, work: Callable[[Any], Found]) -> Found:
    """The same for work that changes the database: on SQLite only while no other process serves it."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from models.db import connect  # noqa: PLC0415 - start-up time of the other commands

    async def submit() -> Found:
        database = connect(url)
        try:
            return await database.submit(work)
        finally:
            await database.close()

    return asyncio.run(submit())


def the_workspace(session: Any, workspace_id: str) -> Any:
    """The one that is named, or the only one there is."""
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import people  # noqa: PLC0415 - start-up time of the other commands

    there = people.list_workspaces(session)
    chosen = [one for one in there if workspace_id in ("", one.id)]
    if len(chosen) != 1:
        names = ", ".join(one.id for one in there) or "none"
        raise WrongSetting(f"choose one workspace with --workspace; there are: {names}")
    return chosen[0]
