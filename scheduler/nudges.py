"""Mornings that have come, tasks whose moment or whose silence has come, and people to be told of them."""

from bot.services.rhythm import briefs, chasing, merged, nudges
from scheduler.due import Due

DUE = (
    Due("briefs", briefs.due, briefs.say, briefs.put_off),
    Due("nudges", nudges.due, nudges.fall_due, nudges.put_off),
    Due("silence", chasing.due, chasing.look, chasing.put_off),
    Due("telling", merged.due, merged.tell, merged.put_off),
)
