"""Everybody's names, read once where a text of many lines would ask for a name again and again."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator

from models import Person, Session
from models.queries import people as queries

MOST = 20  # as many as a search for a name brings
EDGE, APART = "\x1e", "\x1f"  # before each person, and around each name: in no name


class Roster:
    """The people of a workspace by their names: handles, shown names and full names, in any case.

    All names are one text that is searched: of 50,000 people that is a few megabytes, where tables took sixty and
    more than a second to be made.
    """

    def __init__(self, session: Session, workspace_id: str) -> None:
        self._session, self._workspace_id = session, workspace_id
        self._ids: list[str] = []
        self._begins = array("l")
        parts, at = [], 0
        for person_id, *names in queries.list_names(session, workspace_id):
            said = f"{EDGE}{APART}{APART.join(names).lower()}{APART}"
            self._ids.append(person_id)
            self._begins.append(at)
            parts.append(said)
            at += len(said)
        self._text = "".join(parts)

    def named(self, name: str) -> list[Person]:
        """Whom that written name may mean, whole."""
        found = {self._ids[place] for place in self._found(f"{APART}{name.lower()}{APART}")}
        return self._people(sorted(found)[:MOST])

    def beginning(self, start: str) -> list[Person]:
        """Those with a name, or a word of one, that begins so."""
        start = start.lower()
        found = {*self._found(f"{APART}{start}"), *self._found(f" {start}")}
        first = sorted(found, key=lambda place: (self._full_name(place), self._ids[place]))[:MOST]
        return self._people([self._ids[place] for place in first])

    def _found(self, words: str) -> Iterator[int]:
        """The places of those whose names hold that."""
        at = self._text.find(words) if words.strip(f"{APART} ") else -1
        while at >= 0:
            yield bisect_right(self._begins, at) - 1
            at = self._text.find(words, at + 1)

    def _full_name(self, place: int) -> str:
        end = self._text.find(EDGE, self._begins[place] + 1)
        return self._text[self._begins[place] : end if end >= 0 else None].split(APART)[-2]

    def _people(self, ids: list[str]) -> list[Person]:
        return queries.list_in_order(self._session, self._workspace_id, ids)
