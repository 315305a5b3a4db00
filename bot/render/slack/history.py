"""What happened to a task, in words: who did what, from what to what, when. Every kind and every field has its own."""

from collections.abc import Collection
from typing import Any

from bot.answers import TaskHistory
from bot.locales import marked
from bot.render.slack import escalations
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.deeds import Entry, sentence
from bot.render.slack.facts import title
from bot.render.slack.text import Mrkdwn, escape, joined, lines, mention, one_line
from bot.render.slack.times import moment
from bot.render.slack.values import FIELDS, PEOPLE, name_of, value_of
from bot.render.slack.voice import Voice
from models import History, Person

SHOWN_CHANGES = 6
KINDS = {
    "ack": marked("{person} took it on"),
    "accept": marked("{person} accepted it"),
    "add": marked("{person} added it"),
    "after": marked("{person} changed what it comes after"),
    "archive": marked("{person} archived it"),
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
    "escalated": marked("Muster spoke up, for nothing had moved"),
    "spent": marked("{person} noted time spent"),
    "split": marked("{person} split it into parts"),
    "start": marked("{person} started it"),
    "submit": marked("{person} submitted it for acceptance"),
    "superseded": marked("its next one took its place, as it wasn't done"),
    "taken_back": marked("it was taken back, because the one before it was reopened"),
    "unblock": marked("{person} unblocked it"),
    "undo": marked("{person} undid a change"),
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
    "accept": ("score",),
    "escalated": (),
    "cancel": ("rrule", "followed_by"),
    "done": ("spent_minutes", "score", "followed_by"),
    "recur": ("comes_after", "missed"),
    "due": ("rrule", "start_on"),
    "followed": ("followed_by",),
    "merge": (),
    "merged": (),
    "reopen": (),
    "return": (),
    "start": (),
    "submit": (),
    "superseded": (),
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
    return _told(
        v, Entry(one.kind, one.before, one.after, one.note, one.actor_id), name_of(v, one.actor_id, people), people
    )


def _told(v: Voice, one: Entry, person: str, people: dict[str, Person]) -> Mrkdwn:
    """Each of it once: what the sentence holds is not said again beside it."""
    told = sentence(v, one, person, people)
    words = told.words if told else v(KINDS.get(one.kind, KINDS["edit"]), person=person)
    held = (told.fields if told else frozenset()) | ({"evidence"} if _is_in_words(one) else set())
    note = [] if told and told.holds(one.note) else said(v, one.note)
    return joined([words, *changes(v, one, people, held), *note])


def _is_in_words(one: Entry) -> bool:
    """Whether the words beside it hold every address that came with them."""
    was, now = (list(held.get("evidence") or ()) for held in (one.before, one.after))
    come = [item for item in now if item not in was]
    return bool(come) and len(now) > len(was) and all(str(item.get("value")) in one.note for item in come)


def said(v: Voice, note: str) -> list[Mrkdwn]:
    return [v("“{words}”", words=one_line(note, 120))] if note.strip() else []


def changes(v: Voice, one: Entry, people: dict[str, Person], held: Collection[str] = ()) -> list[Mrkdwn]:
    """The fields that are other than before, as far as neither the kind nor its sentence says so."""
    named = TELLING.get(one.kind, tuple(name for name in FIELDS if one.kind == "undo" or name not in NOT_SAID))
    told = [name for name in named if name not in held and one.before.get(name) != one.after.get(name)]
    return [_change(v, name, one.before.get(name), one.after.get(name), people) for name in told[:SHOWN_CHANGES]]


def _change(v: Voice, field: str, was: Any, now: Any, people: dict[str, Person]) -> Mrkdwn:
    before, after = (value_of(v, field, value, people) for value in (was, now))
    name = v(FIELDS[field])
    if not before:
        return v("{field}: {after}", field=name, after=after)
    if not after:
        return v("{field}: {before} removed", field=name, before=before)
    return v("{field}: {before} → {after}", field=name, before=before, after=after)


def told_short(v: Voice, change: dict[str, Any], person_id: str) -> Mrkdwn:
    """A change that came between, as far as it can be said without looking anybody up."""
    who = escape(v.plain("you")) if v.is_me(person_id) else mention(person_id)
    fields = [name for name in FIELDS if not name.endswith("_id") and name not in PEOPLE]
    before, after = ({name: change[side].get(name) for name in fields} for side in ("before", "after"))
    return _told(v, Entry(change["kind"], before, after, change["note"], person_id), who, {})


def told_plain(v: Voice, change: dict[str, Any], person_id: str) -> str:
    """The same where there is no markup: who it was goes by name."""
    who = v.plain("you") if v.is_me(person_id) else one_line(str(change.get("name") or v.plain("someone")), 40)
    return v.plain(KINDS.get(change["kind"], KINDS["edit"]), person=who)
