"""Mornings that have come, tasks whose moment or whose silence has come, and people to be told of them."""

from bot.services.rhythm import steps
from scheduler.due import Due

DUE = tuple(Due(*step) for step in steps.NUDGES)
