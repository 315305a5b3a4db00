"""A task's card, the receipts of what was done to it, and what is told of it."""

from collections.abc import Iterator

from bot.answers import Changed, Created, SaidBefore, TaskView
from bot.locales import marked
from bot.notices import TaskCard, TaskGone, TaskTold
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import all_facts, due, main_facts, priority, state_mark, title, waits
from bot.render.slack.readings import other_readings, pickers, read_from
from bot.render.slack.text import Mrkdwn, joined, lines, mention, quoted
from bot.render.slack.times import moment, written_day
from bot.render.slack.voice import Voice
from models import Task

SHOWN_NOTE = 500
SHOWN_CHANGES = 15
MUSTER = "@Muster"

CHANGES = {
    "add": marked("➕ Added"),
    "start": marked("▶️ Started"),
    "done": marked("✅ Done"),
    "cancel": marked("✖️ Cancelled"),
    "reopen": marked("🔁 Reopened"),
    "block": marked("⛔ Blocked"),
    "unblock": marked("🟢 Unblocked"),
    "assign": marked("👤 Assigned to {person}"),
    "due": marked("📅 Now due {when}"),
    "due day": marked("📅 Now due {day}"),
    "due none": marked("📅 Due date removed"),
    "priority": marked("Priority set to {priority}"),
    "priority none": marked("Priority back to automatic"),
    "snooze": marked("🔕 Snoozed until {when}"),
    "edit": marked("✏️ Updated"),
    "edit none": marked("✏️ Nothing changed"),
    "note": marked("📝 Note added"),
    "undo": marked("↩️ Undone"),
}
TOLD = {
    "done": marked("✅ {person} finished a task you assigned"),
    "cancel": marked("✖️ {person} cancelled a task you assigned"),
    "block": marked("⛔ {person} is blocked on a task you assigned"),
    "blocked_on_you": marked("⛔ {person} is waiting for you"),
    "not_told": marked("📭 I couldn't reach {person}. Please tell them yourself about this task:"),
    "other": marked("{person} updated a task you assigned"),
}


def card(v: Voice, view: TaskView, given_by: str | None = None) -> list[Block]:
    """The whole card: title, facts, note, what can be done next."""
    first = [section(v("📬 {person} assigned you a task", person=mention(given_by)))] if given_by else []
    return [*first, *face(v, view), *read_from(v, view), *actions(card_buttons(v, view)), *pickers(v, view)]


def face(v: Voice, view: TaskView) -> list[Block]:
    """The card without its buttons."""
    task = view.task
    blocks = [section(title(task, 1500))]
    if blocked := waits(v, task):
        blocks.append(section(blocked))
    if task.note.strip():
        blocks.append(section(quoted(task.note, SHOWN_NOTE)))
    return [*blocks, context(joined(all_facts(v, view)))]


def more_menu(v: Voice, view: TaskView) -> Block:
    """The rarer verbs, behind three dots, which hold five: the priority comes in once its picker has gone."""
    number = view.task.number
    note_or_priority = (v.plain("Note…"), f"note {number}") if view.is_fresh else (
        v.plain("Priority…"), f"priority {number}")  # fmt: skip
    return menu("more", [
        (v.plain("Edit…"), f"edit {number}"),
        (v.plain("Change date…"), f"due {number}"),
        (v.plain("Reassign…"), f"assign {number}"),
        note_or_priority,
        (v.plain("Cancel task"), f"cancel {number}"),
    ], version=view.task.version)  # fmt: skip


def task_button(v: Voice, task: Task, label: str, verb: str, *, style: str = "") -> Block | None:
    return button(label, f"{verb} {task.number}", version=task.version, style=style)


def next_steps(v: Voice, task: Task) -> Iterator[Block | None]:
    """What can be done with it now, the likeliest first."""
    if not task.is_live:
        yield task_button(v, task, v.plain("Reopen"), "reopen")
        return
    if task.is_blocked:
        yield task_button(v, task, v.plain("Unblock"), "unblock", style="primary")
        yield task_button(v, task, v.plain("Done"), "done")
        return
    yield task_button(v, task, v.plain("Done"), "done", style="primary")
    if task.state == "open":
        yield task_button(v, task, v.plain("Start"), "start")
    yield task_button(v, task, v.plain("Blocked…"), "block")


def card_buttons(v: Voice, view: TaskView) -> Iterator[Block | None]:
    """The main ones first, then what belongs to this moment, the rarer ones last."""
    task = view.task
    yield from next_steps(v, task)
    if task.is_live:
        yield task_button(v, task, v.plain("Snooze…"), "snooze")
    yield from other_readings(v, view)
    if view.undo and view.undo.id is not None and v.reader.id in (None, view.undo.actor_id):
        yield undo_button(v, (view.undo.id,))
    if task.is_live:
        yield more_menu(v, view)


def undo_button(v: Voice, entries: tuple[int, ...]) -> Block | None:
    """Takes these changes back; it names them itself, so no version goes with it."""
    return button(v.plain("Undo"), " ".join(["undo", *(f"@{entry}" for entry in entries)])) if entries else None


def task_card(v: Voice, notice: TaskCard) -> list[Block]:
    return card(v, notice.view, notice.given_by.id if notice.given_by else None)


def gone(v: Voice, notice: TaskGone) -> list[Block]:
    """Nothing of the task but its number: its reader may not see it any more."""
    return [context(v("#{number} is no longer with you.", number=notice.number))]


def told(v: Voice, notice: TaskTold) -> list[Block]:
    """What became of a task, to the person who gave it away or is waited for."""
    task = notice.view.task
    words = v(TOLD.get(notice.verb, TOLD["other"]), person=mention(notice.actor.id))
    blocks = [section(words), section(title(task, 600))]
    if notice.detail.strip():
        blocks.append(section(quoted(notice.detail, SHOWN_NOTE)))
    if facts := joined(main_facts(v, task, lasting=True)):
        blocks.append(context(facts))
    return [*blocks, *actions(_told_buttons(v, notice))]


def _told_buttons(v: Voice, notice: TaskTold) -> Iterator[Block | None]:
    task = notice.view.task
    if notice.verb == "blocked_on_you":
        yield task_button(v, task, v.plain("Note…"), "note", style="primary")
    yield button(v.plain("Show"), f"show {task.number}")
    if notice.verb == "not_told":
        yield task_button(v, task, v.plain("Reassign…"), "assign")
    if not task.is_live:
        yield task_button(v, task, v.plain("Reopen"), "reopen")


def created(v: Voice, answer: Created) -> list[Block]:
    """The short receipt: what was understood, and where the card is."""
    task = answer.view.task
    blocks = [
        section(v("➕ Added {task}", task=title(task, 600))),
        context(joined(all_facts(v, answer.view, lasting=False))),
        *read_from(v, answer.view),
        context(v.sentences(_where(v, answer))),
    ]
    entry = answer.view.undo
    undo = undo_button(v, (entry.id,)) if entry and entry.id is not None else None
    buttons = actions([undo, *other_readings(v, answer.view), task_button(v, task, v.plain("Edit…"), "edit")])
    return [*blocks, *buttons, *pickers(v, answer.view)]


WHERE = {
    "here": marked("The card is just below."),
    "dm": marked("The card is in our direct messages."),
    "thread": marked("The card is in the thread."),
}


def _where(v: Voice, answer: Created) -> Iterator[Mrkdwn]:
    yield v(WHERE.get(answer.posted, WHERE["here"]))
    owner = answer.view.owner
    if not v.is_me(owner.id):
        yield v(
            "{person} has been told." if answer.told else "I can't message {person}, so please tell them yourself.",
            person=mention(owner.id),
        )
    if answer.invite:
        yield v("I'm not in this channel. `/invite {name}` lets me post cards here.", name=MUSTER)


def changed(v: Voice, answer: Changed) -> list[Block]:
    """One line a task, in words, with the way back."""
    shown = answer.views[:SHOWN_CHANGES]
    blocks = [section(lines(*(_change(v, answer, view) for view in shown)))] if shown else []
    if rest := len(answer.views) - len(shown):
        blocks.append(context(v.plural("and {n} more", "and {n} more", rest)))
    if answer.detail.strip() and answer.verb in ("done", "cancel", "note"):
        blocks.append(section(quoted(answer.detail, SHOWN_NOTE)))
    blocks = blocks or [section(v(CHANGES["edit none"]))]
    others = other_readings(v, shown[0]) if answer.verb == "due" and len(shown) == 1 else ()
    return [*blocks, *actions([undo_button(v, answer.undo), *others])]


def _change(v: Voice, answer: Changed, view: TaskView) -> Mrkdwn:
    task = view.task
    if answer.verb == "edit":
        return lines(joined([_what(v, answer, task), title(task)]), joined(all_facts(v, view, lasting=False)))
    stands = {"block": waits, "undo": _stands, "add": _stands}.get(answer.verb)
    return lines(joined([_what(v, answer, task), title(task)]), stands(v, task) if stands else Mrkdwn(""))


def _what(v: Voice, answer: Changed, task: Task) -> Mrkdwn:
    verb = answer.verb
    if verb == "assign":
        return v(CHANGES[verb], person=mention(task.owner_id))
    if verb == "due":
        return _new_date(v, task)
    if verb == "priority":
        return v(CHANGES[verb], priority=priority(v, task.priority)) if task.priority else v(CHANGES["priority none"])
    if verb == "snooze" and task.snoozed_until:
        return v(CHANGES[verb], when=moment(v, task.snoozed_until))
    if verb == "edit" and not answer.undo:
        return v(CHANGES["edit none"])
    return v(CHANGES.get(verb, CHANGES["edit"])) if verb != "snooze" else v(CHANGES["edit"])


def _new_date(v: Voice, task: Task) -> Mrkdwn:
    if task.due_at:
        return v(CHANGES["due"], when=moment(v, task.due_at))
    return v(CHANGES["due day"], day=written_day(v, task.due_on)) if task.due_on else v(CHANGES["due none"])


def _stands(v: Voice, task: Task) -> Mrkdwn:
    """Where the task stands now."""
    return joined([state_mark(v, task), Mrkdwn(f"👤 {mention(task.owner_id)}"), due(v, task)])


def said_before(v: Voice, answer: SaidBefore) -> list[Block]:
    task = answer.view.task
    return [
        section(v("You added that a moment ago: {task}", task=title(task, 600))),
        *actions([
            button(v.plain("Add it again"), f"{answer.verb} {answer.line}"),
            button(v.plain("Show"), f"show {task.number}"),
        ]),
    ]  # fmt: skip
