"""`muster serve` in a process that is forked from a warm one: a death costs no second of imports."""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bot import app, delivery, failpoints
from bot.cli.running import serve
from bot.rules.pace import Pace
from bot.services.messages import outbox
from handlers.slack import worker

ROOT = Path(__file__).parent.parent.parent
WARM = get_context("forkserver")
WARM.set_forkserver_preload([__name__, "tests.faults.warmed"])
assert app, "what serving needs is imported before the fork"


def _serve(env: dict[str, str], log: Path, pace: float, armed: Path) -> None:
    """What `python -m bot serve` does, with that environment and no other; only as fast as the playground lets it."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    delivery.Pace = partial(Pace, pace)  # type: ignore[misc, assignment]
    outbox.FIRST_WAIT /= pace
    worker.FOREIGN_EVERY = timedelta(seconds=2)  # what a dead process heard is not left for a minute
    failpoints.arm(env.get("MUSTER_FAILPOINT", ""))  # it looks into the environment once, when it is imported

    def arm(*_: object) -> None:
        failpoints.arm(armed.read_text())
        armed.unlink()

    signal.signal(signal.SIGUSR1, arm)
    serve()


class Forked:
    """A process of Muster's: it can be told to stop, and killed."""

    def __init__(self, env: dict[str, str], log: Path, pace: float = 1.0) -> None:
        self._arming = log.with_name(f"{log.name}-{id(self)}")
        self._process = WARM.Process(target=_serve, args=(env, log, pace, self._arming), daemon=True)
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, which: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, which)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def arm(self, failpoint: str) -> None:
        """It runs and is ready: from now on it is to die at that place."""
        self._arming.write_text(failpoint)
        self.send_signal(signal.SIGUSR1)
        while self._arming.exists() and self.returncode is None:  # noqa: ASYNC110 - the file is gone when it heard
            await asyncio.sleep(0.002)

    async def wait(self) -> int:
        while (code := self.returncode) is None:  # noqa: ASYNC110 - a death has no event that asyncio hears
            await asyncio.sleep(0.01)
        return code
