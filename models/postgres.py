"""PostgreSQL threads: a few equal ones, a transaction each, begun again when it could not have its rows in order."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from models import holding
from models.failures import InDoubt, NotRead, NotSaved
from models.holding import Busy, Place
from models.watching import Watch, unwatched

T = TypeVar("T")
THREADS = 6
TRUSTED_FOR, SINCE = 1.0, "since"  # seconds for which a connection that was given back is taken to be there
# Seconds, the last one milliseconds: a server that is gone without a word must not hold a thread for many minutes.
CONNECT_WITHIN = 5
GIVEN_UP = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
            "tcp_user_timeout": 20_000}  # fmt: skip
TRIES = 5
BEGINNINGS = 20  # each begins with more rows than the one before
SERIALIZATION, DEADLOCK, SAME_KEY = "40001", "40P01", "23505"  # surely rolled back
TRY_AGAIN = {SERIALIZATION, DEADLOCK, SAME_KEY}
BUSY = "busy"


class PostgresThreads:
    """Any number of processes may run these against one database.

    `begun_again` counts why transactions were: by the state the server gave, or BUSY.
    """

    def __init__(
        self, url: str, watch: Watch = unwatched, threads: int = THREADS, connect_within: int = CONNECT_WITHIN
    ) -> None:
        self.begun_again: Counter[str] = Counter()
        self._watch = watch
        said = make_url(url).query
        self._engine = create_engine(
            url, pool_size=threads, max_overflow=0, hide_parameters=True,
            connect_args={name: most for name, most in (GIVEN_UP | {"connect_timeout": connect_within}).items()
                          if name not in said},
        )  # fmt: skip
        _look_after(self._engine)
        self._reader = self._engine.execution_options(postgresql_readonly=True)  # the same connections
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="muster-database")
        self._closed = False

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        if self._closed:
            refused: Future[T] = Future()
            refused.set_exception(NotSaved("the database is closed"))
            return refused
        return self._pool.submit(self._write, work)

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        return self._pool.submit(self._read, work)

    def close(self) -> None:
        self._closed = True
        self._pool.shutdown()
        self._engine.dispose()

    def _write(self, work: Callable[[Session], T]) -> T:
        first: frozenset[Place] = frozenset()
        tries_left = TRIES
        for _ in range(BEGINNINGS):
            try:
                return self._attempt(work, first)
            except Busy as busy:
                first |= busy.places
                self.begun_again[BUSY] += 1
            except DBAPIError as error:
                tries_left -= 1
                self._check_try_again(error, tries_left)
        raise NotSaved("the rows were never free")

    def _check_try_again(self, error: DBAPIError, tries_left: int) -> None:
        """Raises what is the end of it."""
        state = getattr(error.orig, "sqlstate", None)
        if state in TRY_AGAIN:
            self.begun_again[state] += 1
            if tries_left:
                return
        if isinstance(error, OperationalError):
            raise NotSaved(str(error.orig)) from error
        raise error

    def _attempt(self, work: Callable[[Session], T], first: frozenset[Place]) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            holding.take(session, first)
            result = work(session)
            self._watch("before_batch")
            try:
                session.commit()
            except OperationalError as error:
                if error.connection_invalidated:
                    raise InDoubt(str(error.orig), result) from error
                raise
        self._watch("after_batch")
        return result

    def _read(self, work: Callable[[Session], T]) -> T:
        try:
            with Session(self._reader, expire_on_commit=False) as session:
                found = work(session)
                self._end(session)
                return found
        except OperationalError as error:
            raise NotRead(str(error.orig)) from error

    def _end(self, session: Session) -> None:
        """By a commit, though nothing can have been written: with a rollback the driver forgets what is prepared there,
        and the next read would have all its statements planned again."""
        raw = session.connection().connection.dbapi_connection if session.in_transaction() else None
        with suppress(self._engine.dialect.loaded_dbapi.Error):  # it was read; the next one meets what is wrong
            if raw is not None:
                raw.commit()


@event.listens_for(Engine, "do_connect")
def _prepare_as_said(dialect: object, record: object, args: object, named: dict[str, Any]) -> None:
    """`?prepare_threshold=none` in an address: the server keeps no statements of ours, as a pooler that gives each
    transaction another connection needs it."""
    if (said := named.get("prepare_threshold")) is not None:
        named["prepare_threshold"] = None if str(said).lower() == "none" else int(said)


def _look_after(engine: Engine) -> None:
    """A connection that lay idle for a while is asked whether it is still there before anybody works with it."""

    @event.listens_for(engine, "checkin")
    def lay_down(connection: object, record: ConnectionPoolEntry) -> None:
        record.info[SINCE] = monotonic()

    @event.listens_for(engine, "checkout")
    def take_up(connection: object, record: ConnectionPoolEntry, proxy: object) -> None:
        if monotonic() - record.info.get(SINCE, monotonic()) < TRUSTED_FOR:
            return
        try:
            engine.dialect.do_ping(connection)  # type: ignore[arg-type]
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
