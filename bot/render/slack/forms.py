"""The forms of tasks: the whole task, and one or two fields of it."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from bot.answers import SmallForm, TaskForm
from bot.locales import marked
from bot.render.slack import plans
from bot.render.slack.blocks import Block, context, plain, section
from bot.render.slack.facts import PRIORITIES, priority, title
from bot.render.slack.inputs import MOST_TYPED, day, field, hour, modal, one_of, one_person, some_of, words
from bot.render.slack.record_forms import record_asks
from bot.render.slack.repeats import repeats
from bot.render.slack.text import one_line
from bot.render.slack.voice import Voice
from bot.rules import civil
from models import Task

TITLE_MAX = 300


def task_form(v: Voice, answer: TaskForm) -> Block:
    """A new task, or all that can be changed of one."""
    task = answer.view.task if answer.view else None
    on, at = due_parts(v, task) if task else (answer.due_on, answer.due_at)
    facts = task or answer
    meta = {
        "number": task.number if task else None, "v": task.version if task else None, "channel": answer.channel_id,
        "ts": answer.source_ts, "thread": answer.source_thread, "link": answer.link,
        "due_on": on.isoformat() if task and on else None,
    }  # fmt: skip
    heading = v.plain("Edit #{number}", number=task.number) if task else v.plain("New task")
    submit = v.plain("Save") if task else v.plain("Add")
    return modal(heading, submit, v.plain("Cancel"), name="form:task", meta=meta, blocks=[
        field("title", v.plain("What needs doing?"), words(answer.title, most=TITLE_MAX), optional=False),
        *_note(v, answer.note, quotes=answer.quotes),
        field("owner", v.plain("Owner"), one_person(answer.owner_id), hint=v.plain("Leave empty to take it yourself.")),
        *due_fields(v, on, at),
        field("priority", v.plain("Priority"), _priorities(v, facts.priority)),
        field("estimate", v.plain("Estimate in days"), words(_estimate(facts.estimate_days), most=10),
              hint=v.plain("For example, 0.5 or 2.")),
        field("labels", v.plain("Labels"), words(" ".join(facts.labels)[:500], most=500),
              hint=v.plain("Separate with spaces.")),
        *record_asks(v, task),
        *([next_one(v, task)] if task and task.rrule and task.followed_by is None else []),
    ])  # fmt: skip


def _note(v: Voice, note: str, *, quotes: bool) -> list[Block]:
    if len(note) > MOST_TYPED:
        return [context(v("The note is too long to edit here, so it stays as it is."))]
    hint = v.plain("Everyone on the task will see this note, quotes included.") if quotes else ""
    return [field("note", v.plain("Note"), words(note, lines=True), hint=hint)]


def due_parts(v: Voice, task: Task) -> tuple[date | None, time | None]:
    """Its date and clock on the reader's wall."""
    if task.due_at is None:
        return task.due_on, None
    wall = civil.local(task.due_at, civil.zone(v.reader.zone))
    return wall.date(), wall.time()


def due_fields(v: Voice, on: date | None, at: time | None) -> list[Block]:
    return [
        field("due_on", v.plain("Due date"), day(on)),
        field("due_at", v.plain("Time"), hour(at), hint=v.plain("In your time zone. Leave empty for end of day.")),
    ]  # fmt: skip


def _priorities(v: Voice, chosen: int | None) -> Block:
    rows = [("none", v.plain("Let Muster decide")), *((str(number), priority(v, number)) for number in PRIORITIES)]
    return one_of(rows, str(chosen or "none"))


def _estimate(days: float | None) -> str:
    return f"{days:g}" if days else ""


def _block(v: Voice, task: Task) -> list[Block]:
    return [
        field("reason", v.plain("What is it waiting for?"), words(lines=True, most=500), optional=False,
              hint=v.plain("For example: a quote from the printer")),
        field("by", v.plain("Who can help?"), one_person(), hint=v.plain("I'll let them know.")),
        field("on", v.plain("Which task first?"), words(placeholder="#42", most=20),
              hint=v.plain("The number of the task it waits for.")),
    ]  # fmt: skip


def _snooze(v: Voice, task: Task) -> list[Block]:
    return [
        field("due_on", v.plain("Remind me on"), day(), optional=False),
        field("due_at", v.plain("Time"), hour(), hint=v.plain("In your time zone. Leave empty for 09:00.")),
    ]


def _due(v: Voice, task: Task) -> list[Block]:
    return due_fields(v, *due_parts(v, task))


def _assign(v: Voice, task: Task) -> list[Block]:
    return [
        field("owner", v.plain("Who should take it?"), one_person(), optional=False),
        field("note", v.plain("A word for them"), words(lines=True), hint=v.plain("It goes with the task.")),
        field("stays", v.plain("And then"), some_of([("yes", v.plain("Keep its present owner as a helper"))], ())),
    ]


def _decline(v: Voice, task: Task) -> list[Block]:
    return [
        field("reason", v.plain("Why isn't it yours?"), words(lines=True, most=500), optional=False),
        field("suggested", v.plain("Who should take it instead?"), one_person()),
    ]


def _priority(v: Voice, task: Task) -> list[Block]:
    return [field("priority", v.plain("Priority"), _priorities(v, task.priority), optional=False)]


def _repeat(v: Voice, task: Task) -> list[Block]:
    now = v.plain("Now: {rhythm}. Leave empty to keep it; “none” stops it.", rhythm=repeats(v, task.rrule)) if (
        task.rrule) else v.plain("For example: every Tuesday, or the last working day of the month")  # fmt: skip
    return [field("rhythm", v.plain("How often?"), words(most=200), hint=now), next_one(v, task)]


NEXT_ONES = {
    "close": marked("When this one is done"),
    "day": marked("When its day comes, done or not"),
}


def next_one(v: Voice, task: Task) -> Block:
    rows = [(name, v.plain(label)) for name, label in NEXT_ONES.items()]
    return field("next_one", v.plain("Make the next one"), one_of(rows, task.next_one, kind="radio_buttons"))


def _note_words(v: Voice, task: Task) -> list[Block]:
    hint = "" if v.is_me(task.owner_id) else v.plain("Whoever has the task gets this as a message.")
    return [field("note", v.plain("What's new?"), words(lines=True), optional=False, hint=hint)]


SMALL: dict[str, tuple[str, Callable[[Voice, Task], list[Block]]]] = {
    "block": (marked("Blocked: #{number}"), _block),
    "snooze": (marked("Snooze #{number}"), _snooze),
    "due": (marked("Due date of #{number}"), _due),
    "assign": (marked("Reassign #{number}"), _assign),
    "decline": (marked("Not mine: #{number}"), _decline),
    "priority": (marked("Priority of #{number}"), _priority),
    "note": (marked("Note on #{number}"), _note_words),
    "split": (marked("Split #{number}"), plans.split_fields),
    "repeat": (marked("Repeat #{number}"), _repeat),
}


def small_form(v: Voice, answer: SmallForm) -> Block:
    task = answer.task
    heading, fields = SMALL[answer.verb]
    on, _ = due_parts(v, task)
    meta: dict[str, Any] = {"number": task.number, "v": task.version}
    if answer.verb == "due" and on:
        meta["due_on"] = on.isoformat()
    return modal(v.plain(heading, number=task.number), v.plain("Save"), v.plain("Cancel"), name=f"form:{answer.verb}",
                 meta=meta, blocks=[section(title(task, 600)), *_read_by(v, answer, fields(v, task))])  # fmt: skip


def _read_by(v: Voice, answer: SmallForm, asked: list[Block]) -> list[Block]:
    """Under what is asked first stands who reads it."""
    if answer.reader is None:
        return asked
    name = one_line(answer.reader.called, 60)
    return [
        asked[0] | {"hint": plain(v.plain("{name} reads this and gets the task back.", name=name), 2000)},
        *asked[1:],
    ]
