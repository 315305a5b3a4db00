"""Filters in words, lists that are kept, and lists given as files."""

from typing import Any, assert_never

from bot.answers.finding import Exporting, FindingAnswer, ListSaved, SavedLists
from bot.locales import marked
from bot.notices import Export, ExportFailed
from bot.render import exports
from bot.render.slack.blocks import Block, actions, button, context, menu, message, section
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.voice import Voice
from models.queries.filters import Term

TERMS = {
    "owner": marked("owner: {value}"), "by": marked("created by: {value}"), "due": marked("due: {value}"),
    "label": marked("label: {value}"), "created": marked("created: {value}"), "closed": marked("closed: {value}"),
    "done": marked("finished: {value}"), "priority": marked("priority: {value}"), "project": marked("project: {value}"),
    "in": marked("from: {value}"), "role": marked("your role: {value}"), "reviewer": marked("reviewer: {value}"),
    "helper": marked("helper: {value}"), "accountable": marked("accountable: {value}"),
    "consulted": marked("consulted: {value}"), "informed": marked("informed: {value}"),
    "status": marked("status: {value}"), "has": marked("with {value}"),
}  # fmt: skip
VALUES = {
    "status": {
        "open": marked("not started"), "doing": marked("in progress"), "review": marked("in review"),
        "done": marked("done"), "archived": marked("archived"), "cancelled": marked("cancelled"),
    },
    "is": {
        "late": marked("overdue"), "blocked": marked("blocked"), "repeating": marked("repeating"),
        "unassigned": marked("owner has left"), "unacknowledged": marked("not acknowledged"), "mine": marked("yours"),
        "private": marked("private"), "public": marked("public"), "important": marked("important"),
        "snoozed": marked("snoozed"), "reminder": marked("own reminders"), "part": marked("part of another"),
        "waiting": marked("waiting for you"),
        "undated": marked("without a date"), "doing": marked("in progress"),
        "review": marked("in review"), "done": marked("done"), "urgent": marked("urgent"),
        "live": marked("not closed"), "closed": marked("closed"),
    },
    "has": {
        "evidence": marked("evidence"), "parts": marked("parts"), "note": marked("a note"),
        "comments": marked("comments"), "date": marked("a date"), "estimate": marked("an estimate"),
        "label": marked("a label"), "project": marked("a project"), "reviewer": marked("a reviewer"),
        "link": marked("a link"),
    },
    "role": {
        "owner": marked("owner"), "creator": marked("creator"), "accountable": marked("accountable"),
        "helper": marked("helper"), "reviewer": marked("reviewer"), "consulted": marked("consulted"),
        "informed": marked("informed"),
    },
}  # fmt: skip
SORTS = {
    "due": marked("by due date"), "priority": marked("by priority"), "created": marked("newest first"),
    "updated": marked("latest changes first"), "title": marked("by title"), "-due": marked("latest due date first"),
    "-priority": marked("lowest priority first"), "-created": marked("oldest first"),
    "-updated": marked("longest untouched first"), "-title": marked("by title, from the end"),
}  # fmt: skip
SHOWN = 5


def term(v: Voice, one: Term) -> Mrkdwn:
    """A filter as people say it: "label: launch", "not: overdue"."""
    if one.key in VALUES:
        value = ", ".join(v.plain(VALUES[one.key][each]) for each in one.values)
    else:
        value = one_line(one.said, 60)
    said = v(TERMS[one.key], value=value) if one.key in TERMS else escape(value)
    return v("not: {filter}", filter=said) if one.without else said


def topics(v: Voice, terms: tuple[Term, ...], sort: str) -> list[Mrkdwn]:
    """What a list is filtered by beyond its heading, and how it is sorted."""
    more = [escape(f"+{len(terms) - SHOWN}")] if len(terms) > SHOWN else []
    return [*(term(v, one) for one in terms[:SHOWN]), *more, *([v(SORTS[sort])] if sort else [])]


def answer(v: Voice, found: FindingAnswer) -> list[Block]:
    match found:
        case SavedLists():
            return saved_lists(v, found)
        case ListSaved():
            return list_saved(v, found)
        case Exporting():
            return exporting(v, found)
        case _:
            assert_never(found)


def saved_lists(v: Voice, found: SavedLists) -> list[Block]:
    if not found.rows:
        return [section(v("No saved lists yet. `/task list save launch-late label:launch is:late` saves it."))]
    rows = [
        section(lines(bold(escape(name)), escape(one_line(line, 200))),
                menu("more", [(v.plain("Show"), f"list {name}"), (v.plain("Delete"), f"list delete {name}")]))
        for name, line in found.rows
    ]  # fmt: skip
    return [section(joined([bold(v("Your saved lists")), escape(str(len(rows)))])), *rows]


def list_saved(v: Voice, found: ListSaved) -> list[Block]:
    name = one_line(found.name, 60)
    undo = button(v.plain("Undo"), f"list save {found.name} {found.before or found.line}", name="list:undo")
    if found.is_gone:
        return [section(v("The list *{name}* is deleted.", name=name)), *actions([undo])]
    show = button(v.plain("Show"), f"list {found.name}", name="list:saved")
    if found.before:
        said = v("Saved: `/task list {name}` now shows this instead of what it showed before.", name=name)
        return [section(said), *actions([show, undo])]
    drop = button(v.plain("Undo"), f"list delete {found.name}", name="list:undo")
    return [section(v("Saved: `/task list {name}` shows it again.", name=name)), *actions([show, drop])]


def exporting(v: Voice, found: Exporting) -> list[Block]:
    said = v.plural(
        "Preparing a {form} file with {n} task. It'll be in your direct messages with me in a moment.",
        "Preparing a {form} file with {n} tasks. It'll be in your direct messages with me in a moment.",
        found.count, form=found.form.upper(),
    )  # fmt: skip
    about = topics(v, found.wanted.terms, "")
    return [section(said), *([context(joined(about))] if about else [])]


def export(v: Voice, notice: Export) -> dict[str, Any]:
    """The message with its file, whose name gets a mark of the row on its way, by which it is found again."""
    file = exports.file_of(notice.form, notice.rows, v.reader.zone, v.words, at=notice.at, line=notice.line)
    said = v.plural("Your export: {n} task that you can see.", "Your export: {n} tasks that you can see.", file.count)
    everything = v.plain("Everything, closed tasks included.")
    about = v.plain("Filters: {line}", line=notice.line) if notice.line else everything
    day = notice.at.date().isoformat()
    given = {"stem": f"muster-tasks-{day}", "ending": notice.form, "title": v.plain("Tasks, {day}", day=day),
             "content": file.content}  # fmt: skip
    return {**message([section(said), context(escape(one_line(about, 300)))]), "file": given}


def export_failed(v: Voice, notice: ExportFailed) -> list[Block]:
    if notice.lacks_scope:
        return [section(v("I may not give files in this workspace yet, so there's no export. An admin can add "
                          "`files:write` to the app and install it again."))]  # fmt: skip
    again = button(v.plain("Try again"), f"export {notice.form} {notice.line}".strip(), name="export")
    return [section(v("Slack didn't take the file, so there's no export. Your tasks are all still here.")),
            *actions([again])]  # fmt: skip
