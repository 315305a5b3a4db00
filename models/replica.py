"""A standby that only reads, for what takes long to read; where it is behind or away, somebody else is asked."""

import asyncio
from collections import Counter
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

from sqlalchemy import Text, bindparam, func, literal, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.failures import NotRead
from models.postgres import PostgresThreads
from models.prepared import Prepared

T = TypeVar("T")
READ, BEHIND, AWAY, SLOW = "read", "behind", "away", "slow"
THREADS = 2
WITHIN = 5.0  # seconds; what it does not answer by then is read elsewhere, while its message may still be sent
CONNECT_WITHIN = 3
LOOKS, LOOK_EVERY = 10, 0.1  # what was written a moment ago is waited for so long
ASK_AGAIN_AFTER = 10.0  # seconds in which one that was behind or away is let be

# of this transaction only: behind a pooler the connection is somebody else's next
GIVE_UP = Prepared(
    lambda _: select(func.set_config("statement_timeout", bindparam("milliseconds", type_=Text), literal(True)))
)

Told = Callable[[str], None]


class Elsewhere(Exception):
    """It cannot tell now."""


class _Behind(Exception):
    """It has not heard of it yet."""


class Replica:
    """What comes from it is never older than what was asked for: it has to know of that first.

    `reads` counts how it went. `told` hears once why it is not read any more, and "" when it is again.
    """

    def __init__(self, url: str, told: Told) -> None:
        self.reads: Counter[str] = Counter()
        self._threads = PostgresThreads(url, threads=THREADS, connect_within=CONNECT_WITHIN)
        self._told = told
        self._let_be_until = 0.0
        self._trouble = ""

    async def read(self, work: Callable[[Session], T], has_come: Callable[[Session], bool]) -> T:
        """`has_come` says whether what the work is about is there yet. Raises Elsewhere."""
        if monotonic() < self._let_be_until:
            raise self._elsewhere(self._trouble)
        if self._trouble:
            self._let_be_until = monotonic() + WITHIN  # one looks whether it is there again, all others go on
        begun = Event()
        try:
            async with asyncio.timeout(WITHIN):
                found = await self._once_it_came(work, has_come, begun)
        except _Behind:
            raise self._let_be(BEHIND) from None
        except (NotRead, DBAPIError, TimeoutError) as error:
            if begun.is_set():  # it is there and answers: what is shorter goes on being read there
                raise self._elsewhere(SLOW) from error
            raise self._let_be(AWAY, str(error) or "no answer in time") from error
        self.reads[READ] += 1
        if self._trouble:
            self._trouble, self._let_be_until = "", 0.0
            self._told("")
        return found

    async def _once_it_came(
        self, work: Callable[[Session], T], has_come: Callable[[Session], bool], begun: Event
    ) -> T:  # fmt: skip
        """`begun` tells that it knew of it, and was asked for the rest."""

        def whole(session: Session) -> T:
            GIVE_UP.rows(session, milliseconds=f"{WITHIN * 1000:.0f}")  # so that its thread comes free
            if not has_come(session):
                raise _Behind
            begun.set()
            return work(session)

        for _ in range(LOOKS - 1):
            try:
                return await asyncio.wrap_future(self._threads.read(whole))
            except _Behind:
                await asyncio.sleep(LOOK_EVERY)
        return await asyncio.wrap_future(self._threads.read(whole))

    def _let_be(self, trouble: str, why: str = "") -> Elsewhere:
        """For a while. Many may come here that began together; then it is as long after the last of them."""
        self._let_be_until = monotonic() + ASK_AGAIN_AFTER
        if trouble != self._trouble:
            self._trouble = trouble
            self._told(why or f"it is more than {LOOKS * LOOK_EVERY:.0f} second behind")
        return self._elsewhere(trouble)

    def _elsewhere(self, trouble: str) -> Elsewhere:
        self.reads[trouble] += 1
        return Elsewhere(trouble)

    def close(self) -> None:
        self._threads.close()
