"""What is answered about what comes first: today's order, the rules of priority, and proposals."""

from dataclasses import dataclass
from datetime import date

from bot.rules.dry_runs import Outcome
from bot.rules.priority import Rule
from models import Person, Suggestion, Task


@dataclass(frozen=True)
class OrderForm:
    """Today's tasks, to be put in an order; nothing is kept before it is sent."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class RulesShown:
    """The rules of priority. `known` says for how many people the directory has what a rule asks about.

    `taken` and `left` are what became of the proposals of the last month.
    """

    rules: tuple[Rule, ...]
    known: dict[str, int]
    taken: int = 0
    left: int = 0


@dataclass(frozen=True)
class RulesForm:
    """The rules' switches and degrees; sending it tries them first."""

    rules: tuple[Rule, ...]
    channel_id: str | None = None


@dataclass(frozen=True)
class DryRun:
    """What these rules would have made of the last month; `spec` is how a line says them, `examples` may be named."""

    rules: tuple[Rule, ...]
    spec: str
    outcome: Outcome
    examples: tuple[int, ...]
    on: date
    cut_short: bool = False


@dataclass(frozen=True)
class Suggestions:
    """What is proposed to the reader. `done` says what became of the one just tapped: taken, left or outdated."""

    rows: tuple[tuple[Suggestion, Task], ...]
    people: dict[str, Person]
    taken: int
    left: int
    done: str = ""
    number: int = 0
    undo: tuple[int, ...] = ()
