"""Several things at once, each to its end."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any


async def each(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Returns when the last has ended, so that none goes on unwatched. Raises what the first raised that failed."""
    for failed in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(failed, BaseException):
            raise failed
