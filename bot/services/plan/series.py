"""What a repeated task is besides itself: the pattern of those to come, unless something is for this time only."""

from typing import Any

from bot.errors import conflict
from bot.rules import availability, civil, lifecycle, recurrence
from bot.rules.availability import Hours
from bot.rules.recurrence import Coming
from bot.services.people.actors import Actor
from bot.services.work import changing, kept, roles
from models import History, Session, Task
from models.queries import people as people_queries

COUNTS_ON = (  # what a person may want to be otherwise this one time only
    "title", "note", "owner_id", "estimate_days", "labels", "project", *roles.FIELDS,
)  # fmt: skip
DATES = ("due_on", "due_at")


def skip(session: Session, actor: Actor, task: Task) -> History:
    """Leave this one out: the task itself moves to the next time. Raises a conflict where none is to come."""
    check_repeats(task)
    lifecycle.check_live(task, "skip")
    hours = hours_of(session, actor, task)
    last = recurrence.newest(task, hours)
    found = recurrence.coming(last, hours, actor.now, may_be_today=True)
    if found is not None and found.at is not None and found.at <= actor.now:  # today's hour is gone
        found = recurrence.coming(last, hours, actor.now)
    if found is None:
        raise conflict("series_is_over", number=task.number)
    patch: dict[str, Any] = {"occurs_on": found.on, "due_on": found.on, "due_at": found.at, "snoozed_until": None}
    patch |= {"other_on": None, "other_at": None, "series_next": of_the_gap(found, last.clock, hours)}
    if rings(task):
        patch |= {"snoozed_until": found.at, "series_next": {"rings": True} | (patch["series_next"] or {})}
    if task.start_on and task.due_on:
        patch["start_on"] = task.start_on + (found.on - task.due_on)
    return changing.change(session, actor, task, "skip", patch)


def rings(task: Task) -> bool:
    """Whether it is a reminder: each of them speaks up at its moment."""
    return bool((task.series_next or {}).get("rings"))


def check_repeats(task: Task) -> None:
    """Raises a conflict where nothing comes after the task, or something came already."""
    if task.rrule is None:
        raise conflict("does_not_repeat", number=task.number)
    if task.followed_by is not None:
        raise conflict("followed_already", number=task.number, next=task.followed_by)


# --- this one, or those to come, too ------------------------------------------------------------------------------


def only(session: Session, actor: Actor, task: Task, entry: History) -> History:
    """What that change made otherwise is so this time only: the next one has again what was before."""
    check_repeats(task)
    kept_values = {name: value for name, value in entry.before.items() if name in COUNTS_ON}
    return changing.change(session, actor, task, "only", {"series_next": (task.series_next or {}) | kept_values})


def onwards(session: Session, actor: Actor, task: Task, entry: History) -> History:
    """What that change made otherwise stays so: another day or hour becomes that of the rhythm."""
    check_repeats(task)
    gone = {*entry.after, *({"clock"} if "due_at" in entry.after else ())}
    left = {name: value for name, value in (task.series_next or {}).items() if name not in gone}
    patch: dict[str, Any] = {"series_next": left or None}
    was, now_on = _day_of(task, entry), task.due_on
    if "due_on" in entry.after and was and now_on and now_on != was and task.rrule:
        rule = recurrence.moved(task.rrule, was, now_on)
        if rule is None:
            raise conflict("rhythm_needs_words", number=task.number)
        patch |= {"rrule": rule, "occurs_on": now_on}
    return changing.change(session, actor, task, "onwards", patch)


def kept_rhythm(session: Session, actor: Actor, task: Task, patch: dict[str, Any]) -> dict[str, Any]:
    """The change, with what keeps the rhythm: a date that moves is this one's, the next has the rhythm's day and hour.

    A new rhythm counts from the day it is said for.
    """
    held = task.series_next or {}
    if patch.get("rrule"):
        left = {name: value for name, value in held.items() if name != "clock"} or None
        on = patch.get("due_on", task.due_on)
        rule = recurrence.counted_from(patch["rrule"], task.nth)
        return patch | {"rrule": rule, "occurs_on": on, "series_next": left}
    if not recurrence.repeats(task) or "rrule" in patch or not patch.keys() & set(DATES):
        return patch
    if task.occurs_on is None:
        patch = patch | {"occurs_on": task.due_on}
    if "clock" in held or patch.get("due_at", task.due_at) == task.due_at:
        return patch
    clock = recurrence.newest(task, hours_of(session, actor, task)).clock
    return patch | {"series_next": held | {"clock": clock.isoformat("minutes") if clock else ""}}


def scope_of(task: Task, entry: History | None) -> str:
    """Whom the newest change counts for by itself, where that may be asked: `one`, or the `following`, too."""
    if entry is None or entry.kind not in ("edit", "assign", "due") or not recurrence.repeats(task):
        return ""
    changed = {name for name, value in entry.after.items() if entry.before.get(name) != value}
    if "rrule" in changed or not task.is_live:
        return ""
    return "following" if changed & set(COUNTS_ON) else "one" if changed & set(DATES) else ""


def _day_of(task: Task, entry: History) -> Any:
    return task.occurs_on or kept.unplain(entry.before).get("due_on")


def hours_of(session: Session, actor: Actor, task: Task) -> Hours:
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    return availability.hours(owner, actor.workspace)


def of_the_gap(found: Coming, clock: Any, hours: Hours) -> dict[str, Any] | None:
    """Where the clocks skip the hour of a rhythm, that one day is later; the hour is kept for those after it."""
    if found.at is None or clock is None or civil.local(found.at, hours.zone).time() == clock:
        return None
    return {"clock": clock.isoformat("minutes")}
