"""When a message is to be drawn again: a wish is a moment that has come, and who draws it puts that off until then.

So one column says both. A wish that comes while somebody draws puts the moment off by an instant more: the row stays
taken, and who drew it sees that it is wanted once more.
"""

from datetime import datetime, timedelta

from models import DRAWN_WITHIN

INSTANT = timedelta(microseconds=1)
FAR = DRAWN_WITHIN + timedelta(minutes=2)  # whose clock is more behind than that does nothing by hour
WISHES = timedelta(milliseconds=10)  # of ten thousand instants; who takes it after a lease ran out is seconds later


def wished(at: datetime | None, now: datetime) -> datetime:
    """The moment of a row that is wanted anew: at once, in its place in the line, or after what is under way."""
    if at is None or at > now + FAR:
        return now
    return at + INSTANT if at > now else at - INSTANT


def is_ours(at: datetime | None, taken: datetime | None) -> bool:
    """Whether it is still as we took it, newer wishes aside."""
    if at is None or taken is None:
        return at is taken
    return taken <= at <= taken + WISHES


def once_more(at: datetime | None, now: datetime) -> datetime:
    """Of a row that others took, too: whose words Slack heard last nobody knows, so it is drawn after them again."""
    return now if at is None else wished(at, now)
