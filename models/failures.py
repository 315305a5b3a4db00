"""What can go wrong between us and the disk."""


class NotSaved(Exception):
    """The transaction did not reach the disk; nothing of it was kept, or it is not known whether it was."""


class InDoubt(NotSaved):
    """The connection was lost during the commit, so it may have been kept. `result` is what the work came to."""

    def __init__(self, said: str, result: object) -> None:
        super().__init__(said)
        self.result = result


class NotRead(NotSaved):
    """The database did not answer a question; so nothing was done, either."""


class DatabaseInUse(Exception):
    """Another serving process holds this SQLite file."""


class Unreachable(Exception):
    """The database cannot be opened: one line that says why."""


class Damaged(NotSaved):
    """The database file is not what it was written as. `str()` is one line that says what to do."""


class NoRoom(NotSaved):
    """The disk is so full that what is left is kept for what has begun."""


class Unfit(Exception):
    """A copy that cannot be used, or was not made: one line that says why."""
