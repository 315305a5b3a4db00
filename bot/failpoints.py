"""Named places where a process may be told to die, so that tests can prove nothing is lost there."""

import os
import signal

NAMES = frozenset({
    # the database: in every commit, whoever asked for it
    "before_batch",  # the work of one or of many turns is done, nothing of it is kept
    "after_batch",  # all of it is kept, nobody knows
    # at the start
    "after_settling_in",  # the workspace is known, nobody listens yet
    "after_page",  # a page of the directory is kept
    "before_renewal",  # a refresh token is ours to use
    "after_renewal",  # Slack took it and gave a new token, we have not written that down
    # what was heard
    "after_inbox",  # an event is kept, Slack has no 200 yet
    "after_attempt",  # the try is counted, the work has not begun
    "before_commit",  # the work is done, nothing of it is kept
    "after_commit",  # all of it is kept, nobody was answered
    "after_world",  # what changed in Slack is learned
    "after_setting_aside",  # a try that failed is written down
    "before_response",  # by a response_url
    "after_response",
    "before_direct_call",  # a form, a word to one person
    "after_direct_call",
    # what fell due
    "after_occurrence",  # one item is done and its next moment is set
    "after_putting_off",
    "after_forgetting",
    # what is to be said
    "after_claim",  # a message is ours to send
    "before_call",
    "after_call",  # Slack has it, we have not written that down
    "after_settle",
    "after_freeing",  # a dead process's lease is taken from it
    "before_find",
    "after_find",  # we know what became of it, and have not written that down
    "after_reconcile",
    "before_redraw",
    "after_redraw",
    "after_redraw_claim",
    "after_drawn",
    "after_wish",  # a Home is to be drawn
    "after_home_claim",
    "before_publish",
    "after_publish",
    "after_home",
})  # fmt: skip
ANY = "*"


def _wanted(said: str) -> tuple[str, int]:
    """`name` or `name:which`: the first hit, or that one; `*:which` counts all places together.

    Raises ValueError for a place that does not exist.
    """
    name, _, which = said.partition(":")
    if name and name != ANY and name not in NAMES:
        raise ValueError(f"MUSTER_FAILPOINT: there is no place called {name}")
    return name, int(which or 1)


NAME, _left = _wanted(os.environ.get("MUSTER_FAILPOINT", ""))


def arm(said: str) -> None:
    """From now on, as if the environment had said so at the start."""
    global NAME, _left
    NAME, _left = _wanted(said)


def hit(name: str) -> None:
    """Die here, if it was said so, as a process dies that is killed: at once. It leaves the place's name on stderr."""
    if NAME:
        _count(name)


def _count(name: str) -> None:
    global _left  # noqa: PLW0603 - one process dies once
    if NAME not in (name, ANY):
        return
    _left -= 1
    if _left == 0:
        os.write(2, f"died at {name}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
