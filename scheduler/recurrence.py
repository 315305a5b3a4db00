"""Repeated tasks whose next one's day has come."""

from bot.services.rhythm import steps
from scheduler.due import Due

DUE = tuple(Due(*step) for step in steps.RECURRENCE)
