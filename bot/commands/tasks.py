"""`/task`: one function per verb, and the table of them at the end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from bot.answers import Answer, Changed, Shown, SmallForm, TaskForm
from bot.commands.call import Call, Command, Subcommand, anything, nothing
from bot.commands.finding import exporting, finding, home, lists
from bot.commands.lines import asking, mending, naming, rereading, several, sources
from bot.commands.lines.adding import Sure, answered, plain, read_draft, split_title, title_of
from bot.commands.lines.carrying import WHO
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import dated, given, later, noted, only_refs, ranked, told, with_refs
from bot.commands.plan import ordering, slips, splitting
from bot.commands.priority import ranking, suggesting
from bot.commands.rhythm import why
from bot.commands.work import amending, closing, handing, history, recurring, reminding, reviewing, roles, working
from bot.commands.work.amending import changed, each, the_one
from bot.errors import UserError, conflict
from bot.heard import Door
from bot.parsing.lines.counting import reason_in
from bot.parsing.orders.refs import read_refs
from bot.rules.permissions import CLOSED
from bot.services.plan import slips as moving
from bot.services.review import reviewing as acceptance
from bot.services.rhythm import coming
from bot.services.work import involving, life, tasks, undoing
from bot.services.work.tasks import NOTE_MAX
from models import History, RoleKind
from models.queries import history as history_queries
from models.queries import tasks as queries

TO_SOMEBODY = ("give", "reassign", "transfer", "指派", "转给", "分配", "转交给", "转交", "移交", "交给", "负责人")
UNDO_ID = re.compile(r"@(\d{1,30})")
HAN_AFTER_NUMBER = re.compile(r"^([#＃]\d{1,9})(?=[\u4e00-\u9fff])")

OF_TASKS = (told, noted, dated, given, later, ranked, only_refs, asking.one_task)


def add(call: Call) -> Answer:
    """`add send the deck to @dana by Friday 5pm !high` — add a task; the word *add* is optional."""
    return several.add_lines(call, call.args, Sure())


def make(call: Call) -> Answer:
    """`make …` — add it, it is a task."""
    return answered(call, Sure(it_is_work=True))


def again(call: Call) -> Answer:
    """`again …` — add the same once more."""
    return answered(call, Sure(it_is_work=True, once_more=True))


def share(call: Call) -> Answer:
    """`share …` — add it, people from outside the conversation may know."""
    return answered(call, Sure(it_is_work=True, once_more=True, with_outsiders=True))


def new(call: Call) -> Answer:
    """`new [line]` — open the form for a new task."""
    if call.args and call.heard.door in (Door.DM, Door.MENTION):  # "new logo for the fair" is work
        return several.add_lines(call, call.line, Sure())
    if call.heard.door == Door.SHORTCUT and (offered := several.instead_of_a_form(call)):
        return offered
    if len(call.args) > NOTE_MAX and call.heard.door != Door.SHORTCUT:  # a shortcut's message stays where it is
        raise UserError("too_long", n=len(call.args), most=NOTE_MAX)
    line, draft = read_draft(call, call.args[:NOTE_MAX])
    owners = ((ref, person) for ref in draft.people if (person := naming.certain(call, ref)))
    owner, person = next(owners, (None, None))
    due = draft.due if draft.due and not draft.due.past and not draft.rrule else None
    has_a_field = {"labels", "priority", "estimate_days", "note"} | ({"due"} if due else set())
    mine = owner.span if owner else None
    stays = frozenset(span for name, span in draft.taken if name not in has_a_field and span != mine)
    first, _, further = plain(call, title_of(line, draft, stays)).partition("\n")
    title, rest = split_title(first)
    quoted = sources.surroundings(call)
    parts = (rest, further.strip(), plain(call, draft.note or ""), quoted)
    note = "\n".join(part for part in parts if part)[:NOTE_MAX]
    heard = call.heard
    return TaskForm(
        title=title, note=note, owner_id=person.id if person else None, channel_id=heard.channel_id,
        source_ts=heard.ts if heard.door == Door.SHORTCUT or heard.of_message else None,
        source_thread=heard.thread_ts, link=heard.link, quotes=bool(quoted) and heard.channel_kind in CLOSED,
        due_on=due.on if due else None, due_at=due.at if due else None, priority=draft.priority,
        estimate_days=draft.estimate_days, labels=draft.labels,
    )  # fmt: skip


def show(call: Call) -> Answer:
    """`show 42` — everything about a task, with its history."""
    task, asked = the_one(call)
    page = history_queries.page_of(call.session, task)
    view = tasks.view(call.session, task, now=call.actor.now, viewer=call.person)
    record = working.record(call, task)
    said = [entry for one in record.rounds for entry in (one.submit, *one.said)]
    people = history.people_in(call, (*page.entries, *said))
    named = any(role.kind == RoleKind.ACCOUNTABLE for role in view.roles)
    return Shown(view, page.entries, people, asked, record, earlier=page.total - len(page.entries),
                 answers_for=None if named else involving.accountable_of(call.session, task),
                 coming=coming.of(call.session, call.workspace, task, call.actor.now))  # fmt: skip


def start(call: Call) -> Answer:
    """`start 42` — show that you're working on it."""
    if form := working.before_start(call):
        return form
    return each(call, "start", lambda task: life.start(call.session, call.actor, task))


def done(call: Call) -> Answer:
    """`done 42 [what happened]` — finish one or more tasks."""
    if asked := splitting.asked(call, "done"):
        return asked
    if answer := reviewing.finished(call, "done"):
        return answer
    words = reason_in(plain(call, read_numbers(call.args)[1]))
    return each(call, "done", lambda task: acceptance.finish(call.session, call.actor, task, note=words), words)


def reopen(call: Call) -> Answer:
    """`reopen 42` — reopen a finished or cancelled task."""
    return each(call, "reopen", lambda task: life.reopen(call.session, call.actor, task))


def cancel(call: Call) -> Answer:
    """`cancel 42 [why]` — cancel a task that's no longer needed."""
    numbers, rest = read_numbers(call.args)
    words = reason_in(plain(call, rest))
    if asked := splitting.asked(call, "cancel"):
        return asked
    if len(numbers) == 1:
        recurring.ask_which(call, tasks.find(call.session, call.actor, numbers[0]), words)
    return each(call, "cancel", lambda task: life.cancel(call.session, call.actor, task, note=words), words)


def block(call: Call) -> Answer:
    """`block 42 on @ann waiting for the price` — say what it's waiting for; with no reason, a form opens."""
    task, words = the_one(call)
    if not words:
        return SmallForm("block", task)
    words = re.sub(r"^(?:(?:on|by|for)\s+|被\s*)", "", reason_in(words))
    named = naming.first(call, words.removeprefix("等").lstrip())
    if not named.person and not named.unclear:
        named = replace(named, rest=words)
    if named.unclear:
        return naming.ask(call, named.unclear, "block", f"{task.number} on {WHO} {named.rest}".strip())
    by, words = named.person, named.rest
    thing = HAN_AFTER_NUMBER.sub(r"\1 ", words.removeprefix("等").lstrip())
    refs, rest = read_refs(thing) if thing.startswith("#") else ((), words)
    if refs:
        tasks.find(call.session, call.actor, refs[0])
    reason = plain(call, rest) or plain(call, words)
    entry = life.block(
        call.session, call.actor, task, reason=reason, by=by.id if by else None, on=refs[0] if refs else None
    )
    return changed(call, "block", [(task, entry)], reason)


def unblock(call: Call) -> Answer:
    """`unblock 42` — clear the block."""
    return each(call, "unblock", lambda task: life.unblock(call.session, call.actor, task))


def snooze(call: Call) -> Answer:
    """`snooze 42 2h` — be reminded later: `2h`, `tomorrow`, `next week` or a date."""
    task, words = the_one(call)
    if not words:
        return SmallForm("snooze", task)
    until = amending.moment_to_come(call, task, words)
    until, why = tasks.longest_snooze(call.session, call.actor, task, until)
    return changed(call, "snooze", [(task, tasks.snooze(call.session, call.actor, task, until))], why)


def edit(call: Call) -> Answer:
    """`edit 42` — edit a task in a form."""
    task, _ = the_one(call)
    return TaskForm(view=tasks.view(call.session, task, now=call.actor.now), title=task.title, note=task.note,
                    owner_id=task.owner_id)  # fmt: skip


def note(call: Call) -> Answer:
    """`note 42 spoke to the printer` — add progress or a comment."""
    task, words = the_one(call)
    if not words:
        return SmallForm("note", task)
    entry = working.noted(call, task, words)
    return changed(call, entry.kind, [(task, entry)], entry.note)


def undo(call: Call) -> Answer:
    """`undo` — undo your last change, within ten minutes."""
    ids = [int(found) for found in UNDO_ID.findall(call.args)]
    entries = [_entry(call, entry_id) for entry_id in ids]
    if not ids:
        entries = [*queries.last_changes_by(call.session, call.person, call.actor.now - tasks.UNDO_FOR)] or [None]
    if None in entries:
        raise conflict("nothing_to_undo")
    entries = _with_what_goes_along(call, entries, all_named=bool(ids))
    moved = [entry for entry in entries if entry is not None and entry.kind == "slip"]
    done = moving.take_back(call.session, call.actor, moved)
    done += [undoing.undo(call.session, call.actor, entry) for entry in entries if entry and entry not in moved]
    views = tuple(tasks.view(call.session, task, now=call.actor.now) for task in done)
    return Changed("undo", views, detail=", ".join(dict.fromkeys(entry.kind for entry in entries if entry)))


def _with_what_goes_along(call: Call, entries: list[History | None], *, all_named: bool) -> list[History | None]:
    """A date takes back what moved along with it, a task what was merged into it, whichever of them is named."""
    named = entries if all_named else entries[:1]
    found = [one for entry in named if entry for one in moving.taken_together(call.session, entry)]
    return list({one.id: one for one in found if all_named or len(found) > 1}.values()) or entries


def _entry(call: Call, entry_id: int) -> History | None:
    """The change with that name; one of an unseen task is as unknown as one that never was."""
    entry = queries.history_entry(call.session, call.workspace.id, entry_id)
    if entry is None or undoing.left_their_hands(call.person, entry):
        return entry
    return entry if queries.get(call.session, call.person, entry.number, call.actor.now) else None


def otherwise(call: Call) -> Answer:
    """Words that begin with no verb are a new task, unless a hasty hand may have meant a verb."""
    asking.check_number(call.args, _named_verbs())
    asked = asking.about_counted(call, _told_verbs()) or asking.about(call, _verbs_of_tasks(), _chinese_names())
    return asked or mending.unread(call, TASK) or add(call)


@cache
def _told_verbs() -> frozenset[str]:
    """Every name that goes before a task and words about it."""
    told_words = (told, noted, reviewing.scored)
    return frozenset(_names(sub for sub in TASK.subcommands if sub.reads in told_words))


@cache
def _named_verbs() -> frozenset[str]:
    """Every name that only a task can follow, or the number of one goes before the rest."""
    of_words = (anything, nothing, lists.reads, finding.finds, closing.looks_up, exporting.reads)
    return frozenset(_names(
        sub for sub in TASK.subcommands if not sub.hidden and sub.reads not in of_words and sub.name != "help"
    ))  # fmt: skip


@cache
def _verbs_of_tasks() -> tuple[str, ...]:
    """Every English name that a task's number follows."""
    return tuple(name for name in _names(sub for sub in TASK.subcommands if sub.reads in OF_TASKS) if name.isascii())


@cache
def _chinese_names() -> tuple[str, ...]:
    return tuple(name for name in _names(TASK.subcommands) if not name.isascii())


def _names(subcommands: Iterable[Subcommand]) -> Iterator[str]:
    return (name for sub in subcommands for name in (sub.name, *sub.aliases))


def help_(call: Call) -> Answer:
    """`help [verb]` — everything you can do, or one verb."""
    raise AssertionError("help is answered from the tables in bot.commands")


TASK = Command(
    "/task",
    (
        Subcommand("add", add, ("添加", "新增")),
        Subcommand("new", new, ("新建", "表单"), needs="add"),
        Subcommand("list", lists.list_, ("ls", "my", "列表", "清单", "任务"), lists.reads),
        Subcommand("show", show, ("view", "查看", "详情"), asking.one_task),
        *history.SUBCOMMANDS,
        Subcommand("find", finding.find, ("search", "查找", "搜索"), finding.finds),
        *exporting.SUBCOMMANDS,
        Subcommand("start", start, ("begin", "doing", "开始"), only_refs),
        Subcommand("done", done, ("finish", "complete", "close", "完成", "搞定"), told),
        Subcommand("reopen", reopen, ("重开", "重新打开"), only_refs),
        Subcommand("block", block, ("blocked", "卡住", "卡在", "阻塞"), told),
        Subcommand("unblock", unblock, ("unblocked", "解除", "不卡了"), only_refs),
        Subcommand("assign", amending.assign, TO_SOMEBODY, given),
        Subcommand("due", amending.due, ("deadline", "截止", "截止日期", "改期"), dated),
        Subcommand("priority", amending.priority, ("prio", "优先级"), ranked),
        Subcommand("rename", amending.rename, ("改名", "重命名"), amending.renames, needs="edit"),
        Subcommand("label", amending.label, ("tag", "标签"), amending.labels, needs="edit"),
        *recurring.SUBCOMMANDS,
        Subcommand("remind", reminding.remind, ("提醒",), reminding.reads, needs="add"),
        Subcommand("snooze", snooze, ("later", "推迟", "稍后"), later),
        Subcommand("edit", edit, ("编辑", "修改"), only_refs),
        Subcommand("note", note, ("comment", "备注", "进展"), noted),
        Subcommand("undo", undo, ("撤销", "撤回"), lambda args: nothing(UNDO_ID.sub("", args))),
        Subcommand("cancel", cancel, ("drop", "取消", "作废"), told),
        Subcommand("help", help_, ("?", "？", "帮助"), lambda args: len(args.split()) <= 1 and not args[:1].isdigit()),
        *handing.SUBCOMMANDS,
        *roles.SUBCOMMANDS,
        *reviewing.SUBCOMMANDS,
        *working.SUBCOMMANDS,
        *closing.SUBCOMMANDS,
        *ordering.SUBCOMMANDS,
        *splitting.SUBCOMMANDS,
        *slips.SUBCOMMANDS,
        *rereading.SUBCOMMANDS,
        *ranking.SUBCOMMANDS,
        *suggesting.SUBCOMMANDS,
        *why.SUBCOMMANDS,
        *home.SUBCOMMANDS,
        Subcommand("make", make, hidden=True, needs="add"),
        Subcommand("again", again, hidden=True, needs="add"),
        Subcommand("share", share, hidden=True, needs="add"),
        *reminding.SUBCOMMANDS,
        Subcommand("assign!", amending.assign_anyway, hidden=True, reads=with_refs, needs="assign"),
        Subcommand("many", several.many, hidden=True, reads=bool, needs="add"),
        Subcommand("one", several.one, hidden=True, reads=bool, needs="add"),
        Subcommand("forget", several.forget, hidden=True, needs="add"),
    ),
    empty=lists.mine,
    other=otherwise,
)
