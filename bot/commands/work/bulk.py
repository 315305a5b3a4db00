"""Orders about several tasks: one verb done to each number, and a question where all of them, or none, were named."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answers import Answer, Changed, DidYouMean, Outsiders, Refused, Together, WhichTask, WhoIs
from bot.answers.plans import SlipAsked
from bot.commands.call import Call, Subcommand
from bot.commands.lines import asking, by_words
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import WHO, carry
from bot.commands.lines.numbers import DIGITS, read_numbers
from bot.commands.lines.objects import SEVERAL
from bot.errors import UserError
from bot.parsing.lines.counting import goes_on
from bot.parsing.orders.refs import read_refs
from bot.parsing.talk import talk_bulk
from bot.parsing.talk.talk_deeds import HOLE
from bot.services.work import tasks as services
from bot.services.work import telling
from models import Task
from models.queries import listing
from models.queries.listing import Filter

MOST = 10
OFFERED = 5
GIVES = ("assign", "assign!")
EACH = frozenset({
    "due", "assign", "assign!", "priority", "block", "snooze", "note", "label", "repeat", "decline", "return",
    "progress", "spent", "evidence",
})  # fmt: skip
ONE_AT_A_TIME = frozenset({"show", "edit", "roles", "describe", "closing", "decline", "return", "split"})
GOES_ON = frozenset(
    {"done", "cancel", "decline", "return", "submit", "progress", "block"}
)  # perhaps with one more task
FURTHER = re.compile(r"(?:[/+＋、;；]?\s*#?\d{1,9}(?=[\s/+＋、;；!！.。,，]|$)(?!\s*[%％]))+")


def run(subcommand: Subcommand, call: Call) -> Answer:
    """Do it, or do it to each of the numbers that a comma joins: `due 1, 2 Thursday`."""
    numbers, rest = read_refs(call.args)
    if subcommand.name in GIVES and len(numbers) == 1 and (further := SEVERAL.match(rest)):
        numbers = tuple(dict.fromkeys((*numbers, *map(int, DIGITS.findall(further[0])))))
        rest = rest[further.end() :]
    named, words = read_numbers(call.args)
    if subcommand.name in ONE_AT_A_TIME and len(named) > 1 and not words:
        return _one_of(call, subcommand.name, named)
    if words and subcommand.name in GOES_ON and (joined := _further(call, numbers, rest)):
        return _joined(call, numbers + joined[0], joined[1])
    if subcommand.name not in EACH or not rest or not 1 < len(numbers) <= MOST:
        return subcommand.run(call)
    return _each(subcommand.run, call, numbers, rest)


def _each(do: Callable[[Call], Answer], call: Call, numbers: tuple[int, ...], rest: str) -> Answer:
    """One answer for all of them; a question about the words is asked once and holds for all."""
    done: list[Changed] = []
    not_done: list[UserError] = []
    asked: list[SlipAsked] = []
    for number in numbers:
        try:
            with call.session.begin_nested():
                answer = do(call.with_args(f"{number} {rest}"))
        except UserError as error:
            not_done.append(error)
            continue
        if isinstance(answer, SlipAsked):
            asked.append(answer)
            continue
        if not isinstance(answer, Changed):
            return _for_all(call, answer, numbers)
        done.append(answer)
    if not done and not asked:
        raise not_done[0]
    if asked:
        told = (_in_one(call, done, not_done),) if done else tuple(Refused(error) for error in not_done)
        return Together((*told, *asked))
    return _in_one(call, done, not_done)


def _in_one(call: Call, done: list[Changed], not_done: list[UserError]) -> Changed:
    views = tuple(view for one in done for view in one.views)
    undo = tuple(entry for one in done for entry in one.undo)
    if done[0].verb == "assign":
        telling.together(call.session, call.actor, [view.task for view in views], done[0].detail)
    return replace(done[0], views=views, undo=undo, not_done=tuple(not_done))


def _for_all(call: Call, answer: Answer, numbers: tuple[int, ...]) -> Answer:
    named = ", ".join(str(number) for number in numbers)
    if isinstance(answer, WhoIs):
        line = f"{named} {WHO}"
        return replace(answer, line=line, kept=carry(call, line, 0))
    if isinstance(answer, Outsiders):
        verb, _, who = answer.line.split(None, 2)
        return replace(answer, line=f"{verb} {named} {who}")
    return answer


def asked(call: Call, line: str) -> WhichTask | None:
    """What of their tasks is meant by "done", or by "cancel everything": nothing is done before a tap."""
    found = talk_bulk.of_all(line, call.heard.spoken_at or call.actor.now, call.person.zone)
    verb, words = found or (talk_bulk.bare(line), "")
    if not verb:
        return None
    tasks = _theirs(call, closed=verb == "reopen")
    if not tasks:
        return None
    lines = [f"{verb} {task.number} {words}".strip() for task in tasks[:OFFERED]]
    which = _which(call, lines, tasks[:OFFERED])
    if found is None or not 1 < len(tasks) <= MOST:
        return which
    return replace(which, every=f"{verb} {', '.join(str(task.number) for task in tasks)} {words}".strip())


def deletion(call: Call) -> Answer | None:
    """What was done is kept: to delete is to cancel, once that is said by a tap."""
    numbers, _ = read_refs(talk_bulk.deleted(call.line))
    if not numbers:
        return None
    held = [services.find(call.session, call.actor, number) for number in numbers[:MOST]]
    if len(held) == 1:
        return by_words.which(call, f"cancel {HOLE}", [(f"cancel {held[0].number}", held[0])])
    which = _which(call, [f"cancel {task.number}" for task in held[:OFFERED]], held[:OFFERED])
    return replace(which, every=f"cancel {', '.join(str(task.number) for task in held)}")


def _theirs(call: Call, *, closed: bool) -> list[Task]:
    wanted = Filter(owner_id=call.person.id, live=not closed)
    page = listing.list_page(call.session, call.person, wanted, call.actor.now, size=3 * MOST)
    return [task for task in page.tasks if not (closed and task.is_live)]


def _one_of(call: Call, verb: str, numbers: tuple[int, ...]) -> WhichTask:
    """What opens a form, or fills a page, takes one task at a time."""
    held = [services.find(call.session, call.actor, number) for number in numbers[:OFFERED]]
    return _which(call, [f"{verb} {task.number}" for task in held], held)


def _further(call: Call, numbers: tuple[int, ...], rest: str) -> tuple[tuple[int, ...], str] | None:
    """ "decline 42 41 I'm away" names two tasks, where #41 is one and the words go on about it."""
    match = FURTHER.match(rest) if numbers else None
    words = rest[match.end() :].strip() if match else ""
    found = tuple(int(number) for number in DIGITS.findall(match[0])) if match else ()
    return (found, words) if found and goes_on(words) and asking.is_live(call, found) else None


def _joined(call: Call, numbers: tuple[int, ...], words: str) -> DidYouMean:
    verb = call.line.split(None, 1)[0].rstrip("0123456789#＃")
    meant = f"{verb} {', '.join(f'#{number}' for number in dict.fromkeys(numbers))} {words}".strip()
    return DidYouMean(carry(call, call.line), plain(call, meant), says=f"{verb} {carry(call, meant[len(verb) + 1 :])}")


def _which(call: Call, lines: list[str], tasks: list[Task]) -> WhichTask:
    return WhichTask(plain(call, call.line), tuple(tasks), tuple(lines))
