"""SQLite threads: one writer that takes waiting turns into one commit, and readers beside it."""

import fcntl
import os
import queue
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from models import driver
from models.damage import check_damage, is_damage, told
from models.failures import DatabaseInUse, NoRoom, NotRead, NotSaved
from models.watching import Watch, unwatched

T = TypeVar("T")
BATCH = 64
READERS = 2
PASSES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR,
          sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}  # fmt: skip

# As the dialect names them. SQLAlchemy compiles these words each time they are said, which takes longer than a row.
SAVEPOINTS = {
    "do_savepoint": "SAVEPOINT", "do_release_savepoint": "RELEASE SAVEPOINT",
    "do_rollback_to_savepoint": "ROLLBACK TO SAVEPOINT",
}  # fmt: skip

Job = tuple[Callable[[Session], Any], "Future[Any]"]


def _path(url: str) -> str:
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("SQLite needs a file: several threads share it")
    return path


def lock_for_serving(url: str) -> int:
    """Hold the file for one serving process. The lock dies with the process, however it dies."""
    descriptor = os.open(_path(url) + ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise DatabaseInUse(_path(url)) from error
    return descriptor


def _engine(url: str, *, begin: str, pragmas: tuple[str, ...], pool_size: int) -> Engine:
    engine = create_engine(url, poolclass=QueuePool, pool_size=pool_size, max_overflow=0,
                           hide_parameters=True,
                           connect_args={"check_same_thread": False, "timeout": 5})  # fmt: skip

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own is deferred
        for pragma in ("busy_timeout=5000", "foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    for act, words in SAVEPOINTS.items():
        setattr(engine.dialect, act, partial(_say, words))

    @event.listens_for(engine, "handle_error")
    def tell_damage(context: ExceptionContext) -> None:
        check_damage(make_url(url), context.original_exception)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        raw = connection.connection.dbapi_connection
        if begin == "BEGIN" and raw is not None:
            raw.execute(begin)  # it waits for nobody, and nothing can go wrong: half the time
        else:
            connection.exec_driver_sql(begin)

    return engine


def _say(words: str, connection: Connection, name: str) -> None:
    driver.say(connection, f"{words} {name}")


def writing_engine(url: str) -> Engine:
    """Every transaction takes the write lock at once; a commit is on disk when it returns."""
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "secure_delete=FAST")
    return _engine(url, begin="BEGIN IMMEDIATE", pragmas=pragmas, pool_size=1)


def reading_engine(url: str) -> Engine:
    """Connections that cannot write."""
    return _engine(url, begin="BEGIN", pragmas=("query_only=ON",), pool_size=READERS)


def memory_engine() -> Engine:
    """A database of its own in memory, on one connection. Rows may name others that are not in it."""
    return _engine("sqlite://", begin="BEGIN", pragmas=("foreign_keys=OFF",), pool_size=1)


class SQLiteThreads:
    """One writer thread and a few reading ones over the same file; nothing is begun again."""

    def __init__(self, url: str, lock: int | None, watch: Watch = unwatched) -> None:
        self.begun_again: Counter[str] = Counter()
        self._lock = lock
        self._url = make_url(url)
        self._watch = watch
        self._writer_engine = writing_engine(url)
        self._reader_engine = reading_engine(url)
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="muster-writer", daemon=True)
        self._writer.start()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="muster-reader")

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(NotSaved("the database is closed"))
        else:
            future.set_running_or_notify_cancel()  # who gives up waiting cannot take the turn back
            self._waiting.put((work, future))
        return future

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        def run() -> T:
            try:
                with Session(self._reader_engine, expire_on_commit=False) as session:
                    return work(session)
            except (OperationalError, UnicodeDecodeError) as error:
                check_damage(self._url, error)
                if _is_no_fault_of_the_work(error):
                    raise NotRead(str(getattr(error, "orig", error))) from error
                raise

        return self._readers.submit(run)

    def close(self) -> None:
        self._closed = True
        self._waiting.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._reader_engine.dispose()
        self._writer_engine.dispose()
        if self._lock is not None:
            os.close(self._lock)

    def _write(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._next_batch()
            if batch:
                self._commit(batch)

    def _next_batch(self) -> tuple[list[Job], bool]:
        """Whatever waits now, at least one, at most BATCH; and whether more may come."""
        first = self._waiting.get()
        if first is None:
            return [], False
        batch = [first]
        with suppress(queue.Empty):
            while len(batch) < BATCH:
                job = self._waiting.get_nowait()
                if job is None:
                    return batch, False
                batch.append(job)
        return batch, True

    def _commit(self, batch: list[Job]) -> None:
        """All turns of the batch in one transaction, a savepoint each; nobody is answered before the fsync."""
        settle: list[Callable[[], None]] = []
        try:
            with self._writer_engine.connect() as connection, connection.begin():
                settle.extend(_attempt(connection, work, future) for work, future in batch)
                self._watch("before_batch")
            self._watch("after_batch")
        except Exception as error:  # noqa: BLE001 - the job loop: a failed commit fails every turn of the batch
            failure = self._failure(error)
            for _, future in batch:
                future.set_exception(failure)
            return
        for done in settle:
            done()

    def _failure(self, error: Exception) -> NotSaved:
        """Damage may be met before SQLAlchemy stands between: while a connection is made."""
        return told(self._url) if is_damage(error) else _not_saved(error)


def _attempt(connection: Connection, work: Callable[[Session], Any], future: "Future[Any]") -> Callable[[], None]:
    """Run one turn inside a savepoint. Its own error undoes only itself; a lost transaction is raised."""
    with Session(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
        try:
            result = work(session)
            session.commit()
        except Exception as error:
            if isinstance(error, DBAPIError) and _transaction_is_lost(connection):
                raise
            session.rollback()
            failure = _not_saved(error) if _is_no_fault_of_the_work(error) else error
            return lambda: future.set_exception(failure)
    return lambda: future.set_result(result)


def _not_saved(error: Exception) -> NotSaved:
    """Why it was not, as somebody may be told."""
    if isinstance(error, NotSaved):
        return error
    first: BaseException | None = error  # what came of it afterwards, such as a lost savepoint, was raised on top
    while first is not None and _code(first) != sqlite3.SQLITE_FULL:
        first = first.__context__
    return NotSaved(str(error)) if first is None else NoRoom(str(first))


def _is_no_fault_of_the_work(error: Exception) -> bool:
    """The file is locked, the disk full or broken: the same may well succeed later."""
    return _code(error) in PASSES


def _code(error: BaseException) -> int:
    """What SQLite calls it; the rest of its number says where in SQLite it was."""
    return int(getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)) & 0xFF


def _transaction_is_lost(connection: Connection) -> bool:
    """A full disk or an I/O error makes SQLite roll the whole transaction back by itself."""
    raw = connection.connection.dbapi_connection
    return raw is None or not raw.in_transaction
