"""Words too long for a button are kept, and their name rides on it instead: `make &17`."""

import re
from dataclasses import replace

from bot.commands.call import Call
from bot.errors import not_found
from bot.heard import Door
from models import LongLine
from models.queries import lines as queries

ROOM = 1900  # of the 2000 characters of a button's value, with a verb and a version before the line
WHO = "<@WHO>"
BUTTONS = (Door.BUTTON, Door.HOME)
CARRIED = re.compile(r"(?P<verb>(?!&)\S+[^\S\n]+)?&(?P<id>\d{1,10})(?:[^\S\n]+(?P<picked>\S.*))?", re.DOTALL)


def carry(call: Call, line: str, room: int = ROOM) -> str:
    """The line itself where it fits into so many characters; else the name under which it is kept for this person.

    With no room at all every line is kept: a picker's block has none for a line.
    """
    if len(line) <= room and not CARRIED.fullmatch(line):
        return line
    person, now = call.person, call.actor.now
    said_at = call.heard.spoken_at or now
    kept = queries.kept_then(call.session, person.workspace_id, person.id, line, said_at=said_at, kept_at=now)
    if kept is None:
        kept = LongLine(workspace_id=person.workspace_id, person_id=person.id, text=line, said_at=said_at, kept_at=now)
        call.session.add(kept)
        call.session.flush()
    return f"&{kept.id}"


def expanded(call: Call) -> Call:
    """The call a button stands for, with the words that were kept in the place of their name.

    What a picker adds goes where the words left a hole, else to their end. A "tomorrow" among them is that of the day
    when they were said.
    """
    found = CARRIED.fullmatch(call.line) if call.heard.door in BUTTONS else None
    if found is None:
        return call
    row = _kept(call, int(found["id"]))
    text, picked = row.text, found["picked"]
    if picked:
        text = text.replace(WHO, picked) if WHO in text else f"{text} {picked}"
    return replace(call, line=f"{found['verb'] or ''}{text}", heard=replace(call.heard, spoken_at=row.said_at))


def _kept(call: Call, line_id: int) -> LongLine:
    person = call.person
    row = queries.get(call.session, person.workspace_id, person.id, line_id)
    if row is None:
        raise not_found("line_gone")
    return row
