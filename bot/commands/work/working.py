"""Verbs of the work itself: how far it is, what shows it, how long it took, and what its description lacks."""

import re
from collections.abc import Callable, Iterable

from bot.answers import Answer, Said
from bot.answers.reviews import Record, RecordForm, ShapeForm
from bot.commands.call import Call, Subcommand, nothing
from bot.commands.lines import places
from bot.commands.lines.adding import plain
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import only_refs
from bot.commands.work.amending import changed, the_one
from bot.errors import UserError
from bot.parsing.orders import amounts
from bot.parsing.orders.refs import read_refs
from bot.rules import reviewing, shapes
from bot.rules.evidence import Shown
from bot.services.people import teams
from bot.services.review import closing
from bot.services.rhythm import standups
from bot.services.work import beside, tasks, telling, working
from models import History, State, Task
from models.queries import standups as team_queries
from models.queries import tasks as queries

A_LENGTH = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?\s?(?:h|hours?|m|min|minutes?|d|days?|个?小时|分钟|天)?", re.IGNORECASE)
ADDRESS = re.compile(r"<?[a-z]{2,15}:\S+", re.IGNORECASE)
AWAY = re.compile(r"(?:remove|delete|drop|删除|去掉|移除|-)\s*#?(?P<place>\d{1,3})[\s.。]*", re.IGNORECASE)


def noted(call: Call, task: Task, words: str, *, moves: bool = True) -> History:
    """A comment, with how far the work is and what shows it where the words or what is attached to them say so."""
    shown = [*amounts.links_in(words), *files(call.heard.meta.get("files") or ())]
    words = plain(call, words)
    said = amounts.percent(words) if moves else None
    entry = working.note(call.session, call.actor, task, said[1] if said else words, shown,
                         percent=said[0] if said else None)  # fmt: skip
    if moves:  # else people said it to each other
        telling.word(call.session, call.actor, task, entry)
    return entry


def files(attached: Iterable[tuple[str, str]]) -> list[Shown]:
    """What is attached to a message, by its permalink."""
    return [Shown("file", address, name) for name, address in attached if amounts.is_address(address)]


def record(call: Call, task: Task) -> Record:
    """The whole record of the work on a task."""
    moves = queries.list_moves(call.session, task)
    return Record(reviewing.rounds(moves), closing.case_of(call.session, task),
                  working.measured(call.session, call.actor, task))  # fmt: skip


def progress(call: Call) -> Answer:
    """`progress 42 60%` — say how far a task is; `note 42 60% …` does it with words."""
    task, words = the_one(call)
    said = amounts.percent(words)
    if said is None:
        raise UserError("no_such_percent", words=plain(call, words))
    entry = working.progress(call.session, call.actor, task, said[0], plain(call, said[1]))
    return changed(call, "progress", [(task, entry)], entry.note)


def is_progress(args: str) -> bool:
    numbers, rest = read_refs(args)
    if not args or not rest:
        return not args
    is_named = args.lstrip().startswith(("#", "＃"))
    return bool(numbers) and (is_named or re.match(r"(?:\S+\s*)?\d{1,4}\s*[%％]|\d{1,3}$", rest) is not None)


def evidence(call: Call) -> Answer:
    """`evidence 42 [link or figure]` — attach a link, a file or a figure; `evidence 42 remove 1` takes one away."""
    task, words = the_one(call)
    if match := AWAY.fullmatch(words):
        entry = working.take_away(call.session, call.actor, task, int(match["place"]))
        return changed(call, "evidence away", [(task, entry)], entry.note)
    attached = files(call.heard.meta.get("files") or ())
    if not words and not attached:
        return RecordForm("evidence", task)
    shown, rest = amounts.evidence(words)
    if not shown and not attached:
        raise UserError("no_evidence", words=plain(call, words))
    entry = working.show(call.session, call.actor, task, [*shown, *attached], plain(call, rest))
    return changed(call, "evidence", [(task, entry)], entry.note)


def is_evidence(args: str) -> bool:
    """A task and what shows its work; "evidence 3 witnesses gave" is work."""
    numbers, rest = read_numbers(args)
    if not numbers:
        return not args
    return (
        not rest
        or args.lstrip().startswith(("#", "＃"))
        or bool(AWAY.fullmatch(rest) or ADDRESS.match(rest) or amounts.evidence(rest)[0])
    )


def evidence_form(call: Call) -> Answer:
    task, said = _found(call), str(call.heard.values.get("evidence") or "").strip()
    shown, rest = amounts.evidence(said)
    if not shown:
        raise UserError("no_evidence", field="evidence", words=said)
    return changed(call, "evidence", [(task, working.show(call.session, call.actor, task, shown, rest))], rest)


def spent(call: Call) -> Answer:
    """`spent 42 3h [words]` — enter the time it took: `3h`, `90m` or `1.5d`."""
    task, words = the_one(call)
    if not words:
        return RecordForm("spent", task)
    return _spent(call, task, plain(call, words))


def _spent(call: Call, task: Task, words: str, field: str | None = None) -> Answer:
    took = amounts.spent(words)
    if took is None:
        raise UserError("no_such_effort", field=field, words=words)
    entry = working.spent(call.session, call.actor, task, *took)
    return changed(call, "spent", [(task, entry)], took[1])


def spent_form(call: Call) -> Answer:
    return _spent(call, _found(call), str(call.heard.values.get("spent") or "").strip(), "spent")


def is_spent(args: str) -> bool:
    """A task and a length of time; "spent 42 dollars" is work."""
    numbers, rest = read_refs(args)
    if not args or not rest:
        return not args or len(numbers) == 1
    is_named = args.lstrip().startswith(("#", "＃"))
    return bool(numbers) and (is_named or bool(A_LENGTH.fullmatch(rest)) or amounts.spent(rest) is not None)


def before_start(call: Call) -> Answer | None:
    """The form that takes the description, where a strict team begins nothing without one."""
    numbers, _ = read_numbers(call.args)
    if len(numbers) != 1:
        return None
    task = tasks.find(call.session, call.actor, numbers[0])
    lacking = beside.of(call.session, task, call.person, call.actor.now, is_fresh=False)
    if task.state != State.OPEN or not (lacking.strict and lacking.lacking):
        return None
    return RecordForm("describe", task, shape=beside.shape_of(call.session, task))


def describe(call: Call) -> Answer:
    """`describe 42` — fill in what the team wants to know: goal, when it's done, material, where to talk."""
    task, _ = the_one(call)
    return RecordForm("describe", task, shape=beside.shape_of(call.session, task))


def describe_form(call: Call) -> Answer:
    given = {part: str(call.heard.values.get(part) or "") for part in shapes.PARTS if part in call.heard.values}
    task = _found(call)
    return changed(call, "describe", [(task, working.describe(call.session, call.actor, task, given))])


def shape(call: Call) -> Answer:
    """`shape` — what this channel's tasks are described with, and whether they can start without it."""
    channel = places.here(call)
    standups.check_may_set_up(call.session, call.actor, channel, "muster shape")
    team = team_queries.team(call.session, channel.workspace_id, channel.id)
    return ShapeForm(channel, shapes.shape_of(team.shape if team else ()), bool(team and team.strict))


def shape_form(call: Call) -> Answer:
    """Keep what the form says."""
    channel = places.channel(call, call.heard.meta.get("channel"))
    standups.check_may_set_up(call.session, call.actor, channel, "muster shape")
    wanted = shapes.shape_of(call.heard.values.get("shape") or ())
    teams.set_shape(call.session, teams.ensure(call.session, call.actor, channel), wanted,
                    strict=bool(call.heard.values.get("strict")))  # fmt: skip
    return Said("shape_saved" if wanted else "shape_off", {"channel": channel.id})


def _found(call: Call) -> Task:
    return tasks.find(call.session, call.actor, int(call.heard.meta["number"]))


SUBCOMMANDS = (
    Subcommand("progress", progress, ("进度",), is_progress),
    Subcommand("evidence", evidence, ("proof", "凭证", "证据"), is_evidence),
    Subcommand("spent", spent, ("用时", "耗时"), is_spent),
    Subcommand("describe", describe, ("描述", "说明"), only_refs),
)

OF_THE_TEAM = (Subcommand("shape", shape, ("描述要求", "任务描述"), nothing),)

FORMS: dict[str, Callable[[Call], Answer]] = {
    "form:evidence": evidence_form,
    "form:spent": spent_form,
    "form:describe": describe_form,
    "form:shape": shape_form,
}
