"""What comes of silence: who is reminded of a task that does not move, and when. It all starts anew with any action."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.rules import lifecycle
from bot.rules.availability import Hours, Wait
from bot.rules.escalation import Hears, Policy, When
from models import Priority, State, Task

UNACKED, STALE, BLOCKER, REVIEWER, ESCALATION = "unacked", "stale", "blocker", "reviewer", "escalation"
STATES = (UNACKED, STALE, BLOCKER, REVIEWER)
# how many times each is said before only the escalation goes on
TIMES = {UNACKED: 2, STALE: 3, BLOCKER: 3, REVIEWER: 3}
# working hours of silence for a task of normal priority
SILENCE = {UNACKED: 4.0, STALE: 16.0, BLOCKER: 8.0, REVIEWER: 8.0}
BY_PRIORITY = {
    Priority.URGENT: 0.25,
    Priority.HIGH: 0.5,
    Priority.NORMAL: 1.0,
    Priority.LOW: 1.5,
    Priority.SOMEDAY: 2.0,
}
GRACE = 1.5  # a task that was just begun is left alone for longer
HOURS_A_DAY = 8.0
LOOK_AGAIN = timedelta(hours=4)


BRIEF, SOON, PASSED = "brief", "soon", "passed"
KINDS = (BRIEF, SOON, PASSED, *STATES, ESCALATION)
"""What somebody may want more or less of. A reminder they set themselves is always said."""


class Level(StrEnum):
    """How much somebody wants to be reminded."""

    OFF = "off"
    LIGHT = "light"
    STANDARD = "standard"
    ACTIVE = "active"


PACE = {Level.LIGHT: 2.0, Level.STANDARD: 1.0, Level.ACTIVE: 0.5}
SOONEST = min(PACE.values()) * min(BY_PRIORITY.values())


@dataclass(frozen=True)
class Coming:
    """Something that will be said to one person at a moment, if nothing moves until then.

    `about` is the instant its clock began and `nth` how often it was said by then: with the kind, the task and the
    person they make it this one and no other. `facts` say in plain values which rule it was and what it went by.
    """

    kind: str
    person_id: str
    at: datetime
    about: datetime
    nth: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.about.isoformat()}/{self.nth}"


@dataclass(frozen=True)
class Facts:
    """All that silence is measured by. `hours` holds everybody who may hear; `levels` what they want, by kind.

    `hears` is who each role of an escalation is; `blocker_id` the person it waits for, or who owns what it waits for.
    """

    task: Task
    hours: Mapping[str, Hours]
    levels: Mapping[str, Mapping[str, Level]]
    policies: tuple[Policy, ...] = ()
    hears: Mapping[Hears, tuple[str, ...]] = field(default_factory=dict)
    reviewers: tuple[str, ...] = ()
    blocker_id: str | None = None
    acted_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When anybody last did something with it."""
        return self.acted_at or self.task.updated_at

    def level(self, person_id: str, kind: str) -> Level:
        return level_of(self.levels.get(person_id, {}), kind)


def level_of(wanted: Mapping[str, Level], kind: str) -> Level:
    """How much of a kind somebody wants: a word about that kind, else about all; of all escalations alike."""
    return wanted.get(kind.partition(".")[0], wanted.get("all", Level.STANDARD))


def coming(facts: Facts) -> list[Coming]:
    """Everything that silence will bring, the first first; also what is past, which the caller has told already."""
    if not facts.task.is_live:
        return []
    found = [*_from_state(facts), *_escalations(facts)]
    return sorted(found, key=lambda one: (one.at, one.kind, one.person_id, one.nth))


def look_at(task: Task, owner: Hours, now: datetime) -> datetime | None:
    """A moment no later than the first of what silence brings: from the task alone, for every turn that changes it."""
    if not task.is_live:
        return None
    base = max(task.updated_at, task.snoozed_until or task.updated_at)
    if task.is_blocked or task.state == State.REVIEW:
        return base + LOOK_AGAIN
    kind = UNACKED if lifecycle.awaits_ack(task) else STALE if task.state == State.DOING else None
    silence = owner.after(base, Wait(hours=SILENCE[kind] * SOONEST)) if kind else None
    late = max(task.ends_at, base) if task.ends_at else None
    return min((moment for moment in (silence, late) if moment is not None), default=None)


def state_kind(facts: Facts) -> str | None:
    """Which kind of silence there is: at most one, and never the owner's while it is another's turn."""
    task = facts.task
    if task.is_blocked:
        return BLOCKER if facts.blocker_id else None
    if task.state == State.REVIEW:
        return REVIEWER if facts.reviewers else None
    if lifecycle.awaits_ack(task):
        return UNACKED
    return STALE if task.state == State.DOING else None


def _from_state(facts: Facts) -> Iterator[Coming]:
    kind, task = state_kind(facts), facts.task
    if kind is None:
        return
    whom = {BLOCKER: (facts.blocker_id or "",), REVIEWER: facts.reviewers}.get(kind, (task.owner_id,))
    base = max(facts.since, task.snoozed_until or facts.since)
    for person_id in whom:
        level, hours = facts.level(person_id, kind), facts.hours.get(person_id)
        if hours is None or level == Level.OFF:
            continue
        times = 1 if level == Level.LIGHT else TIMES[kind]
        for nth in range(1, times + 1):
            waited = _hours(task, kind) * PACE[level] * nth
            yield Coming(kind, person_id, hours.after(base, Wait(hours=waited)), base, nth,
                         {"hours": waited, "level": level.value})  # fmt: skip


def _hours(task: Task, kind: str) -> float:
    """Working hours of silence before it is said; of big work and of what was just begun, more."""
    hours = SILENCE[kind] * BY_PRIORITY[Priority(task.level)]
    if kind == STALE:
        hours = max(hours, (task.estimate_days or 0) * HOURS_A_DAY / 3)
        hours *= GRACE if task.started_at == task.updated_at else 1.0
    return hours


def _escalations(facts: Facts) -> Iterator[Coming]:
    for policy in facts.policies:
        began = began_at(facts, policy.when) if policy.covers(facts.task) else None
        if began is None:
            continue
        owner = facts.hours[facts.task.owner_id]
        for nth, wait, roles in policy.moments():
            at = max(owner.after(began, wait), facts.task.snoozed_until or began)
            told: dict[str, Hears] = {}
            for role in roles:
                for person_id in facts.hears.get(role, ()):
                    told.setdefault(person_id, role)
            for person_id, role in told.items():
                if facts.level(person_id, ESCALATION) == Level.OFF:
                    continue
                known = {"when": policy.when.value, "days": wait.days, "hours": wait.hours, "as": role.value}
                yield Coming(f"{ESCALATION}.{policy.id}", person_id, at, began, nth, known)


def began_at(facts: Facts, when: When) -> datetime | None:
    """When the clock of such a policy began; None where there is nothing to escalate."""
    task = facts.task
    starts = {
        When.LATE: task.ends_at,
        When.BLOCKED: task.blocked_at if task.is_blocked else None,
        When.UNACKED: facts.since if lifecycle.awaits_ack(task) else None,
        When.REVIEW: task.submitted_at if task.state == State.REVIEW else None,
        When.SILENT: facts.since if task.state == State.DOING and not task.is_blocked else None,
    }[when]
    return max(starts, facts.since) if starts is not None else None
