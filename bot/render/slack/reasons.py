"""Why a task is as pressing as it is: what raised it, in a few words each."""

from collections.abc import Callable
from typing import Any

from bot.render.slack.text import Mrkdwn, mention, one_line
from bot.render.slack.voice import Voice
from bot.rules import priority
from models import Task

Reason = dict[str, Any]


def _due_soon(v: Voice, reason: Reason) -> Mrkdwn:
    days = int(reason["days"])
    return v.plural("due within {n} day", "due within {n} days", days)


def _departments(v: Voice, reason: Reason) -> Mrkdwn:
    names = [one_line(str(name), 40) for name in reason["departments"][:4]]
    return v("for more than one department: {names}", names=v.plain(", ").join(names))


def _manager(v: Voice, reason: Reason) -> Mrkdwn:
    return v("from the owner's manager {person}", person=mention(str(reason["manager_id"])))


SAID: dict[str, Callable[[Voice, Reason], Mrkdwn]] = {
    priority.DUE_SOON: _due_soon,
    priority.DEPARTMENTS: _departments,
    priority.MANAGER: _manager,
}


def why(v: Voice, task: Task, *, in_full: bool = False) -> Mrkdwn:
    """Every rule that raised it; that it was set by hand only in full. A late task says so itself, by its date."""
    if task.priority is not None:
        return v("set by hand") if in_full else Mrkdwn("")
    is_late = priority.is_late(task, v.reader.now)
    told = [SAID[reason["rule"]](v, reason) for reason in task.level_reasons or ()
            if reason.get("rule") in SAID and not (is_late and reason["rule"] == priority.DUE_SOON)]  # fmt: skip
    return v.listed(told) if told else Mrkdwn("")
