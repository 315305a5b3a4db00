"""What can go wrong between us and the disk."""


class NotSaved(Exception):
    """The transaction did not reach the disk; nothing of it was kept, or it is not known whether it was."""


class DatabaseInUse(Exception):
    """Another serving process holds this SQLite file."""


class Unreachable(Exception):
    """The database cannot be opened: one line that says why."""
