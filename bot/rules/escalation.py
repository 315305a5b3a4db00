"""Escalation as data: what starts it, how long each step waits in working time, who hears of it, how often."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.rules.availability import Wait
from models import Task


class When(StrEnum):
    """What starts a policy's clock. Whatever anybody does with the task starts it anew."""

    LATE = "late"
    BLOCKED = "blocked"
    UNACKED = "unacked"
    REVIEW = "review"
    SILENT = "silent"


class Hears(StrEnum):
    """Whom a step tells, by what they are to the task."""

    OWNER = "owner"
    CREATOR = "creator"
    ACCOUNTABLE = "accountable"
    REVIEWERS = "reviewers"
    LEADS = "leads"
    MANAGER = "manager"
    STAND_IN = "stand_in"


MOST_STEPS, MOST_REPEATS, MOST_DAYS, MOST_HOURS, MOST_POLICIES = 5, 5, 60, 100, 20


@dataclass(frozen=True)
class Step:
    """`days` and `hours` of working time since the clock began, and who hears."""

    days: int
    hours: float
    to: tuple[Hears, ...]

    @property
    def wait(self) -> Wait:
        return Wait(self.days, self.hours)


@dataclass(frozen=True)
class Policy:
    """`repeats` says the last step so often again, each time after the same wait as between the last two.

    Only tasks of `priority` or more pressing (a lower number), and with one of `labels` where any are named.
    """

    id: str
    when: When
    steps: tuple[Step, ...]
    repeats: int = 0
    on: bool = True
    priority: int = 5
    labels: tuple[str, ...] = ()

    def covers(self, task: Task) -> bool:
        fits = not self.labels or bool(set(self.labels) & set(task.labels))
        return self.on and fits and task.level <= self.priority

    def moments(self) -> list[tuple[int, Wait, tuple[Hears, ...]]]:
        """(how many times it was said by then, the wait since the clock began, who hears), the first one first."""
        found = [(nth, step.wait, step.to) for nth, step in enumerate(self.steps, 1)]
        last = self.steps[-1]
        before = self.steps[-2] if len(self.steps) > 1 else Step(0, 0, ())
        for again in range(1, self.repeats + 1):
            wait = Wait(last.days + again * (last.days - before.days), last.hours + again * (last.hours - before.hours))
            found.append((len(self.steps) + again, wait, last.to))
        return found


SHIPPED = (
    Policy("late", When.LATE, (Step(1, 0, (Hears.OWNER, Hears.CREATOR)), Step(3, 0, (Hears.LEADS,)))),
    Policy("blocked", When.BLOCKED, (Step(2, 0, (Hears.LEADS,)),)),
    Policy("unacked", When.UNACKED, (Step(2, 0, (Hears.CREATOR,)),)),
    Policy("review", When.REVIEW, (Step(3, 0, (Hears.CREATOR, Hears.LEADS)),)),
)


def policies_of(kept: Iterable[Mapping[str, Any]] | None) -> tuple[Policy, ...]:
    """The policies in force: those shipped, each as it is kept under its id, and whatever is kept beside them.

    What cannot be read is left out: a policy that nobody understands tells nobody anything.
    """
    own = {policy.id: policy for row in kept or () if (policy := readable(row)) is not None}
    shipped = tuple(own.pop(policy.id, policy) for policy in SHIPPED)
    return shipped + tuple(own.values())


def readable(row: Any) -> Policy | None:
    """The policy, or None where this is none, as a later version or a hand in the database may have left it."""
    try:
        return read(row)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def unreadable(kept: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    return [row for row in kept or () if readable(row) is None]


def read(row: Mapping[str, Any]) -> Policy:
    """Raises where it is no policy, or goes beyond what one may hold."""
    steps = tuple(Step(int(one["days"]), float(one["hours"]), tuple(Hears(to) for to in one["to"]))
                  for one in row["steps"])  # fmt: skip
    policy = Policy(str(row["id"]), When(row["when"]), steps, int(row.get("repeats", 0)), bool(row.get("on", True)),
                    int(row.get("priority", 5)), tuple(map(str, row.get("labels", ()))))  # fmt: skip
    if wrong := amiss(policy):
        raise ValueError(wrong)
    return policy


def amiss(policy: Policy) -> tuple[str, int] | None:
    """What is the matter with a policy, as (key of a refusal, the step it is about), the first thing first.

    Each step comes later than the one before it: nobody is told twice at once of the same.
    """
    if not policy.steps or len(policy.steps) > MOST_STEPS:
        return "policy_needs_steps", 1
    before = (0, 0.0)
    for at, step in enumerate(policy.steps, 1):
        if not step.to:
            return "policy_tells_nobody", at
        if not (0 <= step.days <= MOST_DAYS and 0 <= step.hours <= MOST_HOURS):
            return "policy_waits_too_long", at
        if (step.days, step.hours) <= before:
            return ("policy_waits_not" if at == 1 else "policy_out_of_order"), at
        before = (step.days, step.hours)
    return ("policy_repeats", 0) if not 0 <= policy.repeats <= MOST_REPEATS else None


def kept(policy: Policy) -> dict[str, Any]:
    """As the database keeps it."""
    return asdict(policy)


def differing(policies: Iterable[Policy]) -> list[dict[str, Any]] | None:
    """What is not as shipped; None for nothing."""
    return [kept(policy) for policy in policies if policy not in SHIPPED] or None
