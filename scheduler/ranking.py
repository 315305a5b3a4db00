"""Tasks whose level time may have changed."""

from bot.services.priority import ranking
from scheduler.due import Due

DUE = (Due("levels", ranking.due, ranking.reckon, ranking.put_off),)
