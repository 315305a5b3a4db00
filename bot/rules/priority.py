"""How pressing a task is: a number by hand or by rules that say why, and the order that follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from models import Priority, Task

MOST_DAYS = 60
BY_HAND, IMPORTANT = "by_hand", "important"
DUE_SOON, DEPARTMENTS, MANAGER = "due_soon", "departments", "manager"


@dataclass(frozen=True)
class Rule:
    """What raises a task: to `level`, or by one level where there is none. `days` is how near its date has to be."""

    id: str
    on: bool = True
    level: int | None = None
    days: int | None = None


SHIPPED = (
    Rule(DUE_SOON, days=3),
    Rule(DEPARTMENTS, level=int(Priority.HIGH)),
    Rule(MANAGER, level=int(Priority.URGENT)),
)


@dataclass(frozen=True)
class Around:
    """What a task's rules ask about the people on it; empty where the directory does not say."""

    departments: tuple[str, ...] = ()
    given_by_manager: str | None = None


@dataclass(frozen=True)
class Weight:
    """A level, and every reason for it: `rule` is its id, what follows are its facts. The first one decided."""

    level: int
    reasons: tuple[dict[str, Any], ...] = ()


def rules_of(kept: Mapping[str, Any] | None) -> tuple[Rule, ...]:
    """The rules as shipped, with what a workspace keeps of its own."""
    return tuple(replace(rule, **_read(rule, kept.get(rule.id) or {})) for rule in SHIPPED) if kept else SHIPPED


def _read(rule: Rule, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name == "on" or getattr(rule, name, None) is not None}


def differing(rules: Iterable[Rule]) -> dict[str, dict[str, Any]] | None:
    """What of these rules is not as shipped; None for nothing."""
    shipped = {rule.id: vars(rule) for rule in SHIPPED}
    found = {rule.id: {name: value for name, value in vars(rule).items() if value != shipped[rule.id][name]}
             for rule in rules}  # fmt: skip
    return {rule: own for rule, own in found.items() if own} or None


def weigh(task: Task, around: Around, rules: Iterable[Rule], now: datetime) -> Weight:
    """The level and why. A number set by hand wins; of several rules the most urgent, and all are told.

    Importance, which somebody said, is where the rules begin: high rather than normal.
    """
    if task.priority is not None:
        return Weight(task.priority, ({"rule": BY_HAND, "level": task.priority},))
    base = int(Priority.HIGH if task.important else Priority.NORMAL)
    fired = [reason for rule in rules if rule.on and (reason := _fires(rule, task, around, base, now))]
    fired.sort(key=lambda reason: int(reason["level"]))
    said = [{"rule": IMPORTANT, "level": base}] if task.important else []
    return Weight(min([base, *(int(reason["level"]) for reason in fired)]), (*fired, *said))


def _fires(rule: Rule, task: Task, around: Around, base: int, now: datetime) -> dict[str, Any] | None:
    """What the rule raises the task to, with its facts; None where it does not raise it at all."""
    facts: dict[str, Any] | None = None
    if rule.id == DUE_SOON and task.ends_at is not None and _from(task.ends_at, rule) <= now:
        facts = {"days": rule.days}
    elif rule.id == DEPARTMENTS and len(around.departments) > 1:
        facts = {"departments": list(around.departments)}
    elif rule.id == MANAGER and around.given_by_manager:
        facts = {"manager_id": around.given_by_manager}
    level = max(int(Priority.URGENT), base - 1) if rule.level is None else rule.level
    return None if facts is None or level >= base else {"rule": rule.id, "level": level} | facts


def _from(ends_at: datetime, rule: Rule) -> datetime:
    return ends_at - timedelta(days=rule.days or 0)


def next_at(task: Task, rules: Iterable[Rule], now: datetime) -> datetime | None:
    """When time alone may raise it next; None where it will not."""
    if not task.is_live or task.priority is not None or task.ends_at is None:
        return None
    moments = [_from(task.ends_at, rule) for rule in rules if rule.on and rule.id == DUE_SOON]
    return min((moment for moment in moments if moment > now), default=None)


def is_late(task: Task, now: datetime) -> bool:
    return task.is_live and task.ends_at is not None and task.ends_at < now


def order(task: Task, now: datetime) -> tuple[bool, int, datetime, int]:
    """Sort key: late first, then by level, then by date, then by number. Queries sort by the same."""
    end = task.ends_at or now + timedelta(days=36500)
    return (not is_late(task, now), task.level, end, task.number)
