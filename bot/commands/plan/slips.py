"""A date that moves others: shown first, then saved for all of them, for this one, or not at all."""

import re
from datetime import date, datetime

from bot.answers import Answer, Changed, Said
from bot.answers.plans import SlipAsked, SlipSaved
from bot.commands.call import Call, Subcommand
from bot.errors import UserError
from bot.parsing.orders import links
from bot.services.plan import slips
from bot.services.work import changing, rights, tasks
from models import Task

WHEN = re.compile(r"(?P<how>all|pull|one)\s+(?P<on>\d{4}-\d\d-\d\d)(?:\s+(?P<at>\d{4}-\d\d-\d\dT\S+))?")


def asked(call: Call, task: Task, on: date | None, at: datetime | None) -> SlipAsked | None:
    """The question, where others would move with this date, or might come earlier with it; else none."""
    changing.check_version(call.session, call.actor, task)
    may = rights.can(call.session, call.workspace, call.person, task, "due")
    if not (may and task.is_live) or on is None or on == task.due_on:
        return None
    is_earlier = task.due_on is not None and on < task.due_on
    slip = slips.ahead(call.session, call.actor, task, on, pull_in=is_earlier)
    if not slip.rows:
        return None
    when = f"{on.isoformat()} {at.isoformat()}" if at else on.isoformat()
    return SlipAsked(task, on, when, slip.rows, slip.stays, is_earlier)


def move(call: Call) -> Answer:
    """`move …` — change the date of a task, and of what comes after it."""
    number, words = links.first_task(call.args)
    task = tasks.find(call.session, call.actor, number)
    how, on, at = _when(words)
    if how == "one":
        entry = tasks.due(call.session, call.actor, task, on=on, at=at)
        view = tasks.view(call.session, task, now=call.actor.now, viewer=call.person)
        return Changed("due", (view,), undo=(entry.id,) if entry.id is not None else ())
    entry, slip = slips.save(call.session, call.actor, task, on=on, at=at, pull_in=how == "pull")
    return SlipSaved(task, on, slip.rows, entry.id)


def stay(call: Call) -> Answer:
    """`stay …` — leave the date of a task as it was."""
    return Said("left_as_it_was", {})


def _when(words: str) -> tuple[str, date, datetime | None]:
    found = WHEN.fullmatch(words)
    if found is None:
        raise UserError("no_such_date", words=words)
    try:
        on, at = date.fromisoformat(found["on"]), datetime.fromisoformat(found["at"]) if found["at"] else None
    except ValueError:
        raise UserError("no_such_date", words=words) from None
    return found["how"], on, at


SUBCOMMANDS = (
    Subcommand("move", move, hidden=True, reads=lambda args: bool(WHEN.search(args)), needs="due"),
    Subcommand("stay", stay, hidden=True, needs="help"),
)
