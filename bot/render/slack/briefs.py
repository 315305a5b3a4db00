"""What one person is told about their own work: the morning brief and nudges."""

from collections.abc import Iterator

from bot.locales import marked
from bot.notices import Brief, Nudge, TaskGone
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.lists import row
from bot.render.slack.nudges import one_of_several
from bot.render.slack.ranking import first_because
from bot.render.slack.tasks import gone
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from bot.render.slack.why import button_to
from bot.rules import priority
from models import Task

SHOWN_TASKS = 12
AN_ORDER = 2
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
    """Reminders that come late, then the most pressing; what does not fit is counted."""
    first = first_because(v, notice.first_because) if notice.first_because else Mrkdwn("")
    blocks = [section(lines(_greeting(v, notice), _in_short(v, notice), first))]
    for item in notice.items[:SHOWN_TASKS]:
        blocks += gone(v, item) if isinstance(item, TaskGone) else one_of_several(v, item)
    room = SHOWN_TASKS - len(notice.items[:SHOWN_TASKS])
    for name, tasks in _parts(notice):
        if not tasks:
            continue
        shown = tasks[:room]
        room -= len(shown)
        if shown:
            blocks.append(section(joined([bold(v(ACTIONS[name])), escape(str(len(tasks)))])))
        mine = name not in ("blocked_on", "to_accept", "followed")
        blocks += [row(v, task, notice.people.get(task.owner_id), is_mine=mine) for task in shown]
    total = len(notice.items) + sum(len(tasks) for _, tasks in _parts(notice))
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
    yield button_to(v)


def _parts(notice: Brief) -> tuple[tuple[str, tuple[Task, ...]], ...]:
    """Each task once, where it weighs most."""
    seen = {item.task.number for item in notice.items if isinstance(item, Nudge)}
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
