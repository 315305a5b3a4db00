"""Who hears that dates of theirs moved along with another task: one letter for all of them, true when it is read."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.answers.plans import SlipRow
from bot.notices import Dropped, Notice, TasksMoved
from bot.rules import availability, letters
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from models import History, Lane, Outbox, OutboxState, Person, Session, Task
from models.queries import people as people_queries
from models.queries import plans as queries

KIND, NEWS = "task.moved", "moved"


def tell(session: Session, actor: Actor, cause: Task, rows: Iterable[SlipRow]) -> None:
    """Each owner but the one who moved them, if a message reaches them."""
    theirs: dict[str, list[list[str | int]]] = {}
    owners: dict[str, Person] = {}
    for row in rows:
        if row.owner.id != actor.person.id and row.owner.can_be_told:
            moved: list[str | int] = [row.task.number, row.before.isoformat(), row.after.isoformat()]
            theirs.setdefault(row.owner.id, []).append(moved)
            owners[row.owner.id] = row.owner
    letters = [
        Letter(key=_key(actor.person.id, actor.now, owner_id), kind=KIND, to=owner_id, reader_id=owner_id,
               subject={"number": cause.number, "by": actor.person.id, "moves": moves}, lane=Lane.PROMPTS,
               due_at=_due_at(actor, owners[owner_id]), news=NEWS, about=tuple(int(move[0]) for move in moves))
        for owner_id, moves in sorted(theirs.items())
    ]  # fmt: skip
    outbox.put_all(session, actor.workspace.id, letters, now=actor.now)


def _due_at(actor: Actor, owner: Person) -> datetime:
    return letters.due_at(NEWS, owner, availability.hours(owner, actor.workspace), actor.now)


def taken_back(session: Session, actor: Actor, entries: Iterable[History], owners: Iterable[str]) -> None:
    """What is not said yet will not be; what was said says so in its place, and nobody is written to again."""
    turns = {(entry.actor_id, entry.at) for entry in entries}
    keys = [_key(actor_id, at, owner_id) for actor_id, at in turns for owner_id in sorted(set(owners))]
    outbox.redraw_all(session, actor.workspace.id, keys, actor.now)


def _key(actor_id: str, at: datetime, owner_id: str) -> str:
    return f"moved:{actor_id}:{at.isoformat()}:{owner_id}"


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Those that are still theirs, live, and stand where they were moved to."""
    reader = people_queries.get(session, row.workspace_id, row.to)
    actor = people_queries.get(session, row.workspace_id, row.subject["by"])
    if reader is None or actor is None:
        return Dropped("nobody to tell")
    moves = [(number, date.fromisoformat(before), date.fromisoformat(after))
             for number, before, after in row.subject["moves"]]  # fmt: skip
    cause = row.subject["number"]
    found = {one.number: one for one in queries.list_seen(session, reader, [cause, *(move[0] for move in moves)], now)}
    theirs = tuple((found[number], before, after) for number, before, after in moves
                   if number in found and found[number].owner_id == reader.id and found[number].is_live)  # fmt: skip
    standing = tuple(move for move in theirs if (move[0].due_on or move[0].start_on) == move[2])
    if standing:
        return TasksMoved(found.get(cause), actor, standing)
    is_back = any((task.due_on or task.start_on) == before for task, before, _ in theirs)
    if row.state == OutboxState.SENT and is_back:
        return TasksMoved(found.get(cause), actor, theirs, taken_back=True)
    return Dropped("moved again or taken back")
