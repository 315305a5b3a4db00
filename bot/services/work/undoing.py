"""Taking back: every change, for ten minutes, by whoever made it, as long as nothing came after it."""

from bot.errors import conflict, forbidden
from bot.services.finding import searching
from bot.services.people.actors import Actor
from bot.services.plan import recurring
from bot.services.work import changing, kept, roles, tasks, telling
from bot.services.work.tasks import UNDO_FOR
from models import History, Person, Session, State, Task
from models.queries import tasks as queries


def undo(session: Session, actor: Actor, entry: History) -> Task:
    """Take one change back, if it is young, the actor's own, and nothing came after it."""
    task = _find(session, actor, entry)
    if entry.actor_id != actor.person.id:
        raise forbidden("undo_not_yours", number=task.number, actor=entry.actor_id)
    if entry.undone_by is not None:
        raise conflict("undone_already", number=task.number)
    if actor.now - entry.at > UNDO_FOR:
        raise conflict("undo_too_late", number=task.number, verb=entry.kind)
    if entry.kind == "note":
        return _take_back_note(session, actor, task, entry)
    if task.version != entry.version and not _is_newest_standing(session, task, entry):
        raise conflict("changed_since", number=task.number)
    patch = kept.unplain(entry.before) if entry.kind != "add" else {"state": State.CANCELLED, "closed_at": actor.now}
    patch = recurring.without_follower(session, actor, entry, patch)
    had = task.owner_id
    undoing = changing.change(session, actor, task, "undo", patch)
    if task.owner_id not in (had, actor.person.id) and not _has_card(session, task, task.owner_id):
        telling.owner(session, actor, task)
    entry.undone_by = undoing.id
    session.add(entry)
    return task


def left_their_hands(person: Person, entry: History) -> bool:
    """A change by which the task went from them to another: theirs to take back, though they may see it no more."""
    if entry.actor_id != person.id:
        return False
    named = [entry.before.get("owner_id"), entry.before.get("blocked_by_id")]
    lists = [entry.before.get(name) or () for name in roles.FIELDS]
    return person.id in named or any(roles.read_role(one)[0] == person.id for held in lists for one in held)


def _find(session: Session, actor: Actor, entry: History) -> Task:
    """Of a task that they see no more they learn nothing but that this one change can be taken back."""
    if left_their_hands(actor.person, entry):
        task = queries.get_unseen(session, actor.workspace.id, entry.number, hold=True)
        is_young = entry.undone_by is None and actor.now - entry.at <= UNDO_FOR
        if task and is_young and (task.version == entry.version or _is_newest_standing(session, task, entry)):
            return task
    return tasks.find(session, actor, entry.number)


def _is_newest_standing(session: Session, task: Task, entry: History) -> bool:
    """Whether all that came after it was taken back, so that it can be, too."""
    standing = (one.id for one in queries.list_history(session, task)
                if one.undone_by is None and one.kind not in ("undo", *queries.PASSING))  # fmt: skip
    return next(standing, None) == entry.id


def _take_back_note(session: Session, actor: Actor, task: Task, entry: History) -> Task:
    """It changed nothing else, whatever came after it: the entry only says of itself that it no longer counts."""
    entry.undone_by = entry.id
    task.updated_at = actor.now
    session.add_all((entry, task))
    searching.again(session, task)
    changing.redraw(session, task, actor.now)
    return task


def _has_card(session: Session, task: Task, person_id: str) -> bool:
    """Whether a card of theirs still stands; one that was drawn away for good is forgotten."""
    return any(card.reader_id == person_id for card in queries.list_cards(session, task))
