"""Reading a calendar in a process of its own: it ends in seconds, whatever is written in there."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from bot.rules.calendar_text import Found, NotRead

SECONDS = 10.0
CPU_SECONDS = 5
MOST_MEMORY = 512 * 1024 * 1024
ROOT = Path(__file__).parent.parent
# Only the rule is imported there: neither the database nor any setting, and so no secret, is within its reach.
PROGRAM = """
import json, sys
from datetime import date
from zoneinfo import ZoneInfo
head = json.loads(sys.stdin.buffer.readline())
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (head["seconds"], head["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (head["memory"], head["memory"]))
except (ImportError, ValueError, OSError):
    pass
from bot.rules.calendar_text import NotRead, read
try:
    found = read(sys.stdin.buffer.read(), ZoneInfo(head["zone"]), *map(date.fromisoformat, head["days"]), head["names"])
    print(json.dumps([[one.is_days, one.begins.isoformat(), one.ends.isoformat(), one.part] for one in found]))
except NotRead as error:
    print(json.dumps(error.why))
"""


async def read_apart(text: bytes, zone: str, window: tuple[date, date], names: Sequence[str]) -> list[Found]:
    """What `calendar_text.read` finds. Raises NotRead."""
    head = {"zone": zone, "days": [day.isoformat() for day in window], "names": list(names),
            "seconds": CPU_SECONDS, "memory": MOST_MEMORY}  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, cwd=ROOT, env=_surroundings(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await child.communicate(json.dumps(head).encode() + b"\n" + text)
    except TimeoutError:
        raise NotRead("too_large") from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return _found(said, child.returncode)


def _surroundings() -> dict[str, str]:
    """No tokens, no address of a database: only what Python itself needs."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONTZPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": str(ROOT)}


def _found(said: bytes, ended: int | None) -> list[Found]:
    """A process that was stopped had too much to do; one that broke down met what is no calendar."""
    if ended:
        raise NotRead("too_large" if ended < 0 else "broken")
    answer = json.loads(said)
    if isinstance(answer, str):
        raise NotRead(answer)
    return [Found(date.fromisoformat(begins), date.fromisoformat(ends), part) if is_days else
            Found(datetime.fromisoformat(begins), datetime.fromisoformat(ends), part)
            for is_days, begins, ends, part in answer]  # fmt: skip
