"""What a task's state, date, priority and people are called, in a few words each."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.answers import TaskView
from bot.locales import marked
from bot.render.slack import absent, reasons
from bot.render.slack.parts import SHOWN_PEOPLE, parts
from bot.render.slack.series import rhythm
from bot.render.slack.text import Mrkdwn, bold, escape, joined, link, mention, one_line
from bot.render.slack.times import day, moment, written_day
from bot.render.slack.voice import Voice
from bot.rules import priority as priorities
from bot.rules.nudging import is_reminder
from models import Person, Priority, Task

STATES = {
    "open": marked("open"),
    "doing": marked("in progress"),
    "review": marked("in review"),
    "done": marked("done"),
    "archived": marked("archived"),
    "cancelled": marked("cancelled"),
}
STATE_MARKS = {"open": "⚪", "doing": "🔵", "review": "🟣", "done": "✅", "archived": "🗄️", "cancelled": "✖️"}
PRIORITIES = {
    1: marked("1 urgent"),
    2: marked("2 high"),
    3: marked("3 normal"),
    4: marked("4 low"),
    5: marked("5 someday"),
}
COLOURS = {1: "🔴", 2: "🟡", 3: "🟢", 4: "🟢", 5: "🟢"}
SHOWN_LABELS = 8
SHOWN_NUMBERS = 10
HOURS_IN_A_DAY = 8


def state(v: Voice, name: str) -> str:
    return v.plain(STATES[name]) if name in STATES else name


def state_mark(v: Voice, task: Task) -> Mrkdwn:
    return joined([escape(STATE_MARKS.get(task.state, "")), escape(state(v, task.state))], " ")


def priority(v: Voice, number: int) -> str:
    """The colour never stands without the number."""
    return f"{COLOURS[number]} {v.plain(PRIORITIES[number])}" if number in PRIORITIES else str(number)


def title(task: Task, most: int = 160) -> Mrkdwn:
    """`#42` and the title; it ends its line, so that nothing written in it can disturb what follows."""
    return Mrkdwn(f"{bold(f'#{task.number}')} {escape(one_line(task.title, most))}")


def due(v: Voice, task: Task, *, lasting: bool = False) -> Mrkdwn:
    """When it is due, or that it was; empty without a date. What stands for days has no "tomorrow" in it."""
    if task.due_on is None and task.due_at is None:
        return Mrkdwn("")
    when = moment(v, task.due_at) if task.due_at else escape(_named(v, task.due_on, lasting=lasting))
    if priorities.is_late(task, v.reader.now):
        return v("⏰ was due {when}", when=when)
    return v("📅 due {when}", when=when)


def _named(v: Voice, on: date | None, *, lasting: bool) -> str:
    if on is None:
        return ""
    return written_day(v, on) if lasting else day(v, on)


def weight(v: Voice, task: Task, *, in_full: bool = False) -> Mrkdwn:
    """Its priority, and which rule raised it and why; nothing for what is normal and nobody set."""
    if not task.is_live or (task.priority is None and task.level == Priority.NORMAL):
        return Mrkdwn("")
    number = escape(priority(v, task.level))
    if why := reasons.why(v, task, in_full=in_full):
        return v("{priority} ({reasons})", priority=number, reasons=why)
    return number


def waits(v: Voice, task: Task) -> Mrkdwn:
    """Why it cannot go on, and whom or what it waits for."""
    if not task.is_blocked:
        return Mrkdwn("")
    parts = [v("⛔ *blocked*")]
    if task.blocked_by_id:
        parts.append(v("waiting for {person}", person=mention(task.blocked_by_id)))
    if task.blocked_by_number:
        parts.append(v("waiting for {task}", task=f"#{task.blocked_by_number}"))
    if task.blocked_reason and task.blocked_reason.strip() != f"#{task.blocked_by_number}":
        parts.append(escape(one_line(task.blocked_reason, 300)))
    return joined(parts)


def comes_after(v: Voice, view: TaskView) -> Mrkdwn:
    return v("after {tasks}", tasks=numbers(view.after)) if view.after else Mrkdwn("")


def numbers(found: Sequence[int | str]) -> str:
    """`#41`, or `#41 SS +2d` where it hangs on another end or with days between."""
    shown = [f"#{one}" if isinstance(one, int) else f"#{one}d".replace(" +0d", "") for one in found[:SHOWN_NUMBERS]]
    return " ".join([*shown, "…"] if len(found) > SHOWN_NUMBERS else shown)


def days(v: Voice, amount: float) -> str:
    """An estimate in person-days; less than a day in hours, less than an hour in minutes."""
    if amount < 1 / HOURS_IN_A_DAY:
        return v.plain("{amount} min", amount=f"{amount * HOURS_IN_A_DAY * 60:.0f}")
    if amount < 1:
        return v.plain("{amount} h", amount=f"{round(amount * HOURS_IN_A_DAY, 2):g}")
    return v.plain_plural("{amount} day", "{amount} days", 1 if amount == 1 else 2, amount=f"{amount:g}")


def labels(task: Task) -> Mrkdwn:
    shown = [f"#{one_line(label, 40)}" for label in task.labels[:SHOWN_LABELS] if label.strip()]
    return escape(" ".join([*shown, "…"] if len(task.labels) > SHOWN_LABELS else shown))


def named(v: Voice, people: Sequence[Person]) -> Mrkdwn:
    """Some of them, and how many more."""
    more = len(people) - SHOWN_PEOPLE
    shown = [mention(person.id) for person in people[:SHOWN_PEOPLE]]
    return v.listed([*shown, v("{n} more", n=more)] if more > 0 else shown)


def outsiders(v: Voice, people: Sequence[Person]) -> Mrkdwn:
    """Who would hear of one task from a conversation that they are not in."""
    return v.plural(
        "{people} isn't in this conversation. They'd see the task, but not the conversation.",
        "{people} aren't in this conversation. They'd see the task, but not the conversation.",
        len(people), people=named(v, people) if people else "",
    )  # fmt: skip


def source(v: Voice, task: Task) -> Mrkdwn:
    """The way to the message it came from: not for those who may not read that conversation."""
    if task.source_gone_at is not None:
        return v("the message was deleted")
    hidden = task.source_is_private and v.reader.id not in (None, task.creator_id)
    if not task.source_link or hidden:
        return Mrkdwn("")
    return link(task.source_link, v("from this message"))


def main_facts(v: Voice, task: Task, *, lasting: bool = False) -> Iterator[Mrkdwn]:
    """What a row says beside the title."""
    yield due(v, task, lasting=lasting)
    yield weight(v, task)
    if task.state != "open":
        yield state_mark(v, task)


def _figures(v: Voice, task: Task) -> Iterator[Mrkdwn]:
    """How much work it is, how far it is and how it was taken."""
    if task.estimate_days:
        yield v("⏱️ {days}", days=days(v, task.estimate_days))
    if task.spent_minutes:
        yield v("⏳ {days} spent", days=days(v, task.spent_minutes / 60 / HOURS_IN_A_DAY))
    if task.percent is not None and task.is_live:
        yield v("📈 {n}%", n=task.percent)
    if task.score:
        yield v("⭐ {n} of 5", n=task.score)
    if task.returns:
        yield v("↪️ returned: {n}", n=task.returns)


def all_facts(v: Voice, view: TaskView, *, lasting: bool = True) -> Iterator[Mrkdwn]:
    """What a card says beside the title and what blocks it."""
    task = view.task
    yield absent.beside(v, Mrkdwn(f"👤 {mention(task.owner_id)}"), view.owner, lasting=True)
    yield due(v, task, lasting=lasting)
    yield weight(v, task, in_full=not view.is_fresh)  # who just wrote it knows
    yield state_mark(v, task)
    if task.acked_at and task.state == "open":
        yield v("👍 got it")
    yield labels(task)
    if task.project:
        yield v("📁 {project}", project=one_line(task.project, 60))
    yield from _figures(v, task)
    if task.start_on:
        yield v("starts {day}", day=_named(v, task.start_on, lasting=lasting))
    if task.parent_number:
        yield v("part of {task}", task=f"#{task.parent_number}")
    yield comes_after(v, view)
    yield from parts(v, view)
    yield rhythm(v, task)
    if task.snoozed_until and task.is_live and task.snoozed_until > v.reader.now:
        asleep = marked("🔔 reminder {when}") if is_reminder(task) else marked("🔕 snoozed until {when}")
        yield v(asleep, when=moment(v, task.snoozed_until))
    yield Mrkdwn(f"💬 {view.notes}" if view.notes else "")
    yield source(v, task)
