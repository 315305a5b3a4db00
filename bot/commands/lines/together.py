"""Several lines with orders among them: each order is done by itself, and what is work is offered as always."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from bot.answers import Answer, Form, Message, Refused, Together
from bot.commands.call import Call
from bot.commands.lines import several, talking
from bot.commands.lines.adding import Sure
from bot.errors import UserError
from bot.heard import Door

LINES_MAX = 20
HOLDS_LINES = frozenset({"add", "new", "note", "split"})
DOES_SOMETHING = frozenset({
    "start", "done", "reopen", "block", "unblock", "assign", "due", "priority", "rename", "label", "repeat", "remind",
    "snooze", "cancel", "undo", "note",
})  # fmt: skip
FILLS_A_FORM = frozenset({"block", "assign", "due", "priority", "snooze", "note"})  # where no words follow the number
ASKS = frozenset({"list", "show", "find", "help"})
A_NUMBER_ALONE = re.compile(r"[\s#\d.!。！]*")


def answered(call: Call, find: talking.Find, say: Callable[[Call], Answer]) -> Answer | None:
    """None where the lines belong to one: a new task with its details, or a note that has lines of its own."""
    lines = [line for line in call.line.splitlines() if line.strip()]
    if not 2 <= len(lines) <= LINES_MAX or call.heard.door == Door.SHORTCUT or " -- " in lines[0]:
        return None
    first = find(lines[0])
    if first and first[0].name in HOLDS_LINES:
        return None
    texts = [several.BULLET.sub("", line).strip() for line in lines]
    names = [_verb(call, text, find) for text in texts]
    if all(names):
        return Together(tuple(_done(replace(call, line=text), say) for text in texts))
    is_plain = all(line == text for line, text in zip(lines, texts, strict=True))
    orders = [text for text, name in zip(texts, names, strict=True) if name in DOES_SOMETHING] if is_plain else []
    if not orders:
        return several.add_lines(call, call.line, Sure()) if first else None
    done = [_done(replace(call, line=text), say) for text in orders]
    rest = "\n".join(text for text in texts if text not in orders)
    return Together((*done, _done(replace(call, line=rest), say)))


def _verb(call: Call, text: str, find: talking.Find) -> str:
    """The verb that one line is an order with, if it is one; what would open a form is none."""
    try:
        meant = talking.understood(replace(call, line=text), find)
    except UserError:  # an order about a task that is not there: the answer says so
        return "due"
    found = find(meant) if isinstance(meant, str) else None
    if found is None or found[0].name not in DOES_SOMETHING | ASKS:
        return ""
    subcommand, args = found
    if not args and subcommand.name not in ("undo", "list", "help"):
        return ""
    return "" if subcommand.name in FILLS_A_FORM and A_NUMBER_ALONE.fullmatch(args) else subcommand.name


def _done(call: Call, say: Callable[[Call], Answer]) -> Message:
    """What is answered to these words by themselves; a refusal is of theirs alone."""
    try:
        with call.session.begin_nested():
            answer = say(call)
    except UserError as error:
        return Refused(error)
    assert not isinstance(answer, get_args(Form)), "a line that opens a form is no order among others"
    return answer  # type: ignore[return-value]
