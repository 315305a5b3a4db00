"""Nudges: what one task wants of one person, or several tasks in one message."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.locales import marked
from bot.notices import Nudge, Nudges, TaskGone
from bot.render.slack import escalations, wants
from bot.render.slack.blocks import Block, actions, button, context, menu, section, typed
from bot.render.slack.facts import due, main_facts, title, waits
from bot.render.slack.tasks import gone
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.times import left, moment
from bot.render.slack.voice import Voice
from bot.render.slack.why import button_to, why_line
from bot.rules.nudging import NAMED, is_reminder

SHOWN_TASKS = NAMED
IN_A_ROW = 4
NUDGES = {
    "passed": marked("⏰ Past due"),
    "snoozed": marked("🔔 Here's your reminder"),
}
BECAME = {
    "done": marked("✅ #{number} is done."),
    "archived": marked("✅ #{number} is done."),
    "cancelled": marked("🚫 #{number} is cancelled."),
    "given": marked("📬 #{number} is with someone else now."),
    "moved": marked("📅 #{number} has a new due date."),
    "acted": marked("✅ #{number} has moved on."),
    "taken": marked("👍 #{number} is taken on."),
    "heard": marked("💬 There is news of #{number}."),
    "submitted": marked("🟣 #{number} is submitted for acceptance."),
    "unblocked": marked("🟢 #{number} is unblocked."),
    "returned": marked("↪️ #{number} was returned."),
}
A_WHILE = timedelta(hours=2)  # further away, the hour itself says more than how long it is till then


def nudge(v: Voice, notice: Nudge) -> list[Block]:
    """One task that wants attention, with all that can be done about it; what became of it once that was done."""
    task = notice.task
    if notice.state:
        return [section(lines(_became(v, notice), escape(one_line(task.title, 200))))]
    row, about = _laid_out(v, notice)
    blocks = [section(lines(joined([_why(v, notice), _when(v, notice)]), title(task, 900)), menu("about", about))]
    if said := wants.beside(v, notice) if wants.says(notice.kind) else waits(v, task):
        blocks.append(section(said))
    if facts := joined(_rest(v, notice)):
        blocks.append(context(facts))
    return [*blocks, *actions(row)]


def nudges(v: Voice, notice: Nudges) -> list[Block]:
    """Several tasks in one message: what is wanted in all, then a line each with its own button and three dots."""
    open_ones = [item for item in notice.items if isinstance(item, Nudge) and not item.state]
    blocks = [section(lines(bold(_heading(v, notice, open_ones)),
                            joined(wants.counted(v, [item.kind for item in open_ones]))))]  # fmt: skip
    for item in notice.items[:SHOWN_TASKS]:
        blocks += gone(v, item) if isinstance(item, TaskGone) else one_of_several(v, item)
    show_all = None
    if (rest := len(notice.items) - SHOWN_TASKS + notice.more) > 0:
        blocks.append(context(v.plural("and {n} more", "and {n} more", rest)))
        show_all = button(v.plain("Show the list"), escalations.list_of(notice), name="nudges:list")
    numbers = [item.task.number for item in notice.items if isinstance(item, Nudge)]
    return [*blocks, *actions([show_all, button_to(v, *numbers)])]


def _heading(v: Voice, notice: Nudges, open_ones: list[Nudge]) -> Mrkdwn:
    if not open_ones:
        return v("All of this has been dealt with.")
    return v.plural("{n} task needs a word from you", "{n} tasks need a word from you", len(open_ones))


def one_of_several(v: Voice, item: Nudge) -> Iterator[Block]:
    if item.state:
        yield section(lines(_became(v, item), escape(one_line(item.task.title, 200))))
        return
    yield section(lines(joined([_why(v, item), _when(v, item)]), title(item.task)))
    first = next((step for step in wants.steps(v, item) if step), None)
    yield from actions([first, menu("more", _rarer(v, item), version=item.task.version)])


def _rarer(v: Voice, item: Nudge) -> Iterator[tuple[str, str]]:
    """What stands behind three dots in a message about several."""
    number = item.task.number
    yield v.plain("Show"), f"show {number}"
    if item.kind == "reviewer":
        yield v.plain("Return…"), f"return {number}"
    yield v.plain("Note…"), f"note {number}"
    if wants.may_put_off(item):
        yield v.plain("Blocked…"), f"block {number}"
        yield v.plain("Snooze until tomorrow"), f"snooze {number} tomorrow"
        yield v.plain("Snooze until…"), f"snooze {number}"


def _laid_out(v: Voice, notice: Nudge) -> tuple[list[Block], list[tuple[str, str]]]:
    """(The row of buttons, what stands behind the dots beside the title): a phone draws four in one row."""
    task, number = notice.task, notice.task.number
    later = _later(v, notice) if wants.may_put_off(notice) else []
    steps = [step for step in wants.steps(v, notice) if step]
    kept = IN_A_ROW - len(later)
    about = [(step["text"]["text"], step["value"]) for step in steps[kept:]]
    if later:
        about.append((v.plain("Change date…"), typed(f"due {number}", task.version)))
    about += [(v.plain("Show"), f"show {number}"), why_line(v, number)]
    return [*steps[:kept], *later], about


def _later(v: Voice, notice: Nudge) -> list[Block]:
    """To be reminded in an hour is one tap; other hours are behind three dots."""
    task, number = notice.task, notice.task.number
    in_an_hour = button(v.plain("Snooze 1 hour"), f"snooze {number} 1h", version=task.version)
    assert in_an_hour is not None, "a number fits"
    return [in_an_hour, menu("more", [
        (v.plain("Snooze until tomorrow"), f"snooze {number} tomorrow"),
        (v.plain("Snooze until next week"), f"snooze {number} next week"),
        (v.plain("Snooze until…"), f"snooze {number}"),
    ], version=task.version)]  # fmt: skip


def _became(v: Voice, notice: Nudge) -> Mrkdwn:
    task, number = notice.task, notice.task.number
    if notice.state == "snoozed" and task.snoozed_until is not None:
        return v("🔔 #{number} is snoozed until {when}.", number=number, when=moment(v, task.snoozed_until))
    if notice.state == "moved" and task.due_at is not None:
        return v("📅 #{number} is now due {when}.", number=number, when=moment(v, task.due_at))
    return v(BECAME[notice.state], number=number)


def _due_at(notice: Nudge) -> datetime | None:
    return notice.task.due_at or notice.was_due_at


def _why(v: Voice, notice: Nudge) -> Mrkdwn:
    """Why this is said now: by the clock of the moment it is read, not of the moment it was planned."""
    if wants.says(notice.kind):
        return wants.why(v, notice)
    if notice.kind == "snoozed" and notice.was_due_at is not None:
        return v("🔔 Your reminder for {when}, late: I wasn't running then", when=moment(v, notice.was_due_at))
    at = _due_at(notice)
    if notice.kind == "soon" and at is not None and at > v.reader.now + A_WHILE:
        return v("⏰ Due {when}", when=moment(v, at))
    if notice.kind == "soon" and at is not None and at > v.reader.now:
        return v("⏰ Due in {left}", left=left(v, at - v.reader.now))
    return v(NUDGES["passed" if notice.kind == "soon" else notice.kind])


def _when(v: Voice, notice: Nudge) -> Mrkdwn:
    if wants.says(notice.kind):
        return Mrkdwn("")
    at = _due_at(notice)
    is_said = notice.kind == "snoozed" or (notice.kind == "soon" and at is not None and at > v.reader.now + A_WHILE)
    return moment(v, at) if at is not None and not is_said else Mrkdwn("")


def _rest(v: Voice, notice: Nudge) -> Iterator[Mrkdwn]:
    """Facts beside the date, which is in the first line; a snoozed task says it here, a reminder's date is now."""
    is_dated = notice.kind != "snoozed" or is_reminder(notice.task)
    told = due(v, notice.task) if is_dated and not wants.says(notice.kind) else ""
    return (fact for fact in main_facts(v, notice.task) if fact != told)
