"""Every English source text that the renderers say, read from their code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bot
from bot.rules import standups

BOT = Path(bot.__file__).parent
SAYING = {"plain", "plural", "plain_plural", "words"}


@cache
def calls(path: Path) -> tuple[ast.Call, ...]:
    return tuple(node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def constants(node: ast.expr) -> Iterator[str]:
    """The texts an argument may be: one, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def says(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="v" | "marked" | "self"):
            return True
        case ast.Attribute(value=ast.Name(id="v" | "self"), attr=name):
            return name in SAYING
        case _:
            return False


def sources_in(path: Path) -> dict[str, str | None]:
    """Source text to its plural form, where it has one."""
    found: dict[str, str | None] = {}
    for call in calls(path):
        if says(call) and call.args:
            is_plural = isinstance(call.func, ast.Attribute) and "plural" in call.func.attr
            plural = next(constants(call.args[1]), None) if is_plural else None
            found |= dict.fromkeys(constants(call.args[0]), plural)
    return found


@cache
def all_sources() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for path in sorted((BOT / "render").rglob("*.py")):
        found |= sources_in(path)
    return found | dict.fromkeys((*standups.QUESTIONS, standups.IN_PROGRESS))


@cache
def help_sources() -> set[str]:
    """Both parts of every subcommand's first docstring line: `usage` — what it does."""
    found = set()
    for path in sorted((BOT / "commands").rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or [arg.arg for arg in node.args.args] != ["call"]:
                continue
            first = (ast.get_docstring(node) or "").split("\n")[0]
            usage, dash, what = first.partition(" — ")
            if dash and not usage.endswith("…`"):
                found |= {usage.strip("` "), what.strip()}
    return found
