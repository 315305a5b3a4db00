"""Repeated tasks whose next one's day has come."""

from bot.services.plan import recurring
from scheduler.due import Due

DUE = (Due("recurrence", recurring.due, recurring.make_due, recurring.put_off),)
