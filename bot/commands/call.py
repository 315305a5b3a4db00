"""The shapes of commands: what a call carries, what a subcommand is, and how its first line becomes help."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answers import Answer
from bot.heard import Heard
from bot.services.people.actors import Actor
from bot.services.people.roster import Roster
from models import Person, Session, Workspace


@dataclass(frozen=True)
class Call:
    """One command somebody gave: `line` is all they said, `args` what follows the subcommand's name.

    `roster` is there where so many names are looked up that they are read once.
    """

    session: Session
    heard: Heard
    actor: Actor
    line: str
    args: str = ""
    roster: Roster | None = None

    @property
    def person(self) -> Person:
        return self.actor.person

    @property
    def workspace(self) -> Workspace:
        return self.actor.workspace

    def with_line(self, line: str) -> "Call":
        """The same of another line; as it is where nothing of the line is changed."""
        return self if line == self.line else replace(self, line=line)

    def with_args(self, args: str) -> "Call":
        return Call(self.session, self.heard, self.actor, self.line, args.strip(), self.roster)

    def with_roster(self) -> "Call":
        return self if self.roster else replace(self, roster=Roster(self.session, self.workspace.id))


def anything(args: str) -> bool:
    """A subcommand that takes whatever follows."""
    return True


def nothing(args: str) -> bool:
    """A subcommand that takes no words: with some, the line is something else."""
    return not args.strip()


@dataclass(frozen=True)
class Subcommand:
    """One verb. `reads` says whether these words parse as it; where they do not, the line means something else.

    `needs` is its row in permissions.RIGHTS, where that is not its name.
    """

    name: str
    run: Callable[[Call], Answer]
    aliases: tuple[str, ...] = ()
    reads: Callable[[str], bool] = anything
    hidden: bool = False
    needs: str = ""

    @property
    def help(self) -> str:
        """The first line of its docstring: `usage` — what it does."""
        return (self.run.__doc__ or "").strip().splitlines()[0]


@dataclass(frozen=True, eq=False)
class Command:
    """One slash command: its subcommands, what it does with no words, and with words that are none of its verbs."""

    name: str
    subcommands: tuple[Subcommand, ...]
    empty: Callable[[Call], Answer]
    other: Callable[[Call], Answer]

    def row_of(self, subcommand: Subcommand) -> str:
        """What it needs in permissions.RIGHTS. Beside /task the command's name stands before the verb's."""
        own = subcommand.name if self.name == "/task" else f"{self.name.removeprefix('/')} {subcommand.name}"
        return subcommand.needs or own

    def find(self, line: str, *, with_hidden: bool = False) -> tuple[Subcommand, str] | None:
        """The subcommand a line begins with and the words after it, if they parse as it.

        The hidden ones are said by buttons: "share the plan" that somebody types is a line of their own.
        """
        first, rest = [*line.split(None, 1), "", ""][:2]
        subcommand = self._by_name.get(first.lower())
        by_button_only = subcommand is not None and subcommand.hidden and rest and not with_hidden
        if subcommand is not None and not by_button_only and subcommand.reads(rest.strip()):
            return subcommand, rest.strip()
        return self._find_joined(line.strip())

    def _find_joined(self, line: str) -> tuple[Subcommand, str] | None:
        """Chinese puts no blank between a verb and its number: 完成42."""
        for name, subcommand in self._joined.get(line[:1], ()):
            rest = line.removeprefix(name)
            if rest != line and rest[:1] in "#＃0123456789０１２３４５６７８９":
                return (subcommand, rest.strip()) if rest and subcommand.reads(rest.strip()) else None
        return None

    @cached_property
    def _by_name(self) -> dict[str, Subcommand]:
        """No two of them have the same."""
        return {name: one for one in self.subcommands for name in (one.name, *one.aliases)}

    @cached_property
    def _joined(self) -> dict[str, list[tuple[str, Subcommand]]]:
        """Chinese names by the character they begin with."""
        found = defaultdict[str, list[tuple[str, Subcommand]]](list)
        for subcommand in self.subcommands:
            for name in subcommand.aliases:
                if not name.isascii():
                    found[name[0]].append((name, subcommand))
        return found
