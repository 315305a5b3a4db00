"""Standups whose run opens, members to be asked or no longer waited for, days to be wrapped up."""

from bot.services.rhythm import standup_moments as moments
from bot.services.rhythm import standup_runs
from scheduler.due import Due

DUE = (
    Due("standups opened", moments.due_standups, standup_runs.open_due, moments.put_off_standup),
    Due("standup members", moments.due_answers, standup_runs.advance, moments.put_off_answer),
    Due("standups wrapped", moments.due_wraps, standup_runs.wrap, moments.put_off_wrap),
)
