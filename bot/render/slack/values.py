"""The fields of a task as history keeps them, for reading."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.locales import marked
from bot.render.slack.facts import days, priority, state
from bot.render.slack.repeats import repeats
from bot.render.slack.text import Mrkdwn, escape, one_line
from bot.render.slack.times import left, stored_day, stored_moment
from bot.render.slack.voice import Voice
from models import NextOne, Person, StepMode

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
    if field == "reviewers":
        return _steps(v, [str(one) for one in value], people)
    if field in PEOPLE:
        return v.listed([escape(name_of(v, str(one).rsplit(":", 1)[-1], people)) for one in value])
    if field in READ:
        return READ[field](v, value)
    text = " ".join(_numbered(one) for one in value) if isinstance(value, list) else str(value)
    return escape(one_line(text, 60))


def _steps(v: Voice, written: list[str], people: dict[str, Person]) -> Mrkdwn:
    """In the order they are asked: "Ann or Bob, then Cid"; `2:any:U1` is one of a step, a bare id of the first."""
    steps: dict[int, list[Mrkdwn]] = {}
    of_any = set()
    for one in written:
        step, mode, person_id = one.split(":") if ":" in one else ("1", StepMode.ALL, one)
        steps.setdefault(int(step), []).append(escape(name_of(v, person_id, people)))
        of_any |= {int(step)} if mode == StepMode.ANY else set()
    told = Mrkdwn("")
    for number, names in sorted(steps.items()):
        words = v.one_of(names) if number in of_any else v.listed(names)
        told = v("{steps}, then {step}", steps=told, step=words) if told else words
    return told


def _numbered(one: Any) -> str:
    return f"#{one}"


def _number(v: Voice, value: Any) -> Mrkdwn:
    return escape(f"#{value}")


def _evidence(v: Voice, value: list[dict[str, Any]]) -> Mrkdwn:
    named = [escape(one_line(shown_as(one), 40)) for one in value[:3]]
    more = [v("{n} more", n=len(value) - 3)] if len(value) > 3 else []
    return v.listed([*named, *more])


def shown_as(evidence: dict[str, Any]) -> str:
    return str(evidence.get("name") or evidence.get("value") or "")


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
