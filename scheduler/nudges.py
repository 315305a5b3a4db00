"""Mornings that have come and tasks that want attention."""

from bot.services.rhythm import nudges
from scheduler.due import Due

DUE = (
    Due("briefs", nudges.due_briefs, nudges.brief, nudges.put_off_brief),
    Due("nudges", nudges.due_nudges, nudges.nudge, nudges.put_off_nudge),
)
