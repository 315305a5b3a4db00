"""What is answered about lists that are kept and lists that are given as files."""

from dataclasses import dataclass

from models.queries.listing import Filter


@dataclass(frozen=True)
class SavedLists:
    """The lists somebody kept: (name, line)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ListSaved:
    """A list was kept under a name, or is kept no longer. `before` is what the name stood for until now."""

    name: str
    line: str
    before: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class Exporting:
    """A file with so many tasks is on its way to the speaker's own conversation with Muster."""

    form: str
    count: int
    wanted: Filter


FindingAnswer = SavedLists | ListSaved | Exporting
