"""Which task may stand above another, or before it: one that is seen, and never so that two wait for each other."""

from collections import deque
from typing import Any

from bot.errors import UserError, conflict
from bot.services.people.actors import Actor
from bot.services.work import roles
from models import Session, Task, holding
from models.queries import plans as queries
from models.queries import tasks as task_queries

FIELDS = frozenset({"parent_number", roles.AFTER})


def may_be_part(session: Session, actor: Actor, task: Task, number: int) -> bool:
    """Whether the task may be a part of the one with that number."""
    return _sees(session, actor, number) and _may(session, actor, task, {"parent_number": number})


def may_come_after(session: Session, actor: Actor, task: Task, link: int | str) -> bool:
    """Whether the task may wait for that one, written as services.roles reads it."""
    held = roles.held(session, task, roles.AFTER)
    return _sees(session, actor, roles.read_link(link)[0]) and _may(session, actor, task, {roles.AFTER: [*held, link]})


def _sees(session: Session, actor: Actor, number: int) -> bool:
    return task_queries.get(session, actor.person, number, actor.now) is not None


def _may(session: Session, actor: Actor, task: Task, patch: dict[str, Any]) -> bool:
    try:
        check(session, actor, task, patch)
    except UserError:
        return False
    return True


def check(session: Session, actor: Actor, task: Task, patch: dict[str, Any]) -> None:
    """Raises a conflict where a new parent, or what is to come first, would leave tasks waiting for each other.

    Orders are given one after the other in a workspace, so that two at once cannot close a circle together.
    """
    if not FIELDS & patch.keys():
        return
    holding.again(session, actor.workspace)
    parent = patch.get("parent_number", task.parent_number)
    after = [roles.read_link(one)[0] for one in patch.get(roles.AFTER, roles.held(session, task, roles.AFTER))]
    if task.number in (parent, *after):
        raise conflict("waits_for_itself", number=task.number)
    new = [number for number in (parent, *after) if number is not None]
    known = queries.waits(session, task.workspace_id, [task.number, *new])
    befores = task_queries.list_after(session, task)
    was = {(task.number, number) for number in befores} | {(task.parent_number, task.number)}
    edges = set(known) - was | {(task.number, number) for number in after}
    if parent is not None:
        edges.add((parent, task.number))
    if circle := _circle(edges, task.number):
        raise conflict("order_in_a_circle", number=task.number, circle=_named(session, actor, circle))
    _check_kin(session, actor, task, parent, after)


def _circle(edges: set[tuple[Any, int]], number: int) -> tuple[int, ...]:
    """The shortest way from the task back to itself, along what waits for what."""
    next_to: dict[int, list[int]] = {}
    for later, earlier in sorted(edges):
        next_to.setdefault(later, []).append(earlier)
    ways: deque[tuple[int, ...]] = deque([(number,)])
    seen = {number}
    while ways:
        way = ways.popleft()
        for one in next_to.get(way[-1], ()):
            if one == number:
                return (*way, number)
            if one not in seen:
                seen.add(one)
                ways.append((*way, one))
    return ()


def _named(session: Session, actor: Actor, circle: tuple[int, ...]) -> str:
    """The numbers in order; what the actor may not see is passed over."""
    seen = {task.number for task in queries.list_seen(session, actor.person, circle, actor.now)} | {circle[0]}
    named = [f"#{number}" if number in seen else "…" for number in circle]
    return " → ".join(one for at, one in enumerate(named) if one != "…" or named[at - 1] != "…")


def _check_kin(session: Session, actor: Actor, task: Task, parent: int | None, after: list[int]) -> None:
    """A task and what it is a part of are one piece of work, at any distance: neither comes after the other."""
    above = _above(session, task, parent)
    if waits_for := sorted(set(after) & set(above)):
        raise _kin(session, actor, "waits_for_its_whole", task.number, waits_for[0])
    below = queries.numbers_below(session, task.workspace_id, task.number)
    if waits_for := sorted(set(after) & below):
        raise _kin(session, actor, "waits_for_its_part", task.number, waits_for[0])
    for row in queries.list_ties(session, task.workspace_id, above):
        if row.after_number in (task.number, *below):
            raise _kin(session, actor, "waits_for_its_part", row.number, row.after_number)


def _kin(session: Session, actor: Actor, key: str, number: int, other: int) -> UserError:
    """Names the two; where the actor may not see one of them, that there is a circle is all that is said."""
    if len(queries.list_seen(session, actor.person, {number, other}, actor.now)) == len({number, other}):
        return conflict(key, number=number, other=other)
    seen = [f"#{one}" for one in (number, other) if _sees(session, actor, one)]
    return conflict("order_in_a_circle", number=number, circle=" → ".join([*seen, "…"]))


def _above(session: Session, task: Task, parent: int | None) -> list[int]:
    if parent is None:
        return []
    return [parent, *queries.numbers_above(session, task.workspace_id, parent)]
