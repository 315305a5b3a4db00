"""Who has to accept a finished task, in which order, and what is left to be said."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models import History, Role, RoleKind, State, StepMode, Task

SCORES = range(1, 6)
VERBS = ("submit", "accept", "return")


class ReturnReason(StrEnum):
    """Why work came back, for the figures of rework."""

    UNCLEAR = "unclear request"
    MATERIAL = "missing material"
    DEFECT = "defect"
    CHANGED = "changed mind"
    OTHER = "other"


@dataclass(frozen=True)
class Step:
    """People who look at the work at one time: all of them have to accept, or any one of them."""

    number: int
    mode: StepMode
    people: tuple[str, ...]

    def missing(self, accepted: Sequence[str]) -> tuple[str, ...]:
        """Whose word is still wanted."""
        left = tuple(person_id for person_id in self.people if person_id not in accepted)
        return () if self.mode == StepMode.ANY and len(left) < len(self.people) else left


def steps(owner_id: str, roles: Iterable[Role]) -> tuple[Step, ...]:
    """The steps of a task, the first to come first.

    Nobody accepts their own work. Where nobody else is named to review, who is accountable accepts.
    """
    others = [role for role in roles if role.person_id != owner_id]
    reviewers = [role for role in others if role.kind == RoleKind.REVIEWER]
    if not reviewers:
        accountable = tuple(sorted(role.person_id for role in others if role.kind == RoleKind.ACCOUNTABLE))
        return (Step(1, StepMode.ALL, accountable),) if accountable else ()
    found: dict[int, list[Role]] = {}
    for role in reviewers:
        found.setdefault(role.step, []).append(role)
    return tuple(Step(number, StepMode(rows[0].mode), tuple(sorted(role.person_id for role in rows)))
                 for number, rows in sorted(found.items()))  # fmt: skip


def open_step(of: Sequence[Step], number: int) -> Step | None:
    """The step with that number; where it is gone, the next after it."""
    return next((step for step in of if step.number >= number), None)


def place(of: Sequence[Step], step: Step) -> int:
    """Which of the steps it is: the first is 1, whatever their numbers."""
    return of.index(step) + 1


@dataclass(frozen=True)
class Standing:
    """Where a review stands: the open step and who has accepted in it. No step: nobody is left to be asked."""

    step: Step | None
    accepted: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return self.step.missing(self.accepted) if self.step else ()


def after_accept(of: Sequence[Step], step: Step, accepted: Sequence[str], person_id: str) -> Standing:
    """Where it stands once that person has accepted, too. Nobody is missing any more: it is done."""
    said = (*accepted, person_id)
    later = open_step(of, step.number + 1)
    return Standing(later) if later and not step.missing(said) else Standing(step, said)


def after_roles(of: Sequence[Step], number: int, accepted: Sequence[str]) -> Standing:
    """Where a review stands whose people were changed.

    A step that lost its last missing person is complete and the next one opens, one that lost everybody is passed over.
    Where none follows, nobody is missing: its owner is asked, and may close it. What was accepted by somebody who is no
    longer asked counts for nothing.
    """
    step = open_step(of, number)
    if step is None:
        return Standing(None)
    said = tuple(person_id for person_id in accepted if person_id in step.people) if step.number == number else ()
    later = open_step(of, step.number + 1)
    return Standing(later) if later and not step.missing(said) else Standing(step, said)


def open_again(of: Sequence[Step], number: int, asked: Iterable[str], passed: Collection[str]) -> int:
    """The number of the step to go on with, where reviewers were changed and steps may have other numbers now.

    Whoever was asked is not passed over, and where no step is left to come, nobody but those who `passed` it already.
    """
    number = min([number, *(step.number for step in of if set(step.people) & set(asked))])
    if open_step(of, number) is not None:
        return number
    return min((step.number for step in of if not set(step.people) <= set(passed)), default=number)


def standing(task: Task, of: Sequence[Step]) -> Standing:
    """Where the review of a task stands now."""
    step = open_step(of, task.review_step) if task.state == State.REVIEW else None
    return Standing(step, tuple(task.accepted_by or ())) if step else Standing(None)


@dataclass
class Round:
    """One submission and what came of it; `said` are its accepts and its return, in order."""

    submit: History
    said: list[History] = field(default_factory=list)


def rounds(entries: Iterable[History]) -> tuple[Round, ...]:
    """The reviews a task went through, from its history with the oldest first; what was undone is left out."""
    found: list[Round] = []
    for entry in entries:
        if entry.undone_by is not None or entry.kind not in VERBS:
            continue
        if entry.kind == "submit":
            found.append(Round(entry))
        elif found:
            found[-1].said.append(entry)
    return tuple(found)


def submission(entries: Sequence[History], version: int) -> History | None:
    """The submission that was looked at with that version of the task; the newest entry first."""
    return next((entry for entry in entries if entry.kind == "submit" and entry.version <= version), None)


def is_superseded(entries: Sequence[History], version: int) -> bool:
    """Whether a later submission stands than the one of that version."""
    newest = next((entry for entry in entries if entry.kind == "submit" and entry.undone_by is None), None)
    of = submission(entries, version)
    return newest is not None and newest.version > (of.version if of else version)


def end_of(entries: Sequence[History], version: int, person_id: str) -> History | None:
    """How the submission of that version ended: it was returned, or taken back; else that person's own yes to it."""
    of = submission(entries, version)
    since = of.version if of else version
    until = min((entry.version for entry in entries if entry.kind == "submit" and entry.version > since), default=None)
    said = [entry for entry in entries if entry.version > since and (until is None or entry.version < until)]
    returned = [entry for entry in said if entry.kind == "return" and entry.undone_by is None]
    undone = [entry for entry in said if of is not None and entry.id == of.undone_by]
    mine = [entry for entry in said if entry.kind == "accept" and entry.actor_id == person_id and not entry.undone_by]
    return next(iter([*returned, *undone, *mine]), None)


def still_meant(entries: Iterable[History], since: int) -> bool:
    """Whether who looked at version `since` may still say yes or no: others did so, or wrote a comment, at most."""
    return all(entry.version <= since or entry.kind in ("accept", "note") for entry in entries)


def reason_of(entry: History) -> str:
    """The kind of reason a return was given with, if one was named; the words beside it are the entry's note."""
    said: Any = entry.after.get("return_reason")
    return str(said or "")
