"""Channels whose summary has come."""

from bot.services.rhythm import digests
from scheduler.due import Due

DUE = (Due("digests", digests.due, digests.post, digests.put_off),)
