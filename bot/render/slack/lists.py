"""Lists of tasks: one page, one row a task, with what can be done to each."""

from collections.abc import Iterator

from bot.answers import TaskList
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import main_facts, title
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.voice import Voice
from models import Person, Task

MINE, OF_A_PERSON, OF_A_CHANNEL = marked("Your tasks"), marked("Tasks of {person}"), marked("Tasks of this channel")
HEADINGS = {
    "mine": MINE,
    "person": OF_A_PERSON,
    "channel": OF_A_CHANNEL,
    "late": marked("Late tasks"),
    "blocked": marked("Blocked tasks"),
    "given": marked("Tasks you gave to others"),
    "all": marked("All open tasks"),
    "found": marked("Tasks with “{words}”"),
}
WHOSE = {
    ("late", "mine"): marked("Your late tasks"),
    ("late", "person"): marked("Late tasks of {person}"),
    ("late", "channel"): marked("Late tasks of this channel"),
    ("blocked", "mine"): marked("Your blocked tasks"),
    ("blocked", "person"): marked("Blocked tasks of {person}"),
    ("blocked", "channel"): marked("Blocked tasks of this channel"),
}
EMPTY = {
    "mine": marked("Nothing on your plate. `/task send the deck by Friday` adds something."),
    "person": marked("{person} has nothing open that you may see."),
    "channel": marked("Nothing is open here. `/task send the deck by Friday` adds something."),
    "late": marked("Nothing is late."),
    "blocked": marked("Nothing is blocked."),
    "given": marked("Nothing you gave away is open. `/task send the deck to @dana` hands something over."),
    "all": marked("Nothing is open. `/task send the deck by Friday` adds something."),
    "found": marked("No task has these words. `/task list all` shows what is open."),
}


def task_list(v: Voice, answer: TaskList) -> list[Block]:
    page = answer.page
    heading = joined([bold(_heading(v, answer)), escape(str(page.total)) if page.total else Mrkdwn("")])
    if not page.tasks:
        empty = EMPTY.get(answer.heading, EMPTY["all"])
        return [section(lines(heading, v(empty, person=_person(answer))))]
    rows = [row(v, task, answer.owners.get(task.owner_id)) for task in page.tasks]
    return [section(heading), *rows, *_pager(v, answer)]


def _heading(v: Voice, answer: TaskList) -> Mrkdwn:
    whose = "mine" if v.is_me(answer.wanted.owner_id or "") else "person" if answer.person else ""
    whose = whose or ("channel" if answer.wanted.channel_id else "")
    source = WHOSE.get((answer.heading, whose)) or HEADINGS.get(answer.heading, HEADINGS["all"])
    return v(source, person=_person(answer), words=one_line(answer.wanted.words, 80))


def _person(answer: TaskList) -> str:
    return one_line(answer.person.called, 60) if answer.person else ""


def row(v: Voice, task: Task, owner: Person | None = None, *, is_mine: bool = True) -> Block:
    """One task: title, what matters of it, and its verbs behind three dots; who is only waited for has two."""
    verbs = row_menu(v, task) if is_mine else menu("more", [_show(v, task), (v.plain("Note…"), f"note {task.number}")])
    return section(lines(title(task), row_facts(v, task, owner)), verbs)


def _show(v: Voice, task: Task) -> tuple[str, str]:
    return v.plain("Show"), f"show {task.number}"


def row_facts(v: Voice, task: Task, owner: Person | None = None) -> Mrkdwn:
    someone_else = owner is not None and not v.is_me(owner.id)
    name = escape(f"👤 {one_line(owner.called, 60)}") if owner and someone_else else Mrkdwn("")
    blocked = v("⛔ *blocked*") if task.is_blocked else Mrkdwn("")
    return joined([name, *main_facts(v, task), blocked])


def row_menu(v: Voice, task: Task) -> Block:
    number = task.number
    show = _show(v, task)
    if not task.is_live:
        return menu("more", [show, (v.plain("Reopen"), f"reopen {number}")], version=task.version)
    start = [(v.plain("Start"), f"start {number}")] if task.state == "open" else []
    snooze = (v.plain("🔕 Snooze until tomorrow"), f"snooze {number} tomorrow")
    return menu("more", [(v.plain("Done"), f"done {number}"), *start, show, snooze], version=task.version)


def _pager(v: Voice, answer: TaskList) -> Iterator[Block]:
    page = answer.page
    if page.pages < 2:
        return
    yield context(v("Page {page} of {pages}", page=page.number, pages=page.pages))
    back = button(v.plain("‹ Back"), f"{answer.line} page {page.number - 1}", name="list:back")
    more = button(v.plain("More ›"), f"{answer.line} page {page.number + 1}", name="list:more")
    yield from actions([back if page.number > 1 else None, more if page.number < page.pages else None])
