"""Whom a written name means: one way for every line. Where it is not certain, the person is asked."""

import re
from dataclasses import dataclass

from bot.answers import WhoIs
from bot.commands.call import Call
from bot.commands.lines.carrying import WHO, carry
from bot.errors import not_found
from bot.parsing.lines.drafts import PersonRef
from bot.services.people import people
from models import Person
from models.queries import people as queries

ME = frozenset({"me", "myself", "我", "我自己", "本人"})
USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
WORD = re.compile(r"@?([\w.\-·]+)")
RUN_ON = re.compile(r"(?<![A-Za-z0-9_.@])@([\u4e00-\u9fff·]{3,12})")
OFFERED = 5
WORDS_OF_A_NAME = 3
SHORTEST_NAME, LONGEST_NAME = 2, 5  # of a Chinese name that other words follow without a blank


@dataclass(frozen=True)
class First:
    """Whom a line begins with and what follows. `unclear` is a name that was surely meant as one and fits no single
    person."""

    person: Person | None
    rest: str
    unclear: str = ""


def certain(call: Call, ref: PersonRef) -> Person | None:
    """The one person a name means; nobody where that is in doubt."""
    if ref.kind == "id":
        return by_id(call, ref.value)
    if ref.value.lower() in ME:
        return call.person
    found = fitting(call, ref.value)
    return found[0] if len(found) == 1 else None


def by_id(call: Call, person_id: str) -> Person:
    return people.known(call.session, call.workspace, [person_id], call.actor.now)[person_id]


def fitting(call: Call, name: str) -> list[Person]:
    """Everybody whose handle, shown name or full name it is; failing those, everybody with a name that begins so."""
    exact = named(call, name)
    if exact or len(name) < SHORTEST_NAME:
        return exact
    if call.roster is not None:
        return call.roster.beginning(name)
    return queries.list_beginning(call.session, call.workspace.id, name)


def named(call: Call, name: str) -> list[Person]:
    """Everybody whose handle, shown name or full name it is."""
    if call.roster is not None:
        return call.roster.named(name)
    return queries.list_named(call.session, call.workspace.id, name)


def first(call: Call, words: str) -> First:
    """The person a line begins with; without its sign a word is a name only where it is one person's."""
    if match := USER.match(words):
        return First(by_id(call, match[1]), words[match.end() :].strip())
    match = WORD.match(words)
    if match is None:
        return First(None, words)
    if match[1].lower() in ME:
        return First(call.person, words[match.end() :].strip())
    if whole := _of_several_words(call, words.removeprefix("@")):
        return whole
    signed = words.startswith("@")
    found = fitting(call, match[1]) if signed else named(call, match[1])
    rest = words[match.end() :].strip()
    if len(found) == 1:
        return First(found[0], rest)
    return First(None, rest, unclear=match[1]) if signed else First(None, words)


def _of_several_words(call: Call, words: str) -> First | None:
    """ "Han Meimei about the price": the longest beginning that is one person's name in full."""
    ends = [match.end() for match in re.finditer(r"\S+", words)][1:WORDS_OF_A_NAME]
    for end in reversed(ends):
        found = named(call, words[:end])
        if len(found) == 1:
            return First(found[0], words[end:].strip())
    return None


def ask(call: Call, name: str, verb: str, line: str) -> WhoIs:
    """Ask who is meant. `line` is what follows the verb, with a hole where the name stood."""
    session, workspace_id = call.session, call.workspace.id
    near = fitting(call, name) or queries.list_like(session, workspace_id, name, limit=OFFERED)
    return WhoIs(name, tuple(near[:OFFERED]), line, verb=verb, kept=carry(call, line, 0))


def listed(call: Call, said: str, line: str) -> Person | WhoIs:
    """The person whose list is wanted, by id or `@name`; `line` is the list's, with a hole where the name stood."""
    if said.startswith("@"):
        found = first(call, said)
        return found.person or ask(call, said[1:], "list", line)
    person = by_id(call, said)
    if person.is_deleted and not person.name:
        raise not_found("no_such_person", name=said)
    return person


def spelled_out(call: Call, line: str) -> str:
    """A Chinese name that runs on into the next word (@李雷写周报) becomes the id of its person, and ends there."""

    def read(match: re.Match[str]) -> str:
        run = match[1]
        for size in range(min(LONGEST_NAME, len(run)), SHORTEST_NAME - 1, -1):
            found = named(call, run[:size])
            if len(found) == 1:
                return match[0] if size == len(run) else f"<@{found[0].id}>{run[size:]}"
        return match[0]

    return RUN_ON.sub(read, line)


class Names:
    """Finds the people a line names; the first name that is not clear becomes a question."""

    def __init__(self, call: Call, line: str, verb: str) -> None:
        self._call = call
        self._line = line
        self._verb = verb
        self.question: WhoIs | None = None

    def find_all(self, refs: tuple[PersonRef, ...]) -> list[Person]:
        found = [self._find(ref) for ref in refs]
        return [person for person in found if person is not None]

    def _find(self, ref: PersonRef) -> Person | None:
        person = certain(self._call, ref)
        if person is None and self.question is None:
            asked = f"{self._line[: ref.span.start]}{WHO}{self._line[ref.span.end :]}"
            self.question = ask(self._call, ref.value, self._verb, asked)
        return person
