"""`suggest`: proposals for one's own tasks, and the two answers to each of them."""

import re

from bot.answers import Answer
from bot.answers.ranking import Suggestions
from bot.commands.call import Call, Subcommand, nothing
from bot.errors import not_found
from bot.services.priority import suggesting
from models.queries import people as people_queries

NAMED = re.compile(r"@(\d{1,9})")


def suggest(call: Call) -> Answer:
    """`suggest` — proposals for your tasks: what to raise, plan, hand over or drop, and why."""
    return _shown(call)


def take(call: Call) -> Answer:
    """`take …` — do what was proposed."""
    done = suggesting.take(call.session, call.actor, _id(call))
    if done is None:
        return _shown(call, "outdated")
    task, entry = done
    return _shown(call, "taken", task.number, (entry.id,) if entry.id is not None else ())


def pass_over(call: Call) -> Answer:
    """`pass …` — leave it as it is."""
    suggesting.leave(call.session, call.actor, _id(call))
    return _shown(call, "left")


def _id(call: Call) -> int:
    found = NAMED.fullmatch(call.args.strip())
    if found is None:
        raise not_found("suggestion_gone")
    return int(found[1])


def _shown(call: Call, done: str = "", number: int = 0, undo: tuple[int, ...] = ()) -> Suggestions:
    rows = suggesting.make(call.session, call.actor)
    counted = suggesting.counted(call.session, call.actor)
    named = {row.proposed for row, _ in rows if row.field == "owner_id"}
    people = people_queries.list_by_ids(call.session, call.workspace.id, named)
    return Suggestions(tuple(rows), people, counted.taken, counted.left, done, number, undo)


def _is_named(args: str) -> bool:
    return NAMED.fullmatch(args.strip()) is not None


SUBCOMMANDS = (
    Subcommand("suggest", suggest, ("建议", "advice"), nothing),
    Subcommand("take", take, hidden=True, reads=_is_named, needs="suggest"),
    Subcommand("pass", pass_over, hidden=True, reads=_is_named, needs="suggest"),
)
