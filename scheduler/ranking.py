"""Tasks whose level time may have changed."""

from bot.services.rhythm import steps
from scheduler.due import Due

DUE = tuple(Due(*step) for step in steps.RANKING)
