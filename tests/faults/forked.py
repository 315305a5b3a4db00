"""`muster serve` in a process that is forked from a warm one: a death costs no second of imports."""

import asyncio
import importlib
import os
import signal
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from bot import app, cli, failpoints

ROOT = Path(__file__).parent.parent.parent
WARM = get_context("forkserver")
WARM.set_forkserver_preload([__name__])
assert app, "what serving needs is imported before the fork"


def _serve(env: dict[str, str], log: Path) -> None:
    """What `python -m bot serve` does, with that environment and no other."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    importlib.reload(failpoints)  # it looks into the environment once, when it is imported
    cli.serve()


class Forked:
    """A process of Muster's: it can be told to stop, and killed."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self._process = WARM.Process(target=_serve, args=(env, log), daemon=True)
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, which: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, which)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        while (code := self.returncode) is None:  # noqa: ASYNC110 - a death has no event that asyncio hears
            await asyncio.sleep(0.01)
        return code
