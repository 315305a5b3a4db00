"""Standups whose run opens, members to be asked or no longer waited for, days to be wrapped up."""

from bot.services.rhythm import steps
from scheduler.due import Due

DUE = tuple(Due(*step) for step in steps.STANDUPS)
