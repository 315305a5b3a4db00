"""What is answered about finished work: forms of its record, the record itself, and how other tasks went."""

from dataclasses import dataclass

from bot.rules.reviewing import Round
from models import Case, Channel, History, Person, Task


@dataclass(frozen=True)
class Beside:
    """What a card shows beside the task: the parts of a description that its team misses, and whether it insists.

    `gone` are those waited for who have left; `like` are the words under which a case like this one is found.
    """

    lacking: tuple[str, ...] = ()
    strict: bool = False
    gone: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True)
class ReviewAsk:
    """Somebody's turn to accept: who submitted it, with which words, and what was noted since it was last looked at."""

    by: Person
    words: str = ""
    notes: tuple[History, ...] = ()
    people: dict[str, Person] | None = None


@dataclass(frozen=True)
class AskEnded:
    """Somebody is asked anew to accept a task: what became of the message that asked them before.

    `kind` is that of the entry that ended it: accept, return or undo; empty where only the newer one did.
    """

    kind: str
    by_id: str = ""
    words: str = ""


@dataclass(frozen=True)
class Record:
    """What stands in the whole record of a task: its reviews, how it went, and the minutes in progress if measured."""

    rounds: tuple[Round, ...] = ()
    case: Case | None = None
    measured: int | None = None


@dataclass(frozen=True)
class RecordForm:
    """A form about the work on one task: done, accept, return, evidence, spent, describe or closing.

    `words` were said already; `shape` are the parts of a description, `case` what was kept before.
    """

    verb: str
    task: Task
    words: str = ""
    shape: tuple[str, ...] = ()
    case: Case | None = None


@dataclass(frozen=True)
class ShapeForm:
    """What the descriptions of a team's tasks have in them."""

    channel: Channel
    shape: tuple[str, ...]
    strict: bool


@dataclass(frozen=True)
class CaseList:
    """How finished tasks went that have these words; without words the newest."""

    words: str
    rows: tuple[tuple[Case, Task], ...]
    people: dict[str, Person]
