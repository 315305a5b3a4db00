"""The posts somebody has in the directory (stand-in of some, manager of others), and who takes these over."""

from collections.abc import Mapping

from bot.answers.people import Post
from bot.errors import UserError
from bot.services.people import directory
from models import Person, Session
from models.queries import directory as queries
from models.queries import people as people_queries

GROUPS = {"stands_for": "stand_in_id", "manages": "manager_id"}


def held(session: Session, person: Person) -> dict[str, tuple[Person, ...]]:
    """Who has that person for a stand-in, and who for a manager."""
    naming = queries.list_naming(session, person)
    return {group: tuple(one for one in naming if getattr(one, name) == person.id) for group, name in GROUPS.items()}


def hand_over(
    session: Session, person: Person, takers: Mapping[str, str | None]
) -> tuple[tuple[Post, ...], list[UserError]]:
    """Put the takers in that person's place; what would close a ring of managers stays and is said."""
    given, stays = [], []
    for group, named in held(session, person).items():
        taker, name = takers.get(group), GROUPS[group]
        for one in sorted(named, key=lambda one: one.id != taker) if taker else ():
            now = _after(session, person, one, name) if one.id == taker else taker
            try:
                if name == "manager_id" and now:
                    directory.check_no_cycle(session, one, now)
            except UserError as error:
                stays.append(error)
                continue
            directory.keep(session, one, {name: now}, "hand")
            given.append(Post(group, one.id, now))
    return tuple(given), stays


def _after(session: Session, person: Person, taker: Person, name: str) -> str | None:
    """Nobody stands in for or answers to themselves: whom the one who leaves had takes that place, or nobody."""
    above = people_queries.get(session, person.workspace_id, getattr(person, name) or "")
    return above.id if above is not None and above.is_active and above.id != taker.id else None
