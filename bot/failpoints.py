"""Named places where a process may be told to die, so that tests can prove nothing is lost there."""

import os
import signal

NAMES = frozenset({
    "after_inbox",  # an event is kept, Slack has no 200 yet
    "after_attempt",  # the try is counted, the work has not begun
    "before_commit",  # the work is done, nothing of it is kept
    "after_commit",  # all of it is kept, nobody was answered
    "after_claim",  # a message is ours to send
    "before_call",
    "after_call",  # Slack has it, we have not written that down
    "after_settle",
    "before_redraw",
    "after_redraw",
})  # fmt: skip


def _wanted(said: str) -> tuple[str, int]:
    """`name` or `name:which`: the first hit, or that one. Raises ValueError for a place that does not exist."""
    name, _, which = said.partition(":")
    if name and name not in NAMES:
        raise ValueError(f"MUSTER_FAILPOINT: there is no place called {name}")
    return name, int(which or 1)


NAME, _left = _wanted(os.environ.get("MUSTER_FAILPOINT", ""))


def hit(name: str) -> None:
    """Die here, if the environment said so, as a process dies that is killed: at once, without a word."""
    global _left  # noqa: PLW0603 - one process dies once
    if name != NAME:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
