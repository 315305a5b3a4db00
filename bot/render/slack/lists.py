"""Lists of tasks: one page, one row a task, with what can be done to each."""

from collections.abc import Iterator

from bot.answers import TaskList
from bot.render.slack import absent, headings
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import main_facts, title
from bot.render.slack.ranking import first_because
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.voice import Voice
from bot.rules.nudging import is_reminder
from models import Person, Task


def task_list(v: Voice, answer: TaskList) -> list[Block]:
    page = answer.page
    heading = joined([bold(headings.heading(v, answer)), _total(v, answer)])
    if not page.tasks:
        nothing = section(lines(heading, headings.nothing(v, answer)))
        looked_for = answer.heading == "found" and answer.wanted.words
        return [nothing, *(_make(v, answer) if looked_for else _wider(v, answer))]
    rows = [row(v, task, answer.owners.get(task.owner_id)) for task in page.tasks]
    first = first_because(v, answer.first_because) if answer.first_because else Mrkdwn("")
    return [section(lines(heading, first)), *rows, *_pager(v, answer)]


def _total(v: Voice, answer: TaskList) -> Mrkdwn:
    page = answer.page
    if page.more:
        return v("{n}+ · the best of the newest {n}; more words or a filter narrow it", n=f"{page.total:,}")
    return escape(str(page.total)) if page.total else Mrkdwn("")


def _make(v: Voice, answer: TaskList) -> list[Block]:
    """What nobody has written down yet may be work: "find caterers"."""
    return actions([button(v.plain("Make it a task"), f"make {answer.line}", name="make")])


def _wider(v: Voice, answer: TaskList) -> list[Block]:
    """From a narrow list with nothing in it, one tap leads to all the tasks of the same person."""
    if not headings.which_of(v, answer.wanted) and not answer.wanted.terms:
        return []
    person = answer.person
    if headings.whose_of(v, answer) == "person" and person is not None:
        label = v.plain("All of {person}'s tasks", person=headings.called(answer))
        return actions([button(label, f"list <@{person.id}>", name="list:wider")])
    return actions([button(v.plain("My tasks"), "list", name="list"),
                    button(v.plain("All open tasks"), "list all", name="list:wider")])  # fmt: skip


def row(v: Voice, task: Task, owner: Person | None = None, *, is_mine: bool = True) -> Block:
    """One task: title, what matters of it, and its verbs behind three dots; who is only waited for has two."""
    verbs = (
        row_menu(v, task)
        if is_mine or task.state == "review"
        else menu("more", [_show(v, task), (v.plain("Note…"), f"note {task.number}")])
    )
    return section(lines(title(task), row_facts(v, task, owner)), verbs)


def _show(v: Voice, task: Task) -> tuple[str, str]:
    return v.plain("Show"), f"show {task.number}"


def row_facts(v: Voice, task: Task, owner: Person | None = None) -> Mrkdwn:
    someone_else = owner is not None and not v.is_me(owner.id)
    name = escape(f"👤 {one_line(owner.called, 60)}") if owner and someone_else else Mrkdwn("")
    blocked = v("⛔ *blocked*") if task.is_blocked else Mrkdwn("")
    name = absent.beside(v, name, owner) if name else name
    return joined([name, *main_facts(v, task), blocked])


def row_menu(v: Voice, task: Task) -> Block:
    number = task.number
    show = _show(v, task)
    if not task.is_live:
        return menu("more", [show, (v.plain("Reopen"), f"reopen {number}")], version=task.version)
    if task.state == "review":
        judging = [] if v.is_me(task.owner_id) else [
            (v.plain("Accept"), f"accept {number}"), (v.plain("Accept with a score…"), f"accept! {number}"),
            (v.plain("Return…"), f"return {number}"),
        ]  # fmt: skip
        return menu("more", [*judging, show, (v.plain("Note…"), f"note {number}")], version=task.version)
    if is_reminder(task):
        return menu("more", [
            (v.plain("Done"), f"done {number}"), (v.plain("Change date…"), f"due {number}"),
            (v.plain("Cancel task"), f"cancel {number}"), show, (v.plain("Snooze until…"), f"snooze {number}"),
        ], version=task.version)  # fmt: skip
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
    asked = answer.line.removeprefix("list").strip()
    file = button(v.plain("Export as CSV"), f"export csv {asked or 'mine'}", name="export")
    as_file = file if answer.heading != "found" else None
    yield from actions([back if page.number > 1 else None, more if page.number < page.pages else None, as_file])
