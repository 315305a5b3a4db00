"""Finding: which tasks hold the words of a line, as far as its filters go, one page of them."""

import re
from dataclasses import replace

from bot.answers import Answer, TaskList, WhoIs
from bot.commands.call import Call
from bot.commands.finding import filtering
from bot.errors import UserError
from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.lines import task_line
from bot.parsing.orders import filters
from bot.rules import availability
from bot.rules.availability import Hours
from bot.rules.day_order import FirstBecause
from bot.services.priority import ranking
from models import Person
from models.queries import listing
from models.queries import people as people_queries
from models.queries.listing import Filter, Page

PAGE = re.compile(r"(?:^|\s)(?:page|第)\s*(\d{1,18})\s*页?\s*$", re.IGNORECASE)
FOR_WORK = re.compile(
    r"(?:me\s+|us\s+)?(?:for\s+)?"
    r"(?:an?|another|some|someone|somebody|somewhere|something|anyone|anybody|out|us|ways?|time to|more"
    r"|one|two|three)\s|(?:for\s+)?\d{1,6} (?:\w+ )?[a-z]+s(?:\s|$)|(?:for\s+)?(?:someone|somebody|out)$"
    r"|(?:一下|一[家个位种条些]|几[家个位种条]|\d{1,6}\s?[家个位种条份名台篇张本间款项]|出|到)",
    re.IGNORECASE,
)
FOR_SOMEBODY = re.compile(r"<@[UW]|(?:^|\s)@\w")
BY_A_DAY = re.compile(r"\b(?:by|before|until|till|due)\b|前$", re.IGNORECASE)
WORDS_MAX = 200
A_CHOICE = 2


def finds(args: str) -> bool:
    """Words to look for; "find a caterer", "find out why" and whatever has a person or a last day is work."""
    line = filters.read(args)
    if "\n" in args:
        return False
    if line.terms or line.wrong or line.misspelt:
        return True
    if FOR_WORK.match(args) or FOR_SOMEBODY.search(args):
        return False
    due = task_line.read(args, now=ANY_DAY, zone="UTC").due
    return due is None or BY_A_DAY.search(due.words) is None


def find(call: Call) -> Answer:
    """`find price list [owner:@ann status:done label:launch …]` — search tasks, closed too; ranks the newest 1,000."""
    page = PAGE.search(call.args)
    line = filters.read(PAGE.sub("", call.args))
    filtering.check(line)
    words = " ".join(line.words).strip()[:WORDS_MAX]
    if not words and not line.terms:
        raise UserError("find_what")
    found = filtering.meant(call, line.terms, "find")
    if isinstance(found, WhoIs):
        return found
    wanted = Filter(words=words, live=False, terms=found.terms, sort=found.sort)
    said = " ".join(["find", *([words] if words else []), *found.lines])
    return listed(call, wanted, "found", said, int(page[1]) if page else 1, None)


def listed(call: Call, wanted: Filter, heading: str, line: str, number: int, person: Person | None) -> TaskList:
    """One page of what the speaker may see; their own open tasks in the order of their day."""
    is_own = wanted.owner_id == call.person.id and wanted.live
    hours = availability.hours(call.person, call.workspace) if is_own else None
    wanted = replace(wanted, day=hours.today(call.actor.now)) if hours is not None else wanted
    page = listing.list_page(call.session, call.person, wanted, call.actor.now, page=number)
    owners = people_queries.list_by_ids(call.session, call.workspace.id, (task.owner_id for task in page.tasks))
    return TaskList(heading, wanted, page, line, owners, person, _first_because(call, wanted, page, hours))


def _first_because(call: Call, wanted: Filter, page: Page, hours: Hours | None) -> FirstBecause | None:
    """Why the first of somebody's own tasks is the first; a list by another order, or of one task, does not say."""
    if hours is None or page.number > 1 or page.total < A_CHOICE or wanted != Filter(
        owner_id=call.person.id, day=wanted.day
    ):  # fmt: skip
        return None
    return ranking.why_first(call.session, call.person, page.tasks[0], hours, call.actor.now)
