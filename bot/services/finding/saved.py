"""Filters that a person comes back to, by a name of theirs."""

import re

from bot.errors import UserError, conflict
from bot.services.people.actors import Actor
from models import SavedFilter, Session
from models.queries import people as people_queries
from models.queries import saved as queries

MOST = 30
LINE_MAX = 600
PERSON = re.compile(r"<@([A-Z0-9]+)>")


def save(session: Session, actor: Actor, name: str, line: str) -> str:
    """Keep the line under that name; what was kept under it before, or nothing."""
    if len(line) > LINE_MAX:
        raise UserError("too_long", n=len(line), most=LINE_MAX)
    known = queries.get(session, actor.person, name)
    if known is None and queries.count(session, actor.person) >= MOST:
        raise conflict("saved_too_many", most=MOST)
    before = known.line if known else ""
    kept = known or SavedFilter(
        workspace_id=actor.workspace.id, person_id=actor.person.id, name=name, line=line, created_at=actor.now
    )
    kept.line = line
    session.add(kept)
    session.flush()
    return before


def drop(session: Session, actor: Actor, name: str) -> str:
    """Forget it; the line it stood for. Raises UserError where there is none of that name."""
    known = queries.get(session, actor.person, name)
    if known is None:
        raise UserError("saved_unknown", name=name)
    session.delete(known)
    session.flush()
    return known.line


def with_names(session: Session, workspace_id: str, lines: list[str]) -> list[str]:
    """The lines as somebody would type them: people by their names."""
    ids = {found for line in lines for found in PERSON.findall(line)}
    people = people_queries.list_by_ids(session, workspace_id, ids)

    def called(match: re.Match[str]) -> str:
        return f"@{people[match[1]].called}" if match[1] in people else match[0]

    return [PERSON.sub(called, line) for line in lines]
