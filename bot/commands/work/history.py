"""`history`: all that happened to a task, page by page."""

import re

from bot.answers import Answer, TaskHistory
from bot.commands.call import Call, Subcommand
from bot.commands.lines.numbers import read_numbers
from bot.commands.work.amending import the_one
from bot.services.work import tasks
from models import History, Person
from models.queries import history as queries
from models.queries import people as people_queries

NAMED = (
    "owner_id", "blocked_by_id", "helpers", "reviewers", "accountable", "consulted", "informed", "accepted_by", "to",
)  # fmt: skip
AT_PAGE = re.compile(r"\s*(?:\bpage\s*|第\s*)(?P<page>\d{1,4})\s*页?\s*$", re.IGNORECASE)


def reads(args: str) -> bool:
    """A number, and perhaps a page: "history lesson" is work."""
    numbers, rest = read_numbers(AT_PAGE.sub("", args))
    return not args or (len(numbers) == 1 and not rest)


def history(call: Call) -> Answer:
    """`history 42` — all that happened to a task, newest first."""
    at_page = AT_PAGE.search(call.args)
    task, _ = the_one(call.with_args(AT_PAGE.sub("", call.args)))
    page = queries.page_of(call.session, task, int(at_page["page"]) if at_page else 1)
    view = tasks.view(call.session, task, now=call.actor.now, viewer=call.person)
    return TaskHistory(view, page.entries, people_in(call, page.entries), page.number, page.pages)


def people_in(call: Call, entries: tuple[History, ...]) -> dict[str, Person]:
    """Everybody whom those entries name."""
    held = (values for entry in entries for values in (entry.before, entry.after))
    told = (one for values in held for name in NAMED for one in _several(values.get(name)))
    ids = {entry.actor_id for entry in entries} | {one.rsplit(":", 1)[-1] for one in told}
    return people_queries.list_by_ids(call.session, call.workspace.id, ids)


def _several(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


SUBCOMMANDS = (Subcommand("history", history, ("log", "历史", "记录"), reads),)
