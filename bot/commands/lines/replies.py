"""A reply to a message about several tasks acts on all of them, on all but some, or on the one that it names."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.answers import Answer, SmallTalk, WhichTask
from bot.commands.call import Call
from bot.commands.lines import threads
from bot.commands.lines.adding import plain
from bot.commands.tasks import TASK
from bot.commands.work import bulk
from bot.errors import UserError
from bot.notices import Brief
from bot.parsing.talk import talk_replies, talk_why
from bot.parsing.talk.small_talk import small_talk
from bot.parsing.talk.talk_deeds import deed
from bot.parsing.talk.talk_replies import OfAll
from bot.services.rhythm import briefs
from bot.services.rhythm import why as whys
from models import Outbox, Task
from models.queries import plans as queries

NAMED = re.compile(
    r"[#＃]?(?P<number>\d{1,9})(?:\s?号)?(?:任务)?(?P<by>[\s:：,，–-]+|(?=[\u4e00-\u9fff]))(?P<rest>\S.*)", re.S
)
SHOWN_TASKS = 5


def to_nudge(call: Call, row: Outbox) -> Answer | None:
    """A word to what was said of one task, or of several at once."""
    numbers = row.subject.get("numbers") or [row.subject["number"]]
    here = _live(call, numbers)
    if why := _why(call, row, numbers):
        return why
    if len(here) < 2:
        return threads.about_task(call, _about(row, here[0].number if here else numbers[0]))
    if not call.line.strip():
        raise UserError("empty_note")
    if said := _of_all(call):
        theirs = _theirs(call, here, said)
        if theirs:
            return _done_to(call, said, theirs)
    return _named(call, row, here) or _asked_which(call, here)


def _why(call: Call, row: Outbox, numbers: Sequence[int] = ()) -> Answer | None:
    """ "Why?" is asked of all that the message tells; of a message about one task, of that task."""
    if not (talk_why.asked(call.line) == "why" or talk_why.is_bare(call.line)):
        return None
    if len(numbers) == 1:
        return _typed(call, f"why {numbers[0]}")
    return whys.of_message(call.session, call.actor, row)


def to_brief(call: Call, row: Outbox) -> Answer | None:
    """Orders about the tasks in a morning brief; anything else said there is a line of its own."""
    if why := _why(call, row):
        return why
    brief = briefs.compose(call.session, row, call.actor.now)
    if not isinstance(brief, Brief):
        return None
    here = [task for task in (*brief.placed, *brief.late, *brief.due) if task.is_live]
    said = _of_all(call)
    if said is None:
        return _named(call, row, here)
    theirs = _theirs(call, here, said)
    if len(theirs) > 1 and not said.in_so_many_words:
        return _which(call, theirs, [f"done #{task.number}" for task in theirs], every=_line(said, theirs))
    return _done_to(call, said, theirs) if theirs else None


def _of_all(call: Call) -> OfAll | None:
    return talk_replies.of_all(call.line, call.heard.spoken_at or call.actor.now, call.person.zone)


def _live(call: Call, numbers: Iterable[int]) -> list[Task]:
    """Those still to be done that the speaker may see, in the order of the message."""
    numbers = list(dict.fromkeys(numbers))
    seen = {task.number: task for task in queries.list_seen(call.session, call.person, numbers, call.actor.now)}
    return [seen[number] for number in numbers if number in seen and seen[number].is_live]


def _theirs(call: Call, here: list[Task], said: OfAll) -> list[Task]:
    """One who says "done" means their own work, not what they were asked to accept or to clear the way for."""
    return [task for task in here if task.owner_id == call.person.id and task.number not in said.but]


def _line(said: OfAll, tasks: list[Task]) -> str:
    numbers = ", ".join(f"#{task.number}" for task in tasks)
    return f"{said.verb} {numbers} {said.when}".strip()


def _done_to(call: Call, said: OfAll, tasks: list[Task]) -> Answer | None:
    return _typed(call, _line(said, tasks[: bulk.MOST]))


def _typed(call: Call, line: str) -> Answer | None:
    found = TASK.find(line, with_hidden=True)
    if found is None:
        return None
    subcommand, args = found
    return bulk.run(subcommand, replace(call, line=line).with_args(args))


def _about(row: Outbox, number: int) -> Outbox:
    return Outbox(**row.model_dump(exclude={"subject"}), subject=row.subject | {"number": number, "numbers": [number]})


def _named(call: Call, row: Outbox, here: list[Task]) -> Answer | None:
    """What begins with the number of one of them is said of that one; a whole order is a line of its own."""
    match = NAMED.fullmatch(call.line.strip())
    if match is None or _is_an_order(call) or int(match["number"]) not in [task.number for task in here]:
        return None
    return threads.about_task(replace(call, line=match["rest"]), _about(row, int(match["number"])))


def _asked_which(call: Call, here: list[Task]) -> Answer | None:
    """Anything else is a word about one of them, and they say which; None where it is a line of its own."""
    if threads.is_of_another(call) or _is_an_order(call) or talk_why.asked(call.line):
        return None
    if kind := small_talk(call.line):
        return SmallTalk(kind)
    if asked := threads.of_thread(call, threads.read(call), here):
        return asked
    return _which(call, here, [f"note #{task.number} {call.line.strip()}" for task in here])


def _is_an_order(call: Call) -> bool:
    said = deed(call.line, call.heard.spoken_at or call.actor.now, call.person.zone)
    return said is not None and not said.thing


def _which(call: Call, tasks: list[Task], lines: list[str], every: str = "") -> WhichTask:
    shown = tasks[:SHOWN_TASKS]
    return WhichTask(plain(call, call.line), tuple(shown), tuple(lines[: len(shown)]), every)


REPLIES: dict[str, Callable[[Call, Outbox], Answer | None]] = {
    "nudge": to_nudge, "brief": to_brief, "task.moved": _why, "task.given_together": _why,
}  # fmt: skip
