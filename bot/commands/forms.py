"""What a submitted task form does: the same services as the words, with the field named when something is wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.answers import Answer, Changed, Together
from bot.commands import picked
from bot.commands.call import Call
from bot.commands.lines import naming, outsiders
from bot.commands.lines.adding import announce, plain, read_draft, source_of, title_of
from bot.commands.plan import slips, splitting
from bot.commands.work import closing, recurring, reviewing, roles, working
from bot.errors import UserError
from bot.parsing.orders.refs import read_refs
from bot.rules import civil
from bot.services.people import people
from bot.services.work import handing, life, tasks
from bot.services.work.tasks import NOTE_MAX
from models import History, Person, Task, TaskFields


def task(call: Call) -> Answer:
    """Make or change a task."""
    number = call.heard.meta.get("number")
    return _edit(call, int(number)) if number else _new(call)


def _new(call: Call) -> Answer:
    patch = _fields(call)
    patch.setdefault("owner_id", call.person.id)
    said = _read_title(call, patch)
    outsiders.check_new(call, _person(call, patch["owner_id"]))
    source = replace(source_of(call, ""), taken=said or None)
    return announce(call, tasks.add(call.session, call.actor, TaskFields(**patch), tasks.People(), source))


def _read_title(call: Call, patch: dict[str, Any]) -> dict[str, str]:
    """What the title says by itself fills the fields that were left empty; returns which words became which field."""
    line, draft = read_draft(call, patch["title"])
    found: dict[str, Any] = {
        "priority": draft.priority, "estimate_days": draft.estimate_days, "note": plain(call, draft.note or ""),
        "labels": list(draft.labels), "important": draft.important, "needs_evidence": draft.needs_evidence,
    }  # fmt: skip
    due = draft.due if draft.due is not None and not draft.due.past else None
    if due is not None and patch["due_on"] is None:
        at = civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due.at else None
        found |= {"due": due.on, "due_on": due.on, "due_at": at, "rrule": draft.rrule}
    fills = {name: value for name, value in found.items() if value and not patch.get(name)}
    owner = naming.certain(call, draft.people[0]) if draft.people else None
    mine = draft.people[0].span if owner and patch["owner_id"] == call.person.id else None
    taken = [(name, span) for name, span in draft.taken if span == mine or name in fills]
    stays = frozenset(span for _, span in draft.taken) - {span for _, span in taken}
    title = plain(call, title_of(line, draft, stays))
    if tasks.is_empty(title):
        return {}
    patch["title"] = title
    if owner is not None and mine is not None:
        people.check_active(owner, on_field="title")
        patch["owner_id"] = owner.id
    patch |= {name: value for name, value in fills.items() if name != "due"}
    return {name: plain(call, line[span.start : span.end]).strip() for name, span in taken}


def _edit(call: Call, number: int) -> Answer:
    found = tasks.find(call.session, call.actor, number)
    patch = _fields(call)
    if "owner_id" in patch:
        outsiders.check_edit(call, found, _person(call, patch["owner_id"]))
    asked = slips.asked(call, found, patch["due_on"], patch["due_at"])
    if asked is not None:
        patch = {name: value for name, value in patch.items() if name not in ("due_on", "due_at")}
    entry = tasks.edit(call.session, call.actor, found, patch)
    if asked is None:
        return _changed(call, "edit", found, entry)
    return Together((_changed(call, "edit", found, entry), asked)) if entry is not None else asked


def _fields(call: Call) -> dict[str, Any]:
    """The form's values as task fields. Raises UserError naming the field that is wrong."""
    values = call.heard.values
    title = str(values.get("title") or "").strip()
    if not title:
        raise UserError("empty_task", field="title")
    on, at = _moment(call, values.get("due_on"), values.get("due_at"), "due_on")
    patch: dict[str, Any] = {
        "title": title, "due_on": on, "due_at": at, "priority": _whole(values.get("priority")),
        "estimate_days": _days(values.get("estimate")),
        "labels": [label.lstrip("#") for label in str(values.get("labels") or "").replace(",", " ").split()],
    }  # fmt: skip
    if "asks" in values:
        asks = values.get("asks") or ()
        patch |= {"needs_evidence": "needs_evidence" in asks, "asks_closing": "asks_closing" in asks}
    if "note" in values:
        patch["note"] = str(values.get("note") or "")[:NOTE_MAX]
    if values.get("next_one"):
        patch["next_one"] = str(values["next_one"])
    if owner := values.get("owner"):
        people.check_active(_person(call, owner), on_field="owner")
        patch["owner_id"] = owner
    return patch


def _person(call: Call, person_id: str) -> Person:
    return people.known(call.session, call.workspace, [person_id], call.actor.now)[person_id]


def _moment(call: Call, day: Any, clock: Any, field: str) -> tuple[date | None, datetime | None]:
    """A picked date and perhaps a clock time, in the speaker's zone."""
    where = civil.zone(call.person.zone)
    today = civil.local_date(call.actor.now, where)
    if not day and not clock:
        return None, None
    on = picked.day(day) if day else today
    at = civil.instant(on, picked.clock(clock), where) if clock else None
    before = call.heard.meta.get("due_on")
    if (on < today or (at is not None and at <= call.actor.now)) and str(on) != before:
        raise UserError("date_is_past", field=field, on=on)
    return on, at


def _whole(value: Any) -> int | None:
    return picked.whole(value) if value not in (None, "", "none") else None


def _days(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        days = float(str(value).replace(",", "."))
    except ValueError:
        raise UserError("no_such_estimate", field="estimate", words=str(value)) from None
    if not 0 < days <= 1000:
        raise UserError("no_such_estimate", field="estimate", words=str(value))
    return days


def _found(call: Call) -> Task:
    return tasks.find(call.session, call.actor, int(call.heard.meta["number"]))


def _changed(call: Call, verb: str, task_: Task, entry: History | None, detail: str = "") -> Changed:
    undo = (entry.id,) if entry is not None and entry.id is not None else ()
    return Changed(verb, (tasks.view(call.session, task_, now=call.actor.now),), undo=undo, detail=detail)


def block(call: Call) -> Answer:
    found = _found(call)
    reason = str(call.heard.values.get("reason") or "").strip()
    if not reason:
        raise UserError("why_blocked", field="reason")
    on = _waits_for(call, str(call.heard.values.get("on") or "").strip())
    entry = life.block(call.session, call.actor, found, reason=reason, by=call.heard.values.get("by") or None, on=on)
    return _changed(call, "block", found, entry, reason)


def _waits_for(call: Call, words: str) -> int | None:
    refs, _ = read_refs(words)
    if words and not refs:
        raise UserError("no_such_task", field="on", number=words.lstrip("#＃"))
    try:
        return tasks.find(call.session, call.actor, refs[0]).number if refs else None
    except UserError as error:
        error.field = "on"
        raise


def snooze(call: Call) -> Answer:
    found = _found(call)
    on, at = _moment(call, call.heard.values.get("due_on"), call.heard.values.get("due_at") or "09:00", "due_on")
    if on is None or at is None:
        raise UserError("no_such_date", field="due_on", words="")
    at, why = tasks.longest_snooze(call.session, call.actor, found, at)
    return _changed(call, "snooze", found, tasks.snooze(call.session, call.actor, found, at), why)


def due(call: Call) -> Answer:
    found = _found(call)
    on, at = _moment(call, call.heard.values.get("due_on"), call.heard.values.get("due_at"), "due_on")
    if asked := slips.asked(call, found, on, at):
        return asked
    return _changed(call, "due", found, tasks.due(call.session, call.actor, found, on=on, at=at))


def assign(call: Call) -> Answer:
    found = _found(call)
    owner_id = call.heard.values.get("owner")
    if not owner_id:
        raise UserError("no_such_person", field="owner", name="")
    owner = _person(call, owner_id)
    if outsiders.must_ask(call, found, owner):
        return outsiders.ask(found, owner)
    word, stays = str(call.heard.values.get("note") or "").strip(), bool(call.heard.values.get("stays"))
    entry = tasks.assign(call.session, call.actor, found, owner, note=word, stays=stays)
    return _changed(call, "assign", found, entry, word)


def decline(call: Call) -> Answer:
    found = _found(call)
    reason = str(call.heard.values.get("reason") or "").strip()
    if not reason:
        raise UserError("why_declined", field="reason")
    named = call.heard.values.get("suggested")
    suggested = _person(call, named) if named else None
    entry = handing.decline(call.session, call.actor, found, reason=reason, suggested=suggested)
    return _changed(call, "decline", found, entry, reason)


def priority(call: Call) -> Answer:
    found = _found(call)
    level = _whole(call.heard.values.get("priority"))
    return _changed(call, "priority", found, tasks.priority(call.session, call.actor, found, level))


def note(call: Call) -> Answer:
    found = _found(call)
    words = str(call.heard.values.get("note") or "").strip()
    if not words:
        raise UserError("empty_note", field="note")
    entry = working.noted(call, found, words)
    return _changed(call, entry.kind, found, entry, entry.note)


def repeat(call: Call) -> Answer:
    found = _found(call)
    values = call.heard.values
    words, mode = str(values.get("rhythm") or "").strip(), values.get("next_one")
    if not words and found.rrule is None:
        raise UserError("no_such_rhythm", field="rhythm", words="")
    return recurring.set_rhythm(call, found, words, mode=mode)


FORMS: dict[str, Callable[[Call], Answer]] = {
    "form:task": task,
    "form:block": block,
    "form:snooze": snooze,
    "form:due": due,
    "form:assign": assign,
    "form:priority": priority,
    "form:note": note,
    "form:repeat": repeat,
    "form:decline": decline,
    **roles.FORMS,
    **reviewing.FORMS,
    **working.FORMS,
    **closing.FORMS,
    **splitting.FORMS,
}
