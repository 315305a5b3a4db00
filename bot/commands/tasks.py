"""`/task`: one function per verb, and the table of them at the end."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answers import Answer, Changed, Shown, SmallForm, TaskForm
from bot.commands import asking, lists, outsiders, several
from bot.commands.adding import Sure, add_line, person_meant, plain, read_draft, split_title, title_of
from bot.commands.call import Call, Command, Subcommand, nothing
from bot.commands.numbers import read_numbers
from bot.errors import UserError, conflict, not_found
from bot.heard import Door
from bot.parsing.refs import read_refs
from bot.parsing.when import read_snooze, read_when
from bot.rules import availability, civil
from bot.services import people, tasks
from bot.services.tasks import NOTE_MAX, NUMBER_MAX
from models import History, Person, Priority, Task
from models.queries import people as people_queries
from models.queries import tasks as queries

NONE_WORDS = frozenset({"none", "clear", "no", "never", "off", "无", "没有", "清除", "不限", "取消"})
PRIORITIES = {
    "urgent": 1, "asap": 1, "critical": 1, "紧急": 1, "high": 2, "高": 2, "normal": 3, "medium": 3, "普通": 3, "中": 3,
    "low": 4, "低": 4, "someday": 5, "最低": 5,
} | {str(number): number for number in Priority}  # fmt: skip
TO_SOMEBODY = ("give", "reassign", "transfer", "指派", "转给", "分配", "转交给", "转交", "移交", "交给")
USER = re.compile(r"^<@([A-Z0-9]+)(?:\|[^>]*)?>\s*")
NAME = re.compile(r"^@?([\w.\-]+)\s*")
UNDO_ID = re.compile(r"@(\d{1,30})")

NAMED = ("owner_id", "blocked_by_id")

Change = Callable[[Task], History]


def with_refs(args: str) -> bool:
    """Task numbers, perhaps with words after them; no words at all asks which task."""
    return not args or bool(read_numbers(args)[0])


def only_refs(args: str) -> bool:
    numbers, rest = read_numbers(args)
    return not args or bool(numbers and not rest)


def add(call: Call) -> Answer:
    """`add send the deck to @dana by Friday 5pm !high` — add a task; the word *add* is optional."""
    return several.add_lines(call, call.args, Sure())


def make(call: Call) -> Answer:
    """`make …` — add it, it is a task."""
    return add_line(call, call.args, Sure(it_is_work=True))


def again(call: Call) -> Answer:
    """`again …` — add the same once more."""
    return add_line(call, call.args, Sure(it_is_work=True, once_more=True))


def share(call: Call) -> Answer:
    """`share …` — add it, people from outside the conversation may know."""
    return add_line(call, call.args, Sure(it_is_work=True, once_more=True, with_outsiders=True))


def new(call: Call) -> Answer:
    """`new [line]` — open the form for a new task."""
    if call.heard.door == Door.SHORTCUT and (offered := several.instead_of_a_form(call)):
        return offered
    if len(call.args) > NOTE_MAX and call.heard.door != Door.SHORTCUT:  # a shortcut's message stays where it is
        raise UserError("too_long", n=len(call.args), most=NOTE_MAX)
    line, draft = read_draft(call, call.args[:NOTE_MAX])
    owner = next((ref for ref in draft.people if person_meant(call, ref)), None)
    due = draft.due if draft.due and not draft.due.past and not draft.rrule else None
    has_a_field = {"labels", "priority", "estimate_days", "note"} | ({"due"} if due else set())
    mine = owner.span if owner else None
    stays = frozenset(span for name, span in draft.taken if name not in has_a_field and span != mine)
    first, _, further = plain(call, title_of(line, draft, stays)).partition("\n")
    title, rest = split_title(first)
    note = "\n".join(part for part in (rest, further.strip(), plain(call, draft.note or "")) if part)[:NOTE_MAX]
    heard = call.heard
    return TaskForm(
        title=title, note=note, owner_id=person_meant(call, owner) if owner else None, channel_id=heard.channel_id,
        source_ts=heard.thread_ts or (heard.ts if heard.door == Door.SHORTCUT else None), link=heard.link,
        due_on=due.on if due else None, due_at=due.at if due else None, priority=draft.priority,
        estimate_days=draft.estimate_days, labels=draft.labels,
    )  # fmt: skip


def show(call: Call) -> Answer:
    """`show 42` — everything about a task, with its history."""
    task = _the_one(call)[0]
    history = queries.list_history(call.session, task, limit=20)
    told = [held.get(name) for entry in history for held in (entry.before, entry.after) for name in NAMED]
    ids = {entry.actor_id for entry in history} | {task.owner_id, task.creator_id} | {str(id_) for id_ in told if id_}
    return Shown(tasks.view(call.session, task, now=call.actor.now), tuple(history),
                 people_queries.list_by_ids(call.session, call.workspace.id, ids))  # fmt: skip


def start(call: Call) -> Answer:
    """`start 42` — show that you're working on it."""
    return _each(call, "start", lambda task: tasks.start(call.session, call.actor, task))


def done(call: Call) -> Answer:
    """`done 42 [what happened]` — finish one or more tasks."""
    words = plain(call, read_numbers(call.args)[1])
    return _each(call, "done", lambda task: tasks.done(call.session, call.actor, task, note=words), words)


def reopen(call: Call) -> Answer:
    """`reopen 42` — reopen a finished or cancelled task."""
    return _each(call, "reopen", lambda task: tasks.reopen(call.session, call.actor, task))


def cancel(call: Call) -> Answer:
    """`cancel 42 [why]` — cancel a task that's no longer needed."""
    words = plain(call, read_numbers(call.args)[1])
    return _each(call, "cancel", lambda task: tasks.cancel(call.session, call.actor, task, note=words), words)


def block(call: Call) -> Answer:
    """`block 42 on @ann waiting for the price` — say what it's waiting for; with no reason, a form opens."""
    task, words = _the_one(call)
    if not words:
        return SmallForm("block", task)
    words = re.sub(r"^(?:(?:on|by|for)\s+|[等被]\s*)", "", words)
    by, words = _person_first(call, words)
    refs, rest = read_refs(words) if words.startswith("#") else ((), words)
    if refs:
        tasks.find(call.session, call.actor, refs[0])
    reason = plain(call, rest) or plain(call, words)
    entry = tasks.block(
        call.session, call.actor, task, reason=reason, by=by.id if by else None, on=refs[0] if refs else None
    )
    return _changed(call, "block", [(task, entry)], reason)


def unblock(call: Call) -> Answer:
    """`unblock 42` — clear the block."""
    return _each(call, "unblock", lambda task: tasks.unblock(call.session, call.actor, task))


def assign(call: Call) -> Answer:
    """`assign 42 @ann` — reassign a task."""
    return _assign(call, with_outsiders=False)


def assign_anyway(call: Call) -> Answer:
    """`assign! …` — give it to somebody, who may be from outside the conversation."""
    return _assign(call, with_outsiders=True)


def _assign(call: Call, *, with_outsiders: bool) -> Answer:
    task, words = _the_one(call)
    if not words:
        return SmallForm("assign", task)
    words = re.sub(r"^(?:to\s+|给\s*)", "", words)
    owner, _ = _person_first(call, words if words.startswith(("@", "<@")) else f"@{words}")
    if owner is None:
        raise not_found("no_such_person", name=plain(call, words))
    if not with_outsiders and outsiders.must_ask(call, task, owner):
        return outsiders.ask(task, owner)
    return _changed(call, "assign", [(task, tasks.assign(call.session, call.actor, task, owner))])


def due(call: Call) -> Answer:
    """`due 42 next Friday 5pm` — set or change the due date; `due 42 none` removes it."""
    task, words = _the_one(call)
    if not words:
        return SmallForm("due", task)
    if words.lower() in NONE_WORDS:
        return _changed(call, "due", [(task, tasks.due(call.session, call.actor, task, on=None, at=None))])
    when = read_when(words, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)
    if when is None:
        raise UserError("no_such_date", words=words)
    if when.past:
        raise UserError("date_is_past", on=when.on)
    at = civil.instant(when.on, when.at, civil.zone(call.person.zone)) if when.at else None
    return _changed(call, "due", [(task, tasks.due(call.session, call.actor, task, on=when.on, at=at))])


def priority(call: Call) -> Answer:
    """`priority 42 high` — 1 urgent, 2 high, 3 normal, 4 low, 5 someday; `none` leaves it to Muster."""
    task, words = _the_one(call)
    words = words.lower().removeprefix("!").strip()
    if words not in NONE_WORDS and words not in PRIORITIES:
        raise UserError("no_such_priority", words=words)
    entry = tasks.priority(call.session, call.actor, task, PRIORITIES.get(words))
    return _changed(call, "priority", [(task, entry)])


def snooze(call: Call) -> Answer:
    """`snooze 42 2h` — be reminded later: `2h`, `tomorrow`, `next week` or a date."""
    task, words = _the_one(call)
    if not words:
        return SmallForm("snooze", task)
    starts = availability.hours(call.person, call.workspace).starts
    until = read_snooze(words, now=call.actor.now, zone=call.person.zone, day_start=starts)
    when = read_when(words, now=call.actor.now, zone=call.person.zone) if until is None else None
    if when is not None and when.past:
        raise conflict("snooze_in_the_past", number=task.number)
    if until is None:
        raise UserError("no_such_date", words=words)
    return _changed(call, "snooze", [(task, tasks.snooze(call.session, call.actor, task, until))])


def edit(call: Call) -> Answer:
    """`edit 42` — edit a task in a form."""
    task, _ = _the_one(call)
    return TaskForm(view=tasks.view(call.session, task, now=call.actor.now), title=task.title, note=task.note,
                    owner_id=task.owner_id)  # fmt: skip


def note(call: Call) -> Answer:
    """`note 42 spoke to the printer` — add progress or a comment."""
    task, words = _the_one(call)
    if not words:
        return SmallForm("note", task)
    words = plain(call, words)
    return _changed(call, "note", [(task, tasks.note(call.session, call.actor, task, words))], words)


def undo(call: Call) -> Answer:
    """`undo` — undo your last change, within ten minutes."""
    ids = [int(found) for found in UNDO_ID.findall(call.args)]
    entries = [_entry(call, entry_id) for entry_id in ids]
    if not ids:
        entries = [queries.last_change_by(call.session, call.person, call.actor.now - tasks.UNDO_FOR)]
    if None in entries:
        raise conflict("nothing_to_undo")
    done = [tasks.undo(call.session, call.actor, entry) for entry in entries if entry is not None]
    views = tuple(tasks.view(call.session, task, now=call.actor.now) for task in done)
    return Changed("undo", views, detail=", ".join(dict.fromkeys(entry.kind for entry in entries if entry)))


def _entry(call: Call, entry_id: int) -> History | None:
    """The change with that name; one of an unseen task is as unknown as one that never was."""
    entry = queries.history_entry(call.session, call.workspace.id, entry_id) if entry_id <= NUMBER_MAX else None
    seen = entry and queries.get(call.session, call.person, entry.number, call.actor.now)
    return entry if seen else None


def otherwise(call: Call) -> Answer:
    """Words that begin with no verb are a new task, unless a hasty hand may have meant a verb."""
    return asking.about(call, _verbs_of_tasks()) or add(call)


def _verbs_of_tasks() -> tuple[str, ...]:
    """Every English name that a task's number follows."""
    takers = (sub for sub in TASK.subcommands if sub.reads in (with_refs, only_refs))
    return tuple(name for sub in takers for name in (sub.name, *sub.aliases) if name.isascii())


def help_(call: Call) -> Answer:
    """`help [verb]` — everything you can do, or one verb."""
    raise AssertionError("help is answered from the tables in bot.commands")


def _the_one(call: Call) -> tuple[Task, str]:
    """The task a line names first, and the words after it."""
    refs, rest = read_refs(call.args)
    if not refs:
        refs, rest = read_numbers(call.args)
    if not refs:
        raise UserError("which_task", verb=call.line.split(None, 1)[0])
    return tasks.find(call.session, call.actor, refs[0]), rest.strip()


def _each(call: Call, verb: str, change: Change, detail: str = "") -> Changed:
    numbers, _ = read_numbers(call.args)
    if not numbers:
        raise UserError("which_task", verb=call.line.split(None, 1)[0])
    changed: list[tuple[Task, History]] = []
    not_done: list[UserError] = []
    for number in dict.fromkeys(numbers):
        try:
            with call.session.begin_nested():
                task = tasks.find(call.session, call.actor, number)
                changed.append((task, change(task)))
        except UserError as error:
            not_done.append(error)
    if not changed:
        raise not_done[0]
    return replace(_changed(call, verb, changed, detail), not_done=tuple(not_done))


def _changed(call: Call, verb: str, done_: list[tuple[Task, History]], detail: str = "") -> Changed:
    views = tuple(tasks.view(call.session, task, now=call.actor.now) for task, _ in done_)
    entries = () if verb == "note" else tuple(entry.id for _, entry in done_ if entry.id is not None)
    return Changed(verb, views, undo=entries, detail=detail)


def _only_one_beginning(call: Call, start: str) -> list[Person]:
    """The person with a name that begins so, where there is just one."""
    like = people_queries.list_like(call.session, call.workspace.id, start)
    names = ((person, f"{person.name} {person.display_name} {person.real_name}".lower().split()) for person in like)
    found = [person for person, words in names if any(word.startswith(start.lower()) for word in words)]
    return found if len(found) == 1 else []


def _person_first(call: Call, words: str) -> tuple[Person | None, str]:
    """The person a line begins with, and the rest; nobody where it begins with something else."""
    if match := USER.match(words):
        known = people.known(call.session, call.workspace, [match[1]], call.actor.now)
        return known[match[1]], words[match.end() :].strip()
    match = NAME.match(words)
    if match is None:
        return None, words
    if match[1].lower() in ("me", "我"):
        return call.person, words[match.end() :].strip()
    found = people_queries.list_named(call.session, call.workspace.id, match[1])
    if not found and words.startswith("@"):
        found = _only_one_beginning(call, match[1])
    if len(found) == 1:
        return found[0], words[match.end() :].strip()
    if words.startswith("@"):
        key = "which_person" if found else "no_such_person"
        raise not_found(key, name=match[1], people=tuple(person.id for person in found))
    return None, words


TASK = Command(
    "/task",
    (
        Subcommand("add", add, ("添加", "新增")),
        Subcommand("new", new, ("新建", "表单")),
        Subcommand("list", lists.list_, ("ls", "my", "列表", "清单", "任务"), lists.reads),
        Subcommand("show", show, ("view", "查看", "详情"), only_refs),
        Subcommand("find", lists.find, ("search", "查找", "搜索")),
        Subcommand("start", start, ("begin", "doing", "开始"), only_refs),
        Subcommand("done", done, ("finish", "complete", "close", "完成", "搞定"), with_refs),
        Subcommand("reopen", reopen, ("重开", "重新打开"), only_refs),
        Subcommand("block", block, ("blocked", "卡住", "阻塞"), with_refs),
        Subcommand("unblock", unblock, ("unblocked", "解除", "不卡了"), only_refs),
        Subcommand("assign", assign, TO_SOMEBODY, with_refs),
        Subcommand("due", due, ("deadline", "截止", "改期"), with_refs),
        Subcommand("priority", priority, ("prio", "优先级"), with_refs),
        Subcommand("snooze", snooze, ("later", "推迟", "稍后"), with_refs),
        Subcommand("edit", edit, ("编辑", "修改"), only_refs),
        Subcommand("note", note, ("comment", "备注", "进展"), with_refs),
        Subcommand("undo", undo, ("撤销", "撤回"), lambda args: nothing(UNDO_ID.sub("", args))),
        Subcommand("cancel", cancel, ("drop", "取消", "作废"), with_refs),
        Subcommand("help", help_, ("?", "？", "帮助"), lambda args: len(args.split()) <= 1),
        Subcommand("make", make, hidden=True),
        Subcommand("again", again, hidden=True),
        Subcommand("share", share, hidden=True),
        Subcommand("assign!", assign_anyway, hidden=True, reads=with_refs),
        Subcommand("many", several.many, hidden=True, reads=bool),
        Subcommand("one", several.one, hidden=True, reads=bool),
        Subcommand("forget", several.forget, hidden=True),
    ),
    empty=lists.mine,
    other=otherwise,
)
