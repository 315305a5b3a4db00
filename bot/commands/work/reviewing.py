"""Verbs of acceptance: handing work in, saying yes with a score, returning it with a reason."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answers import Answer, Changed
from bot.answers.reviews import RecordForm
from bot.commands.call import Call, Subcommand
from bot.commands.lines.adding import plain
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import told
from bot.commands.work.amending import changed, each, the_one
from bot.commands.work.working import files
from bot.errors import UserError
from bot.parsing.lines.counting import reason_in
from bot.parsing.orders import amounts
from bot.parsing.orders.refs import read_refs
from bot.parsing.orders.reviews import reason_and_words, score_and_words
from bot.rules.evidence import Shown
from bot.rules.reviewing import ReturnReason
from bot.services.people.actors import Actor
from bot.services.review import reviewing
from bot.services.work import tasks, working
from models import History, Task

NO_SCORE = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?\s*(?:/\s*\d+|分|points?|stars?)?[\s.。!！]*", re.IGNORECASE)
HANDED_IN: dict[str, Callable[..., History]] = {"done": reviewing.finish, "submit": reviewing.submit}


def submit(call: Call) -> Answer:
    """`submit 42 [words]` — hand finished work in for acceptance."""
    if answer := finished(call, "submit"):
        return answer
    words = reason_in(plain(call, read_numbers(call.args)[1]))
    return each(call, "submit", lambda one: reviewing.submit(call.session, call.actor, one, note=words), words)


def asks_first(task: Task) -> bool:
    """Whether evidence has to come first, and a form can take it."""
    return task.state in ("open", "doing") and task.needs_evidence and not task.evidence


def finished(call: Call, verb: str) -> Answer | None:
    """One task handed in with what shows it, or the form that asks for that; None where neither is said nor needed."""
    numbers, rest = read_numbers(call.args)
    if len(numbers) != 1:
        return None
    task, words = tasks.find(call.session, call.actor, numbers[0]), reason_in(plain(call, rest))
    shown = _shown(call, task, rest) if task.state in ("open", "doing") else []
    if not shown:
        return RecordForm(verb, task, words) if asks_first(task) else None
    put = working.beside(call.session, call.actor, task, shown)
    actor = replace(call.actor, expects=None) if put else call.actor
    entry = HANDED_IN[verb](call.session, actor, task, note=words)
    entries = [one.id for one in (entry, put) if one is not None and one.id is not None]
    return replace(changed(call, verb, [(task, entry)], words), undo=tuple(entries))


def _shown(call: Call, task: Task, words: str) -> list[Shown]:
    """Addresses and files; a figure alone where evidence is asked for."""
    attached = files(call.heard.meta.get("files") or ())
    return [*(amounts.evidence(words)[0] if asks_first(task) else amounts.links_in(words)), *attached]


def finish(call: Call) -> Answer:
    """`done! …` — finish a task with what it took and what shows it."""
    task, words = the_one(call)
    return RecordForm("done", task, plain(call, words))


def accept(call: Call) -> Answer:
    """`accept 42 [1-5] [remark]` — accept finished work, with a score if you like."""
    task, words = the_one(call)
    score, remark = score_and_words(plain(call, words))
    if score is None and NO_SCORE.fullmatch(remark):
        raise UserError("no_such_score")
    remark = reason_in(remark)
    numbers = read_refs(call.args)[0] or (task.number,)  # "accept 42 5" is of one, "accept #42 #43" of two
    return each(
        call, "accept", lambda one: reviewing.accept(call.session, call.actor, one, score=score, remark=remark),
        remark, numbers,
    )  # fmt: skip


def rate(call: Call) -> Answer:
    """`accept! …` — accept in a form."""
    task, words = the_one(call)
    reviewing.check_in_review(task)
    return RecordForm("accept", task, plain(call, words))


def send_back(call: Call) -> Answer:
    """`return 42 page 3 is missing` — send work back, with the reason."""
    task, words = the_one(call)
    words = reason_in(plain(call, words))
    if not words:
        reviewing.check_in_review(task)
        return RecordForm("return", task)
    reason, words = reason_and_words(words)
    entry = reviewing.send_back(call.session, call.actor, task, reason, words)
    return changed(call, "return", [(task, entry)], words)


def done_form(call: Call) -> Answer:
    """What happened, what shows it and what it took, then done: all of it in one answer, with one way back."""
    return _handed_in(call, "done", lambda actor, task, words: reviewing.finish(call.session, actor, task, note=words))


def submit_form(call: Call) -> Answer:
    """The same, handed in."""
    return _handed_in(
        call, "submit", lambda actor, task, words: reviewing.submit(call.session, actor, task, note=words)
    )


def _handed_in(call: Call, verb: str, close: Callable[[Actor, Task, str], History]) -> Changed:
    values = call.heard.values
    task = tasks.find(call.session, call.actor, int(call.heard.meta["number"]))
    words = str(values.get("words") or "").strip()
    entries, actor = [], call.actor
    if said := str(values.get("evidence") or "").strip():
        shown, rest = amounts.evidence(said)
        if not shown:
            raise UserError("no_evidence", field="evidence", words=said)
        entries.append(working.show(call.session, actor, task, shown, rest))
        actor = replace(actor, expects=None)
    if said := str(values.get("spent") or "").strip():
        took = amounts.spent(said)
        if took is None:
            raise UserError("no_such_effort", field="spent", words=said)
        entries.append(working.spent(call.session, actor, task, took[0], took[1]))
        actor = replace(actor, expects=None)
    entries.append(close(actor, task, words))
    answer = changed(call, verb, [(task, entries[-1])], words)
    return replace(answer, undo=tuple(entry.id for entry in reversed(entries) if entry.id is not None))


def accept_form(call: Call) -> Answer:
    task = tasks.find(call.session, call.actor, int(call.heard.meta["number"]))
    score, remark = str(call.heard.values.get("score") or ""), str(call.heard.values.get("words") or "").strip()
    entry = reviewing.accept(call.session, call.actor, task, score=int(score) if score.isdigit() else None,
                             remark=remark)  # fmt: skip
    return changed(call, "accept", [(task, entry)], remark)


def return_form(call: Call) -> Answer:
    task = tasks.find(call.session, call.actor, int(call.heard.meta["number"]))
    words, chosen = (str(call.heard.values.get(name) or "").strip() for name in ("words", "reason"))
    reason = next((kind for kind in ReturnReason if kind == chosen), None)
    if reason is None:
        raise UserError("which_reason", field="reason")
    entry = reviewing.send_back(call.session, call.actor, task, reason, words)
    return changed(call, "return", [(task, entry)], words)


def scored(args: str) -> bool:
    """A score alone reads as one, too; "accept 2 offers" is work."""
    return told(args) or re.fullmatch(r"\s*#?\d+\s+[1-5]\b.*", args, re.DOTALL) is not None


SUBCOMMANDS = (
    Subcommand("submit", submit, ("提交", "送审"), told),
    Subcommand("accept", accept, ("approve", "验收通过", "验收", "通过", "接受", "批准"), scored),
    Subcommand("return", send_back, ("reject", "退回", "打回", "驳回"), told),
    Subcommand("done!", finish, hidden=True, needs="done"),
    Subcommand("accept!", rate, hidden=True, needs="accept"),
)

FORMS: dict[str, Callable[[Call], Answer]] = {
    "form:done": done_form,
    "form:submit": submit_form,
    "form:accept": accept_form,
    "form:return": return_form,
}
