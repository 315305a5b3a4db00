"""What one person is told about their own work: the morning brief and nudges."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.locales import marked
from bot.notices import Brief, Nudge
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import due, main_facts, title, waits
from bot.render.slack.lists import row
from bot.render.slack.ranking import first_because
from bot.render.slack.tasks import next_steps
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.times import left, moment, written_day
from bot.render.slack.voice import Voice
from bot.rules import priority
from bot.rules.nudging import is_reminder
from models import Task

SHOWN_TASKS = 12
AN_ORDER = 2
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
}
A_WHILE = timedelta(hours=2)  # further away, the hour itself says more than how long it is till then
ACTIONS = {
    "placed": marked("📌 In your order"),
    "late": marked("⏰ Late"),
    "due": marked("📅 Due today"),
    "blocked_on": marked("⛔ Blocked on you"),
    "to_accept": marked("🟣 Waiting for your acceptance"),
    "new": marked("📬 New"),
    "followed": marked("👀 To keep you informed"),
}


def brief(v: Voice, notice: Brief) -> list[Block]:
    """The most pressing first; what does not fit is counted."""
    first = first_because(v, notice.first_because) if notice.first_because else Mrkdwn("")
    blocks = [section(lines(_greeting(v, notice), _in_short(v, notice), first))]
    room = SHOWN_TASKS
    for name, tasks in _parts(notice):
        if not tasks:
            continue
        shown = tasks[:room]
        room -= len(shown)
        if shown:
            blocks.append(section(joined([bold(v(ACTIONS[name])), escape(str(len(tasks)))])))
        mine = name not in ("blocked_on", "to_accept", "followed")
        blocks += [row(v, task, notice.people.get(task.owner_id), is_mine=mine) for task in shown]
    total = sum(len(tasks) for _, tasks in _parts(notice))
    if total > SHOWN_TASKS:
        rest = total - SHOWN_TASKS
        blocks.append(context(v.plural("and {n} more: `/task list`", "and {n} more: `/task list`", rest)))
    blocks.append(context(v("To be reminded of a task later, choose Snooze from its three-dot menu.")))
    if notice.suggested:
        blocks.append(context(v.plural("💡 {n} proposal for your tasks this week",
                                       "💡 {n} proposals for your tasks this week", notice.suggested)))  # fmt: skip
    return [*blocks, *actions(_day_buttons(v, notice))]


def _day_buttons(v: Voice, notice: Brief) -> Iterator[Block | None]:
    """To put the day in another order, where there is one to put, and the week's proposals."""
    if len(notice.placed) + len(notice.late) + len(notice.due) >= AN_ORDER:
        yield button(v.plain("Re-order…"), "order")
    if notice.suggested:
        yield button(v.plain("See proposals"), "suggest")


def _parts(notice: Brief) -> tuple[tuple[str, tuple[Task, ...]], ...]:
    """Each task once, where it weighs most."""
    seen: set[int] = set()
    parts = []
    for name, tasks in (
        ("placed", notice.placed), ("late", notice.late), ("due", notice.due), ("blocked_on", notice.blocked_on),
        ("to_accept", notice.to_accept), ("new", notice.new), ("followed", notice.followed),
    ):  # fmt: skip
        fresh = tuple(task for task in tasks if task.number not in seen)
        seen |= {task.number for task in fresh}
        parts.append((name, fresh))
    return tuple(parts)


def _greeting(v: Voice, notice: Brief) -> Mrkdwn:
    name = one_line(notice.person.called, 60)
    if notice.catch_up:
        return v("Hello {name}, I was offline for a while. Here's where things stand on {day}.",
                 name=name, day=written_day(v, notice.on))  # fmt: skip
    return v("Good morning, {name}. {day}", name=name, day=written_day(v, notice.on))


def _in_short(v: Voice, notice: Brief) -> Mrkdwn:
    """The counts in words: what a notification shows."""
    counts = {name: len(tasks) for name, tasks in _parts(notice)}
    late = sum(1 for task in notice.placed if priority.is_late(task, v.reader.now))
    said = (
        (counts["placed"], v("{n} in your order", n=counts["placed"])),
        (counts["late"] + late, v("{n} late", n=counts["late"] + late)),
        (counts["due"], v("{n} due today", n=counts["due"])),
        (counts["blocked_on"], v("{n} blocked on you", n=counts["blocked_on"])),
        (counts["to_accept"], v("{n} to accept", n=counts["to_accept"])),
        (counts["new"], v("{n} new", n=counts["new"])),
        (counts["followed"], v("{n} to know about", n=counts["followed"])),
    )
    return joined([words for n, words in said if n])


def nudge(v: Voice, notice: Nudge) -> list[Block]:
    """One task that wants attention, with all that can be done about it; what became of it once that was done."""
    task = notice.task
    if notice.state:
        return [section(lines(_became(v, notice), escape(one_line(task.title, 200))))]
    blocks = [section(lines(joined([_why(v, notice), _when(v, notice)]), title(task, 900)))]
    if blocked := waits(v, task):
        blocks.append(section(blocked))
    if facts := joined(_rest(v, notice)):
        blocks.append(context(facts))
    return [*blocks, *actions([*next_steps(v, task), *(_later(v, task) if task.is_live else ())])]


def _later(v: Voice, task: Task) -> Iterator[Block | None]:
    """To be reminded in an hour is one tap; other hours are behind three dots."""
    number = task.number
    yield button(v.plain("Snooze 1 hour"), f"snooze {number} 1h", version=task.version)
    yield menu("more", [
        (v.plain("Snooze until tomorrow"), f"snooze {number} tomorrow"),
        (v.plain("Snooze until next week"), f"snooze {number} next week"),
        (v.plain("Snooze until…"), f"snooze {number}"),
        (v.plain("Change date…"), f"due {number}"),
        (v.plain("Show"), f"show {number}"),
    ], version=task.version)  # fmt: skip


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
    at = _due_at(notice)
    if notice.kind == "soon" and at is not None and at > v.reader.now + A_WHILE:
        return v("⏰ Due {when}", when=moment(v, at))
    if notice.kind == "soon" and at is not None and at > v.reader.now:
        return v("⏰ Due in {left}", left=left(v, at - v.reader.now))
    return v(NUDGES["snoozed" if notice.kind == "snoozed" else "passed"])


def _when(v: Voice, notice: Nudge) -> Mrkdwn:
    at = _due_at(notice)
    is_said = notice.kind == "snoozed" or (notice.kind == "soon" and at is not None and at > v.reader.now + A_WHILE)
    return moment(v, at) if at is not None and not is_said else Mrkdwn("")


def _rest(v: Voice, notice: Nudge) -> Iterator[Mrkdwn]:
    """Facts beside the date, which is in the first line; a snoozed task says it here, a reminder's date is now."""
    told = due(v, notice.task) if notice.kind != "snoozed" or is_reminder(notice.task) else ""
    return (fact for fact in main_facts(v, notice.task) if fact != told)
