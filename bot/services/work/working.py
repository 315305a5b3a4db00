"""What is said of the work while it goes on: how far it is, what shows it, how long it took, and what is wanted."""

from collections.abc import Iterable
from typing import Any

from bot.errors import UserError, conflict
from bot.rules import availability, effort, evidence, lifecycle, shapes
from bot.rules.evidence import Shown
from bot.services.people.actors import Actor
from bot.services.work import rights, tasks
from bot.services.work.changing import change
from bot.services.work.tasks import NOTE_MAX
from models import History, Session, Task
from models.queries import people as people_queries
from models.queries import tasks as queries


def note(
    session: Session, actor: Actor, task: Task, words: str, shown: Iterable[Shown] = (), *, percent: int | None = None
) -> History:
    """A comment. Of those who steer the task it also says how far it is and what shows it; `words` go with that."""
    shown = list(shown)
    if not (task.is_live and rights.can(session, actor.workspace, actor.person, task, "progress")):
        return tasks.note(session, actor, task, _in_full(words, shown, percent))
    patch: dict[str, Any] = {"percent": percent} if percent is not None else {}
    new = evidence.fresh(task.evidence, shown)
    if new and evidence.fits(task.evidence, new):
        patch["evidence"] = _with(actor, task, new)
    if not patch:
        return tasks.note(session, actor, task, _in_full(words, shown, percent))
    return change(session, actor, task, "progress", patch, note=words[:NOTE_MAX])


def _in_full(words: str, shown: list[Shown], percent: int | None) -> str:
    """All of it as a comment: what stands in the words already is not said again."""
    far = [f"{percent}%"] if percent is not None else []
    files = [f"📎 {one.name} {one.value}" for one in shown if one.value not in words]
    return "\n".join([" ".join([*far, words]).strip(), *files]).strip()


def progress(session: Session, actor: Actor, task: Task, percent: int, words: str = "") -> History:
    lifecycle.check_live(task, "progress")
    if not 0 <= percent <= 100:
        raise UserError("no_such_percent", field="percent")
    return change(session, actor, task, "progress", {"percent": percent}, note=words[:NOTE_MAX])


def show(session: Session, actor: Actor, task: Task, shown: list[Shown], words: str = "") -> History:
    """Put evidence on a task; what is there already stays once."""
    new = evidence.fresh(task.evidence, shown)
    if not new:
        raise conflict("evidence_there", number=task.number)
    if not evidence.fits(task.evidence, new):
        raise UserError("too_much_evidence", field="evidence", most=evidence.MOST)
    return change(session, actor, task, "evidence", {"evidence": _with(actor, task, new)}, note=words[:NOTE_MAX])


def beside(session: Session, actor: Actor, task: Task, shown: Iterable[Shown]) -> History | None:
    """The same with another change: what is there already, is too much or not theirs to put there is left out."""
    new = evidence.fresh(task.evidence, list(shown))
    if not (new and evidence.fits(task.evidence, new)):
        return None
    if not rights.can(session, actor.workspace, actor.person, task, "evidence"):
        return None
    return change(session, actor, task, "evidence", {"evidence": _with(actor, task, new)})


def _with(actor: Actor, task: Task, new: Iterable[Shown]) -> list[dict[str, Any]]:
    rows = [{"kind": one.kind, "value": one.value, "name": one.name, "by": actor.person.id,
             "at": actor.now.isoformat()} for one in new]  # fmt: skip
    return [*(task.evidence or ()), *rows]


def take_away(session: Session, actor: Actor, task: Task, place: int) -> History:
    """Remove the evidence at that place, the first is 1."""
    held = list(task.evidence or ())
    if not 1 <= place <= len(held):
        raise UserError("no_such_evidence", number=task.number, most=len(held))
    gone = held.pop(place - 1)
    return change(session, actor, task, "evidence", {"evidence": held}, note=str(gone["name"] or gone["value"])[:200])


def spent(session: Session, actor: Actor, task: Task, minutes: int, words: str = "") -> History:
    """Add to the time it took."""
    patch = {"spent_minutes": task.spent_minutes + minutes}
    return change(session, actor, task, "spent", patch, note=words[:NOTE_MAX])


def measured(session: Session, actor: Actor, task: Task) -> int | None:
    """Its owner's working time in progress, where nobody said how long it took."""
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    if task.spent_minutes or owner is None or task.started_at is None:
        return None
    moves = queries.list_moves(session, task)
    return effort.measured_minutes(moves, availability.hours(owner, actor.workspace), actor.now) or None


def describe(session: Session, actor: Actor, task: Task, given: dict[str, str]) -> History:
    lifecycle.check_live(task, "describe")
    described = shapes.described_with(task.described, given)
    if described == (task.described or {}):
        raise UserError("nothing_described", field=next(iter(given), None))
    return change(session, actor, task, "describe", {"described": described})
