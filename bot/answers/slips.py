"""What is answered to an order of which a part was not understood."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unread:
    """`read` is the part that was understood, `words` the part that was not; `usage` says how to write the order.

    `alone` is the line of the part that was read, where that does something by itself, and `line` keeps all that was
    said, where it may as well be work.
    """

    read: str
    words: str
    topic: str
    usage: tuple[str, str]
    alone: str = ""
    line: str = ""
