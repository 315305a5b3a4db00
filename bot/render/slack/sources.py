"""What is said when the message a task came from is edited or deleted."""

from collections.abc import Iterator
from typing import Any

from bot.locales import marked
from bot.notices import FieldChange, SourceEdited, SourceGone, TaskEdit
from bot.render.slack import facts
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import numbers, title
from bot.render.slack.text import Mrkdwn, bold, escape, lines, link, mention, one_line, quoted
from bot.render.slack.times import stored_day, stored_moment
from bot.render.slack.values import FIELDS, PEOPLE, value_of
from bot.render.slack.voice import Voice
from models import Person

SHOWN = 10
OVER = {
    "replaced": marked("You've edited the message again since then."),
    "gone": marked("The message has been deleted since then, so the task stays as it is."),
    "changed": marked("You changed the message."),
    "deleted": marked("The message has been deleted."),
    "nothing": marked("There's nothing left to change."),
}


def edited(v: Voice, notice: SourceEdited) -> list[Block]:
    """Field by field what would change, and the two answers."""
    if notice.state:
        return [context(v(OVER.get(notice.state, OVER["nothing"])))]
    blocks = [section(_question(v, notice))]
    blocks += [section(_edit(v, notice, edit)) for edit in notice.edits[:SHOWN]]
    if more := len(notice.edits) - SHOWN:
        blocks += [context(_further(v, more))] if more > 0 else []
    if notice.added:
        shown = [Mrkdwn(f"➕ {escape(one_line(line, 200))}") for line in notice.added[:SHOWN]]
        if more := len(notice.added) - len(shown):
            shown.append(_further(v, more))
        blocks.append(section(lines(*shown)))
    blocks += [context(line) for line in _remarks(v, notice)]
    if not notice.added and not any(edit.changes for edit in notice.edits):
        return blocks
    take = button(_take(v, notice), f"reread @{notice.offer_id}", style="primary")
    return [*blocks, *actions([take, button(v.plain("Leave it"), f"leave @{notice.offer_id}")])]


def _further(v: Voice, count: int) -> Mrkdwn:
    return v.plural("and {n} more", "and {n} more", count)


def _question(v: Voice, notice: SourceEdited) -> Mrkdwn:
    if not notice.edits:
        return v.plural("✏️ You added {n} line to your message. Is it a task, too?",
                        "✏️ You added {n} lines to your message. Are they tasks, too?", len(notice.added))  # fmt: skip
    found = numbers(tuple(edit.task.number for edit in notice.edits))
    return v("✏️ You edited the message that {tasks} came from. Here's what would change:", tasks=bold(found))


def _take(v: Voice, notice: SourceEdited) -> str:
    if not notice.edits:
        return v.plain_plural("Add {n} task", "Add {n} tasks", len(notice.added))
    return v.plain_plural("Update the task", "Update the tasks", len(notice.edits) + len(notice.added))


def _edit(v: Voice, notice: SourceEdited, edit: TaskEdit) -> Mrkdwn:
    return lines(title(edit.task, 300), *(_change(v, change, notice.people) for change in edit.changes))


def _change(v: Voice, change: FieldChange, people: dict[str, Person]) -> Mrkdwn:
    before, after = (_value(v, change.field, value, people) for value in (change.before, change.after))
    name = v(FIELDS["due_on" if change.field == "due" else change.field])
    if not before:
        return Mrkdwn(f"• {v('{field}: {after}', field=name, after=after)}")
    if not after:
        return Mrkdwn(f"• {v('{field}: {before} removed', field=name, before=before)}")
    return Mrkdwn(f"• {v('{field}: {before} → {after}', field=name, before=before, after=after)}")


def _value(v: Voice, field: str, value: Any, people: dict[str, Person]) -> Mrkdwn:
    if field == "due":
        if not value:
            return Mrkdwn("")
        return stored_moment(v, value) if "T" in value else stored_day(v, value)
    if field in PEOPLE:
        return v.listed([mention(one.rpartition(":")[2]) for one in value[:SHOWN]])
    return value_of(v, field, value, people)


def _remarks(v: Voice, notice: SourceEdited) -> Iterator[Mrkdwn]:
    unread = list(dict.fromkeys(word for edit in notice.edits for word in edit.unread))[:SHOWN]
    if unread:
        words = v.listed([v("“{words}”", words=one_line(word, 60)) for word in unread])
        yield v("I couldn't use {words}, so that part stays as it is.", words=words)
    if notice.outside:
        yield facts.outsiders(v, notice.outside)


def about(v: Voice, words: str, address: str | None) -> list[Block]:
    """The message somebody reacted to."""
    heading = v("You reacted to a message:")
    return [section(lines(link(address, heading) if address else heading, quoted(words, 400)) if words else heading)]


def gone(v: Voice, notice: SourceGone) -> list[Block]:
    """Quietly: the work stays unless they say otherwise."""
    found = tuple(task.number for task in notice.tasks)
    question = v.plural("You deleted the message this task came from. It stays on the list unless you cancel it.",
                        "You deleted the message these tasks came from. They stay on the list unless you cancel them.",
                        len(found))  # fmt: skip
    label = v.plain_plural("Cancel the task", "Cancel the tasks", len(found))
    version = notice.tasks[0].version if len(found) == 1 else None
    cancel = button(label, " ".join(["cancel", *map(str, found)]), version=version)
    shown = [title(task, 300) for task in notice.tasks[:SHOWN]]
    if more := len(notice.tasks) - len(shown):
        shown.append(_further(v, more))
    return [section(lines(question, *shown)), *actions([cancel])]
