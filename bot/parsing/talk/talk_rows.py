"""One row of the tables of talk: a phrase with its slots, and the line it stands for."""

from dataclasses import dataclass

NEVER, MAYBE, SURELY = range(3)
"""Whether words may name the task: only its number does; words do if a task has them; words speak of one for sure."""


@dataclass(frozen=True)
class Row:
    """`phrase` holds `{t}` for the task, `{n}` where only a number will do, `{who}`, `{when}`, `{rest}` and others.

    `asks` where a number and so little besides may be anything.
    """

    phrase: str
    line: str
    thing: int = NEVER
    asks: bool = False
