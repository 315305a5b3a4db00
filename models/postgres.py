"""PostgreSQL threads: a few equal ones, a transaction each, retried when the server says to try again."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from models.failures import NotSaved

T = TypeVar("T")
THREADS = 6
TRIES = 5
TRY_AGAIN = {"40001", "40P01", "23505"}  # serialization, deadlock, lost a race for a key: surely rolled back


class PostgresThreads:
    """Any number of processes may run these against one database."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_size=THREADS, max_overflow=0, pool_pre_ping=True, hide_parameters=True)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="muster-database")
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
        for tries_left in reversed(range(TRIES)):
            try:
                return self._attempt(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) in TRY_AGAIN and tries_left:
                    continue
                if isinstance(error, OperationalError):
                    raise NotSaved(str(error.orig)) from error
                raise
        raise AssertionError("unreachable")

    def _attempt(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            result = work(session)
            session.commit()
            return result

    def _read(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            session.execute(text("SET TRANSACTION READ ONLY"))
            return work(session)
