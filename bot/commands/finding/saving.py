"""Lists kept under names: `list save launch-late label:launch is:late`, then `list launch-late`."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answers import Answer, WhoIs
from bot.answers.finding import ListSaved, SavedLists
from bot.commands.call import Call
from bot.errors import UserError
from bot.services.finding import saved
from models.queries import saved as queries

NAME = r"[^\W\d_][\w-]{0,39}"
SHOW = frozenset({"saved", "已保存", "保存的", "收藏"})
SAVE = re.compile(r"(?:save|保存)\s+(?P<name>\S+)(?:\s+(?P<line>\S.*))?", re.IGNORECASE)
DROP = re.compile(rf"(?:delete|remove|forget|删除)\s+(?P<name>{NAME})", re.IGNORECASE)
BY_NAME = re.compile(
    rf"(?P<verb>list|ls|列表|清单)\s+(?P<name>{NAME})(?P<page>\s+(?:page|第)\s*\d+\s*页?)?", re.IGNORECASE
)
TAKEN = frozenset({"save", "delete", "remove", "forget", "page", "保存", "删除"}) | SHOW


def reads(args: str, is_list: Callable[[str], bool]) -> bool:
    """Keeping, showing and forgetting; "list save the whales" names no list, so it is none of these."""
    if args.lower() in SHOW or DROP.fullmatch(args):
        return True
    match = SAVE.fullmatch(args)
    return match is not None and (match["line"] is None or is_list(match["line"]))


def answer(call: Call, is_list: Callable[[str], bool], settled: Callable[[Call, str], str | WhoIs]) -> Answer:
    """`settled` is the line with its people by their ids, or whom it means."""
    if call.args.lower() in SHOW:
        kept = queries.list_of(call.session, call.person)
        lines = saved.with_names(call.session, call.workspace.id, [one.line for one in kept])
        return SavedLists(tuple(zip((one.name for one in kept), lines, strict=True)))
    if match := DROP.fullmatch(call.args):
        name = match["name"].lower()
        return ListSaved(name, saved.drop(call.session, call.actor, name), is_gone=True)
    match = SAVE.fullmatch(call.args)
    assert match is not None, "the table lets only lines through that read as one of these"
    name, line = match["name"].lower(), (match["line"] or "").strip()
    _check(name, line, is_list)
    whole = settled(call, line)
    if isinstance(whole, WhoIs):
        return whole
    return ListSaved(name, whole, saved.save(call.session, call.actor, name, whole))


def _check(name: str, line: str, is_list: Callable[[str], bool]) -> None:
    if not re.fullmatch(NAME, name):
        raise UserError("saved_name", name=name)
    if name in TAKEN or is_list(name):
        raise UserError("saved_name_taken", name=name)
    if not line:
        raise UserError("saved_what", name=name)


def by_name(call: Call, is_list: Callable[[str], bool]) -> Call:
    """ "list launch-late" as the line that stands for it, where the speaker kept one under that name."""
    match = BY_NAME.fullmatch(call.line.strip())
    if match is None or is_list(match["name"]):
        return call
    kept = queries.get(call.session, call.person, match["name"].lower())
    return call if kept is None else replace(call, line=f"list {kept.line}{match['page'] or ''}")
