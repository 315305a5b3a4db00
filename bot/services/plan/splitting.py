"""One task made into several, several into one, and a task closed with its parts."""

from dataclasses import replace

from bot.errors import UserError, conflict
from bot.rules import lifecycle
from bot.services.people.actors import Actor
from bot.services.plan import order
from bot.services.review import reviewing
from bot.services.work import endings, life, rights, roles, tasks, telling
from bot.services.work.changing import change
from bot.services.work.tasks import NOTE_MAX, People, Source
from models import Dependency, History, Session, Task, TaskFields
from models.queries import plans as queries

MOST_PIECES = 20


def split(session: Session, actor: Actor, task: Task, pieces: list[TaskFields], door: str) -> list[Task]:
    """Make these its parts. They are seen where it is seen."""
    lifecycle.check_live(task, "split")
    rights.check(session, actor.workspace, actor.person, task, "split")
    source = Source(
        door=door, channel_id=task.source_channel, is_private=task.source_is_private, thread_ts=task.source_thread
    )
    made = [
        tasks.add(session, replace(actor, expects=None), fields, People(), replace(source, said=fields.title))
        for fields in pieces
    ]
    telling.together(session, actor, (one for one in made if one.owner_id != actor.person.id))
    return made


def open_parts(session: Session, actor: Actor, task: Task) -> list[Task]:
    """Parts that are still to be done, as far as the actor sees them, the deepest last."""
    return [part for part in queries.list_parts(session, task, actor.person, actor.now) if part.is_live]


def close(
    session: Session, actor: Actor, task: Task, verb: str, words: str, *, with_parts: bool
) -> tuple[list[tuple[Task, History]], list[UserError]]:
    """Close it and, if so wished, its parts before it. A part that cannot be closed is left, and said."""
    act = reviewing.finish if verb == "done" else life.cancel
    done: list[tuple[Task, History]] = []
    left: list[UserError] = []
    for part in reversed(open_parts(session, actor, task)) if with_parts else ():
        try:
            with session.begin_nested():
                held = tasks.find(session, actor, part.number)
                done.append((held, act(session, replace(actor, expects=None), held)))
        except UserError as error:
            left.append(error)
    done.append((task, act(session, actor, task, note=words)))
    return done, left


def merge(session: Session, actor: Actor, first: Task, others: list[Task]) -> list[tuple[Task, History]]:
    """Take the others into the first: their notes, labels and estimates. What came after them comes after it."""
    for task in (first, *others):
        lifecycle.check_live(task, "merge")
        rights.check(session, actor.workspace, actor.person, task, "merge")
    for other in others:
        if open_parts(session, actor, other):
            raise conflict("merge_has_parts", number=other.number)
    estimates = [one.estimate_days for one in (first, *others) if one.estimate_days]
    note = "\n\n".join(part for part in (first.note, *(_told(one) for one in others)) if part)
    if len(note) > NOTE_MAX:
        raise UserError("too_long", n=len(note), most=NOTE_MAX)
    patch = {
        "note": note, "labels": list(dict.fromkeys(label for one in (first, *others) for label in one.labels)),
        "estimate_days": round(sum(estimates), 4) if estimates else None,
    }  # fmt: skip
    named = " ".join(f"#{one.number}" for one in others)
    done = [(first, change(session, actor, first, "merge", patch, note=named))]
    later = replace(actor, expects=None)
    for other in others:
        done += _hung_on(session, later, first, other)
        done.append((other, _merged(session, later, first, other)))
    return done


def _told(task: Task) -> str:
    return f"{task.title}\n{task.note}".strip()


def _merged(session: Session, actor: Actor, first: Task, other: Task) -> History:
    patch = {"state": lifecycle.check_move(other, "cancel"), "closed_at": actor.now, **life.UNBLOCKED}
    entry = change(session, actor, other, "merged", patch, note=f"#{first.number}")
    endings.follow(session, actor, other, entry)
    telling.giver(session, actor, other, "cancel", f"→ #{first.number}")
    return entry


def _hung_on(session: Session, actor: Actor, first: Task, other: Task) -> list[tuple[Task, History]]:
    """What waited for the other waits for the first, where the actor may say so and no circle comes of it."""
    done = []
    followers = {one.number: one for one in queries.list_followers(session, other)}
    for follower in queries.list_seen(session, actor.person, followers, actor.now):
        links = {roles.read_link(one)[0]: roles.read_link(one) for one in roles.held(session, follower, roles.AFTER)}
        _, link, lag = links.pop(other.number)
        links.setdefault(first.number, (first.number, link, lag))
        may = follower.number != first.number and order.may_come_after(session, actor, follower, first.number)
        if may and rights.can(session, actor.workspace, actor.person, follower, "after"):
            patch = {roles.AFTER: [_written(*one) for one in links.values()]}
            done.append((follower, change(session, actor, follower, "after", patch)))
    return done


def _written(number: int, link: str, lag: int) -> int | str:
    return roles.written_link(Dependency(workspace_id="", number=0, after_number=number, link=link, lag_days=lag))
