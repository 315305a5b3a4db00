"""A task's place in a plan: what it comes after, and what it is a part of."""

from collections.abc import Iterable

from bot.errors import not_found
from bot.rules import lifecycle
from bot.services.people.actors import Actor
from bot.services.plan import order
from bot.services.work import changing, rights, roles
from bot.services.work.changing import change
from models import History, Session, Task
from models.queries import plans as plan_queries
from models.queries import tasks as queries


def after(session: Session, actor: Actor, task: Task, links: Iterable[int | str]) -> History:
    """It comes after these, too; one that it came after already hangs on it as is said now."""
    return change(session, actor, task, "after", {roles.AFTER: _with(session, actor, task, links)})


def check_after(session: Session, actor: Actor, task: Task, links: Iterable[int | str]) -> None:
    """Raises what `after` would raise, and changes nothing."""
    rights.check(session, actor.workspace, actor.person, task, "after")
    changing.check_version(session, actor, task)
    order.check(session, actor, task, {roles.AFTER: _with(session, actor, task, links)})


def _with(session: Session, actor: Actor, task: Task, links: Iterable[int | str]) -> list[int | str]:
    """What it comes after already, and these."""
    lifecycle.check_live(task, "after")
    new = {roles.read_link(link)[0]: link for link in links}
    for number in new:
        _seen(session, actor, number)
    held = {roles.read_link(link)[0]: link for link in roles.held(session, task, roles.AFTER)}
    return list((held | new).values())


def not_after(session: Session, actor: Actor, task: Task, numbers: Iterable[int] | None) -> History:
    """It no longer comes after these, or after anything. What the actor may not see stays as it is."""
    held = {roles.read_link(link)[0]: link for link in roles.held(session, task, roles.AFTER)}
    seen = {one.number for one in plan_queries.list_seen(session, actor.person, held, actor.now)}
    gone = seen if numbers is None else set(numbers)
    for number in gone - seen:
        raise not_found("no_such_task", number=number)
    return change(session, actor, task, "after", {roles.AFTER: [held[one] for one in held if one not in gone]})


def part(session: Session, actor: Actor, task: Task, number: int | None) -> tuple[History, Task | None]:
    """Make it a part of that task, or of none."""
    lifecycle.check_live(task, "part")
    whole = _seen(session, actor, number) if number is not None else None
    if whole is not None:
        lifecycle.check_live(whole, "part")
    return change(session, actor, task, "part", {"parent_number": number}), whole


def take_over(session: Session, actor: Actor, task: Task) -> History:
    """The project and the labels of what it is a part of; it keeps its own labels beside them."""
    if task.parent_number is None:
        raise not_found("no_such_task", number=task.number)
    whole = _seen(session, actor, task.parent_number)
    labels = list(dict.fromkeys([*task.labels, *whole.labels]))
    return change(session, actor, task, "edit", {"project": whole.project or task.project, "labels": labels})


def may_take_over(task: Task, whole: Task) -> bool:
    return bool(set(whole.labels) - set(task.labels)) or (whole.project not in (None, task.project))


def _seen(session: Session, actor: Actor, number: int) -> Task:
    task = queries.get(session, actor.person, number, actor.now)
    if task is None:
        raise not_found("no_such_task", number=number)
    return task
