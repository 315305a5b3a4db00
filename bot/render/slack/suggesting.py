"""Proposals for one's own tasks: what to change, why, and two buttons."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.answers.ranking import Suggestions
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, divider, section
from bot.render.slack.facts import days, numbers, priority, title
from bot.render.slack.tasks import undo_button
from bot.render.slack.text import Mrkdwn, bold, joined, lines, mention
from bot.render.slack.times import day
from bot.render.slack.voice import Voice
from bot.rules import suggesting
from models import Suggestion, Task

DONE = {
    "taken": marked("✅ Done: #{number} is changed."),
    "left": marked("👍 Left as it is. You won't hear this again for 30 days."),
    "outdated": marked("That task has changed since, so this no longer fits."),
}


def suggestions(v: Voice, answer: Suggestions) -> list[Block]:
    first = [section(v(DONE[answer.done], number=answer.number))] if answer.done else []
    undo = actions([undo_button(v, answer.undo)]) if answer.undo else []
    if not answer.rows:
        return [*first, *undo, section(v("Nothing to propose: your tasks look well in order.")), *_footer(v, answer)]
    heading = v.plural("{n} proposal for your tasks", "{n} proposals for your tasks", len(answer.rows))
    rows = [block for row, task in answer.rows for block in _row(v, row, task)]
    return [*first, *undo, section(bold(heading)), *rows, *_footer(v, answer)]


def _footer(v: Voice, answer: Suggestions) -> list[Block]:
    """What became of those before, once there were some."""
    if not (answer.taken or answer.left):
        return []
    return [context(v("Last month: {taken} taken, {left} left.", taken=answer.taken, left=answer.left))]


def _row(v: Voice, row: Suggestion, task: Task) -> list[Block]:
    what = v("{what}: {why}", what=bold(_what(v, row, task)), why=WHY[row.reason](v, row.facts))
    return [
        divider(),
        section(lines(title(task, 200), what)),
        *actions([button(v.plain("Take"), f"take @{row.id}", name=f"take:{row.id}", style="primary"),
                  button(v.plain("Leave"), f"pass @{row.id}", name=f"pass:{row.id}"),
                  button(v.plain("Show"), f"show {task.number}", name=f"show:{row.id}")]),
    ]  # fmt: skip


def _what(v: Voice, row: Suggestion, task: Task) -> Mrkdwn:
    match row.field:
        case "priority" if int(row.proposed) < task.level:
            return v("Raise to {priority}", priority=priority(v, int(row.proposed)))
        case "priority":
            return v("Lower to {priority}", priority=priority(v, int(row.proposed)))
        case "due_on" if task.due_on is None:
            return v("Plan it for {day}", day=day(v, date.fromisoformat(row.proposed)))
        case "due_on":
            return v("Move it to {day}", day=day(v, date.fromisoformat(row.proposed)))
        case "owner_id":
            return v("Hand it to {person}", person=mention(row.proposed))
        case _:
            return v("Cancel it")


def _waited_for(v: Voice, facts: dict[str, Any]) -> Mrkdwn:
    waiting = tuple(int(number) for number in facts["tasks"])
    return v.plural("{tasks} waits for it", "{tasks} wait for it", len(waiting), tasks=numbers(waiting))


def _full_week(v: Voice, facts: dict[str, Any]) -> Mrkdwn:
    return v(
        "{load} of work is due in a week with {left} to work", load=days(v, float(facts["load"])),
        left=days(v, float(facts["days"])) if facts["days"] else v.plain("no day"),
    )  # fmt: skip


def _room(v: Voice, facts: dict[str, Any]) -> Mrkdwn:
    return joined([_full_week(v, facts), v("and they have the most room")], v.plain(", "))


WHY: dict[str, Callable[[Voice, dict[str, Any]], Mrkdwn]] = {
    suggesting.RAISE_WAITED: _waited_for,
    suggesting.RAISE_LATE: lambda v, facts: v(
        "{late} of {of} like it were late in the last 90 days", late=facts["late"], of=facts["of"]
    ),
    suggesting.LOWER_ON_TIME: lambda v, facts: v(
        "{on_time} of {of} like it were on time, and its date is far", on_time=facts["on_time"], of=facts["of"]
    ),
    suggesting.PLAN: lambda v, facts: v("it's important and has no date"),
    suggesting.OVERLOAD: _full_week,
    suggesting.DELEGATE: _room,
    suggesting.SOMEDAY: lambda v, facts: v(
        "neither important nor urgent, and untouched for {n} days", n=facts["days"]
    ),
    suggesting.CANCEL: lambda v, facts: v(
        "neither important nor urgent, no date, and untouched for {n} days", n=facts["days"]
    ),
}  # fmt: skip
