"""A line that begins with no verb but looks like one typed in haste: asked about rather than made a task."""

import re
from collections.abc import Collection

from bot.answers import AskIfTask, DidYouMean
from bot.commands.call import Call
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import carry
from bot.commands.lines.numbers import read_numbers
from bot.errors import UserError
from bot.parsing.dates.tokens import flattened
from bot.parsing.lines import asides
from bot.parsing.lines.counting import goes_on, is_counted
from bot.parsing.lines.verbs import is_deed
from bot.parsing.talk.small_talk import small_talk
from models.queries import tasks as queries

OTHER_WORDS = {
    "accept": "start", "take": "start", "claim": "start", "started": "start",
    "delete": "cancel", "remove": "cancel", "rm": "cancel", "kill": "cancel", "stop": "cancel",
    "resolve": "done", "resolved": "done", "fixed": "done", "did": "done", "ready": "done", "closed": "done",
    "postpone": "snooze", "delay": "snooze", "defer": "snooze", "open": "show", "reschedule": "due",
}  # fmt: skip
LISTS = frozenset({"list", "ls", "列表", "清单"})
ABOUT_ONE = frozenset({"show", "view", "done"})
NEEDS_WORDS = frozenset({"note", "comment", "备注", "进展", "return", "reject", "退回", "打回", "驳回"})
ALONE = ("list", "help", "undo")
ASKED = frozenset({"done?", "due?", "who?", "state?", "blocked?", "when?", "by?"})
SAYS_MORE = re.compile(r"https?://|[,，;；:：.。]\s*\S|\s[-–—]\s|\b(?:and|because|since)\b")  # besides what is counted
NO_NUMBER = re.compile(r"#?\s?-\d{1,30}|#\d{1,9}[A-Za-z]{1,2}|#\d{1,9}\.\d{1,9}|#?0+|#\d{10,30}")
CHINESE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,4})\s*(?P<rest>[#＃]?\d[\s\S]*)?")


def one_task(args: str) -> bool:
    """One task or several, and perhaps what of it is asked: `42`, `42 done?`."""
    numbers, rest = read_numbers(args)
    return not args or (bool(numbers) and (not rest or rest in ASKED))


def check_number(line: str, verbs: Collection[str]) -> None:
    """ "done -1" and "ack #42x" name a task that cannot be. Raises UserError."""
    word, rest = [*line.split(None, 1), "", ""][:2]
    if word.lower() in verbs and NO_NUMBER.fullmatch(flattened(rest).strip()):
        raise UserError("which_task", verb=word)


def about_counted(call: Call, verbs: Collection[str]) -> DidYouMean | None:
    """ "cancel 2 flights" is work, unless there is a #2 to cancel: then the person says which of the two."""
    word, rest = [*call.args.split(None, 1), "", ""][:2]
    numbers, further = read_numbers(rest)
    if word.lower() not in verbs or not further or "\n" in call.args or not is_live(call, numbers):
        return None
    named = " ".join(f"#{number}" for number in numbers)
    keeps = word.lower() in NEEDS_WORDS or not is_counted(further) or SAYS_MORE.search(further)
    reason = further if keeps else ""
    meant = f"{word} {named} {reason}".strip()
    return DidYouMean(carry(call, call.args), plain(call, meant), says=f"{word} {carry(call, meant[len(word) + 1 :])}")


def is_live(call: Call, numbers: Collection[int]) -> bool:
    """Whether each of these is a task that the person sees and that is not over."""
    found = [queries.get(call.session, call.person, number, call.actor.now) for number in numbers]
    return len(found) == len(numbers) > 0 and all(task is not None and task.is_live for task in found)


def about(call: Call, verbs: Collection[str], chinese: Collection[str]) -> DidYouMean | AskIfTask | None:
    """What to ask; nothing where the line is clear. `verbs` are the names that a task's number follows."""
    first, rest = [*call.args.split(None, 1), "", ""][:2]
    word = first.lower()
    if "\n" in call.args or small_talk(call.args):
        return None
    if meant := _chinese_meant(call.args, chinese) or (None if rest else _alone(word)):
        return DidYouMean(carry(call, call.args), meant, says=meant)
    if not rest:
        return None
    if len(rest.split()) == 1 and word in LISTS:
        return DidYouMean(carry(call, call.args), word)
    if len(rest.split()) == 1 and word in ABOUT_ONE:
        return AskIfTask(carry(call, call.args), plain(call, call.args), is_question=True)
    verb = _verb_meant(word, rest, verbs)
    if verb is None:
        return None
    return DidYouMean(carry(call, call.args), f"{verb} {rest}", says=f"{verb} {carry(call, rest)}")


def _verb_meant(word: str, rest: str, verbs: Collection[str]) -> str | None:
    numbers, further = read_numbers(rest)
    if not numbers:
        return None
    if word in OTHER_WORDS:
        return None if further else OTHER_WORDS[word]
    verb = None if is_deed(word) else asides.nearest(word, verbs)
    surely = verb is not None and (rest.startswith("#") or sorted(verb) == sorted(word))
    return verb if surely or not further else None


def _alone(word: str) -> str | None:
    """`lst`, `hlep`: a letter missing, doubled or out of its place; "lift" is another word."""
    meant = asides.nearest(word, ALONE)
    return meant if meant and (len(meant) != len(word) or sorted(meant) == sorted(word)) else None


def _chinese_meant(line: str, names: Collection[str]) -> str | None:
    """撤消 for 撤销, 完城 42 for 完成 42."""
    match = CHINESE.fullmatch(line.strip())
    if match is None:
        return None
    numbers, further = read_numbers(match["rest"] or "")
    if match["rest"] and (not numbers or (further and not goes_on(further))):
        return None
    meant = asides.nearest_chinese(match["word"], names, surely=match["rest"] is not None)
    return " ".join(part for part in (meant, match["rest"]) if part) if meant else None
