"""The directory: whose department, manager and stand-in are whose. By hand beats a table, a table beats the profile."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from bot.answers.people import DirectoryPage, ImportPreview
from bot.errors import UserError, forbidden
from bot.rules import permissions
from bot.services.people import reading
from bot.services.people.actors import Actor
from bot.services.people.people import check_active
from bot.services.people.roster import Roster
from models import Person, Session, Workspace
from models.queries import directory as queries
from models.queries import people as people_queries
from models.queries import ranking as ranking_queries

FIELDS = ("department", "manager_id", "stand_in_id")
ASKED_BY_RULES = frozenset({"department", "manager_id"})  # what rules of priority ask about people
RANKS = {"profile": 1, "csv": 2, "hand": 3}
DEPARTMENT_MAX = 80
PAGE = 20


Named = Callable[[str], list[Person]]  # whom a written name may mean, whole


class TableLine(Protocol):
    """One line of a table as it was pasted."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def who(self) -> tuple[str, ...]: ...
    @property
    def said(self) -> dict[str, str]: ...


class Table(Protocol):
    """A pasted table; `unread` are (line, words)."""

    @property
    def lines(self) -> tuple[TableLine, ...]: ...
    @property
    def unread(self) -> tuple[tuple[int, str], ...]: ...
    @property
    def has_header(self) -> bool: ...


@dataclass
class Read:
    """What a table says, before anything is changed: fields by person, and lines that were not understood."""

    found: dict[str, dict[str, str | None]] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    weaker: int = 0


def keep(session: Session, person: Person, said: Mapping[str, str | None], source: str) -> bool:
    """Write down what a source says of a person, where nothing better says otherwise; whether anything is different.

    An empty word of a profile or a table says nothing; one by hand clears the field for the other sources.
    """
    sources, changed = dict(person.directory_from or {}), False
    for name, value in said.items():
        if RANKS[source] < RANKS.get(sources.get(name, ""), 0) or (not value and source != "hand"):
            continue
        changed |= getattr(person, name) != (value or None)
        setattr(person, name, value or None)
        if value:
            sources[name] = source
        else:
            sources.pop(name, None)
    person.directory_from = sources or None
    session.add(person)
    session.flush()
    if changed and said.keys() & ASKED_BY_RULES:
        ranking_queries.reckon_of(session, person)
    return changed


def save(session: Session, actor: Actor, person: Person, said: Mapping[str, str | None]) -> None:
    """What somebody says by hand: admins of anybody, everybody of their own stand-in. Raises UserError."""
    changed = {name: value or None for name, value in said.items() if (value or None) != getattr(person, name)}
    is_own = person.id == actor.person.id and changed.keys() <= {"stand_in_id"}
    if not is_own and not permissions.is_admin(actor.workspace, actor.person):
        raise forbidden("admins_only", admins=tuple(actor.workspace.admins))
    for name in ("manager_id", "stand_in_id"):
        if named := changed.get(name):
            _check_named(session, person, name, named)
    department = changed.get("department")
    if department and len(department) > DEPARTMENT_MAX:
        raise UserError("department_too_long", field="department", most=DEPARTMENT_MAX)
    keep(session, person, changed, "hand")


def _check_named(session: Session, person: Person, name: str, named: str) -> None:
    if named == person.id:
        raise UserError("stands_for_self", field=name)
    other = people_queries.get(session, person.workspace_id, named)
    if other is None:
        raise UserError("no_such_person", field=name, name=named)
    check_active(other, "cannot_be_named", on_field=name)
    if name == "manager_id":
        check_no_cycle(session, person, named)


def check_no_cycle(session: Session, person: Person, manager_id: str, but: Mapping[str, str] | None = None) -> None:
    """Nobody answers to somebody who answers to them. `but` are managers that are to be. Raises UserError."""
    if cycle := cycle_of(session, person, manager_id, but or {}):
        raise UserError("managers_in_a_ring", field="manager_id", names=" → ".join(one.called for one in cycle))


def cycle_of(session: Session, person: Person, manager_id: str, but: Mapping[str, str]) -> list[Person]:
    """The ring that this manager would close, from the person to themselves; empty where there is none."""
    chain, seen, at = [person], {person.id}, manager_id
    while at not in seen:
        above = people_queries.get(session, person.workspace_id, at)
        if above is None:
            return []
        chain.append(above)
        seen.add(at)
        at = but.get(at) or above.manager_id or ""
        if not at:
            return []
    return [*chain, person] if at == person.id else []


# --- a table --------------------------------------------------------------------------------------------------------


def read(session: Session, workspace: Workspace, pasted: Table) -> Read:
    """Who each line means, by e-mail's first part, handle or name; what is not clear is left out and listed."""
    found, named = Read(unread=list(pasted.unread)), Roster(session, workspace.id).named
    managers: dict[str, str] = {}
    for line in pasted.lines:
        person = _one(session, workspace, line.who, named)
        said = _said(session, workspace, line.said, named) if person is not None else None
        if person is None or said is None or _is_odd(session, person, said, managers):
            found.unread.append((line.number, line.text))
            continue
        if said.get("manager_id"):
            managers[person.id] = str(said["manager_id"])
        found.found[person.id] = said
        stronger = person.directory_from or {}
        found.weaker += any(value and stronger.get(name) == "hand" for name, value in said.items())
    found.unread.sort()
    return found


def _is_odd(session: Session, person: Person, said: dict[str, str | None], managers: dict[str, str]) -> bool:
    """Who is their own manager or stand-in, or closes a ring."""
    manager = said.get("manager_id")
    if person.id in (manager, said.get("stand_in_id")):
        return True
    return bool(manager and cycle_of(session, person, manager, managers))


def _said(
    session: Session, workspace: Workspace, cells: Mapping[str, str], named: Named
) -> dict[str, str | None] | None:
    """The fields with people by id; None where a name is not clear."""
    said: dict[str, str | None] = {}
    for name, cell in cells.items():
        if name == "department":
            said[name] = cell[:DEPARTMENT_MAX] or None
        elif not cell:
            said[name] = None
        else:
            found = _one(session, workspace, (cell,), named)
            if found is None:
                return None
            said[name] = found.id
    return said


def _one(session: Session, workspace: Workspace, names: Iterable[str], named: Named) -> Person | None:
    """The one person whom any of these words means: an id, `@handle`, an address, a name."""
    for words in names:
        bare = words.strip().lstrip("@＠").strip("<>").removeprefix("@").partition("|")[0]
        by_id = people_queries.get(session, workspace.id, bare)
        found = [by_id] if by_id else named(bare)
        if not found and "@" in bare:
            found = named(bare.partition("@")[0])
        if len(found) == 1 and found[0].is_active:
            return found[0]
    return None


def preview(session: Session, actor: Actor, pasted: Table, kept: str) -> ImportPreview:
    """What applying the table would do. Raises UserError where it has no header."""
    check_admin(actor)
    if not pasted.has_header:
        raise UserError("no_roster_header", field="table")
    found = read(session, actor.workspace, pasted)
    news = sum(_is_news(session, actor, id_, said) for id_, said in found.found.items())
    return ImportPreview(people=len(found.found), changed=news, by_hand=found.weaker,
                         unread=tuple(found.unread), kept=kept)  # fmt: skip


def _is_news(session: Session, actor: Actor, person_id: str, said: Mapping[str, str | None]) -> bool:
    person = people_queries.get(session, actor.workspace.id, person_id)
    return person is not None and any(
        value and value != getattr(person, name) and (person.directory_from or {}).get(name) != "hand"
        for name, value in said.items()
    )


def apply(session: Session, actor: Actor, pasted: Table) -> int:
    """Write the table down; how many people it changed."""
    check_admin(actor)
    found = read(session, actor.workspace, pasted).found
    known = people_queries.list_by_ids(session, actor.workspace.id, found)
    return sum(keep(session, known[id_], said, "csv") for id_, said in found.items())


# --- the profile ----------------------------------------------------------------------------------------------------


def from_profile(session: Session, workspace: Workspace, person: Person, values: Mapping[str, str]) -> bool:
    """What Slack's own profile fields say, by the names of our fields."""
    said: dict[str, str | None] = {}
    named = partial(people_queries.list_named, session, workspace.id)
    for name, value in values.items():
        if name == "department":
            said[name] = value.strip()[:DEPARTMENT_MAX] or None
        elif value.strip() and (other := _one(session, workspace, value.split(","), named)) and other.id != person.id:
            closes_a_ring = name == "manager_id" and cycle_of(session, person, other.id, {})
            said |= {} if closes_a_ring else {name: other.id}
    return keep(session, person, said, "profile")


# --- looking --------------------------------------------------------------------------------------------------------


def check_admin(actor: Actor) -> None:
    permissions.check_set_up(actor.workspace, actor.person)


def page(session: Session, actor: Actor, number: int) -> DirectoryPage:
    """Everybody who works here, those who lack something first."""
    if actor.person.is_guest or actor.person.is_stranger:
        raise forbidden("admins_only", admins=tuple(actor.workspace.admins))
    workspace_id, is_admin = actor.workspace.id, permissions.is_admin(actor.workspace, actor.person)
    total, lacking = queries.count_staff(session, workspace_id, FIELDS)
    pages = max(1, -(-total // PAGE))
    number = max(1, min(number, pages))
    shown = queries.list_staff(session, workspace_id, FIELDS, (number - 1) * PAGE, PAGE)
    return DirectoryPage(tuple(shown), lacking, total, number, pages, is_admin,
                         reading.of(session, workspace_id) if is_admin else None)  # fmt: skip


def values_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FIELDS}
