"""What was begun and is done piece by piece."""

from bot.services.rhythm import steps
from scheduler.due import Due

DUE = tuple(Due(*step) for step in steps.ERRANDS)
