"""The one way to the database: connect, submit a change, read, upgrade. All work is plain synchronous Python."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from models.failures import NoRoom, Unreachable
from models.postgres import PostgresThreads
from models.replica import Elsewhere, Replica, Told
from models.room import watched
from models.sqlite import SQLiteThreads, lock_for_serving, writing_engine
from models.watching import Watch, unwatched

T = TypeVar("T")
VERSIONS = Path(__file__).parent / "migrations" / "versions"


class Threads(Protocol):
    """What an engine's threads must offer. `begun_again` counts transactions that were, by why."""

    begun_again: Counter[str]

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Run work in its own transaction; the future resolves after the commit is on disk."""

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        """Run work on a reading connection; what it writes is not kept."""

    def close(self) -> None:
        """Finish what waits, then end the threads."""


class Database:
    """The database as the rest of Muster sees it."""

    def __init__(
        self, threads: Threads, dialect: str, has_room: Callable[[], bool] = lambda: True,
        replica: Replica | None = None,
    ) -> None:  # fmt: skip
        self._threads, self._replica = threads, replica
        self.dialect = dialect
        self.has_room = has_room

    async def submit(self, work: Callable[[Session], T]) -> T:
        """One transaction. Raises what the work raises, or NotSaved when the commit failed."""
        return await asyncio.wrap_future(self._threads.submit(work))

    async def read(self, work: Callable[[Session], T]) -> T:
        return await asyncio.wrap_future(self._threads.read(work))

    async def read_in_bulk(self, work: Callable[[Session], T], has_come: Callable[[Session], bool]) -> T:
        """What takes long to read, on the replica where there is one that knows of it: `has_come` looks whether."""
        if self._replica is not None:
            with suppress(Elsewhere):
                return await self._replica.read(work, has_come)
        return await self.read(work)

    def check_room(self) -> None:
        """Before new work is taken. Raises NoRoom while the disk has only room left to finish what has begun."""
        if not self.has_room():
            raise NoRoom("under 64 MB are left on the disk")

    @property
    def begun_again(self) -> dict[str, int]:
        """How many transactions began again since the start, by why."""
        return dict(self._threads.begun_again)

    @property
    def replica_reads(self) -> dict[str, int]:
        """How often the replica was to be read since the start, by how it went."""
        return dict(self._replica.reads) if self._replica is not None else {}

    async def close(self) -> None:
        if self._replica is not None:
            await asyncio.to_thread(self._replica.close)
        await asyncio.to_thread(self._threads.close)


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def connect(
    url: str, *, serving: bool = True, watch: Watch = unwatched, replica: str = "", told: Told = unwatched
) -> Database:
    """Open the database threads. Raises DatabaseInUse when another serving process holds the same SQLite file.

    `watch` is called in their threads: `before_batch` and `after_batch` around every commit. `replica` is the address
    of a standby for what takes long to read, and `told` hears why it is not read, and "" when it is again.
    """
    if is_sqlite(url):
        lock = lock_for_serving(url) if serving else None
        return Database(SQLiteThreads(url, lock, watch), "sqlite", watched(Path(make_url(url).database or "")))
    standby = Replica(driver_url(replica), told) if replica else None
    return Database(PostgresThreads(driver_url(url), watch), "postgresql", replica=standby)


def driver_url(url: str) -> str:
    """The same address with the driver we use: `postgresql://…` becomes `postgresql+psycopg://…`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = encrypted(parsed).set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def encrypted(address: URL) -> URL:
    """A server on another machine is spoken to in clear text only where somebody said so, by `sslmode`."""
    named = address.query.get("host", ())
    hosts = [host for host in (address.host, *((named,) if isinstance(named, str) else named)) if host]
    if all(_is_here(host) for host in hosts) or "sslmode" in address.query or os.environ.get("PGSSLMODE"):
        return address
    return address.update_query_dict({"sslmode": "require"})


def _is_here(host: str) -> bool:
    """A socket, or a name or number of this machine."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def plain_engine(url: str) -> Engine:
    """An engine without threads, for migrations and reports."""
    return writing_engine(url) if is_sqlite(url) else create_engine(driver_url(url))


@contextmanager
def alone_with(url: str) -> Iterator[Callable[[Callable[[Session], T]], T]]:
    """Does each piece of work in a transaction of its own, in a database that nobody serves from."""
    engine = plain_engine(url)

    def done(work: Callable[[Session], T]) -> T:
        with Session(engine, expire_on_commit=False) as session:
            found = work(session)
            session.commit()
            return found

    try:
        yield done
    finally:
        engine.dispose()


@contextmanager
def for_itself(url: str) -> Iterator[None]:
    """Nobody serves from a SQLite file meanwhile. Raises DatabaseInUse."""
    lock = lock_for_serving(url) if is_sqlite(url) else None
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def upgrade(url: str) -> bool:
    """Bring the tables to the newest revision; whether they are ours now. Raises Unreachable.

    Tables of the very next release are let be: it only adds to what we write (docs/decisions/0021), so that the release
    before can go on beside it, or come back. Those of a later one are refused.
    """
    try:
        there, newest = revision_of(url)
        if there is not None and is_unknown(there):
            if not is_next(there, newest):
                raise Unreachable(f"its tables come from a newer Muster (revision {there}): upgrade this one")
            return False
        if there != newest:
            from models.migrating import migrate  # noqa: PLC0415 - 6 MB that a process which serves keeps for ever

            migrate(url)
    except DatabaseError as error:
        raise Unreachable(str(error.orig).strip().splitlines()[0]) from error
    return True


def revisions() -> list[str]:
    """All there are, oldest first: a migration's file begins with its own."""
    return sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py"))


def is_unknown(revision: str) -> bool:
    """Whether no migration of ours leads there."""
    return revision not in revisions()


def is_next(revision: str, newest: str | None) -> bool:
    """Whether it is what the release after ours would make."""
    return newest is not None and revision.isdigit() and int(revision) == int(newest) + 1


def revision_of(url: str) -> tuple[str | None, str]:
    """(revision of the database, newest revision there is)."""
    engine = plain_engine(url)
    try:
        with engine.connect() as connection:
            is_made = inspect(connection).has_table("alembic_version")
            there = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if is_made else None
            return there, revisions()[-1]
    finally:
        engine.dispose()
