"""Plays one part of `make faults` in a process of its own."""

import asyncio
import os
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path

from models.db import upgrade
from tests.faults.goals import PARTS, POSTGRES, Size
from tests.faults.parts import Found, Given
from tests.postgres import Server


def play_one(at: int, size: Size, seed: int, folder: Path, server: Server | None) -> tuple[Found, float]:
    """One part. What it raises is a breach of its own."""
    part, began = PARTS[at], time.monotonic()
    folder.mkdir()
    if part.database == POSTGRES and server is None:
        return Found("nothing: PostgreSQL is not installed here", "", "left out"), 0.0
    fresh = _files(folder)
    if part.database == POSTGRES and server is not None:
        fresh = server.fresh
        os.environ["MUSTER_WARM_ON"] = fresh()  # the fork server lives its small life there, too
    try:
        found = asyncio.run(part.run(Given(fresh, folder, seed, size)))
    except Exception as error:  # noqa: BLE001 - the others are played all the same
        traceback.print_exc()
        found = Found(str(size), "", "it broke off", [f"{type(error).__name__}: {str(error)[:600]}"])
    return found, time.monotonic() - began


def _files(folder: Path) -> Callable[[], str]:
    """Empty migrated SQLite files, one after the other."""
    empty, numbers = folder / "empty.db", count()
    upgrade(f"sqlite:///{empty}")

    def fresh() -> str:
        path = folder / f"muster-{next(numbers)}.db"
        path.write_bytes(empty.read_bytes())
        return f"sqlite:///{path}"

    return fresh
