"""Free words made into the line that somebody would have typed; where they leave a doubt, a question with buttons."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.answers import Answer, AskIfTask, DidYouMean
from bot.commands import naming, reminding
from bot.commands.adding import plain
from bot.commands.call import Call, Subcommand
from bot.commands.carrying import WHO, carry
from bot.commands.threads import moved
from bot.heard import Door
from bot.parsing import asides, talk_offers, talk_questions
from bot.parsing.talk_deeds import HOLE, Deed, deed
from bot.parsing.when import read_duration
from bot.rules import civil
from bot.services import tasks
from models import Task
from models.queries import tasks as queries
from models.queries.tasks import Filter

Find = Callable[[str], tuple[Subcommand, str] | None]
SHIFT = re.compile(r"due (?P<number>\d{1,9}) (?P<sign>[+-])(?P<length>\d{1,7}(?:d|m|day|week))")
OFFERED = 5
OFFERS = 3


def understood(call: Call, find: Find) -> str | Answer:
    """The line these words stand for: themselves where they are a line already, or a new task."""
    if "\n" in call.line:
        return call.line
    if asides.asks_for_help(call.line):
        return "help"
    now, verb = _moment(call), find(call.line)
    if verb is None and (asked := talk_questions.question(call.line, now)):
        line, name = asked
        return _of_whom(call, line, name) if name else line
    said = deed(call.line, now, call.person.zone)
    if said is not None and (verb is None or _is_the_same(find(said.line.replace(HOLE, "1")), verb)):
        return _to_be_done(call, said)
    if verb is None and (wish := reminding.read(call, call.line)):
        return reminding.line_of(wish)
    return call.line


def _moment(call: Call) -> datetime:
    """When it was said, in the speaker's own zone."""
    return civil.local(call.heard.spoken_at or call.actor.now, civil.zone(call.person.zone))


def _is_the_same(meant: tuple[Subcommand, str] | None, typed: tuple[Subcommand, str]) -> bool:
    """The same verb with its words put in order; who wants to be reminded of a task that is there, snoozes it."""
    return meant is not None and (meant[0] is typed[0] or typed[0].name == "remind")


def _of_whom(call: Call, line: str, name: str) -> str | Answer:
    """A bare name is one only where it is somebody's; a question about anything else is none of ours."""
    fitting = naming.fitting(call, name)
    if not fitting:
        return call.line
    if len(fitting) == 1:
        return line.replace(WHO, f"<@{fitting[0].id}>")
    return naming.ask(call, name, "list", line.removeprefix("list "))


def _to_be_done(call: Call, said: Deed) -> str | Answer:
    if not said.thing:
        return _shifted(call, said.line)
    found = _called(call, said.thing) if said.surely or call.heard.door != Door.SLASH else []
    if found:
        return _which(call, said, found)
    if said.surely and call.heard.door != Door.SLASH:
        return AskIfTask(carry(call, call.line), plain(call, call.line))
    return call.line


def _called(call: Call, words: str) -> list[Task]:
    """Live tasks with all these words in their title: the speaker's own, else those they may see."""
    known = [word for word in words.casefold().split() if word not in ("the", "a", "an", "my", "our")]
    for owner_id in (call.person.id, None):
        wanted = Filter(owner_id=owner_id, words=" ".join(known)[:200])
        page = queries.list_page(call.session, call.person, wanted, call.actor.now, size=3 * OFFERED)
        found = [task for task in page.tasks if all(word in task.title.casefold() for word in known)]
        if found and known:
            return found
    return []


def _which(call: Call, said: Deed, found: list[Task]) -> DidYouMean:
    """Never done on a guess: the person taps which one it is."""
    about = tuple(
        (_shifted(call, said.line.replace(HOLE, str(task.number))), f"#{task.number} {task.title}")
        for task in found[:OFFERED]
    )
    return DidYouMean(carry(call, call.line), about[0][0], tasks=about)


def _shifted(call: Call, line: str) -> str:
    """ "due 42 +7d" with the day that this is."""
    match = SHIFT.fullmatch(line)
    if match is None:
        return line
    length = read_duration(match["length"].replace("+", "")) or timedelta(0)
    task = tasks.find(call.session, call.actor, int(match["number"]))
    return f"due {task.number} {moved(call, task, -length if match['sign'] == '-' else length)}"


def with_offers(call: Call, answer: AskIfTask) -> AskIfTask:
    """What the words may have been about, one tap each."""
    now = _moment(call)
    found: list[tuple[str, str, str]] = []
    for kind, line, name in talk_offers.offers(call.line, now):
        if kind != "person":
            found.append((kind, line, name))
        elif person := naming.first(call, name).person:
            found.append((kind, f"list <@{person.id}>", person.called))
    return AskIfTask(answer.line, answer.shown, answer.is_question, tuple(found[:OFFERS]))
