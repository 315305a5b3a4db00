"""Lists as files: `export csv label:launch`, `export json all`."""

import re
from dataclasses import replace

from bot.answers import Answer, WhoIs
from bot.answers.finding import Exporting
from bot.commands.call import Call, Subcommand
from bot.commands.finding import lists
from bot.parsing.talk import talk_lists
from bot.services.finding import exporting
from models.queries.listing import Filter

FORM = re.compile(r"(?:as\s+|to\s+)?(?P<form>csv|json|excel|电子表格|表格)(?:\s+|$)", re.IGNORECASE)
FORM_LAST = re.compile(r"\s+(?:as|to|in|into)\s+(?:an?\s+)?(?P<form>csv|json|excel)(?:\s+file)?[\s.!]*$", re.IGNORECASE)
BY_NAME = {"excel": "csv", "表格": "csv", "电子表格": "csv"}


def _split(args: str) -> tuple[str, str]:
    """(form, the filters that follow it)."""
    text = args.strip()
    match = FORM.match(text) or FORM_LAST.search(text)
    if match is None:
        return "csv", text
    form = match["form"].lower()
    return BY_NAME.get(form, form), f"{text[: match.start()]} {text[match.end() :]}".strip()


def _filters(line: str) -> str | None:
    """The line as filters: they are, or they are words for a list such as "my late tasks"."""
    return line if lists.is_list(line) else talk_lists.as_filters(line)


def reads(args: str) -> bool:
    """What is no list is work: "export the data to the new system"."""
    return _filters(_split(args)[1]) is not None


def export(call: Call) -> Answer:
    """`export csv|json [label:launch status:done …]` — the tasks as a file, by direct message; without filters, all."""
    form, line = _split(call.args)
    line = _filters(line) or ""
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
