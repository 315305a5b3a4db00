"""What the menus and pages of App Home say: what to show from now on, and which page of a section."""

from bot.answers import Answer, Nothing
from bot.answers.days import ONLY, SHOWS, SORTS
from bot.commands.call import Call, Subcommand
from bot.services.finding import homes
from bot.services.priority import days

CHOICES = {"show": SHOWS, "only": ONLY, "sort": SORTS}
MOST_PAGES = 10**6


def reads(args: str) -> bool:
    """Whether a button of Home says it: `show given`, `only late`, `sort due`, `about #launch`, `page day 2`."""
    name, value = [*args.split(None, 1), "", ""][:2]
    if name == "page":
        section, _, page = value.partition(" ")
        return section in days.ROWS and page.isascii() and page.isdigit() and 0 < int(page) <= MOST_PAGES
    if name == "about":
        return value == "" or (value[0] in "+#" and len(value) > 1)
    return args == "reset" or value in CHOICES.get(name, ())


def home(call: Call) -> Answer:
    """`home …` — choose what App Home shows."""
    name, value = [*call.args.split(None, 1), "", ""][:2]
    if name == "page":
        section, _, page = value.partition(" ")
        homes.turn_page(call.session, call.workspace.id, call.person.id, section, int(page))
    elif name == "reset":
        days.choose_all(call.session, call.actor)
    else:
        days.choose(call.session, call.actor, name, value)
    return Nothing()


SUBCOMMANDS = (Subcommand("home", home, hidden=True, reads=reads),)
