"""Which letters wait until their reader works, and which are said at once."""

from datetime import datetime

from bot.rules.availability import Hours
from models import Person

WAITS: dict[str, bool] = {
    # somebody waits for an answer, or the reader does: at once
    "given": False,
    "decline": False,
    "return": False,
    "review": False,
    "blocked_on_you": False,
    "asked": False,
    "answered": False,
    "helping": False,
    "block": False,
    "done": False,
    "accept": False,
    "cancel": False,
    "not_told": False,
    "reviewer_gone": False,
    "owner_gone": False,
    # good to know, with the next working hour early enough
    "moved": True,
    "wrote": True,
    "all_parts_done": True,
    "informed_done": True,
    "informed_cancel": True,
    "consult_start": True,
}


def due_at(news: str, person: Person, hours: Hours, now: datetime) -> datetime:
    """When that news is said to somebody: now, or when they may next be disturbed."""
    return free_at(person, hours, now) if WAITS.get(news, False) else now


def free_at(person: Person, hours: Hours, now: datetime, *, at_work: bool = True) -> datetime:
    """The first moment at which they may be disturbed: out of their own quiet and Slack's, in their working time."""
    at = max(now, person.quiet_until or now)
    if person.dnd_from is not None and person.dnd_until is not None and person.dnd_from <= at < person.dnd_until:
        at = person.dnd_until
    return hours.next_moment(at) if at_work else at
