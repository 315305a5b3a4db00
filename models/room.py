"""Whether the disk has room for more: the last of it is kept for finishing what has begun."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

LEAST = 64 * 1024 * 1024
LOOK_EVERY = 1.0


def watched(path: Path | None) -> Callable[[], bool]:
    """Says whether new work may be taken, looking once a second at most; a server looks after its own disk."""
    looked_at, has_room = float("-inf"), True

    def look() -> bool:
        nonlocal looked_at, has_room
        if path is not None and time.monotonic() - looked_at >= LOOK_EVERY:
            looked_at = time.monotonic()
            has_room = shutil.disk_usage(path.resolve().parent).free >= LEAST
        return has_room

    return look
