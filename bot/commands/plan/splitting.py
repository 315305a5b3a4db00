"""One task into parts, parts into one, and what closes a task that has open parts."""

import re

from bot.answers import Answer, Changed, SmallForm
from bot.answers.plans import OpenParts, Split
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming, outsiders
from bot.commands.lines.adding import plain, read_draft, title_of
from bot.commands.lines.carrying import carry
from bot.commands.lines.numbers import read_numbers
from bot.commands.work.amending import changed
from bot.errors import UserError
from bot.parsing.lines.counting import goes_on, is_counted, reason_in
from bot.parsing.orders import links
from bot.rules import civil
from bot.services.plan import splitting
from bot.services.plan.splitting import MOST_PIECES
from bot.services.work import tasks
from bot.services.work.tasks import TITLE_MAX
from models import Person, Task, TaskFields
from models.queries import plans as queries

SEPARATED = re.compile(r"\s*[\n;；]+\s*")
BULLET = re.compile(r"^\s*(?:[-*•·–—]|\d{1,2}[.)、])\s+")
CLOSING = re.compile(r"(?P<verb>done|cancel)\s+(?P<how>all|one)(?:\s+(?P<words>\S.*))?", re.DOTALL)


def says_split(args: str) -> bool:
    """A task, and perhaps the lines of its parts: "split 2 loads of wood" is work."""
    number, rest = links.first_task(args)
    if not args or not number or not rest:
        return not args or bool(number)
    is_named = args.lstrip().startswith(("#", "＃"))
    return is_named or bool(
        SEPARATED.search(rest) and (goes_on(first := SEPARATED.split(rest)[0]) or not is_counted(first))
    )


def says_merge(args: str) -> bool:
    """Two tasks or more and nothing else."""
    numbers, rest = read_numbers(args)
    return not rest and (bool(numbers) or not args)


def split(call: Call) -> Answer:
    """`split 42` — split a task into parts in a form, or one part a line: `split 42 draft ~1d @ann; layout ~2d`."""
    number, words = links.first_task(call.args)
    if not number:
        raise UserError("which_task", verb="split")
    task = tasks.find(call.session, call.actor, number)
    return _made(call, task, words) if words else SmallForm("split", task)


def split_form(call: Call) -> Answer:
    task = tasks.find(call.session, call.actor, int(call.heard.meta["number"]))
    words = str(call.heard.values.get("parts") or "").strip()
    if not words:
        raise UserError("split_into_what", field="parts", number=task.number)
    return _made(call, task, words, field="parts")


def _made(call: Call, task: Task, words: str, *, field: str | None = None) -> Split:
    lines = [BULLET.sub("", line) for line in SEPARATED.split(words) if line.strip()]
    if len(lines) > MOST_PIECES:
        raise UserError("too_many_parts", field=field, most=MOST_PIECES)
    pieces = [_piece(call, task, line, field) for line in lines]
    made = splitting.split(call.session, call.actor, task, pieces, call.heard.door)
    entries = queries.list_made(call.session, task.workspace_id, [one.number for one in made])
    days = [one.estimate_days for one in made if one.estimate_days]
    return Split(task, tuple(made), tuple(entries), round(sum(days), 4) if days else None)


def _piece(call: Call, task: Task, line: str, field: str | None) -> TaskFields:
    """One line as a part; nobody named means whoever has the whole."""
    line, draft = read_draft(call, line)
    title = plain(call, title_of(line, draft)).strip()
    if tasks.is_empty(title):
        raise UserError("empty_part", field=field, words=plain(call, line))
    if draft.due is not None and draft.due.past:
        raise UserError("date_is_past", field=field, on=draft.due.on)
    owner = _owner(call, task, line, field)
    due = draft.due
    at = civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due and due.at else None
    return TaskFields(
        title=title[:TITLE_MAX], owner_id=owner.id if owner else task.owner_id, note=plain(call, draft.note or ""),
        due_on=due.on if due else None, due_at=at, start_on=draft.start.on if draft.start else None,
        priority=draft.priority, important=draft.important, estimate_days=draft.estimate_days,
        labels=list(draft.labels), project=draft.project, parent_number=task.number,
    )  # fmt: skip


def _owner(call: Call, task: Task, line: str, field: str | None) -> Person | None:
    _, draft = read_draft(call, line)
    if not draft.people:
        return None
    owner = naming.certain(call, draft.people[0])
    if owner is None:
        raise UserError("no_such_person", field=field, name=draft.people[0].value)
    if outsiders.must_ask(call, task, owner):
        raise UserError("outsider", field=field, name=owner.called, number=task.number)
    return owner


def merge(call: Call) -> Answer:
    """`merge 43 44` — take #44 into #43: its notes, labels and estimate; #44 is cancelled."""
    numbers, _ = read_numbers(call.args)
    if len(numbers) < 2:
        raise UserError("merge_what")
    held = {number: tasks.find(call.session, call.actor, number) for number in sorted(set(numbers))}
    first, *others = (held[number] for number in numbers)
    done = splitting.merge(call.session, call.actor, first, others)
    shown = changed(call, "merge", done[:1], " ".join(f"#{one.number}" for one in others))
    return Changed("merge", shown.views, tuple(entry.id for _, entry in reversed(done) if entry.id is not None),
                   detail=shown.detail)  # fmt: skip


def asked(call: Call, verb: str) -> OpenParts | None:
    """Before a task is closed that has open parts: those, too? Several tasks at once are each closed by itself."""
    numbers, rest = read_numbers(call.args)
    if len(numbers) != 1:
        return None
    task = tasks.find(call.session, call.actor, numbers[0])
    parts = splitting.open_parts(call.session, call.actor, task) if task.is_live else []
    if not parts:
        return None
    words = reason_in(plain(call, rest))
    every, alone = (carry(call, f"{task.number} {verb} {how} {words}".strip()) for how in ("all", "one"))
    return OpenParts(task, verb, tuple(parts), (every, alone))


def close(call: Call) -> Answer:
    """`close! …` — close a task with its open parts, or without them."""
    number, words = links.first_task(call.args)
    found = CLOSING.fullmatch(words)
    if found is None:
        raise UserError("which_task", verb="done")
    task = tasks.find(call.session, call.actor, number)
    said = plain(call, found["words"] or "")
    done, left = splitting.close(call.session, call.actor, task, found["verb"], said, with_parts=found["how"] == "all")
    entries = tuple(entry.id for _, entry in reversed(done) if entry.id is not None)
    shown = changed(call, found["verb"], list(reversed(done)), said)
    return Changed(found["verb"], shown.views, entries, said, tuple(left))


SUBCOMMANDS = (
    Subcommand("split", split, ("拆分", "拆解"), says_split),
    Subcommand("merge", merge, ("合并",), says_merge),
    Subcommand("close!", close, hidden=True, needs="done"),
)

FORMS = {"form:split": split_form}
