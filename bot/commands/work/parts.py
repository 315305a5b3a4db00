"""Who has which part in a task, from the names that a line gives them."""

from collections.abc import Mapping

from bot.parsing.lines.drafts import Draft, PersonRef
from bot.services.work import roles
from bot.services.work.tasks import People
from models import Person, StepMode


def people_of(draft: Draft, helpers: tuple[str, ...], found: Mapping[PersonRef, Person | None]) -> People:
    """The draft's parts as a task keeps them; the further people it names help, and those who are said to."""
    parts = {name: written(refs, found) for name, refs in draft.parts.items()}
    return People(**parts | {"helpers": (*helpers, *parts["helpers"])}, after=draft.after)


def written(refs: tuple[PersonRef, ...], found: Mapping[PersonRef, Person | None]) -> tuple[str, ...]:
    """The people in the encoding of services.roles, as far as they are known, each once."""
    known = {person.id: ref for ref in reversed(refs) if (person := found.get(ref)) is not None}
    return tuple(roles.written(id_, known[id_].step, StepMode(known[id_].mode)) for id_ in reversed(known))
