"""Who is named without being in the private conversation that the work comes from: to tell them is asked first."""

from bot.answers import Outsiders
from bot.commands.call import Call
from bot.errors import UserError
from bot.rules.permissions import CLOSED
from models import Person, Task
from models.queries import people as people_queries
from models.queries import tasks as queries


def not_here(call: Call, named: list[Person]) -> list[Person]:
    """Those of them who are not in the private conversation where it is said."""
    heard = call.heard
    return _not_in(call, heard.channel_id, named) if heard.channel_kind in CLOSED else []


def must_ask(call: Call, task: Task, owner: Person) -> bool:
    """Whether this task of a private conversation would be news to its next owner."""
    if not task.is_live or not owner.is_active:
        return False  # it cannot be handed over anyway
    source = people_queries.channel(call.session, call.workspace.id, task.source_channel or "")
    if source is None or source.kind not in CLOSED:
        return False
    seen = queries.get(call.session, owner, task.number, call.actor.now)
    return seen is None and bool(_not_in(call, source.id, [owner]))


def ask(task: Task, owner: Person, word: str = "") -> Outsiders:
    """Hand it over all the same?"""
    return Outsiders((owner,), f"assign! {task.number} <@{owner.id}>{f' -- {word}' if word else ''}")


def ask_about(people: list[Person], line: str) -> Outsiders:
    """Give them a part all the same?"""
    return Outsiders(tuple(people), line)


def check_new(call: Call, owner: Person) -> None:
    """A form for a new task has no place for a question. Raises UserError."""
    if not_here(call, [owner]):
        raise UserError("outsider_new", field="owner", name=owner.called)


def check_edit(call: Call, task: Task, owner: Person) -> None:
    """The same for a task that is there. Raises UserError."""
    if owner.id != task.owner_id and must_ask(call, task, owner):
        raise UserError("outsider", field="owner", name=owner.called, number=task.number)


def _not_in(call: Call, channel_id: str | None, named: list[Person]) -> list[Person]:
    if channel_id is None:
        return []
    ids = [person.id for person in named]
    members = people_queries.members_among(call.session, call.workspace.id, channel_id, ids)
    return [person for person in named if person.id not in members]
