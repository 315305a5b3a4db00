"""A task in full, with its history in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.answers import Shown
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, context, divider, section
from bot.render.slack.facts import days, due, priority, state_mark, waits
from bot.render.slack.repeats import repeats
from bot.render.slack.tasks import card_buttons, face
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, mention, one_line
from bot.render.slack.times import moment, stored_moment, written_day
from bot.render.slack.voice import Voice
from models import History, Person

SHOWN_ENTRIES = 10
IN_ROLES = ("helpers", "reviewers")
KINDS = {
    "add": marked("{person} added it"),
    "start": marked("{person} started it"),
    "done": marked("{person} finished it"),
    "cancel": marked("{person} cancelled it"),
    "reopen": marked("{person} reopened it"),
    "block": marked("{person} marked it as blocked"),
    "unblock": marked("{person} unblocked it"),
    "assign": marked("{person} reassigned it"),
    "due": marked("{person} changed the due date"),
    "priority": marked("{person} set the priority"),
    "snooze": marked("{person} snoozed it"),
    "edit": marked("{person} edited it"),
    "note": marked("{person} added a note"),
    "undo": marked("{person} undid a change"),
    "source_gone": marked("the message it came from was deleted"),
}
FIELDS = {
    "title": marked("title"),
    "note": marked("note"),
    "owner_id": marked("owner"),
    "due_on": marked("date"),
    "due_at": marked("time"),
    "start_on": marked("start"),
    "priority": marked("priority"),
    "estimate_days": marked("estimate"),
    "labels": marked("labels"),
    "project": marked("project"),
    "blocked_reason": marked("reason"),
    "blocked_by_id": marked("waiting for"),
    "blocked_by_number": marked("waiting for"),
    "snoozed_until": marked("until"),
    "important": marked("important"),
    "rrule": marked("repeats"),
    "parent_number": marked("part of"),
    "helpers": marked("helpers"),
    "reviewers": marked("reviewers"),
    "after": marked("comes after"),
}
TELLING = {
    "assign": ("owner_id",),
    "due": ("due_on", "due_at"),
    "priority": ("priority",),
    "block": ("blocked_by_id", "blocked_by_number", "blocked_reason"),
    "snooze": ("snoozed_until",),
    "edit": ("title", "owner_id", "due_on", "due_at", "priority", "estimate_days", "labels", "project", "helpers",
             "reviewers"),
}  # fmt: skip


def shown(v: Voice, answer: Shown) -> list[Block]:
    entries = answer.history[:SHOWN_ENTRIES]
    told = [_entry(v, entry, answer.people) for entry in entries]
    history = [divider(), section(lines(bold(v("History")), *told))] if told else []
    if rest := len(answer.history) - len(entries):
        history.append(context(v.plural("{n} earlier entry isn't shown.", "{n} earlier entries aren't shown.", rest)))
    return [*in_short(v, answer), *face(v, answer.view), *actions(card_buttons(v, answer.view)), *history]


ENDED = {
    "done": marked("*Yes*: {told}"),
    "archived": marked("*Yes*: {told}"),
    "cancelled": marked("*No*: {told}"),
}


def in_short(v: Voice, answer: Shown) -> list[Block]:
    """What was asked of a task in one line, before the task itself."""
    task = answer.view.task
    told = joined([state_mark(v, task), due(v, task)] if task.is_live else [state_mark(v, task)])
    if answer.asked == "done?":
        return [section(v(ENDED.get(task.state, marked("*Not yet*: {told}")), told=told))]
    if answer.asked == "who?":
        return [section(v("{person} has it: {told}", person=mention(task.owner_id), told=told))]
    if answer.asked == "by?":
        return [section(v("{person} added it: {told}", person=mention(task.creator_id), told=told))]
    if answer.asked in ("due?", "when?") and task.is_live:
        return [section(due(v, task) or v("It has no date yet."))]
    if answer.asked == "blocked?":
        return [section(waits(v, task) or v("It isn't blocked: {told}", told=told))]
    return [section(joined([told, waits(v, task)]))] if answer.asked else []


def _entry(v: Voice, entry: History, people: dict[str, Person]) -> Mrkdwn:
    """Who did what, from what to what, in which words, when."""
    words = v(KINDS.get(entry.kind, KINDS["edit"]), person=_name(v, entry.actor_id, people))
    details = [_change(v, field, entry, people) for field in TELLING.get(entry.kind, ()) if _differs(field, entry)]
    if entry.note.strip():
        details.append(v("“{words}”", words=one_line(entry.note, 120)))
    undone = [v("undone")] if entry.undone_by else []
    return joined([Mrkdwn(f"• {moment(v, entry.at)}"), words, *details[:4], *undone])


def _differs(field: str, entry: History) -> bool:
    return entry.before.get(field) != entry.after.get(field)


def _change(v: Voice, field: str, entry: History, people: dict[str, Person]) -> Mrkdwn:
    before, after = (value_of(v, field, held.get(field), people) for held in (entry.before, entry.after))
    name = v(FIELDS[field])
    if not before:
        return v("{field}: {after}", field=name, after=after)
    if not after:
        return v("{field}: {before} removed", field=name, before=before)
    return v("{field}: {before} → {after}", field=name, before=before, after=after)


def _name(v: Voice, person_id: str, people: dict[str, Person]) -> str:
    if v.is_me(person_id):
        return v.plain("you")
    return one_line(people[person_id].called, 40) if person_id in people else v.plain("someone")


def value_of(v: Voice, field: str, value: Any, people: dict[str, Person]) -> Mrkdwn:
    """A field as history keeps it, for reading."""
    if value is None or value in ("", []):
        return Mrkdwn("")
    if field.endswith("_id"):
        return escape(_name(v, str(value), people))
    if field in READ:
        return READ[field](v, value)
    if field in IN_ROLES:
        return escape(", ".join(_name(v, str(one), people) for one in value))
    text = " ".join(f"#{one}" for one in value) if isinstance(value, list) else str(value)
    return escape(one_line(text, 60))


READ: dict[str, Callable[[Voice, Any], Mrkdwn]] = {
    "due_on": lambda v, value: escape(written_day(v, date.fromisoformat(value))),
    "start_on": lambda v, value: escape(written_day(v, date.fromisoformat(value))),
    "due_at": stored_moment,
    "snoozed_until": stored_moment,
    "priority": lambda v, value: escape(priority(v, int(value))),
    "estimate_days": lambda v, value: escape(days(v, float(value))),
    "blocked_by_number": lambda v, value: escape(f"#{value}"),
    "parent_number": lambda v, value: escape(f"#{value}"),
    "important": lambda v, value: escape(v.plain("yes")),
    "rrule": lambda v, value: escape(repeats(v, str(value))),
}
