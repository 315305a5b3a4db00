"""A date or an order that moves others: shown first, then saved for all of them, for this one, or not at all."""

import re
from datetime import date, datetime

from bot.answers import Answer, Changed, Said
from bot.answers.plans import OrderAsked, SlipAsked, SlipSaved
from bot.commands.call import Call, Subcommand
from bot.errors import UserError
from bot.parsing.orders import links
from bot.services.plan import plans, slips
from bot.services.work import changing, rights, roles, tasks
from models import History, Task

WHEN = re.compile(
    r"(?P<how>all|pull|one)\s+(?P<on>\d{4}-\d\d-\d\d)(?:\s+(?P<at>\d{4}-\d\d-\d\dT\S+))?(?: -- (?P<why>.+))?"
)
WHY_MAX = 1500  # letters that fit on a button beside the rest of its line

ORDER = re.compile(r"(?P<how>all|one)\s+(?P<after>#?\d.*)")


def asked(call: Call, task: Task, on: date | None, at: datetime | None, why: str = "") -> SlipAsked | None:
    """The question, where others would move with this date, or might come earlier with it; else none."""
    changing.check_version(call.session, call.actor, task)
    may = rights.can(call.session, call.workspace, call.person, task, "due")
    if not (may and task.is_live) or on is None or on == task.due_on:
        return None
    is_earlier = task.due_on is not None and on < task.due_on
    slip = slips.ahead(call.session, call.actor, task, on, pull_in=is_earlier)
    if not slip.rows:
        return None
    when = " ".join([on.isoformat(), *([at.isoformat()] if at else []), *([f"-- {why[:WHY_MAX]}"] if why else [])])
    after, parts = slip.split()
    return SlipAsked(task, on, when, after, slip.stays, is_earlier, parts, slip.by)


def asked_of_order(call: Call, task: Task, after: tuple[links.Written, ...]) -> OrderAsked | None:
    """The question, where its dates do not let the task come after those; else none. Refuses what would be refused."""
    slip = slips.behind(call.session, call.actor, task, after)
    if not slip.rows:
        return None
    plans.check_after(call.session, call.actor, task, after)
    befores = tuple(roles.read_link(one)[0] for one in after)
    rows, parts = slip.split()
    return OrderAsked(task, befores, ", ".join(map(str, after)), rows, slip.stays, parts, slip.by)


def move(call: Call) -> Answer:
    """`move …` — change the date of a task, and of what comes after it."""
    number, words = links.first_task(call.args)
    task = tasks.find(call.session, call.actor, number)
    how, on, at, why = _when(words)
    if how == "one":
        return _this_one(call, task, tasks.due(call.session, call.actor, task, on=on, at=at, note=why))
    entry, slip = slips.save(call.session, call.actor, task, on=on, at=at, pull_in=how == "pull", note=why)
    return SlipSaved(task, on, slip.rows, entry.id)


def _this_one(call: Call, task: Task, entry: History) -> Changed:
    view = tasks.view(call.session, task, now=call.actor.now, viewer=call.person)
    return Changed(entry.kind, (view,), undo=(entry.id,) if entry.id is not None else ())


def follow(call: Call) -> Answer:
    """`follow …` — put a task after others, and move it and what comes after it."""
    number, words = links.first_task(call.args)
    task = tasks.find(call.session, call.actor, number)
    said = ORDER.fullmatch(words)
    after = links.read_links(said["after"]) if said else ()
    if said is None or not after:
        raise UserError("after_what", number=task.number)
    if said["how"] == "one":
        return _this_one(call, task, plans.after(call.session, call.actor, task, after))
    entry, slip = slips.save_behind(call.session, call.actor, task, after)
    return SlipSaved(task, task.due_on, slip.rows, entry.id, tuple(roles.read_link(one)[0] for one in after))


def stay(call: Call) -> Answer:
    """`stay …` — leave a task as it was."""
    return Said("left_as_it_was", {})


def _when(words: str) -> tuple[str, date, datetime | None, str]:
    found = WHEN.fullmatch(words)
    if found is None:
        raise UserError("no_such_date", words=words)
    try:
        on, at = date.fromisoformat(found["on"]), datetime.fromisoformat(found["at"]) if found["at"] else None
    except ValueError:
        raise UserError("no_such_date", words=words) from None
    return found["how"], on, at, found["why"] or ""


SUBCOMMANDS = (
    Subcommand("move", move, hidden=True, reads=lambda args: bool(WHEN.search(args)), needs="due"),
    Subcommand("follow", follow, hidden=True, reads=lambda args: bool(ORDER.search(args)), needs="after"),
    Subcommand("stay", stay, hidden=True, needs="help"),
)
