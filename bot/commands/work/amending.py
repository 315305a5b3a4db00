"""Verbs that correct one field of one task: its date, priority, name, labels, rhythm or owner."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers import Answer, Changed, SmallForm
from bot.answers.plans import SlipAsked
from bot.commands.call import Call
from bot.commands.lines import naming, outsiders
from bot.commands.lines.adding import labelled, plain, split_title
from bot.commands.lines.carrying import WHO
from bot.commands.lines.numbers import read_numbers
from bot.commands.plan import slips
from bot.errors import UserError, conflict, not_found
from bot.parsing.dates import civil as days
from bot.parsing.dates.when import names_a_bare_weekday, read_duration, read_snooze, read_when
from bot.parsing.lines.drafts import When
from bot.parsing.orders.reasons import date_and_reason
from bot.parsing.orders.refs import read_refs
from bot.parsing.talk import corrections
from bot.rules import availability, civil
from bot.services.work import tasks
from bot.services.work.tasks import NOTE_MAX, TITLE_MAX
from models import History, Priority, Task
from models.queries import people as people_queries

NONE_WORDS = frozenset({"none", "clear", "no", "never", "off", "无", "没有", "清除", "不限", "取消"})
PRIORITIES = {
    "urgent": 1, "asap": 1, "critical": 1, "紧急": 1, "high": 2, "高": 2, "normal": 3, "medium": 3, "普通": 3, "中": 3,
    "low": 4, "低": 4, "someday": 5, "最低": 5,
} | {str(number): number for number in Priority}  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")
SHIFT = re.compile(r"(?P<sign>[+-])(?P<length>\d{1,7}(?:d|m|day|week))")
RENAMED = re.compile(r"(?:to|as|[为成叫作到]|[:：])\s*(?P<title>\S.*)", re.DOTALL | re.IGNORECASE)
LABEL = re.compile(r"#((?!\d+(?:\s|$))[\w/-]+)")
LABELS_MAX = 20
WORD = re.compile(r"\s--\s|\s*——\s*")


def the_one(call: Call) -> tuple[Task, str]:
    """The task a line names first, and the words after it."""
    refs, rest = read_refs(call.args)
    if not refs:
        refs, rest = read_numbers(call.args)
    if not refs:
        raise UserError("which_task", verb=call.line.split(None, 1)[0])
    return tasks.find(call.session, call.actor, refs[0]), rest.strip()


def moment_to_come(call: Call, task: Task, words: str) -> datetime:
    """When the words say to speak of the task again."""
    starts = availability.hours(call.person, call.workspace).starts
    until = read_snooze(words, now=call.actor.now, zone=call.person.zone, day_start=starts)
    when = read_when(words, now=call.actor.now, zone=call.person.zone) if until is None else None
    if when is not None and when.past:
        raise conflict("snooze_in_the_past", number=task.number)
    if until is None:
        raise UserError("no_such_date", words=words)
    return until


def each(call: Call, verb: str, change: Callable[[Task], History], detail: str = "",
         numbers: tuple[int, ...] = ()) -> Changed:  # fmt: skip
    """Every task the line names; what cannot be done with one of them is told beside what was done."""
    numbers = numbers or read_numbers(call.args)[0]
    if not numbers:
        raise UserError("which_task", verb=call.line.split(None, 1)[0])
    entries: list[tuple[Task, History]] = []
    not_done: list[UserError] = []
    for number in dict.fromkeys(numbers):
        try:
            with call.session.begin_nested() if len(numbers) > 1 else nullcontext():  # one alone is the whole turn
                task = tasks.find(call.session, call.actor, number)
                entries.append((task, change(task)))
        except UserError as error:
            not_done.append(error)
    if not entries:
        raise not_done[0]
    return replace(changed(call, verb, entries, detail), not_done=tuple(not_done))


def changed(call: Call, verb: str, done: list[tuple[Task, History]], detail: str = "") -> Changed:
    """What was done, with the way back."""
    views = tuple(tasks.view(call.session, task, now=call.actor.now, viewer=call.person) for task, _ in done)
    entries = tuple(entry.id for _, entry in done if entry.id is not None)
    return Changed(verb, views, undo=entries, detail=detail)


def assign(call: Call) -> Answer:
    """`assign 42 @ann -- they know the printer` — reassign a task, with a word for its next owner."""
    return _assign(call, with_outsiders=False)


def assign_anyway(call: Call) -> Answer:
    """`assign! …` — give it to somebody, who may be from outside the conversation."""
    return _assign(call, with_outsiders=True)


def _assign(call: Call, *, with_outsiders: bool) -> Answer:
    task, words = the_one(call)
    if not words:
        return SmallForm("assign", task)
    words, word = split_word(re.sub(r"^(?:to\s+|给\s*)", "", words))
    named = naming.first(call, words if words.startswith(("@", "<@")) else f"@{words}")
    if named.unclear:
        return naming.ask(call, named.unclear, "assign", f"{task.number} {WHO}{f' -- {word}' if word else ''}")
    if named.person is None:
        raise not_found("no_such_person", name=plain(call, words))
    if not with_outsiders and outsiders.must_ask(call, task, named.person):
        return outsiders.ask(task, named.person, word)
    entry = tasks.assign(call.session, call.actor, task, named.person, note=plain(call, word))
    return changed(call, "assign", [(task, entry)], plain(call, word))


def split_word(words: str) -> tuple[str, str]:
    """(Who, what is said to them)"""
    who, *word = WORD.split(words, maxsplit=1)
    return who.strip(), word[0].strip() if word else ""


def due(call: Call) -> Answer:
    """`due 42 next Friday 5pm` — set or change the due date; `due 42 none` removes it."""
    task, words = the_one(call)
    if not words:
        return SmallForm("due", task)
    words, why = date_and_reason(words, is_a_day) or (words, "")
    return _due(call, task, _moment(call, task, words), plain(call, why))


@dataclass(frozen=True)
class _Moment:
    """When a task is due, and the other day or hour that the words may have meant."""

    on: date | None = None
    at: datetime | None = None
    other_on: date | None = None
    other_at: datetime | None = None


def _moment(call: Call, task: Task, words: str) -> _Moment:
    if words.lower() in NONE_WORDS:
        return _Moment()
    if by := _shift(words):
        words = moved(call, task, by)
    if INSTANT.fullmatch(words):
        moment, on = _instant(words, _zone_of(call, task))
        if moment <= call.actor.now:
            raise UserError("date_is_past", on=on)
        return _Moment(on, moment)
    when = _when(call, task, words)
    if when.past:
        raise UserError("date_is_past", on=when.on)
    here = civil.zone(call.person.zone)
    other_at = civil.instant(when.on, when.other_at, here) if when.other_at else None
    at = civil.instant(when.on, when.at, here) if when.at else same_hour(call, task, when.on)
    return _Moment(when.on, at, when.other or _in_its_week(task, when, words), other_at)


def is_a_day(words: str) -> bool:
    """A date, none, or a length of time later or earlier."""
    is_none = words.lower() in NONE_WORDS or INSTANT.fullmatch(words) or SHIFT.fullmatch(words)
    return bool(is_none) or read_when(words, now=days.ANY_DAY, zone="UTC") is not None


def moved(call: Call, task: Task, by: timedelta) -> str:
    """Its date, later or earlier by that much; hours move the hour. Without a date it is counted from now."""
    if by % timedelta(days=1):
        try:
            return ((task.due_at or task.ends_at or call.actor.now) + by).isoformat(timespec="minutes")
        except OverflowError:
            raise UserError("date_too_far") from None
    today = civil.local_date(call.actor.now, _zone_of(call, task))
    day = days.plus(task.due_on or today, by.days)
    if day is None:
        raise UserError("date_too_far")
    return day.isoformat()


def _shift(words: str) -> timedelta | None:
    """ "+7d", "-120m": later or earlier than it is now."""
    found = SHIFT.fullmatch(words)
    length = read_duration(found["length"]) if found else None
    return -length if found and length and found["sign"] == "-" else length


def _instant(words: str, where: ZoneInfo) -> tuple[datetime, date]:
    """The moment and the day that it falls on there. Raises UserError where there is none such."""
    try:
        moment = datetime.fromisoformat(words)
        return moment.astimezone(UTC), civil.local_date(moment, where)
    except (ValueError, OverflowError):
        raise UserError("no_such_date", words=words) from None


def _in_its_week(task: Task, when: When, words: str) -> date | None:
    """What is due on Wednesday week and is moved "to Thursday" may be meant for the day after."""
    if task.due_on is None or not names_a_bare_weekday(words):
        return None
    there = task.due_on + timedelta(days=when.on.weekday() - task.due_on.weekday())
    return there if there > when.on else None


def _when(call: Call, task: Task, words: str) -> When:
    """The date in words. An hour alone moves the hour: its day stays, unless that hour is over by now."""
    now, zone = call.heard.spoken_at or call.actor.now, call.person.zone
    when = read_when(words, now=now, zone=zone)
    if when is None:
        raise UserError("no_such_date", words=words)
    if task.due_on is None or when.at is None or not corrections.is_hour_alone(words, now=now, zone=zone):
        return when
    over = civil.instant(task.due_on, when.at, civil.zone(zone)) <= call.actor.now
    return when if over else replace(when, on=task.due_on)


def _due(call: Call, task: Task, moment: _Moment, why: str) -> Changed | SlipAsked:
    if asked := slips.asked(call, task, moment.on, moment.at, why):
        return asked
    entry = tasks.due(call.session, call.actor, task, on=moment.on, at=moment.at, other_on=moment.other_on,
                      other_at=moment.other_at, note=why)  # fmt: skip
    return changed(call, "due", [(task, entry)], why)


def same_hour(call: Call, task: Task, on: date) -> datetime | None:
    """A day alone moves the day: the hour that was said stays, on the owner's wall, unless it is over by now."""
    if task.due_at is None or task.due_on is None:
        return None
    where = _zone_of(call, task)
    wall = civil.local(task.due_at, where)
    at = civil.instant(wall.date() + (on - task.due_on), wall.time(), where)
    return at if at > call.actor.now else None


def _zone_of(call: Call, task: Task) -> ZoneInfo:
    owner = people_queries.get(call.session, task.workspace_id, task.owner_id)
    return civil.zone(owner.zone if owner else call.person.zone)


def priority(call: Call) -> Answer:
    """`priority 42 high` — 1 urgent, 2 high, 3 normal, 4 low, 5 someday; `none` leaves it to Muster."""
    task, words = the_one(call)
    words = words.lower().removeprefix("!").strip()
    if not words:
        return SmallForm("priority", task)
    if words not in NONE_WORDS and words not in PRIORITIES:
        raise UserError("no_such_priority", words=words)
    entry = tasks.priority(call.session, call.actor, task, PRIORITIES.get(words))
    return changed(call, "priority", [(task, entry)])


def renames(args: str) -> bool:
    """A number and "to": "rename 42 files" is work."""
    numbers, rest = read_numbers(args)
    return len(numbers) == 1 and RENAMED.fullmatch(rest) is not None


def rename(call: Call) -> Answer:
    """`rename 42 to Send the final deck` — give a task another name."""
    task, words = the_one(call)
    found = RENAMED.fullmatch(words)
    title, rest = split_title(plain(call, found["title"] if found else words))
    note = "\n".join(part for part in (rest, task.note) if part)
    if rest and len(note) > NOTE_MAX:
        raise UserError("too_long", n=len(title) + len(rest), most=TITLE_MAX)
    return edited(call, task, {"title": title, "note": note})


def labels(args: str) -> bool:
    """A number and nothing but labels."""
    numbers, rest = read_numbers(args)
    return len(numbers) == 1 and corrections.are_labels(rest)


def label(call: Call) -> Answer:
    """`label 42 #launch` — put a label on a task."""
    task, words = the_one(call)
    new = LABEL.findall(labelled(call, words))
    return edited(call, task, {"labels": list(dict.fromkeys([*task.labels, *new]))[:LABELS_MAX]})


def edited(call: Call, task: Task, patch: dict[str, Any]) -> Changed:
    entry = tasks.edit(call.session, call.actor, task, patch)
    done = changed(call, "edit", [(task, entry)] if entry else [])
    return done if entry else Changed("edit", (tasks.view(call.session, task, now=call.actor.now),))
