"""Verbs of work that comes again: its rhythm, leaving one out, giving up one or all, and what counts for which."""

import re
from typing import Any

from bot.answers import Answer, Changed, SmallForm
from bot.commands.call import Call, Subcommand, nothing
from bot.commands.finding import lists
from bot.commands.lines.adding import plain
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import only_refs, with_refs
from bot.commands.work.amending import NONE_WORDS, changed, each, edited, same_hour, the_one
from bot.errors import UserError, not_found
from bot.parsing.lines import task_line
from bot.parsing.lines.counting import reason_in
from bot.parsing.talk import corrections
from bot.rules import civil, recurrence
from bot.services.plan import series
from bot.services.work import life, tasks
from models import History, NextOne, Task
from models.queries import tasks as queries

CLOSE, DAY = NextOne.ON_CLOSE.value, NextOne.ON_THE_DAY.value
NEXT = r"(?:再)?(?:生成|出现|来)?(?:下一[个条])?"
MODES = {
    CLOSE: r"(?:on|when|after|once)\s+(?:(?:it(?:['’]s| is)?|this one(?: is)?)\s+)?"
           r"(?:clos(?:e|es|ed|ing)|done|finished|completion|completed)"
           rf"|(?:完成|做完|办完|关闭)[后了]{NEXT}",
    DAY: r"on\s+(?:the|its)\s+day|by\s+(?:the\s+)?(?:date|calendar)"
         rf"|(?:到日|到期|到了?[那当]天|当天|按日期|按日历)(?:就)?{NEXT}",
}  # fmt: skip
MODE = re.compile(
    r"(?P<rhythm>.*?)(?:^|[\s,，;；]+|(?<=[\u4e00-\u9fff]))(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in MODES.items()) + r")[\s.。!！]*",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
ENTRY = re.compile(r"@(\d{1,30})")


def _read(words: str) -> tuple[str, str | None]:
    """(the rhythm as it was said, when the next one is made as far as that was said)"""
    found = MODE.fullmatch(words.strip())
    if found is None:
        return words.strip(), None
    return found["rhythm"].strip(" ,，;；"), CLOSE if found[CLOSE] else DAY


def repeats(args: str) -> bool:
    """A number alone, or with a rhythm or with when the next one comes: "repeat 42 tests" is work."""
    numbers, rest = read_numbers(args)
    if len(numbers) != 1 or args.startswith(("#", "＃")):
        return not args or len(numbers) == 1
    rhythm, mode = _read(rest)
    return not rest or rest.lower() in NONE_WORDS or (bool(mode) and not rhythm) or corrections.is_rhythm(rhythm)


def repeat(call: Call) -> Answer:
    """`repeat 42 every Tuesday` — make a task come again, `on close` or `on the day`; `repeat 42 none` stops that."""
    task, words = the_one(call)
    if not words:
        return SmallForm("repeat", task)
    return set_rhythm(call, task, words)


def set_rhythm(call: Call, task: Task, words: str, *, mode: str | None = None) -> Changed:
    """Say how a task comes again. Raises UserError where the words name no rhythm, or the task was followed already."""
    if task.followed_by is not None:
        series.check_repeats(task)
    if words.lower() in NONE_WORDS:
        return edited(call, task, {"rrule": None})
    rhythm, said_mode = _read(words)
    patch: dict[str, Any] = {"next_one": mode or said_mode} if mode or said_mode else {}
    patch |= _rhythm(call, task, rhythm) if rhythm else {}
    rule = patch.get("rrule", task.rrule)
    if rule is None:
        series.check_repeats(task)
    if patch.get("next_one", task.next_one) == DAY and rule and recurrence.is_frequent(rule):
        raise UserError("too_often_for_the_day", field="next_one")
    return edited(call, task, patch)


def _rhythm(call: Call, task: Task, words: str) -> dict[str, Any]:
    draft = task_line.read(words, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)
    if draft.rrule is None:
        raise UserError("no_such_rhythm", field="rhythm", words=words)
    patch: dict[str, Any] = {"rrule": draft.rrule}
    if first := draft.due:
        here = civil.zone(call.person.zone)
        at = civil.instant(first.on, first.at, here) if first.at else same_hour(call, task, first.on)
        patch |= {"due_on": first.on, "due_at": at}
    return patch


def skip(call: Call) -> Answer:
    """`skip 42` — leave this one out of a repeated task, and go on to the next."""
    return each(call, "skip", lambda task: series.skip(call.session, call.actor, task))


def repeating(call: Call) -> Answer:
    """`repeating` — your tasks that come again."""
    return lists.list_(call.with_args("is:repeating"))


def ask_which(call: Call, task: Task, words: str) -> None:
    """Giving up one task that comes again may mean this one or all. Raises the question."""
    if task.is_live and recurrence.repeats(task):
        raise UserError("this_or_the_series", number=task.number, words=words[:1500])


def cancel_this(call: Call) -> Answer:
    """`cancel! 42` — cancel only this one of a series."""
    task, words = the_one(call)
    words = reason_in(plain(call, words))
    return changed(call, "cancel", [(task, life.cancel(call.session, call.actor, task, note=words))], words)


def cancel_series(call: Call) -> Answer:
    """`end! 42` — cancel this one, and no more follow it."""
    task, words = the_one(call)
    words = reason_in(plain(call, words))
    entry = life.cancel(call.session, call.actor, task, note=words, for_good=True)
    return changed(call, "cancel", [(task, entry)], words)


def only(call: Call) -> Answer:
    """`only! 42 @17` — what that change made otherwise counts for this one alone."""
    task, entry = _change(call)
    return changed(call, "only", [(task, series.only(call.session, call.actor, task, entry))])


def onwards(call: Call) -> Answer:
    """`onwards! 42 @17` — what that change made otherwise counts for those to come, too."""
    task, entry = _change(call)
    return changed(call, "onwards", [(task, series.onwards(call.session, call.actor, task, entry))])


def _change(call: Call) -> tuple[Task, History]:
    """The task and the change of it that a button names."""
    found = ENTRY.search(call.args)
    entry_id = int(found[1]) if found else 0
    entry = queries.history_entry(call.session, call.workspace.id, entry_id)
    if entry is None or queries.get(call.session, call.person, entry.number, call.actor.now) is None:
        raise not_found("nothing_to_undo")
    return tasks.find(call.session, call.actor, entry.number), entry


SUBCOMMANDS = (
    Subcommand("repeat", repeat, ("重复", "循环"), repeats, needs="edit"),
    Subcommand("skip", skip, ("跳过",), only_refs),
    Subcommand("repeating", repeating, ("重复任务", "循环任务"), nothing, hidden=True, needs="list"),
    Subcommand("cancel!", cancel_this, hidden=True, reads=with_refs, needs="cancel"),
    Subcommand("end!", cancel_series, hidden=True, reads=with_refs, needs="cancel"),
    Subcommand("only!", only, hidden=True, reads=with_refs, needs="only"),
    Subcommand("onwards!", onwards, hidden=True, reads=with_refs, needs="onwards"),
)
