"""Lists of tasks: one page, one row a task, with what can be done to each."""

from collections.abc import Iterator

from bot.answers import TaskList
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import main_facts, title
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.voice import Voice
from models import Person, Task

# By whose tasks they are, and which of them where not all.
HEADINGS = {
    "mine": marked("Your tasks"),
    "person": marked("{person}'s tasks"),
    "channel": marked("Tasks in this channel"),
    "given": marked("Tasks you assigned to others"),
    "all": marked("All open tasks"),
    "found": marked("Tasks matching “{words}”"),
    "mine late": marked("Your late tasks"),
    "person late": marked("{person}'s late tasks"),
    "channel late": marked("Late in this channel"),
    "given late": marked("Late tasks you assigned to others"),
    "all late": marked("All late tasks"),
    "mine blocked": marked("Your blocked tasks"),
    "person blocked": marked("{person}'s blocked tasks"),
    "channel blocked": marked("Blocked in this channel"),
    "given blocked": marked("Blocked tasks you assigned to others"),
    "all blocked": marked("All blocked tasks"),
}
EMPTY = {
    "mine": marked("Nothing on your plate. `/task send the deck by Friday` adds a task."),
    "person": marked("{person} has no open tasks that you can see."),
    "channel": marked("Nothing is open here. `/task send the deck by Friday` adds a task."),
    "given": marked("No open tasks with others. `/task send the deck to @dana` assigns one."),
    "all": marked("Nothing is open. `/task send the deck by Friday` adds a task."),
    "found": marked("No tasks match. `/task list all` shows everything that's open."),
    "mine late": marked("You're not late with anything."),
    "late": marked("Nothing is late."),
    "mine blocked": marked("None of your tasks are blocked. `/task list all blocked` shows everyone's."),
    "blocked": marked("Nothing is blocked."),
}


def task_list(v: Voice, answer: TaskList) -> list[Block]:
    page = answer.page
    heading = joined([bold(_heading(v, answer)), escape(str(page.total)) if page.total else Mrkdwn("")])
    if not page.tasks:
        empty = _empty(v, answer)
        return [section(lines(heading, v(empty, person=_person(answer))))]
    rows = [row(v, task, answer.owners.get(task.owner_id)) for task in page.tasks]
    return [section(heading), *rows, *_pager(v, answer)]


def _heading(v: Voice, answer: TaskList) -> Mrkdwn:
    source = HEADINGS[f"{_whose(v, answer)} {_which(answer)}".strip()]
    return v(source, person=_person(answer), words=one_line(answer.wanted.words, 80))


def _empty(v: Voice, answer: TaskList) -> str:
    whose, which = _whose(v, answer), _which(answer)
    return EMPTY.get(f"{whose} {which}") or EMPTY[which or whose]


def _whose(v: Voice, answer: TaskList) -> str:
    wanted = answer.wanted
    if wanted.words:
        return "found"
    if wanted.creator_id:
        return "given"
    if wanted.channel_id:
        return "channel"
    if wanted.owner_id is None:
        return "all"
    return "mine" if v.is_me(wanted.owner_id) or answer.person is None else "person"


def _which(answer: TaskList) -> str:
    return "late" if answer.wanted.late else "blocked" if answer.wanted.blocked else ""


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
    snooze = (v.plain("Snooze until tomorrow"), f"snooze {number} tomorrow")
    return menu("more", [(v.plain("Done"), f"done {number}"), *start, show, snooze], version=task.version)


def _pager(v: Voice, answer: TaskList) -> Iterator[Block]:
    page = answer.page
    if page.pages < 2:
        return
    yield context(v("Page {page} of {pages}", page=page.number, pages=page.pages))
    back = button(v.plain("‹ Back"), f"{answer.line} page {page.number - 1}", name="list:back")
    more = button(v.plain("More ›"), f"{answer.line} page {page.number + 1}", name="list:more")
    yield from actions([back if page.number > 1 else None, more if page.number < page.pages else None])
