"""Everybody's names, read once where a text of many lines would ask for a name again and again."""

from bisect import bisect_left
from collections.abc import Iterator

from models import Person, Session
from models.queries import people as queries

MOST = 20  # as many as a search for a name brings


class Roster:
    """The people of a workspace by their names: handles, shown names and full names, in any case."""

    def __init__(self, session: Session, workspace_id: str) -> None:
        self._session, self._workspace_id = session, workspace_id
        self._by_name: dict[str, list[str]] = {}
        self._full_names: dict[str, str] = {}
        beginnings: list[tuple[str, str]] = []
        for person_id, *names in queries.list_names(session, workspace_id):
            self._full_names[person_id] = names[-1]
            for name in {said.lower() for said in names if said}:
                self._by_name.setdefault(name, []).append(person_id)
                beginnings += ((beginning, person_id) for beginning in _beginnings_of(name))
        self._beginnings = sorted(beginnings)

    def named(self, name: str) -> list[Person]:
        """Whom that written name may mean, whole."""
        return self._people(sorted(self._by_name.get(name.lower(), ()))[:MOST])

    def beginning(self, start: str) -> list[Person]:
        """Those with a name, or a word of one, that begins so."""
        start = start.lower()
        found: set[str] = set()
        for at in range(bisect_left(self._beginnings, (start, "")), len(self._beginnings)):
            name, person_id = self._beginnings[at]
            if not name.startswith(start):
                break
            found.add(person_id)
        return self._people(sorted(found, key=lambda one: (self._full_names[one], one))[:MOST])

    def _people(self, ids: list[str]) -> list[Person]:
        found = queries.list_by_ids(self._session, self._workspace_id, ids)
        return [found[one] for one in ids if one in found]


def _beginnings_of(name: str) -> Iterator[str]:
    """The name from each of its words on."""
    yield name
    at = name.find(" ")
    while at >= 0:
        if rest := name[at + 1 :]:
            yield rest
        at = name.find(" ", at + 1)
