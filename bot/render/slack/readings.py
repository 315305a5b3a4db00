"""How a line was read: which words became what, the other likely reading, and pickers to correct it by one tap."""

from collections.abc import Iterable, Iterator

from bot.answers import TaskView
from bot.locales import marked
from bot.render.slack.blocks import Block, button, context, plain, typed
from bot.render.slack.facts import PRIORITIES, days, priority
from bot.render.slack.inputs import day, one_of, one_person
from bot.render.slack.repeats import repeats
from bot.render.slack.text import Mrkdwn, joined, one_line
from bot.render.slack.times import clock, written_day
from bot.render.slack.voice import Voice
from bot.rules import civil

SHOWN_WORDS = 60
FIELDS = {
    "people": marked("owner “{words}”"),
    "due": marked("due “{words}”"),
    "rrule": marked("{rhythm} “{words}”"),
    "start": marked("starts “{words}”"),
    "priority": marked("{level} “{words}”"),
    "important": marked("important “{words}”"),
    "estimate_days": marked("{days} “{words}”"),
    "labels": marked("label “{words}”"),
    "project": marked("project “{words}”"),
    "accountable": marked("accountable “{words}”"),
    "helpers": marked("helpers “{words}”"),
    "reviewers": marked("reviewer “{words}”"),
    "consulted": marked("consulted “{words}”"),
    "informed": marked("informed “{words}”"),
    "needs_evidence": marked("evidence first “{words}”"),
    "parent": marked("part of “{words}”"),
    "after": marked("after “{words}”"),
}
LEVELS = {1: marked("urgent"), 2: marked("high"), 3: marked("normal"), 4: marked("low"), 5: marked("someday")}


def read_from(v: Voice, view: TaskView) -> list[Block]:
    """One quiet line; none where nothing was read from words, or it is settled by now."""
    parts = joined(_parts(v, view))
    return [context(v("Read: {parts}", parts=parts))] if parts else []


def _parts(v: Voice, view: TaskView) -> Iterator[Mrkdwn]:
    task, taken = view.task, view.taken
    means = {
        "rhythm": repeats(v, task.rrule) if task.rrule else "",
        "level": v.plain(LEVELS[task.priority]) if task.priority in LEVELS else "",
        "days": days(v, task.estimate_days or 0),
    }
    dated = {words for name, words in taken.items() if name in ("due", "rrule")}
    for name, source in FIELDS.items():
        words = taken.get(name)
        if words and not (name == "start" and words in dated):
            yield v(source, words=one_line(words, SHOWN_WORDS), **means)


def other_readings(v: Voice, view: TaskView) -> Iterator[Block | None]:
    """The second likely day or hour, until the date is settled. An hour that many read is the owner's."""
    task = view.task
    if not task.is_live:
        return
    if task.other_on:
        line = f"due {task.number} {task.other_on.isoformat()}"
        yield button(v.plain("or {day}?", day=written_day(v, task.other_on)), line, name="due:other",
                     version=task.version)  # fmt: skip
    if task.other_at:
        zone = v.reader.zone if v.reader.id else view.owner.zone or v.reader.zone
        wall = civil.local(task.other_at, civil.zone(zone))
        line = f"due {task.number} {task.other_at.isoformat(timespec='minutes')}"
        yield button(v.plain("or {time}?", time=clock(wall.time())), line, name="due:hour", version=task.version)


def pickers(v: Voice, view: TaskView) -> list[Block]:
    """Date, owner and priority, as long as the task is fresh."""
    task = view.task
    if not view.is_fresh:
        return []
    rows = [*((str(number), priority(v, number)) for number in PRIORITIES), ("none", v.plain("Let Muster decide"))]
    return [picker_row(typed(str(task.number), task.version), (
        picker("due", v.plain("Due date"), day(task.due_on)),
        picker("assign", v.plain("Owner"), one_person()),
        picker("priority", v.plain("Priority"), one_of(rows, str(task.priority))),
    ))]  # fmt: skip


def picker(verb: str, shown: str, element: Block) -> Block:
    """A picker that says this verb; `shown` stands in it while it is empty."""
    return {"action_id": f"pick:{verb}", "placeholder": plain(shown, 150)} | element


def picker_row(line: str, elements: Iterable[Block | None]) -> Block:
    """A row whose pickers complete this line."""
    return {"type": "actions", "block_id": line, "elements": [element for element in elements if element]}
