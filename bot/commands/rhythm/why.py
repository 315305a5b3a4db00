"""`why`: which rule and which clock brought a reminder, or kept it; `next`: what comes if nothing moves."""

from bot.answers import Answer
from bot.answers.whys import Next
from bot.commands.call import Call, Subcommand
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import only_refs
from bot.commands.work.amending import the_one
from bot.commands.work.history import AT_PAGE
from bot.services.rhythm import coming
from bot.services.rhythm import why as services

MOST = 40  # tasks at once: so many one message names


def reads(args: str) -> bool:
    """Nothing, or numbers, and perhaps a page: "why the deck is late" is work."""
    _, rest = read_numbers(AT_PAGE.sub("", f" {args}"))
    return not rest.strip()


def why(call: Call) -> Answer:
    """`why [42]` — why you were reminded, or weren't, in the last 14 days; of tasks with their numbers."""
    at_page = AT_PAGE.search(f" {call.args}")
    page = int(at_page["page"]) if at_page else 1
    about = AT_PAGE.sub("", f" {call.args}").strip()
    if not about:
        return services.of_person(call.session, call.actor, page)
    numbers, _ = read_numbers(about)
    if len(numbers) > 1 and (found := services.of_numbers(call.session, call.actor, numbers[:MOST])):
        return found
    task, _ = the_one(call.with_args(about))
    return services.of_task(call.session, call.actor, task, page)


def next_(call: Call) -> Answer:
    """`next 42` — what happens next on a task if nothing moves: who is asked, and who hears of it."""
    task, _ = the_one(call)
    return Next(task, coming.of(call.session, call.workspace, task, call.actor.now))


ALIASES = ("为什么", "为何")

SUBCOMMANDS = (
    Subcommand("why", why, ALIASES, reads, needs="muster why"),
    Subcommand("next", next_, ("接下来",), only_refs),
)

OF_MUSTER = (Subcommand("why", why, ALIASES, reads),)
