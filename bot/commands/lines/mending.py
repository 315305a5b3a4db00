"""Orders with a slip of words: put right where only marks were wrong, asked where they may be meant, else answered.

What begins with a verb and the number of a task is meant as an order: it makes no task without a tap.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from bot.answers import Answer, DidYouMean
from bot.answers.slips import Unread
from bot.commands.call import Call, Command, Subcommand
from bot.commands.lines import naming
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import carry
from bot.commands.lines.numbers import read_numbers
from bot.parsing.dates.tokens import flattened
from bot.parsing.lines import asides
from bot.parsing.lines.counting import goes_on, is_counted
from bot.parsing.talk import talk_slips
from models.queries import tasks as queries

OF_WORDS = frozenset({"add", "new", "list", "find", "cases", "help", "home"})  # these take any words
NEED_WORDS = frozenset({"after", "part", "merge", "progress", "rename", "label", "repeat", "remind", "order"})
JOINTS = frozenset({"and", "or", "then", "by", "is", "to", "with", "和", "或", "与", "然后", "再", "由"})
NAME = re.compile(r"[+-]?[A-Za-z\u00c0-\u024f][\w.-]*(?<![.-])|[+-]?[\u4e00-\u9fff·]{2,4}")
A_NUMBER = re.compile(r"\s*#?\s?(\d{1,9})(?!\d|\.\d|[A-Za-z])")
A_UNIT = re.compile(r"\s*(?:of|weeks?|days?|months?|years?|hours?|minutes?|km|kg)\b", re.IGNORECASE)
AND_MORE = re.compile(r"\s*(?:and|to|or)\s+\d+\s+(?=\S)", re.IGNORECASE)
AROUND = re.compile(r"^(?:[\s,，、:：>→=!！。.—–]|-(?=[\s>]))+|[\s,，、。.!！]+$")
AS_A_FILE = re.compile(r"(?:csv|json|excel)\b\s*", re.IGNORECASE)


def mended(call: Call, command: Command) -> str | Answer | None:
    """The line as it was surely meant, or a question whether it was meant so; None where nothing can be put right."""
    for reading in _readings(call, command, call.line):
        found = command.find(reading.line)
        if found is None or not _are_seen(call, read_numbers(found[1])[0][:1], alone=found[1] == ""):
            continue
        if reading.surely:
            return reading.line
        word, _, rest = reading.line.partition(" ")
        return DidYouMean(carry(call, call.line), plain(call, reading.line), says=f"{word} {carry(call, rest)}")
    return None


def of_settings(call: Call, command: Command, tasks: Command) -> str | DidYouMean | Unread | None:
    """The same for /standup, /digest and /muster, whose lines are never work."""
    names = {name: sub for sub in command.subcommands if not sub.hidden for name in (sub.name, *sub.aliases)}
    word, rest = [*call.line.split(None, 1), "", ""][:2]
    if (plainly := talk_slips.plainly(call.line)) != call.line and command.find(plainly):
        return plainly
    runs_on = next((name for name in names if not name.isascii() and call.line.startswith(name)), "")
    if runs_on and word not in names:
        word, rest = runs_on, call.line.removeprefix(runs_on).strip()
        if command.find(f"{word} {rest}"):
            return f"{word} {rest}"
    if sub := names.get(word.lower().rstrip(":：!！")):
        return _not_read(call, command, sub, (word, rest), f"{command.name} {sub.name}" if sub.reads("") else "")
    if meant := asides.nearest(word, list(names)) or asides.nearest_chinese(word, list(names), surely=True):
        if "://" in rest and command.find(f"{meant} {rest}"):
            return f"{meant} {rest}"  # an address may be a secret: it is not said back
        line = f"{command.name} {meant} {rest}".strip()
        return DidYouMean("", line) if command.find(f"{meant} {rest}") else None
    return DidYouMean("", f"/task {call.line}") if rest and tasks.find(call.line) else None


def _readings(call: Call, command: Command, line: str) -> Iterator[talk_slips.Mended]:
    for reading in talk_slips.readings(line, tuple(_takers(command))):
        if reading.line != line:
            yield reading
        if signed := _with_signs(call, command, reading.line):
            yield talk_slips.Mended(signed, reading.surely)


@cache
def _takers(command: Command) -> dict[str, Subcommand]:
    """By each of their names: what goes before a number or a person."""
    found: dict[str, Subcommand] = {}
    for sub in command.subcommands:
        for name in () if sub.hidden or sub.name in OF_WORDS else (sub.name, *sub.aliases):
            found.setdefault(name, sub)
    return found


@cache
def _run_on(command: Command) -> list[tuple[str, Subcommand]]:
    """Chinese names, the longest first: what follows them needs no blank."""
    named = [(name, sub) for name, sub in _takers(command).items() if not name.isascii()]
    return sorted(named, key=lambda one: -len(one[0]))


def _with_signs(call: Call, command: Command, line: str) -> str | None:
    """ "reviewers 42 bob, then eve" with the ids of those whose names they are."""
    word, rest = [*line.split(None, 1), "", ""][:2]
    sub = _named(command, word)
    numbers, names = read_numbers(rest)
    if sub is None or sub.needs != "roles" or len(numbers) != 1 or not names or "@" in names:
        return None
    said = [name for name in NAME.findall(names) if name.lower() not in JOINTS]
    ids = {name: _id_of(call, name.lstrip("+-")) for name in said}
    if not said or not all(ids.values()):
        return None
    return f"{word} {numbers[0]} {NAME.sub(lambda one: _signed(one[0], ids), names)}"


def _id_of(call: Call, name: str) -> str:
    found = naming.fitting(call, name)
    return found[0].id if len(found) == 1 else ""


def _signed(name: str, ids: dict[str, str]) -> str:
    return f"{name[0] if name[0] in '+-' else ''}<@{ids[name]}>" if name in ids else name


def _named(command: Command, word: str) -> Subcommand | None:
    return _takers(command).get(word.lower())


def _are_seen(call: Call, numbers: Collection[int], *, alone: bool = False) -> bool:
    """Whether each is a task that the person may see; `alone` where the verb needs none."""
    found = (queries.get(call.session, call.person, one, call.actor.now) for one in numbers)
    return len([task for task in found if task is not None]) == len(numbers) > 0 or (alone and not numbers)


def unread(call: Call, command: Command) -> Unread | None:
    """What to answer to a verb and a task with words that are neither read nor counted; None where it is work."""
    if "\n" in call.line:
        return None
    sub, word, rest = _verb_of(command, call.line)
    if sub is None:
        return None
    flat = flattened(rest)
    if sub.name == "export" and (form := AS_A_FILE.match(flat)) and not _is_counted(rest[form.end() :]):
        return _not_read(call, command, sub, (f"{word} {form[0].strip()}", rest[form.end() :]), f"export {form[0]}")
    match = A_NUMBER.match(flat)
    if match is None or not _are_seen(call, [int(match[1])]):
        return None
    words = rest[match.end() :]
    if "#" not in match[0] and words and _is_counted(words):
        return None
    if not words.strip():
        return _not_read(call, command, sub, (word, rest), sub.name)
    alone = "" if sub.name in NEED_WORDS else f"{sub.name} {match[1]}"
    return _not_read(call, command, sub, (f"{word} #{match[1]}", words), alone)


def _verb_of(command: Command, line: str) -> tuple[Subcommand | None, str, str]:
    """The verb a line begins with, that verb as it is written, and what follows; Chinese needs no blank."""
    word, rest = [*line.split(None, 1), "", ""][:2]
    if sub := _named(command, word.rstrip(":：,，")):
        return sub, word.rstrip(":：,，"), rest
    for name, sub in _run_on(command):
        if line.startswith(name) and A_NUMBER.match(flattened(line[len(name) :])):
            return sub, name, line[len(name) :]
    return None, "", ""


def _is_counted(words: str) -> bool:
    """ "order 42 chairs": a plural or a measure word right after a bare number; "goal: more visitors" counts none."""
    words = AND_MORE.sub("", words)
    if A_UNIT.match(words):
        return True
    return is_counted(words) and not goes_on(words) and not re.match(r"\s*\w*[^\Ws][:：]", words)


def _not_read(call: Call, command: Command, sub: Subcommand, said: tuple[str, str], alone: str) -> Unread:
    usage, _, what = sub.help.partition(" — ")
    read, words = said
    return Unread(read, plain(call, AROUND.sub("", words)), command.name.removeprefix("/"),
                  (usage.strip("` "), what.strip()), alone.strip(),
                  carry(call, call.line) if command.name == "/task" else "")  # fmt: skip
