"""What was done to a task where one sentence says all of it: who, what, from what to what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.locales import marked
from bot.render.slack.reviewing import reason
from bot.render.slack.text import Mrkdwn, escape, joined, one_line
from bot.render.slack.times import left
from bot.render.slack.values import shown_as, value_of
from bot.render.slack.voice import Voice
from models import Person

People = dict[str, Person]


@dataclass(frozen=True)
class Entry:
    """What history keeps of one change."""

    kind: str
    before: dict[str, Any]
    after: dict[str, Any]
    note: str
    actor_id: str


@dataclass(frozen=True)
class Sentence:
    """The words, which fields they tell, and what of the note they hold already."""

    words: Mrkdwn
    fields: frozenset[str]
    names: tuple[str, ...] = field(default=())

    def holds(self, note: str) -> bool:
        return note.strip() in self.names


@dataclass(frozen=True)
class OneField:
    """The words for a value where there was none, for another one, and for none any more; empty: there are none."""

    name: str
    first: str = ""
    other: str = ""
    gone: str = ""


OF_ONE_FIELD = {
    "progress": OneField("percent", marked("{person} set the progress to {after}"),
                         marked("{person} moved the progress from {before} to {after}")),
    "snooze": OneField("snoozed_until", marked("{person} snoozed it until {after}"),
                       marked("{person} snoozed it until {after}")),
    "priority": OneField("priority", marked("{person} set the priority to {after}"),
                         marked("{person} changed the priority from {before} to {after}"),
                         marked("{person} set the priority back to automatic, from {before}")),
    "assign": OneField("owner_id", "", marked("{person} reassigned it from {before} to {after}")),
    "handover": OneField("owner_id", "", marked("{person} handed it over from {before} to {after}")),
    "decline": OneField("owner_id", "", marked("{person} turned it down, so it went back to {after}")),
    "after": OneField("after", marked("{person} put it after {after}"),
                      marked("{person} put it after {after}, no longer {before}"),
                      marked("{person} freed it from waiting for {before}")),
    "part": OneField("parent_number", marked("{person} made it a part of {after}"),
                     marked("{person} made it a part of {after}, no longer of {before}"),
                     marked("{person} took it out of {before}")),
    "describe": OneField("described", marked("{person} described it: {after}"),
                         marked("{person} described it: {after}")),
    "closing": OneField("case", marked("{person} wrote down how it went: {after}"),
                        marked("{person} wrote down how it went: {after}"),
                        marked("{person} removed how it went: {before}")),
}  # fmt: skip
DUE = OneField("", marked("{person} set the due date to {after}"),
               marked("{person} changed the due date from {before} to {after}"),
               marked("{person} removed the due date {before}"))  # fmt: skip


def sentence(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    """All of it in one, where this kind of change has such words."""
    if one.kind in OF_ONE_FIELD:
        return _of_one_field(v, one, person, people)
    return OTHERS[one.kind](v, one, person, people) if one.kind in OTHERS else None


def _of_one_field(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    of = OF_ONE_FIELD[one.kind]
    if one.before.get(of.name) == one.after.get(of.name):
        return None
    before, after = (value_of(v, of.name, held.get(of.name), people) for held in (one.before, one.after))
    if one.kind == "assign" and one.after.get("owner_id") == one.actor_id:
        return Sentence(v("{person} took it over from {before}", person=person, before=before), frozenset({of.name}))
    return _filled(v, of, person, before, after, frozenset({of.name}))


def _filled(
    v: Voice, of: OneField, person: str, before: Mrkdwn, after: Mrkdwn, fields: frozenset[str]
) -> Sentence | None:
    words = (of.other if before else of.first) if after else of.gone
    return Sentence(v(words, person=person, before=before, after=after), fields) if words else None


def _due(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    """The moment says the day, too."""
    before, after = (
        next((value_of(v, name, held[name], people) for name in ("due_at", "due_on") if held.get(name)), Mrkdwn(""))
        for held in (one.before, one.after)
    )
    is_other = any(one.before.get(name) != one.after.get(name) for name in ("due_at", "due_on"))
    return (
        _filled(v, DUE, person, before, after, frozenset({"due_on", "due_at", "snoozed_until"})) if is_other else None
    )


def _evidence(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    was, now = (list(held.get("evidence") or ()) for held in (one.before, one.after))
    come, gone = [item for item in now if item not in was], [item for item in was if item not in now]
    if bool(come) == bool(gone):
        return None
    words = v("{person} added evidence: {shown}" if come else "{person} removed evidence: {shown}", person=person,
              shown=value_of(v, "evidence", come or gone, people))  # fmt: skip
    names = [name for item in come or gone for name in (shown_as(item), str(item.get("value") or ""))]
    return Sentence(words, frozenset({"evidence"}), tuple(names))


def _spent(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    had, has = (int(held.get("spent_minutes") or 0) for held in (one.before, one.after))
    if has <= had:
        return None
    time, total = (left(v, timedelta(minutes=minutes)) for minutes in (has - had, has))
    words = v("{person} noted {time} of work, {total} in all" if had else "{person} noted {time} of work",
              person=person, time=time, total=total)  # fmt: skip
    return Sentence(words, frozenset({"spent_minutes"}))


def _block(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    """What it waits for, and the reason in their own words."""
    if one.before.get("blocked_reason"):
        return None
    by, on = one.after.get("blocked_by_id"), one.after.get("blocked_by_number")
    waits = [value_of(v, "blocked_by_id", by, people)] if by else []
    waits += [escape(f"#{on}")] if on else []
    why = str(one.after.get("blocked_reason") or "").strip()
    told = [v("{person} marked it as blocked", person=person)]
    told += [v("waiting for {others}", others=v.listed(waits))] if waits else []
    told += [v("“{words}”", words=one_line(why, 120))] if why and why != f"#{on}" else []
    return Sentence(joined(told), frozenset({"blocked_reason", "blocked_by_id", "blocked_by_number"}), (why,))


def _return(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    kind = str(one.after.get("return_reason") or "")
    return (
        Sentence(v("{person} returned it: {kind}", person=person, kind=reason(v, kind)), frozenset()) if kind else None
    )


def _merge(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    """The number of the other one is its note."""
    if not one.note.strip():
        return None
    words = v("{person} merged {task} into it" if one.kind == "merge" else "{person} merged it into {task}",
              person=person, task=one_line(one.note, 60))  # fmt: skip
    return Sentence(words, frozenset(), (one.note.strip(),))


def _archive(v: Voice, one: Entry, person: str, people: People) -> Sentence | None:
    """In the night Muster does it, who is nobody's colleague."""
    actor = people.get(one.actor_id)
    is_by_clock = actor.is_bot if actor else person == v.plain("someone")
    return Sentence(v("Muster archived it"), frozenset()) if is_by_clock else None


OTHERS: dict[str, Callable[[Voice, Entry, str, People], Sentence | None]] = {
    "due": _due,
    "evidence": _evidence,
    "spent": _spent,
    "block": _block,
    "return": _return,
    "merge": _merge,
    "merged": _merge,
    "archive": _archive,
}
