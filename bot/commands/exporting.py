"""Lists as files: `export csv label:launch`, `export json all`."""

import re
from dataclasses import replace

from bot.answers import Answer, WhoIs
from bot.answers.finding import Exporting
from bot.commands import lists
from bot.commands.call import Call, Subcommand
from bot.services import exporting
from models.queries.listing import Filter

FORM = re.compile(r"(?:as\s+|to\s+)?(?P<form>csv|json|excel|表格)(?:\s+|$)", re.IGNORECASE)
BY_NAME = {"excel": "csv", "表格": "csv"}


def _split(args: str) -> tuple[str, str]:
    """(form, the filters that follow it)."""
    match = FORM.match(args.strip())
    if match is None:
        return "csv", args.strip()
    form = match["form"].lower()
    return BY_NAME.get(form, form), args.strip()[match.end() :].strip()


def reads(args: str) -> bool:
    """What is no list is work: "export the data to the new system"."""
    return lists.is_list(_split(args)[1])


def export(call: Call) -> Answer:
    """`export csv|json [label:launch status:done …]` — the tasks as a file, by direct message; without filters, all."""
    form, line = _split(call.args)
    if not line:
        wanted = Filter(live=False)
    else:
        found = lists.resolved(call, lists.called(line), "export")
        if isinstance(found, WhoIs):
            return found
        wanted, line = found.wanted, found.line
    wanted = replace(wanted, sort="", day=None)
    return Exporting(form, exporting.ask(call.session, call.actor, wanted, form, line), wanted)


SUBCOMMANDS = (Subcommand("export", export, ("导出",), reads),)
