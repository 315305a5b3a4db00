"""A line that begins with no verb but looks like one typed in haste: asked about rather than made a task."""

from collections.abc import Collection

from bot.answers import AskIfTask, DidYouMean
from bot.commands.adding import plain
from bot.commands.call import Call
from bot.commands.numbers import read_numbers
from bot.parsing import asides
from bot.parsing.verbs import is_deed

OTHER_WORDS = {
    "accept": "start", "take": "start", "claim": "start", "started": "start",
    "delete": "cancel", "remove": "cancel", "rm": "cancel", "kill": "cancel",
    "resolve": "done", "resolved": "done", "fixed": "done", "did": "done", "ready": "done", "closed": "done",
    "postpone": "snooze", "delay": "snooze", "defer": "snooze", "open": "show", "reschedule": "due",
}  # fmt: skip
LISTS = frozenset({"list", "ls", "列表", "清单"})
ABOUT_ONE = frozenset({"show", "view", "done"})


def about(call: Call, verbs: Collection[str]) -> DidYouMean | AskIfTask | None:
    """What to ask; nothing where the line is clear. `verbs` are the names that a task's number follows."""
    first, rest = [*call.args.split(None, 1), "", ""][:2]
    word = first.lower()
    if not rest or "\n" in call.args:
        return None
    if len(rest.split()) == 1 and word in LISTS:
        return DidYouMean(call.args, word)
    if len(rest.split()) == 1 and word in ABOUT_ONE:
        return AskIfTask(call.args, plain(call, call.args), is_question=True)
    verb = _verb_meant(word, rest, verbs)
    return DidYouMean(call.args, f"{verb} {rest}") if verb else None


def _verb_meant(word: str, rest: str, verbs: Collection[str]) -> str | None:
    numbers, further = read_numbers(rest)
    if not numbers:
        return None
    if word in OTHER_WORDS:
        return None if further else OTHER_WORDS[word]
    verb = None if is_deed(word) else asides.nearest(word, verbs)
    surely = verb is not None and (rest.startswith("#") or sorted(verb) == sorted(word))
    return verb if surely or not further else None
