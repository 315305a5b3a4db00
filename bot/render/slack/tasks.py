"""A task's card, the receipts of what was done to it, and what is told of it."""

from collections.abc import Callable, Iterator

from bot.answers import Changed, Created, SaidBefore, TaskView
from bot.locales import marked
from bot.notices import TaskCard, TaskGone, TaskTold
from bot.render.slack import away, cases, handing, plans, reviewing, series, snoozing
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import all_facts, comes_after, due, main_facts, priority, state_mark, title, waits
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
    "ack": marked("👍 Got it"),
    "handover": marked("🤝 Handed over to {person}"),
    "decline": marked("↩️ Given back to {person}"),
    "roles": marked("👥 People updated"),
    "block": marked("⛔ Blocked"),
    "unblock": marked("🟢 Unblocked"),
    "assign": marked("👤 Assigned to {person}"),
    "due": marked("📅 Now due {when}"),
    "due day": marked("📅 Now due {day}"),
    "due none": marked("📅 Due date removed"),
    "priority": marked("Priority set to {priority}"),
    "order": marked("📌 In today's order"),
    "priority none": marked("Priority back to automatic"),
    "snooze": marked("🔕 Snoozed until {when}"),
    "edit": marked("✏️ Updated"),
    "edit none": marked("✏️ Nothing changed"),
    "note": marked("📝 Note added"),
    "submit": marked("🟣 Submitted for acceptance"),
    "accept": marked("🎉 Accepted"),
    "return": marked("↪️ Returned"),
    "progress": marked("📈 Progress noted"),
    "evidence": marked("📎 Evidence added"),
    "evidence away": marked("📎 Evidence removed"),
    "spent": marked("⏳ Time added: {time} in all"),
    "describe": marked("✏️ Description updated"),
    "closing": marked("📘 Kept for the next one like it"),
    "closing none": marked("📘 Nothing is kept of how it went"),
    "archive": marked("🗄️ Archived"),
    "after": marked("🔗 Order changed"),
    "part": marked("🧩 Stands alone now"),
    "merge": marked("🧩 Merged"),
    "undo": marked("↩️ Undone"),
    "skip": marked("⏭️ Skipped, now due {when}"),
    "skip day": marked("⏭️ Skipped, now due {day}"),
    "only": marked("🔁 For this one only"),
    "onwards": marked("🔁 For this one and the following"),
}
WITH_WORDS = frozenset({
    "done", "assign", "decline", "cancel", "note", "submit", "accept", "return", "progress",
    "evidence", "evidence away", "spent", "due",
})  # fmt: skip
TOLD = {
    "done": marked("✅ {person} finished a task you assigned"),
    "cancel": marked("✖️ {person} cancelled a task you assigned"),
    "block": marked("⛔ {person} is blocked on a task you assigned"),
    "blocked_on_you": marked("⛔ {person} is waiting for you"),
    "asked": marked("💬 {person} asks about your task"),
    "wrote": marked("💬 {person} wrote about your task"),
    "answered": marked("💬 {person} answers"),
    "owner_gone": marked("👋 {person} is no longer here, so this came to you. Who should take it from now on?"),
    "not_told": marked("📭 I couldn't reach {person}. Please tell them yourself about this task:"),
    "accept": marked("🎉 {person} accepted this task"),
    "return": marked("↪️ {person} returned this task"),
    "reviewer_gone": marked(
        "⚠️ {person} should accept this task, but I can't reach them. Please name another reviewer:"
    ),
    "nobody_to_accept": marked("🟣 Nobody is left to accept this task: *Done* closes it."),
    "decline": marked("↩️ {person} says this isn't theirs, so it's back with you"),
    "helping": marked("🤝 {person} counts on your help with a task"),
    "consult_start": marked("💬 {person} has started a task you may want to look at"),
    "consult_review": marked("💬 {person} is about to have a task accepted that you may want to look at"),
    "informed_done": marked("✅ For your information: this task is done"),
    "informed_cancel": marked("✖️ For your information: this task was cancelled"),
    "can_start": marked("🏁 You can start: what had to come first is done."),
    "owner_left": marked("👋 {person}, who has this task, is no longer here. Please reassign it:"),
    "other": marked("{person} updated a task you assigned"),
}


def card(v: Voice, view: TaskView, given_by: str | None = None) -> list[Block]:
    """The whole card: title, facts, note, what can be done next."""
    first = [section(v("📬 {person} assigned you a task", person=mention(given_by)))] if given_by else []
    is_given = handing.is_given(v, view.task)
    return [*first, *face(v, view), *handing.word(v, view), *reviewing.beside(v, view),
            *plans.suggestions(v, view), *([] if is_given else read_from(v, view)), *series.asked(v, view),
            *actions(card_buttons(v, view)), *([] if is_given else pickers(v, view))]  # fmt: skip


def face(v: Voice, view: TaskView) -> list[Block]:
    """The card without its buttons."""
    task = view.task
    blocks = [section(title(task, 1500))]
    if blocked := waits(v, task):
        blocks.append(section(blocked))
    if task.note.strip():
        blocks.append(section(quoted(task.note, SHOWN_NOTE)))
    return [*blocks, *plans.of_the_plan(v, view), *reviewing.of_the_work(v, view), context(joined(all_facts(v, view)))]


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
    if task.state == "review":
        return
    is_asked = handing.is_asked(v, task)  # then that comes first, and the rarer ones after it is answered
    yield task_button(v, task, v.plain("Done"), "done", style="" if is_asked else "primary")
    if task.state == "open":
        yield task_button(v, task, v.plain("Start"), "start")
    if not is_asked:
        yield task_button(v, task, v.plain("Blocked…"), "block")


def card_buttons(v: Voice, view: TaskView) -> Iterator[Block | None]:
    """The main ones first, then what belongs to this moment, the rarer ones last."""
    task = view.task
    yield from handing.buttons(v, view)
    yield from next_steps(v, task)
    yield from reviewing.buttons(v, view)
    if task.is_live and task.state != "review" and not handing.is_asked(v, task):
        yield task_button(v, task, v.plain("Snooze…"), "snooze")
    yield from other_readings(v, view)
    yield from series.choices(v, view)
    if view.undo and view.undo.id is not None and v.reader.id in (None, view.undo.actor_id):
        yield undo_button(v, (view.undo.id,))
    if task.is_live:
        yield more_menu(v, view)


def undo_button(v: Voice, entries: tuple[int, ...]) -> Block | None:
    """Takes these changes back; it names them itself, so no version goes with it."""
    return button(v.plain("Undo"), " ".join(["undo", *(f"@{entry}" for entry in entries)])) if entries else None


def task_card(v: Voice, notice: TaskCard) -> list[Block]:
    if notice.ended is not None:
        return reviewing.ended(v, notice.ended, notice.view)
    before = reviewing.asked(v, notice.asked, notice.view.task) if notice.asked else []
    return [*before, *card(v, notice.view, notice.given_by.id if notice.given_by else None)]


def gone(v: Voice, notice: TaskGone) -> list[Block]:
    """Nothing of the task but its number: its reader may not see it any more."""
    return [context(v("#{number} is no longer with you.", number=notice.number))]


def told(v: Voice, notice: TaskTold) -> list[Block]:
    """What became of a task, to the person who gave it away or is waited for."""
    task = notice.view.task
    blocks = [section(_news(v, notice)), section(title(task, 600))]
    if notice.detail.strip() and notice.verb != "all_parts_done":
        blocks.append(section(quoted(notice.detail, SHOWN_NOTE)))
    score = reviewing.score(v, task) if notice.verb == "accept" else Mrkdwn("")
    if facts := joined([*main_facts(v, task, lasting=True), score]):
        blocks.append(context(facts))
    return [*blocks, *actions(_told_buttons(v, notice))]


def _news(v: Voice, notice: TaskTold) -> Mrkdwn:
    if notice.verb == "all_parts_done":
        return v.plural(
            "🏁 The {n} part of this is done. Close it?", "🏁 All {n} parts of this are done. Close it?",
            int(notice.detail),
        )  # fmt: skip
    return v(TOLD.get(notice.verb, TOLD["other"]), person=mention(notice.actor.id))


def _told_buttons(v: Voice, notice: TaskTold) -> Iterator[Block | None]:
    task = notice.view.task
    if notice.verb == "blocked_on_you":
        yield task_button(v, task, v.plain("Note…"), "note", style="primary")
    if notice.verb == "return" and task.state == "doing":
        yield task_button(v, task, v.plain("Submit again"), "submit", style="primary")
        yield task_button(v, task, v.plain("Note…"), "note")
    if notice.verb == "all_parts_done" and task.is_live and task.state != "review":
        yield task_button(v, task, v.plain("Done"), "done", style="primary")
    if notice.verb == "nobody_to_accept" and task.state == "review":
        yield task_button(v, task, v.plain("Done"), "done", style="primary")
    if notice.verb == "reviewer_gone":
        yield task_button(v, task, v.plain("Roles…"), "roles", style="primary")
    if notice.verb == "can_start" and task.state == "open":
        yield task_button(v, task, v.plain("Start"), "start", style="primary")
    yield from handing.told_buttons(v, notice)
    yield button(v.plain("Show"), f"show {task.number}")
    if notice.verb in ("not_told", "owner_gone", "owner_left"):
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
        *plans.suggestions(v, answer.view),
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
    if absent := away.of_owner(v, answer.view):
        yield absent
    if answer.invite:
        yield v("I'm not in this channel. `/invite {name}` lets me post cards here.", name=MUSTER)


def changed(v: Voice, answer: Changed) -> list[Block]:
    """One line a task, in words, with the way back."""
    shown = answer.views[:SHOWN_CHANGES]
    blocks = [section(lines(*(_change(v, answer, view) for view in shown)))] if shown else []
    if rest := len(answer.views) - len(shown):
        blocks.append(context(v.plural("and {n} more", "and {n} more", rest)))
    if answer.detail.strip() and answer.verb in WITH_WORDS:
        blocks.append(section(quoted(answer.detail, SHOWN_NOTE)))
    blocks = blocks or [section(v(CHANGES["edit none"]))]
    others = other_readings(v, shown[0]) if answer.verb == "due" and len(shown) == 1 else ()
    asked = shown if len(shown) == len(answer.undo) == 1 else ()
    choices = [choice for view in asked for choice in series.choices(v, view)]
    about = [block for view in asked for block in series.asked(v, view)]
    return [*blocks, *about, *actions([undo_button(v, answer.undo), *others, *choices, *_after(v, answer)])]


def _after(v: Voice, answer: Changed) -> Iterator[Block | None]:
    """What comes to mind once one task is done: how long it took, how it went."""
    task = answer.views[0].task if len(answer.views) == 1 else None
    if task is not None:
        yield snoozing.other_way(v, answer, task)
    if task is None or answer.verb not in ("done", "submit", "accept"):
        return
    if answer.verb != "accept" and task.estimate_days and not task.spent_minutes:
        yield task_button(v, task, v.plain("Time spent…"), "spent")
    yield cases.offered(v, task)


def _change(v: Voice, answer: Changed, view: TaskView) -> Mrkdwn:
    return lines(joined([_what(v, answer, view), title(view.task)]), _below(v, answer, view))


def _below(v: Voice, answer: Changed, view: TaskView) -> Mrkdwn:
    """What follows from the change, on a line of its own."""
    if answer.verb == "snooze":
        return snoozing.shorter(v, answer)
    drawn = BELOW.get(answer.verb)
    return drawn(v, view) if drawn is not None else Mrkdwn("")


def _facts(v: Voice, view: TaskView) -> Mrkdwn:
    return joined(all_facts(v, view, lasting=False))


def _of_others(v: Voice, view: TaskView) -> Mrkdwn:
    return Mrkdwn("") if _has_new_owner(view) else handing.of_others(v, view, _facts(v, view))


def _how_far(v: Voice, view: TaskView) -> Mrkdwn:
    return joined([v("📈 {n}%", n=view.task.percent or 0), reviewing.evidence(v, view.task)])


BELOW: dict[str, Callable[[Voice, TaskView], Mrkdwn]] = {
    **dict.fromkeys(("done", "submit", "accept"), reviewing.handed_on),
    **dict.fromkeys(("edit", "roles"), _facts),
    **dict.fromkeys(("assign", "due"), away.of_owner),
    **dict.fromkeys(("evidence", "evidence away"), lambda v, view: reviewing.evidence(v, view.task)),
    **dict.fromkeys(("undo", "add"), lambda v, view: _stands(v, view.task)),
    "after": lambda v, view: comes_after(v, view) or v("It waits for nothing now."),
    "block": lambda v, view: waits(v, view.task),
    "handover": _of_others,
    "progress": _how_far,
    "return": reviewing.why,
    "start": plans.held_up,
}


def _has_new_owner(view: TaskView) -> bool:
    return view.undo is None or "owner_id" in view.undo.after


def _what(v: Voice, answer: Changed, view: TaskView) -> Mrkdwn:
    verb, task = answer.verb, view.task
    if verb == "done" and task.state == "review":
        return v(CHANGES["submit"])
    if verb == "accept" and task.state == "done":
        return v("🎉 Accepted, and done")
    if verb == "spent":
        return v(CHANGES[verb], time=reviewing.minutes(v, task.spent_minutes))
    if verb == "handover" and not _has_new_owner(view):
        return v(CHANGES["roles"])
    if verb in ("assign", "decline", "handover"):
        return v(CHANGES[verb], person=mention(task.owner_id))
    if verb in ("due", "skip"):
        return _new_date(v, task, verb)
    if verb == "priority":
        return v(CHANGES[verb], priority=priority(v, task.priority)) if task.priority else v(CHANGES["priority none"])
    if verb == "snooze" and task.snoozed_until:
        return v(CHANGES[verb], when=moment(v, task.snoozed_until))
    if verb == "edit" and not answer.undo:
        return v(CHANGES["edit none"])
    return v(CHANGES.get(verb, CHANGES["edit"])) if verb != "snooze" else v(CHANGES["edit"])


def _new_date(v: Voice, task: Task, verb: str = "due") -> Mrkdwn:
    if task.due_at:
        return v(CHANGES[verb], when=moment(v, task.due_at))
    return v(CHANGES[f"{verb} day"], day=written_day(v, task.due_on)) if task.due_on else v(CHANGES["due none"])


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
