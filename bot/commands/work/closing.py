"""Verbs of the end of a task: how it went, what went like it, and the archive."""

import re
from collections.abc import Callable

from bot.answers import Answer, Said
from bot.answers.reviews import CaseList, RecordForm
from bot.commands.call import Call, Subcommand
from bot.commands.finding.finding import finds
from bot.commands.lines.adding import plain
from bot.commands.lines.objects import only_refs
from bot.commands.work.amending import changed, each, the_one
from bot.services.review import closing as services
from bot.services.review.closing import Closing
from bot.services.work import tasks
from models.queries import people as people_queries

SHOWN = 10
OF_THINGS = re.compile(r"(?:of|for|with|to|study|studies)\b|\d+\D", re.IGNORECASE)
WORDS_MAX = 200
SPLITS_TAGS = re.compile(r"[\s,;#，、；＃]+")


def closing(call: Call) -> Answer:
    """`closing 42` — keep how a finished task went: documents, what went well, lesson, tags."""
    task, _ = the_one(call)
    services.check_ended(task)
    return RecordForm("closing", task, case=services.case_of(call.session, task))


def closing_form(call: Call) -> Answer:
    task, values = tasks.find(call.session, call.actor, int(call.heard.meta["number"])), call.heard.values
    tags = SPLITS_TAGS.split(str(values.get("tags") or ""))
    words = {name: str(values.get(name) or "") for name in ("documents", "went_well", "lesson")}
    said = Closing(**words, tags=tuple(tag for tag in tags if tag.strip()))
    entry = services.close(call.session, call.actor, task, said)
    if entry is None:
        return Said("nothing_kept", {"number": task.number}, anywhere=True)
    return changed(call, "closing" if services.case_of(call.session, task) else "closing none", [(task, entry)])


def looks_up(args: str) -> bool:
    """Words to look for: "cases of beer for the party" is work."""
    return finds(args) and OF_THINGS.match(args) is None


def cases(call: Call) -> Answer:
    """`cases [words]` — how finished tasks went: by words of title, tags and lesson."""
    words = plain(call, call.args)[:WORDS_MAX]
    rows = services.find(call.session, call.person, words, call.actor.now, SHOWN)
    people = people_queries.list_by_ids(call.session, call.workspace.id, (case.by_id for case, _ in rows))
    return CaseList(words, tuple(rows), people)


def archive(call: Call) -> Answer:
    """`archive 42` — put a finished task away; it can still be found."""
    return each(call, "archive", lambda task: services.archive(call.session, call.actor, task))


SUBCOMMANDS = (
    Subcommand("closing", closing, ("结案", "总结", "收尾"), only_refs),
    Subcommand("cases", cases, ("案例",), looks_up),
    Subcommand("archive", archive, ("归档", "存档"), only_refs),
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:closing": closing_form}
