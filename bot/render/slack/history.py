"""What happened to a task, in words: who did what, from what to what, when. Every kind and every field has its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.answers import TaskHistory
from bot.locales import marked
from bot.render.slack import escalations
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import days, priority, state, title
from bot.render.slack.repeats import repeats
from bot.render.slack.text import Mrkdwn, escape, joined, lines, mention, one_line
from bot.render.slack.times import left, moment, stored_day, stored_moment
from bot.render.slack.voice import Voice
from models import History, NextOne, Person

SHOWN_CHANGES = 6
KINDS = {
    "ack": marked("{person} took it on"),
    "accept": marked("{person} accepted it"),
    "add": marked("{person} added it"),
    "after": marked("{person} changed what it comes after"),
    "archive": marked("it went to the archive"),
    "assign": marked("{person} reassigned it"),
    "block": marked("{person} marked it as blocked"),
    "cancel": marked("{person} cancelled it"),
    "closing": marked("{person} wrote down how it went"),
    "decline": marked("{person} turned it down"),
    "describe": marked("{person} described it"),
    "done": marked("{person} finished it"),
    "due": marked("{person} changed the due date"),
    "edit": marked("{person} edited it"),
    "evidence": marked("{person} changed its evidence"),
    "handover": marked("{person} handed it over"),
    "followed": marked("its next day came"),
    "merge": marked("{person} merged another task into it"),
    "merged": marked("{person} merged it into another task"),
    "note": marked("{person} added a note"),
    "only": marked("{person} kept that change to this one"),
    "onwards": marked("{person} made that change count for those to come"),
    "order": marked("{person} moved it within the day"),
    "part": marked("{person} changed what it is a part of"),
    "priority": marked("{person} set the priority"),
    "progress": marked("{person} told how far it is"),
    "recur": marked("it came again by its rhythm"),
    "reopen": marked("{person} reopened it"),
    "return": marked("{person} returned it"),
    "roles": marked("{person} changed who is on it"),
    "skip": marked("{person} skipped one and moved on to the next"),
    "slip": marked("{person} moved it with what it comes after"),
    "snooze": marked("{person} snoozed it"),
    "source_gone": marked("the message it came from was deleted"),
    "escalated": marked("spoke up, for nothing had moved"),
    "spent": marked("{person} noted time spent"),
    "split": marked("{person} split it into parts"),
    "start": marked("{person} started it"),
    "submit": marked("{person} submitted it for acceptance"),
    "taken_back": marked("it was taken back, because the one before it was reopened"),
    "unblock": marked("{person} unblocked it"),
    "undo": marked("{person} undid a change"),
}
FIELDS = {
    "title": marked("title"),
    "note": marked("note"),
    "owner_id": marked("owner"),
    "due_on": marked("date"),
    "due_at": marked("time"),
    "start_on": marked("start"),
    "priority": marked("priority"),
    "important": marked("important"),
    "estimate_days": marked("estimate"),
    "percent": marked("progress"),
    "spent_minutes": marked("time spent"),
    "labels": marked("labels"),
    "project": marked("project"),
    "described": marked("description"),
    "evidence": marked("evidence"),
    "needs_evidence": marked("evidence required"),
    "asks_closing": marked("closing form"),
    "case": marked("how it went"),
    "blocked_reason": marked("reason"),
    "blocked_by_id": marked("waiting for"),
    "blocked_by_number": marked("waiting for"),
    "snoozed_until": marked("until"),
    "rrule": marked("repeats"),
    "next_one": marked("next one"),
    "comes_after": marked("follows"),
    "followed_by": marked("followed by"),
    "missed": marked("left out"),
    "parent_number": marked("part of"),
    "after": marked("comes after"),
    "accountable": marked("accountable"),
    "helpers": marked("helpers"),
    "reviewers": marked("reviewers"),
    "consulted": marked("consulted"),
    "informed": marked("informed"),
    "accepted_by": marked("accepted by"),
    "review_step": marked("step"),
    "returns": marked("returned"),
    "score": marked("score"),
    "state": marked("state"),
}
# what the kind says already, what follows from the rest, and what is only for our own reckoning
SILENT = frozenset({
    "acked_at", "archived_at", "blocked_at", "chase_at", "closed_at", "day_on", "day_rank", "ends_at", "level",
    "level_at", "level_reasons", "nth", "nudge_at", "occurs_on", "other_at", "other_on", "recur_at", "said", "series",
    "series_next", "source_gone_at", "started_at", "submitted_at", "taken", "updated_at", "version",
})  # fmt: skip
TELLING: dict[str, tuple[str, ...]] = {  # kinds that say less than all that changed
    "add": (),
    "ack": (),
    "escalated": (),
    "accept": ("accepted_by", "score"),
    "cancel": ("rrule", "followed_by"),
    "done": ("spent_minutes", "score", "followed_by"),
    "recur": ("comes_after", "missed"),
    "followed": ("followed_by",),
    "reopen": (),
    "return": (),
    "start": (),
    "submit": (),
    "taken_back": (),
    "unblock": (),
    "order": (),
}
NOT_SAID = frozenset({"state"})  # but by an undo, which has no other word for it


def task_history(v: Voice, answer: TaskHistory) -> list[Block]:
    told = [entry(v, one, answer.people) for one in answer.entries]
    where = [v("page {page} of {pages}", page=answer.page, pages=answer.pages)] if answer.pages > 1 else []
    head = joined([title(answer.view.task), *where])
    return [section(head), *([section(lines(*told))] if told else [context(v("Nothing has happened yet."))]),
            *actions([*turns(v, answer), show(v, answer.view.task.number)])]  # fmt: skip


def turns(v: Voice, answer: TaskHistory) -> list[Block | None]:
    line, page = f"history {answer.view.task.number} page", answer.page
    return [
        button(v.plain("Earlier"), f"{line} {page + 1}", name="earlier") if page < answer.pages else None,
        button(v.plain("Later"), f"{line} {page - 1}", name="later") if page > 1 else None,
    ]


def show(v: Voice, number: int) -> Block | None:
    return button(v.plain("Show"), f"show {number}")


def entry(v: Voice, one: History, people: dict[str, Person]) -> Mrkdwn:
    """Who did what, from what to what, in which words, when."""
    undone = [v("undone")] if one.undone_by else []
    return joined([Mrkdwn(f"• {moment(v, one.at)}"), did(v, one, people), *undone])


def did(v: Voice, one: History, people: dict[str, Person]) -> Mrkdwn:
    """Who did what, from what to what, in which words."""
    if one.kind == "escalated" and "to" in one.after:
        return escalations.told(v, one.after, name_of(v, str(one.after["to"]), people))
    words = v(KINDS.get(one.kind, KINDS["edit"]), person=name_of(v, one.actor_id, people))
    return joined([words, *changes(v, one.kind, one.before, one.after, people), *said(v, one.note)])


def said(v: Voice, note: str) -> list[Mrkdwn]:
    return [v("“{words}”", words=one_line(note, 120))] if note.strip() else []


def changes(
    v: Voice, kind: str, before: dict[str, Any], after: dict[str, Any], people: dict[str, Person]
) -> list[Mrkdwn]:
    """The fields that are other than before, as far as the kind does not say so itself."""
    named = TELLING.get(kind, tuple(name for name in FIELDS if kind == "undo" or name not in NOT_SAID))
    told = [name for name in named if before.get(name) != after.get(name)]
    return [_change(v, name, before.get(name), after.get(name), people) for name in told[:SHOWN_CHANGES]]


def _change(v: Voice, field: str, was: Any, now: Any, people: dict[str, Person]) -> Mrkdwn:
    before, after = (value_of(v, field, value, people) for value in (was, now))
    name = v(FIELDS[field])
    if not before:
        return v("{field}: {after}", field=name, after=after)
    if not after:
        return v("{field}: {before} removed", field=name, before=before)
    return v("{field}: {before} → {after}", field=name, before=before, after=after)


def name_of(v: Voice, person_id: str, people: dict[str, Person]) -> str:
    if v.is_me(person_id):
        return v.plain("you")
    return one_line(people[person_id].called, 40) if person_id in people else v.plain("someone")


PEOPLE = frozenset({"helpers", "reviewers", "accountable", "consulted", "informed", "accepted_by"})


def value_of(v: Voice, field: str, value: Any, people: dict[str, Person]) -> Mrkdwn:
    """A field as history keeps it, for reading."""
    if value is None or value in ("", [], {}):
        return Mrkdwn("")
    if isinstance(value, bool):
        return escape(v.plain("yes") if value else v.plain("no"))
    if field.endswith("_id"):
        return escape(name_of(v, str(value), people))
    if field in PEOPLE:
        return v.listed([escape(name_of(v, str(one).rsplit(":", 1)[-1], people)) for one in value])
    if field in READ:
        return READ[field](v, value)
    text = " ".join(_numbered(one) for one in value) if isinstance(value, list) else str(value)
    return escape(one_line(text, 60))


def _numbered(one: Any) -> str:
    return f"#{one}"


def _number(v: Voice, value: Any) -> Mrkdwn:
    return escape(f"#{value}")


def _evidence(v: Voice, value: list[dict[str, Any]]) -> Mrkdwn:
    named = [escape(one_line(str(one.get("name") or one.get("value") or ""), 40)) for one in value[:3]]
    more = [v("{n} more", n=len(value) - 3)] if len(value) > 3 else []
    return v.listed([*named, *more])


def _parts(v: Voice, value: dict[str, Any]) -> Mrkdwn:
    return escape(one_line(" · ".join(str(one) for one in value.values() if isinstance(one, str) and one), 120))


def _case(v: Voice, value: dict[str, Any]) -> Mrkdwn:
    return escape(one_line(str(value.get("lesson") or value.get("went_well") or ""), 120))


def _next_one(v: Voice, value: str) -> Mrkdwn:
    return v("when this one closes") if value == NextOne.ON_CLOSE else v("when its day comes")


READ: dict[str, Callable[[Voice, Any], Mrkdwn]] = {
    "due_on": stored_day,
    "start_on": stored_day,
    "due_at": stored_moment,
    "snoozed_until": stored_moment,
    "priority": lambda v, value: escape(priority(v, int(value))),
    "estimate_days": lambda v, value: escape(days(v, float(value))),
    "spent_minutes": lambda v, value: escape(left(v, timedelta(minutes=int(value))) if value else ""),
    "percent": lambda v, value: escape(f"{value}%"),
    "score": lambda v, value: escape(f"{value}/5"),
    "state": lambda v, value: escape(state(v, str(value))),
    "blocked_by_number": _number,
    "parent_number": _number,
    "comes_after": _number,
    "followed_by": _number,
    "evidence": _evidence,
    "described": _parts,
    "case": _case,
    "next_one": _next_one,
    "rrule": lambda v, value: escape(repeats(v, str(value))),
}


def told_short(v: Voice, change: dict[str, Any], person_id: str) -> Mrkdwn:
    """A change that came between, as far as it can be said without looking anybody up."""
    who = v.plain("you") if v.is_me(person_id) else mention(person_id)
    words = v(KINDS.get(change["kind"], KINDS["edit"]), person=who)
    fields = [name for name in FIELDS if not name.endswith("_id") and name not in PEOPLE]
    before, after = ({name: change[side].get(name) for name in fields} for side in ("before", "after"))
    return joined([words, *changes(v, change["kind"], before, after, {}), *said(v, change["note"])])


def told_plain(v: Voice, change: dict[str, Any], person_id: str) -> str:
    """The same where there is no markup: who it was goes by name."""
    who = v.plain("you") if v.is_me(person_id) else one_line(str(change.get("name") or v.plain("someone")), 40)
    return v.plain(KINDS.get(change["kind"], KINDS["edit"]), person=who)
