"""What a task comes after, and what it is a part of: `after 43 42 FS +2d`, `part 43 of 40`."""

from bot.answers import Answer
from bot.answers.plans import PartOf
from bot.commands.call import Call, Subcommand
from bot.commands.plan import slips
from bot.commands.work.amending import NONE_WORDS, changed
from bot.errors import UserError
from bot.parsing.orders import links
from bot.services.plan import plans
from bot.services.work import tasks
from models import Task


def says_after(args: str) -> bool:
    """A task, and what comes before it or that nothing does: "after 2 weeks call Bob" is work."""
    number, rest = links.first_task(args)
    if not args:
        return True
    return bool(number) and (not rest or _is_none(rest) or bool(links.read_links(rest) or links.read_dropped(rest)))


def says_part(args: str) -> bool:
    """A task and the whole it belongs to: "part 2 of the report" is work."""
    number, rest = links.first_task(args)
    if not args:
        return True
    return bool(number) and (not rest or _is_none(rest) or bool(links.read_whole(rest)))


def _is_none(words: str) -> bool:
    return words.lower() in NONE_WORDS


def after(call: Call) -> Answer:
    """`after 43 42` — #43 comes after #42; `after 43 42 SS +2d` with a link and working days between, or `none`."""
    task, words = _named(call, "after")
    if not words:
        raise UserError("after_what", number=task.number)
    if _is_none(words):
        entry = plans.not_after(call.session, call.actor, task, None)
    elif dropped := links.read_dropped(words):
        entry = plans.not_after(call.session, call.actor, task, dropped)
    else:
        befores = links.read_links(words)
        if asked := slips.asked_of_order(call, task, befores):
            return asked
        entry = plans.after(call.session, call.actor, task, befores)
    return changed(call, "after", [(task, entry)])


def part(call: Call) -> Answer:
    """`part 43 of 40` — make #43 a part of #40; `part 43 none` makes it stand alone."""
    task, words = _named(call, "part")
    if not words:
        raise UserError("part_of_what", number=task.number)
    entry, whole = plans.part(call.session, call.actor, task, None if _is_none(words) else links.read_whole(words))
    if whole is None:
        return changed(call, "part", [(task, entry)])
    return PartOf(task, whole, entry.id, offers=plans.may_take_over(task, whole))


def inherit(call: Call) -> Answer:
    """`inherit …` — take over the project and the labels of what it is a part of."""
    task, _ = _named(call, "inherit")
    return changed(call, "edit", [(task, plans.take_over(call.session, call.actor, task))])


def _named(call: Call, verb: str) -> tuple[Task, str]:
    number, words = links.first_task(call.args)
    if not number:
        raise UserError("which_task", verb=verb)
    return tasks.find(call.session, call.actor, number), words


SUBCOMMANDS = (
    Subcommand("after", after, ("前置", "依赖", "排在"), says_after),
    Subcommand("part", part, ("subtask", "子任务", "归到"), says_part),
    Subcommand("inherit", inherit, hidden=True, reads=lambda args: bool(links.first_task(args)[0]), needs="edit"),
)
